"""Logs that lie among the evidence: which files are taken for logs, and what is said of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from stanch.cause.among import Among, logs_among, sure_kind
from stanch.records import Exhibit

AS_OF = date(2026, 6, 1)
NIGHT = datetime(2026, 5, 15, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Begun:
    locator: str
    text: str = ""
    is_events: bool = False


def exhibit(name: str) -> Exhibit:
    return Exhibit(name, name, f"/e/{name}", "evidence", name, "", 1, None, NIGHT, "ann")


AUTH = "".join(f"May 15 01:02:0{at} web1 sshd[1]: Failed password for ann from 203.0.113.9 port 4711 ssh2\n" for at in range(6))
TRAIL = json.dumps({"Records": [
    {"eventVersion": "1.08", "eventTime": f"{NIGHT:%Y-%m-%dT%H:%M:%SZ}", "eventSource": "s3.amazonaws.com", "eventName": "GetObject", "awsRegion": "us-east-1",
     "sourceIPAddress": "203.0.113.9", "userIdentity": {"type": "IAMUser", "userName": "backup"}, "eventID": str(at)} for at in range(4)]})  # fmt: skip
PATIENTS = "id,name,born,last visit\n" + "".join(f"{at},Ann Lee,1981-04-12,2026-05-{at + 10} 10:3{at}\n" for at in range(6))
MAIL = (
    "Received: from a by b; Fri, 15 May 2026 01:02:03 +0000\nFrom: ann@example.com\nSubject: at 10:30\n\nSee you at 10:30, or at 11:45.\n"
)
ROTA = "Mon 08:00 Ann Lee\nTue 09:30 Bob Day\nWed 10:15 Ann Lee\nThu 12:45 Bob Day\n"


@pytest.mark.parametrize(
    ("text", "kind"), [(AUTH, "sshd"), (TRAIL, "cloudtrail"), (PATIENTS, ""), (MAIL, ""), (ROTA, ""), ("", ""), (AUTH[:90], "")]
)
def test_a_file_is_taken_for_a_log_only_where_its_reader_is_sure(text: str, kind: str) -> None:
    assert sure_kind(Begun("x", text), AS_OF) == kind


def test_archives_of_logs_are_logs_and_of_others_their_logs_are_named() -> None:
    logs, share = exhibit("logs.zip"), exhibit("share.zip")
    found = logs_among(
        [
            (logs, [Begun("logs.zip!/auth.log", AUTH), Begun("logs.zip!/readme.txt")]),
            (share, [Begun("share.zip!/a.csv", PATIENTS), Begun("share.zip!/b.csv", PATIENTS), Begun("share.zip!/old/auth.log", AUTH)]),
        ],
        AS_OF,
    )
    assert found.whole == (logs,)
    assert found.holds("logs.zip!/readme.txt")
    assert not found.holds("share.zip!/old/auth.log")
    read, named = found.sentences()
    assert "Read as logs, though handed in as evidence: logs.zip!/auth.log (server sign-in" in read
    assert "--no-logs-in-evidence" in read
    assert "share.zip!/old/auth.log" in named
    assert "--logs FILE" in named
    assert not Among().sentences()
    assert len(found.unread().sentences()) == 1
