"""PostGIS: real tables in a real server of our own."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal
from shapely import LineString, box

from geoevents.errors import OutputError
from geoevents.model import Document, Event, Location, Mention, Parsed, Place, TimeSpan
from geoevents.publish.frames import Frames, to_frames
from geoevents.publish.postgis import TABLES, read_postgis, write_postgis
from geoevents.publish.provenance import Provenance

psycopg = pytest.importorskip("psycopg")

TEXT = "غادرت عائلات مخيم الهول إلى الموصل عبر الحدود"
HOL = Place("x:hol", "al-Hol camp", "مخيم الهول", "camp", 36.376, 41.146, ("SY",))
MOSUL = Place("x:mosul", "Mosul", "الموصل", "city", 36.34, 43.13, ("IQ",))
BORDER = Place(
    "border:IQ-SY", "Border", "", "border", 35, 41, ("IQ", "SY"), outline=LineString([(41, 34), (42, 37)])
)
DESERT = Place("x:desert", "Desert", "بادية", "desert", 32.5, 40, ("SY",), outline=box(39, 32, 41, 33))
PROVENANCE = Provenance("Place data © GeoNames", gazetteer="7", input="sha256:0f")


def mention(words: str, place: Place | None) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, place=place, score=0.75)


def event(name: str, *places: tuple[str, Place], **more: Any) -> Event:
    locations = tuple(Location(role, place, mention("الحدود", place)) for role, place in places)  # type: ignore[arg-type]
    told: dict[str, Any] = {
        "record_kind": "event", "category": "return", "status": "occurred", "time": TimeSpan(),
        "start": 0, "end": len(TEXT), "text": TEXT, "document": "r1",
    }  # fmt: skip
    return Event(name, locations=locations, **(told | more))


def report() -> Parsed:
    long = TimeSpan(date(1, 1, 1), date(9999, 12, 31), "range", "0001-01-01/9999-12-31", "explicit")
    events = (
        event("move", ("origin", HOL), ("destination", MOSUL), record_kind="movement", time=long),
        event("watched", ("area", BORDER), ("area", DESERT)),
        event("stock", ("site", HOL), record_kind="observation"),
        event("nowhere"),
    )
    names = mention("مخيم الهول", HOL), mention("الموصل", MOSUL), mention("الحدود", None)
    return Parsed(Document("r1", TEXT, published=date(2025, 4, 4)), names, events=events)


@pytest.fixture(scope="module")
def frames() -> Frames:
    return to_frames([report()])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of our own on the loopback, gone when the tests are."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    programs = homes[-1] if homes else Path(shutil.which("initdb") or "").parent
    has_postgis = any(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
    if not (has_postgis and (programs / "initdb").is_file()):
        told = "PostgreSQL with PostGIS is not installed (make programs)"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    # A server refuses to run as root, and pytest's folders are closed to others.
    is_root = os.geteuid() == 0
    given: dict[str, Any] = {"user": "postgres", "group": "postgres"} if is_root else {}
    home = Path("/tmp") / f"geoevents-postgres-{os.getpid()}"
    home.mkdir(mode=0o700)
    if is_root:
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        # What a daemon inherits stays open: no pipes.
        done = subprocess.run(
            command, check=False, cwd=home, timeout=120, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **given,
        )  # fmt: skip
        assert done.returncode == 0, (home / "log").read_text() if (home / "log").exists() else command

    try:
        run("initdb", "-D", f"{home}/data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
        run("pg_ctl", "-D", f"{home}/data", "-w", "-l", f"{home}/log", "-o", options, "start")
        try:
            yield f"postgresql://tester@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "-D", f"{home}/data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def database(server: str) -> str:
    """A database with PostGIS, for one test."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS one WITH (FORCE)")
        connection.execute("CREATE DATABASE one")
    with psycopg.connect(f"{server}/one", autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
    return f"{server}/one"


Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def ask(database: str) -> Ask:
    def ask_database(query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(database) as connection:
            found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
        return found

    return ask_database


def assert_same(read: Frames, written: Frames) -> None:
    for name in (*TABLES, "observations"):
        one, other = getattr(read, name), getattr(written, name)
        if name == "unresolved":
            key = ["document", "record", "start"]
            one, other = (table.sort_values(key, ignore_index=True) for table in (one, other))
            assert_frame_equal(one, other)
        else:
            assert_geodataframe_equal(one.sort_index(), other.sort_index(), check_less_precise=False)


def test_what_is_written_reads_back_equal(database: str, frames: Frames) -> None:
    counts = write_postgis(frames, database, provenance=PROVENANCE)
    assert counts == {"events": 4, "locations": 5, "movements": 1, "mentions": 2, "unresolved": 2}
    assert_same(read_postgis(database), frames)


def test_tables_are_typed_indexed_and_commented(database: str, frames: Frames, ask: Ask) -> None:
    write_postgis(frames, database, provenance=PROVENANCE)
    kinds = dict(
        ask(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = 'geoevents.movements'::regclass AND attnum > 0"
        )
    )
    assert kinds["geometry"] == "geometry(LineString,4326)"
    assert kinds["date_start"] == kinds["published"] == "date"
    assert kinds["confidence"] == "double precision"
    assert kinds["evidence_start"] == "bigint"
    assert kinds["evidence"] == "text"
    (indexes,) = ask("SELECT string_agg(indexdef, ';') FROM pg_indexes WHERE tablename = 'locations'")
    assert "gist (geometry)" in indexes[0]
    assert "UNIQUE INDEX locations_pkey" in indexes[0]
    ((comment, column),) = ask(
        "SELECT obj_description('geoevents.events'::regclass),"
        " col_description('geoevents.events'::regclass, 5)"
    )
    assert PROVENANCE.line in comment
    assert "الفئة" in column
    for name in TABLES:
        ((comment,),) = ask(f"SELECT obj_description('geoevents.{name}'::regclass)")
        assert PROVENANCE.line in comment, name
    assert ask("SELECT input, gazetteer, credits FROM geoevents.runs") == [
        ("sha256:0f", "7", "Place data © GeoNames")
    ]


def test_writing_twice_changes_no_row(database: str, frames: Frames, ask: Ask) -> None:
    versions = " UNION ALL ".join(f"SELECT id, xmin::text FROM geoevents.{name}" for name in TABLES)
    write_postgis(frames, database, provenance=PROVENANCE)
    before = sorted(ask(versions))
    write_postgis(frames, database, provenance=PROVENANCE)
    assert sorted(ask(versions)) == before
    assert len(before) == 14
    assert ask("SELECT count(*) FROM geoevents.runs") == [(1,)]


def test_a_report_read_anew_replaces_what_was_read_in_it(database: str, frames: Frames, ask: Ask) -> None:
    write_postgis(frames, database)
    old = report()
    other = Parsed(Document("r2", TEXT), events=(event("other", ("site", MOSUL), document="r2"),))
    write_postgis(to_frames([other]), database)
    assert ask("SELECT count(*) FROM geoevents.events") == [(5,)]
    changed = replace(old, events=(replace(old.events[1], status="planned"),))
    write_postgis(to_frames([changed]), database)
    assert sorted(ask("SELECT event_id, status FROM geoevents.events")) == [
        ("other", "occurred"), ("watched", "planned"),
    ]  # fmt: skip
    write_postgis(to_frames([]), database, documents=["r1"])
    assert ask("SELECT event_id FROM geoevents.events") == [("other",)]


def test_a_failure_midway_leaves_everything_as_it_was(database: str, frames: Frames, ask: Ask) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE SCHEMA geoevents")
        connection.execute("CREATE TABLE geoevents.mentions (mine text)")
    with pytest.raises(OutputError, match=r"geoevents\.mentions is a table that geoevents did not write"):
        write_postgis(frames, database)
    assert ask("SELECT relname FROM pg_class WHERE relnamespace = 'geoevents'::regnamespace") == [
        ("mentions",)
    ]
    write_postgis(frames, database, schema="أحداث")
    assert_same(read_postgis(database, schema="أحداث"), frames)


def test_a_database_that_cannot_be_used_is_told_in_a_line(server: str, database: str, frames: Frames) -> None:
    with pytest.raises(OutputError, match="no PostGIS; its owner adds it with CREATE EXTENSION postgis"):
        write_postgis(frames, f"{server}/postgres")
    with pytest.raises(OutputError, match="cannot be used") as told:
        write_postgis(frames, "postgresql://me:secret@127.0.0.1:1/nowhere")
    assert "secret" not in str(told.value)
    with pytest.raises(OutputError, match="no table"):
        read_postgis(database)


def test_the_command_line_fills_the_tables(
    database: str, ask: Ask, geoevents: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "خبر.txt").write_text("عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.", encoding="utf-8")
    for _ in range(2):
        ran = geoevents("layers", tmp_path / "خبر.txt", "--to", database, cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert "tables: geoevents (events 1, locations 1," in ran.stderr
    assert ask("SELECT location_ar, date_start::text, round(ST_Y(geometry)) FROM geoevents.events") == [
        ("دمشق", "2024-12-26", 34)
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["خبر.txt"]
    ran = geoevents("layers", tmp_path / "خبر.txt", "--to", "postgresql://127.0.0.1:1/x", cwd=tmp_path)
    assert ran.returncode == 1
    assert "the database cannot be used" in ran.stderr
    assert "Traceback" not in ran.stderr
