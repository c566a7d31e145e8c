"""One file for everything: what a collector gathered is read line by line, each by its own kind."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from stanch.cause import is_log
from stanch.cause.collected import _like
from stanch.cause.timeline import Timeline, of_pieces

AS_OF = date(2026, 6, 1)
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
LINES = {
    "sshd": "db1 sshd[311]: Accepted password for ann from 203.0.113.9 port 4712 ssh2",
    "syslog": "db1 systemd[1]: Started Session 77 of user ann.",
    "postfix": "mx postfix/smtp[113]: 4F1A2: to=<x@example.org>, relay=mx.example.org[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)",
    "pfsense": "pf1 filterlog[12]: 5,,,1000000103,igb0,match,block,in,4,0x0,,64,1,0,DF,6,tcp,60,203.0.113.9,198.51.100.1,4711,3389,0,S,1,,64240,,mss",
    "fortigate": '10.0.0.1 date={at:%Y-%m-%d} time={at:%H:%M:%S} devname="FG60" devid="FGT60" logid="0101039424" type="event" action="tunnel-up" remip=203.0.113.9 user="ann"',
    "netfilter": "web1 kernel: [ 12.5] [UFW BLOCK] IN=eth0 OUT= MAC=aa SRC=203.0.113.9 DST=198.51.100.7 LEN=40 PROTO=TCP SPT=4711 DPT=22",
    "cisco": "asa1 %ASA-6-113039: Group <g> User <ann> IP <203.0.113.9> AnyConnect parent session started.",
    "web": 'web2 nginx: 203.0.113.9 - - [{at:%d/%b/%Y:%H:%M:%S} +0000] "GET /secret HTTP/1.1" 200 5 "-" "x"',
    "suricata": 'fw suricata[9]: {{"timestamp":"{at:%Y-%m-%dT%H:%M:%S}.000000+0000","event_type":"alert","src_ip":"203.0.113.9","dest_ip":"198.51.100.1","alert":{{"signature":"x","severity":1}}}}',
    "auditd": 'db1 audispd: type=USER_LOGIN msg=audit({stamp}.123:77): pid=1 uid=0 auid=1000 ses=3 msg=\'op=login acct="ann" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.9 terminal=ssh res=success\'',
}


def line(kind: str, at: datetime) -> str:
    said = LINES[kind].format(at=at, stamp=int(at.timestamp()))
    return f"{at:%b} {at.day:2} {at:%H:%M:%S} {said}\n"


def told(*texts: str) -> tuple[Timeline, list]:
    timeline = Timeline(None, AS_OF)
    logs = [(f"{name}.log", lambda text=text: iter([text])) for name, text in zip("abc", texts, strict=False)]
    return timeline, list(of_pieces(logs, AS_OF, timeline))


@pytest.mark.parametrize("most", ["syslog", "fortigate", "postfix"])
def test_each_line_is_read_by_its_own_kind_whatever_most_are(most: str) -> None:
    kinds = [*[most] * 20, *LINES, *[most] * 20]
    timeline, events = told("".join(line(kind, START + timedelta(minutes=at)) for at, kind in enumerate(kinds)))
    assert [event.kind for event in events] == kinds
    assert [event.line for event in events] == list(range(1, len(kinds) + 1))
    assert {source.kind: (source.events, source.unparsed) for source in timeline.sources()} == {
        kind: (many, 0) for kind, many in Counter(kinds).items()
    }
    seen = {event.kind: event.ip for event in events if event.kind not in ("syslog", "postfix")}
    assert set(seen.values()) == {"203.0.113.9"}
    assert next(event.host for event in events if event.kind == "web") == "web2"


def test_a_gateway_whose_own_lines_bear_no_head_stands_between_others_that_do() -> None:
    raw = "".join(
        f'<189>date=2026-03-02 time=06:{at:02}:07 devname="FG60" devid="FGT60" logid="1" type="traffic" action="close" srcip=10.0.0.5\n<38>{line("sshd", START)}'
        for at in range(5)
    )
    assert Counter(event.kind for event in told(raw)[1]) == {"fortigate": 5, "sshd": 5}


def test_one_that_falls_silent_within_the_file_is_told_and_few_lines_are_no_gap() -> None:
    hours = [START + timedelta(hours=at) for at in range(24 * 21)]
    text = "".join(
        line("syslog", at)
        + (line("fortigate", at) if not 24 * 7 <= number < 24 * 13 else "")
        + (line("sshd", at) if number > 400 and number % 50 == 0 else "")
        for number, at in enumerate(hours)
    )
    timeline, _ = told(text)
    said = [one for one in timeline.remarks() if "zone" not in one]
    assert said == ["There are no FortiGate lines between 9 March 2026, 06:00 and 15 March 2026, 06:00."]


def test_what_stands_in_the_collectors_file_and_in_the_gateways_own_is_counted_once() -> None:
    times = [START + timedelta(minutes=at) for at in range(30)]
    own = "".join(line("fortigate", at).split("10.0.0.1 ", 1)[1] for at in times)
    timeline, events = told("".join(line("fortigate", at) + line("sshd", at) for at in times), own)
    assert Counter(event.kind for event in events) == {"fortigate": 30, "sshd": 30}
    assert [source.duplicates for source in timeline.sources()] == [0, 0, 30]


def test_audit_lines_of_one_session_belong_together_however_far_apart() -> None:
    stamp = int(START.timestamp())
    head = f"{START:%b} {START.day:2} {START:%H:%M:%S} db1 audispd: "
    text = (
        f'{head}type=USER_LOGIN msg=audit({stamp}.1:1): pid=1 uid=0 auid=1000 ses=3 msg=\'op=login acct="ann" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.9 terminal=ssh res=success\'\n'
        + line("syslog", START) * 6000
        + f'{head}type=SYSCALL msg=audit({stamp + 60}.1:2): arch=c000003e syscall=59 success=yes exit=0 pid=2 auid=1000 uid=0 ses=3 comm="tar" exe="/usr/bin/tar"\n'
    )
    (last,) = [event for event in told(text)[1] if event.kind == "auditd"][1:]
    assert (last.ip, last.user) == ("203.0.113.9", "ann")


KIWI = "".join(
    f"2026-03-02 06:{at:02}:00\tLocal7.Notice\t10.0.0.1\t{LINES['fortigate'].format(at=START).split(' ', 1)[1]}\n"
    f"2026-03-02 06:{at:02}:10\tAuth.Info\t10.0.0.8\t{line('sshd', START)}2026-03-02 06:{at:02}:20\tLocal4.Info\t10.0.0.2\t%ASA-6-113039: Group <g> User <ann> IP <203.0.113.9> x\n"
    for at in range(9)
)
SPLUNK = "_raw,_time,host\n" + "".join(f'"{line("sshd", START).strip()}","2026-03-02T06:00:00.000+0000",db1\n' for _ in range(9))
GRAYLOG = "timestamp,source,message\n" + "".join(
    f'2026-03-02T06:{at:02}:00.000Z,db1,"{LINES["sshd"].split(" ", 1)[1]}"\n' for at in range(9)
)
KIBANA = "".join(
    f'{{"_index":"x","_source":{{"@timestamp":"2026-03-02T06:{at:02}:00.000Z","host":{{"name":"db1"}},"message":"{LINES["sshd"]}"}}}}\n'
    for at in range(9)
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (KIWI, {"fortigate": 9, "sshd": 9, "cisco": 9}),
        (SPLUNK, {"sshd": 9}),
        (GRAYLOG, {"sshd": 9}),
        (KIBANA, {"sshd": 9}),
        (line("sshd", START).replace("Mar  2 ", "2026-03-02 ") * 9, {"sshd": 9}),
        (line("sshd", START).replace("Mar  2 ", "Mar  2 2026 ") * 9, {"sshd": 9}),
    ],
    ids=["Kiwi", "Splunk", "Graylog", "Kibana", "a blank for the T", "a year in the stamp"],
)
def test_what_a_collector_puts_around_a_line_does_not_hide_it(text: str, kinds: dict[str, int]) -> None:
    assert is_log(text)
    timeline, events = told(text)
    assert Counter(event.kind for event in events) == kinds
    assert {(event.ip, event.time.date()) for event in events} == {("203.0.113.9", START.date())}
    assert next(event.host for event in events if event.kind == "sshd") == "db1"
    assert sum(source.unparsed for source in timeline.sources()) == 0


@pytest.mark.parametrize(
    "text",
    [
        "time,host,message\n2026-03-02,x,good morning\n" * 3,
        '[{"message":"hello","time":"2026-03-02T06:00:00Z"}]',
        "Name,Street\nAnn,1 Elm\n",
    ],
)
def test_a_table_of_other_things_is_no_log(text: str) -> None:
    assert not is_log(text)


def test_numbers_in_small_hexadecimal_figures_make_no_sort_of_line_of_their_own() -> None:
    said = "Mar  4 05:06:07 mx1 gateway[12]: {}: client=mail.example.org"
    assert len({_like(said.format(number)) for number in ("3f9a1c20be", "0bd4417aa9", "a1b2c3d4-0000-4f00-9e9e-0123456789ab")}) == 1
    assert _like(said.format("facade")) != _like(said.format("decade"))
