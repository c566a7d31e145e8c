"""`stanch notices page|tell-team|calendar|check-domain`, `stanch offers callcentre|call`: what others than the people are told."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stanch.casefile import Case
    from stanch.notices.team_post import Listener

PathOption = click.Path(path_type=Path)


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder for the static site.")
@click.option(
    "--place", default="", help="Only the laws and people of this place (US, EU, UK, US-CA): a page of its own for each, where they differ."
)
@click.option(
    "--language", "languages", multiple=True, default=("en",), show_default=True,
    help="In which language (en, es, fr, de); may be given again: the first becomes index.html, the others stand beside it.",
)  # fmt: skip
@click.option("--draft", is_flag=True, help="Write it although something is to be completed; the page says that it is a draft.")
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=TEXT", help="What only you know: --set steps_taken='We …'; may be given again."
)
@click.option("--grounds", default="", help="Who approved the page; it stands in the journal.")
@case_option
@by_option
@json_option
def page(
    *,
    out: Path,
    place: str,
    languages: tuple[str, ...],
    settings: tuple[str, ...],
    grounds: str,
    case_folder: Path | None,
    by: str | None,
    draft: bool,
    as_json: bool,
) -> None:
    """The public page as a static site: accessible, without scripts, under the headings that laws prescribe. You upload it."""
    from stanch.casefile import public_page
    from stanch.cli import show

    given = {f"notice.{name}": text for name, _, text in (one.partition("=") for one in settings)}
    with opened(case_folder, by=by) as case:
        written = public_page.write(case, out, draft=draft, by=case.by, grounds=grounds, place=place, languages=languages, settings=given)
    missing = [f"{page.language}: {what}" if len(written) > 1 else what for page in written for what in page.missing]
    if as_json:
        show.json_line({"page": str(out / "index.html"), "languages": list(languages), "missing": missing, "draft": draft})
        return
    for one in missing:
        show.message(f"still to be completed: {one}")
    show.message(f"{out / 'index.html'}. Nothing was published.")


@click.command("tell-team")
@click.option(
    "--config", type=PathOption, required=True, help="Whom to tell (YAML, mode 600): listeners with name, kind slack|teams|webhook, url."
)
@click.option("--dry-run", is_flag=True, help="Show the message; tell nobody.")
@click.option("--retry", is_flag=True, help="Tell nothing new: only try again what waits and has rested. For a timer, every few minutes.")
@click.option("--again", is_flag=True, help="Send also what is in doubt once more; it may arrive twice. Tells nothing new.")
@click.option("--wait", type=click.IntRange(0, 1440), default=0, help="Go on trying for so many minutes, until all has arrived.")
@case_option
@by_option
def tell_team(config: Path, case_folder: Path | None, by: str | None, wait: int, *, dry_run: bool, retry: bool, again: bool) -> None:
    """Tell the team where the case stands: clocks and counts, nothing about any person, only at the addresses you wrote down.

    What one of them does not take is kept in the case and tried again after 5, 20, 60 and then every 240 minutes, for a week, in its order.
    Ends with 1 while something waits.
    """
    from stanch.casefile import team, team_outbox
    from stanch.casefile.walking import moment_of
    from stanch.cli import show
    from stanch.notices.team_post import read_team

    listeners = read_team(config)
    with opened(case_folder, by=by) as case:
        now = moment_of(case)[0]
        if not retry and not again:
            message = team.news(case, now=now)
            for line in (message.title, *message.lines):
                click.echo(show.printable(line))
        if dry_run:
            return
        if retry or again:
            arrived = team_outbox.deliver(case, listeners, again=again)
        else:
            arrived = team.tell_team(case, listeners, now=now, by=case.by)
        arrived = _until_told(case, listeners, arrived, minutes=wait)
        waits = team_outbox.waiting(case)
    for name, number in arrived.items():
        if number:
            show.message(f"{name}: told" + (f" ({number} messages)" if number > 1 else ""))
    for one in waits:
        show.message("; ".join(team_outbox.told_of(one)))
    if waits:
        raise SystemExit(1)


def _until_told(case: Case, listeners: Sequence[Listener], arrived: dict[str, int], *, minutes: int) -> dict[str, int]:
    """Try again what has rested, for so many minutes; how many arrived at each in all."""
    import time
    from datetime import timedelta

    from stanch.casefile import team_outbox

    end = case.clock() + timedelta(minutes=minutes)
    while (at := team_outbox.next_try(case, listeners)) and at <= end:
        time.sleep(max(0.0, (at - case.clock()).total_seconds()))
        fresh = team_outbox.deliver(case, listeners)
        arrived = {name: number + fresh.get(name, 0) for name, number in arrived.items()}
    return arrived


@click.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file, .ics.")
@case_option
def calendar(out: Path, case_folder: Path | None) -> None:
    """The team's calendar: clocks, what the chosen way sends when, substitute notice, terms to enrol, repairs. Nothing about any person.

    Written again it moves what moved, and strikes out what is done or planned no more.
    """
    from stanch.casefile import team
    from stanch.casefile.walking import moment_of
    from stanch.cli import show

    with opened(case_folder) as case:
        number = team.write_calendar(case, out, now=moment_of(case)[0])
    show.message(f"{number} open entries in {out}")


@click.command("check-domain")
@click.argument("records", type=click.File(encoding="utf-8", errors="replace"))
@click.option("--from-ip", default="", help="The address that the mail leaves from.")
@click.option("--include", default="", help="What your mail provider asks to be included in SPF.")
@json_option
def check_domain(records: IO[str], from_ip: str, include: str, *, as_json: bool) -> None:
    """Read a domain's SPF, DKIM and DMARC records (a text file, one a line, as `dig +short TXT` prints them) and say what to change.

    Nothing is looked up. Ends with 1 where letters would likely be taken for forged.
    """
    from stanch.cli import show
    from stanch.notices import domain_advice
    from stanch.records import to_plain

    found = domain_advice.check_domain(records.read().splitlines(), sender_ip=from_ip, include=include)
    if as_json:
        show.json_line({"advice": to_plain(found)})
    else:
        show.table("", ("", "", "What stands there", "What to do"), [(one.about, one.grade.upper(), one.what, one.do) for one in found])
    if any(one.grade == "bad" for one in found):
        raise SystemExit(1)


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder for the pack.")
@click.option(
    "--language", "spoken", multiple=True, default=("en",), show_default=True, help="en, es, fr or de; may be said several times."
)
@case_option
@by_option
def callcentre(out: Path, spoken: tuple[str, ...], case_folder: Path | None, by: str | None) -> None:
    """The pack for those who answer the telephone: how a call goes, verification that gives nothing away, questions and answers."""
    from stanch.casefile import calls
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        written = [calls.write_pack(case, out, language) for language in dict.fromkeys(spoken)]
    for made, files in written:
        for one in made.open:
            show.message(f"still to be completed: {one}")
        if made.open:
            show.message(f"Write these answers into {files[1].name}, in words that counsel approved, before anybody reads from it.")
        show.message(", ".join(map(str, files)))


@click.command()
@click.option("--reference", default="", help="The number at the foot of the caller's letter.")
@click.option("--postcode", default="", help="The postcode the caller says the letter was sent to.")
@click.option("--born", type=click.IntRange(1900, 2100), help="The year of birth the caller says.")
@click.option("--topic", default="", help="Log the call under this topic.")
@click.option("--note", default="", help="What was asked; no values.")
@case_option
@by_option
def call(*, reference: str, postcode: str, born: int | None, topic: str, note: str, case_folder: Path | None, by: str | None) -> None:
    """Verify a caller (yes or no, nothing is shown) and log the call."""
    from stanch.casefile import calls
    from stanch.cli import show
    from stanch.errors import WrongCall

    if not (reference or topic):
        raise WrongCall("say what to do", do="Give --reference with --postcode and --born to verify, --topic to log, or both.")
    with opened(case_folder, by=by) as case:
        verified = bool(reference) and calls.verify(case, reference, postcode=postcode, born=born)
        if topic:
            calls.log(case, topic=topic, note=note, reference=reference, verified=verified)
    if reference:
        show.message("yes, verified" if verified else "no: offer to write to the address on file")
        if not verified:
            raise SystemExit(1)
