"""Sentences that a case keeps filled in: known again by the pattern they were made of, so that pages can say them in their own language.

The rooms write what happened and why something is offered in English, with addresses, names and numbers in it; a case keeps that, for
reports and proof. The patterns stand in `locale/filled.txt`, one a line, made of the rules by `tests/portal/words_of_pages.py`. Beside
them stand those of refusals, `faults.txt`, and of reasons, `reasons.txt` (why two are one person, what hangs on a doubt, what a file does).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

PATTERNS = Path(__file__).parent / "locale" / "filled.txt"
FAULTS = PATTERNS.with_name("faults.txt")
REASONS = PATTERNS.with_name("reasons.txt")
_VERDICT = re.compile(r"([^:;]{3,20}): (.+)\.", re.DOTALL)
_DEEPEST = 4  # sentences within sentences
NAMED = re.compile(r"\{(\w+)\}")
_JOINTS = re.compile(r"; | and ")
_LONGEST = 800  # characters: a longer text is none of these sentences, and hostile names must not make matching slow


def said(text: str, translated: Callable[[str], str]) -> str:
    """The text in the language of `translated`, values of it that are words of ours as well; as it stands where no pattern made it."""
    if len(text) > _LONGEST:
        return text
    many = _as_many(text)
    told = _filled(text, translated, PATTERNS) or (_filled(many, translated, PATTERNS) if many != text else "")
    return told or _of_words(text, translated)


def _as_many(text: str) -> str:
    """What was done once, as the rules say it of a count: `1 times`, `1 commands`."""
    return re.sub(r"\b1 ([a-z-]+[a-rt-z])\b", r"1 \1s", re.sub(r"\bonce\b", "1 times", text))


def explained(text: str, translated: Callable[[str], str], depth: int = 0) -> str:
    """A reason in that language, reasons within it as well; what nobody translated stays."""
    if not text or len(text) > _LONGEST or depth > _DEEPEST:
        return text
    if (told := _by_words(text, translated)) != text:
        return told
    # `One person: too little agrees.`
    if (verdict := _VERDICT.fullmatch(text)) and (head := translated(verdict[1])) != verdict[1]:
        return f"{head}: {explained(verdict[2], translated, depth + 1)}."
    for pattern, shape in _shapes(REASONS):
        if match := shape.fullmatch(text):
            values = {name: explained(value or "", translated, depth + 1) for name, value in match.groupdict().items()}
            return NAMED.sub(lambda one, values=values: values[one[1]], translated(pattern))  # type: ignore[misc]
    told, pieces = said(text, translated), text.split("; ")
    return told if told != text or len(pieces) == 1 else "; ".join(explained(one, translated, depth + 1) for one in pieces)


def _by_words(text: str, translated: Callable[[str], str]) -> str:
    """The text as it stands in the catalogue; one that begins a sentence (`Same address`), or stands within one, by the same words."""
    told = translated(text)
    if told != text:
        return told
    turned = text[:1].swapcase() + text[1:]
    other = translated(turned)
    return text if other == turned else other[:1].swapcase() + other[1:]


def refused(text: str, translated: Callable[[str], str]) -> str:
    """What was wrong, and in the next line what to do, in that language; the place (`share/b.csv: …`) stays, and what nobody translated."""
    return "\n".join(_line(line, translated) for line in text.split("\n"))


def _line(line: str, translated: Callable[[str], str]) -> str:
    where, colon, what = line.partition(": ")
    if not line or len(line) > _LONGEST:
        return line
    for before, told in (("", line), (where + colon, what)):
        said = translated(told) if told else told
        if said == told:
            said = _filled(told, translated, FAULTS) or told
        if said != told:
            return before + said
    return line


def _filled(text: str, translated: Callable[[str], str], file: Path) -> str:
    """The text by the first pattern of the file that made it; empty where none did."""
    for pattern, shape in _shapes(file):
        # Where nothing was to be named, the brackets for it were left away.
        if match := shape.fullmatch(text):
            values = {name: _value(value or "", translated) for name, value in match.groupdict().items()}
            return NAMED.sub(lambda one, values=values: values[one[1]], translated(pattern)).replace(" ()", "")  # type: ignore[misc]
    return ""


def _of_words(text: str, translated: Callable[[str], str]) -> str:
    """`same given name and same address`: a row of words of ours, none of them anything else."""
    pieces = _JOINTS.split(text)
    told = [translated(piece) for piece in pieces]
    is_ours = len(pieces) > 1 and all(piece and one != piece for piece, one in zip(pieces, told, strict=True))
    return ", ".join(told) if is_ours else text


def _value(value: str, translated: Callable[[str], str]) -> str:
    """A list's parts each: names of kinds, `an unknown account`; numbers and names stay."""
    return ", ".join(translated(part) if part else "" for part in value.split(", "))


@cache
def _shapes(file: Path) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns with what matches the sentences made of them, those with most words of their own first."""
    lines = file.read_text(encoding="utf-8").splitlines()
    ordered = sorted(lines, key=lambda line: -len(NAMED.sub("", line)))
    return tuple((line, re.compile(_expression(line), re.DOTALL)) for line in ordered)


def _expression(pattern: str) -> str:
    pieces = re.split(r"( \(\{\w+\}\)|\{\w+\})", pattern)
    made, seen = "", set()
    for piece in pieces:
        name = NAMED.search(piece)
        # What stands right behind a word may be left away: `lives{v2}`.
        least = "*" if pieces[-2:] == [piece, ""] and made[-1:].isalpha() else "+"
        value = "[0-9,]+" if name and name[1] == "count" else f".{least}?"
        if name is None:
            made += re.escape(piece)
        elif name[1] in seen:
            made += rf"(?P={name[1]})"
        elif piece.startswith(" ("):
            made += rf"(?: \((?P<{name[1]}>{value})\))?"
        else:
            made += rf"(?P<{name[1]}>{value})"
        if name:
            seen.add(name[1])
    return made
