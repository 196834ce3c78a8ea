"""The road from reports to events, with the shipped gazetteer."""

from datetime import date
from pathlib import Path

import pytest

import geoevents as ge

TEXT = "عقد وفد أمني اجتماعاً في دمشق أمس الأربعاء."
OTHER = "Talks were held in Baghdad on 26 December 2024."


@pytest.fixture(scope="module")
def gazetteer() -> ge.Gazetteer:
    return ge.Gazetteer.load()


@pytest.fixture(scope="module")
def found(gazetteer: ge.Gazetteer) -> ge.EventCollection:
    reports = [ge.Document("ar", TEXT, published=date(2024, 12, 26)), ge.Document("en", OTHER)]
    return ge.collect(reports, gazetteer=gazetteer)


def test_what_was_found_stands_in_the_text(found: ge.EventCollection) -> None:
    assert [one.document.language for one in found.parsed] == ["ar", "en"]
    for one in found.parsed:
        assert one.mentions
        assert one.dates
        assert one.events
        for part in (*one.mentions, *one.dates, *one.events, *one.quantities):
            assert one.document.text[part.start : part.end] == part.text


def test_yesterday_is_the_day_before_the_publication(found: ge.EventCollection) -> None:
    assert found.parsed[0].published_basis == "given"
    assert found.parsed[0].dates[0].first == date(2024, 12, 25)
    assert found.parsed[1].published_basis == "unknown"


def test_the_tables_can_be_filtered(found: ge.EventCollection) -> None:
    events = found.events
    in_syria = events[events["country"] == "SY"]
    assert in_syria["location"].tolist() == ["Damascus"]
    assert in_syria["date_start"].dt.date.tolist() == [date(2024, 12, 25)]
    assert set(found.mentions["location"]) == {"Damascus", "Baghdad"}
    assert len(found.locations) == len(events) == len(found)
    assert found.frames is found.frames


def test_the_same_reports_give_the_same_events(found: ge.EventCollection, gazetteer: ge.Gazetteer) -> None:
    again = ge.collect([one.document for one in found.parsed], gazetteer=gazetteer)
    assert again.parsed == found.parsed


def test_the_map_and_the_layers_name_whom_the_places_are_owed_to(
    found: ge.EventCollection, tmp_path: Path
) -> None:
    found.map(title="لقاءات").save(tmp_path / "map.html")
    found.to_layers(tmp_path / "layers")
    for path in tmp_path / "map.html", tmp_path / "layers" / "README.txt":
        text = path.read_text("utf-8")
        assert "GeoNames" in text
        assert found.gazetteer.version in text


def test_paths_and_documents_may_be_mixed(gazetteer: ge.Gazetteer, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(OTHER)
    found = ge.collect([tmp_path, ge.Document("mine", OTHER)], gazetteer=gazetteer)
    assert [one.document.id for one in found.parsed] == ["r", "mine"]
    assert len(ge.collect(tmp_path / "r.txt", gazetteer=gazetteer).parsed) == 1


def test_a_second_report_of_an_id_is_reported(gazetteer: ge.Gazetteer) -> None:
    twice = [ge.Document("r", OTHER), ge.Document("r", TEXT)]
    problems: list[ge.DocumentError] = []
    assert len(ge.collect(twice, gazetteer=gazetteer, problems=problems).parsed) == 1
    assert [str(one) for one in problems] == [
        "r: another report has this id; give each its own 'id', or file name"
    ]
    with pytest.raises(ge.DocumentError):
        ge.collect(twice, gazetteer=gazetteer)


def test_a_document_that_cannot_be_parsed_is_named_and_the_others_go_on(gazetteer: ge.Gazetteer) -> None:
    broken = ge.Document("broken", None)  # type: ignore[arg-type]
    problems: list[ge.DocumentError] = []
    (one,) = ge.parse([broken, ge.Document("r", OTHER)], gazetteer, problems=problems)
    assert one.document.id == "r"
    assert str(problems[0]).startswith("broken: could not be parsed (")
    with pytest.raises(ge.DocumentError):
        list(ge.parse([broken], gazetteer))


def test_parsing_is_lazy(gazetteer: ge.Gazetteer) -> None:
    def reports() -> object:
        yield ge.Document("r", OTHER)
        raise AssertionError("read too far")

    assert next(ge.parse(reports(), gazetteer)).document.id == "r"  # type: ignore[arg-type]


def test_nothing_found_is_an_empty_map_and_no_error(gazetteer: ge.Gazetteer, tmp_path: Path) -> None:
    found = ge.collect([ge.Document("r", "…")], gazetteer=gazetteer)
    assert repr(found) == "<EventCollection: 1 report, 0 events, 0 of them on the map>"
    found.map().save(tmp_path / "map.html")
    assert [path.name for path in found.to_layers(tmp_path / "layers")] == [
        "unresolved.csv", "unresolved.csv-metadata.json", "README.txt",
    ]  # fmt: skip
