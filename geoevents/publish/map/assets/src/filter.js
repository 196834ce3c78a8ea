// Which records pass: one set of hidden values per subject, a window of time, and words to be found.

import { fold } from "./fold.js";
import { MISSING } from "./columns.js";
import { FAMILIES } from "./symbols.js";

const SEARCHED = [
  "title",
  "evidence",
  "actors",
  "recipients",
  "quantities",
  "document",
  "source",
  "date_text",
  "attributed_to",
];
const REPEATED = 60; // letters; longer texts seldom occur twice

export const FACETS = ["category", "status", "record_kind", "actors", "document"];
const JOINED = new Set(["actors"]); // several values in one text, as the frames write them

export class Filter {
  constructor(store, words) {
    this.store = store;
    this.words = words;
    this.onChange = [];
    this.codes = {};
    this.clear();
  }

  clear() {
    this.hidden = Object.fromEntries(FACETS.map((facet) => [facet, new Set()]));
    this.query = "";
    this.window = null; // [first, last] as days
    this.withUndated = true;
    this.confidence = 0;
  }

  get isOpen() {
    return (
      !this.query &&
      !this.window &&
      this.withUndated &&
      !this.confidence &&
      FACETS.every((facet) => !this.hidden[facet].size)
    );
  }

  change(step) {
    step(this);
    for (const listen of this.onChange) listen();
  }

  // All that a search looks through, folded. It is made in idle moments, and at once when a search comes first.
  texts = [];
  #seen = new Map();

  #fold(text) {
    if (!text) return "";
    let folded = this.#seen.get(text);
    if (folded === undefined) {
      folded = fold(text);
      if (text.length < REPEATED) this.#seen.set(text, folded);
    }
    return folded;
  }

  #foldUpTo(end) {
    const { store, words } = this;
    const { mention_text: mentions } = store.linkColumns;
    for (let record = this.texts.length; record < end; record++) {
      const parts = SEARCHED.map((name) => this.#fold(store.get(name, record)));
      parts.push(
        this.#fold(words.t(`category.${store.get("category", record)}`)),
        this.#fold(words.t(`family.${FAMILIES[store.families[record]]}`)),
      );
      for (let i = store.linkStart[record]; i < store.linkStart[record + 1]; i++) {
        const link = store.linkOrder[i];
        const place = store.place(store.linkPlace[link]);
        parts.push(
          this.#fold(place.location),
          this.#fold(place.location_ar),
          this.#fold(mentions?.get(link)),
        );
      }
      this.texts.push(parts.join("\n"));
    }
  }

  prepare() {
    const step = (moment) => {
      while (this.texts.length < this.store.size && moment.timeRemaining() > 4) {
        this.#foldUpTo(Math.min(this.texts.length + 50, this.store.size));
      }
      if (this.texts.length < this.store.size) window.requestIdleCallback?.(step);
    };
    window.requestIdleCallback?.(step);
  }

  #texts() {
    this.#foldUpTo(this.store.size);
    return this.texts;
  }

  // 1 for each record that passes; without the window of time for what the timeline shows around it.
  passes({ inAllTime = false } = {}) {
    const { store, withUndated } = this;
    const { first, last } = store;
    const wanted = fold(this.query).split(" ").filter(Boolean);
    const texts = wanted.length ? this.#texts() : null;
    const facets = FACETS.filter((facet) => this.hidden[facet].size).map((facet) => this.#shown(facet));
    const [from, to] = (!inAllTime && this.window) || [-Infinity, Infinity];
    const least = this.confidence;
    const passes = new Uint8Array(store.size);
    for (let record = 0; record < store.size; record++) {
      if (facets.some(({ codes, isShown }) => !isShown[codes[record]])) continue;
      if (least && (store.get("confidence", record) ?? 0) < least) continue;
      if (first[record] === MISSING) {
        if (!withUndated) continue;
      } else if (last[record] < from || first[record] > to) continue;
      if (texts && !wanted.every((word) => texts[record].includes(word))) continue;
      passes[record] = 1;
    }
    return passes;
  }

  #codesOf(facet) {
    return (this.codes[facet] ??= this.store.codes(facet));
  }

  // A record is shown as long as one of the things that it says of a subject is.
  #shown(facet) {
    const { values, codes } = this.#codesOf(facet);
    const isHidden = (value) => this.hidden[facet].has(value);
    return { codes, isShown: values.map((value) => !this.#parts(facet, value).every(isHidden)) };
  }

  // What a value says of a subject; "" stands for nothing.
  #parts(facet, value) {
    return JOINED.has(facet) ? (value ?? "").split("; ") : [value ?? ""];
  }

  // The values of a subject, the most frequent first.
  values(facet) {
    const { values, codes } = this.#codesOf(facet);
    const rows = new Int32Array(values.length);
    for (let record = 0; record < this.store.size; record++) rows[codes[record]]++;
    const counts = new Map();
    values.forEach((value, code) => {
      if (!rows[code]) return;
      for (const part of this.#parts(facet, value)) counts.set(part, (counts.get(part) || 0) + rows[code]);
    });
    return [...counts].sort((a, b) => b[1] - a[1]);
  }
}
