// Which records pass: one set of hidden values per subject, a window of time, and words to be found.

import { fold } from "./fold.js";
import { familyOf } from "./symbols.js";

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
    for (let record = this.texts.length; record < end; record++) {
      const parts = SEARCHED.map((name) => this.#fold(store.get(name, record)));
      const category = store.get("category", record);
      parts.push(
        this.#fold(words.t(`category.${category}`)),
        this.#fold(words.t(`family.${familyOf(category)}`)),
      );
      for (const { at, mention_text: mention } of store.linksOf[record]) {
        parts.push(this.#fold(at.location), this.#fold(at.location_ar), this.#fold(mention));
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
    const { store } = this;
    const wanted = fold(this.query).split(" ").filter(Boolean);
    const texts = wanted.length ? this.#texts() : null;
    const facets = FACETS.filter((facet) => this.hidden[facet].size);
    const passes = new Uint8Array(store.size);
    for (let record = 0; record < store.size; record++) {
      if (
        facets.some((facet) => this.#valuesOf(facet, record).every((value) => this.hidden[facet].has(value)))
      )
        continue;
      if (this.confidence && (store.get("confidence", record) ?? 0) < this.confidence) continue;
      const span = store.span(record);
      if (!span && !this.withUndated) continue;
      if (!inAllTime && this.window && span && (span[1] < this.window[0] || span[0] > this.window[1]))
        continue;
      if (texts && !wanted.every((word) => texts[record].includes(word))) continue;
      passes[record] = 1;
    }
    return passes;
  }

  // What a record says of a subject; "" stands for nothing.
  #valuesOf(facet, record) {
    const value = this.store.get(facet, record) ?? "";
    return JOINED.has(facet) ? value.split("; ") : [value];
  }

  // The values of a subject, the most frequent first.
  values(facet) {
    const counts = new Map();
    for (let record = 0; record < this.store.size; record++) {
      for (const value of this.#valuesOf(facet, record)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1]);
  }
}
