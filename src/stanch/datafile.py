"""Reads YAML data files strictly: every value knows its file and line, all faults are told at once.

A data file is loaded as plain Python values (`dict`, `list`, `str`, `int`, `bool`, `date`), and then converted to a
frozen dataclass by `msgspec`. Unknown keys, missing keys and wrong types become `Fault`s with `file:line:column`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import VersionedResolver

from stanch.errors import BrokenDataFile, Fault

T = TypeVar("T")
Place = tuple[int, int]
# A value takes a character at least, so only names make more values than characters.
BLOWN_UP, LEAST_WEIGHT = 4, 10_000
TOO_DEEP = "lists or mappings stand within one another too deeply"


class _Dated(RoundTripConstructor):
    """Tells the place of a date that cannot be (`2026-13-45`)."""

    def construct_yaml_timestamp(self, node: Any, values: Any = None) -> Any:
        """The moment or day; raises `ConstructorError` with its place."""
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError as error:
            raise ConstructorError(None, None, f"{node.value} is no date: {error}", node.start_mark) from None


class _Settled(VersionedResolver):
    """Looks for the version of YAML once a document and not with every value: a quarter of the time."""

    @cached_property
    def versioned_resolver(self) -> Any:
        """What kinds of values this version knows by their first character."""
        return super().versioned_resolver


_Dated.add_constructor("tag:yaml.org,2002:timestamp", _Dated.construct_yaml_timestamp)


def load(path: Path) -> Any:
    """The file's content with line marks kept (ruamel round-trip types). Raises `BrokenDataFile`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BrokenDataFile([Fault(str(path), 1, 1, _unread(error))]) from None
    return load_text(text, str(path))


def load_text(text: str, name: str) -> Any:
    """The content of a text with line marks kept; `name` is told in faults. Raises `BrokenDataFile`."""
    try:
        reader = YAML(typ="rt", pure=True)
        reader.Constructor = _Dated
        return _bounded(reader.load(text), text, name)
    except (YAMLError, ValueError) as error:
        raise BrokenDataFile([_refused(error, text, name)]) from None
    except RecursionError:
        raise BrokenDataFile([Fault(name, 1, 1, TOO_DEEP)]) from None


def _bounded(tree: Any, text: str, name: str) -> Any:
    """The tree, unless names (`&a`, `*a`) make it endless or blow it up: a few lines may stand for more values than fit in memory."""
    if "&" in text and "*" in text and _weight(tree, {}, set()) > BLOWN_UP * len(text) + LEAST_WEIGHT:
        raise BrokenDataFile([Fault(name, 1, 1, "names (&a, *a) stand for far more than is written; write the values out")])
    return tree


def _weight(node: Any, known: dict[int, float], above: set[int]) -> float:
    """How many values stand in the node when all names are written out; infinite where it holds itself."""
    if not isinstance(node, Mapping | list):
        return 1
    if id(node) in above:
        return float("inf")
    if id(node) not in known:
        above.add(id(node))
        known[id(node)] = 1 + sum(_weight(part, known, above) for part in (node.values() if isinstance(node, Mapping) else node))
        above.discard(id(node))
    return known[id(node)]


def _refused(error: Exception, text: str, name: str) -> Fault:
    """What the parser found wrong, with its place."""
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Fault(name, line, column, str(error.problem or error.context))
    if isinstance(error, ReaderError):
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Fault(name, line, column, f"the character {text[error.position]!r} may not stand in YAML")
    return Fault(name, 1, 1, _unread(error))


def _unread(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    if isinstance(error, UnicodeDecodeError):
        return f"is no UTF-8 text: byte {error.start + 1} is no letter; save the file as UTF-8"
    return str(error)


def plain(node: Any) -> Any:
    """The same values without marks. Raises `BrokenDataFile` where they stand within one another too deeply."""
    try:
        return _plain(node)
    except RecursionError:
        raise BrokenDataFile([Fault("values", 1, 1, TOO_DEEP)]) from None


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


def place(node: Any, key: str | int | None = None) -> Place:
    """Line and column (from 1) of a node, or of its entry `key`."""
    if isinstance(node, CommentedMap) and key is not None and key in node:
        line, column = node.lc.key(key)
    elif isinstance(node, CommentedSeq) and isinstance(key, int):
        line, column = node.lc.item(key)
    elif isinstance(node, CommentedMap | CommentedSeq):
        line, column = node.lc.line, node.lc.col
    else:
        line, column = 0, 0
    return line + 1, column + 1


def unknown_keys(node: Any, kind: type, file: str) -> Iterator[Fault]:
    """A fault for each key of `node` that the dataclass `kind` lacks, with the nearest known one."""
    if not (isinstance(node, CommentedMap) and is_dataclass(kind)):
        return
    known = [field.name for field in fields(kind)]
    for key in node:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = f"; nearest known key: {near[0]}" if near else f"; known keys: {', '.join(known)}"
            yield Fault(file, *place(node, key), f"unknown key {key!r}{hint}")


def convert(node: Any, kind: type[T], file: str) -> T:
    """`node` as the dataclass `kind`. Raises `BrokenDataFile` with the place of the offending value."""
    faults = list(unknown_keys(node, kind, file))
    if faults:
        raise BrokenDataFile(faults)
    try:
        return msgspec.convert(plain(node), kind)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise BrokenDataFile([Fault(file, *_find(node, path.rstrip("`")), what)]) from None


def read(path: Path, kind: type[T]) -> T:
    """Load one file as one dataclass. Raises `BrokenDataFile` with the places.

    A file that is right is read without marks of lines, in a fifth of the time; one with a fault is read again with them.
    """
    try:
        found = plain(from_text(path.read_text(encoding="utf-8"), str(path)))
        if isinstance(found, dict) and is_dataclass(kind) and found.keys() <= {field.name for field in fields(kind)}:
            return msgspec.convert(found, kind)
    except (OSError, ValueError, BrokenDataFile):
        pass  # the slow way finds it too, and says where
    return convert(load(path), kind, str(path))


def _find(node: Any, path: str) -> Place:
    """The place that msgspec's path (`.detectors[3].kind`) names, as near as it goes."""
    here = place(node)
    for step in path.replace("[", ".[").split("."):
        key: str | int = int(step[1:-1]) if step.startswith("[") and step[1:-1].isdigit() else step
        if step in ("", "[...]"):
            continue
        try:
            here, node = place(node, key), node[key]
        except (KeyError, IndexError, TypeError):
            break
    return here


def load_quickly(path: Path) -> Any:
    """The file's content as plain values, without marks: for long lists that other programs write. Raises `BrokenDataFile`."""
    try:
        text = path.read_text(encoding="utf-8")
        return msgspec.json.decode(text) if path.suffix == ".json" else from_text(text, str(path))
    except (OSError, ValueError) as error:  # msgspec's errors are ValueErrors too
        raise BrokenDataFile([Fault(str(path), 1, 1, _unread(error))]) from None


def from_text(text: str, name: str = "") -> Any:
    """YAML text as plain values, without marks. Raises `BrokenDataFile`.

    Parsed by libyaml, three times as quick; what that refuses (it is stricter with colons inside brackets) is parsed again in
    Python, whose word on faults and their places counts.
    """
    try:
        reader = YAML(typ="safe")
        reader.Resolver = _Settled
        return _bounded(reader.load(text), text, name)
    except (YAMLError, ValueError, RecursionError):
        return _from_text_slowly(text, name)


def _from_text_slowly(text: str, name: str) -> Any:
    try:
        return _bounded(YAML(typ="safe", pure=True).load(text), text, name)
    except (YAMLError, ValueError) as error:
        raise BrokenDataFile([_refused(error, text, name)]) from None
    except RecursionError:
        raise BrokenDataFile([Fault(name, 1, 1, TOO_DEEP)]) from None
