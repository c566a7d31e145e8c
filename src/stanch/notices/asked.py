"""What only people can tell of the letters: the catalogue (`asked.yaml`), the letters file, and what is still to be told.

A letters file is YAML: a key of the catalogue and its value, or a mapping from language to value; under `filings` the boxes of
one form by its name and the box's id. Everything in it is text that fills a slot, never markup.
"""

from __future__ import annotations

import base64
import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from stanch import datafile, vocabulary
from stanch.errors import BrokenDataFile, Fault, WrongCall
from stanch.notices.form import Box, Text, texts
from stanch.notices.press import printable
from stanch.records import Said
from stanch.records.said import current

FILINGS = "filings"
LARGEST_LOGO = 500_000  # bytes
LONGEST = 4000  # characters of one value
# A telephone number as people write it.
_PHONE = re.compile(r"[+(]?\d[\d\s().\-/]{4,24}(?:\s*(?:ext\.?|x)\s*\d{1,6})?")
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"<svg": "svg", b"<?xml": "svg"}


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One thing to be told. `fills` is the slot it fills; `filled` are the slots that a choice fills instead.

    A `box` is one field of one form: of its `choices`, where it has some, it takes one or several with semicolons between.
    """

    key: str
    kind: Literal["sentence", "words", "day", "telephone", "number", "choice", "file", "box"]
    says: str
    example: dict[str, str]
    fills: str = ""
    choices: tuple[str, ...] = ()
    filled: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def slot(self) -> str:
        """The slot of texts and forms."""
        return self.fills or self.key


@dataclass(frozen=True, slots=True)
class _Catalogue:
    asked: tuple[Asked, ...]


@cache
def asked() -> dict[str, Asked]:
    """Everything that may be told, by key, in the order in which it is asked."""
    return {one.key: one for one in datafile.read(Path(__file__).parent / "asked.yaml", _Catalogue).asked}


@cache
def key_of(slot: str) -> str:
    """The key of a letters file that fills a slot; empty where none does."""
    return next((one.key for one in asked().values() if one.slot == slot), "")


def asked_of(key: str) -> Asked | None:
    """What a key asks: one of the catalogue, or `<form>.<box>`; None where there is no such thing."""
    form, dot, name = key.partition(".")
    if not dot:
        return asked().get(key)
    text, label = _form(form), vocabulary.contents().get(name.removeprefix("more_"), "") if name.startswith("more_") else ""
    box = _form_boxes(form).get(name) or (Box(name, label[:1].upper() + label[1:]) if label else None)
    return Asked(key, "box", f"{box.label} ({text.name})", {}, choices=box.choices) if box and text else None


def read_letters(path: Path, *, by: str = "", known_at: datetime | None = None) -> list[Said]:
    """The values of a letters file. Raises `BrokenDataFile` with every fault at its line: unknown keys, wrong values."""
    node = datafile.load(path)
    if node is None:
        return []
    if not isinstance(node, Mapping):
        raise BrokenDataFile([Fault(str(path), 1, 1, "a letters file is a list of `key: value`")])
    found, faults = [], []
    for key, value in node.items():
        place = datafile.place(node, key)
        pairs = _boxes(value) if key == FILINGS else _spoken(str(key), value)
        for name, language, said in pairs:
            told, fault = _checked(name, language, said, path.parent)
            if fault:
                faults.append(Fault(str(path), *place, fault))
            else:
                found.append(Said(name, told, language, known_at, by, path.name))
    if faults:
        raise BrokenDataFile(faults)
    return found


@cache
def spoken_in() -> tuple[str, ...]:
    """The languages in which letters are written, English first."""
    return tuple(sorted({text.language for text in texts().values()}, key=lambda language: (language != "en", language)))


def said_of(key: str, language: str, value: str, *, by: str = "", source: str = "") -> Said:
    """One value as somebody states it by itself. Raises `WrongCall` where it does not fit; a logo is told in a letters file."""
    if value and key in asked() and asked()[key].kind == "file":
        raise WrongCall(f"{key} is a file", do="Bring the file itself, or name it in a letters file.")  # no path of this machine is read
    told, fault = _checked(key, language, value, Path())
    if fault:
        raise WrongCall(fault, do="Write it as the example shows.")
    return Said(key, told, language, None, by, source)


def logo_of(path: Path, *, by: str = "") -> Said:
    """The logo of the letters from a file of its own. Raises `WrongCall` where it is no picture that letters may show."""
    told, fault = _picture("logo", path.name, path.parent)
    if fault:
        raise WrongCall(fault.removeprefix("logo: "), do="Save it as PNG or as a plain SVG.")
    return Said("logo", told, "", None, by, path.name)


def _spoken(key: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, Mapping):
        yield from ((key, str(language), said) for language, said in value.items())
    else:
        yield key, "", value


def _boxes(value: Any) -> Iterator[tuple[str, str, Any]]:
    if not isinstance(value, Mapping):
        yield f"{FILINGS}.", "", ""
        return
    for form, boxes in value.items():
        if isinstance(boxes, Mapping):
            yield from ((f"{form}.{box}", "", said) for box, said in boxes.items())
        else:
            yield f"{form}.", "", boxes


def _checked(key: str, language: str, value: Any, folder: Path) -> tuple[str, str]:
    """The value as text, and a fault or none."""
    if "." in key:
        return _box_value(key, value)
    if key not in asked():
        near = difflib.get_close_matches(key, [*asked(), FILINGS], n=1)
        return "", f"unknown key {key!r}; " + (f"nearest known key: {near[0]}" if near else f"known keys: {', '.join(asked())}, {FILINGS}")
    one, spoken = asked()[key], spoken_in()
    if language and language not in spoken:
        return "", f"{key}: no letter is written in {language!r}; languages: {', '.join(spoken)}"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return "", f"{key}: a value is text, or one text for each language"
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if one.kind == "file":
        return _picture(key, str(value or ""), folder)
    text = "\n".join(line for line in map(printable, str("" if value is None else value).splitlines()) if line)
    if one.kind == "choice":
        text = next((choice for choice in one.choices if choice.casefold() == text.casefold()), text)
    return text, _fault_of(one, text)


def _fault_of(one: Asked, text: str) -> str:
    if len(text) > LONGEST:
        return f"{one.key}: {len(text):,} characters; at most {LONGEST:,}"
    if text and one.kind == "choice" and text not in one.choices:
        return f"{one.key}: {text!r} is none of {', '.join(one.choices)}"
    if text and one.kind == "day" and not _is_day(text):
        return f"{one.key}: {text!r} is no day; write it as 2026-12-31"
    if text and one.kind == "number" and not text.replace(",", "").isdigit():
        return f"{one.key}: {text!r} is no number"
    if text and one.kind == "telephone" and not _PHONE.fullmatch(text):
        return f"{one.key}: {text!r} is no telephone number"
    return ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _picture(key: str, name: str, folder: Path) -> tuple[str, str]:
    if not name:
        return "", ""
    path = folder / name
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_LOGO else b""
    except OSError as error:
        return "", f"{key}: {name} cannot be read: {error.strerror}"
    if not content:
        return "", f"{key}: {name} is empty or larger than {LARGEST_LOGO:,} bytes"
    if not any(content.lstrip().startswith(start) for start in _PICTURES):
        return "", f"{key}: {name} is neither PNG nor SVG"
    if content.lstrip().startswith(b"<") and (b"<script" in content.lower() or b"href" in content.lower()):
        return "", f"{key}: {name} holds a script or a link; save it as a plain picture"
    return base64.b64encode(content).decode(), ""


def picture_kind(content: bytes) -> str:
    """`png` or `svg`."""
    return next((kind for start, kind in _PICTURES.items() if content.lstrip().startswith(start)), "png")


def _box_value(key: str, value: Any) -> tuple[str, str]:
    form, _, name = key.partition(".")
    boxes = _form_boxes(form)
    if form == FILINGS or not boxes:
        known = sorted({text.id.removeprefix("filing_") for text in texts().values() if text.kind == "form"})
        near = difflib.get_close_matches(form, known, n=1)
        return "", f"no form is called {form!r}; " + (f"nearest: {near[0]}" if near else f"forms: {', '.join(known)}")
    if name.removeprefix("more_") in vocabulary.contents() and name.startswith("more_"):
        return printable(str(value or "")), ""
    if name not in boxes:
        near = difflib.get_close_matches(name, list(boxes), n=1)
        return "", f"the form {form} has no box {name!r}; " + (f"nearest: {near[0]}" if near else f"boxes: {', '.join(boxes)}")
    text = "; ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value)
    if isinstance(value, bool):
        text = "Yes" if value else "No"
    text, box = printable(text), boxes[name]
    if text and box.choices and any(part.strip() not in box.choices for part in text.split(";")):
        return "", f"{key}: {text!r} is none of its choices: {'; '.join(box.choices)}"
    return text, ""


@cache
def _form(name: str) -> Text | None:
    """The form of that name."""
    return next((text for text in texts().values() if text.kind == "form" and text.id.removeprefix("filing_") == name), None)


@cache
def _form_boxes(form: str) -> dict[str, Box]:
    text = _form(form)
    return {box.id: box for part in text.parts for box in part.boxes} if text else {}


def settings_of(said: Iterable[Said]) -> dict[str, str]:
    """The values that stand as settings of a bench: `notice.<slot>`, `notice.<language>.<slot>`, `notice.<form>.<box>`."""
    found: dict[str, str] = {}
    for one in current(list(said)):
        head = f"notice.{one.language}." if one.language else "notice."
        if "." in one.key:
            found[f"notice.form.{one.key}"] = one.value
            continue
        known = asked().get(one.key)
        if known is None:
            continue
        for slot, value in (known.filled.get(one.value) or {known.slot: one.value}).items():
            found[head + slot] = value
    return found


def blank(said: Iterable[Said] = ()) -> str:
    """A letters file to fill in: every key with what it means and an example; what is known stands in it."""
    known = {(one.key, one.language): one.value for one in current(list(said))}
    lines = ["# What only you can tell of the letters. Fill in what you know, remove the # in front, and hand it in:", ""]
    lines[0] += "\n# stanch notices draft --letters FILE -C CASE"
    for one in asked().values():
        if one.kind == "file" and (one.key, "") in known:
            continue
        choices = f" One of: {', '.join(one.choices)}." if one.choices else ""
        lines.append(f"# {one.says}.{choices}")
        mine = {language: value for (key, language), value in known.items() if key == one.key}
        if "" in mine:
            lines.append(f"{one.key}: {_quoted(mine[''])}")
        elif mine:
            lines += [f"{one.key}:", *(f"  {language}: {_quoted(value)}" for language, value in mine.items())]
        elif one.kind == "sentence":
            lines += [f"# {one.key}:", *(f"#   {language}: {_quoted(value)}" for language, value in one.example.items())]
        else:
            lines.append(f"# {one.key}: {_quoted(next(iter(one.example.values())))}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
