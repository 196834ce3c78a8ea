// What a record says for itself: what, when, where and why there, and the sentence it rests on.

import { auto, cut, el, fill, ltr, safeAddress } from "./dom.js";
import { symbolImage } from "./symbols.js";

export function symbolOf(store, record, size, precision = "exact") {
  return symbolImage(store.get("category", record) || "other", {
    unreal: store.isUnreal(record),
    square: store.get("record_kind", record) === "observation",
    size,
    precision,
  });
}

// The evidence with the place names it rests on marked. Offsets count code points.
export function evidence(store, record) {
  const text = cut(store.get("evidence", record) || "", MOST_LETTERS);
  if (!text) return null;
  const letters = Array.from(text);
  const start = store.get("evidence_start", record) ?? 0;
  const spans = store
    .linksOf(record)
    .filter((link) => Number.isInteger(link.mention_start) && Number.isInteger(link.mention_end))
    .map((link) => [link.mention_start - start, link.mention_end - start])
    .filter(([from, to]) => from >= 0 && to <= letters.length && from < to)
    .sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = 0;
  for (const [from, to] of spans) {
    if (from < at) continue;
    parts.push(letters.slice(at, from).join(""), el("mark", {}, letters.slice(from, to).join("")));
    at = to;
  }
  parts.push(letters.slice(at).join(""));
  return el("blockquote", { dir: "auto", class: "ge-evidence", tabindex: "0" }, parts);
}

const MOST_LETTERS = 10000; // of one text
const MOST_LISTED = 300; // of the records at one spot
const MOST_ALTERNATIVES = 6;

// Other places that the name could have meant. What a part of a place was cut from is none.
function alternatives(link, words) {
  const isWhole = (one) => String(link.at.place_id).startsWith(`${one.id}#`);
  const others = link.alternatives.filter((one) => !isWhole(one));
  if (!others.length) return null;
  const name = (one) => (words.language === "ar" ? one.arabic || one.name : one.name);
  return el(
    "div",
    { class: "ge-alternatives" },
    el("p", {}, words.t("alternatives")),
    el(
      "ul",
      {},
      others
        .slice(0, MOST_ALTERNATIVES)
        .map((one) =>
          el("li", {}, auto(name(one)), " ", el("bdi", { dir: "ltr", class: "ge-quiet" }, one.id)),
        ),
    ),
    others.length > MOST_ALTERNATIVES &&
      el("p", { class: "ge-quiet" }, words.t("more", { n: words.number(others.length - MOST_ALTERNATIVES) })),
  );
}

function placeRow(link, store, words) {
  const place = link.at;
  const name = store.placeName(place, words.language);
  const other = words.language === "ar" ? place.location : place.location_ar;
  const breadth =
    place.outline && !place.outline.area
      ? words.t("precision.line")
      : place.precision === "exact"
        ? words.t("precision.exact")
        : place.radius_km
          ? words.t(`precision.${place.precision}_km`, { km: words.number(Math.round(place.radius_km)) })
          : words.t(`precision.${place.precision}`);
  const score = Number.isFinite(link.place_score) ? Math.round(link.place_score * 100) : null;
  return el(
    "li",
    { class: "ge-place" },
    el(
      "div",
      {},
      auto(name, "bdi", { class: "ge-place-name" }),
      other && other !== name ? [" ", auto(other, "bdi", { class: "ge-quiet" })] : null,
    ),
    el(
      "div",
      { class: "ge-quiet" },
      [link.location_role && words.t(`role.${link.location_role}`), words.t(`kind.${place.kind}`), breadth]
        .filter(Boolean)
        .join(" · "),
    ),
    (score !== null || link.place_reason) &&
      el(
        "details",
        { class: "ge-why" },
        el("summary", {}, words.t("why"), score !== null && [" ", ltr(`${score}%`)]),
        link.mention_text && el("p", {}, words.t("stated_as"), " ", auto(link.mention_text, "q")),
        link.place_reason &&
          auto(
            words.reason(link.place_reason, (given) =>
              store.nameIn(words.language, given, link.alternatives),
            ),
            "p",
          ),
        alternatives(link, words),
        el(
          "p",
          { class: "ge-quiet" },
          ltr(`${place.latitude}, ${place.longitude}`),
          place.place_id && [" · ", ltr(place.place_id)],
        ),
      ),
  );
}

function dateRows(store, record, words) {
  const stated = store.get("date_text", record);
  const basis = store.get("time_basis", record);
  return [
    el(
      "span",
      { class: "ge-date" },
      el("bdi", {}, words.span(store.span(record), store.get("time_precision", record))),
    ),
    !store.span(record) && store.get("edtf", record) ? [" ", ltr(store.get("edtf", record))] : null,
    stated ? el("span", { class: "ge-quiet" }, " ", words.t("stated_as"), " ", auto(stated, "q")) : null,
    basis && basis !== "explicit"
      ? el("span", { class: "ge-quiet" }, ` (${words.t(`basis.${basis}`)})`)
      : null,
  ];
}

function source(store, record, words) {
  const address = safeAddress(store.get("url", record));
  const name = store.get("source", record) || store.get("document", record) || "";
  const published = store.day("published", record);
  return el(
    "p",
    { class: "ge-source ge-quiet" },
    address
      ? el(
          "a",
          { href: address, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" },
          auto(name || address),
        )
      : [auto(name), store.get("url", record) ? [" ", auto(store.get("url", record), "code")] : null],
    published && [" · ", words.t("published"), " ", ltr(published)],
  );
}

// One record in full.
export function card(store, record, words) {
  const row = (key, value) => value && [el("dt", {}, words.t(key)), el("dd", {}, value)];
  const text = (name) => {
    const value = store.get(name, record);
    return value || value === 0 ? auto(cut(String(value), MOST_LETTERS), "span") : null;
  };
  const title = store.title(record);
  const confidence = store.get("confidence", record);
  const links = store.linksOf(record);
  return el(
    "article",
    { class: "ge-card", "data-record": store.id(record), lang: words.language, dir: words.direction },
    el(
      "header",
      {},
      symbolOf(store, record, 34),
      el(
        "div",
        {},
        el("span", { class: "ge-category" }, words.t(`category.${store.get("category", record)}`)),
        el(
          "span",
          { class: "ge-tags" },
          el(
            "span",
            { class: `ge-tag${store.isUnreal(record) ? " ge-tag-unreal" : ""}` },
            words.t(`status.${store.get("status", record)}`),
          ),
          store.get("record_kind", record) !== "event" &&
            el("span", { class: "ge-tag" }, words.t(`record.${store.get("record_kind", record)}`)),
        ),
      ),
    ),
    title && auto(cut(title, MOST_LETTERS), "h2"),
    el("p", { class: "ge-when" }, dateRows(store, record, words)),
    evidence(store, record),
    links.length
      ? el(
          "ul",
          { class: "ge-places" },
          links.map((link) => placeRow(link, store, words)),
        )
      : el("p", { class: "ge-quiet" }, words.t("no_place")),
    el(
      "dl",
      {},
      row("actors", text("actors")),
      row("recipients", text("recipients")),
      row("quantities", text("quantities")),
      row("fatalities", text("fatalities")),
      row("injured", text("injured")),
      row("attributed_to", text("attributed_to")),
      row(
        "confidence",
        Number.isFinite(confidence) && confidence > 0 ? ltr(`${Math.round(confidence * 100)}%`) : null,
      ),
    ),
    source(store, record, words),
  );
}

// Several records at one spot: a list that opens one of them, and leads back.
export function stack(store, records, words, onChoose) {
  if (records.length === 1) return card(store, records[0], words);
  const box = el("div", { class: "ge-stack", dir: words.direction });
  const showList = () => {
    box.replaceChildren();
    fill(box, {}, [
      el("p", { class: "ge-stack-title" }, words.t("records_here", { n: words.number(records.length) })),
      el(
        "ul",
        {},
        records
          .slice(0, MOST_LISTED)
          .map((record) =>
            el(
              "li",
              {},
              el(
                "button",
                { type: "button", onclick: () => showCard(record) },
                symbolOf(store, record, 26),
                el(
                  "span",
                  {},
                  auto(store.label(record), "span", { class: "ge-clamp" }),
                  el(
                    "span",
                    { class: "ge-quiet" },
                    el("bdi", {}, words.span(store.span(record), store.get("time_precision", record))),
                  ),
                ),
              ),
            ),
          ),
      ),
      records.length > MOST_LISTED &&
        el("p", { class: "ge-quiet" }, words.t("more", { n: words.number(records.length - MOST_LISTED) })),
    ]);
    onChoose(null);
    box.dispatchEvent(new Event("ge-change"));
  };
  const showCard = (record) => {
    const back = el(
      "button",
      { type: "button", class: "ge-back", onclick: showList },
      words.t("back_to_list", { n: words.number(records.length) }),
    );
    box.replaceChildren(back, card(store, record, words));
    onChoose(record);
    box.dispatchEvent(new Event("ge-change"));
    back.focus({ preventScroll: true });
  };
  box.showCard = showCard;
  showList();
  return box;
}
