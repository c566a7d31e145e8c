"""Making and opening a case: one process at a time, nothing half made, nothing lost when killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case
from stanch.casefile.check import faults
from stanch.errors import StanchError, WrongCall, WrongPassphrase
from stanch.records import Organisation, Person


def test_the_folder_and_all_in_it_are_for_its_owner_alone(case: Case, folder: Path) -> None:
    case.store.put(Person, [Person("p1", "Ada Example")])
    assert folder.stat().st_mode & 0o777 == 0o700
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_the_organisation_given_is_there(tmp_path: Path) -> None:
    with casefile.create(tmp_path / "c", passphrase=PASSPHRASE, org=Organisation(name="Acme"), by="x", now=NOW) as case:
        assert case.store.get(Organisation) == [Organisation(name="Acme")]


def test_a_case_is_not_made_over_anything(case: Case, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="case here already"):
        casefile.create(folder, passphrase=PASSPHRASE, org=None, by="x", now=NOW)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(WrongCall, match="not empty"):
        casefile.create(tmp_path / "full", passphrase=PASSPHRASE, org=None, by="x", now=NOW)
    assert (tmp_path / "full" / "letter.txt").read_text() == "mine"
    assert case.journal.entries()


def test_an_empty_passphrase_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="passphrase is empty"):
        casefile.create(tmp_path / "c", passphrase="", org=None, by="x", now=NOW)
    assert not (tmp_path / "c").exists()
    casefile.create(tmp_path / "c", passphrase=PASSPHRASE, org=None, by="x", now=NOW).close()


def test_a_wrong_passphrase_and_no_case_are_wrong_calls(case: Case, folder: Path, tmp_path: Path) -> None:
    case.close()
    with pytest.raises(WrongPassphrase, match="does not open this case"):
        casefile.open_case(folder, passphrase="wrong")
    with pytest.raises(WrongCall, match="no case here"):
        casefile.open_case(tmp_path, passphrase=PASSPHRASE)
    casefile.open_case(folder, passphrase=PASSPHRASE).close()


def test_a_missing_or_empty_database_is_told(case: Case, folder: Path) -> None:
    case.close()
    (folder / "case.db").rename(folder / "away")
    with pytest.raises(StanchError, match="missing"):
        casefile.open_case(folder, passphrase=PASSPHRASE)
    (folder / "case.db").write_bytes(b"")
    with pytest.raises(StanchError):
        casefile.open_case(folder, passphrase=PASSPHRASE)


OPEN = """import sys
from pathlib import Path
from stanch import casefile
case = casefile.open_case(Path(sys.argv[1]), passphrase=sys.argv[2])"""


def elsewhere(folder: Path, more: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", f"{OPEN}\n{more}", str(folder), PASSPHRASE], capture_output=True, text=True, check=False)


def test_a_second_process_is_told_who_has_the_case(case: Case, folder: Path) -> None:
    refused = elsewhere(folder)
    assert f"in use by another process (process {os.getpid()})" in refused.stderr
    with pytest.raises(WrongCall, match="already open in this program"):
        casefile.open_case(folder, passphrase=PASSPHRASE)
    case.close()
    assert elsewhere(folder).returncode == 0


def test_killed_in_the_middle_the_case_opens_again_with_what_was_finished(case: Case, folder: Path) -> None:
    case.close()
    writing = (
        "from stanch.records import Person\n"
        "case.store.put(Person, [Person('p1', 'Ada Example')])\n"
        "print('ready', flush=True)\n"
        "for n in range(10**6):\n"
        "    case.store.put(Person, [Person(f'p{n}-{k}', 'Ada Example') for k in range(300)])\n"
    )
    for wait in (0.01, 0.15):
        child = subprocess.Popen([sys.executable, "-c", f"{OPEN}\n{writing}", str(folder), PASSPHRASE], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        with casefile.open_case(folder, passphrase=PASSPHRASE) as again:
            assert faults(again) == []
            assert len(again.store.get(Person)) in (1, 300)


@pytest.mark.parametrize("left", [["lock"], ["lock", "case.db"], ["lock", "case.db", "case.db-wal", "journal.head"]])
def test_killed_while_it_was_made_the_case_is_made_anew(tmp_path: Path, left: list[str]) -> None:
    folder = tmp_path / "c"
    (folder / ".making").mkdir(parents=True)
    (folder / ".making" / "keys.json").write_text("{}")
    for name in left:
        (folder / name).write_bytes(b"half")
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="x", now=NOW) as case:
        assert faults(case) == []
    assert sorted(path.name for path in folder.iterdir()) == ["case.db", "journal.head", "keys.json", "lock"]


def test_a_failure_while_it_is_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("stanch.casefile.anchor.write", full)
    with pytest.raises(OSError, match="No space"):
        casefile.create(tmp_path / "c", passphrase=PASSPHRASE, org=None, by="x", now=NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("said", "free"), [("database or disk is full", 10**9), ("disk I/O error", 4096)])
def test_a_disk_that_is_full_while_it_is_made_is_told(said: str, free: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill_up(said, free, monkeypatch)
    with pytest.raises(StanchError, match="Free some room"):
        casefile.create(tmp_path / "c", passphrase=PASSPHRASE, org=None, by="x", now=NOW)
    assert not (tmp_path / "c").exists()


def test_a_database_that_may_not_be_read_is_told_as_a_missing_permission(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case.close()
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path).name != "case.db")
    with pytest.raises(PermissionError, match=r"case\.db"):
        casefile.open_case(folder, passphrase=PASSPHRASE)


def test_a_disk_that_is_full_while_it_is_opened_is_told(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case.close()
    _fill_up("disk I/O error", 4096, monkeypatch)
    with pytest.raises(StanchError, match="Free some room"):
        casefile.open_case(folder, passphrase=PASSPHRASE)


def _fill_up(said: str, free: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def failing(*_: object) -> None:
        raise OperationalError(said)

    monkeypatch.setattr("stanch.casefile.framework.migrate", failing)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=free))


def test_two_cases_are_open_at_once(case: Case, tmp_path: Path) -> None:
    with casefile.create(tmp_path / "second", passphrase=PASSPHRASE, org=None, by="x", now=NOW) as second:
        second.store.put(Person, [Person("p2", "Bo Example")])
        case.store.put(Person, [Person("p1", "Ada Example")])
        assert [person.id for person in second.store.get(Person)] == ["p2"]
        assert [person.id for person in case.store.get(Person)] == ["p1"]


def test_the_bench_writes_into_the_case_under_its_keys(case: Case, folder: Path) -> None:
    bench = case.bench(settings={"ocr": "never"})
    assert bench.work == folder / "parts"
    assert bench.keys is case.keys
    assert (bench.now, bench.as_of) == (NOW, NOW.date())
    assert bench.settings == {"by": "the owner", "ocr": "never"}


def test_importing_the_room_does_not_load_django() -> None:
    script = "import sys; import stanch.casefile; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_passphrase_comes_from_the_key_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key"
    key.write_bytes(b" two words \r\n")
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    assert casefile.passphrase() == " two words "
    assert capsys.readouterr().err == ""
    key.chmod(0o644)
    assert casefile.passphrase() == " two words "
    assert "chmod 600" in capsys.readouterr().err
    key.write_bytes(b"\n")
    with pytest.raises(WrongCall, match="empty"):
        casefile.passphrase()
    monkeypatch.setenv("STANCH_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(WrongCall, match="cannot be read"):
        casefile.passphrase()


def test_without_key_file_and_terminal_it_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STANCH_KEY_FILE", raising=False)
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: PTH123, SIM115
    with pytest.raises(WrongCall, match="STANCH_KEY_FILE"):
        casefile.passphrase()
