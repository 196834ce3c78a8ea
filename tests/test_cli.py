"""The command line, run as a user runs it, on good reports and on bad input."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

GOOD = "عقد وفد أمني اجتماعاً في دمشق يوم 26 ديسمبر 2024، وفق ما قاله مسؤول في بغداد."
VERBS = ("map", "layers", "parse", "lookup", "gazetteer")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two good reports, and one of each kind that cannot be read."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x7fELF\x02\x01\x01\0\0\0\0")
    (folder / "windows.txt").write_bytes(GOOD.encode("windows-1256"))
    (folder / "wide.txt").write_bytes(GOOD.encode("utf-16"))
    (folder / "broken.txt").write_bytes(GOOD.encode()[:-1] + b"\xd9\n")
    (folder / "huge.txt").write_bytes(b"a " * 25_000_000)
    lines = [
        '{"doc_id": "line", "text": "زار الوزير دمشق", "published": "2025-01-02"}',
        "{oops",
        '{"text": 3}',
    ]
    (folder / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "nothing here").mkdir()
    return folder


def one_line(text: str) -> str:
    assert "Traceback" not in text
    assert text.endswith("\n")
    assert text.count("\n") == 1, text
    return text


def test_help_names_every_verb_and_shows_examples(geoevents: Run) -> None:
    told = geoevents("--help").stdout
    assert all(verb in told for verb in VERBS)
    for verb in VERBS[:4]:
        assert f"geoevents {verb} " in geoevents(verb, "--help").stdout.split("Examples")[1]
    assert geoevents("--version").stdout.startswith("geoevents ")


def test_bad_input_is_named_and_the_rest_is_parsed(geoevents: Run, reports: Path) -> None:
    ran = geoevents("parse", reports, reports / "nothing here", reports / "gone.txt")
    found = {one["doc_id"]: one for one in map(json.loads, ran.stdout.splitlines())}
    assert set(found) == {"good", "line", "wide"}
    assert ran.returncode == 1
    told = ran.stderr.splitlines()
    assert told[0] == "3 reports read, 9 skipped:"
    assert [line.strip().replace(f"{reports}/", "").split(": ")[0] for line in told[1:]] == [
        "binary.txt", "broken.txt:1", "empty.txt", "huge.txt", "lines.jsonl:2", "lines.jsonl:3",
        "windows.txt:1", "nothing here", "gone.txt",
    ]  # fmt: skip
    assert "--encoding windows-1256" in ran.stderr


def test_parse_writes_the_contract_with_offsets_of_the_raw_text(
    geoevents: Run, reports: Path, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "found.jsonl"
    ran = geoevents("parse", reports / "good.txt", "-o", file)
    assert (ran.returncode, ran.stdout) == (0, "")
    (found,) = map(json.loads, file.read_text("utf-8").splitlines())
    assert found["lang"] == "ar"
    assert found["mentions"]
    for one in (*found["mentions"], *found["dates"]):
        assert GOOD[one["start"] : one["end"]] == one["text"]
    assert "دمشق" in {one["text"] for one in found["mentions"]}
    assert found["dates"][0]["value"] == "2024-12-26"
    assert [one.name for one in file.parent.iterdir()] == ["found.jsonl"]


def test_a_pipe_is_written_to_and_not_replaced(geoevents: Run, reports: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True, encoding="utf-8") as reader:
        assert geoevents("parse", reports / "good.txt", "-o", pipe).returncode == 0
        assert reader.stdout is not None
        assert json.loads(reader.stdout.read())["lang"] == "ar"
    assert pipe.is_fifo()
    assert geoevents("map", reports / "good.txt", "-o", pipe).returncode == 2
    assert pipe.is_fifo()


def test_the_output_of_parse_may_not_be_its_input(geoevents: Run, reports: Path) -> None:
    before = (reports / "lines.jsonl").read_bytes()
    ran = geoevents("parse", reports / "lines.jsonl", "-o", reports / "lines.jsonl")
    assert ran.returncode == 2
    assert (reports / "lines.jsonl").read_bytes() == before


def test_a_map_and_layers_are_written_even_when_something_was_skipped(
    geoevents: Run, reports: Path, tmp_path: Path
) -> None:
    ran = geoevents("map", reports, "-o", tmp_path / "map.html", "--lang", "ar")
    assert ran.returncode == 1
    assert "3 reports read, 7 skipped:" in ran.stderr
    page = (tmp_path / "map.html").read_text("utf-8")
    assert "https://unpkg" not in page
    assert "Damascus" in page
    ran = geoevents("layers", reports / "good.txt", "-o", tmp_path / "layers")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "layers" / "events_points.geojson").is_file()


def test_a_folder_in_use_is_refused_before_the_work(geoevents: Run, reports: Path) -> None:
    ran = geoevents("layers", reports / "good.txt", "-o", reports)
    assert ran.returncode == 1
    assert "--overwrite" in one_line(ran.stderr)
    assert (reports / "good.txt").is_file()


def test_without_a_single_report_nothing_is_written(geoevents: Run, reports: Path, tmp_path: Path) -> None:
    ran = geoevents("map", reports / "empty.txt", "-o", tmp_path / "map.html")
    assert ran.returncode == 1
    assert "0 reports read, 1 skipped" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_encoding_or_folder_is_one_line(geoevents: Run, reports: Path, tmp_path: Path) -> None:
    assert "klingon" in one_line(geoevents("parse", reports, "--encoding", "klingon").stderr)
    ran = geoevents("lookup", "دمشق", "--gazetteer", tmp_path / "gone")
    assert ran.returncode == 1
    assert "gone" in one_line(ran.stderr)


def test_windows_1256_is_read_when_it_is_named(geoevents: Run, reports: Path) -> None:
    ran = geoevents("parse", reports / "windows.txt", "--encoding", "windows-1256")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["mentions"]


@pytest.mark.parametrize("name", ["الحسكه", "الحسكة", "al-Hasakah", "Hassakeh", "Al Hasaka", "Haseke"])
def test_lookup_finds_a_place_in_any_spelling(geoevents: Run, name: str) -> None:
    ran = geoevents("lookup", name, "--json", "--kind", "city", "--country", "sy")
    assert ran.returncode == 0, ran.stderr
    best = json.loads(ran.stdout.splitlines()[0])
    assert (round(best["latitude"], 1), round(best["longitude"], 1)) == (36.5, 40.7)


def test_lookup_shows_arabic_and_says_when_there_is_nothing(geoevents: Run) -> None:
    assert "الحسكة" in geoevents("lookup", "Hasakah").stdout
    ran = geoevents("lookup", "Xqzzvw")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert one_line(ran.stderr) == "no place is called 'Xqzzvw'\n"


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("fly",), ("map",), ("lookup", "x", "--kind", "planet"), ("lookup", "x", "--near", "91,0"),
        ("map", "x.txt", "-o", "map.docx"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_a_usage_error(geoevents: Run, arguments: tuple[str, ...]) -> None:
    assert geoevents(*arguments).returncode == 2


def test_the_gazetteer_is_checked_and_described(geoevents: Run, root: Path, tmp_path: Path) -> None:
    ran = geoevents("gazetteer", "check")
    assert ran.returncode == 0, ran.stderr
    assert "GeoNames" in geoevents("gazetteer", "info").stdout
    rows = (root / "gazetteer" / "curated" / "places.csv").read_text("utf-8").splitlines()
    column = rows[0].split(",").index("latitude")
    cells = ["" for _ in rows[0].split(",")]
    cells[column] = "153"
    own = tmp_path / "own" / "curated"
    own.mkdir(parents=True)
    (own / "places.csv").write_text(f"{rows[0]}\n{','.join(cells)}\n", encoding="utf-8")
    ran = geoevents("gazetteer", "check", own.parent)
    assert ran.returncode == 1
    assert "places.csv:2: " in ran.stdout + ran.stderr
    assert "153" in ran.stdout + ran.stderr
