"""Whom people named, hours that are unusual, and who belongs to the actor beside what rules told."""

import json
from datetime import UTC, date, datetime, timedelta

from stanch.cause.account import chapters, follow, window
from stanch.cause.actor import Actor, Suspects, find_actor
from stanch.cause.detect import watch
from stanch.cause.sigma import own_rules
from stanch.cause.timeline import of_texts

AS_OF = date(2026, 6, 1)
NIGHT = datetime(2026, 5, 12, 23, 10, tzinfo=UTC)


def told(suspects: Suspects, *texts: str) -> tuple[Actor, list[str], tuple[datetime | None, datetime | None]]:
    logs = [(f"log{at}", text) for at, text in enumerate(texts)]
    actor = find_actor(watch(of_texts(logs, AS_OF), own_rules()), suspects)
    doings = follow(of_texts(logs, AS_OF), actor)
    period = window(actor, doings)
    return actor, [chapter.text for chapter in chapters(actor, doings)], (period.first, period.last)


def opened(when: datetime, user: str, at: int) -> str:
    record = {"CreationTime": f"{when:%Y-%m-%dT%H:%M:%S}", "Id": f"{user}{when:%d%H%M%S}{at}", "Operation": "FileAccessed", "Workload": "SharePoint",
              "UserId": user, "ObjectId": f"https://x.example/Charts/{at}.pdf"}  # fmt: skip
    return json.dumps(record) + "\n"


def month(nightly: int) -> str:
    days = [NIGHT.replace(hour=13) - timedelta(days=ago) for ago in range(20, 0, -1)]
    usual = "".join(
        opened(day + timedelta(minutes=5 * at), user, at)
        for day in days
        for at in range(6)
        for user in ("tess@example.com", "mo@example.com")
    )
    return usual + "".join(opened(NIGHT + timedelta(minutes=at), "tess@example.com", 100 + at) for at in range(nightly))


def test_the_one_whom_people_named_did_what_is_unusual_for_the_account() -> None:
    actor, sentences, (first, last) = told(Suspects(frozenset(("tess",))), month(18))
    assert (actor.accounts, actor.addresses) == ({"tess@example.com"}, set())
    assert (first, last) == (NIGHT, NIGHT + timedelta(minutes=17))
    assert any("opened or took 18 things from 2026-05-12 23:10" in one for one in sentences)


def test_days_that_people_know_bound_what_is_laid_to_the_one_they_named() -> None:
    since = NIGHT.replace(hour=0) - timedelta(days=3)
    _, _, (first, last) = told(Suspects(frozenset(("tess@example.com",)), since, NIGHT.replace(hour=0)), month(18))
    assert (first, last) == (since, NIGHT.replace(hour=13, minute=35) - timedelta(days=1))


def test_nobody_named_or_somebody_unknown_makes_no_story() -> None:
    for names in ((), ("nobody@example.com",), ("10.0.0.9",)):
        actor, sentences, _ = told(Suspects(frozenset(names)), month(18))
        assert (actor.entered, sentences) == (None, [])


def test_few_things_at_night_are_nothing_unusual() -> None:
    hits = watch(of_texts([("log", month(9))], AS_OF), own_rules()).hits
    assert "statistic_odd_hours" not in {hit.rule.id for hit in hits}


def request(when: datetime, ip: str, what: str, size: int = 900) -> str:
    return f'{ip} - - [{when:%d/%b/%Y:%H:%M:%S} +0000] "{what} HTTP/1.1" 200 {size} "-" "curl/8"\n'


def test_who_calls_the_actors_shell_or_fetches_what_lies_beside_it_is_the_actor() -> None:
    shell, later = "/wp-content/plugins/tool/cache.php", NIGHT + timedelta(days=3)
    log = "".join(request(NIGHT - timedelta(days=9) + timedelta(hours=at), f"198.51.100.{at}", "GET /") for at in range(40))
    log += request(NIGHT, "203.0.113.9", "POST /wp-admin/update.php?action=upload-plugin")
    log += request(NIGHT + timedelta(minutes=2), "203.0.113.9", f"POST {shell}") + request(later, "192.0.2.77", f"POST {shell}")
    log += request(later + timedelta(hours=1), "192.0.2.78", "GET /wp-content/plugins/tool/all.zip", 80_000_000)
    log += request(later + timedelta(hours=2), "192.0.2.79", "GET /download/manual.zip", 80_000_000)
    actor, _, (_, last) = told(Suspects(), log)
    assert actor.addresses == {"203.0.113.9", "192.0.2.77", "192.0.2.78"}
    assert last == later + timedelta(hours=1)


def test_a_program_that_broke_down_before_the_way_in_was_opened_joins_the_story() -> None:
    def line(when: datetime, **said: str) -> str:
        pairs = {
            "date": f"{when:%Y-%m-%d}",
            "time": f"{when:%H:%M:%S}",
            "devname": "FG1",
            "devid": "F",
            "tz": "+0000",
            "logid": "1",
            "type": "event",
            **said,
        }
        return ",".join(f'"{name}={value}"' for name, value in pairs.items()) + "\n"

    crash = {"logdesc": "Application crashed", "msg": "Pid: 1, application: sslvpnd, Firmware: x, Signal 11 received"}
    quiet = "".join(line(NIGHT - timedelta(days=ago), logdesc="Sync", action="sync", srcip="10.0.0.5") for ago in range(9, 0, -1))
    change = line(
        NIGHT,
        logdesc="Object attribute configured",
        user="admin",
        ui="jsconsole(203.0.113.9)",
        action="Add",
        cfgpath="user.local",
        cfgobj="x",
    )
    near, far = (line(NIGHT - ago, **crash) for ago in (timedelta(minutes=9), timedelta(days=2)))
    _, sentences, _ = told(Suspects(), quiet + near + change)
    assert any("broke down" in one for one in sentences)
    _, sentences, _ = told(Suspects(), quiet + far + change)
    assert sentences
    assert not any("broke down" in one for one in sentences)


def test_what_was_read_between_the_sign_in_and_the_first_alarm_was_reached() -> None:
    from stanch.cause.places import Places
    from stanch.cause.reach import Joining

    def audit(when: datetime, operation: str, ip: str, **more: object) -> str:
        told = {
            "CreationTime": f"{when:%Y-%m-%dT%H:%M:%S}",
            "Id": f"{operation}{when:%d%H%M%S}",
            "Operation": operation,
            "Workload": "Exchange",
        }
        return json.dumps({**told, "UserId": "ann@example.com", "ClientIP": ip, **more}) + "\n"

    usual = "".join(audit(NIGHT - timedelta(days=ago), "UserLoggedIn", "198.51.100.6") for ago in range(20, 0, -1))
    night = audit(NIGHT, "UserLoggedIn", "203.0.113.9") + audit(
        NIGHT + timedelta(minutes=9), "MailItemsAccessed", "203.0.113.9", MailboxOwnerUPN="ann@example.com"
    )
    rule = audit(
        NIGHT + timedelta(minutes=40), "New-InboxRule", "203.0.113.9", Parameters=[{"Name": "ForwardTo", "Value": "d@example.org"}]
    )
    logs = [("log", usual + night + rule)]
    actor = find_actor(watch(of_texts(logs, AS_OF), own_rules()))
    assert actor.entered == NIGHT + timedelta(minutes=40)
    joining = Joining(actor, Places.of(["mail/ann@example.com.mbox", "mail/bob@example.com.mbox"]))
    assert list(joining.watching(of_texts(logs, AS_OF)))
    assert {place: one.contact for place, one in joining.places_reached.items()} == {"mail/ann@example.com.mbox": "accessed"}
