// The spelling rule of geoevents/language/fold.py, so that a search finds a name however it is written.

const EXCHANGED = {
  ا: "ٱٲٳٵ", و: "ۆۇۈۉۋ", ي: "ىیېۍێےۓ", ه: "ةەھہۂۃۀ", ك: "ککڪگڭڱ", ف: "ڤڥ", ق: "ڨ",
  ب: "پ", ج: "چ", ز: "ژ", ر: "ړڕ", ل: "ڵ",
};
const LETTERS = new Map(
  Object.entries(EXCHANGED).flatMap(([letter, others]) => [...others].map((other) => [other, letter])),
);
const DELETED = /[\p{Mn}\p{Me}\p{Cf}ءـ'’‘`´ʼʿʾʻʹ′]/gu;
const VARIED = new RegExp(`[${[...LETTERS.keys()].join("")}]`, "gu");
const SEPARATORS = /[^\p{L}\p{N}]+/gu;
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

export function fold(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(DELETED, "")
    .replace(VARIED, (letter) => LETTERS.get(letter))
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/ß/g, "ss")
    .replace(SEPARATORS, " ")
    .trim();
}
