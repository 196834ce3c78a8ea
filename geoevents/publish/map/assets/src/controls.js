// Buttons on the map, and the legend.

import L from "leaflet";
import { Focus, Layers, List, Maximize, Minimize, Minus, Plus } from "lucide";
import { auto, el, icon } from "./dom.js";
import { CATEGORIES, FAMILIES, familyOf, symbolImage } from "./symbols.js";

const MOST_SYMBOLS = 40;

function button(label, sign, onclick) {
  return el("button", { type: "button", "aria-label": label, title: label, onclick }, sign);
}

// What may be shown or hidden, online tiles among it: these are off until the reader asks for them.
function layers(page, data) {
  const { words } = page;
  const option = (label, isOn, onchange) => {
    const box = el("input", { type: "checkbox", checked: isOn, onchange: () => onchange(box.checked) });
    return el("label", { class: "ge-option" }, box, label);
  };
  const credit = el("p", { class: "ge-quiet ge-tile-credit", dir: "auto" });
  let online = null;
  const choose = (tile) => {
    online?.remove();
    online = tile ? L.tileLayer(tile.url, { maxZoom: 17 }).addTo(page.map) : null;
    page.ground.isHidden = Boolean(tile);
    credit.textContent = tile ? tile.credit : "";
    page.groundLayer.redraw();
  };
  const ground = (label, tile, isOn) =>
    el(
      "label",
      { class: "ge-option" },
      el("input", { type: "radio", name: "ge-ground", checked: isOn, onchange: () => choose(tile) }),
      label,
    );
  return el(
    "details",
    { class: "ge-layers" },
    el("summary", { "aria-label": words.t("layers"), title: words.t("layers") }, icon(Layers)),
    el(
      "div",
      { class: "ge-layers-box" },
      option(words.t("layer.areas"), true, (isOn) => {
        page.marks.shown.areas = isOn;
        page.marksLayer.redraw();
      }),
      option(words.t("layer.movements"), true, (isOn) => {
        page.marks.shown.movements = isOn;
        page.marksLayer.redraw();
      }),
      option(words.t("layer.names"), true, (isOn) => {
        page.ground.withNames = isOn;
        page.groundLayer.redraw();
      }),
      data.tiles.length
        ? [
            el("hr"),
            ground(words.t("layer.offline"), null, true),
            data.tiles.map((tile) =>
              ground(
                [auto(tile.name), " ", el("span", { class: "ge-quiet" }, words.t("layer.online"))],
                tile,
                false,
              ),
            ),
            credit,
          ]
        : null,
    ),
  );
}

// The whole page, panel and timeline with it, without the browser around.
function fullscreen(page) {
  if (!document.fullscreenEnabled) return null;
  const { root, words } = page;
  const sign = button(words.t("fullscreen"), icon(Maximize), () =>
    document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen(),
  );
  sign.classList.add("ge-fullscreen");
  sign.setAttribute("aria-pressed", "false");
  document.addEventListener("fullscreenchange", () => {
    const isFull = document.fullscreenElement === root;
    sign.setAttribute("aria-pressed", String(isFull));
    sign.replaceChildren(icon(isFull ? Minimize : Maximize));
  });
  return sign;
}

// Where the pointer is, or the middle of the map.
export function coordinates({ map, words }) {
  const text = el("bdi", { dir: "ltr" });
  const tell = ({ lat, lng }) => {
    const digits = Math.max(2, Math.min(5, Math.ceil(map.getZoom() / 3)));
    text.textContent = `${lat.toFixed(digits)}, ${L.Util.wrapNum(lng, [-180, 180], true).toFixed(digits)}`;
  };
  map.on("mousemove", (event) => tell(event.latlng));
  map.on("moveend mouseout", () => tell(map.getCenter()));
  tell(map.getCenter());
  return el("div", { class: "ge-coordinates", title: words.t("pointer") }, text);
}

export function controls(page, data) {
  const { words, map } = page;
  const panelButton = button(words.t("list"), icon(List), () => page.togglePanel());
  panelButton.classList.add("ge-panel-button");
  panelButton.setAttribute("aria-controls", "geoevents-panel");
  return el(
    "div",
    { class: "ge-controls" },
    panelButton,
    el(
      "div",
      { class: "ge-group" },
      button(words.t("zoom_in"), icon(Plus), () => map.zoomIn()),
      button(words.t("zoom_out"), icon(Minus), () => map.zoomOut()),
    ),
    button(words.t("fit"), icon(Focus), () => page.fit()),
    fullscreen(page),
    layers(page, data),
  );
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
      lasted && key(el("span", { class: "ge-bar" }), words.t("lasted")),
      within && key(el("span", { class: "ge-bar ge-bar-possible" }), words.t("within")),
    ),
  );
}
