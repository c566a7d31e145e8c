"""Runs the examples that stand in each detection and playbook, through the production code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from stanch import datafile
from stanch.cause import sigma
from stanch.cause.playbook import Example, Playbook, likeliest
from stanch.cause.reconstruct import containment
from stanch.vocabulary import cause_words


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """(name, check) for each example in a detection (`.yml`) or playbook (`.yaml`)."""
    yield from _playbook(path) if path.suffix == ".yaml" else _detections(path)


def _detections(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    for rule in sigma.load([path]).all():
        yield f"{rule.title}: has both kinds of example", partial(_both, rule)
        for at, fields in enumerate(rule.matches, 1):
            yield f"{rule.title}: fires {at}", partial(_fires, rule, fields, wanted=True)
        for at, fields in enumerate(rule.passes, 1):
            yield f"{rule.title}: is quiet {at}", partial(_fires, rule, fields, wanted=False)


def _both(rule: sigma.Rule) -> None:
    assert rule.matches, "no event that must fire"
    assert rule.passes, "no event that must not fire"


def _fires(rule: sigma.Rule, fields: dict[str, object], *, wanted: bool) -> None:
    assert rule.fires(fields) == wanted, f"{'did not fire' if wanted else 'fired'} on {fields}"


def _playbook(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    book = datafile.read(path, Playbook)
    yield "its kind is a word of the vocabulary", partial(_known, book)
    yield "its signs are files of detections", partial(_signs, book)
    for example in book.examples:
        yield example.name, partial(_example, book, example)


def _known(book: Playbook) -> None:
    assert book.kind == "any" or book.kind in cause_words(), f"{book.kind} is no word of causes.yaml"


def _signs(book: Playbook) -> None:
    known = {file.stem for file in sigma.HERE.glob("*.yml")}
    named = {*book.signs, *book.entry, *(when for measure in book.measures for when in measure.when)}
    assert named <= known, f"no such detections: {sorted(named - known)}"


def _example(book: Playbook, example: Example) -> None:
    fired = {name: order for order, name in enumerate(example.fired)}
    found = likeliest(fired)[0] if fired else book
    assert found is not None, "no playbook fits"
    assert found.kind == example.expect_kind, f"came out as {found.kind}"
    steps = " ".join(step.do for step in containment(found, set(fired)))
    for wanted in example.expect_steps:
        assert wanted in steps, f"no step says {wanted!r}"
