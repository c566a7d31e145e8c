"""A case to try things on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "case"


@pytest.fixture
def case(folder: Path) -> Iterator[Case]:
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        yield made


@pytest.fixture(scope="module")
def standing_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("standing") / "case"
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        yield made
