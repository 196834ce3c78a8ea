"""One table in PostGIS: made, commented, brought up to date, read back.

``cursor`` is psycopg's, within the transaction of :mod:`geoevents.publish.postgis`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from geoevents.errors import OutputError
from geoevents.publish.frames import records
from geoevents.publish.looks import fields, layer_words
from geoevents.publish.provenance import Provenance
from geoevents.publish.tables import pieces

if TYPE_CHECKING:
    from pandas import DataFrame
    from psycopg import Cursor

    from geoevents.publish.frames import Frames

__all__ = ["fill", "is_ours", "keyed", "make_table", "note_run", "query", "read_table"]

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


def query(text: str, /, *names: str, **more: Any) -> Any:
    from psycopg import sql

    return sql.SQL(text).format(*map(sql.Identifier, names), **more)


def keyed(name: str, table: DataFrame) -> DataFrame:
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


def is_ours(cursor: Cursor[Any], schema: str, name: str) -> bool | None:
    """Tell whether we wrote a table; ``None`` if there is nothing of its name."""
    cursor.execute(
        "SELECT obj_description(c.oid, 'pg_class') FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = %s AND relname = %s",
        (schema, name),
    )
    found = cursor.fetchone()
    return None if found is None else (found[0] or "").startswith(_MARK)


def make_table(cursor: Cursor[Any], schema: str, name: str, table: DataFrame, provenance: Provenance) -> None:
    from psycopg import sql

    columns = _columns(name, table)
    ours = is_ours(cursor, schema, name)
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
            cursor.execute(query("ALTER TABLE {}.{} ADD COLUMN {} {kind}", schema, name, column, kind=kind))
    else:
        inner = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind)) for column, kind in columns.items()
        )
        cursor.execute(query("CREATE TABLE {}.{} ({inner}, PRIMARY KEY (id))", schema, name, inner=inner))
        for column in [one for one in _INDEXED if one in columns]:
            cursor.execute(query("CREATE INDEX ON {}.{} ({})", schema, name, column))
        if "geometry" in columns:
            cursor.execute(query("CREATE INDEX ON {}.{} USING gist (geometry)", schema, name))
    _comment(cursor, schema, name, columns, provenance)


def _comment(
    cursor: Cursor[Any], schema: str, name: str, columns: Mapping[str, str], provenance: Provenance
) -> None:
    from psycopg import sql

    content = _WHAT.get(name) or layer_words()["content"][name]["about"]
    text = sql.Literal(f"{_MARK} {content[0].upper()}{content[1:]}. {provenance.line}")
    cursor.execute(query("COMMENT ON TABLE {}.{} IS {text}", schema, name, text=text))
    known = fields()
    for column in columns:
        if column in known:
            about = sql.Literal(f"{known[column].ar} · {known[column].en}")
            cursor.execute(query("COMMENT ON COLUMN {}.{}.{} IS {text}", schema, name, column, text=about))


def fill(cursor: Cursor[Any], schema: str, name: str, table: DataFrame, documents: Sequence[str]) -> None:
    """Copy the rows beside the table, then change in it only what differs."""
    from psycopg import sql

    columns = [str(column) for column in table.columns]
    fresh = f"fresh_{name}"
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    cursor.execute(query("CREATE TEMP TABLE {} (LIKE {}.{}) ON COMMIT DROP", fresh, schema, name))
    with cursor.copy(query("COPY {} ({names}) FROM STDIN", fresh, names=names)) as copy:
        for row in _rows(table):
            copy.write_row(row)
    cursor.execute(
        query("DELETE FROM {}.{} old WHERE document = ANY({read}) AND NOT EXISTS"
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
        query(
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


def note_run(cursor: Cursor[Any], schema: str, provenance: Provenance) -> None:
    from psycopg import sql

    if is_ours(cursor, schema, _RUNS) is False:
        raise OutputError(f"{schema}.{_RUNS} is a table that geoevents did not write; choose another schema")
    cursor.execute(
        query("CREATE TABLE IF NOT EXISTS {}.{} (input text, program text, gazetteer text, credits text,"
             " PRIMARY KEY (input, program, gazetteer))", schema, _RUNS)
    )  # fmt: skip
    about = sql.Literal(f"{_MARK} {_WHAT[_RUNS]}.")
    cursor.execute(query("COMMENT ON TABLE {}.{} IS {text}", schema, _RUNS, text=about))
    cursor.execute(
        query("INSERT INTO {}.{} VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", schema, _RUNS),
        (provenance.input, provenance.program, provenance.gazetteer, provenance.credits),
    )


def read_table(cursor: Cursor[Any], schema: str, name: str) -> Any:
    import pandas as pd
    from geopandas import GeoDataFrame, GeoSeries
    from shapely import from_wkb

    model = getattr(_empty(), name)
    columns = [str(column) for column in keyed(name, model).columns]
    cursor.execute(
        query('SELECT {names} FROM {}.{} ORDER BY id COLLATE "C"', schema, name, names=_names(columns))
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
