"""Findings where they stand: masked, and one revealed for a reason."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from the_case import PASSPHRASE

from stanch import casefile
from stanch.casefile import parting, passages
from stanch.cli.main import run
from stanch.errors import WrongCall
from stanch.records import Person

SSN, CARD = "900-12-3456", "4111 1111 1111 1111"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a number in a letter and one in a table."""
    home = tmp_path_factory.mktemp("passages")
    share = home / "share"
    share.mkdir()
    text = f"Dear Ann,\nyour SSN is {SSN}.\n" + "The lift is out of order again. " * 40 + f"\nThe card number is {CARD}.\n"
    (share / "mail.txt").write_text(text)
    (share / "staff.csv").write_text(f"name,ssn,shoe size\nAnn Example,{SSN},39\nBob Example,900-45-6789,44\n")
    key = home / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STANCH_KEY_FILE", str(key))
        assert run(["respond", os.fspath(share), "-C", os.fspath(home / "case"), "--workers", "1"]) <= 1
    return home / "case"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """That case, for one test alone."""
    return Path(shutil.copytree(made, tmp_path / "case"))


def test_passages_show_what_stands_around_and_never_the_value(folder: Path) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        for name, around in (("mail.txt", "your SSN is"), ("staff.csv", "39")):
            locator = next(one for one in _places(case) if one.endswith(name))
            found = passages.look(case, locator)
            assert found.total == len(found.spots)
            shown = found.passages
            whole = "".join(piece.text for passage in shown for piece in passage.pieces)
            assert around in whole
            assert SSN not in whole
            assert CARD not in whole
            assert "3456" in whole, "the mask shows its last digits"
        assert len([one for one in shown if one.where.startswith("row")]) == 2


def test_passages_far_apart_stand_apart(folder: Path) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        locator = next(one for one in _places(case) if one.endswith("mail.txt"))
        assert len(passages.look(case, locator).passages) == 2


@pytest.mark.parametrize("count", range(1, 8))
def test_what_is_left_out_is_not_shown_in_the_clear(folder: Path, count: int) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        for name in ("mail.txt", "staff.csv"):
            locator = next(one for one in _places(case) if one.endswith(name))
            found = passages.look(case, locator, count=count)
            whole = "".join(piece.text for passage in found.passages for piece in passage.pieces)
            for secret in (SSN, CARD, "900-45-6789", "Example"):
                assert secret not in whole


def test_one_value_is_revealed_for_a_reason_and_that_is_journalled(folder: Path) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE, by="the reviewer") as case:
        for name in ("mail.txt", "staff.csv"):
            locator = next(one for one in _places(case) if one.endswith(name))
            spot = next(one for one in passages.look(case, locator).spots if one.kind == "us_ssn")
            with pytest.raises(WrongCall, match="reason"):
                passages.reveal(case, locator, spot, by=case.by, reason=" ")
            assert passages.reveal(case, locator, spot, by=case.by, reason="she asks on the telephone") == SSN
            entry = case.journal.entries()[-1]
            assert (entry.action, entry.subject, entry.actor) == ("reveal value", locator, "the reviewer")
            assert "she asks on the telephone" in entry.details
            assert SSN not in entry.details


def test_each_row_of_a_person_tells_what_was_found_in_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        staff, mail = (next(one for one in _places(case) if one.endswith(name)) for name in ("staff.csv", "mail.txt"))
        ann = next(one for one in case.store.get(Person) if one.name == "Ann Example")
        told = parting.told_by(case, replace(ann, records=(*ann.records, f"{mail}|name/Ann")))
        rows = [key for key in ann.records if key.startswith(f"{staff}|row/")]
        assert rows
        assert told == dict.fromkeys(rows, frozenset({"name", "ssn"})), "what a text says belongs to no row"
        monkeypatch.setattr(parting, "MOST_GROUPS", 0)
        assert parting.told_by(case, ann) == {}, "where it would take too long nothing passes for bare"


def _places(case: casefile.Case) -> list[str]:
    from stanch.casefile import report

    return [place.locator for one in report.kinds(case.store.get_parts("findings"), most=None) for place in one.places]


def test_a_place_is_shown_page_by_page_and_no_page_shows_what_another_masks(folder: Path) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        for name in ("mail.txt", "staff.csv"):
            locator = next(one for one in _places(case) if one.endswith(name))
            whole = passages.look(case, locator)
            assert (whole.number, whole.sheets, whole.before) == (1, 1, 0)
            pages = [passages.look(case, locator, count=1, number=number) for number in range(1, whole.total + 2)]
            there = pages[: pages[0].sheets]
            assert [spot for page in there for spot in page.spots] == list(whole.spots), "each finding once, in order"
            assert pages[-1] == there[-1], "of a page that there is not the last one is given"
            assert [page.before for page in there] == [sum(len(one.spots) for one in there[:at]) for at in range(len(there))]
            for page in there:
                shown = "".join(piece.text for passage in page.passages for piece in passage.pieces)
                assert not {SSN, CARD, "900-45-6789"} & {one for one in (SSN, CARD, "900-45-6789") if one in shown}
