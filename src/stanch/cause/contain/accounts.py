"""Commands to lock accounts, end sessions, drop mail rules and isolate machines, per platform: texts to review, never run by Stanch."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.cause.contain.material import Artefact, Material, comment

HERE = Path(__file__).parent / "platforms"
SHOWN = 200  # accounts of one file
WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+-]*")  # what the command line of a firewall takes as one word without quotes


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `each`: the sort of indicator it is written for, once each: `user`, `host`, `mail_rule`; empty: once."""

    does: str
    run: str
    each: str = ""
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """The commands of one platform, in order. `quote` says how a value is quoted: `sh`, `powershell`, or `word` where nothing can be quoted
    and names that are no plain word are told instead of written. `example`: a value and its line.

    `logs`: kinds of log that show that this platform is in use. `accounts`: how its accounts look; the group `name` is what its
    commands take. How far commands were looked up, on the day `read`: `looked_up`, commands whose maker's text was read (its page,
    from the copy that `read_in` names); `seen`, those of which only an extract was; `known`, what is written from knowledge.
    """

    name: str
    file: str
    quote: str
    before: str
    commands: tuple[Command, ...]
    sources: tuple[str, ...]
    example: Mapping[str, str]
    logs: tuple[str, ...]
    accounts: str
    read: date
    read_in: str
    looked_up: Mapping[str, str]
    seen: Mapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()


def make(material: Material) -> Iterator[Artefact]:
    """One file a platform, where there is an account, a machine or a mail rule to act on."""
    for platform in in_use(material):
        lines = [*_lines(platform, material), *_left(platform, material)]
        if lines:
            head = [
                f"{platform.name}: {comment(material.title)}, as of {material.moment:%Y-%m-%d %H:%M} UTC.",
                "Read each line before you run it, and leave out what is not yours. Stanch runs none of this.",
                "Disable, do not delete: the history of an account is evidence.",
                platform.before,
                *how_far(platform),
            ]
            text = "".join(f"# {line}\n" for line in head if line) + "\n" + "\n".join(lines) + "\n"
            yield Artefact(
                f"lock/{platform.file}", text, f"locks accounts and ends sessions: {platform.name}", "Review it, then run it line by line."
            )


def how_far(platform: Platform) -> Iterator[str]:
    """What a reader must know before trusting the commands: which were read in their maker's manual, and which were not."""
    yield f"Looked up on {platform.read:%Y-%m-%d}; none was run against the service. Manuals change: a refused command's page tells how."
    yield f"Read in {platform.read_in}: {', '.join(platform.looked_up)}."
    for name, page in platform.seen.items():
        yield f"Only an extract seen: {name}, {page}."
    for name in platform.known:
        yield f"From knowledge, not looked up: {name}."


@cache
def platforms() -> tuple[Platform, ...]:
    """All platforms by file. Raises `BrokenDataFile`."""
    return tuple(datafile.read(file, Platform) for file in sorted(HERE.glob("*.yaml")))


def in_use(material: Material) -> tuple[Platform, ...]:
    """The platforms whose logs were read; all of them where no log tells."""
    seen = tuple(one for one in platforms() if set(one.logs) & set(material.logs))
    return seen or platforms()


def _names(platform: Platform, users: tuple[str, ...]) -> tuple[str, ...]:
    found = (re.fullmatch(platform.accounts, user, re.IGNORECASE) for user in users)
    return tuple(dict.fromkeys(one["name"] for one in found if one))


def _lines(platform: Platform, material: Material) -> Iterator[str]:
    values = {"user": _names(platform, material.users), "host": material.hosts, "mail_rule": material.mail_rules}
    if not any(values[command.each] for command in platform.commands if command.each):
        return
    for command in platform.commands:
        chosen = values[command.each][:SHOWN] if command.each else ("",)
        if not chosen:
            continue
        yield f"# {command.does}"
        for value in chosen:
            yield written(platform, command.run, command.each, value)
            if command.undo:
                undo = written(platform, command.undo, command.each, value)
                yield "\n".join(f"#   {'to undo: ' * (not at)}{line}" for at, line in enumerate(undo.split("\n")))
        yield ""


def _left(platform: Platform, material: Material) -> Iterator[str]:
    """The names that nothing is written for, where the platform takes plain words alone."""
    if platform.quote == "word" and (left := [user for user in material.users if not re.fullmatch(platform.accounts, user)]):
        names = ", ".join(map(comment, left[:SHOWN]))
        yield f"# Nothing is written for names that this command line could misread; type it yourself: {names}"


def written(platform: Platform, text: str, each: str, value: str) -> str:
    """A command with its value quoted for the platform's shell, so that no name in the evidence can become a command."""
    return text.replace(f"{{{each}}}", QUOTES[platform.quote](value)) if each else text


def _powershell(value: str) -> str:
    # All quotes that PowerShell takes for a single one are doubled (about_Quoting_Rules).
    return "'" + "".join(char * 2 if char in "'\u2018\u2019\u201a\u201b" else char for char in value) + "'"


def _word(value: str) -> str:
    # No quoting is laid down for all of these: what is no plain word is left for a person to type.
    return value if WORD.fullmatch(value) else "NAME"


QUOTES: dict[str, Callable[[str], str]] = {"sh": shlex.quote, "powershell": _powershell, "word": _word}
