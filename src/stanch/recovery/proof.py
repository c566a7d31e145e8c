"""Runs the examples that stand in each control."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from stanch import datafile
from stanch.recovery.actions import Control, Example, applies, stops
from stanch.vocabulary import cause_words


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """(name, check) for each example in a control."""
    control = datafile.read(path, Control)
    yield "is well formed", partial(_formed, control, path)
    for example in control.examples:
        yield example.name, partial(_example, control, example)


def _formed(control: Control, path: Path) -> None:
    assert control.id == path.stem, f"id {control.id} is not the file's name"
    assert control.effort in ("small", "medium", "large"), f"effort {control.effort}"
    unknown = set(control.causes) - {"any", *cause_words()}
    assert not unknown, f"no words of causes.yaml: {sorted(unknown)}"
    assert control.controls, "no reference"
    assert control.proof_needed, "nothing would prove it"


def _example(control: Control, example: Example) -> None:
    techniques = set(example.techniques)
    assert applies(control, example.cause, techniques) == example.chosen
    assert stops(control, example.cause, techniques) == example.stops
