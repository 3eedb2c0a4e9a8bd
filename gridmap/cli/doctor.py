"""``gridmap doctor``: what is wrong with data before it is taken in, and whether all is ready."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridmap.cli.output import ATTENTION, Json, print_json, print_table, progress_bar, say

if TYPE_CHECKING:
    from boundaries.datum_trial import Judged
    from gridmap.journeys.try_datums import Trial
    from gridmap.service import Service

app = typer.Typer(help="Look at data before it is taken in; make ready.", no_args_is_help=True)


@app.callback()
def _doctor() -> None:
    """A group, however many commands it has."""


@app.command("points")
def points(
    file: Annotated[Path, typer.Argument(help="CSV, .csv.gz or Parquet.")],
    lon: Annotated[str, typer.Option(help="Field with the longitude, or easting.")],
    lat: Annotated[str, typer.Option(help="Field with the latitude, or northing.")],
    truth: Annotated[
        str | None, typer.Option(help="Field with the code or name of the area of each point.")
    ] = None,
    layer: Annotated[
        str | None, typer.Option(help="Layer that --truth speaks of; the finest level if not said.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A map page, as page.html.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of a CSV, as gb18030.")] = "utf-8",
    most: Annotated[int, typer.Option(min=1, help="Points to try; of more, some are drawn.")] = (
        20_000
    ),
    seed: Annotated[int, typer.Option(min=0, help="Of the drawing, and of the bootstrap.")] = 0,
    language: Annotated[str | None, typer.Option(help="Of the page: zh or en.")] = None,
    json: Json = False,
) -> None:
    """Try in which coordinate system points fit the boundaries best.

    Tries WGS 84, GCJ-02, BD-09 and swapped axes, or the projected systems of the place. Says
    what to declare with --crs, and applies nothing. Exits with 3 where none fits, or the points
    can't tell.
    """
    if language not in {None, "zh", "en"}:
        raise typer.BadParameter("say zh or en", param_hint="--language")
    if layer is not None and truth is None:
        raise typer.BadParameter("--layer says what --truth speaks of: say that too")
    from boundaries.datum_trial import TrialRules
    from gridmap.files.points import read_points
    from gridmap.journeys.try_datums import TrialOptions, try_datums
    from gridmap.service import Service

    service = Service()
    locator = service.locator()
    options = TrialOptions(truth, layer, _known_systems(service), most, TrialRules(seed=seed))
    with progress_bar(f"Trying {file.name}") as report:
        fields = [] if truth is None else [truth]
        table = read_points(file, lon, lat, fields, encoding, lambda share: report("read", share))
        trial = try_datums(table, locator.edition, locator, options, report)
    if output is not None:
        _write_page(service, trial, file, output, language)
    if json:
        print_json(trial_answer(trial, table.malformed, lon, lat, output))
    else:
        _tell(trial, table.malformed, lon, lat, output)
    if not trial.verdict.fits or trial.verdict.rivals:
        raise typer.Exit(ATTENTION)


@app.command("kernels")
def kernels(json: Json = False) -> None:
    """Compile what answers look-ups to machine code, once after installing.

    Takes some ten seconds; nothing, where it was done before. Without it the first look-up of
    many points, and the first activation, wait that long.
    """
    import boundaries.index.compiled_edition  # noqa: F401 - brings the kernels
    from boundaries.jit import warm

    with progress_bar("Compiling kernels") as report:
        count = warm(report)
    if json:
        print_json({"kernels": count})
        return
    say(f"{count} kernels are compiled.")


def _known_systems(service: Service) -> tuple[str, ...]:
    """The systems that the active edition's layers were read in."""
    record = service.editions.named(None)
    return tuple(dict.fromkeys(layer.crs for layer in record.layers))


def _write_page(
    service: Service, trial: Trial, file: Path, output: Path, language: str | None
) -> None:
    from gridmap.errors import InputError
    from gridmap.files.folium_map import render_points_page
    from gridmap.files.folium_map.trial_points import PointsPage

    page = PointsPage(
        file=file.name,
        language="zh" if (language or service.settings.language) == "zh" else "en",
        edition=service.locator().edition,
        readings=tuple(trial.readings.values()),
        verdict=trial.verdict,
    )
    try:
        output.write_bytes(render_points_page(page))
    except OSError as error:
        raise InputError(
            f"The page can't be written: {error.strerror}.", where=str(output)
        ) from error


def declaration(trial: Trial, lon: str, lat: str) -> str:
    """The options that declare the best reading."""
    best = trial.candidates[trial.verdict.best.name]
    x, y = (lat, lon) if best.swapped else (lon, lat)
    return f"--lon {x} --lat {y} --crs {best.crs.name}"


def trial_answer(
    trial: Trial, malformed: int, lon: str, lat: str, output: Path | None
) -> dict[str, Any]:
    """What came of a trial, as JSON values."""
    verdict = trial.verdict
    return {
        "rows": trial.rows + malformed,
        "tried": trial.tried,
        "left_out": {**trial.left_out, **({"malformed": malformed} if malformed else {})},
        "judged_by": verdict.judge,
        "unknown_owners": dict(trial.unknown_owners.most_common(20)),
        "readings": [
            {
                **dataclasses.asdict(each),
                "crs": trial.candidates[each.name].crs.name,
                "swapped": trial.candidates[each.name].swapped,
                "also": trial.candidates[each.name].also,
            }
            for each in verdict.readings
        ],
        "fits": verdict.fits,
        "best": verdict.best.name,
        "not_told_apart": [each.name for each in verdict.rivals],
        "declare": declaration(trial, lon, lat) if verdict.fits else None,
        "page": output,
    }


_CALLED = {"wgs84": "WGS 84, CGCS2000", "gcj02": "GCJ-02", "bd09": "BD-09"}


def called(name: str) -> str:
    """What people call a reading."""
    crs, _, swapped = name.partition(" ")
    return _CALLED.get(crs, crs) + (", axes swapped" if swapped else "")


def _tell(trial: Trial, malformed: int, lon: str, lat: str, output: Path | None) -> None:
    verdict = trial.verdict
    say(f"{trial.tried:,} points tried of {trial.rows + malformed:,} rows.")
    _tell_left_out(trial, malformed)
    truth = verdict.judge == "truth"
    header = ("read as", "inside", "metres outside", "agree", "worse by", "95 % between", "")
    print_table("", header, [_row(each, k, truth=truth) for k, each in enumerate(verdict.readings)])
    for candidate in trial.candidates.values():
        if candidate.also:
            say(f"{candidate.name} stands for {', '.join(candidate.also)} too: metres apart.")
    _tell_verdict(trial, lon, lat)
    if output is not None:
        say(f"Wrote {output}: the points under each reading, on a map.")


def _row(each: Judged, place: int, *, truth: bool) -> tuple[object, ...]:
    mean, low, high = (f"{v:.1%}" if truth else f"{v:,.2f} m" for v in each.worse)
    state = "best" if place == 0 else "" if each.told_apart else "can't be told from it"
    return (
        called(each.name), f"{each.inside:.2%}", f"{each.outside_m:,.1f}",
        "–" if each.agreement is None else f"{each.agreement:.2%}",
        "–" if place == 0 else mean, "–" if place == 0 else f"{low} … {high}", state,
    )  # fmt: skip


def _tell_left_out(trial: Trial, malformed: int) -> None:
    from gridmap.cli.reasons import reason_in_words
    from gridmap.journeys.try_datums import DEFAULT_COORDINATE

    for reason, count in trial.left_out.most_common():
        words = "on one spot, as defaults are" if reason == DEFAULT_COORDINATE else (
            reason_in_words(reason)
        )  # fmt: skip
        say(f"{count:,} left out: {words}.")
    if malformed:
        say(f"{malformed:,} left out: rows that fit no field.")
    if trial.unknown_owners:
        shown = ", ".join(f"{text!r}" for text, _ in trial.unknown_owners.most_common(5))
        say(f"{trial.unknown_owners.total():,} name no area of that layer: {shown}.")


def _tell_verdict(trial: Trial, lon: str, lat: str) -> None:
    verdict = trial.verdict
    if not verdict.fits:
        say("None fits: most points lie elsewhere, or the boundaries are of another place.")
        return
    if verdict.rivals:
        names = " and ".join(called(each.name) for each in (verdict.best, *verdict.rivals))
        say(f"{names} can't be told apart by these points.")
        if verdict.judge == "outline":
            say("Only points near the outline tell; a field with each point's area tells more: "
                "--truth FIELD.")  # fmt: skip
        return
    say(f"{called(verdict.best.name)} fits best. Declare it: {declaration(trial, lon, lat)}")
    if verdict.judge == "outline":
        say("Judged by points outside the outline. If the boundaries themselves are in a shifted "
            "datum, this is what the points are beside them.")  # fmt: skip
