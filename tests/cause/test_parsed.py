"""Logs parsed by workers: the same account as when the program itself reads them, and a hostile line costs itself."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import planted_parser
import pyarrow as pa
import pytest

from stanch.cause import sigma
from stanch.cause.detect import watch
from stanch.cause.parsed import Parsed, task
from stanch.cause.parsed.feed import Feed, Missed
from stanch.cause.timeline import Timeline
from stanch.engine import Bench, Limits, Parts
from stanch.vault import sealed_writer, user_keys

AS_OF = date(2026, 6, 1)
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
SCHEMA = pa.schema([("exhibit", pa.string()), ("locator", pa.string()), ("text", pa.string())])
CUT = ("dc.jsonl", "again.jsonl", "fw.log", "okta.jsonl")


def at(minute):
    return START + timedelta(minutes=minute)


def windows(count, *, first=0):
    """Sign-ins from elsewhere, and what their sessions did, one record a line; numbers of sessions come again after a while."""
    for number in range(first, first + count):
        told = {"SystemTime": f"{at(number):%Y-%m-%dT%H:%M:%S}.1234567Z", "Channel": "Security", "Computer": "dc1", "EventID": 5145}
        told |= {
            "SubjectLogonId": f"0x{number // 3 % 7:x}1",
            "SubjectUserName": "ann",
            "ShareName": r"\\*\hr",
            "ObjectName": f"pay{number}.xlsx",
        }
        if number % 3 == 0:
            told |= {"EventID": 4624, "TargetLogonId": f"0x{number // 3 % 7:x}1", "LogonType": "3", "IpAddress": f"203.0.113.{number % 11}"}
        if number % 5 == 0:
            told |= {
                "EventID": 4688,
                "NewProcessName": r"C:\Windows\System32\vssadmin.exe",
                "CommandLine": "vssadmin delete shadows /all /quiet",
            }
        if number % 4:
            told["EventRecordID"] = number
        yield json.dumps(told)


def sshd(count):
    for number in range(count):
        what = "Failed" if number % 6 else "Accepted"
        yield f"{at(number):%b %d %H:%M:%S} web1 sshd[{number}]: {what} password for ann from 203.0.113.{number % 5} port 4711 ssh2"


def fortigate(count):
    head = 'devname="FG60" devid="FGT60" logid="0101039424" type="event"'
    for number in range(count):
        yield f'date={at(number):%Y-%m-%d} time={at(number):%H:%M:%S} {head} action="tunnel-up" remip=203.0.113.{number % 9} user="ann"'


def okta(count):
    for number in range(count):
        told = {
            "published": f"{at(number):%Y-%m-%dT%H:%M:%S.000Z}",
            "eventType": "user.session.start",
            "uuid": str(number),
            "actor": {"alternateId": "ann"},
        }
        yield json.dumps(
            told | {"client": {"ipAddress": f"203.0.113.{number % 9}"}, "outcome": {"result": "SUCCESS" if number % 2 else "FAILURE"}}
        )


def logs():
    """A log of each sort; what is strange stands in the middle of some."""
    odd = ["", "no record", '{"x": ', '{"big": 123456789012345678901234567890, "half": "\\ud800"}', "a" * 5000]
    ndjson = list(windows(90))
    lines = list(sshd(60))
    return {
        "dc.jsonl": "\n".join(ndjson) + "\n",
        "again.jsonl": "\n".join(windows(60, first=60)),
        "torn.jsonl": "\n".join([*ndjson[:70], json.dumps(json.loads(ndjson[71]), indent=1), *odd, *ndjson[72:]]),
        "listed.json": json.dumps([json.loads(one) for one in windows(30)]),
        "auth.log": "\n".join([*lines[:30], *odd, *lines[30:]]) + "\n",
        "fw.log": "\n".join([*fortigate(50), *odd, *fortigate(20)]),
        "okta.jsonl": "\n".join(okta(40)) + "\n",
    }


def parts_of(folder, texts, piece=1500):
    path = folder / "logs.parquet"
    with sealed_writer(path, SCHEMA, user_keys()) as writer:
        for name, text in texts.items():
            begin = 0
            while begin < len(text):
                end = text.rfind("\n", begin, begin + piece) + 1 or begin + piece
                writer.write_table(pa.table({"exhibit": ["E1"], "locator": [name], "text": [text[begin:end]]}, schema=SCHEMA))
                begin = end
    return Parts((path,), user_keys())


def told(folder, texts, *, stretch=0, ecs=frozenset(), workers=0):
    """What the first and the second pass make of these logs, in plain values; without stretches as the program itself reads them."""
    parts, rules = parts_of(folder, texts), sigma.own_rules()
    bench = Bench(folder, user_keys(), AS_OF, workers=workers)
    parsed = Parsed(rules, bench, stretch=stretch) if stretch else None
    timeline = Timeline(parts, AS_OF, ecs, None, parsed)
    seen = watch(timeline.watched(), rules)
    again = [(one.locator, one.time, str(one.time), one.ip, one.user, one.uid, one.fields) for one in timeline.events(frozenset(("ann",)))]
    hits = [(hit.rule.id, replace(hit, rule=None)) for hit in seen.hits]
    assert parsed is None or all(parsed.holds(name) and not parsed.missed for name in texts)
    assert not stretch or {name for name in texts if len(parsed.of[name]) > 1} == (
        set(CUT) & set(texts) if stretch < 1000 and not ecs else set()
    )
    return hits, seen.addresses, seen.accounts, timeline.sources(), timeline.remarks(), again


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return told(tmp_path_factory.mktemp("plain"), logs())


@pytest.mark.parametrize("stretch", [1, 3, 1000])
def test_the_account_is_the_same_however_logs_are_cut(tmp_path, plain, stretch):
    assert plain[0], "nothing fires in these logs"
    for one, other in zip(plain, told(tmp_path, logs(), stretch=stretch), strict=True):
        assert other == one


def test_events_bear_the_names_that_rules_ask_for(tmp_path):
    (tmp_path / "one").mkdir()
    names = frozenset(("source.ip", "user.name", "@timestamp"))
    texts = {"dc.jsonl": "\n".join(windows(60)) + "\n"}
    assert told(tmp_path, texts, stretch=1, ecs=names) == told(tmp_path / "one", texts, ecs=names)


def test_a_line_on_which_a_parser_hangs_dies_or_fails_costs_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(task, "parse", planted_parser.parse_planted)
    lines = list(sshd(90))
    for place, word in ((20, "RAISE"), (40, "DIE"), (60, "HANG")):
        lines[place] = lines[place].replace("ann", word)
    parts, rules = parts_of(tmp_path, {"auth.log": "\n".join(lines), "other.jsonl": "\n".join(okta(5))}, 10_000), sigma.own_rules()
    parsed = Parsed(rules, Bench(tmp_path, user_keys(), AS_OF, workers=1, limits=Limits(3.0)))
    timeline = Timeline(parts, AS_OF, parsed=parsed)
    events = list(timeline.events())
    assert [event.line for event in events if event.file == "auth.log"] == [one for one in range(1, 91) if one not in (21, 41, 61)]
    assert sum(event.file == "other.jsonl" for event in events) == 5
    assert [(one.exhibit, one.file, one.reason) for one in parsed.missed] == [
        ("E1", "auth.log", one) for one in ("damaged", "damaged", "timed_out")
    ]
    assert [one.detail.partition(":")[0] for one in parsed.missed] == ["line 21", "line 41", "line 61"]


def test_where_a_log_takes_too_long_as_a_whole_its_end_is_left_out():
    stuck = [
        {"at": "1", "reason": "damaged", "detail": "x", "last": False},
        {"at": "1.1", "reason": "timed_out", "detail": "y", "last": True},
    ]
    feed = Feed(["a\nb\n", "c\nd\ne\n", '{"f": 1}\n{}\n'], lambda _token, _seconds: None, 1.0, stuck)
    assert list(feed) == ["a\nb\n", "c\n", "\n", "\n", "{}\n{}\n"]
    assert feed.missed == [Missed(4, 7, "timed_out", "y")]
