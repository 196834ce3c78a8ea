// The records as the page holds them: columns, with places and links between the two.

export const UNREAL = new Set(["planned", "threatened", "hypothetical", "denied", "rumoured"]);
const DAY = 86400000;

export const mercatorX = (longitude) => longitude / 360 + 0.5;
export function mercatorY(latitude) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, latitude)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function decode(column) {
  if (!column || Array.isArray(column)) return column;
  if ("size" in column) return new Array(column.size).fill(column.value);
  return column.codes.map((code) => column.values[code]);
}

const decodeAll = (columns) =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, decode(column)]));

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
function precisionOf(place) {
  if (place.where_prec >= 6) return "country";
  if (place.where_prec >= 3) return "area";
  return place.where_prec === 2 ? "near" : "exact";
}

const dayNumber = (text) => (text ? Math.round(Date.parse(text + "T00:00:00Z") / DAY) : null);

export class Store {
  constructor(data) {
    this.title = data.title;
    this.columns = decodeAll(data.records);
    this.size = this.columns.id.length;
    this.shapes = data.shapes.map(unpackShape);
    this.places = this.#rows(data.places, data.places.shape).map((place, index) => ({
      ...place,
      index,
      radius_km: place.radius_km || 0,
      x: mercatorX(place.longitude),
      y: mercatorY(place.latitude),
      outline: place.shape >= 0 ? this.shapes[place.shape] : null,
      precision: precisionOf(place),
    }));
    this.links = this.#rows(data.links, data.links.record);
    this.linksOf = Array.from({ length: this.size }, () => []);
    this.links.forEach((link, index) => {
      link.index = index;
      link.at = this.places[link.place];
      this.linksOf[link.record].push(link);
    });
    this.movements = data.movements.record.map((record, i) => ({
      record,
      from: data.movements.from[i],
      to: data.movements.to[i],
    }));
    this.unplaced = this.#rows(data.unplaced, Object.values(data.unplaced)[0]);
    this.first = (this.columns.date_start || []).map(dayNumber);
    this.last = (this.columns.date_end || []).map(dayNumber);
  }

  #rows(columns, sized) {
    const decoded = decodeAll(columns);
    const size = sized ? decode(sized).length : 0;
    return Array.from({ length: size }, (_, i) => {
      const row = {};
      for (const name in decoded) row[name] = decoded[name][i];
      return row;
    });
  }

  get(name, record) {
    const column = this.columns[name];
    return column ? column[record] : null;
  }

  // First and last day as numbers, null where the text gives no date.
  span(record) {
    const first = this.first[record] ?? null,
      last = this.last[record] ?? null;
    if (first === null && last === null) return null;
    return [first ?? last, last ?? first];
  }

  placeName(place, language) {
    return (
      (language === "ar" ? place.location_ar || place.location : place.location || place.location_ar) || ""
    );
  }

  // What a record is called where it has no title of its own.
  name(record) {
    return this.get("title", record) || this.get("evidence", record) || this.columns.id[record];
  }

  isUnreal(record) {
    return UNREAL.has(this.get("status", record));
  }
}
