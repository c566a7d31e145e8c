"""Databases that are in use: real servers, taken under a read-only view."""

import sqlite3
import subprocess
from importlib import import_module

import live_servers as servers
import pytest
import taking

from stanch.errors import StanchError, WrongCall

live_take = import_module("stanch.custody.live.take")  # the package shows the function of that name
PASSWORD = servers.PASSWORD
NOTE = 'two\nlines, "quoted"; é'


@pytest.fixture(scope="module")
def postgres():
    with servers.postgres() as port:
        import pg8000.native

        with pg8000.native.Connection("owner", host="127.0.0.1", port=port, password=PASSWORD, database="postgres") as link:
            for command in (
                "CREATE TABLE people (id int PRIMARY KEY, name text, ssn text, note text, blank text, paper bytea, born date)",
                "INSERT INTO people SELECT i, 'Maria Delgado', '987-65-' || lpad(i::text, 4, '0'), NULL, '', NULL, '1970-02-03' FROM generate_series(1, 3000) i",
                "UPDATE people SET note = E'two\\nlines, \"quoted\"; é' WHERE id = 2",
                "UPDATE people SET paper = convert_to('From: a@example.com\nTo: b@example.com\nSubject: x\n\nhello\n' || repeat('x', 100) || chr(1), 'utf8') WHERE id = 3",
                'CREATE TABLE "odd ""name""" (a int, "b c" text)', "CREATE SCHEMA hr", "CREATE TABLE hr.pay (who text) PARTITION BY LIST (who)",
                "CREATE TABLE hr.pay_a PARTITION OF hr.pay FOR VALUES IN ('a')", "INSERT INTO hr.pay VALUES ('a')", "CREATE TABLE hr.board (x int)",
                "CREATE TABLE guarded (x int)", "INSERT INTO guarded VALUES (1)", "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY",
                f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'", "GRANT SELECT ON people, guarded TO reader",
            ):  # fmt: skip
                link.run(command)
        yield port


@pytest.fixture(scope="module")
def mariadb():
    with servers.mariadb() as (port, sock):
        sql = f"""CREATE DATABASE shop; CREATE USER app@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'; GRANT SELECT ON shop.* TO app@'127.0.0.1'; USE shop;
        CREATE TABLE people (id int, name varchar(80), ssn varchar(11), born date, due decimal(10,2), paper longblob) CHARACTER SET utf8mb4;
        INSERT INTO people SELECT seq, 'Zoë Ödegård', '987-65-4321', '1970-02-03', 12.50, NULL FROM seq_1_to_3000;
        UPDATE people SET paper = CONCAT(REPEAT('mail a@example.com ', 5), CHAR(1)), due = NULL WHERE id = 2;
        CREATE TABLE `odd ``name` (a int) ENGINE=MyISAM;"""  # noqa: S608 ours
        subprocess.run([servers.program("mariadb"), "-S", str(sock), "-u", "root"], input=sql.encode(), check=True)
        yield port


def test_postgresql_is_taken_whole_and_read_as_tables(tmp_path, postgres):
    broken, exhibits = taking.take(tmp_path, f"postgresql://owner@127.0.0.1:{postgres}/postgres", PASSWORD)
    assert not broken
    found = {one.name.partition("postgres/")[2]: one for one in exhibits}
    assert set(found) == {"public.people", "public.people/paper/3000", 'public.odd "name"', "hr.pay_a", "hr.board", "public.guarded"}
    people = found["public.people"]
    assert (people.rows, people.form, people.acquired_by, people.acquired_at) == (3000, "taken", "the responder", taking.NOW)
    assert "repeatable-read" in people.note
    assert people.source == f"postgresql://owner@127.0.0.1:{postgres}/postgres"
    units, unread = taking.read(tmp_path, exhibits)
    tables = {unit["locator"].partition("postgres/")[2]: taking.rows(unit) for unit in units if unit["kind"] == "table"}
    row = next(one for one in tables["public.people"] if one["id"] == "2")
    assert row == {
        "id": "2",
        "name": "Maria Delgado",
        "ssn": "987-65-0002",
        "note": NOTE,
        "blank": None,
        "paper": None,
        "born": "1970-02-03",
    }
    assert len(tables["public.people"]) == 3000
    assert tables["hr.pay_a"] == [{"who": "a"}]
    assert any(
        unit["kind"] == "text" and "hello" in unit["text"] and unit["locator"].startswith(found["public.people/paper/3000"].name)
        for unit in units
    )
    assert not unread
    csv = taking.content(tmp_path, people).decode()
    assert csv.startswith('"id","name","ssn","note","blank","paper","born"\n"1","Maria Delgado","987-65-0001",,"",,"1970-02-03"\n')


def test_what_a_user_may_not_read_is_told_and_never_taken_for_empty(tmp_path, postgres):
    _, exhibits = taking.take(tmp_path, f"postgresql://reader@127.0.0.1:{postgres}/postgres", PASSWORD)
    notes = {one.name.rpartition("/")[2]: (one.form, one.note) for one in exhibits}
    assert notes["public.people"][0] == "taken"
    assert notes["hr.board"][0] == notes["public.guarded"][0] == "unreadable"
    assert "permission denied" in notes["hr.board"][1]
    assert "row-level security" in notes["public.guarded"][1]
    _, unread = taking.read(tmp_path, exhibits)
    assert {one.reason for one in unread} == {"damaged"}
    assert len(unread) == sum(form == "unreadable" for form, _ in notes.values())


def test_only_the_tables_that_were_named(tmp_path, postgres):
    _, exhibits = taking.take(tmp_path, f"postgresql://owner@127.0.0.1:{postgres}/postgres?table=hr.pay_a", PASSWORD)
    assert [one.rows for one in exhibits] == [1]


def test_mariadb_is_taken_whole(tmp_path, mariadb):
    broken, exhibits = taking.take(tmp_path, f"mysql://app@127.0.0.1:{mariadb}/", PASSWORD)
    assert not broken
    found = {one.name.partition(f"{mariadb}/")[2]: one for one in exhibits}
    assert set(found) == {"shop/people", "shop/people/paper/2", "shop/odd `name"}
    assert found["shop/people"].rows == 3000
    assert "MyISAM keeps no snapshot" in found["shop/odd `name"].note
    units, _ = taking.read(tmp_path, exhibits)
    rows = taking.rows(next(unit for unit in units if unit["locator"].endswith("shop/people")))
    assert rows[0] == {"id": "1", "name": "Zoë Ödegård", "ssn": "987-65-4321", "born": "1970-02-03", "due": "12.50", "paper": None}
    assert b"a@example.com" in taking.content(tmp_path, found["shop/people/paper/2"])


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_a_wrong_password_is_told_without_it(tmp_path, kind, postgres, mariadb):
    address = f"postgresql://owner@127.0.0.1:{postgres}/postgres" if kind == "postgresql" else f"mysql://app@127.0.0.1:{mariadb}/shop"
    with pytest.raises(WrongCall, match="password is wrong") as caught:
        taking.take(tmp_path, address, "Not-The-Secret-1")
    assert address in str(caught.value)
    assert "Not-The-Secret-1" not in str(caught.value)


def test_a_certificate_that_nobody_vouches_for_is_refused_unless_one_says_so(tmp_path, postgres, monkeypatch):
    where = f"postgresql://owner@localhost:{postgres}/postgres?table=hr.pay_a&tls="
    with pytest.raises(WrongCall, match="certificate cannot be trusted"):
        taking.take(tmp_path, where + "verify", PASSWORD)
    assert not taking.take(tmp_path, where + "trust", PASSWORD)[0]


def test_a_server_without_tls_is_refused_unless_one_says_so(tmp_path, mariadb):
    with pytest.raises(StanchError, match="no TLS"):
        taking.take(tmp_path, f"mysql://app@127.0.0.1:{mariadb}/shop?tls=verify", PASSWORD)


def test_a_source_is_asked_once(tmp_path, mariadb):
    address = f"mysql://app@127.0.0.1:{mariadb}/shop"
    _, first = taking.take(tmp_path, address, PASSWORD)
    _, second = taking.take(tmp_path, address, "Not-The-Secret-1")
    assert first == second


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_a_server_that_dies_midway_costs_nothing_but_another_try(tmp_path, kind, postgres, mariadb, monkeypatch):
    monkeypatch.setattr(live_take, "PAUSE", 0.0)
    port = postgres if kind == "postgresql" else mariadb
    with servers.line(port) as line:
        where = f"postgresql://owner@127.0.0.1:{line.port}/postgres" if kind == "postgresql" else f"mysql://app@127.0.0.1:{line.port}/shop"
        line.cut(60_000, times=2)
        broken, exhibits = taking.take(tmp_path / "twice", where, PASSWORD)
        assert not broken
        assert line.cuts == 0
        line.cut(60_000)
        if kind == "postgresql":  # what is read before the long table stays
            broken, exhibits = taking.take(tmp_path / "dead", where, PASSWORD)
            assert "broke off" in broken[0]
            assert any(one.form == "taken" for one in exhibits)
            assert next(one.note for one in exhibits if one.form == "unreadable").endswith("The same command again goes on from there")
        else:
            with pytest.raises(StanchError, match="broke off"):
                taking.take(tmp_path / "dead", where + "?table=people", PASSWORD)
            where += "?table=people"
        line.cut(None)
        broken, exhibits = taking.take(tmp_path / "dead", where, PASSWORD)
    assert not broken
    assert all(one.form == "taken" for one in exhibits)
    assert sum(one.rows == 3000 for one in exhibits) == 1
    assert not list((tmp_path / "dead").rglob("*.partial"))
    assert not list((tmp_path / "dead").rglob("*.spill"))


def test_sqlite_in_use_is_read_with_its_log_and_no_file_of_it_changes(tmp_path):
    base = tmp_path / "app.db"
    writer = sqlite3.connect(base)
    writer.execute("PRAGMA journal_mode = wal")
    writer.execute("CREATE TABLE people (name TEXT, n REAL, paper BLOB)")
    writer.execute("INSERT INTO people VALUES ('Maria Delgado', 2.0, ?)", (b"\x00\x01" * 50,))
    writer.commit()
    before = {path.name: path.read_bytes() for path in tmp_path.glob("app.db*") if not path.name.endswith("-shm")}
    assert set(before) == {"app.db", "app.db-wal"}
    _, exhibits = taking.take(tmp_path, f"sqlite:///{base}")
    table = next(one for one in exhibits if one.rows is not None)
    assert taking.content(tmp_path, table) == b'"name","n","paper"\n"Maria Delgado","2","[file of 100 bytes: row 1]"\n'
    assert "write-ahead log" in table.note
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_sqlite_that_is_none_or_absent_is_told(tmp_path):
    (tmp_path / "x.db").write_bytes(b"no database" * 100)
    for name, word in (("x.db", "does not open"), ("y.db", "no such file")):
        with pytest.raises(WrongCall, match=word):
            taking.take(tmp_path, f"sqlite:///{tmp_path / name}")


class Spoken:
    """A connection that answers as SQL Server does; no such server runs here, so this tries what is ours, not the driver."""

    def __init__(self, snapshot: int) -> None:
        self.said, self.snapshot = [], snapshot

    def cursor(self):
        return SpokenCursor(self)


class SpokenCursor:
    def __init__(self, link: Spoken) -> None:
        self.link, self.rows, self.description = link, [], []

    def execute(self, command: str) -> None:
        self.link.said.append(command)
        if "snapshot_isolation_state" in command:
            self.rows = [(self.link.snapshot,)]
        elif "SERVERPROPERTY" in command:
            self.rows = [("16.0.1000",)]
        elif "sys.tables" in command:
            self.rows = [("dbo", "people"), ("dbo", "odd]name"), ("hr", "board")]
        elif "[hr].[board]" in command:
            refusal = RuntimeError("The SELECT permission was denied")
            refusal.msg_no = 229
            raise refusal
        elif command.startswith("SELECT *"):
            self.description = [("id",), ("name",), ("paper",)]
            self.rows = [(1, "Maria Delgado", b"\xff" * 80), (2, None, None)]

    def fetchall(self):
        return self.rows

    def fetchmany(self, _count):
        rows, self.rows = self.rows, []
        return rows


@pytest.mark.parametrize(("state", "level"), [(1, "SNAPSHOT"), (0, "REPEATABLE READ")])
def test_sql_server_is_asked_under_the_best_view_that_it_offers(tmp_path, monkeypatch, state, level):
    from contextlib import contextmanager

    from stanch.custody.live import sqlserver

    link = Spoken(state)

    @contextmanager
    def opened(address, _secret):
        yield sqlserver.Session(link, address)

    monkeypatch.setattr(sqlserver, "open_source", opened)
    broken, exhibits = taking.take(tmp_path, "mssql://sa@db.example.com/erp", PASSWORD)
    assert not broken
    assert f"SET TRANSACTION ISOLATION LEVEL {level}" in link.said
    assert link.said.index("BEGIN TRANSACTION") < link.said.index("SELECT * FROM [dbo].[people]")
    assert "SELECT * FROM [dbo].[odd]]name]" in link.said
    found = {one.name.partition("erp/")[2]: one for one in exhibits}
    assert found["hr.board"].form == "unreadable"
    assert "SELECT permission" in found["hr.board"].note
    assert taking.content(tmp_path, found["dbo.people"]) == b'"id","name","paper"\n"1","Maria Delgado","[file of 80 bytes: row 1]"\n"2",,\n'
    assert taking.content(tmp_path, found["dbo.people/paper/1"]) == b"\xff" * 80
