"""Places found, explanations and evaluations on a terminal, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from geoevents.evaluation.measures import FAR_KM, NEAR_KM, Report
from geoevents.geoparse.explain import Explanation, candidate_rows, role_told

if TYPE_CHECKING:
    from rich.console import Console

    from geoevents.gazetteer.search import Match

__all__ = ["show_explanation", "show_matches", "show_report"]

_FIRST_ARABIC: Final = "\u0590"  # Hebrew, Arabic and their like stand from here to …
_LAST_ARABIC: Final = "\u08ff"
_MOST_FEATURES: Final = 12


def show_explanation(console: Console, one: Explanation) -> None:
    """Print what was made of some words, and why.

    >>> from rich.console import Console
    >>> from geoevents.model import Document
    >>> show_explanation(Console(), Explanation(Document("d", "in Homs"), 3, 7, "no place: too little known"))
    3:7 in [Homs]
    no place: too little known
    """
    before, here, after = one.context
    told = Text(f"{one.start}:{one.end} ", style="dim")
    told.append(_isolated(console, f"{before}[{here}]{after}"), style="none")
    console.print(told)
    console.print(Text(_isolated(console, one.verdict) + role_told(one), style="bold"))
    if one.candidates:
        _print(console, ("candidate", "kind", "country", "score", "why"), candidate_rows(one), wide=(0, 4))
    if one.recognition:
        rows = [(feature, f"{weight:+.2f}") for feature, weight in one.recognition[:_MOST_FEATURES]]
        _print(console, (f"evidence {one.evidence:+.2f}", "weight"), rows, wide=(0,))


def show_report(console: Console, report: Report, *, errors: bool = False) -> None:
    """Print the figures of an evaluation, and if wanted each error.

    >>> from rich.console import Console
    >>> from geoevents.evaluation.scoring import compare
    >>> show_report(Console(width=80), compare([], {}))  # doctest: +ELLIPSIS
    0 documents, 0 gold mentions, 0 predicted...
    """
    whole = report.overlap
    console.print(
        f"{report.documents:,} documents, {whole.gold:,} gold mentions, {whole.predicted:,} predicted"
    )
    rows = [
        (name, *(f"{share:.3f}" for share in (one.precision, one.recall, one.f1)))
        for name, one in (("exact", report.exact), ("overlap", report.overlap))
    ]
    _print(console, ("recognition", "precision", "recall", "F1"), rows)
    if report.distances.located:
        _print(console, ("resolution", "mentions", "≤ 161 km", "≤ 10 km", "AUC"), list(_resolution(report)))
    if report.tolerance.gold:
        _print(
            console,
            ("as near as the gold asks", "mentions", "right"),
            [
                ("resolved", str(report.tolerance.predicted), f"{report.tolerance.precision:.3f}"),
                ("all", str(report.tolerance.gold), f"{report.tolerance.recall:.3f}"),
            ],
        )
    if report.confusion:
        roles = [(*pair, str(count)) for pair, count in report.confusion.items()]
        _print(console, ("gold role", "found as", "mentions"), roles)
    if report.reliability:
        bins = [
            (f"{b.low:g}–{b.high:g}", str(b.count), f"{b.score:.3f}", f"{b.right:.3f}")
            for b in report.reliability
        ]
        _print(console, ("score", "mentions", "mean score", "right"), bins)
        console.print(f"expected calibration error {report.calibration_error:.3f}")
    counts = Counter(error.problem for error in report.errors)
    console.print("errors: " + (", ".join(f"{n:,} {name}" for name, n in counts.most_common()) or "none"))
    if errors:
        _print(
            console,
            ("problem", "at", "words", "detail", "context"),
            [
                (e.problem, f"{e.document}:{e.start}", e.text, e.detail, e.context)
                for e in sorted(report.errors, key=lambda e: e.problem)
            ],
            wide=(1, 2, 3, 4),
        )


def show_matches(console: Console, matches: Sequence[Match]) -> None:
    """Print places that were looked up, the likeliest first.

    >>> from rich.console import Console
    >>> from geoevents.gazetteer.search import Match
    >>> from geoevents.model import Place
    >>> palmyra = Place("x:1", "Palmyra", "تدمر", "city", 34.5624, 38.2840, countries=("SY",))
    >>> show_matches(Console(width=80), [Match(palmyra, 1.0, "palmyra")])  # doctest: +NORMALIZE_WHITESPACE
    score  name     اسم   kind  country  lat, lon        id
    1.00   Palmyra  تدمر  city  SY       34.562, 38.284  x:1
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("score", "name", "اسم"):
        table.add_column(title, overflow="fold")
    for title in ("kind", "country", "lat, lon", "id"):
        table.add_column(title, no_wrap=True)
    for match in matches:
        place = match.place
        at = f"{place.latitude:.3f}, {place.longitude:.3f}"
        names = f"{match.score:.2f}", place.name, place.name_ar
        table.add_row(*map(Text, (*names, place.kind, " ".join(place.countries), at, place.id)))
    console.print(table)


def _resolution(report: Report) -> Iterator[tuple[str, ...]]:
    far = report.distances
    for name, of_all in (("resolved", False), ("all", True)):
        count = far.located if of_all else len(far.errors_km)
        shares = (
            far.within(FAR_KM, of_all=of_all),
            far.within(NEAR_KM, of_all=of_all),
            far.auc(of_all=of_all),
        )
        yield name, f"{count:,}", *("–" if share != share else f"{share:.3f}" for share in shares)
    yield f"median {far.median_km:,.1f} km, mean {far.mean_km:,.1f} km", "", "", "", ""
    if report.unknown is not None:
        yield "with an id that the gazetteer lacks", f"{report.unknown:,}", "", "", ""


def _print(
    console: Console, titles: Sequence[str], rows: Sequence[Sequence[str]], *, wide: Sequence[int] = ()
) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column, title in enumerate(titles):
        table.add_column(title, overflow="fold", no_wrap=column not in wide)
    for row in rows:
        table.add_row(*(Text(_isolated(console, cell)) for cell in row))
    console.print(table)


def _isolated(console: Console, cell: str) -> str:
    """Keep Arabic from swapping places with the cells beside it where a terminal reorders lines."""
    if console.is_terminal and any(_FIRST_ARABIC <= letter <= _LAST_ARABIC for letter in cell):
        return f"\u2068{cell}\u2069"  # first strong isolate … pop
    return cell
