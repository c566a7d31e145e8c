"""The text of a log on its way to a parser, piece by piece: the engine is told at which one the worker is. Where one was lost before, the
piece is given line by line, and the line at which it was lost again is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from stanch.engine.bench import At


@dataclass(frozen=True, slots=True)
class Missed:
    """Lines (the first, the last, counted from 1) that were left out, and why."""

    first: int
    last: int
    reason: str
    detail: str


@dataclass(slots=True)
class Feed:
    """Iterate it once. `lines` went by so far; `token` is the place in the words of the engine; `stuck` what it said of places."""

    pieces: Iterable[str]
    at: At
    seconds: float
    stuck: Sequence[dict[str, Any]] = ()
    beginning: str = ""  # how the log begins, where these pieces are not the log from its beginning, or come line by line
    lines: int = 0
    token: str = ""
    missed: list[Missed] = field(default_factory=list)
    _ended: dict[str, Any] | None = None

    def __iter__(self) -> Iterator[str]:
        stops = {str(one["at"]): one for one in self.stuck}
        for number, piece in enumerate(self.pieces):
            if self._ended or str(number) not in stops:
                yield self._given(str(number), piece, None)
                continue
            # Where the whole input takes too long no place in it is at fault: what is left at this one is left out.
            self._ended = stops[str(number)] if stops[str(number)]["last"] else None
            for place, line in enumerate(_lines(piece)):
                token = f"{number}.{place}"
                yield self._given(token, line, stops.get(token))

    def _given(self, token: str, text: str, stop: dict[str, Any] | None) -> str:
        lines = text.count("\n")
        self.token = token
        self._ended = self._ended or (stop if stop and stop["last"] else None)
        if missed := stop or self._ended:
            self._miss(Missed(self.lines + 1, self.lines + max(lines, 1), missed["reason"], missed["detail"]))
        else:
            self.at(token, self.seconds)
        self.lines += lines
        return _blank(text, lines) if missed else text

    def _miss(self, one: Missed) -> None:
        before = self.missed[-1] if self.missed else None
        if before and (before.last + 1, before.reason, before.detail) == (one.first, one.reason, one.detail):
            self.missed[-1] = replace(before, last=one.last)
        else:
            self.missed.append(one)


def _lines(piece: str) -> list[str]:
    parts = piece.split("\n")
    return [f"{line}\n" for line in parts[:-1]] + parts[-1:] * bool(parts[-1])


def _blank(text: str, lines: int) -> str:
    """As many lines, or records, of nothing: those behind keep their numbers."""
    return ("{}\n" if text.lstrip()[:1] == "{" else "\n") * lines
