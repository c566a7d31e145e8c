"""What is answered in a chat or a call: `And your date of birth?` in one turn, `03/04/1980` in the next, with a stamp between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from stanch.extent import texts, voices
from stanch.extent.span import Span

LEAST, ASKED, LONGEST = 3, 60, 200_000
Turn = tuple[str, int, int]  # who speaks, and from where to where
_DIGITS = re.compile(r"\d[\d ./-]{3,}")


def find(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans`, with what an answer tells when it is read right behind the words it answers to."""
    turns = list(_turns(text)) if len(text) <= LONGEST and _may_talk(text) else []
    if len(turns) < LEAST or len({who for who, _, _ in turns}) == len(turns):
        return list(spans)
    found = list(spans)
    for (asks, begin, end), (answers, start, stop) in pairwise(turns):
        if asks == answers or not _DIGITS.search(text, start, stop):
            continue
        question = text[max(begin, end - ASKED) : end].replace("\n", " ")
        shift = start - len(question) - 1
        for span in texts.find(f"{question} {text[start:stop]}"):
            moved = replace(span, start=span.start + shift, end=span.end + shift)
            if moved.start >= start and not any(one.start < moved.end and moved.start < one.end for one in spans):
                found.append(moved)
    return found


_CLOCK = re.compile(r"\d[:.]\d\d")


def _may_talk(text: str) -> bool:
    """Whether as many lines as a talk has can begin a turn: with a mark behind who speaks, or with a time of day."""
    marks = text.count(": ") + text.count("> ") + text.count(":\t") + text.count(">\t")
    return marks >= LEAST or marks + sum(1 for _ in islice(_TIME.finditer(text), LEAST)) >= LEAST


# A time of day, found by its mark, of which prose has few.
_TIME = re.compile(r"[:.](?<=\d[:.])\d(?:\d|\Z)")


def _turns(text: str) -> Iterator[Turn]:
    """Turns with a stamp, or of those whose part in the talk is told, as `voices` knows them."""
    open_who, begin, at = "", -1, 0
    for line in text.split("\n"):
        match = voices.TURN.match(line) if ": " in line or "> " in line else None
        headed = None if match else voices.HEADED.match(line) if _CLOCK.search(line) else None
        if match and (match["stamp"].strip() or voices.is_role(match["who"])):
            if open_who:
                yield open_who, begin, at - 1
            open_who = ""
            yield match["who"].strip(), at + match.start("said"), at + len(line)
        elif headed or not line.strip():
            if open_who and begin < at:
                yield open_who, begin, at - 1
            open_who = (headed["behind"] or headed["before"]).strip() if headed else ""
            begin = at + len(line) + 1
        at += len(line) + 1
    if open_who and begin < len(text):
        yield open_who, begin, len(text)
