"""`stanch drill`: a sample breach with known truth."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--people", default=2000, show_default=True, type=click.IntRange(min=1), help="How many people are affected.")
@click.option("--seed", default=7, show_default=True, type=int, help="Same seed, same bytes.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new or empty folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def command(people: int, seed: int, out: Path, *, as_json: bool) -> None:
    """Invent a breach: what was taken, the logs that tell how, and the truth to compare with."""
    from stanch.cli import show
    from stanch.drill import make

    with show.progress() as progress:
        counts = make(out, people=people, seed=seed, progress=progress)
    if as_json:
        show.json_line({"out": str(out), **counts})
    else:
        show.table(
            "The drill",
            ("What", "Where"),
            [
                (f"{counts['files']} exposed files", str(out / "evidence")),
                ("logs", str(out / "logs")),
                ("facts known on the first day", str(out / "facts.yaml")),
                ("what only people tell of the letters", str(out / "letters.yaml")),
                (f"truth about {counts['people']} people", str(out / "truth")),
            ],
        )
