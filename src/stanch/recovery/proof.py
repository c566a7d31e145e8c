"""Runs the examples that stand in each control."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

from stanch import datafile
from stanch.recovery.actions import Control, Example, Trial, applies, stops
from stanch.recovery.checks import Observation, readers
from stanch.recovery.judging import judge
from stanch.vocabulary import cause_words


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """(name, check) for each example in a control."""
    control = datafile.read(path, Control)
    yield "is well formed", partial(_formed, control, path)
    for example in control.examples:
        yield example.name, partial(_example, control, example)
    for trial in control.trials:
        yield trial.name, partial(_trial, control, trial)


def _formed(control: Control, path: Path) -> None:
    assert control.id == path.stem, f"id {control.id} is not the file's name"
    assert control.effort in ("small", "medium", "large"), f"effort {control.effort}"
    unknown = set(control.causes) - {"any", *cause_words()}
    assert not unknown, f"no words of causes.yaml: {sorted(unknown)}"
    assert control.controls, "no reference"
    assert control.proof_needed, "nothing would prove it"
    assert bool(control.failed) == bool(control.stops), "what failed is said of controls that would have stopped a breach"
    tools = {one.TOOL for one in readers()}
    for test in control.tests:
        assert test.tool in tools, f"no tool {test.tool}"
        assert test.want or test.most is not None or test.least is not None or test.fresh, f"nothing is wanted of {test.check}"
        re.compile(test.check), re.compile(test.want)
    told = {trial.outcome for trial in control.trials}
    assert not control.tests or {"proven", "failing", "open"} <= told, "a trial for each outcome is needed"


def _example(control: Control, example: Example) -> None:
    techniques = set(example.techniques)
    assert applies(control, example.cause, techniques) == example.chosen
    assert stops(control, example.cause, techniques) == example.stops


def _trial(control: Control, trial: Trial) -> None:
    noon = time(12, tzinfo=UTC)
    seen = [Observation(tool, subject, check, value, datetime.combine(day, noon)) for tool, subject, check, value, day in trial.seen]
    found = judge(control.tests, seen, now=datetime.combine(trial.on, noon), touched=trial.touched)
    assert found.outcome == trial.outcome, found
