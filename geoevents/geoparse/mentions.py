"""From a document to its place mentions: recognise, give roles, resolve, derive."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.borders import Border, find_borders
from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.evidence import Evidence
from geoevents.geoparse.footprints import around_seat, named_after
from geoevents.geoparse.names import Names
from geoevents.geoparse.people import surnames, without_people
from geoevents.geoparse.reading import Reading, Texts
from geoevents.geoparse.recognize import THRESHOLD, weigh, without_overlap
from geoevents.geoparse.relations import Part, derive, find_parts
from geoevents.geoparse.resolve import Choice, Context, resolve
from geoevents.geoparse.roles import assign_roles, is_dateline, mark_dedications
from geoevents.geoparse.spans import Recognizer, Span, match_spans, read_spans
from geoevents.geoparse.stretches import draw, find_stretches
from geoevents.geoparse.toponyms import Toponym, hits
from geoevents.geoparse.unknown import find_unknown
from geoevents.model import Document, Mention, Place, Role

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["TOGETHER", "Parse", "geoparse", "geoparse_all", "together"]

TOGETHER: Final = 1 << 17
"""Characters of documents that are read at once; their arrays take some 20 MB."""

_MOST_TOGETHER: Final = 1024
_MOST_CANDIDATES: Final = 5  # shown with a mention
_ADJECTIVE: Final = 0.9  # score of a country that its adjective names
# Type words whose places the gazetteer often lacks although it knows the town they are named after.
_NAMED_AFTER: Final = frozenset({"camp", "border_crossing", "base", "facility", "desert"})
_AROUND_A_SEAT: Final = frozenset({"district", "subdistrict"})


def geoparse(
    document: Document, gazetteer: Gazetteer, *, recognizer: Recognizer | None = None
) -> tuple[Mention, ...]:
    """Return the place mentions of a document in the order of its text.

    Mentions never overlap, but for the halves of "شرق وشمال شرقي سورية", which share their noun. A name that
    is seen and not resolved has ``place=None`` and says why in ``reason``.

    Parameters
    ----------
    recognizer
        What finds the names instead of us: any callable that takes the text and gives spans ``(start, end)``
        or ``(start, end, role)``, half-open, in code points. Their places are chosen by us, their roles
        too where none is given. Words around a span that say where it is meant ("شمال شرقي", "30 km north
        of", "the border between") are still read. A span that the gazetteer does not know is a mention
        without a place. :mod:`geoevents.geoparse.spans` shows spaCy, CAMeL Tools and transformers at it.

    >>> from geoevents.gazetteer.store import Gazetteer
    >>> text = "قال مسؤول إن الوفد وصل إلى مخيم الهول في محافظة الحسكة"
    >>> for mention in geoparse(Document("d", text), Gazetteer.load()):
    ...     print(mention.text, "→", mention.place.name, mention.place.kind)
    مخيم الهول → al-Hol camp camp
    محافظة الحسكة → Al-Hasakah governorate
    >>> homs = geoparse(Document("d", "homs is quiet"), Gazetteer.load(), recognizer=lambda text: [(0, 4)])
    >>> homs[0].place.name
    'Homs'
    """
    return next(geoparse_all((document,), gazetteer, recognizer=recognizer))


def geoparse_all(
    documents: Iterable[Document], gazetteer: Gazetteer, *, recognizer: Recognizer | None = None
) -> Iterator[tuple[Mention, ...]]:
    """Yield what ``geoparse`` returns for each of many documents, several times as fast.

    They are read in lists that grow up to ``TOGETHER`` characters.

    >>> from geoevents.gazetteer.store import Gazetteer
    >>> reports = (Document("a", "هدوء في حلب"), Document("b", "Homs is quiet"))
    >>> [mentions[0].place.name for mentions in geoparse_all(reports, Gazetteer.load())]
    ['Aleppo', 'Homs']
    """
    for some in together(documents):
        texts = [document.text for document in some]
        for parse in Parse.of(texts, gazetteer, recognizer=recognizer):
            yield parse.mentions()


def together(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield documents in lists to be read at once: first a single one, so that none is waited for, then more.

    >>> [len(some) for some in together(Document(str(number), "") for number in range(10))]
    [1, 2, 4, 3]
    """
    some: list[Document] = []
    size, most = 0, 1
    for document in documents:
        some.append(document)
        size += len(document.text or "")
        if len(some) == most or size >= TOGETHER:
            yield some
            some, size, most = [], 0, min(2 * most, _MOST_TOGETHER)
    if some:
        yield some


@dataclass(slots=True)
class Parse:
    """One document on its way through the steps, with what each of them made of it."""

    reading: Reading
    weighed: list[Toponym]  # every span that spells a name, none if a recognizer finds them
    gazetteer: Gazetteer
    evidence: Evidence
    recognizer: Recognizer | None = None
    dropped: dict[int, str] = field(init=False, default_factory=dict)  # of them by id(): why it is no place
    toponyms: list[Toponym] = field(init=False, default_factory=list)  # those taken for places
    choices: list[Choice] = field(init=False, default_factory=list)  # and what they were taken for
    given: dict[int, Span] = field(init=False, default_factory=dict)  # spans of the recognizer, by id()
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names.of(self.gazetteer)

    @staticmethod
    def of(
        texts: Sequence[str],
        gazetteer: Gazetteer,
        *,
        evidence: Evidence | None = None,
        recognizer: Recognizer | None = None,
    ) -> Iterator[Parse]:
        """Yield a document for each text, words and names looked up for all of them at once.

        >>> from geoevents.gazetteer.store import Gazetteer
        >>> [len(parse.reading) for parse in Parse.of(["هدوء في حلب", "Homs"], Gazetteer.load())]
        [3, 1]
        """
        read = Texts(texts)
        spelled = hits(read, gazetteer) if recognizer is None else [[] for _ in texts]
        for reading, found in zip(read.readings, spelled, strict=True):
            yield Parse(reading, found, gazetteer, evidence or Evidence.load(), recognizer)

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.reading.text

    def mentions(self) -> tuple[Mention, ...]:
        """Take the steps, once."""
        reading = self.reading
        claimed = dict(self._phrases())
        no_names = {word for word, kind in claimed.items() if kind in ("word", "person")}
        names = {word for word in claimed if word not in no_names}
        people = surnames(reading)
        unknown: list[tuple[Span, range]] = []
        if self.recognizer is None:
            toponyms, nationalities = self._recognized(names, no_names, people)
        else:
            toponyms = list(self._given(self.recognizer, unknown))
            nationalities = self._nationalities(toponyms)
        parts = list(find_parts(reading, toponyms))
        assign_roles(reading, toponyms, names)
        for toponym in toponyms:
            if id(toponym) in self.given and (role := self.given[id(toponym)].role):
                toponym.role, toponym.rule = role, "given by the recognizer"
        context = self._context(toponyms, nationalities)
        nationalities = self._without_surnames(nationalities, people, context)
        choices = resolve(reading, toponyms, context)
        mark_dedications(toponyms, choices, context)
        self.toponyms, self.choices = toponyms, choices
        borders = list(self._borders(toponyms, choices, nationalities, context))
        found = [mention for _, mention in borders]
        covered = {word for border, _ in borders for word in range(border.first, border.last)}
        between = dict(self._between(toponyms, choices))
        taken = {id(part.toponym) for part in parts}
        for part in parts:
            if part.first not in covered:
                found.append(self._part(part, choices[toponyms.index(part.toponym)]))
                covered.update(range(part.first, part.last))
        for toponym, choice in zip(toponyms, choices, strict=True):
            if id(toponym) not in taken and covered.isdisjoint(range(toponym.core, toponym.core_last)):
                named = self._at_given(toponym, self._named(toponym, choice))
                if id(toponym) in between:
                    named = replace(named, between=between[id(toponym)])
                found.append(named)
                covered.update(range(toponym.first, toponym.last))
        if self.recognizer is None:
            found += self._nationals(nationalities, covered)
            found += self._unknown(covered)
            found.sort(key=lambda mention: (mention.start, mention.end))
            found += list(self._anaphors(found, covered))
        else:
            found += (self._not_named(*one) for one in unknown if covered.isdisjoint(one[1]))
        return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))

    # ---- which words are names

    def _recognized(
        self, names: Container[int], no_names: Container[int], people: Collection[str]
    ) -> tuple[list[Toponym], dict[int, str]]:
        """Return the place names, and the adjectives of countries, that we find."""
        weigh(
            self.reading, self.weighed, self.names, self.evidence,
            nationalities=self.names.nationalities(self.reading).values(), claimed=names,
        )  # fmt: skip
        likely = [toponym for toponym in self.weighed if toponym.logit > THRESHOLD]
        self._drop(self.weighed, likely, "the evidence is not enough")
        apart = without_overlap(likely)
        self._drop(likely, apart, "a longer or likelier name stands on these words")
        listed = [toponym for toponym in apart if toponym.core not in no_names]
        self._drop(apart, listed, "listed as a word or a person's name")
        places = without_people(self.reading, listed, people)
        self._drop(listed, places, "part of a person's name")
        return places, self._nationalities(listed)

    def _drop(self, before: Iterable[Toponym], after: Iterable[Toponym], why: str) -> None:
        kept = set(map(id, after))
        self.dropped.update((id(toponym), why) for toponym in before if id(toponym) not in kept)

    def _given(self, recognizer: Recognizer, unknown: list[tuple[Span, range]]) -> Iterator[Toponym]:
        """Yield the names among the recognizer's spans; the other spans are put into ``unknown``."""
        for span, words, toponym in match_spans(
            self.reading, self.gazetteer, read_spans(self.text, recognizer)
        ):
            if toponym is None:
                unknown.append((span, words))
            else:
                self.given[id(toponym)] = span
                yield toponym

    def _not_named(self, span: Span, words: range) -> Mention:
        """A span of the recognizer that no place is called: the adjective of a country, or unknown."""
        text = self.text[span.start : span.end]
        nationality = self.names.nationality(self.reading.words[words[0]]) if len(words) == 1 else None
        if nationality is None:
            return Mention(span.start, span.end, text, span.role or "literal", reason="not in the gazetteer")
        place = self.names.place(nationality)
        return Mention(
            span.start, span.end, text, span.role or "demonym", place, _ADJECTIVE, (place,),
            reason="the adjective of the country",
        )  # fmt: skip

    # ---- what is not a place, and what belongs to a country

    def _phrases(self) -> Iterator[tuple[int, str]]:
        """Words inside the listed names of organisations, outlets, people: word → kind."""
        for first, last, kind in self.names.phrases(self.reading):
            for word in range(first, last):
                yield word, kind

    def _nationalities(self, toponyms: Sequence[Toponym]) -> dict[int, str]:
        named = {word for t in toponyms for word in range(t.core, t.core_last)}
        return {
            word: country
            for word, country in self.names.nationalities(self.reading).items()
            if word not in named and self._is_nationality(word)
        }

    def _is_nationality(self, word: int) -> bool:
        """English writes them with a capital; "polish" and "turkey" are words."""
        if is_arabic(self.reading.words[word]):
            return True
        return self.reading.is_capital(word)

    def _without_surnames(
        self, nationalities: Mapping[int, str], people: Iterable[str], context: Context
    ) -> dict[int, str]:
        """Drop the adjectives that are surnames: al-Sudani, in a report without Sudan."""
        known = set(people)
        return {
            word: place
            for word, place in nationalities.items()
            if self.reading.words[word] not in known
            or context.countries[self.names.country(place)]
            > sum(nationalities[other] == place for other in nationalities)
        }

    def _context(self, toponyms: Sequence[Toponym], nationalities: Mapping[int, str]) -> Context:
        context = Context()
        for toponym in toponyms:
            best = toponym.name.candidates[0]
            if best.kind == "country" or best.is_capital:
                context.countries[best.country] += 1
                context.said[best.country, toponym.name.key] += 1
        for word, place in nationalities.items():
            context.countries[self.names.country(place)] += 1
            context.adjectives[word] = self.names.country(place)
        return context

    # ---- mentions

    def _borders(
        self,
        toponyms: Sequence[Toponym],
        choices: Sequence[Choice],
        nationalities: Mapping[int, str],
        context: Context,
    ) -> Iterator[tuple[Border, Mention]]:
        countries = {
            toponym.core: (toponym.core_last, choice.best.country)
            for toponym, choice in zip(toponyms, choices, strict=True)
            if choice.best is not None and choice.best.kind == "country"
        }
        adjectives = {word: self.names.country(place) for word, place in nationalities.items()}
        return find_borders(self.reading, adjectives, countries, context, self.gazetteer)

    def _mention(self, first: int, last: int, **values: object) -> Mention:
        start, end = self.reading.raw(first, last)
        return Mention(start, end, self.text[start:end], **values)  # type: ignore[arg-type]

    def _at_given(self, toponym: Toponym, mention: Mention) -> Mention:
        """Let a mention have the offsets that the recognizer gave."""
        span = self.given.get(id(toponym))
        if span is None:
            return mention
        return replace(mention, start=span.start, end=span.end, text=self.text[span.start : span.end])

    def _places(self, choice: Choice) -> tuple[Place, ...]:
        return tuple(self.gazetteer.place(c.row) for c, _ in choice.ranked[:_MOST_CANDIDATES])

    def _named(self, toponym: Toponym, choice: Choice) -> Mention:
        role: Role = toponym.role  # type: ignore[assignment]
        candidates = self._places(choice)
        dateline = is_dateline(self.reading, toponym)
        if choice.best is None:
            return self._mention(
                toponym.first, toponym.last, role=role, candidates=candidates, score=choice.score,
                reason=f"{len(choice.ranked)} places bear this name and nothing decides", dateline=dateline,
            )  # fmt: skip
        place, reason = candidates[0], _reason(choice)
        misfit = choice.signals[choice.best.row].get("type word", 0.0) < 0
        is_seat = toponym.heads in choice.best.seat_of
        if misfit and is_seat and toponym.heads == "governorate" and place.admin1 in self.gazetteer:
            # "Sulaimani province", where only the city is called so
            place, misfit = self.names.place(place.admin1), False
            reason = f"the governorate of {candidates[0].name}"
        if misfit and toponym.heads in _NAMED_AFTER:
            place, reason = named_after(place, toponym.heads), f"named after {place.name}"  # type: ignore[arg-type]
        elif is_seat and toponym.heads in _AROUND_A_SEAT:
            place = around_seat(place, toponym.heads, self._unit_km(place))  # type: ignore[arg-type]
        elif misfit and toponym.head is not None and toponym.heads not in ("area", "country", "other"):
            reason += f"; no {toponym.heads} of this name is known"
        return self._mention(
            toponym.first, toponym.last, role=role, place=place, score=round(choice.score, 3),
            candidates=candidates, reason=reason, dateline=dateline,
        )  # fmt: skip

    def _unit_km(self, place: Place) -> float:
        """The radius of the first-level unit that a place lies in, 0 if unknown."""
        return self.names.place(place.admin1).radius_km if place.admin1 in self.gazetteer else 0.0

    def _part(self, part: Part, choice: Choice) -> Mention:
        if choice.best is None:
            return self._mention(
                part.first, part.last, score=choice.score, reason="its anchor is not resolved"
            )
        anchor = self.gazetteer.place(choice.best.row)
        place = derive(part, anchor) or anchor
        return self._mention(
            part.first, part.last, place=place, score=round(choice.score, 3), candidates=(place, anchor),
            reason=place.note or "the place itself: it has no such part",
        )  # fmt: skip

    def _between(self, toponyms: Sequence[Toponym], choices: Sequence[Choice]) -> Iterator[tuple[int, Place]]:
        """What lies between places that are all known, for each of the names by their id()."""
        chosen = {id(toponym): choice.best for toponym, choice in zip(toponyms, choices, strict=True)}
        for stretch in find_stretches(self.reading, toponyms):
            known = {name: best for name in map(id, stretch.names) if (best := chosen[name]) is not None}
            if len(known) == len(stretch.names):
                places = [self.gazetteer.place(best.row) for best in known.values()]
                place = draw(stretch.relation, places)
                if place is not None:
                    yield from ((name, place) for name in known)

    def _nationals(self, nationalities: Mapping[int, str], covered: set[int]) -> Iterator[Mention]:
        for word, place_id in nationalities.items():
            if word in covered:
                continue
            place = self.names.place(place_id)
            territory = self.reading.cue_before(word, "territory")
            first = word - territory.size if territory else word
            yield self._mention(
                first, word + 1, role="literal" if territory else "demonym", place=place, score=_ADJECTIVE,
                candidates=(place,), reason="its territory" if territory else "the adjective of the country",
            )  # fmt: skip
            covered.update(range(first, word + 1))

    def _unknown(self, covered: set[int]) -> Iterator[Mention]:
        """Names that a type word announces and the gazetteer lacks: seen, and reported as not placed."""
        for first, last in find_unknown(self.reading, self.names, covered):
            covered.update(range(first, last))
            yield self._mention(first, last, reason="not in the gazetteer")

    def _anaphors(self, mentions: Sequence[Mention], covered: set[int]) -> Iterator[Mention]:
        """Read "المخيم" as the camp that was named last."""
        for word in self.reading.where("anaphor"):
            cue = self.reading.cue(word, "anaphor")
            if cue is None or word in covered:
                continue
            start, _ = self.reading.raw(word, word + cue.size)
            named = [
                m for m in mentions if m.end <= start and m.place is not None and m.place.kind == cue.value
            ]
            if named and named[-1].role == "literal":
                yield self._mention(
                    word, word + cue.size, place=named[-1].place, score=round(named[-1].score * 0.9, 3),
                    candidates=named[-1].candidates, reason=f"refers back to {named[-1].text}",
                )  # fmt: skip


def _reason(choice: Choice) -> str:
    assert choice.best is not None
    signals = choice.signals[choice.best.row]
    told = [name for name, weight in sorted(signals.items(), key=lambda item: -item[1]) if weight >= 0.25]
    if len(choice.ranked) == 1:
        return "the only place of this name"
    return f"of {len(choice.ranked)} places of this name: " + ", ".join(told)
