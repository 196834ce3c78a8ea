"""Folding: what writers vary goes, what was written is found again."""

import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.language.fold import BLANK, BREAK, fold, fold_names, fold_text

# Letters, marks and separators of both scripts, what folds to nothing and what folds to several letters.
ALPHABET = "اأإآةهىيكکگپچ ءؤئـًِّ١۱لاﷲﻻабabéÉßﬃ½ Ss'’ʼ-—،,.\n\t…«»()😀\u200f\u202b\ud800\u00a0"
texts = st.text(ALPHABET, max_size=40)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("الحَسَكَة", "الحسكه"),
        ("أبو ظبي", "ابو ظبى"),
        ("کرکوک", "كركوك"),
        ("القـــامشلي", "القامشلي"),
        ("al-Ḥasakah", "Al Hasakah"),
        ("Sana'a", "Sanaa"),
        ("٢٠٢٦", "2026"),
        ("Qamişlo", "qamislo"),
    ],
)
def test_two_spellings_fold_to_one(written: str, otherwise: str) -> None:
    assert fold(written) == fold(otherwise)


def test_a_name_in_the_genitive_is_the_name() -> None:
    assert fold_text("Syria's border").text == "syria border"
    assert fold_text("Syria’s").text.strip() == "syria"
    assert fold("Hawr al-'Sanaf") == "hawr al sanaf"


def test_what_no_name_runs_over_becomes_a_break() -> None:
    text = fold_text("حلب، دمشق (حمص) تدمر")
    assert text.text == f"حلب{BREAK}دمشق{BREAK}حمص{BREAK}تدمر"


def test_an_empty_text_folds_to_nothing() -> None:
    folded = fold_text("")
    assert (folded.text, folded.offsets.tolist()) == ("", [0])
    assert fold("") == ""


@given(texts)
def test_every_letter_knows_where_it_came_from(text: str) -> None:
    folded = fold_text(text)
    assert len(folded.offsets) == len(folded.codes) + 1
    assert folded.offsets[-1] == len(text)
    assert (np.diff(folded.offsets) >= 0).all()
    for letter, offset in zip(folded.text, folded.offsets.tolist(), strict=False):
        alone = fold_text(text[offset]).text
        in_genitive = text[offset] in "'’ʼ"
        assert letter in alone or letter in BLANK + BREAK or in_genitive


@given(texts)
def test_separators_stand_alone(text: str) -> None:
    folded = fold_text(text).text
    for pair in (BLANK + BLANK, BLANK + BREAK, BREAK + BLANK, BREAK + BREAK):
        assert pair not in folded


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_a_name_folds_as_its_text_does(text: str) -> None:
    assert fold(text).split() == fold_text(text).text.split()


@given(st.lists(texts.filter(lambda text: "\ud800" not in text), max_size=6))
def test_many_names_fold_as_each_alone(names: list[str]) -> None:
    codes, bounds = fold_names(names)
    folded = [codes[start:end] for start, end in pairwise(bounds)]
    assert [part.tobytes().decode("utf-32-le") for part in folded] == [fold(name) for name in names]


@given(texts, st.data())
def test_a_span_leads_back_to_the_raw_text(text: str, data: st.DataObject) -> None:
    folded = fold_text(text)
    if not len(folded.codes):
        return
    start = data.draw(st.integers(0, len(folded.codes) - 1))
    end = data.draw(st.integers(start + 1, len(folded.codes)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(text)
    following = text[last : last + 1]
    assert not following or unicodedata.category(following) != "Mn"
