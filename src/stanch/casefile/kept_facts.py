"""The facts as they stand and the hash of every value that they had, made anew only where a row of theirs is another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stanch.casefile import facts as known
from stanch.casefile.prepared import Question
from stanch.records import Facts


@dataclass(eq=False)
class Told:
    """Every value that facts have and had, oldest first, and what is made of them: what is of the same rows belongs together.

    `raw` are the rows as the database gives them, `rows` as the fields hold them.
    """

    raw: list[tuple[Any, ...]]
    rows: Sequence[tuple[Any, ...]]

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        """The facts as they stand, or none where nobody stated any."""
        told = {key: value for key, value, _, _, _, is_current, is_withdrawn in self.rows if is_current and not is_withdrawn}
        return (known.gather(told),) if told else ()

    @cached_property
    def digest(self) -> str:
        """A hash of every value that facts have and had."""
        mark = hashlib.sha256()
        for *texts, known_at, by, now, _ in self.rows:
            line = "\n".join([*texts, known_at.isoformat(), by, str(now)])
            mark.update(f"{len(line)}:".encode() + line.encode())
        return mark.hexdigest()


class KeptFacts:
    """What one case's facts told last."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._last: Told | None = None

    def told(self) -> Told:
        """What they tell now. The rows are read each time, and compared: nothing old is taken for new."""
        raw, last = _ROWS.raw(self._alias), self._last
        if last is None or last.raw != raw:
            last = self._last = Told(raw, _ROWS.converted(self._alias, raw))
        return last


def _rows() -> Any:
    from stanch.casefile.models import FactRow

    columns = ("key", "value", "source", "known_at", "recorded_by", "is_current", "is_withdrawn")
    return FactRow.objects.order_by("id").values_list(*columns)


_ROWS = Question(_rows)
