"""Tells the engine where within an exhibit the readers are, and goes around the places where a worker was lost before.

A place is a member, the reader at work on it, and how much that reader has given: `4f1c…:0:17`. Done again, the same
reader gives the same seventeen things, stops there, and the next reader is tried or the next member read. So a member on
which a reader hangs, grows or dies costs what comes behind that point in it, not the archive around it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from stanch.engine.bench import At, nowhere
from stanch.errors import EvidenceError


@dataclass(slots=True)
class Stop:
    """Where a reader is not to go on, and what happened there."""

    count: int
    error: EvidenceError
    last: bool
    is_met: bool = False


@dataclass(slots=True)
class Watch:
    """What one exhibit needs: how to tell the engine, how long a member of so many bytes may take, and the places to go around."""

    at: At = nowhere
    seconds: Callable[[int], float] = lambda _size: 0.0
    stops: dict[str, Stop] = field(default_factory=dict)
    ended: EvidenceError | None = None

    def followed(self, begin: Callable[[], Iterator[Any]], locator: str, reader: int, size: int) -> Iterator[Any]:
        """What a reader finds. Raises `EvidenceError` at a place where a worker was lost, and everywhere behind the last one."""
        mark, allowed = (
            f"{hashlib.blake2b(locator.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}:{reader}",
            self.seconds(size),
        )
        stop = self.stops.get(mark)
        count = 0
        stream: Iterator[Any] | None = None
        while True:
            if self.ended is not None:
                raise EvidenceError(self.ended.reason, f"{self.ended.detail}; what follows was not read")
            if stop is not None and count >= stop.count:
                stop.is_met = True
                self.ended = stop.error if stop.last else None
                raise stop.error
            self.at(f"{mark}:{count}", allowed)
            if stream is None:
                stream = begin()
            try:
                found = next(stream)
            except StopIteration:
                return
            count += 1
            yield found

    def is_stop(self, error: EvidenceError) -> bool:
        """Whether this error tells of a place where a worker was lost."""
        return any(stop.error is error for stop in self.stops.values())

    def missed(self) -> Iterator[EvidenceError]:
        """What happened at places that were not come to again: told all the same."""
        for stop in self.stops.values():
            if not stop.is_met:
                yield EvidenceError(stop.error.reason, f"{stop.error.detail}, at a place within it that was not come to again")


def stops_of(stuck: Sequence[dict[str, Any]]) -> dict[str, Stop]:
    """The places out of an input's `stuck`; of two in one reader the earlier counts."""
    found: dict[str, Stop] = {}
    for one in stuck:
        mark, _, count = str(one["at"]).rpartition(":")
        stop = Stop(int(count), EvidenceError(one["reason"], one["detail"]), bool(one["last"]))
        if mark not in found or stop.count < found[mark].count:
            found[mark] = stop
    return found
