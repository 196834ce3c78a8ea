"""What is told of a decision is what decided it."""

import html.parser
import json
import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from geoevents.gazetteer.store import Gazetteer
from geoevents.geoparse import geoparse
from geoevents.geoparse.evidence import Evidence
from geoevents.geoparse.explain import Explanation, Explanations, explain
from geoevents.model import Document

Run = Callable[..., subprocess.CompletedProcess[str]]

REPORT = Document(
    "r1",
    "بغداد - وصلت قافلة إلى الحسكة وإلى مخيم الهول، وسافر الوزير إلى دمشق، والوضع القائم صعب. وانتشر جنود "
    "على الحدود بين العراق وسوريا وفي شمال شرقي سوريا. وقال حميد الشطري إن فيلق القدس غادر المخيم.",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def at(words: str, gazetteer: Gazetteer) -> Explanations:
    return explain(REPORT, gazetteer, at=REPORT.text.index(words))


def test_every_mention_is_explained_as_it_was_decided(gazetteer: Gazetteer) -> None:
    mentions = geoparse(REPORT, gazetteer)
    told = explain(REPORT, gazetteer)
    assert len(mentions) >= 8
    assert tuple(one.mention for one in told) == mentions
    for one in told:
        assert one.mention is not None
        assert one.text == one.mention.text
        assert one.verdict
        if one.mention.place is not None:
            assert one.candidates


def test_the_features_add_up_to_the_evidence(gazetteer: Gazetteer) -> None:
    named = [one for one in explain(REPORT, gazetteer) if one.recognition]
    assert len(named) >= 4
    for one in named:
        assert math.isclose(sum(weight for _, weight in one.recognition), one.evidence, abs_tol=1e-9)
        assert list(one.recognition) == sorted(one.recognition, key=lambda part: -abs(part[1]))
    model = Evidence.load().weights
    assert any(feature in model for feature, _ in named[0].recognition)


def test_the_signals_rank_the_candidates(gazetteer: Gazetteer) -> None:
    (city,) = at("الحسكة", gazetteer)
    assert len(city.candidates) > 1
    totals = [sum(one.signals.values()) for one in city.candidates]
    assert totals == sorted(totals, reverse=True)
    assert math.isclose(sum(one.score for one in city.candidates), 1, abs_tol=1e-9)
    best, *others = city.candidates
    assert best.behind == ()
    for one in others:
        shared = {*best.signals, *one.signals}
        difference = {s: best.signals.get(s, 0) - one.signals.get(s, 0) for s in shared}
        assert one.behind == tuple(
            sorted(((s, d) for s, d in difference.items() if d >= 0.05), key=lambda part: (-part[1], part[0]))
        )


def test_what_contains_a_place_is_among_its_signals(gazetteer: Gazetteer) -> None:
    document = Document("d", "Fire in Tripoli. In Tripoli, Lebanon, it is quiet.")
    for one in explain(document, gazetteer)[:2]:
        best = one.candidates[0]
        assert best.place.countries == ("LB",)
        assert best.signals["named within"] > 0
        other = next(lost for lost in one.candidates if lost.place.countries == ("LY",))
        assert "named within" in dict(other.behind)


def test_the_rule_of_a_role_is_told(gazetteer: Gazetteer) -> None:
    assert at("بغداد", gazetteer)[0].rule == "a dateline"
    assert at("الحسكة", gazetteer)[0].rule == "neither a country nor a capital"
    assert at("القدس", gazetteer)[0].rule == "part of a longer name"


def test_words_that_are_no_place_are_explained_when_asked_for(gazetteer: Gazetteer) -> None:
    likeliest, *_ = at("القائم", gazetteer)
    assert likeliest.mention is None
    assert likeliest.verdict == "no place: the evidence is not enough"
    assert likeliest.evidence <= 0
    assert "Qaim" in likeliest.candidates[0].place.name
    person, *_ = explain(Document("d", "وقال حميد البوكمال إن الأمن مستتب"), gazetteer, at=10)
    assert person.verdict == "no place: part of a person's name"
    assert person.evidence > 0
    assert at("قافلة", gazetteer) == ()


def test_a_border_gives_its_reason(gazetteer: Gazetteer) -> None:
    (border,) = at("الحدود بين", gazetteer)
    assert border.recognition == ()
    assert "both countries" in border.verdict


class Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.directions: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "td":
            self.directions.append(dict(attrs).get("dir"))


def test_a_notebook_shows_it_and_nothing_of_the_text_is_markup(gazetteer: Gazetteer) -> None:
    text = '<script>alert(1)</script> & "fire" in <b>Homs</b> <img src=x onerror=alert(1)>'
    shown = explain(Document("d", text), gazetteer)._repr_html_()
    tags = Tags()
    tags.feed(shown)
    assert not tags.tags & {"script", "img"}
    assert "<mark>Homs</mark>" in shown
    assert tags.directions
    assert set(tags.directions) == {"auto"}
    assert "no place" in Explanations()._repr_html_()


def test_it_is_data(gazetteer: Gazetteer) -> None:
    told: Explanation = at("الحسكة", gazetteer)[0]
    plain = json.loads(json.dumps(told.to_json()))
    assert (plain["text"], plain["role"]) == ("الحسكة", "literal")
    assert plain["candidates"][0]["signals"]["salience"] > 0


def test_spans_of_a_recognizer_are_explained_too(gazetteer: Gazetteer) -> None:
    (one,) = explain(Document("d", "homs is quiet"), gazetteer, recognizer=lambda _: [(0, 4)])
    assert one.recognition == ()
    assert one.candidates[0].place.country == "SY"


def test_the_command_line_tells_it(geoevents: Run, tmp_path: Path) -> None:
    file = tmp_path / "r1.txt"
    file.write_text(REPORT.text, encoding="utf-8")
    whole = geoevents("explain", file)
    assert whole.returncode == 0, whole.stderr
    assert "[مخيم الهول]" in whole.stdout
    ran = geoevents("explain", file, "--at", REPORT.text.index("القائم"))
    assert "no place: the evidence is not enough" in ran.stdout
    ran = geoevents("explain", "--text", "انفجار في الحسكة", "--json")
    (line,) = ran.stdout.splitlines()
    assert json.loads(line)["candidates"][0]["name_ar"] == "الحسكة"


def test_the_command_line_knows_what_it_cannot_tell(geoevents: Run, tmp_path: Path) -> None:
    nothing = geoevents("explain", "--text", "a quiet day", "--at", "3")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    lines = tmp_path / "two.jsonl"
    lines.write_text('{"id": "a", "text": "in Homs"}\n{"id": "b", "text": "in Hama"}\n', encoding="utf-8")
    assert "Hama" in geoevents("explain", lines, "--id", "b", "--at", "4").stdout
    for wrong in ((), (lines, "--at", "3"), (lines, "--id", "c"), ("--text", "Homs", "--at", "40")):
        assert geoevents("explain", *wrong).returncode == 2
