"""`stanch notices edit`: a text out as DOCX for counsel, back in with the checks run again, and its versions."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.command("edit")
@click.argument("what", required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the text WHAT (en/individual) as DOCX to be edited.")
@click.option("--back-to", type=click.IntRange(0), default=None, help="Let version N of the text WHAT stand again; 0 is Stanch's own.")
@click.option("--force", is_flag=True, help="Take the document although letters then break a law: those letters are held.")
@click.option("--grounds", default="", help="Why it was changed; it stands in the journal.")
@case_option
@by_option
@json_option
def edit(
    *, what: str | None, out: Path | None, back_to: int | None, grounds: str, case_folder: Path, by: str | None, force: bool, as_json: bool
) -> None:
    """Counsel's wording. WHAT is a text to write out (--out), an edited .docx to take in, or nothing to list the versions."""
    if what is None:
        _list(case_folder, as_json=as_json)
    elif out is not None:
        _write(what, out, case_folder)
    elif back_to is not None:
        _undo(what, back_to, grounds, case_folder, by, as_json=as_json)
    else:
        _take(Path(what), grounds, case_folder, by, force=force, as_json=as_json)


def _list(case_folder: Path, *, as_json: bool) -> None:
    from stanch.cli import show
    from stanch.notices.form import texts
    from stanch.records import Wording, to_plain

    with opened(case_folder) as case:
        rows = case.store.get(Wording)
    if as_json:
        show.json_line({"versions": to_plain(rows)})
        return
    show.table(
        f"{len(rows)} versions by counsel; version 0 is the text as Stanch brings it",
        ("Text", "Version", "Changed", "By", "When", "Why"),
        [(one.text, one.version, len(one.parts), one.by, one.at.isoformat(" ", "minutes") if one.at else "", one.grounds) for one in rows],
    )
    show.message("Texts: " + ", ".join(place for place, text in texts().items() if text.kind != "form"))


def _write(what: str, out: Path, case_folder: Path) -> None:
    from stanch.casefile import wording
    from stanch.cli import show
    from stanch.errors import WrongCall

    if out.exists():
        raise WrongCall("this file is there already", where=str(out), do="Name a new file.")
    with opened(case_folder) as case:
        out.write_bytes(wording.written(case, what))
        case.journal.append("write text for counsel", what, details={"file": out.name})
    show.message(f"Written: {out}. Change the right column, then: stanch notices edit {out} -C {case_folder} --by NAME")


def _undo(what: str, version: int, grounds: str, case_folder: Path, by: str | None, *, as_json: bool) -> None:
    from stanch.casefile import wording
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        made = wording.undone(case, what, version, by=case.by, grounds=grounds)
    if as_json:
        show.json_line({"text": what, "version": made.version})
    else:
        show.message(f"{what}: version {version} stands again, as version {made.version}. `stanch notices draft` drafts with it.")


def _take(file: Path, grounds: str, case_folder: Path, by: str | None, *, force: bool, as_json: bool) -> None:
    from stanch.casefile import wording
    from stanch.casefile.walking import moment_of
    from stanch.cli import show
    from stanch.errors import WrongCall

    if not file.is_file():
        raise WrongCall("this file does not exist", where=str(file), do="Name the edited .docx, or a text together with --out FILE.docx.")
    with opened(case_folder, by=by) as case:
        now, day = moment_of(case)
        bench = case.bench(as_of=day, moment=now)
        tried = wording.taken(case, file.read_bytes(), file.name, by=case.by, grounds=grounds, bench=bench, force=force)
    if as_json:
        show.json_line(
            {
                "text": tried.wording.text,
                "version": tried.wording.version,
                "letters": tried.letters,
                "lost": tried.lost,
                "told": tried.told,
                "vouched": list(tried.vouched),
            }
        )
        return
    show.message(
        f"{tried.wording.text}: version {tried.wording.version}, {len(tried.wording.parts)} changed, {tried.letters} notices use it."
    )
    for what, number in {**tried.lost, **tried.told}.items():
        show.message(f" - {what} ({number} notices)")
    if tried.vouched:
        show.message(f"Counsel vouches that the new words say: {', '.join(tried.vouched)}.")
    show.message("`stanch notices draft` drafts with it; what was approved with other words must be approved anew.")
