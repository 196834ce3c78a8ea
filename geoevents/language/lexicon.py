"""The words of a language, read from the TOML files beside this module.

Each language is a folder, each subject a file: ``ar/dates.toml``, ``en/quantities.toml``. What a domain
expert adds there is found at the next start; no word of a language stands in code.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from geoevents.errors import LanguageDataError
from geoevents.language.fold import fold

__all__ = ["Lexicon", "languages", "load"]


class Lexicon(Mapping[str, Any]):
    """A table of a language file that knows where it stands, to say so when it is wrong.

    It is a read-only mapping of what the file holds; tables within it are ``Lexicon`` too, lists are
    tuples. ``words``, ``numbers`` and ``table`` check what they give and fold the words.
    """

    __slots__ = ("_content", "file", "path")

    def __init__(self, content: Mapping[str, Any], *, file: str, path: str = "") -> None:
        self.file = file
        self.path = path
        self._content = {key: self._frozen(key, value) for key, value in content.items()}

    def _frozen(self, key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return Lexicon(value, file=self.file, path=self._name(key))
        if isinstance(value, list):
            return tuple(self._frozen(f"{key}[{at}]", item) for at, item in enumerate(value))
        return value

    def _name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def __getitem__(self, key: str) -> Any:
        return self._content[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def __repr__(self) -> str:
        return f"<{self.file} {self.path or '·'}: {', '.join(self)}>"

    def error(self, key: str, problem: str) -> LanguageDataError:
        """Return the error that says what is wrong with an entry.

        >>> str(load("en", "dates").error("months", "is empty"))
        'geoevents/language/en/dates.toml: months is empty'
        """
        return LanguageDataError(f"{self._name(key)} {problem}", file=self.file)

    def table(self, key: str) -> "Lexicon":
        """Return a table within this one.

        >>> "month" in load("en", "dates").table("units")
        True
        """
        value = self._content.get(key)
        if not isinstance(value, Lexicon):
            raise self.error(key, "must be a table" if key in self else "is missing: add a table")
        return value

    def words(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """Return a list of words, folded; each may stand there once.

        Parameters
        ----------
        optional
            A missing list is an empty one.

        Raises
        ------
        LanguageDataError
            The list is missing, holds something else than words, or a word twice.

        >>> load("en", "dates").table("units").words("fortnight", optional=True)
        ()
        """
        if optional and key not in self:
            return ()
        value = self._content.get(key)
        if not isinstance(value, tuple) or not all(isinstance(word, str) for word in value):
            raise self.error(key, "must be a list of words" if key in self else "is missing: add a list")
        folded: dict[str, str] = {}
        for word in value:
            name = fold(word)
            if not name:
                raise self.error(key, f"holds {word!r}, of which folding leaves nothing")
            if name in folded and folded[name] == word:
                raise self.error(key, f"holds {word!r} twice")
            folded.setdefault(name, word)
        return tuple(folded)

    def numbers(self, key: str) -> dict[str, float]:
        """Return a table of words and their numbers, the words folded.

        >>> load("en", "quantities").numbers("units")["three"]
        3
        """
        table = self.table(key)
        folded: dict[str, float] = {}
        for word, value in table.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise table.error(word, f"must be a number, not {value!r}")
            if folded.setdefault(fold(word), value) != value:
                raise table.error(word, f"is {value} here and {folded[fold(word)]} in another spelling")
        return folded

    def inverted(self, key: str) -> dict[str, str]:
        """Return, for a table of word lists, the entry of each folded word.

        >>> load("en", "dates").inverted("units")["weeks"]
        'week'
        """
        table = self.table(key)
        entries: dict[str, str] = {}
        for entry in table:
            for word in table.words(entry):
                if entries.setdefault(word, entry) != entry:
                    raise table.error(entry, f"holds {word!r}, which {entries[word]} holds too")
        return entries


@cache
def load(language: str, subject: str) -> Lexicon:
    """Load what a language knows of a subject.

    Parameters
    ----------
    language
        ISO 639-1 code of a language that geoevents has.
    subject
        Name of a file in the language's folder: dates, quantities, sentences, …

    Raises
    ------
    LanguageDataError
        There is no such file, or it is no TOML.

    >>> load("ar", "dates")["deictic"]["أمس"]
    -1
    """
    name = f"geoevents/language/{language}/{subject}.toml"
    source = files("geoevents.language") / language / f"{subject}.toml"
    if not language.isalpha() or not source.is_file():
        known = ", ".join(languages())
        raise LanguageDataError(f"there is no such language file; languages are {known}", file=name)
    try:
        return Lexicon(tomllib.loads(source.read_text("utf-8")), file=name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LanguageDataError(f"is no valid TOML: {error}", file=name) from error


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have word lists.

    >>> languages()
    ('ar', 'en')
    """
    folders = (entry for entry in files("geoevents.language").iterdir() if entry.is_dir())
    return tuple(sorted(entry.name for entry in folders if (entry / "dates.toml").is_file()))
