// The records as the page holds them: columns, with places and links between the two.

import { codesOf, MISSING, numbersOf, readColumns } from "./columns.js";
import { cut } from "./dom.js";
import { FAMILIES, familyOf } from "./symbols.js";

export const UNREAL = new Set(["planned", "threatened", "hypothetical", "denied", "rumoured"]);
const DAY = 86400000;
const MOST_LETTERS = 600; // of a record in a list

export const mercatorX = (longitude) => longitude / 360 + 0.5;
export function mercatorY(latitude) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, latitude)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

// Rings of differences in 1e-4 degrees -> rings of Mercator coordinates with their box.
export function unpackShape(shape) {
  let west = Infinity,
    north = Infinity,
    east = -Infinity,
    south = -Infinity;
  const rings = shape.rings.map((steps) => {
    const ring = new Float64Array(steps.length);
    let x = 0,
      y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      const mx = mercatorX(x / 1e4),
        my = mercatorY(y / 1e4);
      ring[i] = mx;
      ring[i + 1] = my;
      if (mx < west) west = mx;
      if (mx > east) east = mx;
      if (my < north) north = my;
      if (my > south) south = my;
    }
    return ring;
  });
  return { area: shape.area, rings, box: [west, north, east, south] };
}

// From UCDP's scale: 1 the place itself, 2 near it, 3 to 5 an area or a line, 6 and 7 a country or more.
function precisionOf(whereprec) {
  if (whereprec >= 6) return "country";
  if (whereprec >= 3) return "area";
  return whereprec === 2 ? "near" : "exact";
}

export const isBroad = (place) => place.precision === "country" || place.precision === "area";

// "Mosul · الموصل (gn:99072); …" as the frames write candidates.
function readCandidates(text) {
  return (text || "")
    .split("; ")
    .map((one) => /^(.*?)(?: · (.*))? \((\S+)\)$/s.exec(one))
    .filter(Boolean)
    .map(([, name, arabic, id]) => ({ name, arabic, id }));
}

export class Store {
  #places = [];
  #arabic = null;

  constructor(data) {
    this.heading = data.title;
    this.size = data.size;
    this.columns = readColumns(data.records);
    this.shapes = data.shapes.map(unpackShape);
    this.placeColumns = readColumns(data.places);
    this.placeCount = this.placeColumns.shape?.size ?? 0;
    this.latitude = this.#reals("latitude");
    this.longitude = this.#reals("longitude");
    this.linkRecord = numbersOf(data.links.record);
    this.linkPlace = numbersOf(data.links.place);
    this.linkColumns = readColumns({ ...data.links, record: [], place: [] });
    this.#index();
    this.movements = data.movements.record.map((record, i) => ({
      record,
      from: data.movements.from[i],
      to: data.movements.to[i],
    }));
    this.unplaced = this.#rows(readColumns(data.unplaced));
    this.first = this.#days("date_start");
    this.last = this.#days("date_end");
    for (let record = 0; record < this.size; record++) {
      if (this.first[record] === MISSING) this.first[record] = this.last[record];
      else if (this.last[record] === MISSING) this.last[record] = this.first[record];
    }
    const { values, codes } = this.codes("category");
    const families = Uint8Array.from(values, (category) => FAMILIES.indexOf(familyOf(category)));
    this.families = Uint8Array.from({ length: this.size }, (_, record) => families[codes[record]]);
  }

  #reals(name) {
    return Float64Array.from({ length: this.placeCount }, (_, place) => this.placeColumns[name].get(place));
  }

  // Where the links of each record stand.
  #index() {
    const { linkRecord, size } = this;
    this.linkStart = new Int32Array(size + 1);
    for (const record of linkRecord) this.linkStart[record + 1]++;
    for (let record = 0; record < size; record++) this.linkStart[record + 1] += this.linkStart[record];
    const next = this.linkStart.slice();
    this.linkOrder = new Int32Array(linkRecord.length);
    for (let link = 0; link < linkRecord.length; link++) this.linkOrder[next[linkRecord[link]]++] = link;
  }

  #days(name) {
    const column = this.columns[name];
    const days = new Int32Array(this.size).fill(MISSING);
    if (!column) return days;
    if (column.numbers) days.set(column.numbers);
    else if (column.value !== null) days.fill(column.value);
    return days;
  }

  #rows(columns) {
    const size = Math.max(0, ...Object.values(columns).map((column) => column.size));
    return Array.from({ length: size }, (_, i) =>
      Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.get(i)])),
    );
  }

  get(name, record) {
    return this.columns[name]?.get(record) ?? null;
  }

  id = (record) => this.columns.id.get(record);

  codes(name) {
    return codesOf(this.columns[name], this.size);
  }

  precision = (place) => precisionOf(this.placeColumns.where_prec?.get(place));

  hasOutline = (place) => this.placeColumns.shape.get(place) >= 0;

  place(index) {
    return (this.#places[index] ??= this.#makePlace(index));
  }

  #makePlace(index) {
    const place = { index };
    for (const name in this.placeColumns) place[name] = this.placeColumns[name].get(index);
    return Object.assign(place, {
      radius_km: place.radius_km || 0,
      x: mercatorX(place.longitude),
      y: mercatorY(place.latitude),
      outline: place.shape >= 0 ? this.shapes[place.shape] : null,
      precision: precisionOf(place.where_prec),
    });
  }

  role = (link) => this.linkColumns.location_role?.get(link);

  // The places of a record, each with what the text says of it.
  linksOf(record) {
    const links = [];
    for (let i = this.linkStart[record]; i < this.linkStart[record + 1]; i++) {
      const index = this.linkOrder[i];
      const link = { index, record, at: this.place(this.linkPlace[index]) };
      for (const name of [
        "location_role",
        "place_score",
        "place_reason",
        "mention_text",
        "mention_start",
        "mention_end",
      ])
        link[name] = this.linkColumns[name]?.get(index) ?? null;
      const candidates = readCandidates(this.linkColumns.candidates?.get(index));
      link.alternatives = candidates.filter((one) => one.id !== link.at.place_id);
      links.push(link);
    }
    return links;
  }

  // First and last day as numbers, null where the text gives no date.
  span(record) {
    return this.first[record] === MISSING ? null : [this.first[record], this.last[record]];
  }

  // A day of a record as ISO 8601, with an expanded year where it needs one.
  day(name, record) {
    const day = this.get(name, record);
    return day === null ? null : new Date(day * DAY).toISOString().split("T")[0];
  }

  placeName(place, language) {
    return (
      (language === "ar" ? place.location_ar || place.location : place.location || place.location_ar) || ""
    );
  }

  // The name of a place in a language, given its Latin one.
  nameIn(language, name, candidates = []) {
    if (language !== "ar") return name;
    if (!this.#arabic) {
      this.#arabic = new Map();
      const { location, location_ar: arabic } = this.placeColumns;
      for (let place = 0; location && arabic && place < this.placeCount; place++)
        if (arabic.get(place)) this.#arabic.set(location.get(place), arabic.get(place));
    }
    return candidates.find((one) => one.name === name)?.arabic || this.#arabic.get(name) || name;
  }

  // The title, unless it is one like "Arrest: Mosul" or "Meeting: (how the sentence begins) …" that says only
  // what stands beside it anyway.
  title(record) {
    const title = this.get("title", record);
    const [, said] = /^[^:]{1,40}: (.+?)(?: ?…)?$/s.exec(title || "") || [];
    if (!said) return title;
    if (this.get("evidence", record)?.includes(said)) return null;
    const names = this.linksOf(record).flatMap(({ at }) => [at.location, at.location_ar]);
    return said.split(/[,،] /).every((place) => names.includes(place)) ? null : title;
  }

  // What a record is called where it has no title of its own.
  name(record) {
    return this.title(record) || this.get("evidence", record) || this.get("title", record) || this.id(record);
  }

  // The same, as long as a list shows it.
  label(record) {
    return cut(this.name(record), MOST_LETTERS);
  }

  isUnreal(record) {
    return UNREAL.has(this.get("status", record));
  }
}
