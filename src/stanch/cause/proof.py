"""Runs the examples that stand in each detection and playbook, through the production code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

from stanch import datafile
from stanch.cause import mapping, sigma
from stanch.cause.actor import FINDINGS
from stanch.cause.baseline import STATISTICS
from stanch.cause.logs import reader_for
from stanch.cause.moments import latest_year
from stanch.cause.playbook import Example, Playbook, likeliest, with_asset
from stanch.cause.reconstruction import containment
from stanch.errors import BrokenDataFile
from stanch.vocabulary import cause_words


def cases(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """(name, check) for each example in a detection (`.yml`), playbook or mapping (`.yaml`)."""
    if path.parent.name == mapping.HERE.name:
        yield from _mapping(path)
    else:
        yield from _playbook(path) if path.suffix == ".yaml" else _detections(path)


def _mapping(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    known = mapping.read(path)
    yield "its kind has a file of its own", partial(_called, path, known)
    for sample in known.examples:
        yield sample.name, partial(_sample, known, sample)


def _called(path: Path, known: mapping.Mapping) -> None:
    assert known.kind == path.stem or known.kind in mapping.mappings(), f"{known.kind} has no file of its own"


def _sample(known: mapping.Mapping, sample: mapping.Sample) -> None:
    reader = reader_for(sample.text)
    assert reader is not None, "no reader recognises it"
    assert known.kind == reader.KIND, f"taken for {reader.KIND}"
    read = list(reader.parse([sample.text], "sample", latest_year(date(2026, 6, 1))))
    events = [event.ecs() for event in read if event is not None]
    assert len(events) == len(sample.events), f"{len(events)} events"
    assert read.count(None) == sample.unparsed, f"{read.count(None)} lines not understood"
    for number, (event, wanted) in enumerate(zip(events, sample.events, strict=False), 1):
        for name, value in wanted.items():
            found = event.get(name)
            shown = f"{found:%Y-%m-%dT%H:%M:%S.%f}".rstrip("0").rstrip(".") + "Z" if isinstance(found, datetime) else found
            assert str(shown) == str(value), f"event {number}: {name} is {shown!r}, not {value!r}"


def _detections(path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    for rule in _rules(path):
        yield f"{rule.title}: has both kinds of example", partial(_both, rule)
        for at, fields in enumerate(rule.matches, 1):
            yield f"{rule.title}: fires {at}", partial(_fires, rule, fields, wanted=True)
        for at, fields in enumerate(rule.passes, 1):
            yield f"{rule.title}: is quiet {at}", partial(_fires, rule, fields, wanted=False)


def _rules(path: Path) -> Iterable[sigma.Rule]:
    """The rules of one file. Those that ship are read together, once: what was kept of them is one file for all."""
    if path.parent == sigma.HERE:
        try:
            return [rule for rule in sigma.own_rules().all() if rule.file == path.name]
        except BrokenDataFile:
            pass  # of this file, or of another: then each file tells its own
    return sigma.load([path]).all()


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
    known = {file.stem for file in sigma.HERE.glob("*.yml")} | FINDINGS | STATISTICS
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
    if example.expect_asset:
        told = with_asset(found, found.veris, example.described)["asset"]["assets"]
        assert told == [{"variety": example.expect_asset}], told
    for barred in example.without_steps:
        assert barred not in steps, f"a step says {barred!r}"
