"""A case that was begun under the former hash of tokens goes on with it: more evidence tells of the same people."""

from pathlib import Path

import pytest
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, walking
from stanch.casefile.backup import write
from stanch.casefile.restoring import restore
from stanch.records import Evidence, Person
from stanch.vault import Keys, sealing
from stanch.vault.sealing import BLAKE2B, CMAC

FIRST = "first_name,last_name,ssn,email\nAnn,Example,900-12-3456,ann@example.com\nBen,Sample,900-12-3457,ben@example.com\n"
SECOND = "ssn,card_number,first_name,last_name\n900-12-3456,4111 1111 1111 1111,Ann,Example\n900-12-3458,4111 1111 1111 1111,Cal,Muster\n"


def walked(case: Case, folder: Path, files: dict[str, str]) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Ids of people by name, and the kinds and tokens of what was found."""
    for name, content in files.items():
        (folder / name).write_text(content)
    case.store.put(Evidence, [Evidence(str(folder))])
    walking.walk(case, case.bench(workers=0))
    parts = case.store.get_parts("findings")
    found = {(row["kind"], row["token"]) for table in parts.tables() for row in table.to_pylist()} if parts else set()
    return {str(one.name): one.id for one in case.store.get(Person)}, found


@pytest.mark.parametrize("by", [BLAKE2B, CMAC])
def test_more_evidence_tells_of_the_same_people(by: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    monkeypatch.setattr(sealing, "random_keys", lambda: Keys(bytes(range(32)), by))
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=lambda: NOW) as case:
        before, tokens = walked(case, evidence, {"staff.csv": FIRST})
    monkeypatch.undo()
    assert len(before) == 2
    with casefile.open_case(folder, passphrase=PASSPHRASE, by="the owner", clock=lambda: NOW) as case:
        assert case.keys.tokens == by
        after, more = walked(case, evidence, {"cards.csv": SECOND})
        assert tokens < more
        assert {name: after[name] for name in before} == before
        assert len(after) == 3
    saved = tmp_path / "saved"
    write(folder, PASSPHRASE, saved, now=NOW)
    with restore(saved, tmp_path / "again", passphrase=PASSPHRASE, by="the keeper", clock=lambda: NOW) as case:
        assert case.keys.tokens == by
        assert walked(case, evidence, {"cards.csv": SECOND}) == (after, more)
