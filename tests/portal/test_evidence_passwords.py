"""Passwords of locked files are told in the browser: kept sealed, tried, and never shown again."""

import pytest

from stanch.casefile import passwords
from stanch.portal.work import Worker
from stanch.records import Unread

SECRET = "Sommer-2026!<b>"


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    begun: list[str] = []
    monkeypatch.setattr(Worker, "start", lambda _self, _case, *, first, **_named: begun.append(first))
    return begun


def test_passwords_are_kept_sealed_and_the_line_walks_over_what_they_open(owner, case, walked: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert any(one.reason == "encrypted" for one in case.store.get(Unread))
    assert "Passwords, one a line" in owner.get("/evidence?unread=encrypted").content.decode()
    assert "Passwords, one a line" not in owner.get("/evidence?unread=damaged").content.decode(), "no password mends a torn file"
    before = len(case.journal)
    answer = owner.post("/evidence", {"passwords": f"{SECRET}\r\n\r\n  \nsecond\n"}, follow=True)
    text = answer.content.decode()
    assert "the files are being opened" in text
    assert SECRET not in text
    assert "Sommer" not in text
    assert passwords.known(case)[-2:] == (SECRET, "second")
    assert walked == ["custody"]
    told = [entry for entry in case.journal.entries(start=before) if entry.action == "add passwords"]
    assert len(told) == 1
    assert "Sommer" not in str(told)
    assert SECRET.encode() not in (case.folder / passwords.FILE).read_bytes()
    again = owner.post("/evidence", {"passwords": SECRET}, follow=True).content.decode()
    assert "known already" in again
    assert walked == ["custody"], "nothing new, nothing to do"


@pytest.mark.parametrize("given", ["", "   \n ", "a\x00b", "a\u202eb", "a" * 201, "\n".join(str(one) for one in range(201))])
def test_what_cannot_be_is_refused_in_words_and_not_repeated(owner, case, walked: list[str], given: str) -> None:  # type: ignore[no-untyped-def]
    held = passwords.known(case)
    answer = owner.post("/evidence", {"passwords": given})
    assert answer.status_code == 400
    assert "password" in answer.content.decode()
    assert "a" * 201 not in answer.content.decode()
    assert (passwords.known(case), walked) == (held, [])
