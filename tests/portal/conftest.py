"""A case on the desk, and browsers that may and may not come in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from the_breach import HOST, NOW, fill

from stanch import casefile
from stanch.casefile import Case


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    from stanch.portal import settings

    settings.configure()
    folder = tmp_path_factory.mktemp("portal") / "case"
    with casefile.create(folder, passphrase="correct horse", org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        fill(made)
        from stanch.portal import desk

        desk.show(made)
        yield made


@pytest.fixture
def stranger(case: Case):  # type: ignore[no-untyped-def]
    from django.test import Client

    from stanch.portal import desk

    # Whatever other tests left on the desk: these look at this case.
    desk.show(case)
    return Client(HTTP_HOST=HOST, raise_request_exception=True)


@pytest.fixture
def owner(stranger):  # type: ignore[no-untyped-def]
    from stanch.portal.gate import door

    assert stranger.get(door.new_link()).status_code == 302
    return stranger


@pytest.fixture
def own_case(tmp_path: Path) -> Iterator[Case]:
    """An empty case of this test alone, on the desk; afterwards the desk is as it was."""
    from stanch.portal import desk, settings

    settings.configure()
    standing = dict(desk._desks)
    with casefile.create(tmp_path / "case", passphrase="correct horse", org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        desk.show(made)
        yield made
    desk._desks.clear()
    desk._desks.update(standing)


@pytest.fixture
def browser(own_case: Case):  # type: ignore[no-untyped-def]
    """Its owner's browser, signed in."""
    from django.test import Client

    from stanch.portal.gate import door

    client = Client(HTTP_HOST=HOST)
    assert client.get(door.new_link()).status_code == 302
    assert own_case
    return client
