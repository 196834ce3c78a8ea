"""The steps from a text to its place mentions: recognise, give roles, resolve, place."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from geoevents.geoparse.anaphora import refer_back
from geoevents.geoparse.borders import find_borders
from geoevents.geoparse.evidence import Evidence
from geoevents.geoparse.features import find_features
from geoevents.geoparse.lists import open_brackets, open_plurals
from geoevents.geoparse.names import Names
from geoevents.geoparse.nationalities import (
    ADJECTIVE,
    find_nationalities,
    place_nationalities,
    without_surnames,
)
from geoevents.geoparse.people import surnames, without_people
from geoevents.geoparse.placing import mention_of, place_name, place_part
from geoevents.geoparse.reading import Reading, Texts
from geoevents.geoparse.recognize import THRESHOLD, weigh, without_overlap
from geoevents.geoparse.relations import Part, find_parts, locates
from geoevents.geoparse.resolve import Choice, Context, resolve
from geoevents.geoparse.roles import assign_roles, mark_dedications
from geoevents.geoparse.spans import Recognizer, Span, match_spans, read_spans
from geoevents.geoparse.stretches import lying_between
from geoevents.geoparse.toponyms import Toponym, hits
from geoevents.geoparse.tripoints import find_tripoints
from geoevents.geoparse.unknown import find_unknown
from geoevents.model import Mention

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Parse"]


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
            nationalities = find_nationalities(reading, self.names.nationalities(reading), toponyms)
        parts = list(find_parts(reading, toponyms))
        assign_roles(reading, toponyms, names)
        for toponym in toponyms:
            if id(toponym) in self.given and (role := self.given[id(toponym)].role):
                toponym.role, toponym.rule = role, "given by the recognizer"
        context = self._context(toponyms, nationalities)
        nationalities = without_surnames(reading, self.names, nationalities, people, context)
        choices = resolve(reading, toponyms, context)
        mark_dedications(toponyms, choices, context)
        self.toponyms, self.choices = toponyms, choices
        borders = self._borders(nationalities, context)
        found, covered = self._placed(borders, parts, context)
        if self.recognizer is None:
            found += place_nationalities(reading, self.names, nationalities, covered)
            found += self._unknown(covered)
            found.sort(key=lambda mention: (mention.start, mention.end))
            found += list(refer_back(reading, self.names, found, covered))
        else:
            found += (self._not_named(*one) for one in unknown if covered.isdisjoint(one[1]))
        return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))

    # ---- which words are names

    def _recognized(
        self, names: Container[int], no_names: Container[int], people: Collection[str]
    ) -> tuple[list[Toponym], dict[int, str]]:
        """Return the place names, and the adjectives of countries, that we find."""
        adjectives = self.names.nationalities(self.reading)
        weigh(
            self.reading, self.weighed, self.names, self.evidence,
            nationalities=adjectives.values(), claimed=names,
        )  # fmt: skip
        likely = [toponym for toponym in self.weighed if toponym.logit > THRESHOLD]
        self._drop(self.weighed, likely, "the evidence is not enough")
        apart = without_overlap(likely)
        self._drop(likely, apart, "a longer or likelier name stands on these words")
        listed = [toponym for toponym in apart if toponym.core not in no_names]
        self._drop(apart, listed, "listed as a word or a person's name")
        places = without_people(self.reading, listed, people)
        self._drop(listed, places, "part of a person's name")
        open_plurals(self.reading, places)
        open_brackets(self.reading, places)
        return places, find_nationalities(self.reading, adjectives, listed)

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
            span.start, span.end, text, span.role or "demonym", place, ADJECTIVE, (place,),
            reason="the adjective of the country",
        )  # fmt: skip

    # ---- what is not a place, and what belongs to a country

    def _phrases(self) -> Iterator[tuple[int, str]]:
        """Words inside the listed names of organisations, outlets, people: word → kind."""
        for first, last, kind in self.names.phrases(self.reading):
            for word in range(first, last):
                yield word, kind

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

    def _borders(self, nationalities: Mapping[int, str], context: Context) -> Iterator[tuple[range, Mention]]:
        """Yield the words of every border and of what lies where three meet, with its mention."""
        countries = {
            toponym.core: (toponym.core_last, choice.best.country)
            for toponym, choice in zip(self.toponyms, self.choices, strict=True)
            if choice.best is not None and choice.best.kind == "country"
        }
        adjectives = {word: self.names.country(place) for word, place in nationalities.items()}
        corners = list(find_tripoints(self.reading, adjectives, countries, context, self.gazetteer))
        taken = {word for words, _ in corners for word in words}
        yield from corners
        units = {
            toponym.core
            for toponym, choice in zip(self.toponyms, self.choices, strict=True)
            if choice.best is not None and choice.best.kind == "governorate"
        }
        for border, mention in find_borders(
            self.reading, adjectives, countries, units, context, self.gazetteer
        ):
            if border.first not in taken:
                yield range(border.first, border.last), mention

    def _placed(
        self, borders: Iterable[tuple[range, Mention]], parts: Iterable[Part], context: Context
    ) -> tuple[list[Mention], set[int]]:
        """Return the mentions of borders, parts and names, each word told once, and the words told."""
        reading, gazetteer, found, covered = self.reading, self.gazetteer, list[Mention](), set[int]()
        for words, mention in borders:
            found.append(mention)
            covered.update(words)
        chosen = {id(toponym): choice for toponym, choice in zip(self.toponyms, self.choices, strict=True)}
        taken = set()
        for part in parts:
            anchor, owner = chosen[id(part.toponym)].best, chosen.get(id(part.of))
            if anchor is not None and owner is not None and locates(part, anchor, owner.best):
                continue
            taken.add(id(part.toponym))
            if part.first not in covered:
                found.append(place_part(reading, part, chosen[id(part.toponym)], gazetteer))
                covered.update(range(part.first, part.last))
        between = lying_between(reading, self.toponyms, self.choices, gazetteer)
        for toponym in self.toponyms:
            if id(toponym) in taken or not covered.isdisjoint(range(toponym.core, toponym.core_last)):
                continue
            named = self._at_given(
                toponym, place_name(reading, toponym, chosen[id(toponym)], context, gazetteer)
            )
            if id(toponym) in between:
                named = replace(named, between=between[id(toponym)])
            found.append(named)
            covered.update(range(toponym.first, toponym.last))
        return found, covered

    def _at_given(self, toponym: Toponym, mention: Mention) -> Mention:
        """Let a mention have the offsets that the recognizer gave."""
        span = self.given.get(id(toponym))
        if span is None:
            return mention
        return replace(mention, start=span.start, end=span.end, text=self.text[span.start : span.end])

    def _unknown(self, covered: set[int]) -> Iterator[Mention]:
        """Names that a type word announces and the gazetteer lacks: seen, and reported as not placed."""
        unknown = find_unknown(self.reading, self.names, covered)
        for first, last in chain(unknown, find_features(self.reading, covered)):
            covered.update(range(first, last))
            yield mention_of(self.reading, first, last, reason="not in the gazetteer")
