// The page: puts the map that folium made into its frame and joins the parts.

import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./page.css";
import marker from "leaflet/dist/images/marker-icon.png";
import markerLarge from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";
import { X } from "lucide";
import { CanvasLayer } from "./canvas.js";
import { MOST_ZOOM } from "./clusters.js";
import { controls, coordinates } from "./controls.js";
import { el, icon } from "./dom.js";
import { fanRadius, MOST_FANNED } from "./fan.js";
import { Filter } from "./filter.js";
import { Ground } from "./ground.js";
import { Words } from "./i18n.js";
import { legend } from "./legend.js";
import { Marks } from "./marks.js";
import { Panel } from "./panel.js";
import { findRecord, readHash, writeHash } from "./permalink.js";
import { card, stack } from "./popup.js";
import { Store } from "./store.js";
import { readTheme } from "./theme.js";
import { Timeline } from "./timeline.js";

const SHEET_SHARE = 0.7; // of the map, which the sheet may cover
const MOST_PRINTED = 1000; // records
const SPACIOUS = 900; // pixels; above, the legend is open at first
const TINY = 80; // pixels of a map that is not shown yet
const NARROW = 640; // pixels; below, popups become a sheet and the panel a drawer

// Elements that users add with folium expect Leaflet here, its pin without a server, and the little of
// jQuery and of its coloured pins that folium's own templates use.
window.L = L;
window.$ ??= (given) => {
  if (typeof given !== "string")
    return { ready: (then) => document.addEventListener("DOMContentLoaded", then) };
  const template = document.createElement("template");
  template.innerHTML = given.trim();
  return [...template.content.children];
};
L.AwesomeMarkers ??= { icon: () => new L.Icon.Default() };
delete L.Icon.Default.prototype._getIconUrl;
L.Icon.Default.mergeOptions({ iconUrl: marker, iconRetinaUrl: markerLarge, shadowUrl: shadow });

const readBlock = (id) => JSON.parse(document.getElementById(id).textContent);
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

class Page {
  constructor(map, data) {
    this.map = map;
    this.words = new Words(data.language);
    this.store = new Store(data);
    this.filter = new Filter(this.store, this.words);
    this.#frame(data);
    this.theme = readTheme(this.root);
    this.#setUpMap(data);
    this.marks = new Marks(this.store, (value) => this.#short(value));
    this.ground = new Ground(readBlock("geoevents_world"), data.ground, this.store, this.words.language);
    const wanted = findRecord(this.store, readHash(this));
    this.groundLayer = new CanvasLayer((ctx, frame) => this.ground.draw(ctx, frame, this.theme), "ge-ground");
    this.marksLayer = new CanvasLayer((ctx, frame) => {
      const drawNames = (symbols) => this.ground.drawNames(ctx, frame, this.theme, symbols);
      this.marks.draw(ctx, frame, this.theme, drawNames);
    }, "ge-marks");
    this.refresh();
    this.groundLayer.addTo(map);
    this.marksLayer.addTo(map);
    this.filter.onChange.push(() => this.refresh());
    this.filter.prepare();
    if (wanted !== null) this.open(wanted, { isMoved: false });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    window.addEventListener("beforeprint", () => this.#print(true));
    window.addEventListener("afterprint", () => this.#print(false));
  }

  // Paper is light, has its own width, and shows the list whole.
  #print(isPrinting) {
    const { map } = this;
    const seen = map.getBounds();
    if (isPrinting) {
      this.beforePrint = [map.getCenter(), map.getZoom()];
      this.panel.drawUpTo(MOST_PRINTED);
    }
    this.root.classList.toggle("ge-printing", isPrinting);
    map.invalidateSize({ animate: false, pan: false });
    if (isPrinting) map.fitBounds(seen, { animate: false });
    else map.setView(...this.beforePrint, { animate: false });
    for (const layer of [this.marksLayer, this.groundLayer]) layer.renew();
    this.redraw();
  }

  #short(value) {
    return value >= 10000 ? `${this.words.number(Math.round(value / 1000))}k` : this.words.number(value);
  }

  // The panel at the side, the map with its timeline in the middle.
  #frame(data) {
    const { words } = this;
    const container = this.map.getContainer();
    document.documentElement.lang = words.language;
    document.documentElement.dir = words.direction;
    document.title ||= words.t("untitled");
    this.panel = new Panel({
      store: this.store,
      filter: this.filter,
      words,
      onOpen: (record) => this.open(record),
      onClose: () => this.togglePanel(false),
    });
    this.timeline = new Timeline({
      store: this.store,
      filter: this.filter,
      words,
      onOpen: (record) => this.open(record),
    });
    this.sheet = el("div", {
      class: "ge-sheet",
      hidden: true,
      role: "dialog",
      "aria-label": words.t("details"),
    });
    const credits = el("p", { class: "ge-credits", dir: "auto" }, data.credits.join(" · "));
    this.root = el("div", { class: "ge-app", dir: words.direction, lang: words.language });
    container.before(this.root);
    this.stage = el("div", { class: "ge-stage" }, container, this.sheet);
    this.root.append(
      this.panel.node,
      el("main", { class: "ge-main" }, this.stage, this.timeline.node, credits),
    );
    container.dir = "ltr";
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", words.t("map"));
    this.legend = legend(this);
    this.stage.append(controls(this, data), this.legend);
    this.#adapt();
    matchMedia(`(max-width: ${NARROW}px)`).addEventListener("change", () => this.#adapt());
  }

  // A notebook shows the page before it gives it its width. What the reader chose stays.
  #adapt() {
    if (this.hasChosenPanel) return;
    this.root.classList.toggle("ge-panel-closed", this.isNarrow);
    this.legend.open = window.innerWidth > SPACIOUS;
  }

  #setUpMap(data) {
    const { map } = this;
    map.createPane("ge-ground").style.zIndex = 150;
    map.createPane("ge-marks").style.zIndex = 450;
    map.options.zoomSnap = 0.5; // so that a narrow window need not stand far off
    map.setMinZoom(2);
    map.setMaxZoom(MOST_ZOOM);
    map.setMaxBounds([
      [-85.05, -Infinity],
      [85.05, Infinity],
    ]);
    L.control
      .scale({ imperial: false, position: this.words.direction === "rtl" ? "bottomleft" : "bottomright" })
      .addTo(map);
    const [west, south, east, north] = data.view;
    this.home = L.latLngBounds([south, west], [north, east]);
    map.invalidateSize({ animate: false, pan: false });
    this.fit(false);
    map.on("click", (event) => this.#click(event));
    map.on(
      "mousemove",
      L.Util.throttle((event) => this.#hover(event), 40, this),
    );
    map.on("moveend", () => writeHash(this));
    this.stage.append(coordinates(this));
    map.on("popupclose", () => {
      if (this.isSwitching) return;
      this.marks.fan = null;
      this.select(null);
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      map.closePopup();
      if (!this.sheet.hidden) this.closeSheet();
    });
    let wasTiny = false;
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      const isTiny = Math.min(map.getSize().x, map.getSize().y) < TINY;
      if (wasTiny && !isTiny) this.fit(false);
      wasTiny = isTiny;
    }).observe(map.getContainer());
  }

  fit(animate = !isStill()) {
    const margin = [28, 28],
      besideLegend = [...margin];
    if (this.legend.open && this.map.getSize().x > 3 * this.legend.offsetWidth)
      besideLegend[0] += this.legend.offsetWidth;
    const sides = this.words.direction === "rtl" ? [margin, besideLegend] : [besideLegend, margin];
    this.map.fitBounds(this.home, {
      animate,
      paddingTopLeft: sides[0],
      paddingBottomRight: sides[1],
      maxZoom: 9,
    });
  }

  redraw() {
    this.theme = readTheme(this.root);
    this.marksLayer.redraw();
    this.groundLayer.redraw();
  }

  refresh() {
    const passes = this.filter.passes();
    this.marks.show(passes);
    this.marksLayer.redraw();
    this.panel.show(passes);
    this.timeline.show(this.filter.window ? this.filter.passes({ inAllTime: true }) : passes);
    this.timeline.refresh();
    writeHash(this);
  }

  select(record) {
    this.marks.selected = record;
    this.marksLayer.redraw();
    this.panel.select(record);
    writeHash(this);
  }

  // Open a record that was chosen in the list, wherever it lies.
  open(record, { isMoved = true } = {}) {
    const links = this.store.linksOf(record);
    const link = links.find((one) => !["origin", "background"].includes(one.location_role)) || links[0];
    if (this.isNarrow) this.togglePanel(false);
    if (!link) return this.#show(card(this.store, record, this.words), null, record);
    const at = L.latLng(link.at.latitude, link.at.longitude);
    const nearest = { country: 6, area: 7 }[link.at.precision] ?? 9;
    const all = L.latLngBounds(links.map((one) => [one.at.latitude, one.at.longitude]));
    const zoom = Math.min(Math.max(this.map.getZoom(), nearest), this.map.getBoundsZoom(all.pad(0.2)));
    // Without animation: the popup that opens next would stop it half-way.
    if (!isMoved) return this.#show(card(this.store, record, this.words), at, record);
    this.map.setView(links.length > 1 && zoom < nearest ? all.getCenter() : at, zoom, { animate: false });
    if (this.isNarrow) this.map.panBy([0, (this.map.getSize().y * SHEET_SHARE) / 2], { animate: false });
    return this.#show(card(this.store, record, this.words), at, record);
  }

  get isNarrow() {
    return window.innerWidth <= NARROW;
  }

  #show(content, at, record, fan = null) {
    this.isSwitching = true;
    this.map.closePopup();
    this.isSwitching = false;
    this.marks.fan = fan;
    this.sheet.hidden = true;
    if (this.isNarrow || !at) {
      const close = el(
        "button",
        {
          type: "button",
          class: "ge-close",
          "aria-label": this.words.t("close"),
          onclick: () => this.closeSheet(),
        },
        icon(X),
      );
      this.sheet.replaceChildren(close, content);
      this.sheet.hidden = false;
    } else {
      const size = this.map.getSize();
      const popup = L.popup({
        maxWidth: Math.min(400, size.x - 60),
        minWidth: Math.min(300, size.x - 60),
        maxHeight: Math.max(160, Math.min(520, size.y - 90)),
        autoPanPadding: [18, 18],
        offset: [0, fan ? -fanRadius(fan.records.length) - 18 : -8],
        className: "ge-popup",
        closeOnClick: false, // a click may be for another symbol of the fan
      })
        .setLatLng(at)
        .setContent(content)
        .openOn(this.map);
      // What unfolds, or takes the place of a list, changes the height.
      const settle = () => {
        if (!popup._map) return;
        popup._updateLayout();
        popup._updatePosition();
        popup._adjustPan();
      };
      // What a click takes out of the popup, Leaflet no longer knows to be in it.
      content.addEventListener("click", (event) => event.stopPropagation());
      content.addEventListener("toggle", settle, true);
      content.addEventListener("ge-change", settle);
    }
    this.select(record);
  }

  closeSheet() {
    this.sheet.hidden = true;
    this.marks.fan = null;
    this.select(null);
  }

  #hitAt(event) {
    return this.marks.hit(this.marksLayer.locate(event.layerPoint));
  }

  #hover(event) {
    const hit = this.#hitAt(event);
    const container = this.map.getContainer();
    container.classList.toggle("ge-over", Boolean(hit));
    const said = hit?.records
      ? [...new Set(hit.records)].slice(0, 3).map((record) => this.store.name(record).slice(0, 90))
      : [];
    if (hit?.place) said.unshift(this.store.placeName(hit.place, this.words.language));
    container.title = said.join("\n");
  }

  #click(event) {
    const hit = this.#hitAt(event);
    if (hit?.kind === "fan") return this.stacked.showCard(hit.records[0]);
    this.map.closePopup();
    if (!hit) return this.sheet.hidden || this.closeSheet();
    const at = hit.at ? L.latLng(hit.at[1], hit.at[0]) : event.latlng;
    if (hit.kind !== "cluster") return this.#stack([...new Set(hit.records)], at);
    const found = this.marks.open(hit);
    if (!found.records) return this.map.setView(at, found.zoom, { animate: !isStill() });
    return this.#stack(found.records, at, found);
  }

  // A list of records, and their fan on the map when it has room for it.
  #stack(records, at, found = null) {
    let isOpen = false; // the list tells its choice once before it is on the map
    this.stacked = stack(this.store, records, this.words, (record) => isOpen && this.select(record));
    const isFanned = found && records.length > 1 && records.length <= MOST_FANNED;
    this.#show(this.stacked, at, records.length === 1 ? records[0] : null, isFanned ? found : null);
    isOpen = true;
    if (!isFanned || !this.isNarrow) return;
    const size = this.map.getSize(); // the sheet leaves the upper part free
    const point = this.map.latLngToContainerPoint(at);
    this.map.panBy([point.x - size.x / 2, point.y - (size.y * (1 - SHEET_SHARE)) / 2], { animate: false });
  }

  togglePanel(isShown = this.root.classList.contains("ge-panel-closed")) {
    this.hasChosenPanel = true;
    this.root.classList.toggle("ge-panel-closed", !isShown);
    if (isShown && this.isNarrow) this.panel.search.focus();
    this.map.invalidateSize({ animate: false });
  }
}

// Folium's script has run by then, and ours comes up even where an element in it failed.
document.addEventListener("DOMContentLoaded", () => {
  for (const block of document.querySelectorAll("script[data-geoevents-map]")) {
    const map = window[block.dataset.geoeventsMap];
    const page = new Page(map, JSON.parse(block.textContent));
    map.geoevents = page;
    page.root.dataset.ready = "true";
  }
});
