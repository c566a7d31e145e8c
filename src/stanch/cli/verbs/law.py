"""`stanch law`: what the law requires, and the library it is read from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli.casework import what_if_option

if TYPE_CHECKING:
    from stanch.law import Assessment
    from stanch.records import Duty, Facts


@click.group()
def command() -> None:
    """What the law requires on these facts, with reason, citation and clock; and the library of statutes behind it."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def list_(*, as_json: bool) -> None:
    """The laws on file."""
    from stanch.cli import show
    from stanch.law import statutes

    laws = [statute.versions[-1].law for statute in statutes.library()]
    rows = [
        (law.code, law.name, law.instrument, law.status, "yes" if law.verified else f"no: {law.note}")
        for law in sorted(laws, key=lambda law: law.code)
    ]
    if as_json:
        show.json_line([dict(zip(("code", "name", "instrument", "status", "verified"), row, strict=True)) for row in rows])
    else:
        show.table(f"{len(rows)} laws on file", ("Code", "Name", "Instrument", "Status", "Verified"), rows)


@command.command("show")
@click.argument("code")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The day whose law is shown; default today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def show_(code: str, as_of: Any, *, as_json: bool) -> None:
    """One law: its duties, numbers, deadlines and sources."""
    import msgspec

    from stanch.cli import show
    from stanch.errors import WrongCall
    from stanch.law import printed, statutes
    from stanch.law.wellformed import near

    known = {statute.code: statute for statute in statutes.library()}
    statute = known.get(code.upper())
    if statute is None:
        raise WrongCall(f"no law {code!r} on file{near(code.upper(), known)}", do="`stanch law list` names them all.")
    law = statute.on(as_of.date() if as_of else date.today())  # noqa: DTZ011 the user's own day
    if as_json:
        show.json_line(msgspec.to_builtins(law))
    else:
        click.echo(show.printable(printed.law(law)))


@command.command("assess")
@click.argument("facts", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--scenarios", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A list of {id, facts}; every one is assessed."
)
@click.option("--contracts", type=click.Path(path_type=Path), help="Promises of your own to tell others (YAML), judged beside the laws.")
@what_if_option
@click.option("--proof", "with_proof", is_flag=True, help="Print the proof of every duty.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def assess(
    facts: Path | None, scenarios: Path | None, contracts: Path | None, what_if: tuple[str, ...], *, with_proof: bool, as_json: bool
) -> None:
    """The duties on the facts in FACTS.yaml, and those that do not apply, with the reason.

    With --what-if discovered=2026-09-01: only what would move if that date were so, and what would be overdue.
    """
    from dataclasses import replace

    from stanch.cli import show
    from stanch.errors import WrongCall
    from stanch.law import assess as judge
    from stanch.law import read_contracts, read_facts, to_contract

    if (facts is None) == (scenarios is None):
        raise WrongCall("give either FACTS.yaml or --scenarios FILE.yaml", do="See `stanch law assess --help`.")
    if scenarios is not None and (contracts is not None or what_if):
        raise WrongCall("--contracts and --what-if go with FACTS.yaml, not with --scenarios", do="See `stanch law assess --help`.")
    if scenarios is not None:
        rows = _scenarios(scenarios)
        show.json_line([row for row, _ in rows])
        if not all(judged for _, judged in rows):
            raise SystemExit(1)
        return
    assert facts is not None  # noqa: S101 checked above
    known = _today(read_facts(facts))
    if contracts is not None:
        known = replace(known, contracts=read_contracts(contracts))
    if what_if:
        _supposed(known, what_if, as_json=as_json)
        return
    found = judge(known)
    if as_json:
        show.json_line(to_contract(found))
    else:
        _print(found, with_proof=with_proof)
    if any(_is_overdue(duty) for duty in found.duties):
        raise SystemExit(1)


def _supposed(known: Facts, what_if: tuple[str, ...], *, as_json: bool) -> None:
    from datetime import UTC, datetime

    from stanch.cli import show
    from stanch.law.supposing import changes, shifts

    dates = changes(what_if)
    words = " and ".join(f"{key.replace('_', ' ')} was {day}" for key, day in dates.items())
    show.shifts(shifts(known, dates, now=datetime.now(UTC)), words, as_json=as_json)


def _scenarios(path: Path) -> list[tuple[dict[str, Any], bool]]:
    """Each scenario's answer, and whether it could be judged."""
    from stanch.law import assess as judge
    from stanch.law import to_contract
    from stanch.law.scenarios import read_scenarios

    rows: list[tuple[dict[str, Any], bool]] = []
    for one in read_scenarios(path):
        answer: dict[str, Any] = {"duties": [], "warnings": []} if one.facts is None else to_contract(judge(_today(one.facts)))
        answer["warnings"] = [*one.faults, *answer["warnings"]]
        rows.append(({"id": one.id, **answer}, one.facts is not None))
    return rows


def _today(facts: Facts) -> Facts:
    """Facts with today's day where none is given: the command line is the place that may look at the clock."""
    from dataclasses import replace

    return facts if facts.as_of else replace(facts, as_of=date.today())  # noqa: DTZ011 the user's own day


def _is_overdue(duty: Duty) -> bool:
    from datetime import UTC, datetime

    return duty.required is True and duty.deadline is not None and duty.deadline.due is not None and duty.deadline.due < datetime.now(UTC)


def _print(found: Assessment, *, with_proof: bool) -> None:
    from stanch.cli import show
    from stanch.law import printed

    owed = [duty for duty in found.duties if duty.required is not False]
    rows = [(duty.jurisdiction, duty.recipient, printed.owed(duty), printed.due(duty), duty.people or "", duty.cite) for duty in owed]
    show.table(f"{len(owed)} duties owed or open", ("Law", "Who is told", "Owed", "By when", "People", "Section"), rows)
    for duty in owed:
        if duty.apart:
            click.echo(show.printable(f"{duty.jurisdiction}, {duty.recipient}: {' '.join(duty.apart)}"))
    against = [duty for duty in found.duties if duty.required is False]
    show.table(
        f"{len(against)} considered and not owed",
        ("Law", "Who", "Why not"),
        [(duty.jurisdiction, duty.recipient, duty.reason) for duty in against],
    )
    if with_proof:
        for duty in found.duties:
            click.echo(show.printable(printed.proof(duty)))
    for warning in found.warnings:
        show.message(f"To settle: {warning}")


@command.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def check_(folder: Path | None, *, as_json: bool) -> None:
    """Load the library (or DIR), run every law's own cases; report coverage, age of readings, what is uncited or unverified."""
    import msgspec

    from stanch.cli import show
    from stanch.law import statutes
    from stanch.law.check import check

    report = check(folder or statutes.HERE)
    if as_json:
        show.json_line({"clean": report.is_clean, **msgspec.to_builtins(report)})
    else:
        today = date.today()  # noqa: DTZ011 the user's own day
        rows = [
            (
                row.code,
                row.instrument,
                row.rules,
                row.cases,
                len(row.failed),
                f"{max(0, (today - row.read_on).days)} days",
                len(row.uncited),
                f"{row.threats} ({row.threats_unread})" if row.threats_unread else row.threats,
                "; ".join(row.unverified) or "; ".join(("yes", *(f"in accounts that agree: {told}" for told in row.accounts))),
            )
            for row in report.rows
        ]
        heads = ("Code", "Instrument", "Rules", "Cases", "Failed", "Read", "Uncited", "Threats (unread)", "Verified")
        show.table(f"{len(rows)} laws", heads, rows)
        show.message(report.in_words)
        for row in report.rows:
            for failed in row.failed:
                show.message(f"{row.code}: {failed}")
        for fault in report.faults:
            show.message(fault)
    if not report.is_clean:
        raise SystemExit(1)


@command.command("diff")
@click.argument("first", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@click.argument("last", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only this law; may be given more than once.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def diff_(first: Any, last: Any, codes: tuple[str, ...], *, as_json: bool) -> None:
    """What changed in the law after the first DATE and up to the second, in words: duties, numbers, deadlines, definitions."""
    import msgspec

    from stanch.cli import show
    from stanch.errors import WrongCall
    from stanch.law import statutes
    from stanch.law.changes import between, older_than_followed
    from stanch.law.wellformed import near

    if last < first:
        raise WrongCall(f"{last.date()} is before {first.date()}", do="Give the earlier day first.")
    known = {statute.code: statute for statute in statutes.library()}
    for code in codes:
        if code.upper() not in known:
            raise WrongCall(f"no law {code!r} on file{near(code.upper(), known)}", do="`stanch law list` names them all.")
    chosen = [known[code.upper()] for code in dict.fromkeys(codes)] or list(known.values())
    found = between(first.date(), last.date(), chosen)
    older = older_than_followed(first.date(), chosen)
    if as_json:
        followed = {code: str(day) for code, day in older}
        show.json_line(
            {"from": str(first.date()), "to": str(last.date()), "changes": msgspec.to_builtins(found), "followed_from": followed}
        )
        return
    rows = [(one.on, one.jurisdiction, one.recipient or one.instrument, one.says, one.cite) for one in found]
    show.table(f"{len(rows)} changes from {first.date()} to {last.date()}", ("From", "Law", "Whom or what", "Change", "Section"), rows)
    if older:
        named = ", ".join(f"{code} ({day})" for code, day in older)
        click.echo(show.printable(f"Followed only from these days, not every change before them is on file: {named}."), err=True)


@command.command("severity")
@click.argument("facts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def severity(facts: Path, *, as_json: bool) -> None:
    """A finding on harm, suggested with its working: ENISA's severity for the GDPR, the four factors for HIPAA.

    Each step shows its reason, its section and the facts it rests on. What is not known keeps the suggestion open and is asked.
    Nothing is decided: a person makes the finding and writes it into `harm` of the facts.
    """
    import msgspec

    from stanch.cli import show
    from stanch.law import read_facts
    from stanch.law.severity import suggestions

    found = suggestions(read_facts(facts))
    if as_json:
        show.json_line({"suggestions": msgspec.to_builtins(found)})
        return
    for one in found:
        click.echo(show.printable(f"{one.name} ({', '.join(one.jurisdictions)})"))
        rows = [(line.part, line.answer, line.counts, line.reason, "; ".join(line.facts), line.cite) for line in one.lines]
        show.table("", ("Part", "Answer", "Counts", "Reason", "From these facts", "Section"), rows)
        score = f"Severity {one.score}, {one.level}. " if one.score else ""
        suggested = f"Suggested finding: {one.finding}." if one.finding else f"Open: {' or '.join(one.possible)}."
        click.echo(show.printable(f"{score}{suggested}"))
        if one.provisional:
            click.echo(show.printable(f"It would be {one.provisional} if: {'; '.join(one.assumed)}."))
        for note in one.notes:
            click.echo(show.printable(note))
        for question in one.questions:
            show.message(f"To settle: {question}")
