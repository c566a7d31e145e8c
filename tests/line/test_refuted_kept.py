"""Whom review left with nothing is set aside before the list is written anew."""

from types import SimpleNamespace

import pytest

from stanch import line
from stanch.engine import Parts
from stanch.people import Consolidation
from stanch.records import Aside, Person
from stanch.vault import random_keys


class Killed(line.MemoryStore):
    """A run that ends while the list is written."""

    def put(self, kind, rows) -> None:  # type: ignore[no-untyped-def]
        if kind is Person:
            raise KeyboardInterrupt
        super().put(kind, rows)


def test_a_run_that_is_killed_between_loses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    aside = Aside(Person("p1", "Ada Example"), "refuted", "what was found was said in review to be something else")
    monkeypatch.setattr(line.people, "consolidate", lambda *_given, **_named: Consolidation((), (), (aside,)))
    store = Killed()
    store.put_parts("findings", Parts((), random_keys()))
    with pytest.raises(KeyboardInterrupt):
        line._people(store, SimpleNamespace())  # type: ignore[arg-type]
    assert store.get(Aside) == [aside]
    assert line.given(store).before == (aside.person,)
