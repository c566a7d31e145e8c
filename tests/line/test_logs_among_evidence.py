"""Whoever hands in everything at once has handed in the logs as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stanch.cause import collected
from stanch.engine import Bench
from stanch.line import MemoryStore, walk
from stanch.records import Attack, Evidence, Exhibit, Facts, Unread
from stanch.vault import Keys

BAD = "203.0.113.9"


def log() -> Iterator[str]:
    for at in range(30):
        yield f"May 15 01:{at:02}:00 web1 sshd[1]: Failed password for ann from {BAD} port 4711 ssh2"
    yield f"May 15 01:31:00 web1 sshd[1]: Accepted password for ann from {BAD} port 4711 ssh2"
    yield "May 15 01:32:00 web1 sudo: ann : TTY=pts/0 ; PWD=/home/ann ; USER=root ; COMMAND=/usr/bin/tar czf /tmp/x.tgz /srv/share/customers.csv"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    share = tmp_path / "share"
    (share / "var").mkdir(parents=True)
    (share / "customers.csv").write_text("name,born,ssn\nAnn Lee,1981-04-12,900-12-3456\nBob Day,1990-01-02,900-12-3457\n")
    (share / "var" / "auth.log").write_text("\n".join(log()) + "\n")
    return Bench(tmp_path / "work", Keys(b"k" * 32), date(2026, 6, 1), workers=0, settings={"by": "ann"})


def walked(bench: Bench, *evidence: Evidence, store: MemoryStore | None = None) -> tuple[MemoryStore, Attack]:
    store = store or MemoryStore()
    store.put(Facts, [Facts()])
    store.put(Evidence, evidence)
    walk(store, bench, only=("custody", "reading", "cause"))
    return store, store.get(Attack)[0]


def test_logs_among_the_evidence_tell_the_story_stay_evidence_and_are_counted_once(bench: Bench) -> None:
    store, attack = walked(bench, Evidence(str(bench.work.parent / "share")))
    assert [(one.name, one.role) for one in store.get(Exhibit)] == [("share/customers.csv", "evidence"), ("share/var/auth.log", "evidence")]
    assert [(one.file, one.kind, one.events) for one in attack.sources] == [("share/var/auth.log", "sshd", 32)]
    assert attack.cause.kind == "intrusion"
    assert any(BAD in one.text for one in attack.story)
    assert attack.among[0].startswith("Read as logs, though handed in as evidence: share/var/auth.log (server sign-in")
    units = store.get_parts("units")
    assert units is not None
    locators = {name for table in units.tables(["locator"]) for name in table.column("locator").to_pylist()}
    assert "share/var/auth.log" in locators, "who is named in it is sought as before"
    assert walk(store, bench, only=("custody", "reading", "cause")) == ["custody"], "nothing is done twice"


def test_where_logs_were_handed_in_those_among_the_evidence_are_named_and_a_person_can_say_no(bench: Bench) -> None:
    share = Evidence(str(bench.work.parent / "share"))
    other = bench.work.parent / "mail.log"
    other.write_text("May 15 03:00:00 mx postfix/smtpd[9]: connect from unknown[198.51.100.9]\n" * 4)
    store, attack = walked(bench, share, Evidence(str(other), "log"))
    assert [one.file for one in attack.sources] == ["mail.log"]
    assert attack.among[0].startswith(
        "These files among the evidence look like logs and were not read as such: share/var/auth.log (server sign-in"
    )
    same = Evidence(str(bench.work.parent / "share/var/auth.log"), "log")
    _, attack = walked(bench, share, same, store=store)
    assert attack.among == ()
    assert sum(one.events for one in attack.sources) == 32
    refused = replace(bench, work=bench.work.parent / "again", settings={**bench.settings, "logs_in_evidence": "no"})
    _, attack = walked(refused, share)
    assert (attack.sources, attack.among) == ((), ())


def test_a_line_that_no_worker_could_parse_is_told_among_what_is_unread(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    add = collected._Share.add

    def failing(share: collected._Share, number: int, line: str) -> None:
        add(share, number // ("01:07:00" not in line), line)

    monkeypatch.setattr(collected._Share, "add", failing)
    log = Evidence(str(bench.work.parent / "share/var/auth.log"), "log")
    store, attack = walked(bench, log)
    (source,) = attack.sources
    assert source.events == 31
    (unread,) = store.get(Unread)
    assert (unread.locator, unread.reason, unread.step) == ("auth.log", "damaged", "cause")
    assert unread.detail == "line 8: ZeroDivisionError while it was worked on; the rest was read"
    assert unread.exhibit == store.get(Exhibit)[0].id
    walked(bench, log, store=store)
    assert len(store.get(Unread)) == 1, "told once, however often it is walked"


def test_a_log_whose_kind_no_worker_could_find_out_is_told_and_the_others_are_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    as_usual = collected.as_usual
    monkeypatch.setattr("stanch.cause.collected.as_usual", lambda line: as_usual(line if "web2" not in line else 1 // 0))
    share = bench.work.parent / "share/var"
    (share / "bad.log").write_text((share / "auth.log").read_text().replace("web1", "web2"))
    store, attack = walked(bench, Evidence(str(share / "auth.log"), "log"), Evidence(str(share / "bad.log"), "log"))
    assert [(one.file, one.kind, one.events) for one in attack.sources] == [("auth.log", "sshd", 32), ("bad.log", "unknown", 0)]
    (unread,) = store.get(Unread)
    assert (unread.locator, unread.reason) == ("bad.log", "damaged")
    assert unread.detail.startswith("what kind of log it is: ZeroDivisionError")
