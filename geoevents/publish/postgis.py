"""Tables in PostGIS: typed, indexed, commented, brought up to date in one transaction.

Rows are known by their ids, which are hashes of what the reports say: writing the same reports again
changes nothing, and a report read anew replaces what was read in it before. psycopg speaks to the server;
``pip install 'geoevents[postgis]'`` brings it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from geoevents.errors import OutputError
from geoevents.publish.frames import Frames
from geoevents.publish.postgis_tables import fill, is_ours, keyed, make_table, note_run, query, read_table
from geoevents.publish.provenance import Provenance

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

__all__ = ["SCHEMA", "read_postgis", "write_postgis"]

SCHEMA: Final = "geoevents"
TABLES: Final = ("events", "locations", "movements", "mentions", "unresolved")


def write_postgis(
    frames: Frames,
    url: str,
    *,
    schema: str = SCHEMA,
    documents: Iterable[str] | None = None,
    provenance: Provenance | None = None,
) -> dict[str, int]:
    """Bring the tables of a schema up to date, all or nothing, and return how many rows each received.

    Made, where missing, are the schema and its tables ``events``, ``locations``, ``movements``,
    ``mentions``, ``unresolved`` and ``runs`` (what was written, by the hash of its input).

    Parameters
    ----------
    frames
        What :func:`geoevents.publish.frames.to_frames` made.
    url
        Of the database: ``postgresql://user@host:port/database``.
    schema
        Its name.
    documents
        Ids of the reports that were read; rows of theirs that are not in ``frames`` are deleted. By
        default those that occur in ``frames``.
    provenance
        Whom the place data is owed to, and what was read; the tables' comments carry it.

    Raises
    ------
    OutputError
        The database cannot be reached, has no PostGIS, or holds tables of these names that are not ours;
        it is then as it was before.

    >>> from geoevents.publish.frames import to_frames
    >>> write_postgis(to_frames([]), "mysql://localhost/x")
    Traceback (most recent call last):
    geoevents.errors.OutputError: this is no address of a PostgreSQL database (postgresql://user@host/database)
    """
    provenance = provenance or Provenance()
    tables = {name: keyed(name, getattr(frames, name)) for name in TABLES}
    read = set(documents or ())
    for table in tables.values():
        read.update(table["document"].dropna().unique().tolist())
    with _connected(url) as connection, connection.cursor() as cursor:
        _check_postgis(cursor, url)
        cursor.execute(query("CREATE SCHEMA IF NOT EXISTS {}", schema))
        for name, table in tables.items():
            make_table(cursor, schema, name, table, provenance)
            fill(cursor, schema, name, table, sorted(read))
        note_run(cursor, schema, provenance)
    return {name: len(table) for name, table in tables.items()}


def read_postgis(url: str, *, schema: str = SCHEMA) -> Frames:
    """Read the tables back as they were written, ordered by their ids.

    Raises
    ------
    OutputError
        The database cannot be reached, or there are no tables of ours.
    """
    with _connected(url) as connection, connection.cursor() as cursor:
        for name in TABLES:
            if not is_ours(cursor, schema, name):
                raise OutputError(f"there is no table {schema}.{name} that geoevents wrote", file=_place(url))
        tables = {name: read_table(cursor, schema, name) for name in TABLES}
    locations = tables["locations"]
    return Frames(observations=locations[locations["record_kind"] == "observation"], **tables)


def _place(url: str) -> str:
    """The address without its password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


@contextmanager
def _connected(url: str) -> Iterator[Connection[Any]]:
    """Open one transaction; it is undone if anything goes wrong."""
    if urlsplit(url).scheme not in ("postgresql", "postgres"):
        raise OutputError("this is no address of a PostgreSQL database (postgresql://user@host/database)")
    try:
        import psycopg
    except ImportError as problem:
        raise OutputError("PostGIS needs psycopg: pip install 'geoevents[postgis]'") from problem
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            yield connection
    except psycopg.OperationalError as problem:
        raise OutputError(f"the database cannot be used: {_line(problem)}", file=_place(url)) from problem
    except psycopg.Error as problem:
        raise OutputError(f"the database refused: {_line(problem)}", file=_place(url)) from problem


def _line(problem: Exception) -> str:
    return " ".join(str(problem).split()) or type(problem).__name__


def _check_postgis(cursor: Cursor[Any], url: str) -> None:
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")
    if cursor.fetchone() is None:
        raise OutputError(
            "this database has no PostGIS; its owner adds it with CREATE EXTENSION postgis", file=_place(url)
        )
