"""Whole stories from logs: which cause comes out, when it began, whose it is."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from stanch import cause
from stanch.cause.account import chapters, follow
from stanch.cause.actor import Actor, find_actor
from stanch.cause.detect import watch
from stanch.cause.playbook import likeliest
from stanch.cause.reconstruction import fired_by
from stanch.cause.sigma import own_rules
from stanch.cause.timeline import of_texts

AS_OF = date(2026, 6, 1)
NIGHT = datetime(2026, 5, 12, 22, 14, tzinfo=UTC)


def test_what_the_room_gives_is_the_same_the_second_time() -> None:
    for name in cause.__all__:
        first = getattr(cause, name)
        assert callable(first)
        assert getattr(cause, name) is first


def told(*texts: str) -> tuple[str, Actor, list[str]]:
    """The cause's kind, the actor and the sentences."""
    logs = [(f"log{at}", text) for at, text in enumerate(texts)]
    actor = find_actor(watch(of_texts(logs, AS_OF), own_rules()))
    book, _ = likeliest(fired_by(actor))
    doings = follow(of_texts(logs, AS_OF), actor)
    return book.kind if book else "", actor, [chapter.text for chapter in chapters(actor, doings)]


def mornings(count: int = 20) -> Iterator[datetime]:
    return (NIGHT.replace(hour=8) - timedelta(days=ago) for ago in range(count, 0, -1))


def audit(when: datetime, operation: str, address: str, **more: object) -> str:
    record: dict[str, object] = {"CreationTime": f"{when:%Y-%m-%dT%H:%M:%S}", "Id": f"{operation}{when:%d%H%M%S}{more.get('ObjectId', '')}"}
    record |= {"Operation": operation, "Workload": "Exchange", "RecordType": 1, "UserId": "dan@example.com", "ClientIP": address}
    return json.dumps(record | more) + "\n"


def test_who_takes_files_from_the_usual_place_is_called_inside_and_the_office_is_not_the_intruder() -> None:
    office = "198.51.100.60"
    before = "".join(audit(day, "UserLoggedIn", office) for day in mornings())
    taken = "".join(
        audit(NIGHT + timedelta(seconds=at), "FileDownloaded", office, ObjectId=f"https://x.example/Clients/{at}.xlsx") for at in range(140)
    )
    forward = audit(NIGHT + timedelta(minutes=9), "New-InboxRule", office, Parameters=[{"Name": "ForwardTo", "Value": "d@example.org"}])
    kind, actor, sentences = told(before + taken + forward)
    assert kind == "insider"
    assert (actor.addresses, actor.shared, actor.accounts) == (set(), {office}, {"dan@example.com"})
    assert actor.entered == NIGHT
    assert any("nobody is seen who came from elsewhere" in sentence for sentence in sentences)


def test_the_same_from_a_new_address_is_somebody_outside() -> None:
    before = "".join(audit(day, "UserLoggedIn", "198.51.100.60") for day in mornings())
    kind, actor, _ = told(
        before
        + audit(NIGHT, "UserLoggedIn", "203.0.113.9")
        + audit(NIGHT + timedelta(minutes=9), "New-InboxRule", "203.0.113.9", Parameters=[{"Name": "ForwardTo", "Value": "d@example.org"}])
    )
    assert kind == "email_compromise"
    assert actor.addresses == {"203.0.113.9"}


def call(when: datetime, name: str, address: str, **more: object) -> dict[str, object]:
    who = {"type": "IAMUser", "userName": "app", "arn": "arn:aws:iam::111122223333:user/app"}
    return {
        "eventVersion": "1.09", "userIdentity": who, "eventTime": f"{when:%Y-%m-%dT%H:%M:%SZ}", "eventSource": "s3.amazonaws.com",
        "eventName": name, "sourceIPAddress": address, "userAgent": "aws-cli/2.13", "eventID": f"{name}{when:%d%H%M%S}", **more,
    }  # fmt: skip


@pytest.mark.parametrize("by_stranger", [True, False])
def test_a_snapshot_opened_to_all_is_a_stolen_key_or_a_mistake_by_where_it_was_done(*, by_stranger: bool) -> None:
    own = "198.51.100.70"
    records = [call(day, "ListBuckets", own) for day in mornings()]
    where = "203.0.113.9" if by_stranger else own
    records.append(call(NIGHT, "ModifyDBSnapshotAttribute", where, requestParameters={"dBSnapshotIdentifier": "s", "valuesToAdd": ["all"]}))
    kind, actor, _ = told(json.dumps({"Records": records}))
    assert kind == ("intrusion" if by_stranger else "misconfiguration")
    assert actor.entered == NIGHT


def esxi(when: datetime, program: str, message: str) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}.100Z esxi1 {program}[2100200]: {message}\n"


def test_a_hypervisor_s_system_log_tells_guessing_then_encryption() -> None:
    quiet = "".join(esxi(day + timedelta(hours=hour), "Hostd", "info hostd[2099001] Event 1") for day in mornings(5) for hour in range(9))
    guessed = "".join(
        esxi(NIGHT - timedelta(minutes=20 - at), "sshd", f"Failed password for root from 10.0.5.20 port {50_000 + at} ssh2")
        for at in range(14)
    )
    entered = esxi(NIGHT, "sshd", "Accepted keyboard-interactive/pam for root from 10.0.5.20 port 51514 ssh2")
    done = esxi(NIGHT + timedelta(minutes=5), "shell", "[root]: esxcli vm process kill --type=force --world-id=2101234")
    kind, actor, sentences = told(quiet + guessed + entered + done)
    assert kind == "ransomware"
    assert (actor.accounts, actor.entered) == ({"root"}, NIGHT.replace(microsecond=100_000))
    assert any("stopped machines" in sentence for sentence in sentences)


def get(when: datetime, address: str, path: str, status: int, size: int) -> str:
    return f'{address} - - [{when:%d/%b/%Y:%H:%M:%S} +0000] "GET {path} HTTP/1.1" {status} {size} "-" "Mozilla/5.0"\n'


def test_scanners_that_are_refused_are_no_story_and_one_file_fetched_over_a_shell_is_told() -> None:
    noise = "".join(
        get(day, f"192.0.2.{at}", "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", 404, 196) for at, day in enumerate(mornings(), 1)
    )
    assert told(noise)[0] == ""
    shell = get(NIGHT, "203.0.113.9", "/uploads/x.php?cmd=id", 200, 90)
    fetched = get(NIGHT + timedelta(minutes=3), "203.0.113.9", "/uploads/staff%20list.xlsx", 200, 4_000)
    kind, _, sentences = told(noise + shell + fetched)
    assert kind == "intrusion"
    assert "A file was taken (web server): /uploads/staff list.xlsx." in sentences


def test_a_count_met_today_does_not_begin_weeks_ago() -> None:
    def read(when: datetime, number: int) -> str:
        fields = {
            "EventID": 5145, "Channel": "Security", "Provider_Name": "Microsoft-Windows-Security-Auditing", "Computer": "FS1",
            "SystemTime": f"{when:%Y-%m-%dT%H:%M:%S}.{number:03}Z", "SubjectUserName": "rroe", "SubjectLogonId": "0xabc",
            "IpAddress": "10.0.0.41", "ShareName": "\\\\*\\Data", "RelativeTargetName": f"Customers\\c{number:04}.pdf", "AccessList": "%%4416",
        }  # fmt: skip
        return json.dumps(fields) + "\n"

    text = "".join(read(day, 1) for day in mornings()) + "".join(read(NIGHT + timedelta(seconds=at), at) for at in range(320))
    hits = [hit for hit in watch(of_texts([("fs1.json", text)], AS_OF), own_rules()).hits if "read in a row" in hit.rule.title]
    assert [(hit.first.replace(microsecond=0), hit.count) for hit in hits] == [(NIGHT, 320)]


def sonicwall(when: datetime, message: str, user: str, address: str) -> str:
    return f'<134>id=firewall sn=1 time="{when:%Y-%m-%d %H:%M:%S} UTC" fw=198.51.100.2 pri=1 c=32 m=33 msg="{message}" usr="{user}" src={address}:0:X1\n'


def qnap(when: datetime, user: str, address: str, path: str) -> str:
    return f"Information,{when:%Y-%m-%d},{when:%H:%M:%S},{user},{address},---,File Station,{path},Download\n"


def test_a_firewall_and_a_nas_without_rules_of_their_own_tell_guessing_then_files_taken() -> None:
    let_in = "SSL VPN zone remote user login allowed"
    usual = "".join(sonicwall(day, let_in, "ann", "198.51.100.70") for day in mornings())
    guessed = "".join(
        sonicwall(NIGHT - timedelta(minutes=15 - at), "User login denied due to bad credentials", "bob", "203.0.113.9") for at in range(12)
    )
    entered = sonicwall(NIGHT, let_in, "bob", "203.0.113.9")
    files = [qnap(day, "ann", "10.0.0.5", "Public/list.xlsx") for day in mornings()]
    files += [qnap(NIGHT + timedelta(minutes=5, seconds=at), "bob", "203.0.113.9", f"Public/hr/{at}.pdf") for at in range(210)]
    head = "Severity Level,Date,Time,Users,Source IP,Computer Name,Connection Type,Accessed Resources,Action\n"
    kind, actor, sentences = told(usual + guessed + entered, head + "".join(files))
    assert kind == "intrusion"
    assert (actor.addresses, actor.accounts, actor.entered) == ({"203.0.113.9"}, {"bob"}, NIGHT)
    assert any("a password was guessed" in sentence for sentence in sentences)
    assert any("bob opened or fetched 210 files" in sentence for sentence in sentences)


def test_data_stood_open_from_when_the_store_was_opened_and_not_from_when_it_was_read() -> None:
    def call(when: datetime, name: str, address: str, **more: object) -> str:
        record = {
            "eventTime": f"{when:%Y-%m-%dT%H:%M:%SZ}",
            "eventSource": "s3.amazonaws.com",
            "eventName": name,
            "sourceIPAddress": address,
        }
        return json.dumps(record | {"eventID": f"{name}{when:%d%H%M%S}", "userIdentity": {"userName": "ops"}} | more) + "\n"

    opened = NIGHT - timedelta(days=5)
    bucket = {"bucketName": "scans", "key": "a"}
    everybody = {"bucketName": "scans", "x": "http://acs.amazonaws.com/groups/global/AllUsers"}
    usual = "".join(call(day, "GetObject", "198.51.100.60", requestParameters=bucket) for day in mornings())
    read = "".join(
        call(NIGHT + timedelta(seconds=at), "GetObject", "203.0.113.9", requestParameters=bucket, userIdentity={"accountId": "anonymous"})
        for at in range(60)
    )
    kind, actor, sentences = told(usual + call(opened, "PutBucketAcl", "198.51.100.60", requestParameters=everybody) + read)
    assert (kind, actor.entered, actor.addresses) == ("misconfiguration", opened, {"203.0.113.9"})
    assert next(one for one in sentences if "opened a store" in one or "60 objects" in one).startswith("ops opened")


def test_an_application_that_draws_a_mailbox_after_a_consent_is_the_way_in() -> None:
    before = "".join(audit(day, "UserLoggedIn", "198.51.100.60") for day in mornings())
    consent = audit(NIGHT, "Consent to application.", "203.0.113.9")
    drawn = "".join(
        audit(NIGHT + timedelta(minutes=9, seconds=at), "MailItemsAccessed", "203.0.114.7", ClientInfoString="Client=REST;;")
        for at in range(60)
    )
    kind, actor, _ = told(before + consent + drawn)
    assert (kind, actor.entered, actor.accounts) == ("email_compromise", NIGHT, {"dan@example.com"})


def test_a_drive_that_is_connected_before_folders_are_copied_tells_of_somebody_inside() -> None:
    def event(at: int, number: int, **more: object) -> str:
        when = NIGHT + timedelta(minutes=at)
        record: dict[str, object] = {"EventID": number, "Channel": "Security", "Provider_Name": "Microsoft-Windows-Security-Auditing"}
        record |= {"Computer": "FS1", "SystemTime": f"{when:%Y-%m-%dT%H:%M:%SZ}", "EventRecordID": number + at, "SubjectUserName": "eve"}
        return json.dumps(record | more) + "\n"

    connected = event(0, 6416, DeviceId="USBSTOR\\Disk&Ven_SanDisk", ClassName="DiskDrive")
    copied = event(4, 4688, NewProcessName="C:\\Windows\\System32\\robocopy.exe", CommandLine="robocopy D:\\share\\customers E:\\ /e")
    assert told(connected + copied)[0] == "insider"
    assert told(copied)[0] == ""
