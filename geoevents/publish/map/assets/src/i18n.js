// The words of the interface, and how numbers and dates are written in its language.

import ar from "./i18n/ar.json";
import en from "./i18n/en.json";
import { reasonIn } from "./reasons.js";

const WORDS = { ar, en };
// Western digits and the Gregorian calendar in both languages, as in the reports.
const LOCALES = { ar: "ar-SY-u-nu-latn-ca-gregory", en: "en-GB" };

export class Words {
  constructor(language) {
    this.language = WORDS[language] ? language : "en";
    this.direction = this.language === "ar" ? "rtl" : "ltr";
    this.words = WORDS[this.language];
    const locale = LOCALES[this.language];
    this.numbers = new Intl.NumberFormat(locale);
    const format = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
    this.formats = {
      day: format({ day: "numeric", month: "short", year: "numeric" }),
      month: format({ month: "long", year: "numeric" }),
      year: format({ year: "numeric" }),
    };
    const ofOld = (options) => format({ era: "short", ...options });
    this.oldFormats = {
      day: ofOld({ day: "numeric", month: "short", year: "numeric" }),
      month: ofOld({ month: "long", year: "numeric" }),
      year: ofOld({ year: "numeric" }),
    };
  }

  // t("found", {n: 3}); a code without words of its own is shown as it is.
  t(key, values = {}) {
    const text = this.words[key] ?? key.slice(key.indexOf(".") + 1).replace(/_/g, " ");
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  // Why a place was taken, or none; see reasons.js.
  reason = (text, nameOf) => reasonIn(this, text, nameOf);

  number = (value) => this.numbers.format(value);

  // A span of days in words: never finer than it is known.
  span(span, precision) {
    if (!span) return this.t("undated");
    const [first, last] = span.map((day) => new Date(day * 86400000));
    const formats = first.getUTCFullYear() > 0 ? this.formats : this.oldFormats;
    if (precision === "month" || precision === "year") {
      const format = formats[precision];
      return format.format(first) === format.format(last)
        ? format.format(first)
        : format.formatRange(first, last);
    }
    return +first === +last ? formats.day.format(first) : formats.day.formatRange(first, last);
  }
}
