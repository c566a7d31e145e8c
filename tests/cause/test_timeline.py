"""The timeline over several logs: copies, gaps, clocks, zones, and the table of events."""

import csv
import json
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from stanch.cause import clocks, coverage
from stanch.cause.table import kept
from stanch.cause.timeline import Timeline, of_pieces, of_texts
from stanch.cli.main import run

AS_OF = date(2026, 6, 1)
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def web_line(time, ip="203.0.113.9", path="/", zone="+0000"):
    return f'{ip} - - [{time:%d/%b/%Y:%H:%M:%S} {zone}] "GET {path} HTTP/1.1" 200 5 "-" "x"\n'


def auth_line(time, ip="203.0.113.9"):
    return f"{time:%b} {time.day:2} {time:%H:%M:%S} web1 sshd[1]: Failed password for ann from {ip} port 4711 ssh2\n"


def told(texts):
    """The timeline after a full pass over logs given as text."""
    timeline = Timeline(None, AS_OF)
    events = list(of_pieces([(name, lambda text=text: iter([text])) for name, text in texts], AS_OF, timeline))
    return timeline, events


def test_overlapping_exports_are_counted_once():
    minutes = [web_line(START + timedelta(minutes=at)) for at in range(60)]
    timeline, events = told([("a.log", "".join(minutes[:40])), ("b.log", "".join(minutes[20:]))])
    assert len(events) == 60
    assert [one.duplicates for one in timeline.sources()] == [0, 20]
    assert "b.log: 20 events stand in another log too and were counted once." in timeline.remarks()


def test_the_same_request_twice_in_one_log_is_two():
    line = web_line(START)
    assert len(told([("a.log", line * 3)])[1]) == 3
    assert len(told([("a.log", line * 3), ("b.log", line * 5)])[1]) == 5


def test_three_exports_of_the_same_requests_are_counted_once():
    line = web_line(START)
    assert len(told([("a.log", line * 3), ("b.log", line * 5), ("c.log", line * 5)])[1]) == 5


def test_of_many_small_logs_each_is_held_against_few(monkeypatch):
    looked: list[int] = []
    monkeypatch.setattr("stanch.cause.timeline.bisect_left", lambda marks, mark: (looked.append(mark), bisect_left(marks, mark))[1])
    begins = [START + timedelta(seconds=at) for at in range(64)]
    logs = [(f"{begin:%M%S}.log", web_line(begin) + web_line(begin + timedelta(days=90))) for begin in begins]
    assert len(told(logs)[1]) == 2 * len(logs)
    assert len(looked) <= 2 * len(logs) * 7


def test_clocks_of_logs_that_lie_apart_are_not_compared(monkeypatch):
    compared: list[int] = []
    monkeypatch.setattr(clocks, "_steady", lambda pairs: compared.append(len(pairs)))
    visitors = [f"198.51.100.{at}" for at in range(1, 6)]
    logs = [
        (f"{day}.log", "".join(web_line(START + timedelta(days=day, minutes=at), ip) for at, ip in enumerate(visitors)))
        for day in range(40)
    ]
    told(logs)[0].remarks()
    assert not compared
    told([logs[0], ("auth.log", "".join(auth_line(START + timedelta(hours=14, minutes=at), ip) for at, ip in enumerate(visitors)))])[
        0
    ].remarks()
    assert compared == [5]


def test_a_record_with_a_number_is_counted_once_also_within_a_file():
    record = {"eventSource": "x", "eventName": "GetObject", "eventTime": "2026-03-04T05:06:07Z", "eventID": "e1"}
    timeline, events = told([("t.json", json.dumps({"Records": [record, record]}))])
    assert len(events) == 1
    assert timeline.sources()[0].duplicates == 1


def test_a_gap_is_told_in_words():
    hours = [START + timedelta(hours=at) for at in range(24 * 21) if not 24 * 7 <= at < 24 * 13]
    timeline, _ = told([("access.log", "".join(map(web_line, hours)))])
    assert timeline.remarks() == ("There are no web server lines between 9 March 2026, 06:00 and 15 March 2026, 06:00.",)
    (gap,) = timeline.gaps()
    assert (gap.kind, gap.first, gap.last) == ("web", START + timedelta(days=7), START + timedelta(days=13))


@pytest.mark.parametrize("days", [9, 40])
def test_nights_and_weekends_are_no_gaps(days):
    hours = [time for at in range(24 * days) if (time := START + timedelta(hours=at)).weekday() < 5 and 8 <= time.hour < 18]
    assert told([("access.log", "".join(map(web_line, hours)))])[0].gaps() == ()


def test_a_gap_in_one_file_that_another_fills_is_none():
    hours = [START + timedelta(hours=at) for at in range(24 * 21)]
    first, second = (map(web_line, part) for part in (hours[:200] + hours[400:], hours[190:410]))
    assert told([("a.log", "".join(first)), ("b.log", "".join(second))])[0].gaps() == ()


@pytest.mark.parametrize(("off", "said"), [(timedelta(minutes=7), "ahead of that of b.log by about 7 minutes."),
                                           (-timedelta(hours=2), "behind that of b.log by about 2.0 hours: likely a time zone")])  # fmt: skip
def test_a_clock_that_is_off_is_told(off, said):
    visits = [(START + timedelta(minutes=37 * at, seconds=at * at), f"198.51.100.{at}") for at in range(1, 60)]
    timeline, events = told(
        [("a.log", "".join(web_line(time + off, ip) for time, ip in visits)), ("b.log", "".join(auth_line(*visit) for visit in visits))]
    )
    assert any(said in one for one in timeline.remarks())
    assert min(event.time for event in events if event.kind == "web") == visits[0][0] + off


def test_two_machines_and_a_firewall_whose_clocks_are_off_tell_one_story_in_order() -> None:
    """The firewall is an hour ahead, the second server seven minutes behind: reads would stand before the way in."""
    people = [f"10.0.0.{at}" for at in range(20, 32)]

    def windows(host: str, number: int, when: datetime, user: str, ip: str, **more: str) -> str:
        said = {"EventID": number, "Channel": "Security", "Computer": host, "TimeCreated": f"{when:%Y-%m-%dT%H:%M:%SZ}", "IpAddress": ip}
        return json.dumps({**said, "TargetUserName": user, "SubjectUserName": user, **more}) + "\n"

    def firewall(when: datetime, src: str, dst: str) -> str:
        return f'date={when:%Y-%m-%d} time={when:%H:%M:%S} devname="F" devid="F1" logid="0000000013" type="traffic" subtype="forward" tz="+0000" srcip={src} dstip={dst} action="accept"\n'

    first, second, gate = [], [], []
    for at, ip in enumerate(people * 3):
        when = START + timedelta(minutes=37 * at + at * at * 7 % 311, seconds=at * at % 50)
        first.append(windows("S1", 4624, when, f"user{at % 12}", ip, LogonType="3"))
        second.append(windows("S2", 4624, when + timedelta(seconds=9, minutes=-7), f"user{at % 12}", ip, LogonType="3"))
        gate.append(firewall(when + timedelta(hours=1, seconds=2), ip, "10.0.1.5"))
    timeline, events = told([("S1.json", "".join(first)), ("S2.json", "".join(second)), ("fw.log", "".join(gate))])
    assert timeline.set_clocks()
    assert {file: round(off.total_seconds() / 60) for (file, _), off in timeline.moved.items()} == {"S2.json": -7, "fw.log": 60}
    for event in events:
        timeline.finish(event)
    met = [event for event in events if event.ip == people[0]]
    starts = {event.file: event.time for event in reversed(met)}
    assert max(starts.values()) - min(starts.values()) < timedelta(seconds=30), "one sign-in, three logs"
    remarks = " ".join(timeline.remarks())
    assert "The times of fw.log are told 1.0 hours earlier than it has them" in remarks
    assert "The times of S2.json are told 7 minutes later" in remarks


def test_clocks_that_agree_and_logs_that_share_nothing_are_not_told():
    visits = [(START + timedelta(minutes=37 * at), f"198.51.100.{at}") for at in range(1, 60)]
    web = "".join(web_line(*visit) for visit in visits)
    same = told([("a.log", web), ("b.log", "".join(auth_line(*visit) for visit in visits))])[0]
    others = "".join(auth_line(time + timedelta(minutes=at * at % 700), ip) for at, (time, ip) in enumerate(visits))
    chance = told([("a.log", web), ("b.log", others)])[0]
    for timeline in (same, chance):
        assert not [one for one in timeline.remarks() if "clock" in one]


def test_zones_and_time_that_goes_back_are_told():
    text = web_line(START + timedelta(hours=1)) + web_line(START) + web_line(START + timedelta(hours=2))
    timeline, _ = told([("access.log", text), ("auth.log", auth_line(START))])
    web, auth = timeline.sources()
    assert (web.zone, auth.zone, web.backwards) == ("stated", "unstated", 1)
    assert "Times that name no zone were read as UTC: auth.log." in timeline.remarks()


def test_a_log_with_the_newest_first_does_not_go_back() -> None:
    times = [START + timedelta(hours=at) for at in range(30)]
    timeline, _ = told([("access.log", "".join(map(web_line, reversed(times))))])
    assert (timeline.sources()[0].backwards, timeline.remarks()) == (0, ())


def test_a_stamp_before_there_were_logs_is_not_understood():
    timeline, events = told([("access.log", web_line(START) + web_line(START.replace(year=1971)))])
    assert len(events) == 1
    assert timeline.sources()[0].unparsed == 1


def test_what_nobody_knows_is_counted():
    timeline, events = told([("x.txt", "one\ntwo\nthree\n")])
    assert not events
    assert (timeline.sources()[0].kind, timeline.sources()[0].unparsed) == ("unknown", 3)


def test_the_table_of_events(tmp_path):
    hostile = web_line(START, path="/=cmd|x") + 'x 203.0.113.9 - =1+1 [04/Mar/2026:05:06:07 +0000] "G"\n'
    agent = web_line(START).replace('"x"', '"=HYPERLINK(1)\x1b[2J"')
    events = list(of_texts([("access.log", hostile + agent), ("auth.log", auth_line(START))], AS_OF))
    for name in ("events.parquet", "events.csv"):
        assert list(kept(iter(events), tmp_path / name)) == events
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["source.ip"] for row in rows] == ["203.0.113.9"] * 3
    assert [row["user_agent.original"] for row in rows][1] == "'=HYPERLINK(1)\ufffd[2J"
    query = 'select "event.dataset", "user.name" from read_parquet(?) where "event.outcome" = \'failure\''
    found = duckdb.execute(query, [str(tmp_path / "events.parquet")]).fetchall()
    assert [(kind, user) for kind, user in found] == [("sshd", "ann")]


def test_the_command_with_a_mapping_rules_in_ecs_and_a_table(tmp_path, capsys):
    (tmp_path / "logs").mkdir()
    (tmp_path / "rules").mkdir()
    rows = "".join(f"2026-03-04T05:{at:02}:07Z,till1,203.0.113.9,ann,export\n" for at in range(20))
    (tmp_path / "logs/till.csv").write_text("when,till,from,who,what\n" + rows, "utf-8")
    (tmp_path / "till.yaml").write_text(
        "kind: web\ntitle: Till\nform: records\nneeds: [when, till]\ntime: [when]\n"
        "fields: {source.ip: [from], user.name: [who], host.name: [till], event.action: [what]}\naction: export\n",
        "utf-8",
    )
    (tmp_path / "rules/export.yml").write_text(
        "title: Export at the till\nid: 7b1f0a10-5a3e-4c1e-9d0e-0c6e2a5f1999\nlogsource: {category: webserver}\n"
        "detection:\n  it:\n    user.name: ann\n    event.action: export\n  condition: it\nlevel: high\n",
        "utf-8",
    )
    options = {"--mapping": "till.yaml", "--sigma": "rules", "--events": "e.csv"}
    call = ["cause", str(tmp_path / "logs"), *(word for name, file in options.items() for word in (name, str(tmp_path / file))), "--json"]
    assert run(call) == 0
    attack = json.loads(capsys.readouterr().out)
    assert attack["sources"][0]["events"] == 20
    assert [(one["title"], one["count"]) for one in attack["detections"]] == [("Export at the till", 20)]
    assert (tmp_path / "e.csv").read_text("utf-8").count("till1") >= 20
    assert run([word.replace("e.csv", "e.txt") for word in call]) == 2


def test_silences_are_told_in_few_sentences():
    gaps = [coverage.Gap("web", START + timedelta(days=at), START + timedelta(days=at, hours=30)) for at in range(0, 60, 3)]
    assert len(coverage.remarks([], gaps)) == 9
