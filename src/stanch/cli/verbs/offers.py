"""`stanch offers`: what is offered to whom, for how long, and why; the codes that open it; help for those who call."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli import telling
from stanch.cli.casework import by_option, case_option, json_option, opened

if TYPE_CHECKING:
    from datetime import date

    from stanch.casefile import Case

Existing = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(invoke_without_command=True)
@case_option
@json_option
@click.pass_context
def command(context: click.Context, case_folder: Path, *, as_json: bool) -> None:
    """The services offered to the people: required by a law or good practice, with the reason."""
    if context.invoked_subcommand is None:
        _list(case_folder, as_json=as_json)


def _list(case_folder: Path, *, as_json: bool) -> None:
    from stanch.cli import show
    from stanch.records import Offer, to_plain

    with opened(case_folder) as case:
        offers = case.store.get(Offer)
    if as_json:
        show.json_line({"offers": to_plain(offers)})
        return
    counts = Counter((offer.service, offer.months, offer.required, offer.reason, offer.cite) for offer in offers)
    rows = [
        (people, service.replace("_", " "), months or "", "required" if required else "good practice", reason, cite)
        for (service, months, required, reason, cite), people in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0][0]))
    ]
    show.table(f"{len(offers)} offers", ("People", "Service", "Months", "", "Why", "Citation"), rows)


@command.command()
@click.argument("codes", type=Existing)
@click.option("--service", default="credit_monitoring", show_default=True, help="What the codes open, where the list does not say.")
@case_option
@by_option
def load(codes: Path, service: str, case_folder: Path, by: str | None) -> None:
    """Load a provider's codes (CSV: engagement_number, code, enrol_by, help_line; also provider, service, months, enrol_url)."""
    from stanch.casefile import codes as kept
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        number = kept.load(case, codes, service=service, as_of=_day(case))
    show.message(f"{number:,} codes are in the case, sealed. You can delete {codes} now. Next: stanch offers assign")


@command.command()
@case_option
@by_option
@json_option
def assign(case_folder: Path, by: str | None, *, as_json: bool) -> None:
    """Give each person a code of their own. Letters show it after the next `stanch respond`. Ends with 1 where codes lack."""
    from stanch.casefile import codes
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        given = codes.assign(case, as_of=_day(case))
    if as_json:
        show.json_line({"assigned": dict(given.fresh), "lacking": dict(given.lacking)})
    else:
        for service in sorted({*given.fresh, *given.lacking}):
            lack = f"; {given.lacking[service]:,} get none: codes lack, or are too short" if given.lacking[service] else ""
            show.message(f"{service.replace('_', ' ')}: {given.fresh[service]:,} codes given out{lack}")
        if not given.fresh and not given.lacking:
            show.message("Everybody has their code, or no codes are loaded.")
    if given.lacking:
        raise SystemExit(1)


@command.command()
@click.argument("lists", nargs=-1, type=Existing, required=True)
@case_option
@by_option
def activations(lists: tuple[Path, ...], case_folder: Path, by: str | None) -> None:
    """Take a provider's list of those who enrolled (CSV: code, activated)."""
    from stanch.casefile import codes
    from stanch.cli import show

    lost = 0
    with opened(case_folder, by=by) as case:
        for one in lists:
            counts, unknown = codes.take_activations(case, one)
            lost += len(unknown)
            show.message(f"{one.name}: " + (", ".join(f"{number:,} {what}" for what, number in counts.items()) or "nothing new"))
            for told in unknown[:20]:
                show.message(f"  {told}")
    if lost:
        raise SystemExit(1)


@command.command()
@click.option("--chart", type=click.Path(path_type=Path, dir_okay=False), help="Write the rates as a picture (SVG) here.")
@click.option("--remind", type=click.Path(path_type=Path, dir_okay=False), help="Write those whose term ends within 30 days here (CSV).")
@case_option
@json_option
def status(chart: Path | None, remind: Path | None, case_folder: Path, *, as_json: bool) -> None:
    """How many enrolled, whether codes run out, whose term ends. Ends with 1 where something should be done now."""
    from stanch import safe_csv
    from stanch.casefile import codes
    from stanch.cli import show
    from stanch.records import to_plain
    from stanch.report import enrolment_chart

    with opened(case_folder) as case:
        day = _day(case)
        found, ending = codes.enrolments(case, as_of=day), codes.to_remind(case, as_of=day)
    told = codes.announcements(found, as_of=day)
    if chart:
        chart.write_text(enrolment_chart(found), encoding="utf-8")
    if remind:
        with remind.open("w", newline="", encoding="utf-8-sig") as stream:
            remind.chmod(0o600)
            safe_csv.write(stream, ("person", "service", "enrol_by"), ending)
    if as_json:
        rates = [{**to_plain(one), "rate": one.rate} for one in found]
        show.json_line({"services": rates, "announcements": told, "to_remind": len(ending)})
    else:
        rows = [
            (one.service.replace("_", " "), one.loaded, one.free, one.needed, one.assigned, one.activated, one.lapsed,
             "" if one.rate is None else f"{one.rate:.1%}", one.ends_first or "") for one in found
        ]  # fmt: skip
        columns = ("Service", "Codes", "Free", "People waiting", "Not enrolled yet", "Enrolled", "Lapsed", "Rate", "First term ends")
        if rows:
            show.table("Enrolment", columns, rows)
        else:
            show.message("No codes are loaded: stanch offers load CODES.csv")
        for line in told:
            show.message(line)
    if told:
        raise SystemExit(1)


@command.command()
@click.option("--within", type=click.IntRange(1, 365), default=30, show_default=True, help="Whose term ends within so many days.")
@click.option("--withdraw", "gone", is_flag=True, help="Take the order back; what was sent was sent.")
@case_option
@by_option
@json_option
def remind(*, within: int, gone: bool, case_folder: Path, by: str | None, as_json: bool) -> None:
    """Order a letter that reminds whoever has a code, has not used it, and can do so only for some days more.

    It is drafted with `stanch notices draft`, approved and sent once like any letter; who enrols meanwhile gets none.
    """
    from stanch.casefile import following_up
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        number = 0 if gone else following_up.remind(case, within=within, as_of=_day(case), by=case.by)
        if gone:
            following_up.remind_nobody(case, by=case.by)
    if as_json:
        show.json_line({"to_remind": number, "withdrawn": gone})
    elif gone:
        show.message("No reminder is ordered any more. `stanch notices draft` takes the drafts away.")
    else:
        show.message(f"{number:,} people are to be reminded. Next: stanch notices draft, then approve and send as usual.")


@command.command()
@click.argument("person")
@click.option("--grounds", required=True, help="Why; it stands in the journal.")
@case_option
@by_option
def withdraw(person: str, grounds: str, case_folder: Path, by: str | None) -> None:
    """Withdraw a person's code: it is never given again, and the next `assign` gives a fresh one."""
    from stanch.casefile import codes
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        number = codes.withdraw(case, person, by=case.by, grounds=grounds)
    show.message(f"{number} withdrawn. Next: stanch offers assign")


command.add_command(telling.callcentre)
command.add_command(telling.call)


def _day(case: Case) -> date:
    from stanch.casefile.walking import moment_of

    return moment_of(case)[0].date()
