// What took or may have taken longer than a day, as bars below the histogram: full where it lasted from the
// first day to the last, hollow where it lies somewhere between them.

import { MISSING } from "./columns.js";
import { el, svg } from "./dom.js";
import { FAMILIES } from "./symbols.js";

const MOST_LANES = 5;
const LANE = 6; // pixels
const WITHIN = new Set(["week", "month", "year", "unknown"]);

export class Intervals {
  constructor({ store, words, onOpen }) {
    Object.assign(this, { store, words, onOpen });
    this.bars = svg("svg", { class: "ge-intervals", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.more = el("span", { class: "ge-quiet ge-more" });
    this.node = el("div", { class: "ge-lanes", dir: "ltr", hidden: true }, this.bars);
    const spans = Array.from({ length: store.size }, (_, record) => record).filter(
      (record) => store.first[record] !== MISSING && this.#end(record) > store.first[record],
    );
    this.records = spans.sort((a, b) => store.first[a] - store.first[b]);
    this.has = { lasted: false, within: false };
    for (const record of this.records) this.has[this.isWithin(record) ? "within" : "lasted"] = true;
  }

  isWithin = (record) => WITHIN.has(this.store.get("time_precision", record));

  // An open end, such as "since May", reaches as far as the timeline does.
  #isOpen(record) {
    const { store } = this;
    return (
      store.get("time_precision", record) === "range" &&
      store.get("date_start", record) !== null &&
      store.get("date_end", record) === null
    );
  }

  #end = (record) => (this.#isOpen(record) ? Infinity : this.store.last[record]);

  show(passes, from, to) {
    const { store, words } = this;
    const ends = []; // the last day that is taken in each lane
    const shown = [];
    let left = 0;
    for (const record of this.records) {
      if (!passes[record]) continue;
      const start = Math.max(from, store.first[record]),
        end = Math.min(to, this.#end(record) + 1);
      let lane = ends.findIndex((taken) => taken <= start);
      if (lane < 0 && ends.length < MOST_LANES) lane = ends.length;
      if (lane < 0) {
        left++;
        continue;
      }
      ends[lane] = end + (to - from) / 200;
      shown.push([record, lane, start, end]);
    }
    this.node.hidden = !shown.length;
    this.more.textContent = left ? words.t("more_intervals", { n: words.number(left) }) : "";
    this.bars.setAttribute("viewBox", `0 0 ${to - from} ${ends.length * LANE}`);
    this.bars.style.height = `${ends.length * LANE}px`;
    this.bars.replaceChildren(
      ...shown.map(([record, lane, start, end]) =>
        svg(
          "rect",
          {
            x: start - from,
            y: lane * LANE + 1,
            width: end - start,
            height: LANE - 2,
            class: `ge-${FAMILIES[store.families[record]]}${this.isWithin(record) || this.#isOpen(record) ? " ge-possible" : ""}`,
            onclick: () => this.onOpen(record),
          },
          svg("title", {}, this.#told(record)),
        ),
      ),
    );
  }

  #told(record) {
    const { store, words } = this;
    const how = this.isWithin(record) ? "within" : "lasted";
    return [
      words.span(store.span(record), store.get("time_precision", record)),
      words.t(how),
      store.name(record).slice(0, 120),
    ].join("\n");
  }
}
