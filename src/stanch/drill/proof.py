"""Turns an exercise into tests: its form, and the examples that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from stanch import datafile
from stanch.drill.exercise import Exercise, Played, faults
from stanch.drill.tabletop import Answer, answered, judge
from stanch.vocabulary import cause_words


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """(name, check) for every test that stands in the file."""
    one = datafile.read(path, Exercise)
    yield "its form", partial(_form, one)
    yield "a way that is best all along", partial(_best, one)
    for example in one.examples:
        yield example.name, partial(_example, one, example)


def _form(one: Exercise) -> None:
    wrong = list(faults(one))
    assert not wrong, wrong
    assert one.kind in cause_words(), f"{one.kind} is no word of causes.yaml"
    assert one.sources, "no source"


def _best(one: Exercise) -> None:
    assert any(example.decided_well == 1.0 for example in one.examples), "no example wins everything"


def _example(one: Exercise, example: Played) -> None:
    asked = {question.id: question for _, question in one.questions}
    given = {name: Answer(answered(asked[name], list(said))) for name, said in example.answers.items()}
    found = judge(one, given, (), ()).decided_well
    assert abs(found - example.decided_well) < 0.001, f"came out as {found}"
