"""A case saved into one file and made again from it: whole, elsewhere, from older forms; or told clearly why not."""

import os
import shutil
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import a_server
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from the_case import NOW, PASSPHRASE

from stanch import casefile
from stanch.casefile import Case, backup, check, decide, framework, server
from stanch.casefile.restoring import restore
from stanch.cli.main import run
from stanch.errors import StanchError, WrongCall, WrongPassphrase
from stanch.records import Action, Facts, Incident, Person
from stanch.vault import random_keys, sealed_writer
from stanch.vault.streams import PIECE, SealedReader, SealedWriter, read_head

PEOPLE = [Person(f"p{number}", f"Ada \x00 \ud800 Example {number}", elements=("name", "ssn")) for number in range(4500)]


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a case with rows of several kinds, a decision, sealed files, and files of its own."""
    folder = tmp_path_factory.mktemp("filled") / "case"
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=lambda: NOW) as made:
        fill(made)
    return folder


@pytest.fixture
def filled(filled_once: Path, folder: Path) -> Iterator[Case]:
    """That case, open, to be changed."""
    shutil.copytree(filled_once, folder, symlinks=True)
    with casefile.open_case(folder, passphrase=PASSPHRASE, by="the owner", clock=lambda: NOW) as opened:
        yield opened


def fill(case: Case) -> None:
    import pyarrow as pa

    case.store.put(Person, PEOPLE)
    case.store.put(Facts, [Facts(incident=Incident(kind="intrusion"))])
    case.store.put(
        Action, [Action("a1", "Second factor", "It would have stopped it", "IT lead", None, "a day", True, proof_needed="a setting")]
    )
    decide.close_action(case, "a1", by="the owner", proof="ticket 7")
    part = case.parts / "findings" / "one.parquet"
    part.parent.mkdir(parents=True)
    table = pa.table({"token": ["a", "b"]})
    with sealed_writer(part, table.schema, case.keys) as writer:
        writer.write_table(table)
    (case.folder / "report").mkdir()
    (case.folder / "report" / "summary.html").write_text("<p>Summary</p>")
    (case.folder / "report" / "link").symlink_to("/etc/passwd")


def saved(case: Case, target: Path) -> backup.Saved:
    return backup.write(case.folder, PASSPHRASE, target, now=NOW)


def made_again(source: Path, folder: Path, passphrase: str = PASSPHRASE) -> Case:
    return restore(source, folder, passphrase=passphrase, by="the keeper", clock=lambda: NOW)


def test_a_case_comes_back_whole_while_somebody_works_on_it(filled: Case, tmp_path: Path) -> None:
    from django.db import connections

    def work() -> None:
        while not done.is_set():
            filled.journal.append("note", "work goes on")
        connections[filled.alias].close()

    done = threading.Event()
    thread = threading.Thread(target=work)
    thread.start()
    try:
        told = saved(filled, tmp_path / "one.backup")
    finally:
        done.set()
        thread.join()
    assert told.rows["PersonRow"] == 4500
    assert told.files == 2, "a link is no file of the case"
    assert (tmp_path / "one.backup").stat().st_mode & 0o777 == 0o600
    with made_again(tmp_path / "one.backup", tmp_path / "elsewhere" / "case") as again:
        assert again.store.get(Person) == PEOPLE
        assert again.store.get(Action)[0].status == "done"
        assert check.faults(again) == []
        entries = again.journal.entries()
        assert (len(entries), entries[-2].mac, entries[-1].action) == (told.entries + 1, told.head, "restore")
        assert [entry.mac for entry in filled.journal.entries()[: told.entries]] == [entry.mac for entry in entries[:-1]]
        assert (again.folder / "report" / "summary.html").read_text() == "<p>Summary</p>"
        again.journal.append("note", "numbers go on")
    # The passphrase of the case opens what was made again.
    with casefile.open_case(tmp_path / "elsewhere" / "case", passphrase=PASSPHRASE) as once_more:
        assert check.faults(once_more) == []


def test_nothing_of_the_case_stands_in_the_file_in_the_clear(filled: Case, tmp_path: Path) -> None:
    saved(filled, tmp_path / "b")
    content = (tmp_path / "b").read_bytes()
    for word in (b"Ada Example", b"Example", b"Summary", b"PersonRow", b"intrusion", b"findings"):
        assert word not in content


def test_a_wrong_passphrase_another_file_and_a_used_folder_are_refused(filled: Case, tmp_path: Path) -> None:
    saved(filled, tmp_path / "b")
    with pytest.raises(WrongPassphrase, match="does not open this backup"):
        made_again(tmp_path / "b", tmp_path / "new", "wrong horse")
    assert not (tmp_path / "new").exists()
    (tmp_path / "text").write_text("Dear Ada")
    with pytest.raises(WrongCall, match="no file of that kind"):
        made_again(tmp_path / "text", tmp_path / "new")
    with pytest.raises(WrongCall, match="not empty"):
        made_again(tmp_path / "b", filled.folder)
    with pytest.raises(WrongPassphrase):
        backup.write(filled.folder, "wrong horse", tmp_path / "refused", now=NOW)
    assert not list(tmp_path.glob("refused*"))


def test_damage_anywhere_and_a_cut_anywhere_are_told_and_leave_nothing(filled: Case, tmp_path: Path) -> None:
    saved(filled, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    size = len(whole)
    assert size > 2 * PIECE, "more than one piece"
    places = [17, 40, 300, 700, size // 3, size // 2, PIECE + 900, size - 20, size - 1]
    for place in places:
        (tmp_path / "flipped").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(StanchError) as found:
            made_again(tmp_path / "flipped", tmp_path / "new")
        assert str(tmp_path / "flipped") in str(found.value)
        assert not (tmp_path / "new").exists(), place
    for cut in [3, 20, 200, PIECE, size - PIECE, size - 1]:
        (tmp_path / "cut").write_bytes(whole[:cut])
        with pytest.raises(StanchError):
            made_again(tmp_path / "cut", tmp_path / "new")
        assert not (tmp_path / "new").exists(), cut


def test_a_record_that_was_tampered_with_is_not_saved(filled: Case, tmp_path: Path) -> None:
    head = (filled.folder / "journal.head").read_bytes()
    filled.journal.append("note")
    (filled.folder / "journal.head").write_bytes(head[:-1] + bytes([head[-1] ^ 1]))
    with pytest.raises(StanchError, match="anchor"):
        saved(filled, tmp_path / "b")
    assert not list(tmp_path.glob("b*"))


@pytest.mark.parametrize("first", ["0001_initial", "0003_people"])
def test_an_older_release_is_saved_and_comes_back_in_the_form_of_this_one(folder: Path, tmp_path: Path, first: str) -> None:
    """The database of an earlier release: migrated so far and no further, with rows in it."""
    case = old_case(folder, first)
    case.close()
    told = backup.write(folder, PASSPHRASE, tmp_path / "old", now=NOW)
    assert "PieceRow" not in told.rows
    with made_again(tmp_path / "old", tmp_path / "new") as again:
        assert [entry.subject for entry in again.journal.entries()][:2] == ["", "an old entry"]
        assert again.store.get(Person) == PEOPLE[:3]
        assert check.faults(again) == []
    # And opened where it is, it is brought to the newest form, with all that was in it.
    with casefile.open_case(folder, passphrase=PASSPHRASE) as upgraded:
        assert upgraded.store.get(Person) == PEOPLE[:3]
        assert not framework.migrate(upgraded.alias)
        assert check.faults(upgraded) == []


def old_case(folder: Path, last: str) -> Case:
    """A case as a release with these tables made it."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    def only_so_far(alias: str, *, of_case: bool = True) -> bool:
        MigrationExecutor(connections[alias]).migrate([("casefile", last)])
        return of_case

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(framework, "migrate", only_so_far)
        case = casefile.create(folder, passphrase=PASSPHRASE, org=None, by="x", now=NOW, clock=lambda: NOW)
    case.journal.append("note", "an old entry")
    case.store.put(Person, PEOPLE[:3])
    return case


def test_a_backup_of_a_newer_release_is_refused_in_words(filled: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    applied = backup._applied(filled.alias)
    monkeypatch.setattr(backup, "_applied", lambda _alias: [*applied, "9999_later"])
    saved(filled, tmp_path / "b")
    with pytest.raises(StanchError, match="newer Stanch"):
        made_again(tmp_path / "b", tmp_path / "new")


def test_a_case_moves_to_a_server_and_back(filled: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(filled, tmp_path / "one")
    with a_server.running() as postgres:
        monkeypatch.setenv(server.VARIABLE, postgres.url)
        with made_again(tmp_path / "one", tmp_path / "on-server") as there:
            assert not framework.is_sealed_file(there.alias)
            assert there.store.get(Person) == PEOPLE
            assert check.faults(there) == []
            there.store.put(Facts, [Facts(incident=Incident(kind="ransomware"))])
            saved(there, tmp_path / "two")
        # What an attempt that failed made on the server is gone too.
        (tmp_path / "cut").write_bytes((tmp_path / "two").read_bytes()[:-1])
        with pytest.raises(StanchError):
            made_again(tmp_path / "cut", tmp_path / "new")
        import psycopg

        with psycopg.connect(postgres.url) as link:
            rows = link.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'stanch_case%'").fetchall()
            assert len(rows) == 1
        monkeypatch.delenv(server.VARIABLE)
        with made_again(tmp_path / "two", tmp_path / "back") as back:
            assert framework.is_sealed_file(back.alias)
            assert back.store.get(Facts)[0].incident.kind == "ransomware"
            assert check.faults(back) == []


def test_the_verbs(filled: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", os.fspath(key))
    file, folder, new = (os.fspath(tmp_path / name) for name in ("b", "case", "new"))
    assert run(["backup", "-C", folder, file]) == 0, "the case is open in this program, and can be saved all the same"
    assert run(["backup", "-C", folder, file]) == 2
    assert run(["backup", "-C", folder, os.fspath(tmp_path / "case" / "within")]) == 2
    assert run(["restore", file, "-C", new, "--json"]) == 0
    assert run(["verify", "-C", new]) == 0
    assert "Untouched" in capsys.readouterr().err
    (tmp_path / "b").write_bytes((tmp_path / "b").read_bytes()[:-9])
    assert run(["restore", file, "-C", os.fspath(tmp_path / "other")]) == 3
    assert "ends early, or is damaged at its end" in capsys.readouterr().err


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3 * PIECE // 2), max_size=4), st.integers(1, 2 * PIECE))
def test_a_stream_gives_back_what_was_written_whatever_the_sizes(sizes: list[int], at_once: int) -> None:
    import io

    keys, content = random_keys(), [os.urandom(min(size, 64)) * (size // 64) for size in sizes]
    stream = io.BytesIO()
    writer = SealedWriter(stream, keys, b"M", {})
    for one in content:
        writer.write(one)
    writer.finish()
    stream.seek(0)
    head, _ = read_head(stream, b"M", Path("x"))
    reader, written = SealedReader(stream, keys, head, Path("x")), b"".join(content)
    # Some hundred reads: of what is long, every other one goes on farther.
    steps = cycle([at_once, max(at_once, len(written) // 200)])
    assert b"".join(iter(lambda: reader.read(next(steps)), b"")) == written
