// Elements made from data: texts go in as text nodes, so nothing in them is ever markup.

const SVG = "http://www.w3.org/2000/svg";

export function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

export const el = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

// An icon of lucide's: a list of SVG parts.
export const icon = (parts, size = 18) =>
  svg(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, class: "ge-icon", "aria-hidden": "true" },
    parts.map(([tag, attributes]) => svg(tag, attributes)),
  );

// A text of unknown direction, kept from disturbing its line.
export const auto = (text, tag = "bdi", attributes = {}) =>
  el(tag, { dir: "auto", ...attributes }, String(text));

// The beginning of a text that is too long to lay out, with how much it goes on: browsers need minutes for
// a word of 100,000 letters. The files that the page exports have the whole.
export function cut(text, most) {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 1]) ? most - 1 : most;
  return `${text.slice(0, end)}… (+${text.length - end})`;
}

// Numbers and dates run left to right, also within Arabic.
export const ltr = (text) => el("bdi", { dir: "ltr" }, String(text));

// Only addresses of the web become links; `javascript:` and the like stay text.
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
