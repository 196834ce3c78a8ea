// Colours live in page.css; what is drawn on a canvas reads them from there.

import { FAMILIES } from "./symbols.js";

export function readTheme(root) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(`--ge-${name}`).trim();
  const named = (names) => Object.fromEntries(names.map((name) => [name, read(name)]));
  return {
    ...named([
      "water",
      "land",
      "border",
      "unit",
      "paper",
      "ink",
      "halo",
      "veil",
      "shadow",
      "label",
      "country-label",
      "label-halo",
    ]),
    families: named(FAMILIES),
    glyphs: Object.fromEntries(FAMILIES.map((family) => [family, read(`on-${family}`)])),
    font: style.fontFamily,
  };
}
