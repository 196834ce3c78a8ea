"""Times that reports count from events which everybody knows."""

from datetime import date

import pytest

from geoevents.language.dates import find_dates
from geoevents.language.landmarks import landmarks
from geoevents.model import TimeSpan

ANCHORED = [
    ("ar", "عاد آلاف النازحين بعد سقوط نظام الأسد إلى قراهم", "بعد سقوط نظام الأسد", "2024-12-08/.."),
    ("ar", "دُمّرت المدرسة خلال الثورة السورية", "خلال الثورة السورية", "2011/2024"),
    ("ar", "نزحوا خلال سنوات الحرب السورية", "خلال سنوات الحرب السورية", "2011/2024"),
    ("ar", "منذ اندلاع الحرب الأهلية السورية نزحوا", "منذ اندلاع الحرب الأهلية السورية", "2011-03-15/.."),
    ("ar", "لم يزر المدينة منذ سقوط الموصل", "منذ سقوط الموصل", "2014-06-10/.."),
    ("ar", "اختفى قبل الغزو الأمريكي للعراق", "قبل الغزو الأمريكي للعراق", "../2003-03-20"),
    ("ar", "بعد شهرين من سقوط الموصل أُعدم الرهائن", "بعد شهرين من سقوط الموصل", "2014-08"),
    ("ar", "بعد أيام من انفجار مرفأ بيروت استقالت الحكومة", "بعد أيام من انفجار مرفأ بيروت", "2020-08-04/.."),
    ("ar", "قبل عام على سقوط الموصل", "قبل عام على سقوط الموصل", "2013"),
    ("ar", "حتى نهاية الحرب العراقية الإيرانية", "حتى نهاية الحرب العراقية الإيرانية", "../1988-08-20"),
    ("ar", "هُجّروا بعد الزلزال الذي ضرب تركيا", "بعد الزلزال الذي ضرب تركيا", "2023-02-06/.."),
    ("ar", "فُتحت السجون غداة سقوط نظام الأسد", "غداة سقوط نظام الأسد", "2024-12-09"),
    ("en", "They went home after the fall of Assad.", "after the fall of Assad", "2024-12-08/.."),
    ("en", "He was held since Assad was ousted.", "since Assad was ousted", "2024-12-08/.."),
    ("en", "Two months after the fall of Mosul they fled.", "Two months after the fall of Mosul", "2014-08"),
    ("en", "Before the US-led invasion of Iraq", "Before the US-led invasion of Iraq", "../2003-03-20"),
    ("en", "Many fled during the Syrian civil war.", "during the Syrian civil war", "2011/2024"),
    ("en", "Since the outbreak of the Syrian war", "Since the outbreak of the Syrian war", "2011-03-15/.."),
    ("en", "Trade fell after the October 7 attack.", "after the October 7 attack", "2023-10-07/.."),
]  # fmt: skip


def found_in(text: str, language: str = "ar", published: date | None = None) -> tuple[TimeSpan, ...]:
    return find_dates(text, language=language, published=published)


def test_there_are_landmarks_in_both_languages_and_their_days_exist() -> None:
    assert len(landmarks()) > 80
    assert {language for language, *_ in ANCHORED} == {"ar", "en"}
    for landmark in landmarks():
        assert landmark.name
        assert landmark.name_ar
        assert landmark.first.first is not None


@pytest.mark.parametrize(("language", "text", "words", "edtf"), ANCHORED)
def test_a_time_counted_from_a_landmark(language: str, text: str, words: str, edtf: str) -> None:
    (span,) = [span for span in found_in(text, language) if span.edtf]
    assert (span.text, span.edtf, span.basis) == (words, edtf, "inferred")
    assert text[span.start : span.end] == span.text
    assert span.note  # which landmark


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "تداعيات سقوط نظام بشار الأسد تثير القلق"),
        ("ar", "بعد سقوط النظام في المباراة"),
        ("ar", "بعد سقوط طائرة قرب الموصل"),
        ("ar", "الحرب السورية مستمرة"),
        ("en", "The fall of Mosul shocked the world."),
        ("en", "after the fall of a tree in Mosul"),
        ("en", "the earthquake drill at school"),
    ],
)
def test_a_landmark_that_nothing_is_counted_from_is_no_date(language: str, text: str) -> None:
    assert found_in(text, language) == ()


def test_an_ambiguous_name_takes_the_landmark_of_its_sentence_or_none() -> None:
    def first(text: str) -> list[str]:
        return [span.edtf for span in found_in(text)]

    assert first("في العراق عاد المنفيون بعد سقوط النظام السابق") == ["2003-04-09/.."]
    assert first("في سوريا عاد المنفيون بعد سقوط النظام السابق") == ["2024-12-08/.."]
    assert first("تراجع نشاط المهربين بعد سقوط النظام") == []
    assert first("تحدث العراق وسوريا عن الحدود بعد سقوط النظام") == []
    told_before = "سقط نظام الأسد.\nوقال مسؤول من العراق وسوريا إن الحدود أُغلقت بعد سقوط النظام"
    assert first(told_before) == ["2024-12-08/.."]


def test_a_date_that_contradicts_the_landmark_is_about_something_else() -> None:
    spans = found_in("بعد سقوط النظام العراقي عام 1958 أُعلنت الجمهورية")
    assert [span.edtf for span in spans] == ["1958"]


def test_a_day_without_a_year_takes_it_from_what_its_sentence_tells() -> None:
    (span,) = found_in("اغتيل المهندس وقاسم سليماني في الثالث من كانون الثاني قرب المطار")
    assert (span.edtf, span.first, span.basis) == ("2020-01-03", date(2020, 1, 3), "inferred")
    assert "Soleimani" in span.note
    (span,) = found_in("A blast in the port of Beirut on August 4 killed 200.", "en")
    assert span.edtf == "2020-08-04"


def test_the_right_month_of_a_contradictory_pair_wins_and_the_contradiction_is_told() -> None:
    (span,) = found_in("قُتل قاسم سليماني في الثالث من يناير/كانون الأول في غارة")
    assert span.edtf == "2020-01-03"
    assert "month 12" in span.note
    assert "Soleimani" in span.note


@pytest.mark.parametrize(
    "text",
    [
        "زار قاسم سليماني دمشق في الثالث من يناير",  # not what the landmark is
        "قُتل قاسم سليماني في الرابع من يناير",  # not its day
        "أحيت بغداد ذكرى مقتل قاسم سليماني في الثالث من يناير",  # each year
    ],
)
def test_a_day_that_the_landmark_does_not_explain_keeps_its_unknown_year(text: str) -> None:
    (span,) = [span for span in found_in(text) if span.precision == "day"]
    assert span.first is None
    assert span.edtf.startswith("XXXX-")


def test_nine_years_ago_is_the_year_of_the_landmark_beside_it() -> None:
    text = "تراجعت التجارة بين البلدين منذ أن بدأت الحرب في سوريا قبل 9 سنوات."
    (span,) = found_in(text)
    assert (span.text, span.edtf, span.precision, span.basis) == ("قبل 9 سنوات", "2011", "year", "inferred")
    (given,) = found_in(text, published=date(2020, 11, 15))
    assert given.edtf == "2011"


def test_so_long_ago_that_the_landmark_contradicts_it_is_told() -> None:
    text = "لم تهدأ المدينة منذ سقوط الموصل قبل 3 سنوات"
    spans = found_in(text, published=date(2024, 1, 10))
    (span,) = [span for span in spans if span.text == "قبل 3 سنوات"]
    assert span.edtf == "2021"
    assert "fall of Mosul" in span.note
