"""Kills the sender again and again while it sends, against a real SMTP server on this machine that counts; prints who got two and who none.

    python benchmarks/sender_kills.py [--messages 10000] [--kills 50] [--seed 1] [--no-archive]

The server (aiosmtpd) counts each accepted message by recipient and writes the archive's copy into a Maildir, as a mail
server would. The sender is `stanch notices send --email`, ended by SIGKILL at moments drawn by lot, then started again.
With --no-archive nothing shows what became of a message in the air: such pieces must be listed as in doubt, and none sent twice.
"""

from __future__ import annotations

import argparse
import json
import mailbox
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from aiosmtpd.controller import Controller

from stanch import casefile, notices
from stanch.casefile import decide, weighing
from stanch.engine import Bench
from stanch.records import Attack, Duty, Facts, Incident, Notice, Organisation, Person
from stanch.vault import Keys

STANCH = [sys.executable, "-c", "from stanch.cli.main import main; main()"]
ARCHIVE = "archive@example.com"
PASSPHRASE = "a passphrase for practice only"  # noqa: S105 of an invented case
DAY = date(2026, 11, 24)


class Counting:
    """Accepts everything, counts by recipient, keeps the archive's copies. Now and then its answer is late, as servers' answers are."""

    def __init__(self, archive: Path, chance: random.Random) -> None:
        self.counts: Counter[str] = Counter()
        self.probes = 0
        self._archive = mailbox.Maildir(archive, create=True)
        self._chance = chance
        self._lock = threading.Lock()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the name is aiosmtpd's
        """Count, keep the archive's copy, answer."""
        people = [one for one in envelope.rcpt_tos if one != ARCHIVE]
        with self._lock:
            self.counts.update(people)
            self.probes += not people
            if ARCHIVE in envelope.rcpt_tos:
                self._archive.add(envelope.content)
        if self._chance.random() < 0.05:
            time.sleep(0.02)  # noqa: ASYNC251 the server as a whole is slow then; taken over, but the answer is late: the window in which a kill leaves a doubt
        return "250 OK: taken over"


def notice_for(number: int) -> Notice:
    """A drafted e-mail to one of many invented people."""
    person = Person(
        f"p{number:06}", f"Ann {number:06} Lee", residence="EU-IE", email=f"ann{number}@example.com", elements=("name", "email")
    )
    return replace(PATTERN, id=f"letter-{person.id}", person=person.id, email=person.email, fields=PATTERN.fields | {"name": person.name})


def pattern() -> Notice:
    """A complete e-mail as the notices room drafts it."""
    org = Organisation(name="Brightwater Dental Group", street="1 Quay", city="Galway", country="IE", phone="+353 1 555 0140",
                       email="p@example.com", contact_name="Dana Reyes", contact_title="Data protection officer")  # fmt: skip
    facts = Facts(as_of=DAY, org=org, incident=Incident(kind="intrusion", occurred=date(2026, 9, 1), discovered=date(2026, 10, 1)))
    duty = Duty(
        "EU-GDPR/individuals",
        "EU-GDPR",
        "individuals",
        True,
        None,
        None,
        ("email",),
        "",
        (),
        "Art. 34 GDPR",
        "people live there",
        "individuals",
    )
    settings = {"notice.steps_taken": "We closed the way in.", "notice.prevention": "We now ask for a second proof."}
    bench = Bench(Path(), Keys(b"k" * 32), DAY, settings=settings)
    someone = Person("p", "Ann Lee", residence="EU-IE", email="ann@example.com", elements=("name", "email"))
    drafted = notices.draft([duty], [someone], facts, Attack(), [], bench=bench)[0]
    return replace(drafted, missing=(), status="draft")


PATTERN = pattern()


def make_case(folder: Path, messages: int) -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=now) as case:
        drafts = [notice_for(number) for number in range(messages)]
        case.store.put(Notice, drafts)
        decide.approve_notices(case, [one.id for one in drafts], by="counsel")
        chosen = {weighing.SUBJECT: "minimum"}
        decide.write(case, weighing.CHOICE, chosen, verdict="minimum", by="counsel", grounds="a benchmark", action="choose strategy")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-archive", action="store_true")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="stanch-kills-") as work:
        root = Path(work)
        server = Counting(root / "archive", chance)
        controller = Controller(server, hostname="127.0.0.1", port=free_port())
        controller.start()
        try:
            return _measure(given, root, server, controller.port, chance)
        finally:
            controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def _measure(given, root: Path, server: Counting, port: int, chance: random.Random) -> int:
    make_case(root / "case", given.messages)
    (root / "key").write_text(PASSPHRASE)
    (root / "key").chmod(0o600)
    settings = {"host": "127.0.0.1", "port": port, "security": "none", "from_address": "privacy@example.com", "per_minute": 600_000}
    if not given.no_archive:
        settings |= {"archive": ARCHIVE, "archive_folder": str(root / "archive"), "settle_seconds": 2}
    (root / "mail.yaml").write_text(json.dumps(settings))
    (root / "mail.yaml").chmod(0o600)
    started, in_air = time.perf_counter(), 0
    thresholds = sorted(chance.randrange(given.messages) for _ in range(given.kills))
    for threshold in thresholds:
        child = run(root)
        while sum(server.counts.values()) < threshold and child.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.02)
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
            in_air += 1
        child.wait()
    last = run(root, quiet=False)
    out, _ = last.communicate()
    told = json.loads(out)
    people = {f"ann{number}@example.com" for number in range(given.messages)}
    twice = sum(server.counts[one] > 1 for one in people)
    none = sum(server.counts[one] == 0 for one in people)
    settled = events(root / "case")
    print(f"{given.messages} messages, sender killed {in_air} times: {twice} got two, {none} got none")
    print(
        f"in the air when it was killed and found out later: {settled['witnessed']} had been taken over, {settled['not_accepted']} had not"
    )
    print(f"in doubt still, and listed: {told['in_doubt']}; marks sent to the archive: {server.probes}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    print(f"took {time.perf_counter() - started:.0f} s; processor of the senders {used:.0f} s")
    return 1 if twice or none > told["in_doubt"] else 0


def events(folder: Path) -> Counter[str]:
    """How often each thing happened, by the ledger."""
    from stanch.casefile.models import PieceEventRow

    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        return Counter(PieceEventRow.objects.using(case.alias).values_list("what", flat=True))


def run(root: Path, *, quiet: bool = True) -> subprocess.Popen:
    out = subprocess.DEVNULL if quiet else subprocess.PIPE
    call = [*STANCH, "notices", "send", "-C", str(root / "case"), "--email", str(root / "mail.yaml"), "--json"]
    return subprocess.Popen(call, env=os.environ | {"STANCH_KEY_FILE": str(root / "key")}, stdout=out)


if __name__ == "__main__":
    sys.exit(main())
