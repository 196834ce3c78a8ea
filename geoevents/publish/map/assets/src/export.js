// What passes the filters, as files for other programs.

import { el } from "./dom.js";

const FIELDS = [
  "record_kind",
  "category",
  "status",
  "title",
  "date_start",
  "date_end",
  "time_precision",
  "date_text",
  "edtf",
  "actors",
  "recipients",
  "quantities",
  "fatalities",
  "injured",
  "evidence",
  "document",
  "source",
  "url",
  "published",
  "confidence",
];
const DAYS = new Set(["date_start", "date_end", "published"]);
const PLACE_FIELDS = [
  "location",
  "location_ar",
  "place_id",
  "kind",
  "country",
  "admin1",
  "latitude",
  "longitude",
  "radius_km",
];

function* rows(store, passes) {
  for (let record = 0; record < store.size; record++) {
    if (!passes[record]) continue;
    const shared = { event_id: store.id(record) };
    for (const name of FIELDS)
      shared[name] = DAYS.has(name) ? store.day(name, record) : store.get(name, record);
    const links = store.linksOf(record);
    if (!links.length) yield shared;
    for (const link of links) {
      const row = { ...shared, location_role: link.location_role ?? null };
      for (const name of PLACE_FIELDS) row[name] = link.at[name] ?? null;
      yield row;
    }
  }
}

export function toGeoJson(store, passes) {
  const features = [];
  for (const properties of rows(store, passes)) {
    const isPlaced = Number.isFinite(properties.longitude);
    const geometry = isPlaced
      ? { type: "Point", coordinates: [properties.longitude, properties.latitude] }
      : null;
    features.push({ type: "Feature", geometry, properties });
  }
  return JSON.stringify({ type: "FeatureCollection", features });
}

// A cell that a spreadsheet would take for a formula is written as text.
function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const inert = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(inert) ? `"${inert.replace(/"/g, '""')}"` : inert;
}

export function toCsv(store, passes) {
  const names = ["event_id", ...FIELDS, "location_role", ...PLACE_FIELDS];
  const lines = [names.join(",")];
  for (const row of rows(store, passes)) lines.push(names.map((name) => cell(row[name])).join(","));
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}

export function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = el("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
