"""The attack: one coherent story among benign traffic, told by four logs. The seed chooses which of three."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from stanch.drill.dice import dice
from stanch.drill.reached import BEYOND, SHARE, Shelf

BEGAN = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
AUTH, WEB, M365, CLOUD = "auth.log", "access.log", "m365_audit.json", "s3_access.log"
BUCKET = "larkfield-records"
SITE = "https://larkfield.example.com/sites/share/"
STAFF = tuple(f"{name}@larkfield.example.com" for name in ("m.farrow", "j.ortega", "p.lin", "s.doyle", "k.abbott"))


@dataclass(slots=True)
class Telling:
    """Events by log, each (time, line), and what is to be found among them."""

    events: dict[str, list[tuple[datetime, Any, dict[str, str] | None]]] = field(
        default_factory=lambda: {name: [] for name in (AUTH, WEB, M365, CLOUD)}
    )
    shelf: Shelf = field(default_factory=lambda: Shelf([]))

    def add(self, log: str, when: datetime, content: Any, **step: str) -> None:
        """One event; `step` (tactic, technique, text) where the actor did it."""
        self.events[log].append((when, content, step or None))


def ssh(host_time: datetime, user: str, address: str, outcome: str, number: int) -> str:
    """A line of sshd in auth.log."""
    verb = {"ok": "Accepted password for", "bad": "Failed password for", "none": "Failed password for invalid user"}[outcome]
    stamp = f"{host_time:%b} {host_time.day:>2} {host_time:%H:%M:%S}"
    return f"{stamp} db1 sshd[{2000 + number % 30000}]: {verb} {user} from {address} port {40000 + number % 20000} ssh2"


def web(when: datetime, address: str, request: str, status: int, size: int, agent: str = "Mozilla/5.0") -> str:  # noqa: PLR0917 the fields of the line, in its order
    """A line of the combined log format."""
    return f'{address} - - [{when:%d/%b/%Y:%H:%M:%S} +0000] "{request} HTTP/1.1" {status} {size} "-" "{agent}"'


def audit(when: datetime, user: str, operation: str, address: str, workload: str, number: int, **more: Any) -> dict[str, str]:  # noqa: PLR0917 the fields of the line, in its order
    """A record of the unified audit log as its export has it: AuditData is JSON within JSON."""
    stamp = f"{when:%Y-%m-%dT%H:%M:%S}"
    detail = {
        "CreationTime": stamp,
        "Id": f"00000000-0000-4000-8000-{number:012d}",
        "Operation": operation,
        "UserId": user,
        "ClientIP": address,
        "Workload": workload,
        "ResultStatus": more.pop("ResultStatus", "Succeeded"),
        **more,
    }
    return {"CreationDate": stamp + "Z", "UserIds": user, "Operations": operation, "AuditData": json.dumps(detail)}


def cloud(when: datetime, address: str, who: str, operation: str, key: str, size: int, number: int) -> str:  # noqa: PLR0917 the fields of the line, in its order
    """A line of S3 server access logging."""
    verb = operation.split(".")[1]
    return (
        f"79a59df900b949e5 {BUCKET} [{when:%d/%b/%Y:%H:%M:%S} +0000] {address} {who} {number:016X} {operation} {key} "
        f'"{verb} /{BUCKET}/{key} HTTP/1.1" 200 - {size} {size} 42 21 "-" "aws-cli/2.17.0" -'
    )


def phishing(told: Telling, rng: Random) -> dict[str, Any]:
    """A phished mailbox, a rule that hides mail, and a download of the share."""
    user, bad, start = "m.farrow@larkfield.example.com", f"203.0.113.{rng.randint(5, 250)}", BEGAN + timedelta(days=3, hours=2)
    told.add(
        M365,
        start,
        audit(start, user, "UserLoggedIn", bad, "AzureActiveDirectory", 900_001),
        tactic="initial-access",
        technique="T1078.004",
        text=f"{user} signed in from an address never seen before",
    )
    when = start + timedelta(minutes=14)
    rule = [
        {"Name": "Name", "Value": "."},
        {"Name": "SubjectContainsWords", "Value": "password;security"},
        {"Name": "DeleteMessage", "Value": "True"},
    ]
    told.add(
        M365,
        when,
        audit(when, user, "New-InboxRule", bad, "Exchange", 900_002, Parameters=rule),
        tactic="defense-evasion",
        technique="T1564.008",
        text="an inbox rule that deletes security mail was made",
    )
    taken = told.shelf.some(rng, 0.15, 0.7)[:260]
    opened = [file for file in told.shelf.some(rng, 0.05, 0.2) if file not in taken]
    _mailbox(told, rng, user, bad, start + timedelta(hours=1))
    for number, file in enumerate(opened):
        when = start + timedelta(hours=2, seconds=40 * number)
        told.add(M365, when, audit(when, user, "FileAccessed", bad, "SharePoint", 910_000 + number, ObjectId=SITE + file))
    # To the number that every such story has: what was not handed in.
    for number, file in enumerate([*taken, *(BEYOND.format(number) for number in range(260 - len(taken)))]):
        when = start + timedelta(hours=5, seconds=9 * number)
        step = {"tactic": "collection", "technique": "T1213.002", "text": "mass download from SharePoint"} if number in {0, 259} else {}
        names = {"SourceFileName": file.rpartition("/")[2], "ObjectId": SITE + file}
        told.add(M365, when, audit(when, user, "FileDownloaded", bad, "SharePoint", 900_010 + number, **names), **step)
    told.shelf.contact |= {SHARE + file: "accessed" for file in opened} | {SHARE + file: "acquired" for file in taken}
    told.shelf.rest[SHARE] = "not_reached"
    return {
        "kind": "email_compromise",
        "statement": "A phished mailbox account was taken over, hidden by an inbox rule, and used to download the file share.",
        "plain": "Someone tricked a member of our staff into giving away a mail password, and used it to copy our files.",
        "veris": {"action": {"social": {"variety": ["Phishing"]}, "hacking": {"variety": ["Use of stolen creds"]}}},
        "actor_ips": [bad],
        "accounts": [user],
        "ongoing": False,
    }


def _mailbox(told: Telling, rng: Random, user: str, bad: str, when: datetime) -> None:
    """A mailbox that the account may open too: copied whole, read in parts, or left alone."""
    how = rng.choice(("Sync", "Bind", ""))
    if how:
        more = {"MailboxOwnerUPN": "frontdesk@larkfield.example.com", "OperationProperties": [{"Name": "MailAccessType", "Value": how}]}
        told.add(M365, when, audit(when, user, "MailItemsAccessed", bad, "Exchange", 900_005, **more))
        told.shelf.contact["evidence/mail/frontdesk.mbox"] = "acquired" if how == "Sync" else "accessed"


def sudo(when: datetime, command: str) -> str:
    """A line of sudo in auth.log."""
    return f"{when:%b} {when.day:>2} {when:%H:%M:%S} db1 sudo:  dbadmin : TTY=pts/1 ; PWD=/home/dbadmin ; USER=postgres ; COMMAND={command}"


def spraying(told: Telling, rng: Random) -> dict[str, Any]:
    """Passwords sprayed at ssh, a dump of the database, an upload."""
    bad, start = f"198.51.100.{rng.randint(5, 250)}", BEGAN + timedelta(days=2, hours=1)
    for number in range(420):
        when = start - timedelta(minutes=70) + timedelta(seconds=9 * number)
        step = (
            {"tactic": "credential-access", "technique": "T1110.003", "text": "password spraying against ssh began"} if number == 0 else {}
        )
        told.add(AUTH, when, ssh(when, rng.choice(("root", "admin", "backup", "oracle", "dbadmin")), bad, "bad", number), **step)
    told.add(
        AUTH,
        start,
        ssh(start, "dbadmin", bad, "ok", 7001),
        tactic="initial-access",
        technique="T1078",
        text="the account dbadmin was entered",
    )
    when = start + timedelta(minutes=20)
    told.add(
        AUTH,
        when,
        sudo(when, "/usr/bin/pg_dump practice -f /tmp/practice.sql"),
        tactic="collection",
        technique="T1005",
        text="the database was dumped",
    )
    when += timedelta(minutes=30)
    told.add(
        CLOUD,
        when,
        cloud(when, bad, "arn:aws:iam::123456789012:user/backup", "REST.PUT.OBJECT", "tmp/practice.sql", 48_000_000, 7002),
        tactic="exfiltration",
        technique="T1567.002",
        text="the dump was uploaded",
    )
    told.shelf.contact["evidence/databases/practice.sql"] = "acquired"
    # Folders of the share are packed too; some of the packed files stay on the machine.
    folders = sorted({file.partition("/")[0] for file in told.shelf.files if "/" in file})
    for number, folder in enumerate(rng.sample(folders, min(rng.randint(0, 2), len(folders)))):
        packed, leaves = start + timedelta(minutes=30 + number), rng.random() < 0.5
        told.add(AUTH, packed, sudo(packed, f"/usr/bin/tar czf /tmp/{folder}.tgz /srv/share/{folder}"))
        if leaves:
            key, sender = f"tmp/{folder}.tgz", "arn:aws:iam::123456789012:user/backup"
            told.add(CLOUD, when, cloud(when, bad, sender, "REST.PUT.OBJECT", key, 9_000_000, 7003 + number))
        told.shelf.contact[f"{SHARE}{folder}"] = "acquired" if leaves else "accessed"
    return {
        "kind": "intrusion",
        "statement": "Passwords were sprayed at ssh until the account dbadmin opened; the database was dumped and uploaded.",
        "plain": "Someone guessed the password of one of our servers and copied our database.",
        "veris": {"action": {"hacking": {"variety": ["Brute force", "Use of stolen creds"]}}},
        "actor_ips": [bad],
        "accounts": ["dbadmin"],
        "ongoing": False,
    }


def injection(told: Telling, rng: Random) -> dict[str, Any]:
    """SQL through the portal, a web shell, objects drawn from the bucket; the shell still answers."""
    bad, start = f"192.0.2.{rng.randint(5, 250)}", BEGAN + timedelta(days=4, hours=3)
    for number in range(180):
        when = start + timedelta(seconds=4 * number)
        step = (
            {"tactic": "initial-access", "technique": "T1190", "text": "SQL injection through the portal's search began"}
            if number == 0
            else {}
        )
        query = f"GET /portal/search?q=1%27%20UNION%20SELECT%20{number}%2Cssn%2Cdob%20FROM%20public.patients--"
        told.add(WEB, when, web(when, bad, query, 200, 9000 + number, "sqlmap/1.8"), **step)
    when = start + timedelta(minutes=40)
    told.add(
        WEB,
        when,
        web(when, bad, "POST /portal/upload.php", 200, 512),
        tactic="persistence",
        technique="T1505.003",
        text="a web shell was uploaded",
    )
    when += timedelta(minutes=5)
    told.add(
        WEB,
        when,
        web(when, bad, "GET /portal/uploads/img.php?cmd=cat%20.env", 200, 811),
        tactic="execution",
        technique="T1059.004",
        text="the web shell ran commands",
    )
    drawn = [f"share/{file}" for file in told.shelf.some(rng, 0.1, 0.6)[:200]]
    keys = [*drawn, *(f"scans/{number:05d}.pdf" for number in range(300 - len(drawn)))]
    for number, key in enumerate(keys):
        when = start + timedelta(hours=2, seconds=5 * number)
        step = {"tactic": "exfiltration", "technique": "T1530", "text": "objects were drawn from the bucket"} if number in {0, 299} else {}
        reader = "arn:aws:iam::123456789012:user/portal"
        told.add(CLOUD, when, cloud(when, bad, reader, "REST.GET.OBJECT", key, 140_000, 8000 + number), **step)
    told.shelf.contact |= {f"evidence/{key}": "acquired" for key in drawn}
    told.shelf.contact["evidence/databases/practice.sql#public.patients"] = "acquired"
    when = BEGAN + timedelta(days=20)
    told.add(
        WEB,
        when,
        web(when, bad, "GET /portal/uploads/img.php?cmd=id", 200, 64),
        tactic="execution",
        technique="T1059.004",
        text="the web shell still answers",
    )
    return {
        "kind": "sql_injection",
        "statement": "SQL was injected through the patient portal, a web shell planted, and stored records drawn from the bucket.",
        "plain": "Someone used a fault in our patient website to copy records that we keep.",
        "veris": {"action": {"hacking": {"variety": ["SQLi", "Use of backdoor or C2"]}}},
        "actor_ips": [bad],
        "accounts": ["portal"],
        "ongoing": True,
    }


STORIES: tuple[Callable[[Telling, Random], dict[str, Any]], ...] = (phishing, spraying, injection)


def benign(told: Telling, rng: Random, events: int) -> None:
    """What happens every day."""
    for number in range(events):
        when = BEGAN + timedelta(seconds=rng.randrange(21 * 86400))
        address = f"10.20.{rng.randint(1, 4)}.{rng.randint(2, 250)}"
        visitor = f"203.0.113.{rng.randint(1, 4)}"
        told.add(
            WEB,
            when,
            web(
                when,
                visitor,
                rng.choice(("GET /", "GET /portal/login", "POST /portal/login", "GET /portal/appointments", "GET /img/logo.svg")),
                rng.choice((200, 200, 200, 304, 404)),
                rng.randint(200, 9000),
            ),
        )
        if number % 4 == 0:
            user = rng.choice(STAFF)
            operation, workload = rng.choice(
                (("UserLoggedIn", "AzureActiveDirectory"), ("MailItemsAccessed", "Exchange"), ("FileAccessed", "SharePoint"))
            )
            files = told.shelf.files
            more = {"ObjectId": SITE + rng.choice(files)} if files and workload == "SharePoint" else {}
            told.add(M365, when, audit(when, user, operation, address, workload, number, **more))
        if number % 6 == 0:
            told.add(
                AUTH, when, ssh(when, rng.choice(("deploy", "backup", "dbadmin")), address, rng.choice(("ok", "ok", "ok", "bad")), number)
            )
            told.add(
                CLOUD,
                when,
                cloud(
                    when,
                    address,
                    "arn:aws:iam::123456789012:user/backup",
                    "REST.GET.OBJECT",
                    f"scans/{rng.randrange(900):05d}.pdf",
                    140_000,
                    number,
                ),
            )


def write(folder: Path, seed: int, events: int = 6_000, shelf: Shelf | None = None) -> dict[str, Any]:
    """The logs; gives the story as truth/story.json has it. `shelf` is the share, and is told what the actor reached."""
    rng, told = dice(seed, "story"), Telling(shelf=shelf or Shelf([]))
    story = STORIES[seed % len(STORIES)](told, rng)
    benign(told, dice(seed, "benign"), events)
    folder.mkdir(parents=True, exist_ok=True)
    steps: list[dict[str, Any]] = []
    moments: list[datetime] = []
    for name, listed in told.events.items():
        listed.sort(key=lambda event: event[0])
        for line, (when, _, step) in enumerate(listed, start=1):
            if step:
                steps.append({"time": when.isoformat(), **step, "file": f"logs/{name}", "line": line})
                moments.append(when)
        contents = [content for _, content, _ in listed]
        text = json.dumps(contents, indent=1) if name == M365 else "\n".join(contents)
        (folder / name).write_text(text + "\n", encoding="utf-8", newline="\n")
    story["steps"] = sorted(steps, key=lambda step: (str(step["time"]), int(step["line"])))
    # Exposure begins with the first successful entry: a password that fails opens nothing.
    entered = [step["time"] for step in story["steps"] if step["tactic"] != "credential-access"]
    story["window"] = {"first": entered[0], "last": max(moments).isoformat()}
    return story
