"""Loads statute files: the dated versions of every instrument, checked whole. The folder is the list.

A broken file never loads half: every fault is told at once with its line. A compiled copy is kept in the user's cache
folder so that the library loads quickly; without it everything works the same.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault
from stanch.law import dating, wellformed
from stanch.law.instrument import Instrument

HERE = Path(__file__).parent / "statutes"
COPIES = 4  # compiled libraries kept: several installations of one user do not clear away each other's


@dataclass(frozen=True, slots=True)
class Version:
    """An instrument from a day on, until the next version begins."""

    begins: date
    law: Instrument


@dataclass(frozen=True, slots=True)
class Statute:
    """One file: its versions in order of time."""

    path: str
    versions: tuple[Version, ...]

    @property
    def code(self) -> str:
        """The jurisdiction code."""
        return self.versions[-1].law.code

    def on(self, day: date) -> Instrument:
        """The instrument as it stood on that day."""
        return next((version for version in reversed(self.versions) if version.begins <= day), self.versions[0]).law


def read(path: Path) -> Statute:
    """One file with all its versions and cases. Raises `BrokenDataFile` with every fault."""
    return _read_quickly(path, cases=True) or _read_with_places(path)


def read_law(path: Path) -> Statute:
    """One file without its cases; a file with any fault is read again with its places, and refused."""
    return _read_quickly(path, cases=False) or _without_cases(_read_with_places(path))


def _read_quickly(path: Path, *, cases: bool) -> Statute | None:
    """The file read without marks of lines, in a fifth of the time; None where anything is wrong with it."""
    faults: list[Fault] = []
    try:
        law, mark, rest = path.read_text(encoding="utf-8").partition("\ncase_facts:")
        tree = datafile.from_text(law + mark + rest if cases else law)
        if any(unknown_keys(tree, Instrument, str(path))):
            return None
        versions = _versions(tree, path, faults)
    except (OSError, ValueError, BrokenDataFile):
        return None
    return None if faults else Statute(str(path), versions)


def _read_with_places(path: Path) -> Statute:
    tree = datafile.load(path)
    faults = list(unknown_keys(tree, Instrument, str(path)))
    if faults:
        raise BrokenDataFile(faults)
    versions = _versions(tree, path, faults)
    if faults:
        raise BrokenDataFile(list(dict.fromkeys(faults)))
    return Statute(str(path), versions)


def _versions(tree: Any, path: Path, faults: list[Fault]) -> tuple[Version, ...]:
    ever = [str(rule.get("id")) for rule in tree.get("rules", ()) if isinstance(rule, dict)]
    days = (dating.BEGINNING, *dating.days_of_change(tree))
    return tuple(Version(day, converted(dating.resolve(tree, day), str(path), ever, faults)) for day in days)


def converted(tree: Any, file: str, ever: list[str], faults: list[Fault]) -> Instrument:
    """A resolved tree as an instrument; what is wrong with its words goes into `faults`. Raises `BrokenDataFile`."""
    try:
        law = msgspec.convert(_jsonable(tree), Instrument)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise BrokenDataFile([Fault(file, *dating.place_of(tree, _steps(path)), what)]) from None
    faults += [Fault(file, *dating.place_of(tree, path), what) for path, what in wellformed.faults(law, ever)]
    return law


def _jsonable(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _jsonable(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_jsonable(value) for value in node]
    return node.isoformat() if isinstance(node, date) else node


def _steps(path: str) -> tuple[str | int, ...]:
    """Msgspec's path (`.rules[3].id`) as keys."""
    return tuple(int(index) if index else name for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", path))


def unknown_keys(node: Any, kind: Any, file: str) -> Iterator[Fault]:
    """A fault for each key at any depth that its dataclass lacks, with the nearest known one."""
    if isinstance(node, dict) and set(node) == {"dated"} and isinstance(node["dated"], dict):
        for value in node["dated"].values():
            yield from unknown_keys(value, kind, file)
        return
    inner = _dataclass_in(kind)
    if isinstance(node, list):
        for value in node:
            yield from unknown_keys(value, kind, file)
    elif isinstance(node, dict) and inner is not None and typing.get_origin(kind) is not dict:
        hints = _hints(inner)
        for key, value in node.items():
            name = dating.RENAMED.get(str(key), str(key))
            if name not in hints:
                near = difflib.get_close_matches(name, hints, n=1)
                known = f"nearest known key: {near[0]}" if near else f"known keys: {', '.join(hints)}"
                yield Fault(file, *datafile.place(node, key), f"unknown key {key!r}; {known}")
            else:
                yield from unknown_keys(value, hints[name], file)
    elif isinstance(node, dict) and inner is not None:
        for value in node.values():
            yield from unknown_keys(value, inner, file)


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _dataclass_in(kind: Any) -> type | None:
    """The dataclass that a type such as `tuple[Rule, ...]` or `Span | None` holds."""
    if isinstance(kind, type) and is_dataclass(kind):
        return kind
    if typing.get_origin(kind) in (tuple, dict, typing.Union, types.UnionType):
        for part in typing.get_args(kind):
            found = _dataclass_in(part)
            if found is not None:
                return found
    return None


def files(folder: Path = HERE) -> list[Path]:
    """The statute files of a folder (one file is a folder of one), in order."""
    return [folder] if folder.is_file() else sorted(folder.rglob("*.yaml"))


@cache
def library(folder: Path = HERE) -> tuple[Statute, ...]:
    """All statutes, without their cases. Raises `BrokenDataFile` with the faults of all files."""
    paths = files(folder)
    kept = _cache_file(paths)
    try:
        return tuple(msgspec.msgpack.decode(kept.read_bytes(), type=list[Statute]))
    except (OSError, msgspec.DecodeError):
        pass
    statutes, faults = [], []
    for path in paths:
        try:
            statutes.append(read_law(path))
        except BrokenDataFile as error:
            faults += error.faults
    if faults:
        raise BrokenDataFile(faults)
    _keep(kept, statutes)
    return tuple(statutes)


@lru_cache(maxsize=32)
def on(day: date) -> tuple[Instrument, ...]:
    """All laws as they stood on that day, by their code."""
    return tuple(sorted((statute.on(day) for statute in library()), key=lambda law: law.code))


def _without_cases(statute: Statute) -> Statute:
    versions = (replace(version, law=replace(version.law, cases=(), case_facts={})) for version in statute.versions)
    return Statute(statute.path, tuple(versions))


def _cache_file(paths: list[Path]) -> Path:
    """Named by the content of the statutes and of this package, so that a stale copy is never read."""
    mark = hashlib.blake2b(digest_size=16)
    for path in (*sorted(Path(__file__).parent.glob("*.py")), *paths):
        mark.update(str(path).encode(errors="surrogateescape") + b"\0")
        try:
            mark.update(path.read_bytes())
        except OSError:
            mark.update(b"unreadable")
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stanch"
    return folder / f"law-{mark.hexdigest()}.msgpack"


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process has just cleared it away
        return 0.0


def _keep(kept: Path, statutes: list[Statute]) -> None:
    """Write the compiled copy, whole or not at all; a folder that cannot be written is no fault."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in sorted(kept.parent.glob("law-*.msgpack"), key=_written)[: -COPIES + 1]:
            old.unlink(missing_ok=True)
        new = kept.with_name(f"{kept.name}.{os.getpid()}")
        new.write_bytes(msgspec.msgpack.encode(statutes))
        new.replace(kept)
    except OSError:
        return


def find(code: str, folder: Path = HERE) -> Statute | None:
    """The statute of that code."""
    return next((statute for statute in library(folder) if statute.code == code), None)
