"""Dates in reports: what is found, how exact it is, and what stays unknown."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.language.dates import find_dates
from geoevents.language.hijri import hijri_span
from geoevents.language.published import infer_published

TUESDAY = date(2025, 5, 27)

# text, its date expression, EDTF seen from Tuesday 27 May 2025, precision
ARABIC = [
    ("اجتمعا في 26 ديسمبر 2024 في دمشق", "26 ديسمبر 2024", "2024-12-26", "day"),
    ("اجتمعا في ٢٦ كانون الأول ٢٠٢٤", "٢٦ كانون الأول ٢٠٢٤", "2024-12-26", "day"),
    ("بتاريخ 26/12/2024 وقع الهجوم", "26/12/2024", "2024-12-26", "day"),
    ("بتاريخ ٣/٥/٢٠٢٤ وقع الهجوم", "٣/٥/٢٠٢٤", "2024-05-03", "day"),
    ("وقع في 2024-12-08 مساء", "2024-12-08", "2024-12-08", "day"),
    ("وقع في 8.12.2024 مساء", "8.12.2024", "2024-12-08", "day"),
    ("في 12 جانفي 2022", "12 جانفي 2022", "2022-01-12", "day"),
    ("منتصف فيفري 2022", "منتصف فيفري 2022", "2022-02-11/2022-02-20", "range"),
    ("في 3 يناير/كانون الثاني 2020", "3 يناير/كانون الثاني 2020", "2020-01-03", "day"),
    ("في 8 كانون الأول (ديسمبر) 2024 دخلوا", "8 كانون الأول (ديسمبر) 2024", "2024-12-08", "day"),
    ("في الثامن من ديسمبر 2024", "الثامن من ديسمبر 2024", "2024-12-08", "day"),
    ("الحادي والعشرين من آذار عام 2003", "الحادي والعشرين من آذار عام 2003", "2003-03-21", "day"),
    ("في الثالث من يناير الماضي", "الثالث من يناير الماضي", "2025-01-03", "day"),
    ("في الثالث من يونيو المقبل", "الثالث من يونيو المقبل", "2025-06-03", "day"),
    ("يوم الخميس 26 ديسمبر 2024", "يوم الخميس 26 ديسمبر 2024", "2024-12-26", "day"),
    ("في أيار 2021", "أيار 2021", "2021-05", "month"),
    ("خلال شهر حزيران الماضي", "شهر حزيران الماضي", "2024-06", "month"),
    ("في نيسان من العام 2003", "نيسان من العام 2003", "2003-04", "month"),
    ("عودتهم منذ مايو 2021 مستمرة", "منذ مايو 2021", "2021-05/..", "range"),
    ("ومنذ عام 2014 لم يعودوا", "ومنذ عام 2014", "2014/..", "range"),
    ("حتى عام 2019", "حتى عام 2019", "../2019", "range"),
    ("قبل عام 2011 كان", "قبل عام 2011", "../2010", "range"),
    ("بعد 2011 تغير", "بعد 2011", "2012/..", "range"),
    ("خسر أرضه عام 2017", "عام 2017", "2017", "year"),
    ("خسر أرضه سنة ٢٠١٧", "سنة ٢٠١٧", "2017", "year"),
    ("خسر أرضه في 2017.", "2017", "2017", "year"),
    ("موازنة للعام 2023", "للعام 2023", "2023", "year"),
    ("بين 3 و5 مايو", "بين 3 و5 مايو", "2025-05-03/2025-05-05", "range"),
    ("من 3 إلى 5 آب 2022", "3 إلى 5 آب 2022", "2022-08-03/2022-08-05", "range"),
    ("بين عامي 2011 و2014", "بين عامي 2011 و2014", "2011/2014", "range"),
    ("من 2011 إلى 2014", "2011 إلى 2014", "2011/2014", "range"),
    ("في الفترة 2011-2014 نزح", "2011-2014", "2011/2014", "range"),
    ("من يناير إلى مارس 2021", "يناير إلى مارس 2021", "2021-01/2021-03", "range"),
    (
        "من 26 ديسمبر 2024 حتى 3 يناير 2025",
        "26 ديسمبر 2024 حتى 3 يناير 2025",
        "2024-12-26/2025-01-03",
        "range",
    ),
    ("وقال اليوم الثلاثاء إن", "اليوم الثلاثاء", "2025-05-27", "day"),
    ("وأمس الاثنين أعلنت", "وأمس الاثنين", "2025-05-26", "day"),
    ("أول أمس الأحد", "أول أمس الأحد", "2025-05-25", "day"),
    ("صباح اليوم في حلب", "صباح اليوم", "2025-05-27", "day"),
    ("غدا الأربعاء", "غدا الأربعاء", "2025-05-28", "day"),
    ("يصل بعد غد الخميس", "بعد غد الخميس", "2025-05-29", "day"),
    ("وصلوا الأحد إلى الحسكة", "الأحد", "2025-05-25", "day"),
    ("مساء السبت في الرقة", "مساء السبت", "2025-05-24", "day"),
    ("الثلاثاء الماضي", "الثلاثاء الماضي", "2025-05-20", "day"),
    ("يوم الأحد المقبل", "يوم الأحد المقبل", "2025-06-01", "day"),
    ("ليل الأحد الاثنين", "ليل الأحد الاثنين", "2025-05-25/2025-05-26", "range"),
    ("تولى منصبه الأسبوع الماضي", "الأسبوع الماضي", "2025-05-18/2025-05-24", "week"),
    ("والشهر الماضي أجرى", "والشهر الماضي", "2025-04", "month"),
    ("خلال العام الجاري", "العام الجاري", "2025", "year"),
    ("في هذا الأسبوع", "هذا الأسبوع", "2025-05-25/2025-05-31", "week"),
    ("في السنة المقبلة", "السنة المقبلة", "2026", "year"),
    ("نهاية العام الماضي", "نهاية العام الماضي", "2024-09/2024-12", "range"),
    ("مطلع عام 2017", "مطلع عام 2017", "2017-01/2017-04", "range"),
    ("قبل 9 سنوات", "قبل 9 سنوات", "2016", "year"),
    ("قبل تسع سنوات", "قبل تسع سنوات", "2016", "year"),
    ("قبل نحو عشر سنوات", "قبل نحو عشر سنوات", "2015", "year"),
    ("قبل يومين", "قبل يومين", "2025-05-25", "day"),
    ("قبل شهرين", "قبل شهرين", "2025-03", "month"),
    ("منذ ثلاثة أيام", "منذ ثلاثة أيام", "2025-05-24/2025-05-27", "range"),
    ("خلال الأيام الثلاثة الماضية", "الأيام الثلاثة الماضية", "2025-05-24/2025-05-27", "range"),
    ("منذ الأسبوع الماضي", "منذ الأسبوع الماضي", "2025-05-18/..", "range"),
    ("في تسعينيات القرن الماضي", "تسعينيات القرن الماضي", "1990/1999", "range"),
    ("في الربع الأول من عام 2023", "الربع الأول من عام 2023", "2023-01/2023-03", "range"),
    ("خلال الـ24 ساعة الماضية", "الـ24 ساعة الماضية", "2025-05-26/2025-05-27", "range"),
    ("نهاية الأسبوع الماضي", "نهاية الأسبوع الماضي", "2025-05-18/2025-05-24", "week"),
    ("ليل السبت - الأحد", "ليل السبت - الأحد", "2025-05-24/2025-05-25", "range"),
    ("صيف 2014", "صيف 2014", "2014-06/2014-08", "range"),
    ("14 رمضان 1446", "14 رمضان 1446", "2025-03-14", "day"),
    ("في شهر رمضان 1446 هـ", "شهر رمضان 1446 هـ", "2025-03-01/2025-03-29", "month"),
    ("في رمضان الماضي", "رمضان الماضي", "2025-03-01/2025-03-29", "month"),
    ("هدنة في ثاني أيام عيد الفطر", "ثاني أيام عيد الفطر", "2025-03-31", "day"),
    ("خلال عيد الأضحى المقبل", "عيد الأضحى المقبل", "2025-06-06/2025-06-09", "range"),
    ("منذ عيد الفطر الماضي", "منذ عيد الفطر الماضي", "2025-03-30/..", "range"),
    ("في صيف العام الماضي", "صيف العام الماضي", "2024-06/2024-08", "range"),
    ("النصف الثاني من نيسان", "النصف الثاني من نيسان", "2025-04-16/2025-04-30", "range"),
    ("خلال عطلة نهاية الأسبوع", "عطلة نهاية الأسبوع", "2025-05-23/2025-05-24", "range"),
    ("وقع ليل السبت إلى الأحد", "ليل السبت إلى الأحد", "2025-05-24/2025-05-25", "range"),
    ("في الثاني عشر من الشهر الجاري", "الثاني عشر من الشهر الجاري", "2025-05-12", "day"),
    ("في 7 من الشهر الماضي", "7 من الشهر الماضي", "2025-04-07", "day"),
    ("شهري آذار ونيسان", "شهري آذار ونيسان", "2025-03/2025-04", "range"),
    ("خلال الساعات الـ48 الماضية", "الساعات الـ48 الماضية", "2025-05-25/2025-05-27", "range"),
    ("الأشهر الثلاثة الأولى من العام", "الأشهر الثلاثة الأولى من العام", "2025-01/2025-03", "range"),
    ("الأسبوع قبل الماضي", "الأسبوع قبل الماضي", "2025-05-11/2025-05-17", "week"),
    ("الشتاء الماضي", "الشتاء الماضي", "2024-12/2025-02", "range"),
    ("منذ أسبوع", "منذ أسبوع", "2025-05-20/2025-05-27", "range"),
]
ENGLISH = [
    ("They met on May 26, 2025 in Damascus", "on May 26, 2025", "2025-05-26", "day"),
    ("They met on 26 May 2025.", "on 26 May 2025", "2025-05-26", "day"),
    ("the 26th of May, 2025", "26th of May, 2025", "2025-05-26", "day"),
    ("Dec. 8, 2024", "Dec. 8, 2024", "2024-12-08", "day"),
    ("Thursday, December 26, 2024", "Thursday, December 26, 2024", "2024-12-26", "day"),
    ("2024-12-26T10:00", "2024-12-26", "2024-12-26", "day"),
    ("26/12/2024", "26/12/2024", "2024-12-26", "day"),
    ("12/26/2024", "12/26/2024", "2024-12-26", "day"),
    ("on 26 May", "on 26 May", "2025-05-26", "day"),
    ("on 3 June at the crossing", "on 3 June", "2025-06-03", "day"),  # within the month: to come
    ("on 3 December", "on 3 December", "2024-12-03", "day"),
    ("In November 2015 it fell", "November 2015", "2015-11", "month"),
    ("since May 2021", "since May 2021", "2021-05/..", "range"),
    ("until May 2021", "until May 2021", "../2021-05", "range"),
    ("before 2011", "before 2011", "../2010", "range"),
    ("in 2017", "2017", "2017", "year"),
    ("from 2011 to 2014", "2011 to 2014", "2011/2014", "range"),
    ("between 2011 and 2014", "between 2011 and 2014", "2011/2014", "range"),
    ("May 3-5, 2023", "May 3-5, 2023", "2023-05-03/2023-05-05", "range"),
    ("from January to March 2021", "January to March 2021", "2021-01/2021-03", "range"),
    ("in the 1990s", "1990s", "1990/1999", "range"),
    ("in late 2017", "late 2017", "2017-09/2017-12", "range"),
    ("early last year", "early last year", "2024-01/2024-04", "range"),
    ("last week", "last week", "2025-05-19/2025-05-25", "week"),
    ("next month", "next month", "2025-06", "month"),
    ("yesterday", "yesterday", "2025-05-26", "day"),
    ("the day before yesterday", "the day before yesterday", "2025-05-25", "day"),
    ("on Tuesday", "on Tuesday", "2025-05-27", "day"),
    ("last Tuesday", "last Tuesday", "2025-05-20", "day"),
    ("next Friday", "next Friday", "2025-05-30", "day"),
    ("Monday night", "Monday night", "2025-05-26", "day"),
    ("nine years ago", "nine years ago", "2016", "year"),
    ("two days ago", "two days ago", "2025-05-25", "day"),
    ("a month ago", "a month ago", "2025-04", "month"),
    ("over the past three weeks", "over the past three weeks", "2025-05-06/2025-05-27", "range"),
    ("Earlier this year", "Earlier this year", "2025", "year"),
    ("since last week", "since last week", "2025-05-19/..", "range"),
    ("14 Ramadan 1446 AH", "14 Ramadan 1446 AH", "2025-03-14", "day"),
    ("in the second half of 2023", "second half of 2023", "2023-07/2023-12", "range"),
    ("In May and June 2024", "May and June 2024", "2024-05/2024-06", "range"),
    ("from late May to early July 2021", "late May to early July 2021", "2021-05-21/2021-07-10", "range"),
    ("the summer of 2014", "summer of 2014", "2014-06/2014-08", "range"),
    ("during Eid al-Adha 2024", "Eid al-Adha 2024", "2024-06-16/2024-06-19", "range"),
    ("shelled over the weekend", "over the weekend", "2025-05-24/2025-05-25", "range"),
    ("last weekend", "last weekend", "2025-05-24/2025-05-25", "range"),
    ("the first half of April", "first half of April", "2025-04-01/2025-04-15", "range"),
    ("On Dec. 19, guards fired", "On Dec. 19", "2024-12-19", "day"),
    ("open until 15 August", "until 15 August", "../2025-08-15", "range"),
    ("open until 3 May", "until 3 May", "../2025-05-03", "range"),
    ("in the first week of April", "the first week of April", "2025-04-01/2025-04-07", "range"),
    ("it will begin in early June", "early June", "2025-06-01/2025-06-10", "range"),
    ("it began in early June", "early June", "2024-06-01/2024-06-10", "range"),
    ("in the past 48 hours", "past 48 hours", "2025-05-25/2025-05-27", "range"),
    (
        "fighting from Saturday night into Sunday",
        "Saturday night into Sunday",
        "2025-05-24/2025-05-25",
        "range",
    ),
    (
        "on the night of Saturday to Sunday",
        "on the night of Saturday to Sunday",
        "2025-05-24/2025-05-25",
        "range",
    ),
    ("between Friday and Monday", "between Friday and Monday", "2025-05-23/2025-05-26", "range"),
    ("he left on Thursday of last week", "on Thursday of last week", "2025-05-22", "day"),
    ("the week of 5 May", "week of 5 May", "2025-05-05/2025-05-11", "range"),
    ("the week to 11 May", "week to 11 May", "2025-05-05/2025-05-11", "range"),
    ("rain fell on 3, 5 and 9 May", "on 3, 5 and 9 May", "2025-05-03/2025-05-09", "range"),
    ("rain fell on May 3-5", "on May 3-5", "2025-05-03/2025-05-05", "range"),
    ("fighting eased in March and April", "March and April", "2025-03/2025-04", "range"),
    ("the first three months of 2025", "first three months of 2025", "2025-01/2025-03", "range"),
    ("the last ten days of April", "last ten days of April", "2025-04-21/2025-04-30", "range"),
    ("the week before last", "week before last", "2025-05-12/2025-05-18", "week"),
    ("the early hours of Sunday", "Sunday", "2025-05-25", "day"),
    ("it will be held on 20 December", "on 20 December", "2025-12-20", "day"),
    ("no later than 30 May", "30 May", "2025-05-30", "day"),
]
CASES = [("ar", *case) for case in ARABIC] + [("en", *case) for case in ENGLISH]


def test_there_is_enough_to_test() -> None:
    assert len(CASES) >= 80


@pytest.mark.parametrize(("language", "text", "expression", "edtf", "precision"), CASES)
def test_a_date_seen_from_the_day_of_the_report(
    language: str, text: str, expression: str, edtf: str, precision: str
) -> None:
    (span,) = find_dates(text, language=language, published=TUESDAY)
    assert (span.text, span.edtf, span.precision) == (expression, edtf, precision)
    assert text[span.start : span.end] == expression


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "عاد 1905 جنود سوريين"),
        ("ar", "هناك نحو 2,000 عراقي"),
        ("ar", "من 60 جنسية"),
        ("ar", "طولها 613 كيلومترا"),
        ("ar", "حوالي 16,000 عراقي"),
        ("ar", "استعادة 3,000 متشدد"),
        ("ar", "منذ 2000 جندي"),
        ("ar", "القرار 2254"),
        ("ar", "اليوم الثاني من المؤتمر"),
        ("ar", "في ذلك اليوم"),
        ("ar", "صلاة الجمعة في المسجد"),
        ("ar", "فازوا 3-1 في الدورة"),
        ("ar", "مئات الأيام"),
        ("en", "He may go, they march on"),
        ("en", "1905 soldiers came back"),
        ("en", "some 16,000 people"),
        ("en", "in 2000 soldiers' names"),
        ("en", "the second of three"),
        ("en", "sat in the sun"),
        ("en", "a 613 km border"),
        ("en", "Arbaeen pilgrims came home"),
    ],
)
def test_a_count_is_no_date(language: str, text: str) -> None:
    assert find_dates(text, language=language, published=TUESDAY) == ()


@pytest.mark.parametrize(
    ("language", "text", "precision"),
    [
        ("ar", "اليوم الخميس", "day"),
        ("ar", "الأسبوع الماضي", "week"),
        ("ar", "والشهر الماضي", "month"),
        ("ar", "قبل 9 سنوات", "year"),
        ("ar", "منذ 3 أيام", "range"),
        ("ar", "وصلوا الأحد", "day"),
        ("en", "last week", "week"),
        ("en", "on Tuesday", "day"),
        ("en", "nine years ago", "year"),
        ("en", "the past three weeks", "range"),
    ],
)
def test_without_the_day_of_the_report_no_day_is_invented(language: str, text: str, precision: str) -> None:
    (span,) = find_dates(text, language=language)
    assert (span.first, span.last, span.edtf) == (None, None, "")
    assert (span.precision, span.basis) == (precision, "deictic")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "مؤخرًا"),
        ("ar", "في الآونة الأخيرة"),
        ("ar", "منذ أيام طويلة"),
        ("ar", "منذ سنوات طويلة"),
        ("ar", "قبل عدة أشهر"),
        ("ar", "خلال الأيام الماضية"),
        ("en", "recently"),
        ("en", "several years ago"),
        ("en", "in recent days"),
    ],
)
def test_a_vague_time_is_found_and_stays_vague(language: str, text: str) -> None:
    (span,) = find_dates(text, language=language, published=TUESDAY)
    assert (span.first, span.last, span.edtf) == (None, None, "")


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "قبل أيام"), ("ar", "ومنذ أيام"), ("en", "a few days ago")]
)
def test_some_days_ago_is_within_the_week_before(language: str, text: str) -> None:
    (span,) = find_dates(text, language=language, published=TUESDAY)
    assert (span.first, span.precision) == (date(2025, 5, 20), "range")
    assert "some days" in span.note
    (span,) = find_dates(text, language=language)
    assert (span.first, span.last) == (None, None)


def test_a_day_without_a_year_is_a_day_of_some_year() -> None:
    (span,) = find_dates("في الثالث من يناير", language="ar")
    assert (span.edtf, span.first, span.precision) == ("XXXX-01-03", None, "day")
    (span,) = find_dates("في الثالث من يناير", language="ar", published=date(2020, 11, 15))
    assert (span.edtf, span.basis) == ("2020-01-03", "deictic")


def test_of_two_month_names_that_contradict_each_other_the_first_wins() -> None:
    (span,) = find_dates("الثالث من يناير/كانون الأول 2020", language="ar")
    assert span.edtf == "2020-01-03"
    assert "month 1 and month 12" in span.note
    (agreeing,) = find_dates("الثالث من يناير/كانون الثاني 2020", language="ar")
    assert agreeing.note == ""


def test_a_weekday_that_does_not_fit_its_date_is_told() -> None:
    (span,) = find_dates("الجمعة 26 ديسمبر 2024", language="ar")
    assert span.first == date(2024, 12, 26)
    assert "a Thursday" in span.note


def test_days_that_do_not_exist_are_no_dates() -> None:
    assert find_dates("في 30 فبراير 2024", language="ar") == ()
    assert find_dates("on 31/11/2024", language="en") == ()


def test_a_post_with_an_english_stamp_in_an_arabic_report() -> None:
    text = "قال المتحدث أمس\n— قناة (@channel_1) May 26, 2025"
    spans = find_dates(text, language="ar", published=TUESDAY)
    assert [span.edtf for span in spans] == ["2025-05-26", "2025-05-26"]


def test_hijri_dates_outside_the_tables_stay_unknown() -> None:
    (span,) = find_dates("في 25 ذي الحجة 634 هـ", language="ar")
    assert (span.first, span.edtf) == (None, "")
    assert hijri_span(1446, 9, 30) is None  # that Ramadan had 29 days


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([case[1] for case in CASES] + ["1905", "،", "/", "-", "من", "\n"]), max_size=6)
)
def test_spans_lie_in_the_text_in_order_and_apart(parts: list[str]) -> None:
    text = " ".join(parts)
    for language in ("ar", "en"):
        spans = find_dates(text, language=language, published=TUESDAY)
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert all(before.end <= after.start for before, after in itertools.pairwise(spans))  # type: ignore[operator]


# ---- counted from a time told before, and ahead of the report


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They met on 12 March 2025. A day earlier, troops had come.", "2025-03-11"),
        ("en", "They met on 12 March 2025. Two weeks later he left.", "2025-03-26"),
        ("en", "They met on 12 March 2025 and signed the same day.", "2025-03-12"),
        ("en", "He was taken in February 2023 and freed two weeks later.", "2023-02-15/2023-03-14"),
        ("ar", "اجتمعا في 12 آذار 2025، وفي اليوم التالي غادر الوفد", "2025-03-13"),
        ("ar", "اجتمعا في 12 آذار 2025، وبعد ذلك بيومين عاد الوفد", "2025-03-14"),
        ("ar", "اجتمعا في 12 آذار 2025، وتكرر اللقاء في الشهر نفسه", "2025-03"),
        ("ar", "وقع الاتفاق عام 2019، وفي ذلك العام عاد النازحون", "2019"),
    ],
)
def test_a_time_is_counted_from_the_one_told_before(language: str, text: str, expected: str) -> None:
    first, second = find_dates(text, language=language, published=TUESDAY)
    assert second.edtf == expected
    assert first.text in second.note


def test_what_is_counted_from_an_event_is_counted_from_no_date() -> None:
    text = "They met on 12 March 2025, two days after a similar meeting in Aqaba."
    assert [span.edtf for span in find_dates(text, language="en")] == ["2025-03-12"]


def test_a_door_is_no_month() -> None:
    spans = find_dates("عبرت القافلة من باب الهوى ثم عادت بآب", language="ar", published=TUESDAY)
    assert [span.edtf for span in spans] == ["2024-08"]


def test_nothing_is_counted_from_a_time_that_nobody_told() -> None:
    assert not [span for span in find_dates("Two days later they left.", language="en") if span.first]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Teams will begin the repairs on Sunday, the ministry said.", date(2025, 6, 1)),
        ("en", "The delegation is expected in Baghdad on Sunday.", date(2025, 6, 1)),
        ("en", "The ministers are to meet in Baghdad on Sunday.", date(2025, 6, 1)),
        ("en", "Teams began the repairs on Sunday.", date(2025, 5, 25)),
        ("ar", "سيصل الوفد إلى بغداد الأحد", date(2025, 6, 1)),
        ("ar", "ومن المقرر أن يزور دمشق يوم الأحد", date(2025, 6, 1)),
        ("ar", "سيطر الجيش على البلدة الأحد", date(2025, 5, 25)),
    ],
)
def test_a_weekday_lies_ahead_where_its_clause_says_so(language: str, text: str, expected: date) -> None:
    (span,) = find_dates(text, language=language, published=TUESDAY)
    assert span.first == expected


# ---- the day of the report


def test_a_weekday_and_the_stamp_of_a_post_date_a_report() -> None:
    text = "أعلنت الوزارة أمس الاثنين العملية، وقالت اليوم الثلاثاء إنها انتهت.\n"
    text += "— الوزارة (@ministry) May 26, 2025"
    day, note = infer_published(text, language="ar")
    assert day == TUESDAY
    assert "May 26, 2025" in note


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "Published: 27 May 2025\nTalks were held.", TUESDAY),
        ("en", "DAMASCUS, May 27, 2025 — Talks were held.", TUESDAY),
        ("ar", "نشر في: 27 مايو 2025\nعقد اجتماع", TUESDAY),
        ("ar", "اجتماع في دمشق\n27/5/2025\nعقد اجتماع أمني", TUESDAY),
        ("ar", "دمشق، 27 أيار 2025 - عقد اجتماع", TUESDAY),
        ("ar", "عمّان 27 أيار/مايو 2025 (وكالات) - عقد اجتماع", TUESDAY),
        ("ar", "2025-05-27 14:20\nعقد اجتماع", TUESDAY),
        ("ar", "الجنوب: تحديث رقم 3 | 27 أيار 2025\nعقد اجتماع", TUESDAY),
        ("en", "Flash update No. 4\nAs of 27 May 2025\n\nTalks were held.", TUESDAY),
        ("en", "Situation report 4 (27 May 2025)\nTalks were held.", TUESDAY),
        # what a sentence goes on with is no heading
        ("en", "As of 27 May 2025, 300 people had left.", None),
        ("en", "The war began on 27 May 2025 - a Tuesday - and went on.", None),
        ("ar", "عقد اجتماع في 27 أيار 2025 - وهو الأول", None),
        # told with hindsight: the date of a meeting is not the day of the report
        ("ar", "كشف عن اللقاء الذي جمعه به في 26 ديسمبر 2024، حيث تم التأكيد", None),
        ("ar", "اجتمعا اليوم الخميس في دمشق", None),
        ("ar", "اجتمعا اليوم الخميس بعد لقاء 26 ديسمبر 2024", None),
        ("ar", "لا تاريخ في هذا النص", None),
    ],
)
def test_the_day_of_a_report_is_inferred_or_left_open(language: str, text: str, day: date | None) -> None:
    found, note = infer_published(text, language=language)
    assert found == day
    assert bool(note) == (day is not None)


def test_weekdays_that_contradict_each_other_date_nothing() -> None:
    text = "قال اليوم الأربعاء بعد أمس الاثنين\n— قناة (@c) May 26, 2025"
    assert infer_published(text, language="ar") == (None, "")


def test_the_heading_of_a_report_gives_its_days_their_year() -> None:
    text = "Overview of Libya, October 2025\n\nShells fell on 22 October. Talks will be held in January."
    assert [span.edtf for span in find_dates(text, language="en")] == ["2025-10", "2025-10-22", "2026-01"]


def test_a_later_month_of_a_paragraph_goes_on_in_the_year_told_before() -> None:
    text = "In February 2025 he called on them. In July, they came.\n\nIn August nobody did."
    assert [span.edtf for span in find_dates(text, language="en")] == ["2025-02", "2025-07", "XXXX-08"]


def test_the_month_before_is_that_before_the_one_told() -> None:
    text = "Attacks rose in October 2025 after a lull the previous month. Over the month, 40 men died."
    assert [span.edtf for span in find_dates(text, language="en")] == ["2025-10", "2025-09", "2025-10"]


def test_the_268th_day_running_is_not_today() -> None:
    assert find_dates("لليوم الـ268 على التوالي", language="ar", published=TUESDAY) == ()
