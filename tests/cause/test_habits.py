"""What these very logs show as a habit is told at the level low; what an intruder repeats is not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from stanch.cause import sigma
from stanch.cause.detect import watch
from stanch.cause.timeline import of_texts

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def page(moment, ip, path="/"):
    return f'{ip} - - [{moment:%d/%b/%Y:%H:%M:%S} +0000] "GET {path} HTTP/1.1" 200 5 "-" "x"\n'


def levels(lines, rule):
    """The levels at which a rule is told, over a month of visitors beside these lines."""
    visitors = [page(START + DAY * at, f"192.0.2.{at}") for at in range(30)]
    events = of_texts([("access.log", "".join(sorted(visitors + lines, key=lambda line: line[line.index("[") :])))], date(2026, 6, 1))
    return {hit.ip: hit.rule.level for hit in watch(events, sigma.own_rules()).hits if hit.rule.title == rule}


SCRIPT = "Script in a folder for uploads or pictures is called"


def test_a_script_that_many_have_always_called_is_the_sites_own():
    lines = [page(START + DAY * day, f"198.51.100.{(day + at) % 20}", "/images/logo.php") for day in range(30) for at in range(3)]
    assert set(levels(lines, SCRIPT).values()) == {"low"}


@pytest.mark.parametrize(
    ("first", "callers", "why"),
    [(12, 20, "it was not there from the beginning"), (0, 3, "few call it")],
)
def test_a_shell_is_told_however_often_it_is_called(first, callers, why):
    lines = [page(START + DAY * day, f"198.51.100.{day % callers}", "/images/x.php") for day in range(first, 30)]
    assert set(levels(lines, SCRIPT).values()) == {"critical"}, why


def test_a_shell_beside_the_sites_own_script_is_told_apart():
    own = [page(START + DAY * day, f"198.51.100.{(day + at) % 20}", "/images/logo.php") for day in range(30) for at in range(3)]
    told = levels([*own, page(START + DAY * 20, "203.0.113.9", "/images/x.php")], SCRIPT)
    assert told.pop("203.0.113.9") == "critical"
    assert set(told.values()) == {"low"}


def command(moment, user, text):
    return f"{moment:%b} {moment.day:2} {moment:%H:%M:%S} db1 sudo: {user} : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND={text}\n"


def test_the_nightly_dump_is_a_habit_and_another_one_by_the_same_account_is_not():
    nightly = [command(START + DAY * day, "postgres", "/usr/bin/pg_dump shop") for day in range(30)]
    other = command(START + DAY * 29 + timedelta(hours=3), "postgres", "/usr/bin/pg_dump patients")
    events = of_texts([("auth.log", "".join([*nightly, other]))], date(2026, 6, 1))
    told = [hit for hit in watch(events, sigma.own_rules()).hits if hit.rule.title.startswith("Database copied out")]
    assert sorted((hit.rule.level, hit.count) for hit in told) == [("low", 30), ("medium", 1)]


def test_a_month_of_dumps_in_one_night_is_no_habit():
    nightly = [command(START + DAY * day, "postgres", "/usr/bin/pg_dump shop") for day in range(30)]
    many = [command(START + DAY * 20 + timedelta(minutes=at), "postgres", "/usr/bin/pg_dump shop") for at in range(1, 40)]
    events = of_texts([("auth.log", "".join(sorted(nightly + many, key=lambda line: line[4:15])))], date(2026, 6, 1))
    told = [hit for hit in watch(events, sigma.own_rules()).hits if hit.rule.title.startswith("Database copied out")]
    assert [hit.rule.level for hit in told] == ["medium"]


def signed(moment, user, ip, operation):
    return (
        f'{{"CreationTime":"{moment:%Y-%m-%dT%H:%M:%S}","Id":"{moment:%d%H%M%S}{user}","Operation":"{operation}","Workload":"AzureActiveDirectory",'
        f'"UserId":"{user}@example.com","ClientIP":"{ip}"}}\n'
    )


@pytest.mark.parametrize(("good", "level"), [(40, "low"), (0, "high")])
def test_mistyped_passwords_of_an_office_and_a_guesser_who_was_always_there(good, level):
    lines = []
    for day in range(20):
        at = START + DAY * day
        lines += [signed(at + timedelta(seconds=one), f"u{one}", "198.51.100.20", "UserLoggedIn") for one in range(good)]
        lines += [signed(at + timedelta(minutes=5 + one), f"u{one}", "198.51.100.20", "UserLoginFailed") for one in range(6)]
        lines += [signed(at + timedelta(minutes=30), "u1", "198.51.100.20", "UserLoggedIn")]
    events = of_texts([("m365.json", "".join(lines))], date(2026, 6, 1))
    told = [hit.rule.level for hit in watch(events, sigma.own_rules()).hits if "after many failures" in hit.rule.title]
    assert told == [level]
