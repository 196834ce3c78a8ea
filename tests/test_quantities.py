"""Quantities in reports: how many, of what, and how sure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.language.numbers import read_numbers
from geoevents.language.quantities import find_quantities
from geoevents.language.tokens import tokenize

NUMBERS = [
    ("ar", "1905", 1905),
    ("ar", "30,000", 30_000),
    ("ar", "٣٠٬٠٠٠", 30_000),
    ("ar", "٣٠،٠٠٠", 30_000),
    ("ar", "30.000", 30_000),
    ("ar", "2.5 مليون", 2.5e6),
    ("ar", "30 ألفا", 30_000),
    ("ar", "لـ30 ألف", 30_000),
    ("ar", "تبلغ4 ملايين", 4e6),
    ("ar", "ثلاثة آلاف", 3000),
    ("ar", "ثلاثة وعشرون", 23),
    ("ar", "أحد عشر", 11),
    ("ar", "اثنا عشر ألفا", 12_000),
    ("ar", "خمسة وعشرون ألفا وثلاثمئة واثنان", 25_302),
    ("ar", "ألف ومئتان", 1200),
    ("ar", "ثلاث مئة", 300),
    ("ar", "مليون ونصف المليون", 1.5e6),
    ("ar", "نصف مليون", 5e5),
    ("ar", "ألفا جندي", 2000),
    ("ar", "5 آلاف و200", 5200),
    ("ar", "مليونان وخمسمئة ألف", 2.5e6),
    ("ar", "ثمانية عشر", 18),
    ("ar", "مئة وخمسة وستين", 165),
    ("ar", "بخمسين", 50),
    ("en", "1,905", 1905),
    ("en", "12 500", 12_500),
    ("en", "1.5 million", 1.5e6),
    ("en", "twenty-five", 25),
    ("en", "two hundred and five", 205),
    ("en", "two thousand and three", 2003),
    ("en", "half a million", 5e5),
    ("en", "half a dozen", 6),
    ("en", "a quarter of a million", 2.5e5),
    ("en", "one and a half million", 1.5e6),
    ("en", "a dozen", 12),
    ("en", "30 thousand", 30_000),
    ("en", "a million and a half", 1.5e6),
    ("en", "one hundred twenty three", 123),
    ("en", "5k", 5000),
]


@pytest.mark.parametrize(("language", "text", "value"), NUMBERS)
def test_numbers_in_digits_and_words(language: str, text: str, value: float) -> None:
    (number,) = read_numbers(tokenize(text, language=language), language=language)
    assert number.value == value
    assert not number.vague


# text, value, bound, unit, what
COUNTED = [
    ("ar", "هناك نحو 9,000 عنصر من التنظيم", 9000, "about", "persons", "عنصر"),
    ("ar", "بينهم حوالي 2,000 عراقي", 2000, "about", "persons", "عراقي"),
    ("ar", "إعادة أكثر من 12,000 عراقي", 12_000, "at_least", "persons", "عراقي"),
    ("ar", "ما لا يقل عن ثلاثة وعشرين قتيلا", 23, "at_least", "persons", "قتيلا"),
    ("ar", "أقل من خمسين مقاتلا", 50, "at_most", "persons", "مقاتلا"),
    ("ar", "قتل 21 مدنيا على الأقل", 21, "at_least", "persons", "مدنيا"),
    ("ar", "إعادة 1905 جنود سوريين", 1905, "exact", "persons", "جنود سوريين"),
    ("ar", "من 60 جنسية", 60, "exact", "nationalities", "جنسية"),
    ("ar", "عودة ثلاثة آلاف عائلة", 3000, "exact", "families", "عائلة"),
    ("ar", "ضبط 15 قطعة سلاح", 15, "exact", "items", "قطعة"),
    ("ar", "مئات النازحين والمقاتلين", 100, "magnitude", "persons", "النازحين"),
    ("ar", "عشرات الآلاف من الأشخاص", 10_000, "magnitude", "persons", "الأشخاص"),
    ("ar", "بينهم بضعة أشخاص", 3, "magnitude", "persons", "أشخاص"),
    ("ar", "بين 10 و15 مسلحا", 12.5, "about", "persons", "مسلحا"),
    ("ar", "طول الحدود البالغة 613 كيلومتراً", 613, "exact", "km", "كيلومتراً"),
    ("ar", "5 ملايين دولار", 5e6, "exact", "USD", "دولار"),
    ("ar", "نسبة 30% من السكان", 30, "exact", "percent", ""),
    ("ar", "قتل جنديان", 2, "exact", "persons", "جنديان"),
    ("ar", "جرح شخصين", 2, "exact", "persons", "شخصين"),
    ("ar", "أصيب شخص واحد", 1, "exact", "persons", "شخص"),
    ("en", "about 9,000 ISIS members", 9000, "about", "persons", "ISIS members"),
    ("en", "among them 2,000 Iraqis", 2000, "exact", "persons", "Iraqis"),
    ("en", "at least 12 people were hurt", 12, "at_least", "persons", "people"),
    ("en", "up to 200 fighters", 200, "at_most", "persons", "fighters"),
    ("en", "no fewer than 3,000 displaced families", 3000, "at_least", "families", "displaced families"),
    ("en", "between 10 and 15 gunmen", 12.5, "about", "persons", "gunmen"),
    ("en", "tens of thousands of refugees", 10_000, "magnitude", "persons", "refugees"),
    ("en", "several hundred soldiers", 300, "magnitude", "persons", "soldiers"),
    ("en", "a 613-kilometre border", 613, "exact", "km", "kilometre"),
    ("en", "a reward of $3 billion", 3e9, "exact", "USD", ""),
    ("en", "a reward (£40,200)", 40_200, "exact", "GBP", ""),
    ("en", "30 tonnes of flour", 30, "exact", "tonnes", "tonnes"),
    ("en", "killing 5.", 5, "exact", "persons", ""),
    ("en", "Eight of the wounded were moved", 8, "exact", "persons", "wounded"),
    ("en", "closed 25 bakeries", 25, "exact", "places", "bakeries"),
    ("ar", "إصابة مدنيين اثنين", 2, "exact", "persons", "مدنيين"),
    ("ar", "وأصيب اثنان بانفجار لغم", 2, "exact", "persons", ""),
    ("ar", "عادت مع أطفالها الخمسة", 5, "exact", "persons", "أطفالها"),
]


@pytest.mark.parametrize(("language", "text", "value", "bound", "unit", "what"), COUNTED)
def test_how_many_of_what(language: str, text: str, value: float, bound: str, unit: str, what: str) -> None:
    (quantity,) = find_quantities(text, language=language)
    assert (quantity.value, quantity.bound, quantity.unit, quantity.what) == (value, bound, unit, what)
    assert text[quantity.start : quantity.end] == quantity.text


def test_bounds_say_what_the_words_allow() -> None:
    limits = {
        "exactly 30 men": (30, 30),
        "about 30 men": (27, 33),
        "at least 30 men": (30, None),
        "up to 30 men": (None, 30),
        "between 20 and 30 men": (20, 30),
        "hundreds of men": (100, 1000),
    }
    for text, expected in limits.items():
        (quantity,) = find_quantities(text, language="en")
        assert (quantity.low, quantity.high) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "في 26 ديسمبر 2024"),
        ("ar", "عام 2017"),
        ("ar", "قبل 9 سنوات"),
        ("ar", "القرار رقم 2254"),
        ("ar", "الساعة 10:30"),
        ("ar", "فازوا 3 - 1"),
        ("ar", "أحد الجنود"),
        ("ar", "ضبطت كميات من الأسلحة"),
        ("ar", "اتفق البلدان"),
        ("ar", "اليوم الثاني"),
        ("en", "on May 26, 2025"),
        ("ar", "طائرات إف 16"),
        ("ar", "لم نطلق قذيفة واحدة"),
        ("en", "F-16 jets"),
        ("en", "not one shell fell"),
        ("en", "at 10:30 p.m."),
        ("en", "the 3rd man"),
        ("en", "one of them"),
        ("en", "see https://example.org/32/a1"),
        ("en", "a 38-year-old man"),
        ("en", "Resolution 2254"),
        ("en", "John, 40, of Mosul"),
    ],
)
def test_dates_names_scores_and_hours_are_no_quantities(language: str, text: str) -> None:
    assert find_quantities(text, language=language) == ()


def test_a_number_beside_a_year_is_told_from_it() -> None:
    text = "عاد 1905 جنود في 2017 إلى سوريا"
    assert [quantity.value for quantity in find_quantities(text, language="ar")] == [1905]


@pytest.mark.parametrize(
    ("language", "text", "fates"),
    [
        ("ar", "مقتل 30 شخصا وإصابة 12 بجروح", ["killed", "injured"]),
        ("ar", "قتل جنديان وأصيب ثلاثة آخرون", ["killed", "injured"]),
        ("ar", "اعتقال سبعة مشتبهين", ["detained"]),
        ("ar", "إعادة نحو 1905 جنود", ["returned"]),
        ("ar", "يضم المخيم 30,000 نازح", ["displaced"]),
        ("en", "killing 5 and wounding seven", ["killed", "injured"]),
        ("en", "At least 12 people were killed and 30 injured", ["killed", "injured"]),
        ("en", "Iraq repatriated 700 citizens", ["returned"]),
        ("en", "The camp holds 30 tonnes of flour", [""]),
        ("en", "700 citizens live there", [""]),
    ],
)
def test_what_became_of_those_counted(language: str, text: str, fates: list[str]) -> None:
    found = find_quantities(text, language=language)
    assert [quantity.fate for quantity in found] == fates


@pytest.mark.parametrize(
    ("language", "text", "wholes"),
    [
        ("ar", "مقتل 21 شخصا، بينهم 5 نساء و3 أطفال", [None, 21, 21]),
        ("ar", "يحتجز 9000 عنصر، منهم 2000 عراقي", [None, 9000]),
        ("ar", "إعادة 50 محتجزا من أصل 200 محتجز", [200, None]),
        ("ar", "قتل 12 مدنيا وأصيب 30 آخرون", [None, None]),
        ("en", "21 people were killed, among them 5 women and 3 children", [None, 21, 21]),
        ("en", "9,000 detainees, of whom 2,000 are Iraqis", [None, 9000]),
        ("en", "killed 12 people and wounded 30 others", [None, None]),
    ],
)
def test_a_figure_knows_which_one_it_is_part_of(language: str, text: str, wholes: list[int | None]) -> None:
    found = find_quantities(text, language=language)
    values = {quantity.start: quantity.value for quantity in found}
    assert [
        values.get(quantity.part_of) if quantity.part_of is not None else None for quantity in found
    ] == wholes


WORDS = [
    "٣٠",
    "ألف",
    "وخمسة",
    "مئة",
    "و",
    "200",
    ",",
    ".",
    "-",
    "آلاف",
    "عشرات",
    "half",
    "a",
    "million",
    "and",
    "نازح",
    "%",
    "(",
    "\n",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=10), st.sampled_from(["", " "]))
def test_any_text_is_read_and_spans_are_exact(parts: list[str], between: str) -> None:
    text = between.join(parts)
    for language in ("ar", "en"):
        for quantity in find_quantities(text, language=language):
            assert text[quantity.start : quantity.end] == quantity.text
            assert quantity.value >= 0
