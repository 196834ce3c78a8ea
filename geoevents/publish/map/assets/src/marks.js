// What is drawn of the records: outlines of areas and borders, circles of doubt, arcs of movements,
// clusters and symbols. All of it is on one canvas that knows what lies under a click.

import Supercluster from "supercluster";
import { inView, trace } from "./canvas.js";
import { drawCluster, drawSymbol, FAMILIES, familyOf } from "./symbols.js";
import { mercatorX, mercatorY } from "./store.js";

export const MOST_ZOOM = 17;
const CLUSTER_PIXELS = 52;
const NO_COUNTS = Object.fromEntries(FAMILIES.map((family) => [family, 0]));
const MOST_ARCS = 2000; // more are a ball of wool, and slow
const KM_PER_UNIT = 40075.017; // of Mercator at the equator

export class Marks {
  constructor(store, numberText) {
    this.store = store;
    this.numberText = numberText;
    this.selected = null;
    this.shown = { areas: true, movements: true };
    const moved = new Set(store.movements.map((movement) => movement.record));
    // The origin of a movement is told by its arc.
    this.isMark = store.links.map((link) => !(link.location_role === "origin" && moved.has(link.record)));
    this.show(new Uint8Array(store.size).fill(1));
  }

  // Build the clusters of the records that pass the filters.
  show(passes) {
    const { store } = this;
    this.passes = passes;
    const spots = [],
      broad = [];
    store.links.forEach((link, index) => {
      if (!passes[link.record] || !this.isMark[index]) return;
      const isBroad = link.at.precision === "country" || link.at.precision === "area";
      (isBroad ? broad : spots).push({
        type: "Feature",
        geometry: { type: "Point", coordinates: [link.at.longitude, link.at.latitude] },
        properties: { link: index, family: familyOf(store.get("category", link.record)) },
      });
    });
    const options = {
      radius: CLUSTER_PIXELS,
      extent: 256,
      maxZoom: MOST_ZOOM + 1,
      map: ({ family }) => ({ ...NO_COUNTS, [family]: 1 }),
      reduce: (sum, other) => {
        for (const family of FAMILIES) sum[family] += other[family];
      },
    };
    this.layers = [broad, spots].map((points) => new Supercluster(options).load(points));
    this.areas = new Map();
    for (const link of store.links) {
      if (!passes[link.record] || (!link.at.outline && link.at.precision !== "near")) continue;
      const list = this.areas.get(link.at) || [];
      list.push(link.record);
      this.areas.set(link.at, list);
    }
    this.arcs = store.movements.filter((movement) => passes[movement.record]).slice(0, MOST_ARCS);
  }

  draw(ctx, frame, theme) {
    this.hits = [];
    for (const copy of frame.copies) {
      if (this.shown.areas) this.#drawAreas(ctx, frame, copy, theme);
      if (this.shown.movements) this.#drawArcs(ctx, frame, copy, theme);
      for (const layer of this.layers) this.#drawPoints(ctx, frame, copy, layer, theme);
    }
    this.ctx = ctx;
  }

  #family(records) {
    const counts = {};
    for (const record of records) {
      const family = familyOf(this.store.get("category", record));
      counts[family] = (counts[family] || 0) + 1;
    }
    return Object.keys(counts).reduce((best, family) => (counts[family] > counts[best] ? family : best));
  }

  #drawAreas(ctx, frame, copy, theme) {
    for (const [place, records] of this.areas) {
      const isSelected = this.selected !== null && records.includes(this.selected);
      const color = theme.families[this.#family(isSelected ? [this.selected] : records)];
      if (!place.outline) {
        this.#drawDoubt(ctx, frame, copy, place, color);
        continue;
      }
      if (!inView(place.outline.box, frame, copy)) continue;
      // A country is only outlined when it is asked for: it would tint the whole map.
      if (place.precision === "country" && !isSelected) continue;
      const path = new Path2D();
      trace(path, place.outline.rings, frame, copy, place.outline.area);
      ctx.strokeStyle = ctx.fillStyle = color;
      ctx.lineJoin = ctx.lineCap = "round";
      if (place.outline.area) {
        ctx.globalAlpha = place.precision === "country" ? 0.08 : isSelected ? 0.2 : 0.09;
        ctx.fill(path, "evenodd");
        ctx.globalAlpha = isSelected ? 1 : 0.55;
        ctx.lineWidth = isSelected ? 2 : 1.2;
        ctx.stroke(path);
        this.hits.push({ kind: "area", path, place, records, size: this.#extent(place.outline.box) });
      } else {
        ctx.globalAlpha = isSelected ? 0.35 : 0.18;
        ctx.lineWidth = 9;
        ctx.stroke(path);
        ctx.globalAlpha = 0.95;
        ctx.lineWidth = isSelected ? 3.2 : 2.2;
        ctx.stroke(path);
        this.hits.push({ kind: "line", path, place, records, size: 0 });
      }
      ctx.globalAlpha = 1;
    }
  }

  #extent = (box) => (box[2] - box[0]) * (box[3] - box[1]);

  // A point that may be off by some kilometres stands in a circle of that size.
  #drawDoubt(ctx, frame, copy, place, color) {
    const stretch = 1 / Math.cos((place.latitude * Math.PI) / 180);
    const radius = (place.radius_km / KM_PER_UNIT) * stretch * frame.scale;
    if (radius < 15) return;
    ctx.beginPath();
    ctx.arc(frame.x(place.x, copy), frame.y(place.y), radius, 0, 7);
    ctx.strokeStyle = ctx.fillStyle = color;
    ctx.globalAlpha = 0.08;
    ctx.fill();
    ctx.globalAlpha = 0.7;
    ctx.setLineDash([4, 4]);
    ctx.lineWidth = 1.2;
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }

  #drawArcs(ctx, frame, copy, theme) {
    for (const { record, from, to } of this.arcs) {
      const x1 = frame.x(mercatorX(from[0]), copy),
        y1 = frame.y(mercatorY(from[1]));
      const x2 = frame.x(mercatorX(to[0]), copy),
        y2 = frame.y(mercatorY(to[1]));
      const length = Math.hypot(x2 - x1, y2 - y1);
      if (length < 12 || Math.max(x1, x2) < 0 || Math.min(x1, x2) > frame.width) continue;
      const isSelected = record === this.selected;
      const bend = 0.17 * length;
      const cx = (x1 + x2) / 2 + ((y2 - y1) / length) * bend * (x2 >= x1 ? 1 : -1);
      const cy = (y1 + y2) / 2 - ((x2 - x1) / length) * bend * (x2 >= x1 ? 1 : -1);
      const heading = Math.atan2(y2 - cy, x2 - cx);
      const gap = Math.min(15, length / 3); // room for the symbol at the end
      const ex = x2 - Math.cos(heading) * gap,
        ey = y2 - Math.sin(heading) * gap;
      const path = new Path2D();
      path.moveTo(x1, y1);
      path.quadraticCurveTo(cx, cy, ex - Math.cos(heading) * 6, ey - Math.sin(heading) * 6);
      ctx.strokeStyle = ctx.fillStyle = theme.families[familyOf(this.store.get("category", record))];
      ctx.globalAlpha = isSelected ? 1 : 0.8;
      ctx.lineWidth = isSelected ? 3.2 : 2;
      ctx.lineCap = "round";
      if (this.store.isUnreal(record)) ctx.setLineDash([5, 5]);
      ctx.stroke(path);
      ctx.setLineDash([]);
      ctx.beginPath();
      ctx.moveTo(ex + Math.cos(heading) * 2, ey + Math.sin(heading) * 2);
      for (const turn of [2.62, -2.62])
        ctx.lineTo(ex + Math.cos(heading + turn) * 10, ey + Math.sin(heading + turn) * 10);
      ctx.fill();
      ctx.beginPath();
      ctx.arc(x1, y1, 4, 0, 7);
      ctx.fill();
      ctx.globalAlpha = 1;
      this.hits.push({ kind: "arc", path, records: [record], size: 0 });
    }
  }

  #drawPoints(ctx, frame, copy, layer, theme) {
    const toLongitude = (x) => ((x + frame.left) / frame.scale - 0.5 - copy) * 360;
    const toLatitude = (y) =>
      (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + frame.top)) / frame.scale))) * 180) / Math.PI;
    const west = Math.max(-180, toLongitude(-30)),
      east = Math.min(180, toLongitude(frame.width + 30));
    if (west >= east) return;
    const found = layer.getClusters(
      [west, toLatitude(frame.height + 30), east, toLatitude(-30)],
      Math.round(frame.zoom),
    );
    for (const { geometry, properties } of found) {
      const x = frame.x(mercatorX(geometry.coordinates[0]), copy),
        y = frame.y(mercatorY(geometry.coordinates[1]));
      if (properties.cluster) {
        const isSelected =
          this.selected !== null &&
          layer.getLeaves(properties.cluster_id, 500).some((leaf) => this.#recordOf(leaf) === this.selected);
        const text = this.numberText(properties.point_count);
        const radius = drawCluster(ctx, x, y, properties, properties.point_count, isSelected, theme, text);
        this.hits.push({
          kind: "cluster",
          x,
          y,
          radius,
          layer,
          id: properties.cluster_id,
          at: geometry.coordinates,
        });
      } else {
        const link = this.store.links[properties.link];
        const { record } = link;
        const radius = drawSymbol(
          ctx,
          x,
          y,
          {
            category: this.store.get("category", record),
            unreal: this.store.isUnreal(record),
            square: this.store.get("record_kind", record) === "observation",
            precision: link.at.precision,
            selected: record === this.selected,
          },
          theme,
        );
        this.hits.push({
          kind: "mark",
          x,
          y,
          radius,
          records: [record],
          place: link.at,
          at: geometry.coordinates,
        });
      }
    }
  }

  #recordOf = (leaf) => this.store.links[leaf.properties.link].record;

  // The topmost thing at a point of the canvas: symbols, then arcs and lines, then the smallest area.
  hit(point) {
    const density = this.ctx.getTransform().a;
    let best = null;
    for (let i = this.hits.length - 1; i >= 0; i--) {
      const hit = this.hits[i];
      if (hit.radius !== undefined) {
        if (Math.hypot(hit.x - point.x, hit.y - point.y) <= hit.radius + 2) return hit;
      } else if (hit.kind === "area") {
        const isInside = this.ctx.isPointInPath(hit.path, point.x * density, point.y * density, "evenodd");
        if (isInside && (!best || hit.size < best.size)) best = hit;
      } else {
        this.ctx.lineWidth = 12;
        if (
          this.ctx.isPointInStroke(hit.path, point.x * density, point.y * density) &&
          (!best || best.size > 0)
        )
          best = hit;
      }
    }
    return best;
  }

  // The records of a cluster, and whether going closer would part them.
  open(hit) {
    const leaves = hit.layer.getLeaves(hit.id, Infinity);
    const spots = new Set(leaves.map((leaf) => leaf.geometry.coordinates.join()));
    const records = [...new Set(leaves.map(this.#recordOf))];
    return { records, canPart: spots.size > 1, zoom: hit.layer.getClusterExpansionZoom(hit.id), leaves };
  }
}
