"""Who the intruder is where logs have no address for the deed: the VPN's session, the account, the machine."""

import json
from datetime import UTC, date, datetime

from stanch.cause.actor import find_actor, is_theirs
from stanch.cause.detect import watch
from stanch.cause.sigma import own_rules
from stanch.cause.timeline import of_texts

AS_OF = date(2026, 6, 1)


def seen(*texts: str):
    return watch(of_texts([(f"log{at}", text) for at, text in enumerate(texts)], AS_OF), own_rules())


def gateway(moment: str, outside: str, inside: str, user: str) -> str:
    day, _, hour = moment.partition("T")
    return (
        f'date={day} time={hour} devname="FG60" devid="FGT60" logid="0101039424" type="event" subtype="vpn" tz="+0000" '
        f'action="tunnel-up" tunnelid=7 remip={outside} tunnelip={inside} user="{user}" msg="SSL tunnel established"\n'
    )


def windows(moment: str, code: int, **fields: object) -> str:
    told = {
        "EventID": code, "Channel": "Security", "Provider_Name": "Microsoft-Windows-Security-Auditing", "Computer": "FS1",
        "SystemTime": f"{moment}Z", "EventRecordID": int(moment[-8:].replace(":", "")), **fields,
    }  # fmt: skip
    return json.dumps(told) + "\n"


def run(moment: str, command: str, image: str, user: str = "jsmith", session: str = "0x9a7b31") -> str:
    return windows(moment, 4688, SubjectUserName=user, SubjectLogonId=session, NewProcessName=image, CommandLine=command)


RCLONE = 'C:\\Users\\jsmith\\rclone.exe copy "D:\\Data" mega:c --max-age 3y'
SIGNED_IN = windows(
    "2026-03-10T01:53:00", 4624, TargetUserName="jsmith", TargetLogonId="0x9a7b31", LogonType=10, IpAddress="10.212.134.207"
)
CARRIED = run("2026-03-10T03:45:00", RCLONE, "C:\\Users\\jsmith\\rclone.exe")


def test_behind_an_inside_address_stands_whoever_the_vpn_gave_it_to_then():
    gave = (
        gateway("2026-03-09T08:00:00", "198.51.100.44", "10.212.134.207", "mlee")
        + gateway("2026-03-10T01:47:00", "203.0.113.77", "10.212.134.207", "jsmith")
        + gateway("2026-03-10T08:00:00", "198.51.100.44", "10.212.134.207", "mlee")
    )
    actor = find_actor(seen(gave, SIGNED_IN + CARRIED))
    assert actor.addresses == {"10.212.134.207", "203.0.113.77"}
    assert actor.entered == datetime(2026, 3, 10, 1, 47, tzinfo=UTC)
    assert "mlee" not in actor.accounts


def test_what_the_next_holder_of_the_inside_address_does_is_not_the_intruder_s():
    gave = gateway("2026-03-10T01:47:00", "203.0.113.77", "10.212.134.207", "jsmith") + gateway(
        "2026-03-10T08:00:00", "198.51.100.44", "10.212.134.207", "mlee"
    )
    later = windows("2026-03-10T09:00:00", 4624, TargetUserName="mlee", TargetLogonId="0x51", LogonType=3, IpAddress="10.212.134.207")
    actor = find_actor(seen(gave, SIGNED_IN + CARRIED + later))
    theirs = [is_theirs(event, actor) for event in of_texts([("w", SIGNED_IN + later)], AS_OF)]
    assert theirs == [True, False]


def test_without_any_address_the_account_is_the_actor():
    actor = find_actor(seen(run("2026-03-10T03:45:00", RCLONE, "C:\\Users\\jsmith\\rclone.exe", session="0x51")))
    assert (actor.addresses, actor.accounts) == (set(), {"jsmith"})
    assert actor.entered == datetime(2026, 3, 10, 3, 45, tzinfo=UTC)


def test_what_the_system_itself_ran_is_laid_to_the_machine():
    actor = find_actor(seen(run("2026-03-10T03:45:00", RCLONE, "C:\\Windows\\Temp\\rclone.exe", user="FS1$", session="0x3e7")))
    assert actor.machines == {"fs1"}
    assert [hit.hosts for hit in actor.hits if hit.rule.access] == [{"fs1": None}]
