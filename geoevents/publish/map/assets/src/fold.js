// The spelling rule of geoevents/language/fold.py, so that a search finds a name however it is written.

const EXCHANGED = {
  ا: "ٱٲٳٵ",
  و: "ۆۇۈۉۋ",
  ي: "ىیېۍێےۓ",
  ه: "ةەھہۂۃۀ",
  ك: "ککڪگڭڱ",
  ف: "ڤڥ",
  ق: "ڨ",
  ب: "پ",
  ج: "چ",
  ز: "ژ",
  ر: "ړڕ",
  ل: "ڵ",
};
const LETTERS = new Map(
  Object.entries(EXCHANGED).flatMap(([letter, others]) => [...others].map((other) => [other, letter])),
);
const DELETED = /^[\p{Mn}\p{Me}\p{Cf}ءـ'’‘`´ʼʿʾʻʹ′]$/u;
const KEPT = /^[\p{L}\p{N}]$/u;

function foldCode(code) {
  if (code >= 0xd800 && code < 0xe000) return " "; // beyond the basic plane no name is written
  const letter = String.fromCharCode(code);
  if (DELETED.test(letter)) return "";
  let folded = "";
  for (const part of letter.normalize("NFKD").toLowerCase().replace("ß", "ss")) {
    if (DELETED.test(part)) continue;
    const digit = /[\u0660-\u0669\u06f0-\u06f9]/.test(part);
    folded += digit ? String(part.charCodeAt(0) & 15) : LETTERS.get(part) || (KEPT.test(part) ? part : " ");
  }
  return folded;
}

const table = new Array(0x10000);

export function fold(text) {
  let folded = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    folded += table[code] ?? (table[code] = foldCode(code));
  }
  return folded.replace(/ {2,}/g, " ").trim();
}
