"""Word lists: found, folded, and told apart when they are wrong."""

from typing import Any

import pytest

from geoevents.errors import LanguageDataError
from geoevents.language.lexicon import Lexicon, languages, load


def lexicon(**content: Any) -> Lexicon:
    return Lexicon(content, file="xx/test.toml")


def test_each_language_has_each_subject() -> None:
    assert {"ar", "en"} <= set(languages())
    for language in languages():
        for subject in ("dates", "quantities", "sentences"):
            assert len(load(language, subject)) > 0


def test_words_come_folded() -> None:
    assert lexicon(months=["أيّار", "كانون الثاني"]).words("months") == ("ايار", "كانون الثاني")
    assert lexicon(units={"مئة": 100, "ثلاثة": 3}).numbers("units") == {"ميه": 100, "ثلاثه": 3}
    assert lexicon(roles={"killed": ["قتل", "dead"]}).inverted("roles") == {"قتل": "killed", "dead": "killed"}


def test_a_lexicon_is_read_only() -> None:
    table = lexicon(words=["a"])
    assert table["words"] == ("a",)
    with pytest.raises(TypeError):
        table["words"] = ()  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "method", "told"),
    [
        ({}, "words", "list is missing: add a list"),
        ({"list": "word"}, "words", "list must be a list of words"),
        ({"list": [1]}, "words", "list must be a list of words"),
        ({"list": ["a", "a"]}, "words", "list holds 'a' twice"),
        ({"list": ["،"]}, "words", "of which folding leaves nothing"),
        ({}, "table", "list is missing: add a table"),
        ({"list": {"a": "b"}}, "numbers", "list.a must be a number"),
        ({"list": {"a": 1, "A": 2}}, "numbers", "list.A is 2 here and 1 in another spelling"),
        ({"list": {"x": ["a"], "y": ["A"]}}, "inverted", "list.y holds 'a', which x holds too"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: dict[str, Any], method: str, told: str) -> None:
    with pytest.raises(LanguageDataError, match=told) as caught:
        getattr(lexicon(**content), method)("list")
    assert caught.value.file == "xx/test.toml"


def test_an_unknown_language_or_subject_is_told() -> None:
    with pytest.raises(LanguageDataError, match="languages are ar, en"):
        load("xx", "dates")
    with pytest.raises(LanguageDataError):
        load("..", "dates")
    with pytest.raises(LanguageDataError):
        load("ar", "no-such-subject")
