// The panel beside the map: title, search, filters, the list of records, and what could not be placed.

import { Download, X } from "lucide";
import { auto, cut, el, icon } from "./dom.js";
import { download, toCsv, toGeoJson } from "./export.js";
import { symbolOf } from "./popup.js";
import { symbolImage } from "./symbols.js";

const ROWS_AT_ONCE = 60;
const MOST_VALUES = 600; // of one subject in the filters
const MOST_LETTERS = 1000; // of a title
const MOST_UNPLACED = 2000;

export class Panel {
  constructor({ store, filter, words, onOpen, onClose }) {
    Object.assign(this, { store, filter, words, onOpen });
    const { t } = { t: words.t.bind(words) };
    this.count = el("p", { class: "ge-count", role: "status" });
    this.search = el("input", {
      type: "search",
      class: "ge-search",
      dir: "auto",
      placeholder: t("search"),
      "aria-label": t("search"),
      oninput: () => {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(
          () =>
            filter.change((f) => {
              f.query = this.search.value;
            }),
          120,
        );
      },
    });
    this.list = el("ol", { class: "ge-list" });
    this.unplaced = el("ul", { class: "ge-list ge-unplaced", hidden: true });
    this.filters = el("div", { class: "ge-filters" });
    this.tabs = this.#tabs();
    this.node = el(
      "aside",
      { class: "ge-panel", id: "geoevents-panel", "aria-label": t("records") },
      el(
        "header",
        { class: "ge-head" },
        store.heading
          ? auto(cut(store.heading, MOST_LETTERS), "h1", { class: "ge-title" })
          : el("h1", { class: "ge-title" }, t("untitled")),
        el(
          "button",
          { type: "button", class: "ge-close", "aria-label": t("close"), onclick: onClose },
          icon(X),
        ),
      ),
      this.search,
      el(
        "details",
        { class: "ge-filter-box", ontoggle: () => this.filters.firstChild || this.#drawFilters() },
        el("summary", {}, t("filters")),
        this.filters,
      ),
      this.tabs.node,
      this.count,
      el("div", { class: "ge-scroll", tabindex: "-1" }, this.list, this.unplaced),
      el(
        "footer",
        { class: "ge-foot" },
        el(
          "button",
          {
            type: "button",
            onclick: () => download("events.geojson", toGeoJson(store, this.passes), "application/geo+json"),
          },
          icon(Download, 14),
          "GeoJSON",
        ),
        el(
          "button",
          { type: "button", onclick: () => download("events.csv", toCsv(store, this.passes), "text/csv") },
          icon(Download, 14),
          "CSV",
        ),
      ),
    );
    this.#drawUnplaced();
    this.scroll = this.node.querySelector(".ge-scroll");
    this.scroll.addEventListener("scroll", () => {
      if (this.scroll.scrollTop + this.scroll.clientHeight > this.scroll.scrollHeight - 400) this.#more();
    });
  }

  #tabs() {
    const { words } = this;
    const show = (name) => {
      for (const [key, button] of Object.entries(buttons))
        button.setAttribute("aria-selected", String(key === name));
      this.list.hidden = name !== "list";
      this.unplaced.hidden = name === "list";
      this.count.hidden = name !== "list";
    };
    const tab = (name, ...label) =>
      el(
        "button",
        { type: "button", role: "tab", "aria-selected": String(name === "list"), onclick: () => show(name) },
        label,
      );
    const buttons = {
      list: tab("list", words.t("list")),
      unplaced: tab(
        "unplaced",
        words.t("not_placed"),
        " ",
        el("span", { class: "ge-badge" }, words.number(this.store.unplaced.length)),
      ),
    };
    return { node: el("div", { class: "ge-tabs", role: "tablist" }, Object.values(buttons)), show };
  }

  #drawFilters() {
    const { filter, words, store } = this;
    const group = (facet, name, symbol) => {
      const values = filter.values(facet);
      if (values.length < 2) return null;
      const boxes = values.slice(0, MOST_VALUES).map(([value, count]) => {
        const box = el("input", {
          type: "checkbox",
          checked: !filter.hidden[facet].has(value),
          onchange: () =>
            filter.change((f) => (box.checked ? f.hidden[facet].delete(value) : f.hidden[facet].add(value))),
        });
        return el(
          "label",
          { class: "ge-option" },
          box,
          symbol?.(value),
          auto(name(value)),
          el("span", { class: "ge-quiet" }, words.number(count)),
        );
      });
      const all = (isShown) => () => {
        filter.change((f) => {
          f.hidden[facet] = new Set(isShown ? [] : values.map(([value]) => value));
        });
        this.#drawFilters();
      };
      return el(
        "fieldset",
        {},
        el("legend", {}, words.t(`facet.${facet}`)),
        el(
          "span",
          { class: "ge-all" },
          el("button", { type: "button", onclick: all(true) }, words.t("all")),
          el("button", { type: "button", onclick: all(false) }, words.t("none")),
        ),
        boxes,
        values.length > MOST_VALUES &&
          el("p", { class: "ge-quiet" }, words.t("more", { n: words.number(values.length - MOST_VALUES) })),
      );
    };
    const confidence = el("input", {
      type: "range",
      min: 0,
      max: 100,
      step: 5,
      value: filter.confidence * 100,
      "aria-label": words.t("least_confidence"),
      oninput: () =>
        filter.change((f) => {
          f.confidence = confidence.value / 100;
        }),
    });
    this.filters.replaceChildren(
      ...[
        group(
          "category",
          (value) => words.t(`category.${value}`),
          (value) => symbolImage(value, { size: 20 }),
        ),
        group("status", (value) => words.t(`status.${value}`)),
        group("record_kind", (value) => words.t(`record.${value}`)),
        group("actors", (value) => value || words.t("not_stated")),
        group("document", (value) => value || words.t("not_stated")),
        store.columns.confidence &&
          el("label", { class: "ge-range" }, words.t("least_confidence"), confidence),
        el("button", { type: "button", class: "ge-reset", onclick: () => this.reset() }, words.t("reset")),
      ].filter(Boolean),
    );
  }

  reset() {
    this.search.value = "";
    this.filter.change((f) => f.clear());
    this.#drawFilters();
  }

  #drawUnplaced() {
    const { store, words } = this;
    const rows = store.unplaced.slice(0, MOST_UNPLACED).map((row) =>
      el(
        "li",
        { class: "ge-row-unplaced" },
        el(
          "div",
          { class: "ge-row-title" },
          auto(cut(row.text || "", MOST_LETTERS), "span", { class: "ge-clamp" }),
        ),
        row.reason &&
          auto(
            words.reason(row.reason, (name) => store.nameIn(words.language, name)),
            "p",
            { class: "ge-reason" },
          ),
        row.context && row.record === "mention" && auto(row.context, "p", { class: "ge-quiet ge-clamp" }),
        el(
          "p",
          { class: "ge-quiet" },
          words.t(`unplaced.${row.record || "mention"}`),
          " · ",
          auto(row.document || ""),
        ),
      ),
    );
    const left = store.unplaced.length - rows.length;
    if (left > 0) rows.push(el("li", { class: "ge-empty" }, words.t("more", { n: words.number(left) })));
    this.unplaced.replaceChildren(
      ...(rows.length ? rows : [el("li", { class: "ge-empty" }, words.t("all_placed"))]),
    );
  }

  // Show the records that pass. They come from Python in the order of the list.
  show(passes) {
    const { store, words } = this;
    this.passes = passes;
    this.order = [];
    for (let record = 0; record < store.size; record++) if (passes[record]) this.order.push(record);
    this.count.replaceChildren(
      words.t("found", { n: words.number(this.order.length), all: words.number(store.size) }),
    );
    this.drawn = 0;
    this.list.replaceChildren();
    if (!this.order.length)
      this.list.append(el("li", { class: "ge-empty" }, words.t(store.size ? "nothing_found" : "no_records")));
    this.#more();
  }

  #more() {
    const next = this.order.slice(this.drawn, this.drawn + ROWS_AT_ONCE);
    this.drawn += next.length;
    this.list.append(...Array.from(next, (record) => this.#row(record)));
  }

  drawUpTo(count) {
    while (this.drawn < Math.min(count, this.order.length)) this.#more();
  }

  #row(record) {
    const { store, words } = this;
    const links = store.linksOf(record);
    const places = [...new Set(links.map((link) => store.placeName(link.at, words.language)))].slice(0, 3);
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "ge-row",
          "data-record": store.id(record),
          "aria-current": record === this.selected ? "true" : null,
          onclick: () => this.onOpen(record),
        },
        symbolOf(store, record, 30),
        el(
          "span",
          { class: "ge-row-text" },
          el(
            "span",
            { class: "ge-row-meta ge-quiet" },
            el(
              "span",
              {},
              words.t(`category.${store.get("category", record)}`),
              store.isUnreal(record) && ` (${words.t(`status.${store.get("status", record)}`)})`,
            ),
            el("bdi", {}, words.span(store.span(record), store.get("time_precision", record))),
          ),
          auto(store.label(record), "span", { class: "ge-row-title ge-clamp" }),
          el(
            "span",
            { class: "ge-quiet" },
            places.length
              ? places.map((place, i) => [i ? words.t("comma") : "", auto(place)])
              : words.t("no_place"),
          ),
        ),
      ),
    );
  }

  select(record) {
    this.selected = record;
    this.list.querySelector('[aria-current="true"]')?.removeAttribute("aria-current");
    if (record === null) return;
    const at = this.order.indexOf(record);
    if (at < 0) return;
    while (this.drawn <= at) this.#more();
    const button = this.list.children[at].firstElementChild;
    button.setAttribute("aria-current", "true");
    button.scrollIntoView({ block: "nearest" });
  }
}
