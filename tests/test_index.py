"""The compiled index: built once, whole or not at all, and built anew when it is damaged or outdated."""

import json
import logging
import multiprocessing
import os
from pathlib import Path

import pytest

from geoevents.errors import GazetteerError
from geoevents.gazetteer.index import Index, compile_index, digest_of, open_index

PLACES = """id,name,name_ar,kind,country,latitude,longitude,names
own:rock,Rock City,مدينة الصخر,city,SY,35.1,38.2,Rockville|صخرة
own:well,Old Well,البئر,village,SY,35.2,38.3,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's own folder of two places."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "places.csv").write_text(PLACES, "utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def names_of(index: Index) -> list[str]:
    return list(index.texts("name"))


def built(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def test_an_index_is_built_once_and_then_opened(folder: Path, cache: Path) -> None:
    assert names_of(open_index([folder], cache=cache)) == ["Rock City", "Old Well"]
    (first,) = built(cache)
    written = (first / "arrays.bin").stat().st_mtime_ns
    again = open_index([folder], cache=cache)
    assert names_of(again) == ["Rock City", "Old Well"]
    assert again.is_sound()
    assert built(cache) == [first]
    assert (first / "arrays.bin").stat().st_mtime_ns == written


def test_changed_data_leads_to_another_index(folder: Path, cache: Path) -> None:
    before = digest_of([folder])
    open_index([folder], cache=cache)
    (folder / "places.csv").write_text(PLACES.replace("Old Well", "New Well"), "utf-8")
    assert digest_of([folder]) != before
    assert names_of(open_index([folder], cache=cache)) == ["Rock City", "New Well"]
    assert len(built(cache)) == 2


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("arrays.bin", "missing"),
        ("arrays.bin", "short"),
        ("arrays.bin", "zeros"),
        ("words.json", "missing"),
        ("manifest.json", "empty"),
        ("manifest.json", "short"),
    ],
)
def test_a_damaged_index_is_built_anew(folder: Path, cache: Path, file: str, damage: str) -> None:
    open_index([folder], cache=cache)
    (index,) = built(cache)
    content = (index / file).read_bytes()
    if damage == "missing":
        (index / file).unlink()
    else:
        worse = {"empty": b"", "short": content[:-7], "zeros": bytes(len(content))}
        (index / file).write_bytes(worse[damage])
    opened = open_index([folder], cache=cache)
    assert names_of(opened) == ["Rock City", "Old Well"]
    assert opened.is_sound()
    assert built(cache) == [index], "nothing broken or half-built stays behind"


def test_an_index_of_another_format_is_built_anew(folder: Path, cache: Path) -> None:
    open_index([folder], cache=cache)
    (index,) = built(cache)
    manifest = json.loads((index / "manifest.json").read_text("utf-8"))
    (index / "manifest.json").write_text(json.dumps(manifest | {"format": 0}), "utf-8")
    assert names_of(open_index([folder], cache=cache)) == ["Rock City", "Old Well"]


def test_a_changed_bit_is_found_by_the_checksum(folder: Path, cache: Path) -> None:
    index = open_index([folder], cache=cache)
    content = bytearray((index.folder / "arrays.bin").read_bytes())
    content[len(content) // 2] ^= 1
    (index.folder / "arrays.bin").write_bytes(content)
    assert not index.is_sound()


def test_wrong_data_leaves_nothing_behind(folder: Path, cache: Path) -> None:
    (folder / "places.csv").write_text(PLACES.replace("35.2", "153"), "utf-8")
    with pytest.raises(GazetteerError, match="latitude 153") as raised:
        open_index([folder], cache=cache)
    assert raised.value.line == 3
    assert raised.value.file == str(folder / "places.csv")
    assert built(cache) == []


def test_a_name_of_an_unknown_place_is_told_with_its_line(folder: Path, cache: Path) -> None:
    (folder / "names.csv").write_text("name,place\nالصخر,own:rock\nالرمل,own:sand\n", "utf-8")
    with pytest.raises(GazetteerError, match="own:sand") as raised:
        open_index([folder], cache=cache)
    assert raised.value.line == 3


def test_where_the_cache_cannot_be_written_the_index_lives_for_this_process(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the cache folder should be", "utf-8")
    with caplog.at_level(logging.WARNING):
        index = open_index([folder], cache=blocked / "index")
    assert names_of(index) == ["Rock City", "Old Well"]
    assert "cannot be kept" in caplog.text


def test_only_the_last_opened_indexes_are_kept(folder: Path, cache: Path) -> None:
    for number in range(6):
        (folder / "places.csv").write_text(PLACES.replace("Rock City", f"Rock {number}"), "utf-8")
        index = open_index([folder], cache=cache)
        os.utime(index.folder / "manifest.json", (1_000_000 + number, 1_000_000 + number))
    kept = [json.loads((index / "manifest.json").read_text("utf-8")) for index in built(cache)]
    assert len(kept) == 4
    assert names_of(open_index([folder], cache=cache)) == ["Rock 5", "Old Well"]


def test_compiling_over_a_whole_index_changes_nothing(folder: Path, cache: Path) -> None:
    index = open_index([folder], cache=cache)
    written = (index.folder / "arrays.bin").stat().st_mtime_ns
    compile_index([folder], index.folder)
    assert (index.folder / "arrays.bin").stat().st_mtime_ns == written


def _open(folder: Path, cache: Path) -> list[str]:
    return names_of(open_index([folder], cache=cache))


def test_processes_that_build_at_once_get_one_index(folder: Path, cache: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.starmap(_open, [(folder, cache)] * 3)
    assert found == [["Rock City", "Old Well"]] * 3
    assert len(built(cache)) == 1
