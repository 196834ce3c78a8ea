// Buttons on the map.

import L from "leaflet";
import { Focus, Layers, List, Maximize, Minimize, Minus, Plus } from "lucide";
import { auto, el, icon } from "./dom.js";

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
    page.redraw();
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
        page.marksLayer.redraw();
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
