"""What one asks about a place, about words of a report, and about how good all of it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from geoevents.cli.options import Encoding, OwnGazetteer, load
from geoevents.cli.terminal import console_of, progress, say

if TYPE_CHECKING:
    from geoevents.model import Kind

__all__ = ["evaluate", "explain", "lookup"]


def lookup(
    name: Annotated[str, typer.Argument(help="In any spelling, Arabic or Latin.")],
    country: Annotated[str | None, typer.Option(help="Only in this country (ISO code, such as SY).")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind: city, camp, desert, border…")] = None,
    near: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="Prefer what is near this point.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per place.")] = False,
    gazetteer: OwnGazetteer = None,
) -> None:
    """Find a place by name.

    \b
    Examples:
      geoevents lookup الحسكة
      geoevents lookup "al-Hol" --kind camp
      geoevents lookup Tripoli --near 34.4,35.8 --json
    """
    from geoevents.cli.displays import show_matches

    matches = load(gazetteer).lookup(
        name, country=country and country.upper(), kind=_kind(kind), near=_point(near), limit=limit
    )
    if as_json:
        for match in matches:
            typer.echo(json.dumps(match.to_json(), ensure_ascii=False))
    elif matches:
        show_matches(console_of(), matches)
    if not matches:
        say(f"no place is called {name!r}")
        raise typer.Exit(1)


def explain(
    path: Annotated[str | None, typer.Argument(metavar="FILE", help="A report, .txt or .jsonl.")] = None,
    text: Annotated[str | None, typer.Option(help="The words themselves, instead of a file.")] = None,
    at: Annotated[
        int | None, typer.Option(min=0, metavar="OFFSET", help="Only what stands at this character, from 0.")
    ] = None,
    document: Annotated[str | None, typer.Option("--id", help="Of a file of many: this report only.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per mention.")] = False,
    encoding: Encoding = "utf-8",
    gazetteer: OwnGazetteer = None,
) -> None:
    """Tell why words were taken for a place or not, for which place, and why the others lost.

    \b
    Examples:
      geoevents explain report.txt --at 120
      geoevents explain --text "Fighting near Tripoli, Lebanon"
      geoevents explain --text "الوضع القائم في الحسكة" --at 7
    """
    if (path is None) == (text is None):
        raise typer.BadParameter("give a FILE or --text", param_hint="FILE")
    from geoevents.cli.displays import show_explanation
    from geoevents.documents import read
    from geoevents.geoparse.explain import explain as explain_document
    from geoevents.model import Document

    reports = [Document("text", text)] if text is not None else list(read(str(path), encoding=encoding))
    chosen = [one for one in reports if document in (None, one.id)]
    if not chosen:
        raise typer.BadParameter(f"no report has the id {document!r}", param_hint="--id")
    if at is not None and (len(chosen) > 1 or at >= len(chosen[0].text)):
        problem = "the file holds many reports; name one with --id" if len(chosen) > 1 else "behind the text"
        raise typer.BadParameter(problem, param_hint="--at")
    known, console = load(gazetteer), console_of()
    found = [one for report in chosen for one in explain_document(report, known, at=at)]
    for number, one in enumerate(found):
        if as_json:
            typer.echo(json.dumps({"doc_id": one.document.id, **one.to_json()}, ensure_ascii=False))
        else:
            if number:
                console.rule(style="dim")
            show_explanation(console, one)
    if not found:
        say("no place is called so")
        raise typer.Exit(1)


def evaluate(
    path: Annotated[
        Path, typer.Argument(help="Annotated texts: .jsonl, brat .ann, a folder of them, or seeds/gold.")
    ],
    texts: Annotated[Path | None, typer.Option(help="The folder of the texts of a mentions.jsonl.")] = None,
    types: Annotated[str, typer.Option(help="Entity types that are places, such as GPE,LOC.")] = "",
    roles: Annotated[
        str, typer.Option(help="The roles of names that the annotation marks: literal,metonymic,embedded…")
    ] = "literal,metonymic,demonym",
    predicted: Annotated[
        Path | None, typer.Option(help="Score this output of `geoevents parse` instead of parsing.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List each error.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All figures and errors as JSON.")] = False,
    gazetteer: OwnGazetteer = None,
) -> None:
    """Score the parser on texts in which you marked the places.

    \b
    Examples:
      geoevents evaluate seeds/gold --roles literal,metonymic,embedded
      geoevents evaluate corpus.jsonl --errors
      geoevents evaluate brat/ --types Location,GPE --json
    """
    from geoevents.cli.displays import show_report
    from geoevents.evaluation.annotated import read_annotated
    from geoevents.evaluation.predicted import read_predicted
    from geoevents.evaluation.scoring import compare
    from geoevents.evaluation.scoring import evaluate as evaluate_texts
    from geoevents.model import ROLES

    counted = [role.strip() for role in roles.split(",")]
    if unknown := set(counted) - ROLES:
        raise typer.BadParameter(
            f"{min(unknown)!r} is no role: {', '.join(sorted(ROLES))}", param_hint="--roles"
        )
    annotated = read_annotated(path, texts=texts, types=[one.strip() for one in types.split(",") if one])
    if predicted is not None:
        report = compare(annotated, read_predicted(predicted), roles=counted)
    else:
        known = load(gazetteer)
        with progress("parsing"):
            report = evaluate_texts(annotated, known, roles=counted)
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        show_report(console_of(), report, errors=errors)


def _kind(name: str | None) -> Kind | None:
    from geoevents.model import KINDS

    if name is None or name in KINDS:
        return cast("Kind | None", name)
    known = ", ".join(sorted(KINDS))
    raise typer.BadParameter(f"{name!r} is no kind of place: {known}", param_hint="--kind")


def _point(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        latitude = longitude = float("nan")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise typer.BadParameter(f"{text!r} is no LAT,LON such as 36.5,40.75", param_hint="--near")
    return latitude, longitude
