"""Who took all rights for an hour is told to everybody who works on the case, until each has seen it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from the_breach import NOW

from stanch.casefile import Case
from stanch.errors import WrongCall
from stanch.portal import broken_glass, desk, rights
from stanch.portal.rights import Visitor, visitor


def member(name: str, role: str = "owner") -> Visitor:
    return replace(visitor(name, role), asks_again=True)


def test_it_is_told_while_it_lasts_and_then_until_it_is_seen(browser: Any, own_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    details = {"reason": "nobody <b>else</b>", "minutes": 60}
    entry = own_case.journal.append("break glass", "responder", by="Rae (rae@example.com)", details=details)
    (told,) = broken_glass.announced(member("Ann"))
    assert (told.entry, told.who, told.is_over) == (entry, "Rae (rae@example.com)", False)
    with pytest.raises(WrongCall, match="nothing of this to be seen"):
        broken_glass.say_seen(member("Ann"), entry)
    assert broken_glass.announced(rights.alone("Ann")) == [], "where there is no team, there is nobody to tell"
    monkeypatch.setattr(desk, "clock", lambda: NOW + timedelta(minutes=61))
    monkeypatch.setattr(rights, "alone", lambda _name: member("Ann"))
    page = " ".join(browser.get("/").content.decode().split())
    assert "The hour is over. What was done in it stands in the journal." in page
    assert "I have seen it" in page
    assert "nobody &lt;b&gt;else" in page
    broken_glass.say_seen(member("Ann"), entry)
    assert broken_glass.announced(member("Ann")) == []
    assert "I have seen it" not in browser.get("/").content.decode()
    assert len(broken_glass.announced(member("Lee", "counsel"))) == 1, "what one has seen others have not"
    assert broken_glass.announced(member("Rae (rae@example.com)", "responder")) == [], "who did it knows"
    assert ("see broken glass", "Ann") in {(one.action, one.actor) for one in own_case.journal.entries()}
    monkeypatch.setattr(desk, "clock", lambda: NOW + timedelta(days=8))
    assert broken_glass.announced(member("Lee", "counsel")) == []
