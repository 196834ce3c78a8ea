// A canvas that lies on the map, is drawn anew when a move ends, and follows pans and zooms until then.

import L from "leaflet";

const PADDING = 0.35; // of the view on each side, so that a pan shows drawn ground

export const CanvasLayer = L.Layer.extend({
  initialize(draw, pane) {
    this._draw = draw;
    this._paneName = pane;
  },

  onAdd(map) {
    this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated ge-canvas");
    map.getPane(this._paneName).appendChild(this._canvas);
    this.redraw();
  },

  onRemove() {
    this._canvas.remove();
  },

  getEvents() {
    return { moveend: this.redraw, viewreset: this.redraw, resize: this.redraw, zoomanim: this._follow };
  },

  redraw() {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    const margin = size.multiplyBy(PADDING).round();
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    const width = size.x + 2 * margin.x,
      height = size.y + 2 * margin.y;
    const density = Math.min(window.devicePixelRatio || 1, 2);
    const canvas = this._canvas;
    const isNew = canvas.width !== width * density || canvas.height !== height * density;
    if (isNew) {
      canvas.width = width * density;
      canvas.height = height * density;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    L.DomUtil.setPosition(canvas, corner);
    this._corner = map.layerPointToLatLng(corner);
    this._zoom = map.getZoom();
    const origin = map.getPixelOrigin().add(corner);
    const scale = 256 * 2 ** this._zoom;
    const ctx = canvas.getContext("2d");
    ctx.setTransform(density, 0, 0, density, 0, 0);
    if (!isNew) ctx.clearRect(0, 0, width, height);
    // `copies` are the worlds side by side that are in view.
    const copies = [-1, 0, 1].filter(
      (copy) => (copy + 1) * scale > origin.x && copy * scale < origin.x + width,
    );
    this._draw(ctx, {
      zoom: this._zoom,
      scale,
      width,
      height,
      copies,
      margin,
      left: origin.x,
      top: origin.y,
      x: (mx, copy = 0) => (mx + copy) * scale - origin.x,
      y: (my) => my * scale - origin.y,
    });
  },

  // Forget what was drawn. Paper takes a canvas as the list of what was drawn on it, and what was wiped
  // off one canvas there leaves a hole in those below.
  renew() {
    this._canvas.width = 0;
  },

  // Where a point of the screen lies on the canvas.
  locate(layerPoint) {
    return layerPoint.subtract(L.DomUtil.getPosition(this._canvas));
  },

  _follow(event) {
    const scale = this._map.getZoomScale(event.zoom, this._zoom);
    const corner = this._map._latLngToNewLayerPoint(this._corner, event.zoom, event.center);
    L.DomUtil.setTransform(this._canvas, corner, scale);
  },
});

// Trace rings of Mercator coordinates, skipping what moves less than a pixel.
export function trace(target, rings, frame, copy, close) {
  for (const ring of rings) {
    let px = frame.x(ring[0], copy),
      py = frame.y(ring[1]);
    target.moveTo(px, py);
    for (let i = 2; i < ring.length; i += 2) {
      const x = frame.x(ring[i], copy),
        y = frame.y(ring[i + 1]);
      if (Math.abs(x - px) + Math.abs(y - py) < 0.8 && i + 2 < ring.length) continue;
      target.lineTo(x, y);
      px = x;
      py = y;
    }
    if (close) target.closePath();
  }
}

export const inView = (box, frame, copy) =>
  frame.x(box[2], copy) > 0 &&
  frame.x(box[0], copy) < frame.width &&
  frame.y(box[3]) > 0 &&
  frame.y(box[1]) < frame.height;
