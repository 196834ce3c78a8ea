"""A GeoPackage with all layers, their default styles, and Arabic names of their columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geoevents.publish.looks import fields, layer_words
from geoevents.publish.provenance import Provenance
from geoevents.publish.styles import qml, table_qml
from geoevents.publish.tables import Layer, with_days

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["write_geopackage"]

_DATE_OF_FILES: Final = (
    "2000-01-01T00:00:00.000Z"  # in the GeoPackage's contents, for the same bytes each time
)

# As QGIS makes it; it looks here for the style of a layer.
_STYLES: Final = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT '2000-01-01T00:00:00.000Z');
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
    VALUES ('layer_styles', 'attributes', 'layer_styles', 'styles for QGIS', '2000-01-01T00:00:00.000Z');
"""
# The schema extension (GeoPackage 1.3, F.9) as its text makes it.
_COLUMNS: Final = """
CREATE TABLE IF NOT EXISTS gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
    min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
    SELECT name, NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'
    FROM (SELECT 'gpkg_data_columns' AS name UNION SELECT 'gpkg_data_column_constraints')
    WHERE name NOT IN (SELECT table_name FROM gpkg_extensions WHERE table_name IS NOT NULL);
"""


def write_geopackage(
    layers: Sequence[Layer], unresolved: DataFrame, path: Path, provenance: Provenance
) -> None:
    """Write the layers that have features, and the table of what has no place."""
    import pyogrio

    tables: list[tuple[str, str, Any]] = [
        (layer.name, layer.about, layer.table if layer.group == "ground" else with_id(layer.table))
        for layer in layers
        if len(layer.table)
    ]
    if len(unresolved):
        tables.append(("unresolved", layer_words()["content"]["unresolved"]["about"], unresolved))
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _DATE_OF_FILES})
    try:
        for name, about, table in tables:
            pyogrio.write_dataframe(
                with_days(table),
                path,
                layer=name,
                driver="GPKG",
                use_arrow=True,
                dataset_options=None if path.exists() else {"VERSION": "1.3"},  # what QGIS 3.22 knows
                layer_options={"DESCRIPTION": about, "IDENTIFIER": name},
                dataset_metadata={"attribution": provenance.line, **provenance.as_dict()},
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
    with closing(sqlite3.connect(path)) as database, database:
        _add_styles(database, layers, unresolved, provenance)
        _name_columns(database, tables)


def with_id(table: Any) -> Any:
    """Make the index of a table its first column."""
    return table.rename_axis("id").reset_index()


def _add_styles(
    database: sqlite3.Connection, layers: Sequence[Layer], unresolved: DataFrame, provenance: Provenance
) -> None:
    styles = [(layer.name, "geom", qml(layer)) for layer in layers if len(layer.table)]
    if len(unresolved):
        styles.append(("unresolved", "", table_qml(unresolved)))
    database.executescript(_STYLES)
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
        " styleName, styleQML, styleSLD, useAsDefault, description, owner) VALUES"
        " ('', '', ?, ?, ?, ?, '', 1, ?, 'geoevents')",
        [(name, column, name[:30], style, provenance.line) for name, column, style in styles],
    )


def _name_columns(database: sqlite3.Connection, tables: Sequence[tuple[str, str, Any]]) -> None:
    known = fields()
    database.executescript(_COLUMNS)
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (name, column, known[column].ar, known[column].ar, known[column].en)
            for name, _, table in tables
            for column in table.columns
            if column in known
        ],
    )
