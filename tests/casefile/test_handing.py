"""Evidence by browser: pieces sealed as they come, gone on with after a break, one exhibit in the end, nothing left of what is taken back."""

import gzip
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stanch import casefile
from stanch.casefile import Case, handing
from stanch.errors import Changed, StanchError, WrongCall
from stanch.records import Evidence, Exhibit

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECRET = b"name,ssn\nAda Example,900-12-3456\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "case"


@pytest.fixture
def case(folder: Path) -> Iterator[Case]:
    with casefile.create(folder, passphrase="correct horse", org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        yield made


def handed(case: Case, name: str, content: bytes, *, role: str = "evidence") -> handing.Handed:
    one = handing.begin(case, name, size=len(content), role=role, by="Ann", modified=1_700_000_000.0)
    while one.have < one.size:
        one = handing.add(case, one.id, content[one.have : one.have + 10], at=one.have)
    return handing.finish(case, one.id)


def custody(case: Case) -> list[Exhibit]:
    from stanch.line import LINE

    next(step for step in LINE if step.name == "custody").run(case.store, case.bench(moment=NOW))
    return list(case.store.get(Exhibit))


def test_pieces_become_one_exhibit_that_is_read_like_any_other(case: Case) -> None:
    name, sha256, is_new, role = handed(case, "people.csv", SECRET)
    assert (name, sha256, is_new, role) == ("people.csv", hashlib.sha256(SECRET).hexdigest(), True, "evidence")
    (one,) = custody(case)
    assert (one.name, one.sha256, one.size, one.acquired_by, one.form) == ("handed-in/people.csv", sha256, len(SECRET), "Ann", "taken")
    assert one.modified_at == datetime.fromtimestamp(1_700_000_000, UTC)
    from stanch.custody import verify
    from stanch.custody.live import open_taken

    assert b"".join(open_taken(one, work=case.parts, keys=case.keys)) == SECRET
    assert list(verify([one], evidence=case.store.get(Evidence), own=case.folder, held=(case.parts, case.keys))) == []
    entry = case.journal.entries(newest_first=True, count=5)
    told = next(each for each in entry if each.action == "hand in evidence")
    assert sha256 in told.details
    assert told.actor == "Ann"


def test_nothing_of_it_ever_lies_in_the_clear(case: Case) -> None:
    one = handing.begin(case, "people.csv", size=len(SECRET), role="evidence", by="Ann")
    handing.add(case, one.id, SECRET, at=0)
    held = [path for path in case.folder.rglob("*") if path.is_file()]
    assert not any(b"Ada Example" in path.read_bytes() or b"people.csv" in path.read_bytes() for path in held)
    handing.finish(case, one.id)
    assert not any(b"Ada Example" in path.read_bytes() for path in case.folder.rglob("*") if path.is_file())
    assert not list((case.parts / handing.COMING).iterdir())


def test_a_break_of_the_program_loses_nothing(folder: Path) -> None:
    with casefile.create(folder, passphrase="correct horse", org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        one = handing.begin(made, "people.csv", size=len(SECRET), role="evidence", by="Ann")
        handing.add(made, one.id, SECRET[:12], at=0)
    with casefile.open_case(folder, passphrase="correct horse", by="the owner", clock=lambda: NOW) as case:
        again = handing.begin(case, "people.csv", size=len(SECRET), role="evidence", by="Ann")
        assert (again.id, again.have) == (one.id, 12)
        with pytest.raises(Changed, match="next byte is 12"):
            handing.add(case, again.id, SECRET, at=0)
        handing.add(case, again.id, SECRET[12:], at=12)
        assert handing.finish(case, again.id)[1] == hashlib.sha256(SECRET).hexdigest()


def test_the_same_file_twice_is_held_once_and_another_of_its_name_beside_it(case: Case) -> None:
    assert handed(case, "a.csv", SECRET)[2] is True
    assert handed(case, "a.csv", SECRET)[2] is False
    assert handed(case, "a.csv", SECRET + b"x")[0] == "a~2.csv"
    assert handed(case, "a.csv", SECRET + b"x")[2] is False
    handed(case, "web.log", b"GET / 200\n", role="log")
    found = custody(case)
    assert sorted((one.name, one.role) for one in found) == [
        ("handed-in/a.csv", "evidence"),
        ("handed-in/a~2.csv", "evidence"),
        ("handed-in/web.log", "log"),
    ]
    assert len({one.id for one in found}) == 3


def test_what_is_taken_back_is_gone_and_the_journal_says_so(case: Case) -> None:
    one = handing.begin(case, "wrong.csv", size=100, role="evidence", by="Ann")
    handing.add(case, one.id, b"x" * 50, at=0)
    handing.cancel(case, one.id, by="Bob")
    assert handing.coming(case) == []
    entry = case.journal.entries(newest_first=True, count=1)[0]
    assert (entry.action, entry.subject, entry.actor) == ("cancel handing in", "wrong.csv", "Bob")
    with pytest.raises(WrongCall, match="no such file"):
        handing.finish(case, one.id)


@pytest.mark.parametrize("name", ["", "..", "../..", "a/", "x\\"])
def test_a_file_without_a_name_is_none(case: Case, name: str) -> None:
    with pytest.raises(WrongCall):
        handing.begin(case, name, size=1, role="evidence", by="Ann")


def test_a_hostile_name_stays_a_name(case: Case) -> None:
    name, _, _, _ = handed(case, "../../etc/pass\x1bwd!/x<script>.csv", b"1")
    assert name == "x<script>.csv"
    handed(case, "a\x1b[31m.csv", b"2")
    handed(case, "b!.zip", b"3")
    assert all("\x1b" not in one.name and "!/" not in one.name for one in custody(case))
    assert not (case.folder.parent / "etc").exists()


def test_a_folder_chosen_whole_keeps_where_each_file_lay(case: Case) -> None:
    for above, content in (("share/HR", b"1"), ("share/Sales", b"2"), ("share/HR", b"3"), ("share\\HR", b"3")):
        one = handing.begin(case, "list.csv", size=1, role="evidence", by="Ann", folder=above)
        handing.add(case, one.id, content, at=0)
        handing.finish(case, one.id)
    assert sorted(one.name for one in custody(case)) == [
        "handed-in/share/HR/list.csv",
        "handed-in/share/HR/list~2.csv",
        "handed-in/share/Sales/list.csv",
    ]


@pytest.mark.parametrize(
    ("above", "name"),
    [("../../etc", "etc/a"), ("/root/./x", "root/x/a"), ("a.zip!/b", "a.zip/b/a"), ("\x1b[31m", "_[31m/a"), ("//", "a"), (" !/..", "a")],
    ids=["upwards", "root", "archive", "control", "nothing", "blank"],
)
def test_a_hostile_folder_leads_nowhere(case: Case, above: str, name: str) -> None:
    assert handing.begin(case, "a", size=1, role="evidence", by="Ann", folder=above).name == name


def test_what_does_not_fit_is_refused(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongCall, match="larger than"):
        handing.begin(case, "a", size=handing.LARGEST + 1, role="evidence", by="Ann")
    with pytest.raises(WrongCall, match="evidence, a log, or either"):
        handing.begin(case, "a", size=1, role="other", by="Ann")
    one = handing.begin(case, "a", size=3, role="evidence", by="Ann")
    with pytest.raises(WrongCall, match="altered"):
        handing.add(case, one.id, b"abc", at=0, sha256="0" * 64)
    with pytest.raises(WrongCall, match="does not fit"):
        handing.add(case, one.id, b"abcd", at=0)
    with pytest.raises(WrongCall, match="still to come"):
        handing.finish(case, one.id)
    with pytest.raises(WrongCall, match="no such file"):
        handing.add(case, "../../about", b"a", at=0)
    monkeypatch.setattr(handing, "SPARE", 10**18)
    with pytest.raises(WrongCall, match="bytes free"):
        handing.begin(case, "b", size=1, role="evidence", by="Ann")
    monkeypatch.setattr(handing, "SPARE", 0)
    monkeypatch.setattr(handing, "MOST", 1)
    with pytest.raises(WrongCall, match="on their way"):
        handing.begin(case, "c", size=1, role="evidence", by="Ann")


def test_a_piece_that_somebody_altered_is_noticed(case: Case) -> None:
    one = handing.begin(case, "a", size=3, role="evidence", by="Ann")
    handing.add(case, one.id, b"abc", at=0)
    (piece,) = (case.parts / handing.COMING / one.id).glob("*.piece")
    whole = piece.read_bytes()
    piece.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(StanchError):
        handing.finish(case, one.id)
    assert [each.id for each in handing.coming(case)] == [one.id], "it is still there to be looked at, or taken back"


def test_an_empty_file_is_evidence_too(case: Case) -> None:
    assert handed(case, "empty.txt", b"")[1] == hashlib.sha256(b"").hexdigest()
    assert custody(case)[0].size == 0


SSHD = b"Nov 24 01:02:03 web1 sshd[311]: Accepted password for root from 198.51.100.7 port 4711 ssh2\n" * 40


@pytest.mark.parametrize(
    ("name", "content", "role"),
    [
        ("auth.log", SSHD, "log"),
        ("auth.log.2.gz", gzip.compress(SSHD, mtime=0), "log"),
        ("Security.evtx", b"ElfFile\0" + bytes(4096), "log"),
        ("people.csv", SECRET, "evidence"),
        ("diary.log", b"Dear diary, Ada Example told me her number 900-12-3456.\n", "evidence"),
        ("logs.zip", b"PK\x03\x04" + bytes(60), "evidence"),
        ("torn.gz", gzip.compress(SSHD, mtime=0)[:30], "evidence"),
        ("empty.log", b"", "evidence"),
    ],
)
def test_where_nobody_says_which_it_is_a_known_log_is_a_log_and_all_else_is_searched(
    case: Case, name: str, content: bytes, role: str
) -> None:
    one = handing.begin(case, name, size=len(content), role="either", by="Ann")
    if content:
        handing.add(case, one.id, content, at=0)
    assert handing.finish(case, one.id).role == role
    assert {given.role for given in case.store.get(Evidence)} == {role}


def test_what_was_taken_for_a_log_may_be_handed_in_to_be_searched_too(case: Case) -> None:
    assert [handed(case, "auth.log", SSHD, role=role).is_new for role in ("either", "evidence")] == [True, True]
    assert sorted(one.role for one in custody(case)) == ["evidence", "log"]
