"""systemd's journal in JSON."""

import json
from datetime import UTC, date, datetime

from stanch.cause.timeline import of_texts

WHEN = datetime(2026, 5, 12, 22, 14, 5, tzinfo=UTC)


def entry(program: str, message: object) -> str:
    moment = str(int(WHEN.timestamp() * 1_000_000))
    return (
        json.dumps({"__REALTIME_TIMESTAMP": moment, "_HOSTNAME": "web1", "SYSLOG_IDENTIFIER": program, "MESSAGE": message, "_PID": "8"})
        + "\n"
    )


def test_a_sign_in_is_told_as_one_and_bytes_are_text() -> None:
    text = entry("sshd", "Accepted password for ops from 203.0.113.9 port 1 ssh2") + entry("cron", list(b"\xffjob"))
    signed_in, job = of_texts([("journal.json", text)], date(2026, 6, 1))
    assert (signed_in.kind, signed_in.action, signed_in.user, signed_in.ip, signed_in.time) == ("sshd", "login", "ops", "203.0.113.9", WHEN)
    assert (job.kind, job.fields["message"]) == ("syslog", "\ufffdjob")
