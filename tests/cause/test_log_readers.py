"""Readers of logs: nothing raises, everything is accounted for, each log goes to its own reader."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.cause import mapping
from stanch.cause.forms import Mapped
from stanch.cause.logs import reader_for, readers
from stanch.cause.moments import UNSTATED, Clock, clock_of
from stanch.cause.records import LONGEST_LINE, address, lines, records
from stanch.cause.timeline import latest_year

YEAR_OF = latest_year(date(2026, 6, 1))
SAMPLES = [(one.kind, sample.text) for one in mapping.described().values() for sample in one.examples]


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.KIND)
@settings(max_examples=40)
@given(text=st.text(max_size=300))
def test_no_reader_raises(reader, text):
    reader.recognise(text)
    assert all(event is None or event.line >= 1 for event in reader.parse([text], "x", YEAR_OF))


@pytest.mark.parametrize(("kind", "text"), SAMPLES)
@settings(max_examples=40)
@given(cut=st.floats(0, 1), put=st.sampled_from(["\x1b[2J", "<script>", "'", '"', "{", "]", "=", "\x00", "\u202e", "9" * 400, "\n"]))
def test_no_reader_raises_on_a_log_of_its_own_that_was_tampered_with(kind, text, cut, put):
    at = int(cut * len(text))
    changed = text[:at] + put + text[at:]
    reader = reader_for(text)
    assert reader is not None
    read = list(reader.parse([changed], "x", YEAR_OF))
    for event in read:
        if event is not None:
            assert event.kind in (kind, "sshd")  # the system's own log holds sign-ins as well
            assert event.time.tzinfo is not None
            event.ecs()


@pytest.mark.parametrize(("kind", "text"), SAMPLES)
def test_wherever_pieces_are_cut_the_events_are_the_same(kind, text):
    reader = reader_for(text)
    whole = [event and event.ecs() for event in reader.parse([text], "x", YEAR_OF)]
    for step in (7, 61):
        pieces = [text[at : at + step] for at in range(0, len(text), step)]
        assert [event and event.ecs() for event in reader.parse(pieces, "x", YEAR_OF)] == whole


def test_a_line_of_many_megabytes_is_one_line_not_understood():
    flood = '203.0.113.9 - - [04/Mar/2026:05:06:07 +0000] "GET /' + "A" * 20_000_000
    good = '203.0.113.9 - - [04/Mar/2026:05:06:08 +0000] "GET / HTTP/1.1" 200 5\n'
    text = good + flood + "\n" + good
    pieces = [text[at : at + 4_000_000] for at in range(0, len(text), 4_000_000)]
    read = list(reader_for(good).parse(pieces, "access.log", YEAR_OF))
    assert [event and event.line for event in read] == [1, None, 3]
    assert max(len(line) for _, line in lines(pieces)) == LONGEST_LINE + 1


def test_three_forms_of_date_in_one_file():
    clock = clock_of("31/12/2025 1.1.2026", YEAR_OF)
    for text, wanted in (
        ("2026-03-04T05:06:07+01:00", (4, 6)), ("04/Mar/2026:05:06:07 +0000", (5, 6)), ("4/3/2026 05:06:07", (5, 6)), ("4.3.2026 05:06", (5, 6)),
        ("1772600767", (5, 6)), ("1772600767123", (5, 6)), ("1772600767123456789", (5, 6)), ("20260304050607.123", (5, 6)), ("Wed, 04 Mar 2026 05:06:07 GMT", (5, 6)),
        ("Mar  4 05:06:07", (5, 6)), ("2026/03/04 05:06:07", (5, 6)), ("04.03.2026 05:06:07 PM", (17, 6)), ("2026-03-04 05:06:07 EST", (10, 6)),
    ):  # fmt: skip
        found = clock.read(text)
        assert found is not None, text
        found = found.astimezone(UTC)
        assert (found.date(), found.hour, found.minute) == (date(2026, 3, 4), *wanted), text


def test_day_and_month_that_could_be_either_are_counted():
    clock = Clock(YEAR_OF)
    assert clock.read("3/4/2026 5:06:07 AM") == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert clock.guessed == 1
    assert clock.read("3/4/2026 5:06:07 AM").tzinfo is UNSTATED
    assert clock_of("13/4/2026", YEAR_OF).read("3/4/2026 05:06").month == 4


@pytest.mark.parametrize(
    "text", ["", "x", "99/99/2026 05:06", "2026-13-45T00:00:00", "9" * 10_000, "1/1/1 1:1", "Feb 30 05:06:07", "2026-02-30 01:01:01"]
)
def test_what_is_no_moment_is_none(text):
    assert Clock(YEAR_OF).read(text) is None


@pytest.mark.parametrize(
    "text",
    ['[{"a":1},{"a":2}]', '{"a":1}\n{"a":2}\n', '{"Records":[{"a":1},{"a":2}]}', '{\n "value" : [ {"a":1} , {"a":2} ],\n "next": "x"}', '{"a":1}{"a":2}',
     '<14>1 2026-03-04T05:06:07Z mail app 1 - - {"a":1}\n<14>1 2026-03-04T05:06:08Z mail app 1 - - {"a":2}\n',
     'Mar  4 05:06:07 fw suricata[9]: {"a":1}\nMar  4 05:06:08 fw suricata[9]: {"a":2}',
     "a\n1\n2\n", "\ufeffa;b\r\n1;x\r\n2;y\r\n", '{"Records":[{"a":1}]}\n{"Records":[{"a":2}]}', 'a,b\n1,"x\ny"\n2,z\n'],
)  # fmt: skip
def test_records_in_any_wrapping(text):
    found = [record for _, record in records([text])]
    assert [str(record and record.get("a")) for record in found] == ["1", "2"]


def test_a_broken_record_is_told_once_and_the_next_is_read():
    assert [record for _, record in records(['{"a":1}\n{"a": oops}\n{"a":3}\n{"a":'])] == [{"a": 1}, None, {"a": 3}, None]


def test_a_cut_record_behind_the_head_of_syslog_is_told_and_the_next_is_read():
    head = "Mar  4 05:06:07 fw suricata[9]: "
    assert [record for _, record in records([head + '{"a":1}\n' + head + '{"a":\nnoise\n' + head + '{"a":4}'])] == [
        {"a": 1},
        None,
        None,
        {"a": 4},
    ]


def test_addresses_are_addresses():
    assert address("[2001:db8::1]:443") == "2001:db8::1"
    assert address("::ffff:192.0.2.1") == "192.0.2.1"
    assert address("192.0.2.1:55") == "192.0.2.1"
    assert address("<script>") is None
    assert address("'; rm -rf /") is None


def test_a_mapping_that_is_wrong_is_told_with_its_place(tmp_path):
    from stanch.errors import BrokenDataFile

    path = tmp_path / "own.yaml"
    path.write_text("kind: own\ntitle: Our log\nform: records\nneeds: [when]\nfeilds: {}\n", "utf-8")
    with pytest.raises(BrokenDataFile, match="nearest known key: fields"):
        mapping.read(path)
    path.write_text("kind: own\ntitle: Our log\nform: patterns\nlike: '('\n", "utf-8")
    with pytest.raises(BrokenDataFile, match="no `time`"):
        mapping.read(path)


def test_a_mapping_of_ones_own(tmp_path):
    path = tmp_path / "till.yaml"
    path.write_text(
        "kind: till\ntitle: Till\nform: records\nneeds: [Zeit, Kasse]\ntime: [Zeit]\n"
        "fields: {source.ip: [Adresse], user.name: [Wer], host.name: [Kasse], event.action: [Was]}\n"
        "outcome: {field: [Ok], success: [ja], failure: [nein]}\n",
        "utf-8",
    )
    reader = Mapped(mapping.read(path))
    text = "Zeit;Kasse;Wer;Adresse;Was;Ok\n31.03.2026 05:06;K1;Ann;203.0.113.9;Export;ja\n"
    assert reader.recognise(text)
    (event,) = reader.parse([text], "till.csv", YEAR_OF)
    assert (event.ip, event.user, event.host, event.action, event.succeeded) == ("203.0.113.9", "ann", "K1", "Export", True)
    assert event.time == datetime(2026, 3, 31, 5, 6, tzinfo=UTC)
