"""Records in, records out: the only translator between records and tables. `line.walk` walks with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from stanch import notices
from stanch.casefile import beside, glance, searching
from stanch.casefile import facts as known
from stanch.casefile.holdings import holdings
from stanch.casefile.journal import Journal
from stanch.casefile.kept_facts import KeptFacts, Told
from stanch.casefile.kept_rows import KeptRows
from stanch.casefile.kinds import TABLES, Table
from stanch.casefile.prepared import Question
from stanch.casefile.texts import storable
from stanch.engine.bench import Parts
from stanch.errors import StanchError
from stanch.records import Attack, Earlier, Exhibit, Facts, Notice, Person, Refuted, Ruling, Wording, from_json, to_json
from stanch.vault import Keys

T = TypeVar("T")
# Rows of one INSERT; Django cuts it further to the database's limit of parameters.
BATCH = 2000
# Rows read at a time where all would be too many to hold; so many decisions are asked for by name.
PAGE = 500


class Store:
    """The tables of one open case."""

    def __init__(self, alias: str, folder: Path, keys: Keys, journal: Journal, *, clock: Callable[[], datetime], actor: str) -> None:
        self.alias, self._folder, self._keys, self._journal, self._clock, self._actor = alias, folder, keys, journal, clock, actor
        self._kept_rows, self._kept_facts = KeptRows(alias), KeptFacts(alias)

    def get(self, kind: type[T]) -> list[T]:
        """The rows of one kind, in the order in which they were put; what people decided on them is laid over them."""
        if kind is Facts:
            return self._facts()  # type: ignore[return-value]
        from stanch.casefile import told_less
        from stanch.casefile.decisions import laid_over
        from stanch.casefile.doubtful import refuted
        from stanch.casefile.rulings import standing

        if kind is Notice:
            # A notice names the wording it was drafted with; whoever reads it must find those words.
            notices.adopt(self.get(Wording))
        if kind is Ruling:
            return standing(self.alias)  # type: ignore[return-value]
        if kind is Refuted:
            return refuted(self.alias)  # type: ignore[return-value]
        if kind is Earlier:
            return list(told_less.earlier(self.alias))  # type: ignore[arg-type]
        return laid_over(self.alias, kind, self._kept_rows.of(kind))

    def each(self, kind: type[T]) -> Iterator[T]:
        """The same one after another, read by pages: however many there are, a page of them stands in memory."""
        from stanch.casefile.decisions import laid_over

        if kind in (Earlier, Facts, Ruling, Refuted):
            yield from self.get(kind)
            return
        if kind is Notice:
            notices.adopt(self.get(Wording))
        rows, last = TABLES[kind].model.objects.using(self.alias).order_by("place").values_list("place", "record"), -1
        while page := list(rows.filter(place__gt=last)[:PAGE]):
            last = page[-1][0]
            yield from laid_over(self.alias, kind, [from_json(kind, text) for _, text in page])

    def some(self, kind: type[T], identities: Collection[str]) -> list[T]:
        """Those rows of one kind that bear these ids, as `get` gives them; for tables too long to hold. Some hundred ids at a time."""
        from stanch.casefile.decisions import laid_over

        if kind is Notice:
            notices.adopt(self.get(Wording))
        rows = TABLES[kind].model.objects.using(self.alias).filter(identity__in=list(map(storable, identities))).order_by("place")
        return laid_over(self.alias, kind, [from_json(kind, text) for text in rows.values_list("record", flat=True)])

    def count(self, kind: type[T]) -> int:
        """How many rows of one kind there are, without reading them."""
        return int(TABLES[kind].model.objects.using(self.alias).count())

    def identities(self, kind: type[T]) -> list[str]:
        """The ids of all rows of one kind, without the rows."""
        return list(TABLES[kind].model.objects.using(self.alias).order_by("place").values_list("identity", flat=True))

    def put(self, kind: type[T], rows: Iterable[T]) -> None:
        """Replace the rows of one kind in one transaction; decisions about them stay. What changes nothing leaves no trace.

        Rows may come one after another, as they are made: then none but those of one insert stand in memory. Where their kind has a table
        beside its own, others may write while they are made.
        """
        if kind is Facts:
            self.put_facts(next(iter(rows), None), source="given")  # type: ignore[arg-type]
            return
        from django.db import transaction

        if not isinstance(rows, Sequence) and TABLES[kind].beside is not None:
            self._put_beside(kind, rows)
            return
        self._kept_rows.forget()
        before = self._held(kind)
        if isinstance(rows, Sequence) and digest_of(to_json(row).decode() for row in rows) == before:
            return
        with suppress(_Unchanged), transaction.atomic(using=self.alias):
            gone = self._gone(rows) if kind is Exhibit else []  # type: ignore[arg-type]
            count, digest = self._replace(kind, rows)
            if digest == before:
                raise _Unchanged  # takes the transaction back
            self._note(kind, count, digest, **({"no longer held": gone} if gone else {}))

    def _put_beside(self, kind: type[T], rows: Iterable[T]) -> None:
        """Replace rows that take long to make: they are written beside those that stand, and take their place when the last is made."""
        from django.db import transaction

        table, mark = TABLES[kind], Digest()
        with beside.alone(self.alias):
            try:
                beside.wait(self.alias, table, self._made(table, beside.model_of(table), rows, mark))
                with transaction.atomic(using=self.alias):
                    if mark.value != self._held(kind):
                        beside.settle(self.alias, table)
                        self._note(kind, mark.count, mark.value)
            finally:
                beside.clear(self.alias, table)

    def _held(self, kind: type) -> str:
        """The hash of the rows of a kind as they stand; empty where none were ever put."""
        from stanch.casefile.models import HoldingRow

        return HoldingRow.objects.using(self.alias).filter(kind=kind.__name__).values_list("digest", flat=True).first() or ""

    def _note(self, kind: type, count: int, digest: str, **more: Any) -> None:
        """Keep how many rows of a kind there are and their hash, and journal it."""
        from stanch.casefile.models import HoldingRow

        HoldingRow.objects.using(self.alias).update_or_create(kind=kind.__name__, defaults={"count": count, "digest": digest})
        self._journal.append("put", kind.__name__, details={"rows": count, "digest": digest, **more})

    @staticmethod
    def _made(table: Table, model: Any, rows: Iterable[Any], mark: Digest) -> Iterator[Any]:
        """The rows as this table of theirs takes them, hashed as they pass."""
        for place, row in enumerate(rows):
            text = to_json(row).decode()
            mark.add(text)
            yield model(place=place, identity=storable(table.identity(row)), record=text, **table.columns(row))

    def _gone(self, exhibits: Iterable[Exhibit]) -> list[dict[str, str]]:
        """Exhibits that were in custody and are not among these: what they were must never be lost."""
        kept = {exhibit.id for exhibit in exhibits}
        return [
            {"id": held.id, "name": held.name, "sha256": held.sha256, "acquired_at": held.acquired_at.isoformat()}
            for held in self.get(Exhibit)
            if held.id not in kept and (held.sha256 or not held.source)  # a live source that broke off and went on later held nothing
        ]

    def _replace(self, kind: type[T], rows: Iterable[T]) -> tuple[int, str]:
        """How many rows there are now, and one hash over them in order."""
        table, mark = TABLES[kind], Digest()
        table.model.objects.using(self.alias).all().delete()
        ready = self._made(table, table.model, rows, mark)
        while batch := list(islice(ready, BATCH)):
            table.model.objects.using(self.alias).bulk_create(batch)
        if kind is Person:
            searching.renew(self.alias)
        if kind is Attack:
            self._replace_events(rows)  # type: ignore[arg-type]
        return mark.count, mark.value

    def _replace_events(self, attacks: Iterable[Attack]) -> None:
        from stanch.casefile.models import EventRow

        EventRow.objects.using(self.alias).all().delete()
        EventRow.objects.using(self.alias).bulk_create(
            EventRow(at=chapter.time, tactic=chapter.tactic, text=storable(chapter.text), evidence=storable("\n".join(chapter.evidence)))
            for attack in attacks
            for chapter in attack.story
        )

    # Facts

    def put_facts(
        self, facts: Facts | None, *, source: str, known_at: datetime | None = None, by: str | None = None, grounds: str = ""
    ) -> list[str]:
        """Record what has changed since the facts were last stated; the keys that did. None withdraws all."""
        from django.db import transaction

        from stanch.casefile.models import FactRow

        values = known.spread(facts) if facts is not None else {}
        with transaction.atomic(using=self.alias):
            rows = FactRow.objects.using(self.alias)
            before = dict(rows.filter(is_current=True, is_withdrawn=False).values_list("key", "value"))
            changed = sorted({key for key, value in values.items() if before.get(key) != value} | (before.keys() - values.keys()))
            if not changed:
                return []
            now = self._clock()
            rows.filter(key__in=changed, is_current=True).update(is_current=False)
            rows.bulk_create(
                FactRow(
                    key=key,
                    value=values.get(key, "null"),
                    source=storable(source),
                    known_at=known_at or now,
                    recorded_at=now,
                    recorded_by=storable(by or self._actor),
                    is_withdrawn=key not in values,
                )
                for key in changed
            )
            # What is unknown from the start is no news; the rest is told with its value, so that the journal alone shows it.
            told = {key: values.get(key) for key in changed if before.get(key) or values.get(key) not in ("null", "[]", "{}")}
            self._journal.append("facts", source, by=by, details={"changed": told, "grounds": grounds, "digest": self.facts_digest()})
        return changed

    def fact_history(self, key: str | None = None) -> list[known.Known]:
        """Every value that facts have had, oldest first."""
        from stanch.casefile.models import FactRow

        rows = FactRow.objects.using(self.alias).order_by("id")
        return [
            known.Known(
                row.key,
                json.loads(row.value),
                row.source,
                row.known_at,
                row.recorded_at,
                row.recorded_by,
                row.is_current and not row.is_withdrawn,
            )
            for row in (rows.filter(key=key) if key else rows)
        ]

    def facts_digest(self) -> str:
        """A hash of every value that facts have and had."""
        return self._told().digest

    def _facts(self) -> list[Facts]:
        """The facts as they stand, or none where nobody stated any."""
        return list(self._told().facts)

    def _told(self) -> Told:
        """Within a look facts and their hash are of the same rows: what is made from facts is not kept under the hash of newer ones."""
        return glance.once(self.alias, "facts", self._kept_facts.told)

    # Bulk rows and the line's state

    def get_parts(self, name: str) -> Parts | None:
        """The sealed files of bulk rows, or None where they were never made."""
        from stanch.casefile.models import PartRow

        if f"parts {name}" not in holdings(self.alias):
            return None
        rows = PartRow.objects.using(self.alias).filter(name=name).order_by("place").values_list("path", flat=True)
        return Parts(tuple(self._folder / path for path in rows), self._keys)

    def put_parts(self, name: str, parts: Parts) -> None:
        """Remember sealed files, which must lie in the case folder."""
        from django.db import transaction

        from stanch.casefile.models import HoldingRow, PartRow

        try:
            paths = [str(path.resolve().relative_to(self._folder.resolve())) for path in parts.paths]
        except ValueError as error:
            raise StanchError("a sealed part lies outside the case folder", where=str(error)) from None
        digest = digest_of(paths)
        with transaction.atomic(using=self.alias):
            held = HoldingRow.objects.using(self.alias).filter(kind=f"parts {name}").first()
            if held and held.digest == digest:
                return
            PartRow.objects.using(self.alias).filter(name=name).delete()
            PartRow.objects.using(self.alias).bulk_create(
                (PartRow(name=name, place=place, path=path) for place, path in enumerate(paths)), batch_size=BATCH
            )
            HoldingRow.objects.using(self.alias).update_or_create(kind=f"parts {name}", defaults={"count": len(paths), "digest": digest})
            self._journal.append("put", f"parts {name}", details={"rows": len(paths), "digest": digest})

    def fingerprint(self, step: str) -> str | None:
        """What the step was last done with."""
        if glance.is_look():
            return glance.once(self.alias, "steps", lambda: dict(_STEPS.ask(self.alias))).get(step)
        found: str | None = _DONE_WITH.first(self.alias, step)
        return found

    def set_fingerprint(self, step: str, value: str) -> None:
        """The step is done with this."""
        from stanch.casefile.models import StepRow

        StepRow.objects.using(self.alias).update_or_create(name=step, defaults={"fingerprint": value})

    def forget_lost_parts(self) -> None:
        """Where a sealed file was removed, let the line walk again (what is still there is not made twice)."""
        from stanch.casefile.models import PartRow, StepRow

        paths = PartRow.objects.using(self.alias).values_list("path", flat=True)
        if any(not (self._folder / path).exists() for path in paths):
            StepRow.objects.using(self.alias).all().delete()


def _done_with(step: str) -> Any:
    from stanch.casefile.models import StepRow

    return StepRow.objects.filter(name=step).order_by("id").values_list("fingerprint")[:1]


def _steps() -> Any:
    from stanch.casefile.models import StepRow

    return StepRow.objects.order_by("id").values_list("name", "fingerprint")


_DONE_WITH, _STEPS = Question(_done_with), Question(_steps)


class Digest:
    """One hash over rows in order, made while they pass."""

    def __init__(self) -> None:
        self.count, self._mark = 0, hashlib.sha256()

    def add(self, text: str) -> None:
        """One more row."""
        self.count += 1
        self._mark.update(f"{len(text)}:".encode() + text.encode())

    @property
    def value(self) -> str:
        """The hash so far."""
        return self._mark.hexdigest()


def digest_of(texts: Iterable[str]) -> str:
    """One hash over rows in order."""
    mark = Digest()
    for text in texts:
        mark.add(text)
    return mark.value


class _Unchanged(Exception):
    """Takes back a transaction that would change nothing."""
