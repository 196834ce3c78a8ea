// What is drawn of the records: outlines of areas and borders, circles of doubt, arcs of movements,
// clusters and symbols. All of it is on one canvas that knows what lies under a click.

import { drawArcs } from "./arcs.js";
import { inView, trace } from "./canvas.js";
import { Clusters, CLUSTER_PIXELS, MOST_ZOOM, partingZoom } from "./clusters.js";
import { drawFan } from "./fan.js";
import { makeRoom } from "./room.js";
import { clusterRadius, drawCluster, drawSymbol, FAMILIES, symbolRadius } from "./symbols.js";
import { isBroad, mercatorX, mercatorY } from "./store.js";

// The counts of a spot with one record, which most are: one array for each family.
const SINGLE = FAMILIES.map((_, one) => FAMILIES.map((_, other) => Number(one === other)));
// Regions whose edge nobody has drawn, and parts of places that a phrase cuts out: "the west of Iraq".
const VAGUE_KINDS = new Set(["region", "desert", "area", "other"]);
const isVague = ({ kind, place_id: id }) => VAGUE_KINDS.has(kind) || String(id).includes("#");
const MOST_ARCS = 2000; // more are a ball of wool, and slow
const MOST_OUTLINES = 1000; // of areas: more lie over each other
const MOST_LEAVES = 5000; // looked through for the chosen record
const KM_PER_UNIT = 40075.017; // of Mercator at the equator

export class Marks {
  constructor(store, numberText) {
    this.store = store;
    this.numberText = numberText;
    this.selected = null;
    this.fan = null; // the records of one spot, spread around it
    this.shown = { areas: true, movements: true };
    this.#index();
  }

  // The records at each place. The origin of a movement is told by its arc.
  #index() {
    const { store } = this;
    const { linkRecord, linkPlace } = store;
    const moved = new Uint8Array(store.size);
    for (const { record } of store.movements) moved[record] = 1;
    const isMark = (link) => !(moved[linkRecord[link]] && store.role(link) === "origin");
    this.start = new Int32Array(store.placeCount + 1);
    for (const place of linkPlace) this.start[place + 1]++;
    for (let place = 0; place < store.placeCount; place++) this.start[place + 1] += this.start[place];
    this.end = this.start.slice(0, -1); // behind the last that is a mark
    this.order = new Int32Array(linkPlace.length);
    for (let link = 0; link < linkPlace.length; link++) {
      const place = linkPlace[link];
      const at = this.end[place],
        record = linkRecord[link];
      if (isMark(link) && !(at > this.start[place] && this.order[at - 1] === record))
        this.order[this.end[place]++] = record;
    }
  }

  // The records at a place that pass the filters.
  recordsAt(place) {
    return Array.from(this.order.subarray(this.start[place], this.end[place])).filter(
      (record) => this.passes[record],
    );
  }

  // How many records at a place pass, in all and by family; null when none does.
  #count(place) {
    let total = 0,
      counts = null;
    for (let i = this.start[place]; i < this.end[place]; i++) {
      const record = this.order[i];
      if (!this.passes[record]) continue;
      const family = this.store.families[record];
      if (total++) {
        if (total === 2) counts = counts.slice();
        counts[family]++;
      } else counts = SINGLE[family];
    }
    return total ? { total, counts } : null;
  }

  // Build the clusters of the places of records that pass the filters.
  show(passes) {
    const { store } = this;
    this.passes = passes;
    this.fan = null;
    const layers = [[], []];
    this.areas = new Map();
    for (let index = 0; index < store.placeCount; index++) {
      const found = this.#count(index);
      if (!found) continue;
      const precision = store.precision(index);
      layers[isBroad({ precision }) ? 0 : 1].push({
        geometry: { type: "Point", coordinates: [store.longitude[index], store.latitude[index]] },
        properties: { place: index, precision, ...found },
      });
      if ((precision === "near" || store.hasOutline(index)) && this.areas.size < MOST_OUTLINES)
        this.areas.set(store.place(index), this.recordsAt(index));
    }
    this.layers = layers.map((points) => new Clusters(points));
    this.arcs = store.movements.filter((movement) => passes[movement.record]).slice(0, MOST_ARCS);
  }

  // `drawNames` comes between lines and symbols: it is given the symbols, to keep clear of them.
  draw(ctx, frame, theme, drawNames) {
    this.ctx = ctx;
    this.zoom = frame.zoom;
    this.hits = [];
    const symbols = frame.copies.flatMap((copy) => this.#symbols(frame, copy));
    for (const copy of frame.copies) {
      if (this.shown.areas) this.#drawAreas(ctx, frame, copy, theme);
      if (this.shown.movements) this.hits.push(...drawArcs(ctx, frame, copy, this, theme, symbols));
    }
    drawNames(symbols);
    this.hits.push(...symbols);
    for (const symbol of symbols) {
      const { x, y, look, properties, selected } = symbol;
      if (look) drawSymbol(ctx, x, y, look, theme);
      else drawCluster(ctx, x, y, properties, selected, theme, this.numberText(properties.total));
    }
    if (this.fan)
      for (const copy of frame.copies) this.hits.push(...drawFan(ctx, frame, copy, this, theme));
  }

  // What stands on the map and where. What means a whole area makes room for what means a point.
  #symbols(frame, copy) {
    const [broad, exact] = this.layers.map((clusters) =>
      this.#found(frame, copy, clusters.at(Math.floor(frame.zoom))),
    );
    makeRoom(broad, exact);
    return [...broad, ...exact];
  }

  #family(records) {
    const counts = FAMILIES.map(() => 0);
    for (const record of records) counts[this.store.families[record]]++;
    return FAMILIES[counts.indexOf(Math.max(...counts))];
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
        ctx.globalAlpha = isSelected ? 1 : isVague(place) ? 0.25 : 0.55;
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

  #found(frame, copy, layer) {
    const toLongitude = (x) => ((x + frame.left) / frame.scale - 0.5 - copy) * 360;
    const toLatitude = (y) =>
      (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + frame.top)) / frame.scale))) * 180) / Math.PI;
    const west = Math.max(-180, toLongitude(-30)),
      east = Math.min(180, toLongitude(frame.width + 30));
    if (west >= east) return [];
    const found = layer.getClusters(
      [west, toLatitude(frame.height + 30), east, toLatitude(-30)],
      Math.floor(frame.zoom),
    );
    const holder = this.#holderOfSelected(layer, found, frame, copy);
    return found.map((feature) => {
      const { geometry, properties } = feature;
      const { total, precision } = properties;
      const x = frame.x(mercatorX(geometry.coordinates[0]), copy),
        y = frame.y(mercatorY(geometry.coordinates[1]));
      const symbol = { x, y, at: geometry.coordinates };
      if (!properties.cluster) symbol.place = this.store.place(properties.place);
      if (total === 1) {
        const records = this.recordsAt(properties.place);
        const look = this.lookOf(records[0], properties.place);
        return Object.assign(symbol, { kind: "mark", records, look, radius: symbolRadius(precision) });
      }
      const held = properties.cluster ? { layer, id: properties.cluster_id } : { spot: properties.place };
      const radius = clusterRadius(total, precision);
      return Object.assign(symbol, held, { kind: "cluster", properties, selected: feature === holder, radius });
    });
  }

  lookOf(record, place) {
    return {
      category: this.store.get("category", record),
      unreal: this.store.isUnreal(record),
      square: this.store.get("record_kind", record) === "observation",
      precision: this.store.place(place).precision,
      selected: record === this.selected,
    };
  }

  // The cluster or spot that holds the chosen record, looked for among the nearest.
  #holderOfSelected(layer, found, frame, copy) {
    if (this.selected === null) return null;
    for (const { at } of this.store.linksOf(this.selected)) {
      const x = frame.x(at.x, copy),
        y = frame.y(at.y);
      const away = ({ geometry: { coordinates } }) =>
        Math.hypot(frame.x(mercatorX(coordinates[0]), copy) - x, frame.y(mercatorY(coordinates[1])) - y);
      const near = found.filter((one) => away(one) < 3 * CLUSTER_PIXELS).sort((a, b) => away(a) - away(b));
      for (const one of near.slice(0, 4)) {
        const { properties } = one;
        const places = properties.cluster
          ? layer.getLeaves(properties.cluster_id, MOST_LEAVES).map((leaf) => leaf.properties.place)
          : [properties.place];
        if (places.includes(at.index)) return one;
      }
    }
    return null;
  }

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

  // Whether going closer would part a cluster, and to which zoom; or else its records.
  open(hit) {
    if (hit.spot !== undefined) return { records: this.recordsAt(hit.spot), place: hit.spot };
    const leaves = hit.layer.getLeaves(hit.id, Infinity);
    const [first] = leaves;
    const zoom = Math.max(Math.floor(this.zoom) + 1, partingZoom(leaves));
    if (zoom <= MOST_ZOOM) return { zoom };
    const records = leaves.flatMap((leaf) => this.recordsAt(leaf.properties.place));
    return { records: [...new Set(records)], place: first.properties.place };
  }
}
