"""The grammar of dates: regular expressions over the classes of timewords.py, one character a word.

Each rule has a name; datereader.py turns a match of it into a moment. Rules stand in the order in which they
are tried, ranges before the dates that they hold.
"""

import re
from functools import cache, lru_cache
from typing import Final

from geoevents.language.lexicon import load

__all__ = ["grammar", "matches"]

# The grammar, over the classes of timewords.py. «م» and «هـ» may close a year.
_YEAR: Final = r"(?:[,،]?[fFP]?x?G?(?:ym?|e))"
_MONTH: Final = r"M(?:\.|;)?(?:[/(-]M\)?|M)?"
_DAY: Final = r"[dO]"
_WEEKDAY: Final = r"(?:(?:E?T[,،(]?)?(?:[oP]?x?[Wa]\.?E?)?[,،(]?o?P?)"
_AH: Final = r"(?:[fF]?G?(?:hj?|[yen]j))"
_HIJRI: Final = rf"(?:{_DAY}[fF]?o?G?U?)?H{_AH}?"
_NUMERIC: Final = r"(?:y-d-d|y/d/d|y\.d\.d|d-d-y|d/d/[yd]|d\.d\.y)"
_DAY_MONTH: Final = rf"{_WEEKDAY}x?{_DAY}[fF]?x?o?U?{_MONTH}(?:{_YEAR}|[LNC](?![UGDBo]))?"
_MONTH_DAY: Final = rf"{_WEEKDAY}{_MONTH}x?{_DAY}{_YEAR}"
_BARE_MONTH_DAY: Final = rf"{_WEEKDAY}M[.;]?x?{_DAY}(?![,.]?[dn%$])"
_MONTH_YEAR: Final = rf"U?{_MONTH}{_YEAR}"
_HIJRI_YEAR: Final = r"x?G(?:hj?|yj)|hj"
_VAGUELY: Final = r"(?:Q[fP]?x?)"  # "earlier this year"
_PART: Final = r"K-?[fFP]?x?"
_COUNT: Final = r"[dniyV]"
_UNIT: Final = r"[UGDBo]"


def _compiled(*, day_after_month: bool) -> re.Pattern[str]:
    month_day = f"{_MONTH_DAY}|{_BARE_MONTH_DAY}" if day_after_month else _MONTH_DAY
    full = rf"(?:{_NUMERIC}|{_DAY_MONTH}|{month_day}|{_MONTH_YEAR})"
    atom = rf"(?:{full}|{_HIJRI}|{_HIJRI_YEAR}|U?{_MONTH}|x?G?ym?)"

    relative = (
        rf"(?:E?[fF]?T[,،]?E?[(]?o?W?\)?|(?:o|x)*[LNC]+WE?|(?:P|o|x)*E?WW?E?(?:[LNC](?!{_UNIT}))?"
        rf"|q?x?[LN]{_COUNT}{_UNIT}|{_UNIT}[xp]?{_COUNT}[LN]|q?x?{_COUNT}{_UNIT}[LN]|x?UAL|x?[LNC]{_UNIT}|{_UNIT}[LNC]|[DB][LN])"
    )
    month_led = rf"[Pp]x?(?:U?{_MONTH}(?:[LNC](?!{_UNIT})|{_YEAR})?|[LNC]{_MONTH})"
    month_cued = rf"(?:[LNC]{_MONTH}|U?{_MONTH}[LNC](?!{_UNIT})|U{_MONTH})"
    partial = rf"{_PART}(?:{_MONTH_YEAR}|{month_cued}|{_MONTH}|x?G?ym?|C?{_UNIT}[LNC]|x?[LNC]?[UGDB])"
    end = rf"{atom}|{partial}|{relative}"
    season = rf"x?R[fF]?(?:{_YEAR}|x?(?:[UG][LNC]|[LNC][UG]))|[LNC]R|R[LNC](?!{_UNIT})"
    holiday = rf"r?[fF]?x?Y(?:{_AH}|{_YEAR}|[LNC](?!{_UNIT}))?"
    decade = r"x?Z(?:[fF]?c)?"
    dated = rf"{full}|{_HIJRI}|{_HIJRI_YEAR}|{partial}|{season}|{holiday}|{decade}|{month_cued}|x?G(?:ym?|e)"
    counted = "" if day_after_month else "|x[nd]"  # «لليوم الـ268»
    day_list = rf"[fb]?o?x?{_DAY}(?:[,،&]x?{_DAY})*"  # "on 3, 5 and 9 August"
    last_day = rf",?&(?=x?{_DAY}(?:{_YEAR}|[.;)]))"  # "on August 3 and 5."; not "and 5 people"
    month_list = rf"[PpUD]+x?[fF]?{_MONTH}(?:[,،]{_MONTH})*"
    closing = rf"(?:[LNC](?!{_UNIT})|{_YEAR})?"
    joined = r"(?:[tu-]|[,،]?&)"
    rules = {
        "span_days": rf"{day_list}[fF]?(?P<j0>[tu-]|&)x?{_DAY}[fF]?o?U?{_MONTH}{_YEAR}?",
        "span_month_days": rf"[fb]?o?M[.;]?x?{_DAY}(?:,{_DAY})*(?P<j1>[tu-]|{last_day})x?{_DAY}{_YEAR}?"
        if day_after_month
        else r"(?!)",
        "span_months": rf"P?{_MONTH}(?P<j5>[&t-])P?{_MONTH}{_YEAR}",
        "span_month_list": rf"{month_list}(?P<j6>[,،]?&|[t-]){_MONTH}{closing}(?![dO])",
        "night": r"(?:o|x)*(?:EW[-/t]W|EFW[t-]W|WE[t-]W|W[-/]WE)",
        "weekday_of_week": r"(?:o|P|x)*E?WE?[fF]?x?(?:[LNC]U|U[LNC])",
        "day_of_month": rf"(?:[oP]+x?{_DAY}|d)[fF](?:x?[LNC]U|U[LNC])|ox?OFxU|ox?O(?=[,.;])",
        "week_of": rf"P?x?U[Ft](?P<week_what>{full})",
        "weekdays": r"ox?W&W",
        "span_from": rf"[fb]P?(?P<a2>{end})(?P<j2>{joined})P?(?P<b2>{end})",
        "span_years": r"(?:x?G|P)?(?P<a3>ym?)(?P<j3>[-t/])(?:x?G)?(?P<b3>ym?)(?![-/.])",
        "span": rf"(?P<a4>{full}|x?Gym?)(?P<j4>[tu-])(?P<b4>{full}|x?G?ym?)",
        "ago": rf"Aq?{_COUNT}?{_UNIT}[lL]?(?:fQ)?(?![yh])|q?x?{_COUNT}{_UNIT}g|{_UNIT}g|lg",
        "for": rf"Sq?(?:x?L?{_COUNT}{_UNIT}|[DBUG])l?(?![yhLNC])",
        "since": rf"S(?:o|x|P|f)*(?P<since_what>{dated}|{relative}|{_MONTH}|ym?)",
        "until": rf"u(?:o|x|P)*(?P<until_what>{dated}|{relative}|{_MONTH}|ym?)",
        "before": rf"A(?:o|x)*(?P<before_what>{dated}|ym?)",
        "after": rf"z(?:o|x)*(?P<after_what>{dated}|ym?)",
        "partial": rf"{_VAGUELY}?P?(?:{partial})",
        "numeric": rf"{_WEEKDAY}{_NUMERIC}",
        "calendar": rf"{_VAGUELY}?(?:{_DAY_MONTH}|{month_day}|{_MONTH_YEAR}|{month_cued}|{month_led})",
        "hijri": rf"{_WEEKDAY}(?:{_DAY}[fF]?o?G?U?H{_AH}?|U?H{_AH}|UH[LNC]?|H[LNC])|[Pp]H(?!U)|{_HIJRI_YEAR}",
        "season": season,
        "holiday": rf"P?{holiday}",
        "weekend": r"(?:o|x)*(?:[LNC]w|w[LNC]?)",
        "decade": rf"P?{decade}",
        "relative": rf"{_VAGUELY}?P?{relative}(?!O{counted})",
        "year": rf"{_VAGUELY}?(?:(?:P|p)?x?[GB](?:ym?|e)|[Pp]ym?|(?<=y&)ym?)",
        "vague": r"Q",
    }
    return re.compile("&?(?:" + "|".join(f"(?P<{name}>{rule})" for name, rule in rules.items()) + ")")


@cache
def grammar(language: str) -> re.Pattern[str]:
    """Return the grammar of a language, its rules as named groups.

    >>> grammar("en").match("PMd،y") is None, grammar("en").match("Md،y")["calendar"]  # May 26, 2025
    (False, 'Md،y')
    """
    return _compiled(day_after_month=bool(load(language, "dates").get("day_after_month", False)))


@lru_cache(maxsize=1 << 15)
def matches(run: str, language: str) -> tuple[re.Match[str], ...]:
    """Return the dates in a run of classes; reports repeat the same few runs over and over.

    >>> [match.span() for match in matches("PdMy&UL", "ar")]
    [(0, 4), (4, 7)]
    """
    return tuple(grammar(language).finditer(run))
