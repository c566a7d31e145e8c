"""Every modifier of the specification, classes of events, literals that never lose a hit, correlations, broken sets."""

from __future__ import annotations

import base64
import importlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.cause import sigma
from stanch.cause.detect import watch
from stanch.cause.event import Event
from stanch.cause.sigma import kept
from stanch.cause.sigma.evaluate import compile_tree, text_of
from stanch.cause.sigma.literals import groups, of_pattern

START = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
HEAD = "title: {title}\nlogsource: {{category: webserver}}\n"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def rule(folder: Path, detection: str, *, title: str = "t", extra: str = "") -> sigma.Rule:
    file = folder / f"{title}.yml"
    body = "\n".join("  " + line for line in detection.strip().splitlines())
    file.write_text(f"{HEAD.format(title=title)}{extra}detection:\n{body}\nlevel: high\n")
    found = sigma.load_folder(folder)
    assert not found.broken, found.broken
    return next(one for one in found.all() if one.title == title)


def wide(text: str) -> str:
    return base64.b64encode(text.encode("utf-16le")).decode()


MODIFIERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("F|contains: b", {"F": "aBc"}, {"F": "ac"}),
    ("F|startswith: ab", {"F": "ABc"}, {"F": "cab"}),
    ("F|endswith: bc", {"F": "aBC"}, {"F": "bca"}),
    ("F|contains|all: [a, c]", {"F": "abc"}, {"F": "ab"}),
    ("F: a*c?", {"F": "aXXcd"}, {"F": "aXXc"}),
    (r"F: a\*c", {"F": "a*c"}, {"F": "abc"}),
    ("F|re: ^a.c$", {"F": "abc"}, {"F": "ABC"}),
    ("F|re|i: ^a.c$", {"F": "ABC"}, {"F": "abcd"}),
    ("F|re|m: ^b$", {"F": "a\nb"}, {"F": "ab"}),
    ("F|re|s: a.b", {"F": "a\nb"}, {"F": "a\n\nb"}),
    ("F|cidr: 192.0.2.0/24", {"F": "192.0.2.9"}, {"F": "198.51.100.9"}),
    ("F|cidr: 2001:db8::/32", {"F": "2001:db8::1"}, {"F": "words"}),
    ("F|base64: secret", {"F": base64.b64encode(b"secret").decode()}, {"F": "secret"}),
    ("F|base64offset|contains: secret", {"F": base64.b64encode(b"x secret y").decode()}, {"F": base64.b64encode(b"nothing").decode()}),
    ("F|wide|base64offset|contains: iex", {"F": wide("x iex y")}, {"F": base64.b64encode(b"x iex y").decode()}),
    ("F|utf16be|base64: cmd", {"F": base64.b64encode("cmd".encode("utf-16be")).decode()}, {"F": wide("cmd")}),
    ("F|windash|contains: ' -x'", {"F": "a /x"}, {"F": "a x"}),
    ("F|exists: true", {"F": "a"}, {"G": "a"}),
    ("F|exists: false", {"G": "a"}, {"F": "a"}),
    ("F|fieldref: G", {"F": "A", "G": "a"}, {"F": "a", "G": "b"}),
    ("F|fieldref|startswith: G", {"F": "Abc", "G": "ab"}, {"F": "cab", "G": "ab"}),
    ("F|fieldref|endswith: G", {"F": "cAb", "G": "ab"}, {"F": "abc", "G": "ab"}),
    ("F|lt: 5", {"F": "4"}, {"F": 5}),
    ("F|lte: 5", {"F": 5}, {"F": 6}),
    ("F|gt: 5", {"F": "0x10"}, {"F": "5"}),
    ("F|gte: 5", {"F": 5}, {"F": "words"}),
    ("F|cased: Abc", {"F": "Abc"}, {"F": "abc"}),
    ("F|contains|cased: Abc", {"F": "xAbcx"}, {"F": "xabcx"}),
    ("F: null", {"G": "a"}, {"F": "a"}),
    ("F: ''", {"F": ""}, {"F": "a"}),
    ("F: 4624", {"F": "4624"}, {"F": "46240"}),
    ("F: true", {"F": "True"}, {"F": "False"}),
    ("F|contains: [a, b]", {"F": ["x", "xb"]}, {"F": ["x", "y"]}),
    ("F|hour: 5", {"F": "2026-03-04T05:06:07Z"}, {"F": "2026-03-04T06:06:07Z"}),
]


@pytest.mark.parametrize(("item", "fires", "quiet"), MODIFIERS, ids=[item for item, *_ in MODIFIERS])
def test_each_modifier_fires_and_is_quiet(tmp_path: Path, item: str, fires: dict[str, Any], quiet: dict[str, Any]) -> None:
    one = rule(tmp_path, f"a:\n  {item}\ncondition: a")
    assert one.fires(fires)
    assert not one.fires(quiet)


@pytest.mark.parametrize(
    ("detection", "fires", "quiet"),
    [
        ("keywords: [abc, 'd*f']\ncondition: keywords", {"X": "1abc2"}, {"X": "ab", "Y": "c"}),
        ("keywords:\n  '|all': [abc, def]\ncondition: keywords", {"X": "abc", "Y": "def"}, {"X": "abc"}),
        ("s_a: {F: 1}\ns_b: {G: 2}\ncondition: 1 of s_*", {"G": 2}, {"F": 2}),
        ("s_a: {F: 1}\ns_b: {G: 2}\ncondition: all of s_*", {"F": 1, "G": 2}, {"F": 1}),
        ("s_a: {F: 1}\ns_b: {G: 2}\ncondition: 1 of them", {"F": 1}, {"F": 3}),
        ("a: {F: 1}\nb: {G: 2}\ncondition: a and not b", {"F": 1}, {"F": 1, "G": 2}),
        ("a:\n  - F: 1\n  - G: 2\ncondition: a", {"G": 2}, {"H": 2}),
    ],
)
def test_conditions(tmp_path: Path, detection: str, fires: dict[str, Any], quiet: dict[str, Any]) -> None:
    one = rule(tmp_path, detection)
    assert one.fires(fires)
    assert not one.fires(quiet)


def test_placeholders_are_filled_from_a_file_beside_the_rules(tmp_path: Path) -> None:
    text = f"{HEAD.format(title='t')}detection:\n  a:\n    F|expand: 'x %who% y'\n  condition: a\n"
    (tmp_path / "t.yml").write_text(text)
    lost = sigma.load_folder(tmp_path).broken
    assert [one.file for one in lost] == ["t.yml"]
    assert "%who%" in lost[0].why
    (tmp_path / "placeholders.yml").write_text("who: [ann, bob]\n")
    found = next(sigma.load_folder(tmp_path).all())
    assert found.fires({"F": "x Bob y"})
    assert not found.fires({"F": "x cid y"})


def test_broken_rules_are_told_and_the_others_run(tmp_path: Path) -> None:
    rule(tmp_path, "a: {F: 1}\ncondition: a", title="good")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/bad.yml").write_text("title: [not, a, rule\n")
    (tmp_path / "sub/half.yml").write_text("title: no detection\nlogsource: {category: webserver}\n")
    (tmp_path / "sub/regex.yml").write_text(f"{HEAD.format(title='r')}detection:\n  a:\n    F|re: '(['\n  condition: a\n")
    (tmp_path / "sub/other.yml").write_text("title: o\nlogsource: {product: unheard}\ndetection:\n  a: {F: 1}\n  condition: a\n")
    found = sigma.load_folder(tmp_path)
    assert sorted(one.file for one in found.broken) == ["sub/bad.yml", "sub/half.yml", "sub/regex.yml"]
    assert all(one.why for one in found.broken)
    assert [one.title for one in found.all()] == ["good"]
    assert found.skipped == 1


def windows(channel: str, number: object, **fields: object) -> Event:
    return Event(START, "windows", "f", 1, {"Channel": channel, "EventID": number, **fields})


def test_windows_rules_are_asked_by_channel_and_number_and_by_the_events_own_names(tmp_path: Path) -> None:
    (tmp_path / "p.yml").write_text(
        "title: p\nlogsource: {product: windows, category: process_creation}\n"
        "detection:\n  a: {Image|endswith: '\\x.exe', ParentImage|endswith: '\\y.exe', ProcessId: '0x8'}\n  condition: a\n"
    )
    found = sigma.Prefilter(sigma.load_folder(tmp_path))
    names = {"Image": r"C:\x.exe", "ParentImage": r"C:\y.exe", "ProcessId": "0x8"}
    security = {"NewProcessName": r"C:\x.exe", "ParentProcessName": r"C:\y.exe", "NewProcessId": "0x8", "ProcessId": "0x4"}
    sysmon = "Microsoft-Windows-Sysmon/Operational"

    def fired(event: Event) -> list[str]:
        return [one.title for one in found.fired(event.kind, event.fields)]

    assert fired(windows(sysmon, 1, **names)) == ["p"]
    assert fired(windows(sysmon, "1", **names)) == ["p"]
    assert fired(windows(sysmon, 3, **names)) == []
    assert fired(windows("Security", 4688, **security)) == ["p"]
    assert fired(windows("Security", 4624, **security)) == []


WORDS = st.sampled_from(["powershell", "cmd", "-enc", "lsass.exe", "mimikatz", "İstanbul", "ß", "😀x", "a\nb", "", "http://"])
LEAVES = st.builds(
    lambda field, parts, cased: ["is", field, ["text", parts, cased]],
    st.sampled_from(["A", "B", None]),
    st.lists(st.one_of(WORDS.filter(bool), st.sampled_from([0, 1])), min_size=1, max_size=4),
    st.booleans(),
)
TREES = st.recursive(
    st.one_of(LEAVES, st.builds(lambda name, word: ["is", name, ["re", word.replace("(", ""), 2]], st.sampled_from(["A", "B"]), WORDS)),
    lambda inner: st.one_of(
        st.builds(lambda parts: ["and", parts], st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: ["or", parts], st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one: ["not", one], inner),
    ),
    max_leaves=8,
)
FIELDS = st.dictionaries(st.sampled_from(["A", "B", "C"]), st.lists(WORDS, max_size=4).map(" ".join))


@given(tree=TREES, fields=FIELDS)
def test_what_fires_holds_a_literal_of_every_group(tree: list[Any], fields: dict[str, Any]) -> None:
    if compile_tree(tree)(fields):
        text = text_of(fields)
        assert all(any(word in text for word in group) for group in groups(tree))


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("abc", {"abc"}),
        (r"abc\.def", {"abc.def"}),
        ("(abc|defg)x*", {"abc", "defg"}),
        ("abcd?e", {"abc"}),
        ("abc|.*", None),
        ("[abc]{3}", None),
        (r"\d+abc", {"abc"}),
        ("(?!abc)def", {"def"}),
        ("(?i)ABC", {"abc"}),
        ("a{0,3}bcd", {"bcd"}),
        ("(abc)?", None),
        ("x\\", None),
    ],
)
def test_literals_of_regular_expressions(pattern: str, wanted: set[str] | None) -> None:
    assert of_pattern(pattern) == (frozenset(wanted) if wanted else None)


def test_the_prefilter_finds_what_asking_every_rule_finds() -> None:
    rules = sigma.own_rules()
    prefilter = sigma.Prefilter(rules)
    for one in rules.all():
        for fields in one.matches:
            alone = {other.id for other in rules.rules[one.kind] if other.sources == one.sources and other.fires(fields)}
            asked = {other.id for other in prefilter.fired(one.kind, _completed(one, fields))}
            assert one.id in asked
            assert alone <= asked


def _completed(one: sigma.Rule, fields: dict[str, Any]) -> dict[str, Any]:
    """The example with the channel and number that its rule's logsource implies."""
    source = one.sources[0]
    implied = {"Channel": next(iter(source.channels), "")} if source.channels else {}
    if source.numbers:
        implied["EventID"] = min(source.numbers)
    return {**implied, **fields}


def test_read_rules_are_kept_and_a_damaged_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule(tmp_path, "a: {F: 1}\ncondition: a")
    place = kept.place("rules", [])
    assert place is not None
    content = place.read_bytes()
    monkeypatch.setattr(importlib.import_module("stanch.cause.sigma.load"), "records", lambda *_: pytest.fail("read again"))
    assert [one.title for one in sigma.load_folder(tmp_path).all()] == ["t"]
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place.write_bytes(content[:-1] + b"\xff")
    assert [one.title for one in sigma.load_folder(tmp_path).all()] == ["t"]


def test_thousands_of_rules_start_without_the_readers_of_logs_and_few_are_unpacked(tmp_path: Path) -> None:
    code = "import sys; from stanch.cause import sigma; print(sorted({'pyarrow', 'numpy', 'duckdb', 'sigma'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    for number in range(20):
        rule(tmp_path, f"a: {{F|contains: 'needle-{number}'}}\ncondition: a", title=f"r{number}")
    rules = sigma.load_folder(tmp_path)
    prefilter = sigma.Prefilter(rules)
    assert [one.title for one in prefilter.fired("web", {"F": "a needle-7 b"})] == ["r7"]
    assert sum("tree" in vars(one) for one in rules.all()) == 1


CORRELATION = """
---
title: c
correlation:
  type: {type}
  rules: [{rules}]
  group-by: [ip]
  timespan: 10m
{rest}level: high
"""


def correlated(folder: Path, sort: str, rest: str, hits: list[tuple[int, str, str, str]], rules: str = "a") -> int:
    """How often the correlation is met by (minute, rule, ip, value)."""
    texts = [
        f"title: {name}\nname: {name}\nlogsource: {{category: webserver}}\ndetection:\n  s: {{r: {name}}}\n  condition: s\n"
        for name in "ab"
    ]
    (folder / "c.yml").write_text("---\n".join(texts) + CORRELATION.format(type=sort, rules=rules, rest=rest))
    found = sigma.load_folder(folder)
    assert not found.broken, found.broken
    events = [
        Event(START + timedelta(minutes=at), "web", "f", at, {"r": name, "ip": ip, "v": value}, ip=ip) for at, name, ip, value in hits
    ]
    followers = sigma.Correlators(found)
    return sum(len(followers.feed(event.fields["r"], event)) for event in events)


@pytest.mark.parametrize(
    ("sort", "rest", "rules", "hits", "met"),
    [
        ("event_count", "  condition: {gte: 3}\n", "a", [(0, "a", "1", ""), (1, "a", "1", ""), (2, "a", "1", "")], 1),
        ("event_count", "  condition: {gte: 3}\n", "a", [(0, "a", "1", ""), (1, "a", "2", ""), (2, "a", "1", "")], 0),
        ("event_count", "  condition: {gte: 3}\n", "a", [(0, "a", "1", ""), (5, "a", "1", ""), (11, "a", "1", "")], 0),
        ("event_count", "  condition: {gt: 2}\n", "a", [(0, "a", "1", ""), (1, "a", "1", ""), (2, "a", "1", "")], 1),
        ("event_count", "  condition: {eq: 2}\n", "a", [(0, "a", "1", ""), (1, "a", "1", ""), (2, "a", "1", "")], 1),
        ("value_count", "  condition: {gte: 2, field: v}\n", "a", [(0, "a", "1", "x"), (1, "a", "1", "x"), (2, "a", "1", "y")], 1),
        ("value_count", "  condition: {gte: 2, field: v}\n", "a", [(0, "a", "1", "x"), (11, "a", "1", "y")], 0),
        ("temporal", "", "a, b", [(0, "b", "1", ""), (9, "a", "1", "")], 1),
        ("temporal", "", "a, b", [(0, "b", "1", ""), (9, "a", "2", "")], 0),
        ("temporal_ordered", "", "a, b", [(0, "a", "1", ""), (9, "b", "1", "")], 1),
        ("temporal_ordered", "", "a, b", [(0, "b", "1", ""), (9, "a", "1", "")], 0),
        ("temporal_ordered", "", "a, b", [(0, "a", "1", ""), (11, "b", "1", "")], 0),
        ("value_sum", "  condition: {gte: 10, field: v}\n", "a", [(0, "a", "1", "4"), (1, "a", "1", "7")], 1),
        ("value_avg", "  condition: {gte: 10, field: v}\n", "a", [(0, "a", "1", "4"), (1, "a", "1", "7")], 0),
    ],
)
def test_correlations(tmp_path: Path, *, sort: str, rest: str, rules: str, hits: list[tuple[int, str, str, str]], met: int) -> None:
    assert correlated(tmp_path, sort, rest, hits, rules) == met


def test_hits_of_several_logs_are_correlated_in_the_order_of_time(tmp_path: Path) -> None:
    correlated(tmp_path, "temporal_ordered", "", [], "a, b")
    rules = sigma.load_folder(tmp_path)
    late = Event(START + timedelta(minutes=5), "web", "one.log", 1, {"r": "b", "ip": "1"}, ip="192.0.2.1")
    early = Event(START, "web", "two.log", 1, {"r": "a", "ip": "1"}, ip="192.0.2.1")
    assert "c" in [hit.rule.title for hit in watch([late, early], rules).hits]


def test_there_are_sixty_detections_and_each_names_tactic_and_technique() -> None:
    rules = sigma.own_rules()
    shown = [one for one in (*rules.all(), *rules.correlations) if one.level in ("medium", "high", "critical")]
    assert len(shown) >= 60
    assert [one.title for one in shown if not (one.tactics and one.techniques and one.story)] == []
    assert rules.skipped == 0
    names = [one.id for one in (*rules.all(), *rules.correlations)]
    assert len(names) == len(set(names))


def test_a_given_set_is_told_at_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from stanch.cli.main import run

    rules, log = tmp_path / "rules", tmp_path / "access.log"
    rules.mkdir()
    rule(rules, "a: {cs-uri-stem: /secret-door}\ncondition: a", title="Door")
    (rules / "bad.yml").write_text("title: no detection\nlogsource: {category: webserver}\n")
    log.write_text('198.51.100.9 - - [24/Nov/2026:02:00:00 +0000] "GET /secret-door HTTP/1.1" 200 5 "-" "x"\n')
    assert run(["cause", str(log), "--sigma", str(rules), "--json"]) == 0
    told = capsys.readouterr()
    assert '"title":"Door"' in told.out.replace('": "', '":"')
    assert "1 rules asked" in " ".join(told.err.split())
    assert "bad.yml: not usable" in " ".join(told.err.split()).replace("bad.yml : ", "bad.yml: ")


def test_tactics_of_the_newer_attack_are_told_as_stories_have_them(tmp_path):
    tagged = rule(
        tmp_path,
        "s: {cs-uri: /x}\ncondition: s",
        extra="tags: [attack.stealth, attack.defense-impairment, attack.impact, attack.t1562.001]\n",
    )
    assert tagged.tactics == ("defense-evasion", "impact")
    assert tagged.techniques == ("T1562.001",)


def test_a_rule_for_a_group_is_asked_about_every_kind_in_it_and_one_for_signing_in_about_all_groups():
    kinds = {source.kind for source in sigma.sources.sources_of("gateway", None, None)}
    assert {"sonicwall", "mikrotik", "cisco"} <= kinds
    assert "mysql" not in kinds
    assert kinds | {"mysql", "qnap", "cpanel"} <= {source.kind for source in sigma.sources.sources_of("authentication", None, None)}
