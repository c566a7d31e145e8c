"""Live sources in a case, as a person uses them: take, walk, verify, export; no secret stays anywhere."""

import json
import sqlite3

import live_servers as servers
import pytest

from stanch.cli.main import run

SECRET = servers.PASSWORD
ROWS = [(f"Maria Delgado {n}", f"987-65-{n:04}", f"m{n}@example.com") for n in range(50)]
CSV = '"full_name","ssn","email"\n' + "".join('"{}","{}","{}"\n'.format(*row) for row in ROWS)


@pytest.fixture
def base(tmp_path):
    path = tmp_path / "app.db"
    with sqlite3.connect(path) as link:
        link.execute("CREATE TABLE people (full_name TEXT, ssn TEXT, email TEXT)")
        link.executemany("INSERT INTO people VALUES (?, ?, ?)", ROWS)
    link.close()
    return path


@pytest.fixture
def case(tmp_path, monkeypatch):
    key = tmp_path / "key"
    key.write_text("correct horse battery")
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    assert run(["init", str(tmp_path / "case")]) == 0
    return tmp_path / "case"


def test_scan_reads_an_address_like_a_file(base, tmp_path, capsys):
    assert run(["scan", f"sqlite:///{base}", "--json", "--out", str(tmp_path / "found")]) == 0
    found = [json.loads(line) for line in (tmp_path / "found").read_text().splitlines()]
    assert sum(one["kind"] == "email" for one in found) == 50
    assert {one["locator"] for one in found} == {"sqlite/app.db/people"}
    assert {one["row"] for one in found} == set(range(1, 51))


def test_read_writes_the_rows(base, tmp_path):
    assert run(["read", f"sqlite:///{base}", "--out", str(tmp_path / "out")]) == 0
    assert "987-65-0007" in (tmp_path / "out" / "sqlite" / "app.db" / "people.txt").read_text()


def test_a_case_takes_once_verifies_and_exports(base, case, tmp_path, capsys):
    assert run(["custody", "add", f"sqlite:///{base}", "-C", str(case), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["exhibits"] == 1
    base.unlink()  # what was taken stays
    assert run(["custody", "add", f"sqlite:///{base}", "-C", str(case), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"exhibits": 1, "new": 0, "bytes": len(CSV), "unreadable": []}
    assert run(["custody", "verify", "-C", str(case)]) == 0
    assert run(["custody", "export", str(tmp_path / "bag"), "-C", str(case)]) == 0
    assert (tmp_path / "bag" / "data" / "evidence" / "sqlite" / "app.db" / "people.csv").read_text() == CSV
    described = json.loads((tmp_path / "bag" / "exhibits.jsonl").read_text())
    assert (described["rows"], described["source"], described["form"]) == (50, f"sqlite:///{base}", "taken")
    assert run(["verify", "-C", str(case)]) == 0
    sealed = next(path for path in (case / "parts" / "taken").rglob("*.parquet"))
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    sealed.write_bytes(bytes(content))
    assert run(["custody", "verify", "-C", str(case)]) == 1


def test_respond_walks_the_line_over_an_address(base, case, capsys):
    assert run(["respond", f"sqlite:///{base}", "-C", str(case), "--json", "--workers", "1"]) in (0, 1)
    told = json.loads(capsys.readouterr().out)
    assert (told["exhibits"], told["unread"]) == (1, 0)
    assert told["people"] == 50


def test_a_secret_in_the_call_is_warned_of_and_kept_nowhere(case, tmp_path, capsys, monkeypatch):
    with servers.dovecot() as (plain, _, _):
        import imaplib

        link = imaplib.IMAP4("127.0.0.1", plain)
        link.login("maria", SECRET)
        link.append("INBOX", None, None, b"From: z@example.com\r\nSubject: x\r\n\r\nhello\r\n")
        link.logout()
        assert run(["custody", "add", f"imap://maria:{SECRET}@127.0.0.1:{plain}/INBOX", "-C", str(case)]) == 0
    said = capsys.readouterr()
    assert "A password stands in the call" in said.err
    assert SECRET not in said.out + said.err
    assert run(["journal", "-C", str(case), "--json"]) == 0
    assert SECRET not in capsys.readouterr().out
    assert not [path for path in case.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_what_was_taken_whole_needs_no_secret_again(base, case, monkeypatch):
    from stanch.cli import sources

    assert run(["custody", "add", f"sqlite:///{base}", "-C", str(case)]) == 0
    monkeypatch.setattr("stanch.custody.secrets_for", lambda *_given, **_more: pytest.fail("asked for a secret"))
    assert sources.sources_of([(f"sqlite:///{base}", "evidence")], None).evidence
    assert run(["custody", "add", f"sqlite:///{base}", "-C", str(case)]) == 0


def test_a_wrong_address_is_two_lines(capsys):
    assert run(["scan", f"postgresql://owner:{SECRET}@host.example.com/x?tabel=y"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 2
    assert SECRET not in said
