"""The documentation leads nowhere wrong: its links end somewhere, its examples hold."""

import re
from pathlib import Path

import pytest

from geoevents.gazetteer.check import check
from geoevents.gazetteer.store import Gazetteer

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The addresses of the headings of a page, as forges make them."""
    headings = HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_in_the_contents() -> None:
    contents = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages
    assert pages <= set(LINK.findall(contents))


def test_the_tables_of_own_places_can_be_used(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "own-places.md").read_text("utf-8")
    tables = re.findall(r"\*\*`(\w+\.csv)`\*\*[^`]*(?:`[^`\n]+`[^`]*)*?```csv\n(.*?)```", page, re.DOTALL)
    assert {name for name, _ in tables} == {"places.csv", "names.csv", "nonplaces.csv"}
    own = tmp_path / "own"
    own.mkdir()
    for name, content in tables:
        (own / name).write_text(content, encoding="utf-8")
    assert check(own) == []
    known = Gazetteer.load(own, cache=tmp_path / "cache")
    assert known.lookup("Rose Triangle")[0].place.name == "Rose camp"


def test_the_columns_are_those_of_the_tables() -> None:
    import geoevents as ge

    page = (ROOT / "docs" / "tables.md").read_text("utf-8")
    section = page.split("## Columns of events and locations")[1].split("Before you count")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    found = ge.collect([ge.Document("r", "عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.")])
    assert set(found.locations.columns) == told
