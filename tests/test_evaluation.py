"""The figures of an evaluation, counted by hand."""

import json
import math
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from geoevents.evaluation.annotated import Annotated, Gold, read_annotated
from geoevents.evaluation.measures import Distances
from geoevents.evaluation.scoring import compare, evaluate
from geoevents.gazetteer.store import Gazetteer
from geoevents.model import Document, Mention, Place, Role

Run = Callable[..., subprocess.CompletedProcess[str]]

TEXT = "From Homs and Hama to Aleppo, then Tripoli; Baghdad said no."
HOMS = Place("x:homs", "Homs", "حمص", "city", 34.73, 36.71)
TRIPOLI_LY = Place("x:ly", "Tripoli", "طرابلس", "city", 32.89, 13.19)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def gold(words: str, at: tuple[float, float] | None = None, *roles: Role) -> Gold:
    start = TEXT.index(words)
    latitude, longitude = at or (None, None)
    return Gold(start, start + len(words), words, latitude, longitude, roles)


def mention(words: str, place: Place | None = None, role: Role = "literal", score: float = 0.9) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, role, place, score if place else 0.0)


def annotated(*marked: Gold) -> list[Annotated]:
    return [Annotated(Document("r1", TEXT), marked)]


def test_recognition_counts_same_spans_and_shared_letters() -> None:
    report = compare(
        annotated(gold("Homs"), gold("Aleppo"), gold("Tripoli")),
        {"r1": [mention("Homs"), mention("to Aleppo"), mention("said"), mention("From", role="embedded")]},
    )
    assert (report.exact.right, report.overlap.right) == (1, 2)
    assert (report.overlap.predicted, report.overlap.gold) == (3, 3)
    assert report.overlap.f1 == pytest.approx(2 / 3)
    assert sorted((error.problem, error.text) for error in report.errors) == [
        ("not found", "Tripoli"), ("not in the gold", "said"),
    ]  # fmt: skip


def test_pairs_are_one_to_one_the_same_span_first() -> None:
    whole, part = gold("Homs and Hama"), gold("Homs")
    report = compare(annotated(whole, part), {"r1": [mention("Homs")]})
    assert (report.exact.right, report.overlap.right, report.overlap.gold) == (1, 1, 2)
    report = compare(annotated(whole), {"r1": [mention("Homs"), mention("Hama")]})
    assert (report.overlap.right, report.overlap.predicted) == (1, 2)


def test_resolution_is_judged_by_distance() -> None:
    report = compare(
        annotated(
            gold("Homs", (34.73, 36.75)), gold("Tripoli", (34.44, 35.83)), gold("Aleppo", (36.2, 37.2))
        ),
        {"r1": [mention("Homs", HOMS), mention("Tripoli", TRIPOLI_LY), mention("Aleppo")]},
    )
    far = report.distances
    assert (far.located, len(far.errors_km)) == (3, 2)
    assert (far.within(161), far.within(161, of_all=True)) == (0.5, pytest.approx(1 / 3))
    assert far.within(10) == 0.5
    assert far.errors_km[0] == pytest.approx(3.66, abs=0.05)
    assert far.errors_km[1] == pytest.approx(2094, abs=5)
    problems = {error.text: error for error in report.errors}
    assert problems["Tripoli"].problem == "wrong place"
    assert "2,09" in problems["Tripoli"].detail
    assert problems["Aleppo"].problem == "not resolved"
    assert "and Hama to Aleppo, then" in problems["Aleppo"].context


def test_the_area_under_the_curve_goes_from_nothing_to_one() -> None:
    assert Distances((0.0, 0.0), 2).auc() == 0
    assert Distances((20_038.0,) * 3, 3).auc() == pytest.approx(1)
    assert Distances((), 3).auc(of_all=True) == pytest.approx(1)
    assert math.isnan(Distances((), 0).auc())
    # two errors: the mean of their logarithms, over the logarithm of the farthest
    assert Distances((math.e - 1, math.e**3 - 1), 2).auc() == pytest.approx(2 / math.log(20_039))
    assert Distances((0.0,), 2).auc(of_all=True) == pytest.approx(0.5)


def test_roles_are_confused_only_where_the_gold_has_them() -> None:
    marked = annotated(
        gold("Homs", None, "literal"), gold("Aleppo"), gold("Tripoli", None, "embedded", "literal"),
        gold("Baghdad", None, "metonymic"), gold("Hama", None, "demonym"),
    )  # fmt: skip
    found = [mention("Homs"), mention("Aleppo"), mention("Tripoli"), mention("Baghdad")]
    report = compare(marked, {"r1": found}, roles=["literal", "metonymic"])
    assert report.confusion == {
        ("demonym", "not found"): 1, ("literal", "literal"): 2, ("metonymic", "literal"): 1,
    }  # fmt: skip
    assert report.overlap.gold == 4  # a demonym is not counted
    assert [error.detail for error in report.errors] == ["literal, not metonymic"]


def test_nothing_is_missed_that_is_optional() -> None:
    report = compare(
        annotated(replace(gold("Homs"), is_optional=True), gold("Hama")), {"r1": [mention("Hama")]}
    )
    assert report.overlap.f1 == 1
    assert report.errors == ()


def test_the_gold_may_say_how_near_is_right(gazetteer: Gazetteer) -> None:
    syria, iraq = gazetteer["country:SY"], gazetteer["country:IQ"]
    area = replace(gold("Homs", (36.9, 41.2)), kinds=("country",), tolerance_km=0.0, is_shape=True)
    for place, right in ((syria, 1), (iraq, 0), (replace(syria, kind="region"), 0)):
        report = compare(annotated(area), {"r1": [mention("Homs", place)]})
        assert (report.tolerance.right, report.tolerance.gold) == (right, 1), place.id
    line = gazetteer.border("IQ", "SY")
    assert line is not None
    near = replace(gold("Homs", (34.42, 40.98)), kinds=("border",), tolerance_km=10.0, is_shape=True)
    assert compare(annotated(near), {"r1": [mention("Homs", line)]}).tolerance.right == 1
    point = replace(gold("Homs", (34.73, 36.75)), tolerance_km=3.0)
    assert compare(annotated(point), {"r1": [mention("Homs", HOMS)]}).tolerance.right == 0


def test_reliability_sets_scores_against_the_share_that_is_right() -> None:
    marked = annotated(
        gold("Homs", (34.7, 36.7)), gold("Tripoli", (34.44, 35.83)), gold("Hama", (35.1, 36.7))
    )
    found = [
        mention("Homs", HOMS, score=0.96),
        mention("Tripoli", TRIPOLI_LY, score=0.98),
        mention("Hama", HOMS, score=0.3),
    ]
    report = compare(marked, {"r1": found})
    low, high = report.reliability
    assert (low.count, low.right, low.score) == (1, 1.0, 0.3)
    assert (high.low, high.high, high.count, high.right) == (0.95, 1.0, 2, 0.5)
    assert high.score == pytest.approx(0.97)
    assert report.calibration_error == pytest.approx((0.7 + 2 * 0.47) / 3)
    assert (
        sum(one.count for one in compare(marked, {"r1": [mention("Homs", HOMS, score=1.0)]}).reliability) == 1
    )


def test_documents_without_predictions_count_as_empty() -> None:
    report = compare(annotated(gold("Homs", (34.7, 36.7))), {})
    assert (report.documents, report.overlap.recall, report.distances.within(161, of_all=True)) == (1, 0, 0)
    plain = report.to_json()
    assert plain["resolved"]["acc_161_km"] is None
    assert plain["all"]["acc_161_km"] == 0
    json.dumps(plain, allow_nan=False)


def test_the_parser_is_scored_on_ones_own_text(gazetteer: Gazetteer) -> None:
    homs = Gold(8, 12, "Homs", place="gn:169577")
    nowhere = Gold(17, 23, "Xanadu", place="gn:1")
    report = evaluate([Annotated(Document("r1", "Fire in Homs and Xanadu"), (homs, nowhere))], gazetteer)
    assert (report.exact.right, report.overlap.gold) == (1, 2)
    assert report.distances.errors_km == (0.0,)  # its coordinates are taken from the gazetteer
    assert report.unknown == 1
    by_hand = evaluate(
        [Annotated(Document("r1", "Fire in Homs and Xanadu"), (homs, nowhere))], gazetteer,
        recognizer=lambda _: [(8, 12), (17, 23)],
    )  # fmt: skip
    assert by_hand.exact.f1 == 1


def test_the_shipped_seeds_are_read_well(root: Path, gazetteer: Gazetteer) -> None:
    texts = read_annotated(root / "seeds" / "gold")
    report = evaluate(texts, gazetteer, roles=("literal", "metonymic", "embedded"))
    assert report.documents == 7
    assert report.overlap.f1 > 0.9
    assert report.tolerance.recall > 0.9


def test_the_command_line_scores_parses_and_lists_errors(geoevents: Run, root: Path, tmp_path: Path) -> None:
    roles = ("--roles", "literal,metonymic,embedded")
    seeds = root / "seeds" / "gold"
    ran = geoevents("evaluate", seeds, *roles, "--json")
    assert ran.returncode == 0, ran.stderr
    direct = json.loads(ran.stdout)
    found = tmp_path / "found.jsonl"
    assert geoevents("parse", root / "seeds", "-o", found).returncode == 0
    scored = json.loads(geoevents("evaluate", seeds, *roles, "--predicted", found, "--json").stdout)
    assert direct["overlap"] == scored["overlap"]
    assert direct["roles"] == scored["roles"]
    shown = geoevents("evaluate", seeds, *roles, "--errors")
    assert shown.returncode == 0
    assert "calibration error" in shown.stdout
    assert direct["errors"][0]["document"] in shown.stdout


def test_the_command_line_says_what_is_wrong(geoevents: Run, tmp_path: Path) -> None:
    assert geoevents("evaluate", tmp_path, "--roles", "hero").returncode == 2
    ran = geoevents("evaluate", tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "no annotated text" in ran.stderr
    (tmp_path / "a.jsonl").write_text('{"text": "Homs", "gold": [{"start": 1, "end": 9}]}', encoding="utf-8")
    ran = geoevents("evaluate", tmp_path)
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert "a.jsonl:1" in ran.stderr
    ran = geoevents("evaluate", tmp_path / "gone.jsonl")
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
