"""The documentation tells the truth: links lead somewhere, pictures and commands are those of the program."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
import sys
from pathlib import Path

import click
import pytest

from stanch import errors
from stanch.cli.calls import stanch
from stanch.line import LINE
from stanch.records import REASONS, Facts, Incident, Organisation, Severity

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    [*ROOT.glob("*.md"), *(page for page in DOCS.rglob("*.md") if "_build" not in page.parts and "_generated" not in page.parts)]
)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
CALL = re.compile(r"(?:^|[`/ ])stanch ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)", re.MULTILINE)


def load(name: str, path: Path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def generate():
    return load("docs_generate", DOCS / "generate.py")


def called(text: str) -> set[str]:
    """The commands that a page shows as code."""
    shown = [*re.findall(r"```(?:sh|text)?\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text)]
    return {found for piece in shown for found in CALL.findall(f" {piece}")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page, generate):
    for target in LINK.findall(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path = (page.parent / target).resolve()
        if path.parent.name == "_generated":
            assert path.stem in generate.MADE, target
        else:
            assert path.exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_exist(page):
    context = click.Context(stanch)
    for call in called(page.read_text("utf-8")):
        verb, _, inner = call.partition(" ")
        command = stanch.get_command(context, verb)
        assert command is not None, call
        # A lower-case word behind a group's verb is a command of the group; others take arguments in capitals.
        if inner and isinstance(command, click.Group):
            assert inner in command.commands, call


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_are_finished(page):
    assert not re.search(r"\b(?:TODO|FIXME|TBD|XXX)\b|(?i:lorem ipsum|coming soon)", page.read_text("utf-8"))


def test_the_readme_shows_every_command_that_it_promises():
    text = (ROOT / "README.md").read_text("utf-8")
    assert {"respond", "clocks", "serve", "verify", "law assess"} <= called(text)
    assert "make demo" in text
    options = {option for parameter in stanch.get_command(click.Context(stanch), "respond").params for option in parameter.opts}
    assert set(re.findall(r"(?<=\s)--?[a-zA-Z]+", re.search(r"stanch respond (.*)", text)[1])) <= options


def test_make_targets_that_pages_name_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)}
    assert named
    assert named <= targets


def test_the_picture_of_the_line_is_drawn_from_it(generate):
    assert (DOCS / "line.svg").read_text("utf-8") == generate.line_picture()


def test_each_room_has_its_page():
    rooms = {step.name for step in LINE} | {"drill", "report"}
    assert rooms <= {page.stem for page in (DOCS / "rooms").glob("*.md")}


def test_every_fact_has_its_line():
    text = (DOCS / "facts.md").read_text("utf-8")
    for record in (Facts, Organisation, Incident, Severity):
        for field in dataclasses.fields(record):
            assert f"`{field.name}`" in text, f"{record.__name__}.{field.name}"


def test_every_error_and_reason_has_its_line():
    text = (DOCS / "errors.md").read_text("utf-8")
    for one in vars(errors).values():
        if isinstance(one, type) and issubclass(one, errors.StanchError):
            assert f"`{one.__name__}`" in text
    for reason in REASONS:
        assert f"`{reason}`" in text


def test_decisions_are_numbered_and_listed():
    pages = sorted(page.stem for page in (DOCS / "decisions").glob("0*.md"))
    listed = re.findall(r"^(\d{4}-[\w-]+)$", (DOCS / "decisions/index.md").read_text("utf-8"), re.MULTILINE)
    numbers = [int(page[:4]) for page in pages]
    assert numbers == sorted(set(numbers))  # a number that was set aside and never used leaves a gap
    assert listed == pages
    for page in pages:
        text = (DOCS / "decisions" / f"{page}.md").read_text("utf-8")
        assert text.startswith(f"# {page[:4]} ")
        assert all(f"\n## {heading}\n" in text for heading in ("Context", "Decision", "Consequences"))


def test_generated_pages_hold_what_they_are_made_from(generate):
    commands = generate.commands()
    for verb in stanch.list_commands(click.Context(stanch)):
        assert f"\n## stanch {verb}\n" in commands
    assert "US-CA" in generate.laws()
    assert "us\\_ssn" in generate.detectors()
    assert "us\\_ssn" in generate.kinds()
    assert "## To add one" in generate.kinds()
