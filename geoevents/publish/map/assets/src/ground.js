// The ground: land, borders, governorates and names, quiet enough for events to stand out.

import codes from "i18n-iso-countries/codes.json";
import polylabel from "polylabel";
import { feature, mesh } from "topojson-client";
import { inView, trace } from "./canvas.js";
import { decode, mercatorX, mercatorY, unpackShape } from "./store.js";

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
const SYMBOL = 19; // pixels that a symbol needs around its point

function ringsOf(geometry) {
  const rings = geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : geometry.coordinates;
  return rings.map((ring) => Float64Array.from(ring.flatMap(([x, y]) => [mercatorX(x), mercatorY(y)])));
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

// Where a country's name stands: inside its largest part.
function middle(geometry) {
  const parts = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  const extent = (part) => {
    const xs = part[0].map((at) => at[0]),
      ys = part[0].map((at) => at[1]);
    return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
  };
  const largest = parts.reduce((best, part) => (extent(part) > extent(best) ? part : best));
  const at = polylabel(largest, Math.sqrt(extent(largest)) / 40);
  return { at, extent: extent(largest) };
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
    this.land = feature(world, countries).features.map((country) => {
      const rings = ringsOf(country.geometry);
      return { rings, box: boxOf(rings) };
    });
    this.land.push(...ground.land.map(unpackShape));
    const coarse = mesh(world, countries, (a, b) => a !== b && !(isFine(a) && isFine(b)));
    const lines = coarse.coordinates.map((line) =>
      Float64Array.from(line.flatMap(([x, y]) => [mercatorX(x), mercatorY(y)])),
    );
    this.borders = lines.map((line) => ({ rings: [line], box: boxOf([line]) }));
    this.borders.push(...ground.borders.map(unpackShape));
    this.units = ground.units.map(unpackShape);
    this.names = [
      ...this.#ownPlaces(store),
      ...this.#countries(world, countries),
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
  #ownPlaces(store) {
    const counts = new Map();
    for (const { at } of store.links) {
      if (at.precision === "exact" || at.precision === "near") counts.set(at, (counts.get(at) || 0) + 1);
    }
    const from = counts.size > 300 ? 9 : counts.size > 60 ? 7 : 6; // many places are clusters until then
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_OWN)
      .map(([place]) => ({
        ...this.#both(place.location, place.location_ar),
        x: place.x,
        y: place.y,
        from,
        until: 99,
        style: "own",
      }));
  }

  #countries(world, countries) {
    const english = countryNames("en"),
      arabic = countryNames("ar");
    const named = feature(world, countries).features.map((country) => {
      const code = ALPHA2.get(country.id);
      const { at, extent } = middle(country.geometry);
      const from = extent > 60 ? 3 : extent > 12 ? 4 : extent > 2 ? 5 : 6;
      const own = (code && english?.of(code)) || country.properties.name;
      const names = this.#both(own, code && arabic ? arabic.of(code) : "");
      return {
        ...names,
        x: mercatorX(at[0]),
        y: mercatorY(at[1]),
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
    const names = decode(labels.name),
      arabic = decode(labels.name_ar),
      populations = decode(labels.population);
    const kinds = decode(labels.kind);
    const from = (i) =>
      Math.min(
        NAMED_FROM.find(([population]) => populations[i] >= population)[1],
        NAMED_LATEST[kinds[i]] ?? 99,
      );
    const latitudes = decode(labels.latitude),
      longitudes = decode(labels.longitude);
    return names.map((own, i) => ({
      ...this.#both(own, arabic[i]),
      x: mercatorX(longitudes[i]),
      y: mercatorY(latitudes[i]),
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
    if (this.withNames) this.#drawNames(ctx, frame, theme);
  }

  #lines(ctx, frame, copy, lines, color, width) {
    ctx.beginPath();
    for (const line of lines) if (inView(line.box, frame, copy)) trace(ctx, line.rings, frame, copy, false);
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.stroke();
  }

  #drawNames(ctx, frame, theme) {
    const taken = [];
    const isFree = (box) =>
      taken.every(
        (other) => box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1],
      );
    ctx.lineJoin = "round";
    ctx.textBaseline = "middle";
    const rightToLeft = this.language === "ar";
    for (const name of this.names) {
      if (frame.zoom < name.from || frame.zoom > name.until) continue;
      for (const copy of frame.copies) {
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
        const half = second ? size * 1.1 : size * 0.65;
        const side = rightToLeft ? -1 : 1;
        const gap = isOwn ? SYMBOL : 6;
        const from = isTown ? (side > 0 ? x + gap : x - gap - width) : x - width / 2;
        const box = [from - 3, y - half, from + width + 3, y + half];
        if (!isFree(box)) continue;
        taken.push(box);
        if (isOwn) taken.push([x - SYMBOL, y - SYMBOL, x + SYMBOL, y + SYMBOL]);
        const at = isTown ? x + side * gap : x;
        ctx.textAlign = isTown ? (side > 0 ? "left" : "right") : "center";
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
        write(name.text, second ? y - size * 0.42 : y);
        if (second) {
          ctx.font = `400 ${size - 2}px ${theme.font}`;
          ctx.globalAlpha = 0.8;
          write(second, y + size * 0.62);
          ctx.globalAlpha = 1;
        }
      }
    }
    ctx.letterSpacing = "0px";
  }
}
