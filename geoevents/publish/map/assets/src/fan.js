// Several records on one spot, spread around it on legs: in a ring, or in a spiral when they are many.

import { drawSymbol, symbolRadius } from "./symbols.js";

export const MOST_FANNED = 24; // more are a list
const MOST_IN_RING = 9;
const APART = 33; // pixels between neighbours
const LEAST_RADIUS = 46;

// Where each symbol stands, from the spot.
export function fanPositions(count) {
  if (count <= MOST_IN_RING) {
    const radius = Math.max(LEAST_RADIUS, (count * APART) / (2 * Math.PI));
    return Array.from({ length: count }, (_, i) => {
      const angle = -Math.PI / 2 + (i * 2 * Math.PI) / count;
      return [Math.cos(angle) * radius, Math.sin(angle) * radius];
    });
  }
  const positions = [];
  let angle = -Math.PI / 2,
    radius = LEAST_RADIUS;
  for (let i = 0; i < count; i++) {
    positions.push([Math.cos(angle) * radius, Math.sin(angle) * radius]);
    const step = APART / radius;
    angle += step;
    radius += (APART * step) / (2 * Math.PI); // one turn further out is one symbol further out
  }
  return positions;
}

export const fanRadius = (count) => Math.max(...fanPositions(count).map(([x, y]) => Math.hypot(x, y)));

// Draw the fan of the marks; return what may be clicked.
export function drawFan(ctx, frame, copy, marks, theme) {
  const { place, records } = marks.fan;
  const at = marks.store.place(place);
  const x = frame.x(at.x, copy),
    y = frame.y(at.y);
  const positions = fanPositions(records.length);
  ctx.beginPath();
  ctx.arc(x, y, fanRadius(records.length) + 22, 0, 7);
  ctx.fillStyle = theme.veil;
  ctx.fill();
  ctx.strokeStyle = theme.label;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  for (const [dx, dy] of positions) {
    ctx.moveTo(x, y);
    ctx.lineTo(x + dx, y + dy);
  }
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y, 4, 0, 7);
  ctx.fillStyle = theme.ink;
  ctx.fill();
  return records.map((record, i) => {
    const [dx, dy] = positions[i];
    const look = marks.lookOf(record, place);
    drawSymbol(ctx, x + dx, y + dy, look, theme);
    const radius = symbolRadius(look.precision);
    const hit = { kind: "fan", x: x + dx, y: y + dy, radius, records: [record], place: at };
    return { ...hit, at: [at.longitude, at.latitude] };
  });
}
