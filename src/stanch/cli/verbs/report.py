"""`stanch report`: build the report folder of a case again, or remove it."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import case_option, json_option, opened


@click.command()
@click.option("--remove", is_flag=True, help="Remove the folder: it names people, and can be built again at any time.")
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.docx|none",
    help="Your own Word template with fields for report.docx, kept with the case; `none` goes back to ours.",
)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@case_option
@json_option
def command(case_folder: Path, workers: int, *, remove: bool, template: Path | None, as_json: bool) -> None:
    """Write report/ from what the case holds now; nothing is read or scanned again. It holds identifiers as masks only."""
    from stanch.casefile import report
    from stanch.casefile.walking import moment_of
    from stanch.cli import show

    with opened(case_folder) as case, show.progress() as progress:
        if remove:
            removed = report.remove(case)
        else:
            if template:
                report.keep_template(case, _content(template), by=case.by)
            now, day = moment_of(case)
            folder = report.write(
                case, report.contents(case, now=now), bench=case.bench(as_of=day, moment=now, workers=workers, progress=progress)
            )
    if remove:
        if as_json:
            show.json_line({"removed": removed})
        else:
            show.message("The report is removed; `stanch report` builds it again." if removed else "There is no report.")
    elif as_json:
        show.json_line({"report": str(folder), "files": sorted(path.name for path in folder.iterdir())})
    else:
        show.message(f"Written: {folder / 'summary.html'}")


def _content(template: Path) -> bytes | None:
    from stanch.errors import WrongCall

    if str(template) == "none":
        return None
    if not template.is_file():
        raise WrongCall("there is no such file", where=str(template), do="Name a .docx with fields, or `none`.")
    return template.read_bytes()
