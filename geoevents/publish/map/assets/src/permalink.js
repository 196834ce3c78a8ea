// View and filters in the address, so that a link shows what its sender saw.

import { FACETS } from "./filter.js";

export function writeHash({ map, filter, marks, store }) {
  if (!map._loaded || !marks) return;
  const centre = map.getCenter();
  const parts = new URLSearchParams();
  parts.set("at", `${map.getZoom()}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`);
  if (filter.query) parts.set("q", filter.query);
  if (filter.window) parts.set("days", filter.window.join("/"));
  if (!filter.withUndated) parts.set("undated", "0");
  if (filter.confidence) parts.set("confidence", String(filter.confidence));
  for (const facet of FACETS)
    if (filter.hidden[facet].size) parts.set(`no_${facet}`, JSON.stringify([...filter.hidden[facet]]));
  if (marks.selected !== null) parts.set("record", store.id(marks.selected));
  try {
    history.replaceState(null, "", `#${parts}`);
  } catch {
    // a frame without an address of its own, such as a notebook's, keeps none
  }
}

// Returns the id of the record that was open.
export function readHash(page) {
  const { map, filter, panel } = page;
  const parts = new URLSearchParams(location.hash.slice(1));
  const [zoom, latitude, longitude] = (parts.get("at") || "").split("/").map(Number);
  if ([zoom, latitude, longitude].every(Number.isFinite))
    map.setView([latitude, longitude], zoom, { animate: false });
  filter.query = panel.search.value = parts.get("q") || "";
  const days = (parts.get("days") || "").split("/").map(Number);
  if (days.length === 2 && days.every(Number.isFinite)) filter.window = days;
  filter.withUndated = parts.get("undated") !== "0";
  filter.confidence = Math.max(0, Math.min(1, Number(parts.get("confidence")) || 0));
  for (const facet of FACETS) {
    try {
      filter.hidden[facet] = new Set(JSON.parse(parts.get(`no_${facet}`) || "[]"));
    } catch {
      // a broken link hides nothing
    }
  }
  return parts.get("record");
}

// The record that a link asks for, null if there is none of this id.
export function findRecord(store, id) {
  for (let record = 0; id && record < store.size; record++) if (store.id(record) === id) return record;
  return null;
}
