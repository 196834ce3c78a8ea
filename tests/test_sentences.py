"""Reports cut into sentences, and what in them tells nothing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.language.detect import detect
from geoevents.language.sentences import SENTENCE_KINDS, sentences

REPORT = """اجتماع أمني في دمشق

1 day ago 2
ARTICLE AD BOX

قال المسؤول إن الوفد وصل. "سنعود قريبا". وأضاف: هل يعودون؟ نعم!
📌 بعد الاجتماع غادر الوفد
- ضبط 1.5 طن
2) لقاء ثان
#عاجل | قتل عنصر في البادية… pic.twitter.com/32HyRGaBlt
— قناة (@channel) May 26, 2025
Keywords: دمشق, العراق
Read Entire Article"""


def test_a_report_line_by_line() -> None:
    assert [(sentence.kind, sentence.text) for sentence in sentences(REPORT, "ar")] == [
        ("headline", "اجتماع أمني في دمشق"),
        ("boilerplate", "1 day ago 2"),
        ("boilerplate", "ARTICLE AD BOX"),
        ("body", "قال المسؤول إن الوفد وصل."),
        ("body", '"سنعود قريبا".'),
        ("body", "وأضاف: هل يعودون؟"),
        ("body", "نعم!"),
        ("item", "بعد الاجتماع غادر الوفد"),
        ("item", "ضبط 1.5 طن"),
        ("item", "لقاء ثان"),
        ("body", "#عاجل | قتل عنصر في البادية…"),
        ("boilerplate", "pic.twitter.com/32HyRGaBlt"),
        ("boilerplate", "— قناة (@channel) May 26, 2025"),
        ("boilerplate", "Keywords: دمشق, العراق"),
        ("boilerplate", "Read Entire Article"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        (
            "Dr. A. Smith of the U.S. Army met Gen. Ali. He left.",
            "en",
            ["Dr. A. Smith of the U.S. Army met Gen. Ali.", "He left."],
        ),
        ('He said: "We return." They left.', "en", ['He said: "We return."', "They left."]),
        ("It cost 3.5 million. Why? Nobody knows!", "en", ["It cost 3.5 million.", "Why?", "Nobody knows!"]),
        ("See example.org for more. Thanks.", "en", ["See example.org for more.", "Thanks."]),
        ("“Is it over?” he asked. It was.", "en", ["“Is it over?” he asked.", "It was."]),
        ("وصل د. علي إلى حلب. ثم غادر.", "ar", ["وصل د. علي إلى حلب.", "ثم غادر."]),
        ("وصل الوفد؛ ثم غادر. انتهى.", "ar", ["وصل الوفد؛ ثم غادر.", "انتهى."]),
        ("«وصل الوفد.» وغادر الوفد.", "ar", ["«وصل الوفد.»", "وغادر الوفد."]),
        ("وصلوا .ثم غادروا .", "ar", ["وصلوا .", "ثم غادروا ."]),
        ("Arrived on Dec. 8, 2024. Left.", "en", ["Arrived on Dec. 8, 2024.", "Left."]),
    ],
)
def test_where_a_sentence_ends(text: str, language: str, parts: list[str]) -> None:
    assert [sentence.text for sentence in sentences(text, language)] == parts


def test_nothing_comes_of_nothing() -> None:
    assert sentences("", "ar") == ()
    assert sentences(" \n\n --- \n * \n", "en") == ()


@given(st.text(alphabet='اب. ؟!\n\r"”-—1a@()…', max_size=60))
def test_offsets_hold_and_no_word_is_lost(text: str) -> None:
    found = sentences(text, "ar")
    kept = set()
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.kind in SENTENCE_KINDS
        kept.update(range(sentence.start, sentence.end))
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert all(at in kept for at, character in enumerate(text) if character in "اب")


def test_the_language_of_a_text() -> None:
    assert detect(REPORT) == "ar"
    assert detect("Talks in Damascus (دمشق) went on") == "en"
    assert detect("26.12.2024") == detect("") == "en"
