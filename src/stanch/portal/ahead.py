"""What a changed fact would change: the duties as they are, and as they would be. Pages and API ask alike."""

from __future__ import annotations

import json
from typing import Any

from stanch import law
from stanch.casefile import facts as known
from stanch.errors import WrongCall
from stanch.portal import desk
from stanch.records import Duty, Facts, to_json, to_plain


def facts() -> Facts:
    """The facts as people stated them."""
    rows = desk.case().store.get(Facts)
    return rows[0] if rows else Facts()


def with_answer(key: str, given: Any) -> Facts:
    """The facts with one value changed. Raises `WrongCall` or `BrokenDataFile` where they cannot be so."""
    try:
        changed = known.gather({**known.spread(facts()), key: json.dumps(to_plain(given), sort_keys=True)})
        law.from_values(json.loads(to_json(changed)))
    except (OverflowError, ValueError, RecursionError):
        raise WrongCall("this fact cannot have that value", where=key, do="See the documentation of facts.") from None
    return changed


def duties(stated: Facts) -> tuple[Duty, ...]:
    """The duties under these facts, completed by what the evidence shows."""
    contents = desk.contents()
    return law.assess(law.merge_facts(stated, contents.attack, tuple(contents.people))).duties
