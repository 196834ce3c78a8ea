// Why a place was taken, or none, in the reader's language. The reasons come as English phrases with
// names and numbers in them; a phrase that is not known here stays as it is.

import reasons from "./i18n/reasons.json";

const SHAPES = { number: "[\\d.,]+", length: "[\\d.,]+", kind: "[a-z_ ]+?", side: "[a-z]+" };
const AT = { en: 0, ar: 1 };

function toPattern(phrase) {
  const names = [];
  const source = phrase
    .split(/\{(\w+)\}/)
    .map((part, i) => {
      if (i % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(part);
      return `(${SHAPES[part] || ".+?"})`;
    })
    .join("");
  return { pattern: new RegExp(`^${source}$`, "su"), names };
}

const phrases = reasons.phrases.map(([phrase, ...shown]) => ({ ...toPattern(phrase), shown }));

// `nameOf` gives a place's name in the reader's language, or what it was given.
export function reasonIn(words, text, nameOf = (name) => name) {
  const at = AT[words.language];
  const own = Object.hasOwn;
  const filled = {
    kind: (kind) => words.t(`kind.${kind.replace(/ /g, "_")}`),
    side: (side) => (own(reasons.sides, side) ? reasons.sides[side][at] : side),
    signals: (all) =>
      all
        .split(", ")
        .map((one) => (own(reasons.signals, one) ? reasons.signals[one][at] : one))
        .join(words.t("comma")),
    name: nameOf,
    other: nameOf,
  };
  return text
    .split("; ")
    .map((part) => {
      for (const { pattern, names, shown } of phrases) {
        const found = pattern.exec(part);
        if (!found) continue;
        const values = {};
        names.forEach((name, i) => {
          values[name] = filled[name] ? filled[name](found[i + 1]) : found[i + 1];
        });
        return shown[at].replace(/\{(\w+)\}/g, (_, name) => values[name]);
      }
      return part;
    })
    .join(words.t("semicolon"));
}
