"""Programs that call: with a token of one role, with one of the owner's, with none."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from the_breach import HOST, NOW, fill

from stanch import casefile
from stanch.casefile import Case
from stanch.portal.rights import Visitor, table, visitor


@dataclass
class Program:
    """A program with a token (or none)."""

    secret: str

    def get(self, path: str, **headers: str):  # type: ignore[no-untyped-def]
        return self._client().get(f"/api/v1{path}", headers={**self._headers(), **headers})

    def post(self, path: str, body: Any):  # type: ignore[no-untyped-def]
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._client().post(f"/api/v1{path}", content, content_type="application/json", headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}

    def _client(self):  # type: ignore[no-untyped-def]
        from django.test import Client

        return Client(HTTP_HOST=HOST, enforce_csrf_checks=True)


@pytest.fixture(scope="session")
def called(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case of the API's own tests: they change it."""
    from stanch.portal import settings

    settings.configure()
    folder = tmp_path_factory.mktemp("api") / "case"
    with casefile.create(folder, passphrase="correct horse", org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        fill(made)
        yield made


@pytest.fixture
def case(called: Case) -> Iterator[Case]:
    """That case on the desk; afterwards the one that lay there before."""
    from stanch.portal import desk

    before = desk.case() if desk.has_case() else None
    desk.show(called)
    yield called
    if before is not None:
        desk.show(before)


@pytest.fixture(autouse=True)
def nothing_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line itself is walked in other tests."""
    from stanch.portal.work import Worker

    monkeypatch.setattr(Worker, "start", lambda *_given, **_named: None)


@pytest.fixture
def program(case, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Program]:  # type: ignore[no-untyped-def]
    """A program whose owner has a role; `scopes` narrows the token, `exhibits` are those that a helper may see."""
    from stanch.portal import rights, tokens

    assert case

    def made(role: str = "owner", *, scopes: set[str] | None = None, exhibits: set[str] | None = None, days: int = 1) -> Program:
        monkeypatch.setattr(tokens, "_keeper", [tokens.Memory()])
        person: Visitor = visitor("Ann", role)
        if role == "helper":
            person = replace(person, exhibits=frozenset(exhibits or ()))
        monkeypatch.setattr(rights, "alone", lambda _name: person)
        return Program(tokens.make(None, person, name="exporter", scopes=scopes or set(tokens.offered(person)), days=days))

    assert table().roles
    return made
