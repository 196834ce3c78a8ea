// One look for each category: a family's colour (Okabe and Ito's palette, safe for colour-blind readers)
// and a glyph of its own, so that colour is never the only sign.

import { svg } from "./dom.js";
// The styles for QGIS read both of these, too. The glyphs are Lucide's (ISC licence), on a grid of 24.
import families from "./families.json";
import glyphParts from "./glyphs.json";

export const FAMILIES = ["violence", "security", "politics", "people", "territory", "stock", "other"];

export const CATEGORIES = Object.keys(families);

export const familyOf = (category) => families[category] || "other";
const iconOf = (category) => glyphParts[category] || glyphParts[""];

const glyphs = new Map();

// An icon's parts as one path on a grid of 24.
function glyphOf(category) {
  if (!glyphs.has(category)) {
    const path = new Path2D();
    for (const [tag, a] of iconOf(category)) {
      if (tag === "path") path.addPath(new Path2D(a.d));
      else if (tag === "line") {
        path.moveTo(+a.x1, +a.y1);
        path.lineTo(+a.x2, +a.y2);
      } else if (tag === "circle") {
        path.moveTo(+a.cx + +a.r, +a.cy);
        path.arc(+a.cx, +a.cy, +a.r, 0, 7);
      } else if (tag === "ellipse") {
        path.moveTo(+a.cx + +a.rx, +a.cy);
        path.ellipse(+a.cx, +a.cy, +a.rx, +a.ry, 0, 0, 7);
      } else if (tag === "rect") path.roundRect(+(a.x || 0), +(a.y || 0), +a.width, +a.height, +(a.rx || 0));
      else if (tag === "polyline" || tag === "polygon") {
        a.points.split(/\s+/).forEach((pair, i) => {
          const [x, y] = pair.split(",").map(Number);
          i ? path.lineTo(x, y) : path.moveTo(x, y);
        });
        if (tag === "polygon") path.closePath();
      }
    }
    glyphs.set(category, path);
  }
  return glyphs.get(category);
}

function outline(ctx, x, y, radius, square) {
  ctx.beginPath();
  if (square)
    ctx.roundRect(x - radius * 0.92, y - radius * 0.92, radius * 1.84, radius * 1.84, radius * 0.34);
  else ctx.arc(x, y, radius, 0, 7);
}

const isBroad = (precision) => precision === "area" || precision === "country";
const bodyRadius = (precision) => (isBroad(precision) ? 10 : 12);
const ringRadius = (precision) => (isBroad(precision) ? 6 : 2); // beyond the body
const ringOfCluster = (total) => 13 + Math.min(15, Math.log2(total) * 2.1);

// How far a symbol or a cluster reaches.
export const symbolRadius = (precision) => bodyRadius(precision) + ringRadius(precision);
export const clusterRadius = (total, precision) =>
  ringOfCluster(total) + (isBroad(precision) ? ringRadius(precision) : 0);

// The rings that tell of a place that is no point: an area, and dashed around it a country.
function drawRings(ctx, x, y, radius, square, precision, color, theme) {
  if (!isBroad(precision)) return;
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = color;
  outline(ctx, x, y, radius + 4, square);
  ctx.fillStyle = theme.veil;
  ctx.fill();
  ctx.stroke();
  if (precision === "country") {
    outline(ctx, x, y, radius + 7.5, square);
    ctx.setLineDash([3, 3]);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

// Draw a symbol: `unreal` is hollow, `square` an observation.
export function drawSymbol(ctx, x, y, { category, unreal, square, precision, selected }, theme) {
  const color = theme.families[familyOf(category)];
  const radius = bodyRadius(precision);
  if (selected) {
    outline(ctx, x, y, radius + 7, square);
    ctx.fillStyle = theme.halo;
    ctx.fill();
  }
  drawRings(ctx, x, y, radius, square, precision, color, theme);
  outline(ctx, x, y, radius, square);
  ctx.fillStyle = unreal ? theme.paper : color;
  ctx.fill();
  ctx.lineWidth = unreal ? 2 : 1.5;
  ctx.strokeStyle = unreal ? color : theme.paper;
  if (unreal) ctx.setLineDash([4, 2.5]);
  ctx.stroke();
  ctx.setLineDash([]);
  const scale = (radius * 1.22) / 24;
  ctx.save();
  ctx.translate(x - 12 * scale, y - 12 * scale);
  ctx.scale(scale, scale);
  ctx.strokeStyle = unreal ? color : theme.glyphs[familyOf(category)];
  ctx.lineWidth = 2.3;
  ctx.lineCap = ctx.lineJoin = "round";
  ctx.stroke(glyphOf(category));
  ctx.restore();
}

// The same symbol for legend, list and popup.
export function symbolImage(
  category,
  { unreal = false, square = false, precision = "exact", size = 24 } = {},
) {
  const family = familyOf(category);
  const broad = isBroad(precision);
  const shape = (radius, name) =>
    square
      ? svg("rect", {
          x: 18 - radius * 0.92,
          y: 18 - radius * 0.92,
          width: radius * 1.84,
          height: radius * 1.84,
          rx: radius * 0.34,
          class: name,
        })
      : svg("circle", { cx: 18, cy: 18, r: radius, class: name });
  const radius = broad ? 10 : 13;
  const scale = (radius * 1.22) / 24;
  return svg(
    "svg",
    {
      viewBox: "0 0 36 36",
      width: size,
      height: size,
      class: `ge-symbol ge-${family}${unreal ? " ge-unreal" : ""}`,
      "aria-hidden": "true",
    },
    broad && shape(14, "ge-ring"),
    precision === "country" && shape(17, "ge-ring ge-dashed"),
    shape(radius, "ge-body"),
    svg(
      "g",
      { transform: `translate(${18 - 12 * scale} ${18 - 12 * scale}) scale(${scale})`, class: "ge-glyph" },
      iconOf(category).map(([tag, attributes]) => svg(tag, attributes)),
    ),
  );
}

// A cluster: a ring divided by family around the number of records.
export function drawCluster(ctx, x, y, { counts, total, precision }, selected, theme, numberText) {
  const radius = ringOfCluster(total);
  if (selected) {
    outline(ctx, x, y, radius + 7, false);
    ctx.fillStyle = theme.halo;
    ctx.fill();
  }
  drawRings(ctx, x, y, radius, false, precision, theme.label, theme);
  outline(ctx, x, y, radius, false);
  ctx.fillStyle = theme.paper;
  ctx.shadowColor = theme.shadow;
  ctx.shadowBlur = 6;
  ctx.fill();
  ctx.shadowBlur = 0;
  ctx.lineWidth = 4.5;
  let from = -Math.PI / 2;
  FAMILIES.forEach((family, i) => {
    if (!counts[i]) return;
    const to = from + (counts[i] / total) * 2 * Math.PI;
    ctx.beginPath();
    ctx.arc(x, y, radius - 2.25, from, to);
    ctx.strokeStyle = theme.families[family];
    ctx.stroke();
    from = to;
  });
  ctx.fillStyle = theme.ink;
  ctx.font = `600 ${total > 999 ? 10.5 : 12}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(numberText, x, y + 0.5);
}
