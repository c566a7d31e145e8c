"""`stanch notices facts|missing|draft`: what only people can tell of the letters, and the drafts made with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stanch.casefile import Case
    from stanch.engine.bench import Progress
    from stanch.notices.wanting import Wanting
    from stanch.records import Notice

SHOWN = 40

letters_option = click.option(
    "--letters",
    "letters_file",
    type=click.Path(path_type=Path),
    help="What only you can tell of the letters (YAML); `stanch notices facts --blank FILE` writes one to fill in.",
)


@click.command()
@letters_option
@click.option(
    "--blank", type=click.Path(path_type=Path, dir_okay=False), help="Write a letters file to fill in; what is known stands in it."
)
@case_option
@by_option
@json_option
def facts(letters_file: Path | None, blank: Path | None, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """What was said of the letters, by whom and since when; with --letters, say more."""
    from stanch import notices
    from stanch.casefile import lettering
    from stanch.cli import show
    from stanch.records import Said, to_plain
    from stanch.records.said import current

    said = notices.read_letters(letters_file) if letters_file else []
    if blank and case_folder is None:
        _write_blank(blank, notices.blank_letters())
        return
    with opened(case_folder, by=by) as case:
        changed = lettering.state(case, said, by=case.by)
        known = current(case.store.get(Said))
    if blank:
        _write_blank(blank, notices.blank_letters(known))
        return
    if as_json:
        show.json_line({"changed": changed, "letters": to_plain(known)})
        return
    rows = [
        (one.key, one.language, _told(one.value), one.by, one.known_at.isoformat(" ", "minutes") if one.known_at else "") for one in known
    ]
    show.table(f"{len(known)} things told of the letters", ("Key", "Language", "Value", "By", "Since"), rows)
    if said:
        show.message(f"{len(changed)} changed. `stanch notices draft` drafts the letters with them.")


def _told(value: str) -> str:
    return value if len(value) <= 200 else f"({len(value):,} characters)"


def _write_blank(path: Path, text: str) -> None:
    from stanch.cli import show
    from stanch.errors import WrongCall

    if path.exists():
        raise WrongCall("this file is there already", where=str(path), do="Name a new file.")
    path.write_text(text, encoding="utf-8")
    show.message(f"Written: {path}. Fill it in, then: stanch notices draft --letters {path} -C CASE")


@click.command()
@case_option
@json_option
def missing(case_folder: Path, *, as_json: bool) -> None:
    """What is still to be told or settled before the notices can be approved, the most letters first. Ends with 1 if anything is."""
    from stanch.casefile import drafting
    from stanch.cli import show
    from stanch.records import to_plain

    with opened(case_folder) as case:
        found = drafting.readiness(case)
    if as_json:
        show.json_line({"notices": found.notices, "complete": found.complete, "missing": to_plain(list(found.missing))})
    else:
        _show_missing(list(found.missing), found.complete, found.notices)
    if found.missing:
        raise SystemExit(1)


def _show_missing(rows: list[Wanting], complete: int, drafts: int) -> None:
    from stanch.cli import show

    told = [(one.letters or "", one.filings or "", one.what, one.do, one.example or one.first) for one in rows[:SHOWN]]
    more = f"; the first {SHOWN} of {len(rows)} things they wait for" if len(rows) > SHOWN else ""
    show.table(f"{complete} of {drafts} notices are complete{more}", ("Letters", "Filings", "Waits for", "What to do", "Example"), told)


@click.command()
@click.argument("doubts", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every doubt that there is.")
@click.option("--grounds", required=True, help="Why the letters may go all the same; it stands in the journal.")
@case_option
@by_option
@json_option
def settle(doubts: tuple[str, ...], grounds: str, case_folder: Path, by: str | None, *, everything: bool, as_json: bool) -> None:
    """Settle doubts (a duty that turns on an open question, an e-mail for a letter) as counsel. DOUBTS are parts of their words."""
    from stanch.casefile import drafting
    from stanch.cli import show
    from stanch.errors import WrongCall

    if bool(doubts) == everything:
        raise WrongCall("say which doubts", do="Give a part of their words, or --all; `stanch notices missing` lists them.")
    with opened(case_folder, by=by) as case:
        settled = drafting.settle(case, doubts, by=case.by, grounds=grounds, everything=everything)
    if as_json:
        show.json_line({"settled": settled, "by": case.by})
    else:
        show.message(f"{len(settled)} settled, by {case.by}.")
        for line in settled:
            show.message(f" - {line}")


@click.command()
@letters_option
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option("--print/--no-print", "printed", default=True, help="Also print them into report/ (the usual case).")
@case_option
@by_option
@json_option
def draft(letters_file: Path | None, workers: int, case_folder: Path, by: str | None, *, printed: bool, as_json: bool) -> None:
    """Draft the notices anew with what is known now. Nothing is read or scanned again, and nothing is sent."""
    from stanch import notices
    from stanch.casefile import lettering
    from stanch.cli import show

    said = notices.read_letters(letters_file) if letters_file else []
    with opened(case_folder, by=by) as case, show.progress() as progress:
        changed = lettering.state(case, said, by=case.by)
        steps, drafts = _drafted(case, workers, progress, printed=printed)
    complete = sum(not one.missing for one in drafts)
    if as_json:
        show.json_line({"changed": changed, "steps": list(steps), "notices": len(drafts), "complete": complete})
    else:
        show.message(
            f"{len(drafts)} notices, {complete} complete. `stanch notices missing -C {case_folder}` lists what the others wait for."
        )


def _drafted(case: Case, workers: int, progress: Progress, *, printed: bool) -> tuple[Sequence[str], list[Notice]]:
    from stanch.casefile import drafting, passwords, report
    from stanch.casefile.walking import moment_of

    now, day = moment_of(case)
    opened_with = {"passwords": "\n".join(passwords.known(case))} if passwords.known(case) else {}
    bench = case.bench(as_of=day, moment=now, workers=workers, progress=progress, settings=opened_with)
    steps = drafting.redraft(case, bench)
    if printed:
        report.write(case, report.contents(case, now=now), bench=bench)
    return steps, drafting.standing(case)


@click.command("follow-up")
@click.argument("measures", nargs=-1, metavar="ACTION=SENTENCE…")
@click.option(
    "--language", default="en", show_default=True, help="The language of the sentences; say them once for each that letters are written in."
)
@click.option("--withdraw", is_flag=True, help="Take back all measures: no letter follows.")
@case_option
@by_option
@json_option
def follow_up(measures: tuple[str, ...], language: str, case_folder: Path | None, by: str | None, *, withdraw: bool, as_json: bool) -> None:
    """Tell people in a second letter what was really done: a sentence for each action that is closed.

    Without arguments: what is said so far, and which closed actions are not told of. The letters are drafted with
    `stanch notices draft`, then approved and sent like any other; one whose action is opened again does not leave.
    """
    from stanch.casefile import following_up
    from stanch.cli import show
    from stanch.records import Action

    pairs = dict(_measure(one) for one in measures)
    with opened(case_folder, by=by) as case:
        if withdraw:
            following_up.withdraw(case, by=case.by)
        elif pairs:
            following_up.say(case, pairs, language=language, by=case.by)
        said = following_up.measures_in(case, language)
        undone = set(following_up.not_done(case))
        done = [one for one in case.store.get(Action) if one.status == "done"]
    if as_json:
        silent = [one.id for one in done if one.id not in said]
        show.json_line({"language": language, "measures": said, "not_done": sorted(undone), "closed_and_not_told": silent})
        return
    rows = [(action, "NO: it is open" if action in undone else "yes", sentence) for action, sentence in said.items()]
    rows += [(one.id, "yes", f"(not told of: {one.title})") for one in done if one.id not in said]
    show.table(f"What the letter that follows tells ({language})", ("Action", "Done", "Sentence"), rows)
    if pairs or withdraw:
        show.message("`stanch notices draft` drafts the letters with it.")


def _measure(text: str) -> tuple[str, str]:
    from stanch.errors import WrongCall

    action, sign, sentence = text.partition("=")
    if not sign:
        raise WrongCall(f"{text!r} is no measure", do='Write it as second_factor="Everyone must give a second proof."')
    return action.strip(), sentence.strip()
