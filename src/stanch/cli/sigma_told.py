"""What became of the Sigma rules that were given with a call."""

from __future__ import annotations

from pathlib import Path

from stanch.cli import show


def tell_rules(folder: Path) -> None:
    """Say how many of the given rules were asked, and of each that was not why."""
    from stanch.cause.sigma import load_folder

    given = load_folder(folder)
    rules = sum(1 for _ in given.all()) + len(given.correlations)
    show.message(f"{folder}: {rules:,} rules asked, {given.skipped:,} for logs of another kind, {len(given.broken):,} not usable")
    for one in given.broken:
        show.message(f"{folder / one.file}: not usable: {one.why}")
