"""The errors that geoevents raises.

::

    GeoEventsError
    ├── DocumentError(ValueError)        a file or a line of it cannot be read as a report
    ├── TableError(ValueError)           a table has no such column, or cannot be read
    ├── GeocoderError(OSError)           the online geocoder does not answer
    ├── GazetteerError(ValueError)       a row of place data is wrong, or the data is missing
    ├── GazetteerIndexError(OSError)         the compiled index cannot be built or read
    ├── LanguageDataError(ValueError)    a word list in geoevents/language is malformed
    ├── UnknownPlaceError(LookupError)   ``gazetteer["no-such-id"]``
    └── OutputError(OSError)             a map or a layer cannot be written

Nothing here means "not found in the text": that is ``None`` or ``()``.
"""

from pathlib import Path

__all__ = [
    "DocumentError",
    "GazetteerError",
    "GazetteerIndexError",
    "GeoEventsError",
    "GeocoderError",
    "LanguageDataError",
    "OutputError",
    "TableError",
    "UnknownPlaceError",
]


class GeoEventsError(Exception):
    """Base of all errors of this package.

    Parameters
    ----------
    message
        What is wrong and what cures it, in one line.
    file, line, column
        Where, as far as known; lines count from 1, columns are names of table columns.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        self.message = message
        self.file = None if file is None else str(file)
        self.line = line
        self.column = column
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        super().__init__(f"{place}: {message}" if place else message)


class DocumentError(GeoEventsError, ValueError):
    """A file, or a line of it, cannot be read as a report."""


class TableError(GeoEventsError, ValueError):
    """A table of one's own events has no such column, or cannot be read."""


class GeocoderError(GeoEventsError, OSError):
    """The online geocoder does not answer; what it answered before is in its cache."""


class GazetteerError(GeoEventsError, ValueError):
    """Place data is wrong or missing; ``geoevents gazetteer check`` lists every finding at once."""


class GazetteerIndexError(GeoEventsError, OSError):
    """The compiled index cannot be built or read; deleting the cache folder it names is safe."""


class LanguageDataError(GeoEventsError, ValueError):
    """A word list of a language is malformed."""


class UnknownPlaceError(GeoEventsError, LookupError):
    """No place has this id; ``Gazetteer.lookup`` finds places by name."""


class OutputError(GeoEventsError, OSError):
    """A map or a layer cannot be written; what was there before is untouched."""
