"""Tables in PostGIS: typed, indexed, commented, brought up to date in one transaction.

Rows are known by their ids, which are hashes of what the reports say: writing the same reports again
changes nothing, and a report read anew replaces what was read in it before. psycopg speaks to the server;
``pip install 'geoevents[postgis]'`` brings it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from geoevents.errors import OutputError
from geoevents.publish.frames import Frames, records
from geoevents.publish.looks import fields, layer_words
from geoevents.publish.provenance import Provenance
from geoevents.publish.tables import pieces

if TYPE_CHECKING:
    from pandas import DataFrame
    from psycopg import Connection, Cursor

__all__ = ["SCHEMA", "read_postgis", "write_postgis"]

SCHEMA: Final = "geoevents"
TABLES: Final = ("events", "locations", "movements", "mentions", "unresolved")
_RUNS: Final = "runs"
_MARK: Final = "Written by geoevents."  # in the comment of a table, so that we know it as ours
_SRID: Final = 4326
_PLACELESS: Final = frozenset({"unresolved"})
_WHAT: Final = {
    "events": "one row per event, at its primary place",
    "locations": "one row per event and place where something of it happened",
    _RUNS: "what was written, by the hash of its input",
}
_INDEXED: Final = (
    "event_id",
    "document",
    "category",
    "status",
    "place_id",
    "country",
    "date_start",
    "date_end",
)
_TYPES: Final = {"M": "date", "i": "bigint", "f": "double precision"}


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
    tables = {name: _keyed(name, getattr(frames, name)) for name in TABLES}
    read = set(documents or ())
    for table in tables.values():
        read.update(table["document"].dropna().unique().tolist())
    with _connected(url) as connection, connection.cursor() as cursor:
        _check_postgis(cursor, url)
        cursor.execute(_sql("CREATE SCHEMA IF NOT EXISTS {}", schema))
        for name, table in tables.items():
            _make_table(cursor, schema, name, table, provenance)
            _fill(cursor, schema, name, table, sorted(read))
        _note_run(cursor, schema, provenance)
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
            if not _is_ours(cursor, schema, name):
                raise OutputError(f"there is no table {schema}.{name} that geoevents wrote", file=_place(url))
        tables = {name: _read(cursor, schema, name) for name in TABLES}
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


def _sql(query: str, /, *names: str, **more: Any) -> Any:
    from psycopg import sql

    return sql.SQL(query).format(*map(sql.Identifier, names), **more)


def _check_postgis(cursor: Cursor[Any], url: str) -> None:
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")
    if cursor.fetchone() is None:
        raise OutputError(
            "this database has no PostGIS; its owner adds it with CREATE EXTENSION postgis", file=_place(url)
        )


def _keyed(name: str, table: DataFrame) -> DataFrame:
    """Make what identifies a row its first column."""
    if name not in _PLACELESS:
        return table.rename_axis("id").reset_index()
    parts = [table[column].astype("str").fillna("") for column in ("document", "record", "event_id")]
    parts += [table[column].astype("str") for column in ("start", "end")]
    key = parts[0]
    for part in parts[1:]:
        key = key + "/" + part
    return table.assign(id=key)[["id", *table.columns]]


def _columns(name: str, table: DataFrame) -> dict[str, str]:
    """Return the columns of a table with their types in the database."""
    kinds: dict[str, str] = {}
    for column in table.columns:
        if column == "geometry":
            kinds[column] = f"geometry({'LineString' if name == 'movements' else 'Geometry'}, {_SRID})"
        else:
            kinds[str(column)] = _TYPES.get(table[column].dtype.kind, "text")
    return kinds


def _is_ours(cursor: Cursor[Any], schema: str, name: str) -> bool | None:
    """Tell whether we wrote a table; ``None`` if there is nothing of its name."""
    cursor.execute(
        "SELECT obj_description(c.oid, 'pg_class') FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = %s AND relname = %s",
        (schema, name),
    )
    found = cursor.fetchone()
    return None if found is None else (found[0] or "").startswith(_MARK)


def _make_table(
    cursor: Cursor[Any], schema: str, name: str, table: DataFrame, provenance: Provenance
) -> None:
    from psycopg import sql

    columns = _columns(name, table)
    ours = _is_ours(cursor, schema, name)
    if ours is False:
        raise OutputError(
            f"{schema}.{name} is a table that geoevents did not write; choose another schema (--schema)"
        )
    if ours:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s",
            (schema, name),
        )
        there = {row[0] for row in cursor.fetchall()}
        for column in [one for one in columns if one not in there]:
            kind = sql.SQL(columns[column])
            cursor.execute(_sql("ALTER TABLE {}.{} ADD COLUMN {} {kind}", schema, name, column, kind=kind))
    else:
        inner = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind)) for column, kind in columns.items()
        )
        cursor.execute(_sql("CREATE TABLE {}.{} ({inner}, PRIMARY KEY (id))", schema, name, inner=inner))
        for column in [one for one in _INDEXED if one in columns]:
            cursor.execute(_sql("CREATE INDEX ON {}.{} ({})", schema, name, column))
        if "geometry" in columns:
            cursor.execute(_sql("CREATE INDEX ON {}.{} USING gist (geometry)", schema, name))
    _comment(cursor, schema, name, columns, provenance)


def _comment(
    cursor: Cursor[Any], schema: str, name: str, columns: Mapping[str, str], provenance: Provenance
) -> None:
    from psycopg import sql

    content = _WHAT.get(name) or layer_words()["content"][name]["about"]
    text = sql.Literal(f"{_MARK} {content[0].upper()}{content[1:]}. {provenance.line}")
    cursor.execute(_sql("COMMENT ON TABLE {}.{} IS {text}", schema, name, text=text))
    known = fields()
    for column in columns:
        if column in known:
            about = sql.Literal(f"{known[column].ar} · {known[column].en}")
            cursor.execute(_sql("COMMENT ON COLUMN {}.{}.{} IS {text}", schema, name, column, text=about))


def _fill(cursor: Cursor[Any], schema: str, name: str, table: DataFrame, documents: Sequence[str]) -> None:
    """Copy the rows beside the table, then change in it only what differs."""
    from psycopg import sql

    columns = [str(column) for column in table.columns]
    fresh = f"fresh_{name}"
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    cursor.execute(_sql("CREATE TEMP TABLE {} (LIKE {}.{}) ON COMMIT DROP", fresh, schema, name))
    with cursor.copy(_sql("COPY {} ({names}) FROM STDIN", fresh, names=names)) as copy:
        for row in _rows(table):
            copy.write_row(row)
    cursor.execute(
        _sql("DELETE FROM {}.{} old WHERE document = ANY({read}) AND NOT EXISTS"
             " (SELECT 1 FROM {} fresh WHERE fresh.id = old.id)", schema, name, fresh,
             read=sql.Placeholder()),
        (list(documents),),
    )  # fmt: skip
    rest = [column for column in columns if column != "id"]
    changes = sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(one)) for one in rest)
    old, new = (
        sql.SQL(", ").join(sql.SQL(_compared(one)).format(sql.SQL(side), sql.Identifier(one)) for one in rest)
        for side in ("old", "EXCLUDED")
    )
    cursor.execute(
        _sql(
            "INSERT INTO {}.{} AS old ({names}) SELECT {names} FROM {} ON CONFLICT (id) DO UPDATE"
            " SET {changes} WHERE ({old}) IS DISTINCT FROM ({new})",
            schema, name, fresh, names=names, changes=changes, old=old, new=new,
        )
    )  # fmt: skip


def _compared(column: str) -> str:
    # PostGIS compares geometries by their boxes; their bytes tell all.
    return "ST_AsEWKB({}.{})" if column == "geometry" else "{}.{}"


def _rows(table: DataFrame) -> Iterator[list[Any]]:
    from shapely import set_srid, to_wkb

    place = list(table.columns).index("geometry") if "geometry" in table.columns else None
    for part in pieces(table):
        rows = [list(row.values()) for row in records(part)]
        if place is not None:
            shapes = to_wkb(set_srid(part["geometry"].to_numpy(), _SRID), hex=True, include_srid=True)
            for row, shape in zip(rows, shapes, strict=True):
                row.insert(place, shape)
        yield from rows


def _note_run(cursor: Cursor[Any], schema: str, provenance: Provenance) -> None:
    from psycopg import sql

    if _is_ours(cursor, schema, _RUNS) is False:
        raise OutputError(f"{schema}.{_RUNS} is a table that geoevents did not write; choose another schema")
    cursor.execute(
        _sql("CREATE TABLE IF NOT EXISTS {}.{} (input text, program text, gazetteer text, credits text,"
             " PRIMARY KEY (input, program, gazetteer))", schema, _RUNS)
    )  # fmt: skip
    about = sql.Literal(f"{_MARK} {_WHAT[_RUNS]}.")
    cursor.execute(_sql("COMMENT ON TABLE {}.{} IS {text}", schema, _RUNS, text=about))
    cursor.execute(
        _sql("INSERT INTO {}.{} VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", schema, _RUNS),
        (provenance.input, provenance.program, provenance.gazetteer, provenance.credits),
    )


def _read(cursor: Cursor[Any], schema: str, name: str) -> Any:
    import pandas as pd
    from geopandas import GeoDataFrame, GeoSeries
    from shapely import from_wkb

    model = getattr(_empty(), name)
    columns = [str(column) for column in _keyed(name, model).columns]
    cursor.execute(
        _sql('SELECT {names} FROM {}.{} ORDER BY id COLLATE "C"', schema, name, names=_names(columns))
    )
    rows = cursor.fetchall()
    by_name = dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(columns, ())
    table = pd.DataFrame(
        {
            column: pd.Series(list(by_name[column]), dtype=model[column].dtype)
            for column in model.columns
            if column != "geometry"
        }
    )
    if name in _PLACELESS:
        return table
    table.index = pd.Index(list(by_name["id"]), dtype="str")
    shapes = [None if one is None else from_wkb(one) for one in by_name["geometry"]]
    geometry = GeoSeries(shapes, index=table.index, crs=f"EPSG:{_SRID}")
    return GeoDataFrame(table, geometry=geometry)[list(model.columns)]


def _empty() -> Frames:
    from geoevents.publish.frames import to_frames

    return to_frames([])


def _names(columns: Sequence[str]) -> Any:
    from psycopg import sql

    return sql.SQL(", ").join(map(sql.Identifier, columns))
