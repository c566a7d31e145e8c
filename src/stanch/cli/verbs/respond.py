"""`stanch respond`: the whole line on what was exposed, to drafts. Nothing is sent."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli import show
from stanch.cli.casework import by_option, case_option, json_option
from stanch.cli.first_worker import call_first
from stanch.cli.known import known_list
from stanch.cli.sources import Sources, credentials_option, sources_of
from stanch.engine.crew import Crew

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.extent.known_people import KnownPerson
    from stanch.line import Step
    from stanch.records import Evidence, Facts
    from stanch.records.exhibit import Role
    from stanch.records.listed import ListName
    from stanch.report import Contents

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("evidence", nargs=-1, type=click.Path())
@click.option("--facts", "facts_file", type=click.Path(path_type=Path), help="What is known of the organisation and the incident (YAML).")
@click.option(
    "--contracts",
    "contracts_file",
    type=click.Path(path_type=Path),
    help="Promises of your own to tell customers, insurer or acquirer (YAML); the case keeps them.",
)
@click.option(
    "--letters",
    "letters_file",
    type=click.Path(path_type=Path),
    help="What only you can tell of the letters: steps taken, telephone, who signs (YAML).",
)
@click.option("--logs", multiple=True, type=click.Path(), help="A log, or a folder of logs, that shows what happened; may be given again.")
@click.option("--mapping", "mappings", multiple=True, type=FILE, help="How a log of your own kind names things (YAML); kept in the case.")
@click.option(
    "--sigma",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of further Sigma rules for the logs; kept in the case.",
)
@click.option(
    "--suspect", "suspects", multiple=True, metavar="WHO", help="An account or address that people know it was; kept sealed in the case."
)
@click.option(
    "--logs-in-evidence/--no-logs-in-evidence",
    default=None,
    help="Whether logs among the evidence are read as logs too where --logs names none (they are, unless told otherwise); kept.",
)
@click.option(
    "--passwords",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Known passwords of locked files, one a line; the case keeps them sealed.",
)
@credentials_option
@click.option(
    "--known-people",
    type=FILE,
    help="Your own customers or staff (CSV, Excel, JSON): found wherever they stand, their addresses completed; kept sealed.",
)
@click.option(
    "--already-notified", type=FILE, help="People who were told already: their letters are held, with the reason; kept in the case."
)
@click.option(
    "--do-not-contact", type=FILE, help="People to whom nothing may go without a decision: their letters are held; kept in the case."
)
@click.option("--clients", type=FILE, help="For whom data are held, by path, table or column (YAML); kept in the case.")
@click.option("--drill", is_flag=True, help="This is practice: every page says so, and the clocks stand at the drill's own day.")
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes that work side by side; default: one a processor.")
@case_option
@by_option
@json_option
def command(
    *,
    evidence: tuple[str, ...],
    facts_file: Path | None,
    contracts_file: Path | None,
    letters_file: Path | None,
    logs: tuple[str, ...],
    mappings: tuple[Path, ...],
    sigma: Path | None,
    suspects: tuple[str, ...],
    logs_in_evidence: bool | None,
    case_folder: Path | None,
    by: str | None,
    workers: int | None,
    passwords: Path | None,
    credentials: Path | None,
    known_people: Path | None,
    already_notified: Path | None,
    do_not_contact: Path | None,
    clients: Path | None,
    drill: bool,
    as_json: bool,
) -> None:
    """Walk the whole line: what was taken, whose it is, how it happened, what the law requires, the letters, the repairs.

    EVIDENCE is what was exposed: folders and files, of any kind, and live sources by address (postgresql://, mysql://, sqlite:///,
    mssql://, s3://, imaps://), which are taken once under a read-only view and kept sealed in the case. The case is made if there
    is none; the same command again goes on where it stopped. All letters and filings are drafts: nothing leaves this machine.
    Ends with 1 when something needs attention: files that could not be read or are gone since, or a deadline that has passed.
    """
    os.umask(0o077)
    case_folder = _named(case_folder)
    with ExitStack() as stack:
        crew = stack.enter_context(_crew(case_folder))  # before credentials and lists are read, of which a worker is to know nothing
        from stanch import law, notices
        from stanch.casefile import lettering

        files, live = _apart(evidence, logs, credentials)
        _check(files, case_folder)
        facts = law.read_facts(facts_file) if facts_file else None
        contracts = law.read_contracts(contracts_file) if contracts_file else None
        said = notices.read_letters(letters_file) if letters_file else []
        people = known_list(known_people)
        case = stack.enter_context(_case(case_folder, evidence, logs, by))
        progress = stack.enter_context(show.progress())
        _check_roles(case, facts, facts_file, clients)
        _keep(case, passwords)
        _remember(case, people)
        _hand_in(case, {"known": known_people, "notified": already_notified, "do_not_contact": do_not_contact}, clients)
        _hint(case, mappings, suspects, sigma, logs_in_evidence)
        _state(case, facts, contracts)
        lettering.state(case, said, by=case.by)
        content = _walked(case, files, live, drill=drill, workers=workers or os.cpu_count() or 2, progress=progress, crew=crew)
    overdue = sum(bool(duty.deadline and duty.deadline.due and duty.deadline.due < content.now) for duty in content.required)
    if as_json:
        show.json_line(_plain(content, case.folder / "report", overdue))
    else:
        _told(content, case.folder / "report", case_folder)
    if content.unread or overdue or content.gone:
        raise SystemExit(1)


def _crew(case_folder: Path) -> Crew:
    """Workers that stay from step to step; the first is called at once, unless all was done before."""
    crew = Crew()
    if not (case_folder / "report").exists():
        call_first(crew)
    return crew


def _keep(case: Case, file: Path | None) -> None:
    """Passwords of locked evidence into the case: a later run without the file must not lose what it opened."""
    from stanch.casefile import passwords

    if file:
        passwords.add(case, file.read_text(encoding="utf-8", errors="replace").splitlines())


def _apart(evidence: tuple[str, ...], logs: tuple[str, ...], credentials: Path | None) -> tuple[list[Evidence], Sources]:
    """What lies on disk, and live sources."""
    from stanch import custody
    from stanch.records import Evidence

    roles: list[tuple[str, Role]] = [*((one, "evidence") for one in evidence), *((one, "log") for one in logs)]
    files = [Evidence(one, role) for one, role in roles if not custody.is_address(one)]
    return files, sources_of([(one, role) for one, role in roles if custody.is_address(one)], credentials)


def _remember(case: Case, people: tuple[KnownPerson, ...]) -> None:
    """The company's own people into the case: a later run without the file must find the same."""
    from stanch.casefile import known_people

    if people:
        known_people.add(case, people)


def _hand_in(case: Case, files: dict[ListName, Path | None], clients: Path | None) -> None:
    """Lists into the case: a later run without the files must not forget whom they named."""
    from stanch.casefile import lists

    lists.hand_in(case, {kind: path for kind, path in files.items() if path}, clients)


def _named(case_folder: Path | None) -> Path:
    from stanch.errors import WrongCall

    if case_folder is None:
        raise WrongCall("no case was named", do="Say where the case shall lie: stanch respond EVIDENCE -C CASE_DIR.")
    return case_folder


def _check_roles(case: Case, given: Facts | None, file: Path | None, clients: Path | None) -> None:
    """Refuse, before anything is kept, data that are stated by hand without a role where a map of clients is handed in, or was before."""
    from stanch import law
    from stanch.records import Client, Facts

    if clients is None and not case.store.get(Client):
        return
    facts = given or next(iter(case.store.get(Facts)), None)
    if facts is not None:
        law.refuse_without_role(facts, file if given else None)


def _hint(case: Case, mappings: tuple[Path, ...], suspects: tuple[str, ...], sigma: Path | None, logs_in_evidence: bool | None) -> None:
    """What people know of the logs into the case."""
    from stanch.casefile import log_hints

    if sigma:
        from stanch.cli.sigma_told import tell_rules

        log_hints.follow_rules(case, sigma)
        tell_rules(sigma)

    log_hints.describe(case, mappings)
    log_hints.suspect(case, suspects)
    if logs_in_evidence is not None:
        log_hints.look_among_evidence(case, wanted=logs_in_evidence)


def _check(files: list[Evidence], case_folder: Path) -> None:
    """Refuse what cannot be right before anything is made."""
    from stanch.errors import WrongCall

    case = case_folder.resolve()
    for given in (one.path for one in files):
        path = Path(given)
        if not path.exists() and not path.is_symlink():
            raise WrongCall("this does not exist", where=given, do="Name the folder or file that was exposed, or the logs.")
        if path.resolve() == case or case in path.resolve().parents:
            raise WrongCall("evidence lies inside the case's folder", where=given, do="Choose a case folder elsewhere with -C.")


def _case(folder: Path, evidence: tuple[str, ...], logs: tuple[str, ...], by: str | None) -> Case:
    """The case, made where there is none."""
    from stanch import casefile
    from stanch.errors import WrongCall

    if (folder / "keys.json").exists():
        case = casefile.open_case(folder, passphrase=casefile.passphrase(), by=by)
        _not_destroyed(case)
        return case
    if not evidence:
        logs_alone = " What logs alone tell is told by `stanch cause LOGS`." if logs else ""
        raise WrongCall("no evidence was named", do=f"Name the folders or files that were exposed.{logs_alone}")
    chosen = casefile.passphrase(new=True)
    return casefile.create(folder, passphrase=chosen, org=None, by=by or casefile.current_user(), now=datetime.now(UTC))


def _not_destroyed(case: Case) -> None:
    """A list that was destroyed by order is not made anew by a slip."""
    from stanch.casefile.destruction import refuse_if_destroyed
    from stanch.errors import WrongCall

    try:
        refuse_if_destroyed(case)
    except WrongCall:
        case.close()
        raise


def _walked(case: Case, files: list[Evidence], live: Sources, *, drill: bool, workers: int, progress: Any, crew: Crew) -> Contents:
    """Hand in what was given, walk the line, write the report. The workers of `crew` stay from step to step."""
    from stanch.casefile import report, walking
    from stanch.records import Evidence

    if drill:
        report.mark_practice(case)
    live.take(case.bench(workers=workers, progress=progress), by=case.by)
    given = [Evidence(os.path.abspath(one.path), one.role) for one in files]  # noqa: PTH100 a link stays a link
    case.store.put(Evidence, list(dict.fromkeys([*case.store.get(Evidence), *given, *live.evidence])))
    bench = replace(walking.bench_of(case, workers=workers, progress=progress), crew=crew)

    def watch(step: Step, fresh: bool) -> None:
        show.message(f"{step.name:<11} {step.question}" + ("" if fresh else "  (done before)"))

    walking.walk(case, bench, watch=watch)
    show.message("report      Writing letters, lists and the summary.")
    content = report.contents(case, now=bench.now)
    report.write(case, content, bench=bench)
    return content


def _state(case: Case, given: Facts | None, contracts: str | None) -> None:
    """Record the facts; the day whose law applies, and the contracts, stay those of the run before unless told otherwise."""
    from stanch.records import Facts, Organisation

    before = next(iter(case.store.get(Facts)), None)
    organisation = next(iter(case.store.get(Organisation)), None)
    facts = given or before or Facts(org=organisation or Organisation())
    if facts.org == Organisation() and organisation:
        facts = replace(facts, org=organisation)
    if facts.as_of is None:
        facts = replace(facts, as_of=(before.as_of if before else None) or datetime.now(UTC).date())
    kept = contracts or facts.contracts or (before.contracts if before else None)
    facts = replace(facts, contracts=kept)
    case.store.put_facts(facts, source="facts file" if given else "default", by=case.by)


def _plain(content: Contents, folder: Path, overdue: int) -> dict[str, Any]:
    from stanch.report.contents import by_residence

    return {
        "report": str(folder),
        "exhibits": len(content.exhibits),
        "unread": len(content.unread),
        "gone": len(content.gone),
        "people": len(content.people),
        "residences": {code: count for code, _, count in by_residence(content.people)},
        "review": len(content.in_doubt),
        "duties": len(content.required),
        "conditional": len(content.conditional),
        "overdue": overdue,
        "notices": content.drafted.number,
        "actions": len(content.actions),
        "practice": content.practice,
        "logs": list(content.attack.among),
    }


def _told(content: Contents, folder: Path, case_folder: Path) -> None:
    """The first page in short."""
    from stanch.report.contents import place_name
    from stanch.report.known import unknown
    from stanch.report.wording import headline, moment, next_things, recipient, remaining

    click.echo("")
    click.echo(show.printable(headline(content)))
    click.echo("\nThe next five things to do")
    for number, thing in enumerate(next_things(content), 1):
        click.echo(show.printable(f" {number}. {thing.do} {thing.who}. {thing.why}"))
    rows = [
        (
            moment(duty.deadline.due),
            remaining(duty.deadline.due, content.now),
            f"{place_name(duty.jurisdiction)}: {recipient(duty.recipient)}",
            duty.cite,
        )
        for duty in content.clocks[:6]
        if duty.deadline
    ]
    if rows:
        click.echo("")
        show.table(f"{len(content.clocks)} clocks run; the first ones", ("Due", "", "Tell", "Because of"), rows)
    for told in content.attack.among:
        click.echo(f"\n{show.printable(told)}")
    click.echo("\nNot known yet")
    for told in [one for one in unknown(content) if one not in content.attack.among][:6]:
        click.echo(show.printable(f" - {told}"))
    if content.facts.incident.discovered is None:
        click.echo("\nNo file can tell what only you know: who you are, when it was discovered. Write that into a facts file and run")
        click.echo("again with --facts FACTS.yaml; the duties and letters then follow. docs/facts.md lists the keys.")
    click.echo(f"\nRead first:  {folder / 'summary.html'}")
    click.echo("People, duties, dates, letters and filings lie beside it. All are drafts: nothing was sent.")
    click.echo(f"Look around: stanch serve -C {case_folder}")
