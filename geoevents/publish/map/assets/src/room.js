// Room for symbols that may stand anywhere in an area.

// Where a symbol may stand instead, nearest first, in pixels.
const ASIDE = [16, 26, 36, 46].flatMap((away) =>
  Array.from({ length: 12 }, (_, i) => [Math.cos((i * Math.PI) / 6) * away, Math.sin((i * Math.PI) / 6) * away]),
);

// Move symbols that lie on others to the next place that is free, if there is one.
export function makeRoom(symbols, others) {
  const placed = [...others];
  for (const symbol of symbols) {
    const isFree = ([dx, dy]) =>
      placed.every(
        (other) => Math.hypot(other.x - symbol.x - dx, other.y - symbol.y - dy) >= other.radius + symbol.radius,
      );
    const [dx, dy] = [[0, 0], ...ASIDE].find(isFree) ?? [0, 0];
    symbol.x += dx;
    symbol.y += dy;
    placed.push(symbol);
  }
}
