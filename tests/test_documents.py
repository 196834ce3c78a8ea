"""Reading reports, the good and the broken."""

import json
from datetime import date
from pathlib import Path

import pytest

import geoevents.documents
from geoevents.documents import MAX_BYTES, read
from geoevents.errors import DocumentError

TEXT = "اجتماع في دمشق\r\nثم في بغداد\n"


def problems_of(path: Path | list[Path], **options: str) -> list[str]:
    """What reading reports, as a user sees it; everything else is still read."""
    problems: list[DocumentError] = []
    list(read(path, problems=problems, **options))  # type: ignore[arg-type]
    return [str(one) for one in problems]


def test_a_text_keeps_its_line_ends_so_that_offsets_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "r1.txt").write_bytes(TEXT.encode())
    (report,) = read(tmp_path / "r1.txt")
    assert (report.id, report.text) == ("r1", TEXT)


def test_a_sidecar_tells_what_the_text_does_not(tmp_path: Path) -> None:
    (tmp_path / "r1.txt").write_text(TEXT, encoding="utf-8")
    facts = {
        "title": "لقاء",
        "published": "2024-12-26T10:00:00Z",
        "source": "وكالة",
        "url": "https://example.org",
        "language": "ar",
    }
    (tmp_path / "r1.json").write_text(json.dumps(facts))
    (report,) = read(tmp_path)
    assert (report.title, report.published, report.source) == ("لقاء", date(2024, 12, 26), "وكالة")
    assert (report.url, report.language, report.id) == ("https://example.org", "ar", "r1")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood_and_left_out(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "r.txt").write_bytes(TEXT.encode(encoding))
    (tmp_path / "r.jsonl").write_bytes(("\n".join(json.dumps({"text": t}) for t in "ab")).encode(encoding))
    assert [one.text for one in read(tmp_path)] == ["a", "b", TEXT]


def test_windows_1256_is_refused_with_its_cure_and_read_when_named(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(("first line\n" + TEXT).encode("windows-1256"))
    (problem,) = problems_of(file)
    assert problem.startswith(f"{file}:2: not utf-8")
    assert "--encoding windows-1256" in problem
    assert [one.text for one in read(file, encoding="windows-1256")] == ["first line\n" + TEXT]
    (tmp_path / "wide.txt").write_bytes(TEXT.encode("utf-16-le"))
    assert [one.text for one in read(tmp_path / "wide.txt", encoding="utf-16-le")] == [TEXT]


def test_an_unknown_encoding_is_refused_at_once() -> None:
    with pytest.raises(DocumentError, match="no encoding is called 'klingon'"):
        read("anything.txt", encoding="klingon")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", ": empty"),
        (b" \n\t\n", ": empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ": not a text"),
        ("دمشق".encode()[:-1], ":1: not utf-8"),
        ("دمشق".encode("utf-16")[:-1], ":1: not utf-16"),
        (b"x" * (MAX_BYTES + 1), "too long for one report"),
    ],
)
def test_a_broken_file_is_reported_and_the_others_are_read(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text(TEXT)
    problems: list[DocumentError] = []
    assert [one.id for one in read(tmp_path, problems=problems)] == ["b"]
    (problem,) = problems
    assert problem.file == str(tmp_path / "a.txt")
    assert message in str(problem)
    with pytest.raises(DocumentError):
        list(read(tmp_path))


def test_json_lines_are_reports_and_each_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    lines = [
        '{"doc_id": "first", "text": "في دمشق", "published": "2024-12-26"}',
        "{not json",
        '["a", "list"]',
        '{"id": 7, "text": "في بغداد"}',
        '{"title": "no text"}',
        '{"text": "  "}',
        '{"text": "x", "published": "yesterday"}',
        '{"text": "x", "title": 5}',
        "",
        '{"n": ' + "9" * 5000 + ', "text": "x"}',
        '{"text": "unnamed"}',
    ]
    file.write_bytes("\n".join(lines).encode() + b'\n{"text": "\xff"}\n' + b"{" * 100_000)
    problems: list[DocumentError] = []
    assert [one.id for one in read(file, problems=problems)] == ["first", "7", "many-11"]
    assert [one.line for one in problems] == [2, 3, 5, 6, 7, 8, 10, 12, 13]
    assert all(str(one).startswith(f"{file}:{one.line}: ") for one in problems)
    assert [one.column for one in problems[2:6]] == ["text", "text", "published", "title"]


def test_a_line_too_long_for_a_report_is_passed_without_holding_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geoevents.documents, "MAX_BYTES", 30)
    file = tmp_path / "x.jsonl"
    file.write_text(
        '{"text": "a"}\n{"text": "' + "b" * 100 + '"}\n{"text": "c"}\n' + '{"text": "' + "d" * 50 + '"}'
    )
    problems: list[DocumentError] = []
    assert [one.text for one in read(file, problems=problems)] == ["a", "c"]
    assert [one.line for one in problems] == [2, 4]


def test_what_no_output_could_hold_is_replaced_without_moving_an_offset(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(r'{"text": "a\u0000\ud800 دمشق"}', encoding="utf-8")
    (report,) = read(tmp_path / "x.jsonl")
    assert report.text == "a\ufffd\ufffd دمشق"


def test_folders_are_walked_and_patterns_matched(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.TXT", "notes.md", "b/deep/3.jsonl"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"id": "3", "text": "x"}')
    assert [one.id for one in read(tmp_path)] == ["a", "1", "2", "3"]
    assert [one.id for one in read(f"{tmp_path}/**/*.txt")] == ["1", "2"]
    assert [one.id for one in read([tmp_path / "b" / "deep", f"{tmp_path}/b/[1]*"])] == ["3", "1"]


def test_tables_beside_the_reports_are_not_taken_for_reports(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("x")
    (tmp_path / "mentions.jsonl").write_text('{"doc": "r.txt", "start": 0}')
    assert [one.id for one in read(tmp_path)] == ["r"]
    assert problems_of(tmp_path / "mentions.jsonl") == [
        f"{tmp_path}/mentions.jsonl:1: a report needs its 'text'"
    ]


def test_paths_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF")
    (tmp_path / "r.txt").write_text("x")
    (tmp_path / "r.json").write_text("{")
    (tmp_path / "empty").mkdir()
    (tmp_path / "no.jsonl").write_text("")
    names = ["gone.txt", "empty", "report.pdf", "*.html", "r.txt", "no.jsonl"]
    gone, empty, pdf, html, sidecar, no = problems_of([tmp_path / name for name in names])
    assert "no such file or folder" in gone
    assert "no reports in this folder" in empty
    assert "not read; reports are .txt or .jsonl" in pdf
    assert "no report matches" in html
    assert sidecar.startswith(f"{tmp_path / 'r.json'}:1: not JSON")
    assert no.endswith("empty")


def test_reading_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"text": "a"}\n{broken')
    assert next(read(tmp_path / "x.jsonl")).text == "a"


def test_annotations_beside_the_reports_are_no_reports(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("اجتماع في دمشق أمس", encoding="utf-8")
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "dates.jsonl").write_text('{"doc": "report.txt", "start": 15, "end": 18, "text": "أمس"}\n')
    (gold / "mentions.jsonl").write_text('{"doc": "report.txt", "start": 10, "surface": "دمشق"}\n')
    assert [document.id for document in read(tmp_path)] == ["report"]
