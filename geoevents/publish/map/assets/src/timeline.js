// The timeline: how many records fall on each stretch of days, and a window over it that can be drawn,
// dragged, resized, played, and moved with the arrow keys.

import { Pause, Play } from "lucide";
import { MISSING } from "./columns.js";
import { el, icon, svg } from "./dom.js";
import { Intervals } from "./intervals.js";
import { FAMILIES } from "./symbols.js";

const HEIGHT = 44;
const MOST_BINS = 90;
const LEAST_DAYS = 21;
const STEP_MS = 700;

export class Timeline {
  constructor({ store, filter, words, onOpen }) {
    Object.assign(this, { store, filter, words });
    this.from = Infinity;
    this.to = -Infinity;
    for (let record = 0; record < store.size; record++) {
      if (store.first[record] === MISSING) continue;
      if (store.first[record] < this.from) this.from = store.first[record];
      if (store.last[record] >= this.to) this.to = store.last[record] + 1;
    }
    this.isEmpty = this.from > this.to;
    this.intervals = new Intervals({ store, words, onOpen });
    this.node = el("section", {
      class: "ge-timeline",
      "aria-label": words.t("timeline"),
      hidden: this.isEmpty,
    });
    if (this.isEmpty) return;
    const missing = Math.max(0, LEAST_DAYS - (this.to - this.from)); // one day alone would fill the width
    this.from -= Math.floor(missing / 2);
    this.to += Math.ceil(missing / 2);
    this.days = Math.max(1, Math.ceil((this.to - this.from) / MOST_BINS));
    this.bins = Math.ceil((this.to - this.from) / this.days);
    this.bars = svg("svg", {
      class: "ge-bars",
      preserveAspectRatio: "none",
      viewBox: `0 0 ${this.bins} ${HEIGHT}`,
      "aria-hidden": "true",
    });
    this.brush = el("div", { class: "ge-brush", hidden: true });
    const handle = (side) =>
      el("div", {
        class: `ge-handle ge-handle-${side}`,
        role: "slider",
        tabindex: "0",
        "aria-label": words.t(`window_${side}`),
        "aria-valuemin": this.from,
        "aria-valuemax": this.to - 1,
        onkeydown: (event) => this.#key(event, side),
      });
    this.handles = { from: handle("from"), to: handle("to") };
    this.track = el(
      "div",
      { class: "ge-track", dir: "ltr", onpointerdown: (event) => this.#drag(event) },
      this.bars,
      this.brush,
      this.handles.from,
      this.handles.to,
    );
    this.label = el("span", { class: "ge-window" });
    this.player = el(
      "button",
      { type: "button", "aria-label": words.t("play"), title: words.t("play"), onclick: () => this.#play() },
      icon(Play, 13),
    );
    this.all = el(
      "button",
      { type: "button", class: "ge-link", onclick: () => this.#set(null) },
      words.t("all_time"),
    );
    const undated = el("input", {
      type: "checkbox",
      checked: true,
      onchange: () =>
        filter.change((f) => {
          f.withUndated = undated.checked;
        }),
    });
    const edge = (day) => el("bdi", { class: "ge-quiet" }, words.span([day, day], "day"));
    this.node.append(
      el(
        "div",
        { class: "ge-timeline-head" },
        this.player,
        this.label,
        this.all,
        el("label", { class: "ge-undated" }, undated, words.t("with_undated")),
      ),
      this.track,
      this.intervals.node,
      el("div", { class: "ge-edges", dir: "ltr" }, edge(this.from), this.intervals.more, edge(this.to - 1)),
    );
    this.#place();
  }

  show(passes) {
    if (this.isEmpty) return;
    const { store } = this;
    this.intervals.show(passes, this.from, this.from + this.bins * this.days);
    const counts = FAMILIES.map(() => new Float64Array(this.bins));
    for (let record = 0; record < store.size; record++) {
      if (!passes[record] || store.first[record] === MISSING) continue;
      const family = counts[store.families[record]];
      const first = this.#bin(store.first[record]),
        last = this.#bin(store.last[record]);
      // An interval spreads over its days; together they count as one record.
      for (let bin = first; bin <= last; bin++) family[bin] += 1 / (last - first + 1);
    }
    const totals = Array.from({ length: this.bins }, (_, bin) =>
      counts.reduce((sum, family) => sum + family[bin], 0),
    );
    const unit = HEIGHT / Math.max(...totals, 1e-9);
    const rects = [];
    for (let bin = 0; bin < this.bins; bin++) {
      let y = HEIGHT;
      FAMILIES.forEach((family, i) => {
        const height = counts[i][bin] * unit;
        if (!height) return;
        y -= height;
        rects.push(svg("rect", { x: bin + 0.08, y, width: 0.84, height, class: `ge-${family}` }));
      });
    }
    this.bars.replaceChildren(...rects);
  }

  #bin = (day) => Math.max(0, Math.min(this.bins - 1, Math.floor((day - this.from) / this.days)));

  #dayAt(event) {
    const box = this.track.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    return this.from + Math.floor(share * this.bins) * this.days;
  }

  #drag(event) {
    if (event.button) return;
    event.preventDefault();
    this.#stop();
    const start = this.#dayAt(event),
      before = this.filter.window;
    const side = event.target === this.handles.from ? "from" : event.target === this.handles.to ? "to" : null;
    const isMove = !side && before && event.target === this.brush;
    const move = (moved) => {
      const day = this.#dayAt(moved);
      const end = this.to - 1;
      const whole = before || [this.from, end];
      if (side)
        return this.#set(
          side === "from"
            ? [Math.min(day, whole[1]), whole[1]]
            : [whole[0], Math.max(day + this.days - 1, whole[0])],
        );
      if (isMove) {
        const shift = Math.max(this.from - before[0], Math.min(end - before[1], day - start));
        return this.#set([before[0] + shift, before[1] + shift]);
      }
      return this.#set([Math.min(start, day), Math.max(start, day) + this.days - 1]);
    };
    this.track.setPointerCapture(event.pointerId);
    this.track.addEventListener("pointermove", move);
    this.track.addEventListener(
      "pointerup",
      (last) => {
        this.track.removeEventListener("pointermove", move);
        if (!isMove && !side && Math.abs(last.clientX - event.clientX) < 3 && before) this.#set(null);
        else move(last);
      },
      { once: true },
    );
  }

  #key(event, side) {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 7, PageDown: -7 }[
      event.key
    ];
    if (!step) return;
    event.preventDefault();
    const [first, last] = this.filter.window || [this.from, this.to - 1];
    const clamp = (day) => Math.max(this.from, Math.min(this.to - 1, day));
    this.#set(
      side === "from"
        ? [Math.min(clamp(first + step * this.days), last), last]
        : [first, Math.max(clamp(last + step * this.days), first)],
    );
  }

  #set(window) {
    const isAll = !window || (window[0] <= this.from && window[1] >= this.to - 1);
    this.filter.change((f) => {
      f.window = isAll ? null : window;
    });
    this.#place();
  }

  refresh() {
    if (!this.isEmpty) this.#place();
  }

  #place() {
    const { words } = this;
    const [first, last] = this.filter.window || [this.from, this.to - 1];
    const share = (day) => `${(((day - this.from) / (this.bins * this.days)) * 100).toFixed(3)}%`;
    this.brush.hidden = !this.filter.window;
    this.brush.style.left = this.handles.from.style.left = share(first);
    this.handles.to.style.left = share(Math.min(last + 1, this.from + this.bins * this.days));
    this.brush.style.width = `calc(${share(Math.min(last + 1, this.from + this.bins * this.days))} - ${share(first)})`;
    this.label.replaceChildren(el("bdi", {}, words.span([first, last], "day")));
    this.all.hidden = !this.filter.window;
    for (const [side, day] of [
      ["from", first],
      ["to", last],
    ]) {
      this.handles[side].setAttribute("aria-valuenow", String(day));
      this.handles[side].setAttribute("aria-valuetext", words.span([day, day], "day"));
    }
  }

  #play() {
    if (this.playing) return this.#stop();
    const width = this.filter.window
      ? this.filter.window[1] - this.filter.window[0]
      : Math.max(this.days, Math.round((this.to - this.from) / 8)) - 1;
    let first = this.filter.window && this.filter.window[1] < this.to - 1 ? this.filter.window[0] : this.from;
    const step = () => {
      this.#set([first, Math.min(first + width, this.to - 1)]);
      if (first + width >= this.to - 1) return this.#stop();
      first += Math.max(this.days, Math.round((width + 1) / 3));
    };
    this.playing = setInterval(step, STEP_MS);
    this.player.replaceChildren(icon(Pause, 13));
    step();
  }

  #stop() {
    clearInterval(this.playing);
    this.playing = null;
    if (this.player) this.player.replaceChildren(icon(Play, 13));
  }
}
