"""Web logs in blocks: the same account as when every line is read by itself, whatever stands in the lines."""

from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import unquote_plus

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from stanch.cause import sigma
from stanch.cause.bulk import Surveyor, surveyor, widened
from stanch.cause.bulk.columns import columns
from stanch.cause.bulk.decoded import unescaped
from stanch.cause.bulk.sieve import LONGEST_METHOD, Sieve, _methods
from stanch.cause.bulk.survey import event_of
from stanch.cause.detect import watch
from stanch.cause.records import LONGEST_LINE
from stanch.cause.timeline import Timeline
from stanch.engine import Bench, Parts
from stanch.vault import sealed_writer, user_keys

AS_OF = date(2026, 6, 1)
SCHEMA = pa.schema([("locator", pa.string()), ("text", pa.string())])
PLAIN = '198.51.100.{} - - [0{}/Mar/2026:05:0{}:07 +0{}00] "GET /portal/page{} HTTP/1.1" {} {} "https://example.com/" "Mozilla/5.0"'
STRANGE = (
    "",
    "   ",
    "<script>alert(1)</script>",
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /a?q=1%27%20UNION%20SELECT%20ssn%20FROM%20patients-- HTTP/1.1" 200 512 "-" "x"',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /a?q=%2531%2527+%2555nion%20select%0aall HTTP/1.1" 200 512 "-" "x"',
    '203.0.113.9 - - [04/Mar/2026:05:06:08 +0100] "GET /uploads/a.php?cmd=whoami HTTP/1.1" 200 60000000 "-" "curl/8"',
    '203.0.113.9 - - [04/Mar/2026:05:06:09 +0100] "GET /uploads/%61.ph%70 HTTP/1.1" 200 70000000 "-" "curl/8"\r',
    '203.0.113.9 - ann [04/Mar/2026:05:06:09 -0530] "POST /login HTTP/1.1" 401 - "-" "hydra"',
    '203.0.113.9 - - [04/Mar/2026:05:06:61 +0100] "GET / HTTP/1.1" 200 5 "-" "sqlmap/1.8"',
    '203.0.113.9 - - [31/Feb/2026:05:06:07 +0100] "GET / HTTP/1.1" 200 5 "-" "sqlmap/1.8"',
    '203.0.113.9 - - [04/Mar/1970:05:06:07 +0100] "GET / HTTP/1.1" 200 5 "-" "sqlmap/1.8"',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /\\"x\\" HTTP/1.1" 200 5 "-" "nikto \\" x"',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /ä HTTP/1.1" 200 5 "-" "nu\u212alei \u0130 x"',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /%C3%A4?q=%C4%B0nformation_schema HTTP/1.1" 200 5 "-" "x"',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET / HTTP/1.1" 200 5',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET / HTTP/1.1" 200 5 "-',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET / HTTP/1.1" 200 99999999999999999999 "-" "x"',
    'example.com:443 203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /.env HTTP/1.1" 200 5 "-" "x"',
    'example.com:x 203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /.env HTTP/1.1" 200 5 "-" "x"',
    '203.0.113.9, 198.51.100.7 - - [04/Mar/2026:05:06:07 +0100] "GET /.env HTTP/1.1" 200 5 "-" "x"',
    '2001:db8::7 - - [04/Mar/2026:05:06:07 +0100] "GET /../../etc/passwd HTTP/1.1" 200 5 "-" "${jndi:ldap://x}"',
    'nobody - - [04/Mar/2026:05:06:07 +0100] "GET /a HTTP/1.1" 200 5 "-" "x"',
    '203.0.113.9 -  [04/Mar/2026:05:06:07 +0100] "GET /a HTTP/1.1" 200 5 "-" "x"',
    '203.0.113.9 - \x1b[31mx [04/Mar/2026:05:06:07 +0100] "GET /a HTTP/1.1" 200 5 "-" "x"',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /' + "a" * 9000 + ' HTTP/1.1" 200 5 "-" "sqlmap"',
    '203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "GET /?x=' + "a" * 110_000 + ' HTTP/1.1" 200 5 "-" "sqlmap"',
)  # fmt: skip
LINES = st.one_of(
    st.sampled_from(STRANGE),
    st.builds(
        PLAIN.format,
        st.integers(0, 30),
        st.integers(1, 9),
        st.integers(0, 9),
        st.integers(0, 2),
        st.integers(0, 3),
        st.sampled_from((200, 301, 404, 500)),
        st.integers(0, 9_000_000),
    ),
)
LOGS = st.lists(st.lists(LINES, min_size=4, max_size=30), min_size=1, max_size=3)
HEAD = "\n".join(PLAIN.format(1, 1, at % 10, 0, 0, 200, 1) for at in range(20)) + "\n"
MONTHS = ("Jan", "Mar", "Apr")  # of each log its own: what stands in two logs has a test of its own


def parts_of(folder, logs, piece):
    """Sealed parts as the reading room makes them, with pieces of so many signs that mostly end at a line's end."""
    path = folder / "logs.parquet"
    with sealed_writer(path, SCHEMA, user_keys()) as writer:
        for name, text in logs:
            at = 0
            while at < len(text):
                end = text.rfind("\n", at, at + piece) + 1 or at + max(piece, LONGEST_LINE + 1000)  # the room's own are larger still
                writer.write_table(pa.table({"locator": [name], "text": [text[at:end]]}, schema=SCHEMA))
                at = end
    return Parts((path,), user_keys())


def told(folder, logs, piece, *, in_blocks):
    """What the first and the second pass make of these logs, in plain values."""
    parts = parts_of(folder, logs, piece)
    bench = Bench(folder, user_keys(), AS_OF, workers=0)
    rules = sigma.own_rules()
    timeline = Timeline(parts, AS_OF, surveyor=Surveyor(parts, rules, bench, least=1) if in_blocks else None)
    seen = watch(timeline.watched(), rules)
    if in_blocks:
        assert all(timeline.surveyor.block(name) for name, _ in logs)
    named = [(one.locator, one.time, one.fields) for one in timeline.events(frozenset(("203.0.113.9", "ann")))]
    hits = [replace(hit, rule=None) for hit in seen.hits], [hit.rule.id for hit in seen.hits]
    tallies = [(one.source(), one.hours, one.seen) for one in timeline.tallies.values()]
    return hits, seen.addresses, seen.first, seen.last, tallies, timeline.remarks(), named


def is_same(tmp_path_factory, logs, piece):
    slow = told(tmp_path_factory.mktemp("slow"), logs, piece, in_blocks=False)
    fast = told(tmp_path_factory.mktemp("fast"), logs, piece, in_blocks=True)
    for one, other in zip(slow, fast, strict=True):
        assert one == other


@settings(deadline=None, max_examples=15, phases=[Phase.explicit, Phase.generate])  # to shrink logs takes minutes and shows little
@given(logs=LOGS, piece=st.sampled_from((300, 2000, 30_000, 400_000)), stretch=st.integers(1, 3))
def test_the_account_is_the_same(tmp_path_factory, logs, piece, stretch):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(surveyor, "STRETCH", stretch)
        texts = [(HEAD + "\n".join(lines) + "\n" * (at % 2)).replace("/Mar/", f"/{MONTHS[at]}/") for at, lines in enumerate(logs)]
        is_same(tmp_path_factory, [(f"{at}.log", text) for at, text in enumerate(texts)], piece)


def test_overlapping_exports_are_counted_once(tmp_path_factory):
    lines = [PLAIN.format(at % 20, 1 + at // 60, at % 10, 0, at, 200, 7) for at in range(300)]
    texts = "\n".join(lines[:200]) + "\n", "\n".join(lines[120:]) + "\n"
    is_same(tmp_path_factory, [("a.log", texts[0]), ("b.log", texts[1])], 2000)
    *_, tallies, remarks, _ = told(tmp_path_factory.mktemp("x"), [("a.log", texts[0]), ("b.log", texts[1])], 2000, in_blocks=True)
    assert [source.duplicates for source, _, _ in tallies] == [0, 80]
    assert "b.log: 80 events stand in another log too and were counted once." in remarks


@given(st.lists(LINES, min_size=1, max_size=40))
def test_plain_lines_are_what_the_expression_makes_of_them(lines):
    block = "\n".join(lines).encode()
    found = columns(block)
    which, methods = _methods(found)
    for at, line in enumerate("\n".join(lines).rstrip("\n").split("\n") if block.rstrip(b"\n") else []):
        if not found.is_plain[at]:
            continue
        event = event_of(line, "", at)
        assert event is not None
        assert (event.ip, int(event.time.timestamp())) == (found.names[found.name_at[at]].decode(), found.times[at])
        assert (event.fields["sc-status"], event.fields["sc-bytes"]) == (found.status[at], found.sent[at])
        assert methods[which[at]] == (event.action if len(event.action) <= LONGEST_METHOD else None)
        assert f"{event.action} {event.fields['cs-uri']}" in line[int(found.request[at] - found.starts[at]) :]


@given(st.text(alphabet="ab%+25 70aAfF\n", max_size=60))
def test_escapes_are_undone_as_python_does(text):
    undone = unescaped(np.frombuffer(text.encode(), np.uint8)).tobytes()
    expected = unquote_plus(text.replace("\n", "\t"), encoding="latin-1").replace("\n", "\r").replace("\t", "\n")
    assert undone.decode("latin-1") == expected


@pytest.mark.parametrize("rule", list(sigma.own_rules().rules["web"]), ids=lambda rule: rule.id)
def test_no_line_that_a_rule_fires_is_passed_over(rule):
    """Its own examples, as lines: whoever fires stands among those that may matter, when the rule is asked alone."""
    for fields in rule.matches:
        uri = fields.get("cs-uri") or fields.get("cs-uri-stem", "/") + ("?" + fields["cs-uri-query"] if "cs-uri-query" in fields else "")
        line = (
            f'203.0.113.9 - - [04/Mar/2026:05:06:07 +0100] "{fields.get("cs-method", "GET")} {uri} HTTP/1.1" '
            f'{fields.get("sc-status", 200)} {fields.get("sc-bytes", 5)} "-" "{fields.get("cs-user-agent", "-")}"'
        )
        assert Sieve(sigma.RuleSet({"web": [rule]})).may_matter(columns(line.encode())).all()


def test_what_counts_only_when_one_address_does_it_often_is_read_where_one_does():
    def lines(address, seconds):
        return [(at, f'{address} - - [04/Mar/2026:{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02} +0000] "GET /api/orders/{at} HTTP/1.1" 200 9 "-" "x"') for at in seconds]  # fmt: skip

    walk, office = lines("203.0.113.9", range(30_000, 30_240, 2)), lines("198.51.100.7", range(60, 80_000, 400))
    cut = lines("203.0.113.77", range(80_000, 80_010))  # where the block ends: the rest may stand in the next one
    every = sorted(walk + office + cut)
    told = Sieve(sigma.own_rules()).may_matter(columns("\n".join(line for _, line in every).encode()))
    kept = Counter(line.partition(" ")[0] for (_, line), may in zip(every, told, strict=True) if may)
    assert kept["203.0.113.9"] == len(walk)
    assert kept["203.0.113.77"] == len(cut)
    assert kept["198.51.100.7"] <= 4  # within ten minutes of the block's ends; 200 in all


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (r"^a.*b$", "x a--b x"),
        (r"(?<!x)union\s+select", "UNION \r select"),
        (r"[^a-z]{2}\d+", "A-77"),
        (r"(ab|cd)\1", "abab"),
        (r"x(?=yz)", "xyz"),
        (r"a\nbc", "a\rbc"),
        (r"[\W]{3}q", "+-+q"),
        (r"(?i:\bexec\b).{0,1000}\(", "exec ("),
    ],
)
def test_a_widened_expression_finds_at_least_as_much(pattern, line):
    import hyperscan

    wide = widened.of_expression(pattern, 0)
    if wide is None:
        return
    made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    made.compile(expressions=[wide.encode()], ids=[0], elements=1, flags=[hyperscan.HS_FLAG_CASELESS])
    found = []
    made.scan(line.encode(), match_event_handler=lambda *given: found.append(given))
    assert found


@pytest.mark.parametrize(
    ("detection", "may"),
    [
        ("a: {c-useragent: x}\n  condition: a", False),  # no web log has this field
        ("a: {cs-host: null}\n  condition: a", True),
        ("a: {c-useragent: x}\n  condition: not a", True),
        ("a: {cs-method: GET}\n  b: {c-uri|contains: x}\n  condition: a and b", False),
        ("a: {sc-status: 404}\n  condition: a", False),
        ("a: {sc-status: 404}\n  condition: not a", True),
        ("a: {sc-bytes|gte: 7}\n  condition: a", True),
        ("a: {http.response.status_code: 404}\n  condition: a", False),
        ("a: {event.outcome: success}\n  condition: a", True),  # said by no text of the line: every line is asked
        ("a: {cs-uri|contains: /portal}\n  condition: a", True),
        ("a: {cs-uri|contains: /elsewhere}\n  condition: a", False),
        ("a: {cs-uri|re: '^/x'}\n  condition: not a", True),
        ("a: [elsewhere]\n  condition: a", False),
    ],
)
def test_bounds_of_conditions(tmp_path, detection, may):
    rule = f"title: A\nid: 00000000-0000-4000-8000-000000000001\nstatus: stable\nlogsource: {{category: webserver}}\ndetection:\n  {detection}\nlevel: high\n"
    (tmp_path / "a.yml").write_text(rule)
    line = PLAIN.format(1, 1, 0, 0, 0, 200, 7).encode()
    assert Sieve(sigma.load_folder(tmp_path)).may_matter(columns(line)).tolist() == [may]
