// Movements: arcs from where people or things left to where they came, each with an arrow on its way.

import { mercatorX, mercatorY } from "./store.js";
import { familyOf } from "./symbols.js";

const ARROWS = [0.6, 0.75, 0.45, 0.85, 0.3]; // of an arc: where its arrow may stand, the best first

// The arrow of an arc, on the way and where no symbol hides it.
function drawArrow(ctx, xs, ys, symbols) {
  const on = ([from, middle, to], t) => (1 - t) ** 2 * from + 2 * t * (1 - t) * middle + t ** 2 * to;
  const along = ([from, middle, to], t) => (1 - t) * (middle - from) + t * (to - middle);
  const isFree = (t) =>
    symbols.every((one) => Math.hypot(one.x - on(xs, t), one.y - on(ys, t)) > one.radius + 8);
  const t = ARROWS.find(isFree) ?? ARROWS[0];
  const heading = Math.atan2(along(ys, t), along(xs, t));
  ctx.beginPath();
  for (const turn of [0, 2.5, -2.5])
    ctx.lineTo(on(xs, t) + Math.cos(heading + turn) * 8, on(ys, t) + Math.sin(heading + turn) * 8);
  ctx.fill();
}

// Draw the arcs of movements; return what may be clicked.
export function drawArcs(ctx, frame, copy, marks, theme, symbols) {
  const hits = [];
  for (const { record, from, to } of marks.arcs) {
    const x1 = frame.x(mercatorX(from[0]), copy),
      y1 = frame.y(mercatorY(from[1]));
    const x2 = frame.x(mercatorX(to[0]), copy),
      y2 = frame.y(mercatorY(to[1]));
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length < 12 || Math.max(x1, x2) < 0 || Math.min(x1, x2) > frame.width) continue;
    const isSelected = record === marks.selected;
    const bend = 0.17 * length;
    const cx = (x1 + x2) / 2 + ((y2 - y1) / length) * bend * (x2 >= x1 ? 1 : -1);
    const cy = (y1 + y2) / 2 - ((x2 - x1) / length) * bend * (x2 >= x1 ? 1 : -1);
    const path = new Path2D();
    path.moveTo(x1, y1);
    path.quadraticCurveTo(cx, cy, x2, y2);
    ctx.strokeStyle = ctx.fillStyle = theme.families[familyOf(marks.store.get("category", record))];
    ctx.globalAlpha = isSelected ? 1 : 0.8;
    ctx.lineWidth = isSelected ? 3.2 : 2;
    ctx.lineCap = "round";
    if (marks.store.isUnreal(record)) ctx.setLineDash([5, 5]);
    ctx.stroke(path);
    ctx.setLineDash([]);
    drawArrow(ctx, [x1, cx, x2], [y1, cy, y2], symbols);
    ctx.beginPath();
    ctx.arc(x1, y1, 4, 0, 7);
    ctx.fill();
    ctx.globalAlpha = 1;
    hits.push({ kind: "arc", path, records: [record], size: 0 });
  }
  return hits;
}
