// The ground: land, borders, governorates and names, quiet enough for events to stand out.

import codes from "i18n-iso-countries/codes.json";
import polylabel from "polylabel";
import { feature, mesh } from "topojson-client";
import { inView, trace } from "./canvas.js";
import { readColumns } from "./columns.js";
import { isBroad, mercatorX, mercatorY, unpackShape } from "./store.js";

const ALPHA2 = new Map(codes.map(([alpha2, , numeric]) => [numeric, alpha2]));
// From which zoom a town of so many people has its name on the map.
const NAMED_FROM = [
  [2e6, 5],
  [5e5, 6],
  [1.5e5, 7],
  [5e4, 8],
  [1.5e4, 9],
  [0, 10],
];
const NAMED_LATEST = { border_crossing: 8, camp: 8 }; // known beyond their size
const BOTH_NAMES_FROM = 7;
const ARABIC = /\p{Script=Arabic}/u;
const MOST_OWN = 3000;
const BESIDE = 12; // pixels from a symbol at which a place still counts as its own
const TWIN = 200; // pixels within which the same name is that of the same place

const partsOf = (geometry) =>
  geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];

function toMercator(line) {
  const ring = new Float64Array(2 * line.length);
  line.forEach(([longitude, latitude], i) => {
    ring[2 * i] = mercatorX(longitude);
    ring[2 * i + 1] = mercatorY(latitude);
  });
  return ring;
}

function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i]);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[2] = Math.max(box[2], ring[i]);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
  }
  return box;
}

// Square degrees of the box around a part of a country.
function extentOf([outer]) {
  let [west, south] = outer[0],
    [east, north] = outer[0];
  for (const [x, y] of outer) {
    if (x < west) west = x;
    else if (x > east) east = x;
    if (y < south) south = y;
    else if (y > north) north = y;
  }
  return (east - west) * (north - south);
}

// Where a country's name stands, inside its largest part: looked for when that comes into view.
function middleOf(part, extent) {
  const [longitude, latitude] = polylabel(part, Math.sqrt(extent) / 40);
  return { x: mercatorX(longitude), y: mercatorY(latitude) };
}

function countryNames(language) {
  try {
    return new Intl.DisplayNames([language], { type: "region" });
  } catch {
    return null;
  }
}

export class Ground {
  constructor(world, ground, store, language) {
    this.language = language;
    const countries = world.objects.countries;
    const fine = new Set(ground.countries);
    const alpha2 = (country) => ALPHA2.get(country.id);
    const isFine = (country) => fine.has(alpha2(country));
    const drawn = feature(world, countries).features;
    this.land = drawn.map(({ geometry }) => {
      const rings = partsOf(geometry).flat().map(toMercator);
      return { rings, box: boxOf(rings) };
    });
    this.land.push(...ground.land.map(unpackShape));
    const coarse = mesh(world, countries, (a, b) => a !== b && !(isFine(a) && isFine(b)));
    const lines = coarse.coordinates.map(toMercator);
    this.borders = lines.map((line) => ({ rings: [line], box: boxOf([line]) }));
    this.borders.push(...ground.borders.map(unpackShape));
    this.units = ground.units.map(unpackShape);
    this.store = store;
    // Many places are clusters until one is near, so their names can wait.
    this.ownFrom = store.placeCount > 300 ? 9 : store.placeCount > 60 ? 7 : 6;
    this.names = [
      ...this.#countries(drawn),
      ...this.#units(ground),
      ...this.#towns(ground.labels),
    ];
    this.withNames = true;
    this.isHidden = false;
  }

  #both(own, other) {
    const [first, second] = this.language === "ar" ? [other, own] : [own, other];
    return { text: first || second, second: first && second && first !== second ? second : "" };
  }

  // The places of the records come first, and beside their symbols.
  #ownPlaces() {
    const { store } = this;
    const counts = new Int32Array(store.placeCount);
    for (const place of store.linkPlace) counts[place]++;
    return Array.from(counts.keys())
      .sort((a, b) => counts[b] - counts[a])
      .slice(0, MOST_OWN)
      .map((place) => store.place(place))
      .filter((place) => !isBroad(place))
      .map((place) => ({
        ...this.#both(place.location, place.location_ar),
        x: place.x,
        y: place.y,
        from: this.ownFrom,
        until: 99,
        style: "own",
      }));
  }

  #countries(drawn) {
    const english = countryNames("en"),
      arabic = countryNames("ar");
    const known = drawn.filter((country) => ALPHA2.has(country.id));
    const named = known.map(({ id, geometry, properties }) => {
      const code = ALPHA2.get(id);
      const parts = partsOf(geometry),
        extents = parts.map(extentOf);
      const extent = Math.max(...extents),
        part = parts[extents.indexOf(extent)];
      const from = extent > 60 ? 3 : extent > 12 ? 4 : extent > 2 ? 5 : 6;
      return {
        ...this.#both(english?.of(code) || properties.name, arabic?.of(code) || ""),
        box: boxOf([toMercator(part[0])]),
        find: () => middleOf(part, extent),
        from,
        until: 8,
        style: "country",
        weight: extent,
      };
    });
    return named.sort((a, b) => b.weight - a.weight);
  }

  #units(ground) {
    return ground.unit_names.map(([own, other, longitude, latitude]) => ({
      ...this.#both(own, other),
      x: mercatorX(longitude),
      y: mercatorY(latitude),
      from: 7,
      until: 10,
      style: "unit",
    }));
  }

  #towns(labels) {
    const columns = readColumns(labels);
    const from = (i) =>
      Math.min(
        NAMED_FROM.find(([population]) => columns.population.get(i) >= population)[1],
        NAMED_LATEST[columns.kind.get(i)] ?? 99,
      );
    return Array.from({ length: columns.name.size }, (_, i) => ({
      ...this.#both(columns.name.get(i), columns.name_ar.get(i)),
      x: mercatorX(columns.longitude.get(i)),
      y: mercatorY(columns.latitude.get(i)),
      from: from(i),
      until: 99,
      style: "town",
    }));
  }

  draw(ctx, frame, theme) {
    if (this.isHidden) return;
    ctx.fillStyle = theme.water;
    ctx.fillRect(0, 0, frame.width, frame.height);
    for (const copy of frame.copies) {
      ctx.fillStyle = theme.land;
      ctx.strokeStyle = theme.land; // closes the hairlines between neighbours
      ctx.lineWidth = 0.7;
      for (const land of this.land) {
        if (!inView(land.box, frame, copy)) continue;
        ctx.beginPath();
        trace(ctx, land.rings, frame, copy, true);
        ctx.fill("evenodd"); // each by itself: a neighbour in a hole must not be cut out
        ctx.stroke();
      }
      ctx.lineJoin = "round";
      if (frame.zoom >= 5) this.#lines(ctx, frame, copy, this.units, theme.unit, frame.zoom >= 7 ? 1 : 0.7);
      this.#lines(ctx, frame, copy, this.borders, theme.border, frame.zoom >= 6 ? 1.4 : 0.9);
    }
  }

  #lines(ctx, frame, copy, lines, color, width) {
    ctx.beginPath();
    for (const line of lines) if (inView(line.box, frame, copy)) trace(ctx, line.rings, frame, copy, false);
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.stroke();
  }

  // Names stand above lines and areas, and keep clear of the symbols.
  drawNames(ctx, frame, theme, points) {
    this.written = [];
    if (this.isHidden || !this.withNames) return;
    const taken = points.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]);
    const isFree = (box) =>
      taken.every(
        (other) => box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1],
      );
    ctx.lineJoin = "round";
    ctx.textBaseline = "middle";
    const named = new Set(); // marks that have a name beside them
    const rightToLeft = this.language === "ar";
    if (!this.own && frame.zoom >= this.ownFrom) this.names.unshift(...(this.own = this.#ownPlaces()));
    for (const name of this.names) {
      if (frame.zoom < name.from || frame.zoom > name.until) continue;
      for (const copy of frame.copies) {
        if (name.find) {
          if (!inView(name.box, frame, copy)) continue;
          Object.assign(name, name.find(), { find: null });
        }
        const x = frame.x(name.x, copy),
          y = frame.y(name.y);
        if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
        const isOwn = name.style === "own",
          isTown = isOwn || name.style === "town";
        const size =
          name.style === "country"
            ? frame.zoom >= 5
              ? 14
              : 12
            : isTown
              ? isOwn
                ? 13
                : name.from <= 6
                  ? 12.5
                  : 11.5
              : 11;
        ctx.font = `${name.style === "country" || isOwn ? 600 : name.style === "unit" ? "italic 400" : 500} ${size}px ${theme.font}`;
        ctx.letterSpacing = name.style === "country" && !ARABIC.test(name.text) ? "1.5px" : "0px";
        const second = isTown && frame.zoom >= BOTH_NAMES_FROM ? name.second : "";
        const width = ctx.measureText(name.text).width;
        const side = rightToLeft ? -1 : 1;
        // A name of a place of the records stands beside the symbol or cluster that it is in.
        if (name.style === "town" && !isFree([x - 3, y - 3, x + 3, y + 3])) continue;
        const mark = isOwn && points.find((one) => Math.hypot(one.x - x, one.y - y) < one.radius + BESIDE);
        if (isOwn && (!mark || named.has(mark))) continue;
        const [cx, cy, gap] = mark ? [mark.x, mark.y, mark.radius + 5] : [x, y, isTown ? 6 : 0];
        const half = second ? size * 1.1 : size * 0.65;
        const spots = isTown
          ? [
              [cx + side * gap, cy, side],
              [cx - side * gap, cy, -side],
              ...(mark
                ? [
                    [cx, cy + gap + half - 4, 0],
                    [cx, cy - gap - half + 4, 0],
                  ]
                : []),
            ]
          : [
              [cx, cy, 0],
              [cx, cy - 26, 0],
              [cx, cy + 26, 0],
            ];
        const boxAt = ([at, line, turn]) => {
          const left = turn > 0 ? at : turn < 0 ? at - width : at - width / 2;
          return [left - 3, line - half, left + width + 3, line + half];
        };
        const spot = spots.find((one) => isFree(boxAt(one)));
        const isTwin = (one) => one.text === name.text && Math.hypot(one.x - x, one.y - y) < TWIN;
        if (!spot || this.written.some(isTwin)) continue;
        this.written.push({ text: name.text, x, y, box: boxAt(spot) });
        const [at, middle, turn] = spot;
        taken.push(boxAt(spot));
        if (mark) named.add(mark);
        ctx.textAlign = turn > 0 ? "left" : turn < 0 ? "right" : "center";
        ctx.fillStyle = name.style === "country" ? theme["country-label"] : theme.label;
        ctx.strokeStyle = theme["label-halo"];
        ctx.lineWidth = 3;
        if (isTown && !isOwn) {
          ctx.beginPath();
          ctx.arc(x, y, 2, 0, 7);
          ctx.fill();
        }
        const write = (text, line) => {
          ctx.direction = ARABIC.test(text) ? "rtl" : "ltr";
          ctx.strokeText(text, at, line);
          ctx.fillText(text, at, line);
        };
        write(name.text, second ? middle - size * 0.42 : middle);
        if (second) {
          ctx.font = `400 ${size - 2}px ${theme.font}`;
          ctx.globalAlpha = 0.8;
          write(second, middle + size * 0.62);
          ctx.globalAlpha = 1;
        }
      }
    }
    ctx.letterSpacing = "0px";
  }
}
