"""Rows of a kind as records, read once for as long as they stand: what pages ask for each time and what changes seldom.

Whoever puts rows notes the hash of all of them in the same transaction. Within a look (which changes nothing) records that were read under
that hash are the rows; outside of one, rows are always read, so that nobody verifies what they hold in memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from stanch.casefile import glance
from stanch.casefile.holdings import digest_now, holdings
from stanch.casefile.kinds import TABLES
from stanch.casefile.prepared import Question
from stanch.records import from_json

T = TypeVar("T")
BATCH = 2000  # texts that are fetched at once
KEPT = 2000  # rows of a kind that are kept


class KeptRows:
    """The records of one case's tables, without what people decided on them."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._kept: dict[type, tuple[str, tuple[Any, ...]]] = {}

    def of(self, kind: type[T]) -> list[T]:
        """The rows of one kind, in the order in which they were put."""
        if not glance.is_look():
            return self._read(kind)
        digest, count = holdings(self._alias).get(kind.__name__, ("", 0))
        held = self._kept.get(kind)
        if held and held[0] == digest:
            return list(held[1])
        rows = self._read(kind)
        # They may have been put between the asking for the hash and the reading.
        if count <= KEPT and len(rows) == count and (digest_now(self._alias, kind.__name__) or "") == digest:
            self._kept[kind] = (digest, tuple(rows))
        return rows

    def forget(self) -> None:
        """Keep nothing: what was destroyed must not stay in memory."""
        self._kept.clear()

    def _read(self, kind: type[T]) -> list[T]:
        texts: Iterable[tuple[str]] = _texts_of(kind).ask(self._alias)
        if len(texts) == BATCH:  # type: ignore[arg-type]
            # More than are fetched at once: one after another, so that on a server not all texts stand in memory beside the records.
            rows = TABLES[kind].model.objects.using(self._alias).order_by("place").values_list("record")
            texts = rows.iterator(chunk_size=BATCH)
        return [from_json(kind, text) for (text,) in texts]


_texts: dict[type, Question] = {}


def _texts_of(kind: type) -> Question:
    if kind not in _texts:
        model = TABLES[kind].model
        _texts[kind] = Question(lambda: model.objects.order_by("place").values_list("record")[:BATCH])
    return _texts[kind]
