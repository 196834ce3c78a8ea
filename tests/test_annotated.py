"""Annotated texts in three forms, and what is said of those that are broken."""

import json
from pathlib import Path

import pytest

from geoevents.errors import DocumentError
from geoevents.evaluation.annotated import Gold, read_annotated
from geoevents.evaluation.predicted import read_predicted

TEXT = "وصل الوفد إلى دمشق.\nThen it left for Aleppo, 😀 in the north."
BYTES_BEFORE_ALEPPO = len(TEXT[: TEXT.index("Aleppo")].encode())


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def jsonl(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), encoding="utf-8")
    return path


def brat(folder: Path, *lines: str, text: str = TEXT) -> Path:
    (folder / "r1.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "r1.ann").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_json_lines_with_text_and_gold(tmp_path: Path) -> None:
    start, end = span("دمشق")
    marked = {"start": start, "end": end, "text": "دمشق", "lat": 33.5, "lon": 36.3, "geonameid": 170654}
    bare = dict(zip(("start", "end"), span("Aleppo"), strict=True)) | {"type": "GPE", "role": "metonymic"}
    file = jsonl(tmp_path / "a.jsonl", {"doc_id": 7, "lang": "ar", "text": TEXT, "gold": [marked, bare]})
    (one,) = read_annotated(file)
    assert (one.document.id, one.document.language) == ("7", "ar")
    damascus, aleppo = one.gold
    assert (damascus.latitude, damascus.place, damascus.roles) == (33.5, "gn:170654", ())
    assert damascus.is_located
    assert not aleppo.is_located
    assert (aleppo.text, aleppo.roles) == ("Aleppo", ("metonymic",))
    assert [one.gold for one in read_annotated(tmp_path, types=["GPE"])] == [(aleppo,)]


def test_brat_standoff_with_notes_references_and_roles(tmp_path: Path) -> None:
    places = (span("دمشق"), span("Aleppo"), span("north"))
    entities = [f"T{n}\tLoc {start} {end}\t{TEXT[start:end]}" for n, (start, end) in enumerate(places, 1)]
    folder = brat(
        tmp_path, *entities,
        "#1\tAnnotatorNotes T1\t33.5138, 36.2765",
        "N1\tReference T2 GeoNames:170063\tAleppo",
        "A1\tRole T2 metonymic",
        "#2\tAnnotatorNotes T3\tvague; page 12, 2019",
        f"T4\tLoc {places[1][0]} {places[1][0] + 2};{places[2][0]} {places[2][1]}\tAl north",
        "R1\tNear Arg1:T1 Arg2:T2",
    )  # fmt: skip
    (one,) = read_annotated(folder)
    damascus, aleppo, broken, north = one.gold
    assert (damascus.latitude, damascus.longitude) == (33.5138, 36.2765)
    assert (aleppo.place, aleppo.roles) == ("gn:170063", ("metonymic",))
    assert (broken.start, broken.end) == (places[1][0], places[2][1])
    assert not north.is_located


def test_coordinates_in_a_note_are_read_in_any_plain_form(tmp_path: Path) -> None:
    def noted(told: str) -> Gold:
        folder = brat(tmp_path, "T1\tLoc 0 4\tHoms", f"#1\tAnnotatorNotes T1\t{told}", text="Homs")
        return read_annotated(folder)[0].gold[0]

    for told in ("34.73, 36.71", "34.73 36.71", "lat=34.73; lon=36.71", "at 34.73,36.71 (OSM)"):
        assert (noted(told).latitude, noted(told).longitude) == (34.73, 36.71), told
    for told in ("95.0, 36.7", "34.7, 200.5", "no idea", "2024-12-26"):
        assert not noted(told).is_located, told


def test_the_seeds_form_has_roles_tolerances_and_optional_mentions(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "r1.txt").write_text(TEXT, encoding="utf-8", newline="")
    start, end = span("دمشق")
    mention = {
        "doc": "r1.txt", "start": start, "end": end, "surface": "دمشق", "kind": "capital",
        "lat": 33.5, "lon": 36.3, "geometry": "point", "tolerance_km": 25,
        "role": "metonymic", "role_alt": ["locative"], "optional": True,
    }  # fmt: skip
    area = mention | {
        "kind": "governorate",
        "geometry": "polygon",
        "tolerance_km": "polygon",
        "fallback_km": 70,
    }
    file = jsonl(tmp_path / "mentions.jsonl", mention, area, area | {"fallback_km": None})
    (one,) = read_annotated(file, texts=tmp_path / "texts")
    point, unit, strict = one.gold
    assert (point.roles, point.tolerance_km, point.is_optional) == (("metonymic", "literal"), 25, True)
    assert "city" in point.kinds
    assert (unit.is_shape, unit.tolerance_km, strict.tolerance_km) == (True, 70, 0)


def test_the_shipped_gold_is_read(root: Path) -> None:
    found = read_annotated(root / "seeds" / "gold")
    assert sum(len(one.gold) for one in found) > 100
    assert all(gold.roles and gold.is_located for one in found for gold in one.gold)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"text": TEXT}, "gold"),
        ({"gold": []}, "text"),
        ([1], "object"),
        ({"text": TEXT, "gold": [{"start": 3}]}, "'start' and 'end'"),
        ({"text": TEXT, "gold": [None]}, "'start' and 'end'"),
        ({"text": TEXT, "gold": [{"start": 0, "end": 9999}]}, "0:9999"),
        (
            {
                "text": TEXT,
                "gold": [{"start": BYTES_BEFORE_ALEPPO, "end": BYTES_BEFORE_ALEPPO + 6, "text": "Aleppo"}],
            },
            "not bytes",
        ),
    ],
)
def test_a_broken_line_is_named_with_its_number(record: object, problem: str, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", {"text": TEXT, "gold": []}, record)
    with pytest.raises(DocumentError, match=problem) as told:
        read_annotated(file)
    assert told.value.line == 2


@pytest.mark.parametrize(
    ("line", "problem"),
    [("T1\tLoc x y\tHoms", "no entity"), ("T1\tLoc 0 4\tHoms", "'Homs'"), ("T1\tLoc", "no entity")],
)
def test_a_broken_entity_is_named_with_its_line(line: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=problem) as told:
        read_annotated(brat(tmp_path, "", line))
    assert told.value.line == 2


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no annotated text"):
        read_annotated(tmp_path)
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    with pytest.raises(DocumentError, match="form"):
        read_annotated(tmp_path / "a.csv")
    (tmp_path / "b.ann").write_text("", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"b\.txt is missing"):
        read_annotated(tmp_path)
    lost = jsonl(tmp_path / "mentions.jsonl", {"doc": "gone.txt", "start": 0, "end": 2})
    with pytest.raises(DocumentError, match="--texts"):
        read_annotated(lost)


def test_predictions_of_any_parser_are_read(tmp_path: Path) -> None:
    place = {
        "lat": 36.2,
        "lon": 37.1,
        "kind": "hamlet",
        "geometry": {"type": "Point", "coordinates": [37.1, 36.2]},
    }
    mentions = [{"start": 0, "end": 6, "place": place, "score": 0.5}, {"start": 8, "end": 9}]
    found = read_predicted(jsonl(tmp_path / "p.jsonl", {"doc_id": "r1", "mentions": mentions}))
    assert [(one.place and one.place.latitude, one.score) for one in found["r1"]] == [
        (36.2, 0.5),
        (None, 0.0),
    ]
    with pytest.raises(DocumentError, match="geoevents parse"):
        read_predicted(jsonl(tmp_path / "p.jsonl", {"doc_id": "r1", "mentions": [{"start": 9, "end": 2}]}))
