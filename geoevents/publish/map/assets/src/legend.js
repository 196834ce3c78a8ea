// What the signs on the map and on the timeline mean: those that occur.

import { el, svg } from "./dom.js";
import { CATEGORIES, FAMILIES, familyOf, symbolImage } from "./symbols.js";

const MOST_SYMBOLS = 40;

const sign = (...parts) =>
  svg("svg", { viewBox: "0 0 20 20", width: 20, height: 20, class: "ge-sign", "aria-hidden": "true" }, parts);
const CLUSTER = () =>
  sign(
    svg("circle", { cx: 10, cy: 10, r: 7.5, "stroke-width": 3 }),
    svg("text", { x: 10, y: 13, "text-anchor": "middle" }, "3"),
  );
const ARC = () =>
  sign(
    svg("circle", { cx: 2.5, cy: 15, r: 2, class: "ge-full" }),
    svg("path", { d: "M2.5 15 Q9 3 19 8", "stroke-width": 1.6 }),
    svg("path", { d: "M14 5.6 L8.6 5.4 L11 10.4 Z", class: "ge-full" }),
  );
const CIRCLE = () => sign(svg("circle", { cx: 10, cy: 10, r: 8, "stroke-dasharray": "3 3" }));

function hasNear(store) {
  for (let place = 0; place < store.placeCount; place++) if (store.precision(place) === "near") return true;
  return false;
}

export function legend(page) {
  const { store, words } = page;
  const present = new Set(store.size ? store.codes("category").values : []);
  const shown = [
    ...CATEGORIES.filter((category) => present.has(category)),
    ...[...present].filter((one) => one && !CATEGORIES.includes(one)),
  ];
  const { lasted, within } = page.timeline.intervals.has;
  const sample = shown[0] || "other";
  const key = (images, text) => el("li", {}, images, el("span", {}, text));
  const family = (name) => {
    const own = shown.filter((category) => familyOf(category) === name);
    return own.length
      ? key(
          el(
            "span",
            { class: "ge-family" },
            own.slice(0, 4).map((one) => symbolImage(one, { size: 20 })),
          ),
          words.t(`family.${name}`),
        )
      : null;
  };
  return el(
    "details",
    { class: "ge-legend" },
    el("summary", {}, words.t("legend")),
    el("ul", {}, FAMILIES.map(family)),
    el(
      "details",
      {},
      el("summary", {}, words.t("legend.all")),
      el(
        "ul",
        { class: "ge-all-symbols", tabindex: "0" },
        shown
          .slice(0, MOST_SYMBOLS)
          .map((category) => key(symbolImage(category, { size: 20 }), words.t(`category.${category}`))),
        shown.length > MOST_SYMBOLS &&
          el("li", { class: "ge-quiet" }, words.t("more", { n: words.number(shown.length - MOST_SYMBOLS) })),
      ),
    ),
    el(
      "ul",
      { class: "ge-key" },
      key(symbolImage(sample, { size: 20, square: true }), words.t("record.observation")),
      key(symbolImage(sample, { size: 20, unreal: true }), words.t("legend.unreal")),
      key(symbolImage(sample, { size: 20, precision: "area" }), words.t("legend.area")),
      key(symbolImage(sample, { size: 20, precision: "country" }), words.t("legend.country")),
      key(CLUSTER(), words.t("legend.cluster")),
      store.movements.length > 0 && key(ARC(), words.t("legend.movement")),
      hasNear(store) && key(CIRCLE(), words.t("legend.near")),
      lasted && key(el("span", { class: "ge-bar" }), words.t("lasted")),
      within && key(el("span", { class: "ge-bar ge-bar-possible" }), words.t("within")),
    ),
  );
}
