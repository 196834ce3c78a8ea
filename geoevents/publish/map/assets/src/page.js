// The page: puts the map that folium made into its frame and joins the parts.

import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "./page.css";
import marker from "leaflet/dist/images/marker-icon.png";
import markerLarge from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";
import { CanvasLayer } from "./canvas.js";
import { controls, legend } from "./controls.js";
import { el } from "./dom.js";
import { Filter } from "./filter.js";
import { Ground } from "./ground.js";
import { Words } from "./i18n.js";
import { Marks, MOST_ZOOM } from "./marks.js";
import { Panel } from "./panel.js";
import { readHash, writeHash } from "./permalink.js";
import { card, stack } from "./popup.js";
import { Store } from "./store.js";
import { readTheme } from "./theme.js";
import { Timeline } from "./timeline.js";

const NARROW = 640; // pixels; below, popups become a sheet and the panel a drawer

// Elements that users add with folium expect Leaflet here, and its pin without a server.
window.L = L;
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
    this.ground = new Ground(readBlock("geoevents_world"), data.ground, this.words.language);
    this.groundLayer = new CanvasLayer((ctx, frame) => this.ground.draw(ctx, frame, this.theme), "ge-ground").addTo(map);
    this.marksLayer = new CanvasLayer((ctx, frame) => this.marks.draw(ctx, frame, this.theme), "ge-marks").addTo(map);
    this.filter.onChange.push(() => this.refresh());
    readHash(this);
    this.refresh();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    window.addEventListener("beforeprint", () => this.redraw());
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
    this.panel = new Panel({
      store: this.store, filter: this.filter, words,
      onOpen: (record) => this.open(record), onClose: () => this.togglePanel(false),
    });
    this.timeline = new Timeline({ store: this.store, filter: this.filter, words, isStill: isStill() });
    this.sheet = el("div", { class: "ge-sheet", hidden: true, role: "dialog", "aria-label": words.t("details") });
    const credits = el("p", { class: "ge-credits", dir: "auto" }, data.credits.join(" · "));
    this.root = el("div", { class: "ge-app", dir: words.direction, lang: words.language });
    container.before(this.root);
    this.stage = el("div", { class: "ge-stage" }, container, this.sheet);
    this.root.append(this.panel.node, el("main", { class: "ge-main" }, this.stage, this.timeline.node, credits));
    container.dir = "ltr";
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", words.t("map"));
    this.stage.append(controls(this, data), legend(this));
    if (window.innerWidth <= NARROW) this.root.classList.add("ge-panel-closed");
  }

  #setUpMap(data) {
    const { map } = this;
    map.createPane("ge-ground").style.zIndex = 150;
    map.createPane("ge-marks").style.zIndex = 450;
    map.setMinZoom(2);
    map.setMaxZoom(MOST_ZOOM);
    map.setMaxBounds([[-85.05, -Infinity], [85.05, Infinity]]);
    L.control.scale({ imperial: false, position: this.words.direction === "rtl" ? "bottomleft" : "bottomright" }).addTo(map);
    const [west, south, east, north] = data.view;
    this.home = L.latLngBounds([south, west], [north, east]);
    map.invalidateSize({ animate: false, pan: false });
    this.fit(false);
    map.on("click", (event) => this.#click(event));
    map.on("mousemove", L.Util.throttle((event) => this.#hover(event), 40, this));
    map.on("moveend", () => writeHash(this));
    map.on("popupclose", () => this.select(null));
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  }

  fit(animate = !isStill()) {
    this.map.fitBounds(this.home.pad(0.08), { animate, padding: [24, 24], maxZoom: 9 });
  }

  redraw() {
    this.theme = readTheme(this.root);
    this.groundLayer.redraw();
    this.marksLayer.redraw();
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
  open(record) {
    const links = this.store.linksOf[record];
    const link = links.find((one) => !["origin", "background"].includes(one.location_role)) || links[0];
    if (this.isNarrow) this.togglePanel(false);
    if (!link) return this.#show(card(this.store, record, this.words), this.map.getCenter(), record);
    const at = L.latLng(link.at.latitude, link.at.longitude);
    const nearest = { country: 6, area: 7 }[link.at.precision] ?? 9;
    this.map.setView(at, Math.max(this.map.getZoom(), nearest), { animate: !isStill() });
    return this.#show(card(this.store, record, this.words), at, record);
  }

  get isNarrow() {
    return window.innerWidth <= NARROW;
  }

  #show(content, at, record) {
    this.map.closePopup();
    if (this.isNarrow) {
      const close = el("button", { type: "button", class: "ge-close", "aria-label": this.words.t("close"), onclick: () => this.closeSheet() }, "×");
      this.sheet.replaceChildren(close, content);
      this.sheet.hidden = false;
    } else {
      const size = this.map.getSize();
      L.popup({ maxWidth: Math.min(400, size.x - 60), minWidth: Math.min(300, size.x - 60), maxHeight: Math.max(160, Math.min(520, size.y - 90)), autoPanPadding: [18, 18], offset: [0, -8], className: "ge-popup" })
        .setLatLng(at).setContent(content).openOn(this.map);
    }
    this.select(record);
  }

  closeSheet() {
    this.sheet.hidden = true;
    this.select(null);
  }

  #hitAt(event) {
    return this.marks.hit(this.marksLayer.locate(event.layerPoint));
  }

  #hover(event) {
    this.map.getContainer().classList.toggle("ge-over", Boolean(this.#hitAt(event)));
  }

  #click(event) {
    const hit = this.#hitAt(event);
    if (!hit) return this.isNarrow && !this.sheet.hidden && this.closeSheet();
    if (hit.kind === "cluster") {
      const found = this.marks.open(hit);
      const at = L.latLng(hit.at[1], hit.at[0]);
      if (found.canPart && found.zoom <= MOST_ZOOM) return this.map.setView(at, found.zoom, { animate: !isStill() });
      return this.#stack(found.records, at);
    }
    const at = hit.at ? L.latLng(hit.at[1], hit.at[0]) : event.latlng;
    return this.#stack([...new Set(hit.records)], at);
  }

  #stack(records, at) {
    let isOpen = false; // the list tells its choice once before it is on the map
    const content = stack(this.store, records, this.words, (record) => isOpen && this.select(record));
    this.#show(content, at, records.length === 1 ? records[0] : null);
    isOpen = true;
  }

  togglePanel(isShown = this.root.classList.contains("ge-panel-closed")) {
    this.root.classList.toggle("ge-panel-closed", !isShown);
    if (isShown && this.isNarrow) this.panel.search.focus();
    this.map.invalidateSize({ animate: false });
  }
}

window.geoevents = {
  open(map, block) {
    const page = new Page(map, readBlock(block));
    map.geoevents = page;
    page.root.dataset.ready = "true";
    return page;
  },
};
