"""Containment files, loaded into the programs they are for."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.cause import contain
from stanch.cause.contain import accounts
from stanch.errors import WrongCall
from stanch.records import Attack, Cause, Containment, Indicator, LogSource

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
PLANTED = b"this file was planted for practice"


def material(*indicators: tuple[str, str], **more):  # type: ignore[no-untyped-def]
    attack = Attack(
        indicators=tuple(Indicator(*one) for one in indicators),
        containment=(Containment(1, "Take the server off the network", "It may still be used", "Do not switch it off"),),
        cause=Cause("intrusion"),
    )
    return contain.of(attack, title="Acme Dental", moment=NOW, **more)


def files(made: contain.Material) -> dict[str, str]:
    return {one.name: one.text for one in contain.artefacts(made)}


# What is kept, and what is set aside


@pytest.mark.parametrize(
    ("sort", "value", "why"),
    [
        ("ip", "8.8.8.8", "public name server"),
        ("ip", "2606:4700:4700::1111", "public name server"),
        ("ip", "104.21.7.7", "Cloudflare"),
        ("ip", "::ffff:151.101.1.7", "Fastly"),
        ("ip", "40.97.4.1", "Microsoft 365 itself"),
        ("ip", "209.85.220.41", "Google itself"),
        ("domain", "drive.google.com", "the business itself may need"),
        ("domain", "WWW.Dropbox.com.", "the business itself may need"),
        ("domain", "blob.core.windows.net", "the business itself may need"),
        ("domain", "mail.acme.example", "domain of your own"),
        ("domain", "contoso.example", "domain of your own, or that of an account"),
        ("user", "root", "account of the system"),
        ("user", "NT AUTHORITY\\SYSTEM", "account of the system"),
        ("user", "EX\\SRV1$", "account of the system"),
    ],
)
def test_what_many_share_or_the_system_needs_is_set_aside(sort: str, value: str, why: str) -> None:
    made = material((sort, value), ("user", "cfo@contoso.example"), own_names=["https://acme.example", "acme.example"])
    assert [one.why for one in made.set_aside if why in one.why], made.set_aside
    told = [text for name, text in files(made).items() if name.startswith("block/")]
    assert not [text for text in told if value.lower().rstrip(".") in text.lower()]
    assert value not in made.users


@pytest.mark.parametrize(
    ("sort", "value"),
    [("ip", "52.20.1.9"), ("ip", "1.1.2.1"), ("domain", "evil.workers.dev"), ("domain", "notgoogle.com"), ("domain", "s3.amazonaws.com.evil.example"), ("user", "rootbeer"), ("user", "administrator")],
)  # fmt: skip
def test_a_rented_machine_a_name_below_a_shared_one_and_a_look_alike_are_acted_on(sort: str, value: str) -> None:
    assert not material((sort, value)).set_aside


def test_a_page_on_a_shared_name_or_ones_own_is_looked_for_but_its_name_still_resolves() -> None:
    made = files(material(("url", "https://drive.google.com/file/d/1"), ("url", "https://www.acme.example/shell.php"), ("url", "http://evil.example/x"), own_names=["acme.example"]))  # fmt: skip
    assert "drive.google.com" in made["share/stix.json"]
    assert "evil.example CNAME ." in made["block/sinkhole.rpz"]
    assert "google" not in made["block/sinkhole.rpz"] + made["block/sinkhole.hosts"]
    assert "acme.example" not in made["block/sinkhole.rpz"] + made["block/sinkhole.hosts"]


def test_only_platforms_in_use_get_commands_and_each_the_names_it_takes() -> None:
    def locked(*kinds: str) -> dict[str, str]:
        attack = Attack(
            sources=tuple(LogSource(f"{kind}.log", kind, None, None, 1) for kind in kinds),
            indicators=tuple(Indicator("user", one) for one in ("EX\\jsmith", "cfo@contoso.example", "deploy", "arn:aws:iam::000000000000:user/ops/backup")),
        )  # fmt: skip
        made = contain.artefacts(contain.of(attack, title="Acme", moment=NOW))
        return {one.name: one.text for one in made if one.name.startswith("lock/")}

    assert set(locked("m365")) == {"lock/m365.ps1"}
    assert "jsmith" not in locked("m365")["lock/m365.ps1"]
    windows = locked("windows", "web")
    assert set(windows) == {"lock/windows.ps1"}
    assert "Disable-ADAccount -Identity 'jsmith'" in windows["lock/windows.ps1"]
    assert "contoso" not in windows["lock/windows.ps1"]
    assert "--user-name backup " in locked("cloudtrail")["lock/aws.sh"]
    assert set(locked()) == {f"lock/{one.file}" for one in accounts.platforms()}


def test_accounts_of_a_gateway_are_shut_out_there_and_a_hostile_name_is_told_instead_of_written() -> None:
    attack = Attack(
        sources=tuple(LogSource(f"{kind}.log", kind, None, None, 1) for kind in ("fortigate", "paloalto", "cisco", "pfsense", "sonicwall")),
        indicators=tuple(Indicator("user", one) for one in ("EX\\ann.lee", "a; reboot", 'x" next', "b?c")),
    )
    made = {one.name: one.text for one in contain.artefacts(contain.of(attack, title="Acme", moment=NOW)) if one.name.startswith("lock/")}
    assert set(made) == {"lock/windows.ps1", *(f"lock/{name}.txt" for name in ("fortigate", "paloalto", "cisco", "pfsense", "sonicwall"))}
    assert "edit ann.lee\nset status disable\nnext\nend\n" in made["lock/fortigate.txt"]
    assert "\n#   to undo: config user local\n#   edit ann.lee\n#   set status enable\n" in made["lock/fortigate.txt"]
    assert "username ann.lee attributes\nvpn-simultaneous-logins 0\n" in made["lock/cisco.txt"]
    assert "user ann.lee reason force-logout" in made["lock/paloalto.txt"]
    for name, text in made.items():
        bare = [line for line in text.split("\n") if not line.startswith("#")]
        assert name.endswith("ps1") or not [line for line in bare if "reboot" in line or '"' in line or "?" in line], name
        assert name.endswith("ps1") or 'type it yourself: a; reboot, x" next, b?c' in text


def test_evidence_is_kept_before_it_is_changed() -> None:
    made = files(material(("user", "cfo@contoso.example"), ("mail_rule", "."), ("user", "deploy")))
    mail, google, linux = (made[f"lock/{name}"] for name in ("m365.ps1", "google.sh", "linux.sh"))
    assert mail.index("Get-InboxRule -Mailbox 'cfo") < mail.index("ForwardingAddress $null") < mail.index("| Disable-InboxRule")
    assert google.index("show filters") < google.index("gam update user cfo@contoso.example suspended on")
    assert linux.index("authorized_keys") < linux.index("usermod --lock")
    assert not any(old in mail for old in ("MsolUser", "AzureAD", "Connect-MsolService"))  # modules that Microsoft retired


def test_the_plan_names_this_cases_accounts_machines_and_addresses() -> None:
    plan = files(material(("user", "cfo@contoso.example"), ("host", "SRV1"), ("ip", "198.51.100.93")))["PLAN.md"]
    for told in ("`cfo@contoso.example`", "`SRV1`", "`198.51.100.93`", "--own"):
        assert told in plan


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("127.0.0.1", "cut this machine off"),
        ("0.0.0.0", "cut this machine off"),  # noqa: S104 an indicator, not an address to listen on
        ("224.0.0.1", "cut this machine off"),
        ("fe80::1", "cut this machine off"),
        ("10.1.2.3", "inside"),
        ("192.168.1.1", "inside"),
        ("fd00::1", "inside"),
        ("::ffff:10.1.2.3", "inside"),
        ("203.0.113.9", "network of your own"),
        ("203.0.113.9; accept", "no IP address"),
        ("198.51.100.300", "no IP address"),
        ("198.51.100.7\n}", "break a line"),
    ],
)
def test_what_must_not_be_blocked_is_set_aside_with_its_reason(value: str, why: str) -> None:
    made = material(("ip", value), own=["203.0.113.0/24"])
    assert made.addresses == ()
    assert why in made.set_aside[0].why
    assert value.replace("\n", " ") in files(made)["PLAN.md"]
    assert not [name for name in files(made) if name.startswith("block/")]


def test_addresses_stand_once_in_one_form_and_in_order() -> None:
    made = material(
        ("ip", "198.51.100.10"), ("ip", "198.51.100.9"), ("ip", "2001:DB8:0::5"), ("ip", "2001:db8::5"), ("ip", "::ffff:198.51.100.9")
    )
    assert made.addresses == ("198.51.100.9", "198.51.100.10", "2001:db8::5")


def test_without_indicators_the_plan_stands_alone() -> None:
    made = files(material())
    assert list(made) == ["PLAN.md"]
    assert "Do not switch it off" in made["PLAN.md"]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["ip", "user", "host", "domain", "url", "hash", "user_agent", "mail_rule"]), st.text(max_size=60)),
        max_size=8,
    )
)
def test_nothing_of_the_evidence_breaks_a_line_or_becomes_a_command(indicators: list[tuple[str, str]]) -> None:
    made = material(*indicators)
    for name, text in files(made).items():
        assert not set("\x00\x1b\u2028\u202e\r") & set(text), name
        assert not name.startswith("/")
        assert ".." not in name
    kept = sum(map(len, _kept(made)))
    assert len(made.set_aside) + kept <= len(set(indicators)), "nothing is told twice"
    assert len(made.set_aside) + kept >= min(1, len(indicators)), "and nothing is lost"


def _kept(made: contain.Material) -> Iterator[tuple[str, ...]]:
    yield from (made.addresses, made.domains, made.urls, made.agents, made.users, made.hosts, made.mail_rules, *made.hashes.values())


# Firewalls


@pytest.fixture
def network() -> Iterator[list[str]]:
    """Words that run a command in a network of its own."""
    name = f"stanch{uuid.uuid4().hex[:8]}"
    if os.geteuid() or not shutil.which("ip") or not shutil.which("nft"):
        pytest.skip("nft and ip, run as root, are needed to load the list for real")
    if subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody make a network of its own")
    try:
        inside = ["ip", "netns", "exec", name]
        for words in (["ip", "link", "set", "lo", "up"], ["ip", "address", "add", "198.51.100.93/32", "dev", "lo"],
                      ["ip", "address", "add", "198.51.100.94/32", "dev", "lo"]):  # fmt: skip
            subprocess.run([*inside, *words], check=True)
        yield inside
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=False)


REACH = (
    "import socket, sys; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind((sys.argv[1], 4000)); s.settimeout(1)\n"
    "c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    "try:\n    c.sendto(b'x', (sys.argv[1], 4000)); s.recv(1)\nexcept OSError: sys.exit(1)\n"
)


def test_the_list_is_loaded_into_a_real_firewall_and_traffic_is_blocked(network: list[str], tmp_path: Path) -> None:
    def reaches(address: str) -> bool:
        return subprocess.run([*network, sys.executable, "-c", REACH, address], check=False).returncode == 0

    list_ = tmp_path / "list.nft"
    list_.write_text(files(material(("ip", "198.51.100.93"), ("ip", "2001:db8::5")))["block/nftables.nft"])
    assert reaches("198.51.100.93")
    for _ in range(2):  # loading it again replaces it
        subprocess.run([*network, "nft", "-f", str(list_)], check=True)
        assert not reaches("198.51.100.93")
        assert reaches("198.51.100.94"), "everything else goes on"
    subprocess.run([*network, "nft", "delete", "table", "inet", "stanch_block"], check=True)
    assert reaches("198.51.100.93"), "and it can be undone"


def test_a_hundred_thousand_addresses_make_rules_of_some_hundreds() -> None:
    made = material(*(("ip", f"198.18.{number // 250}.{number % 250}") for number in range(1200)))
    text = files(made)["block/windows-firewall.ps1"]
    assert text.count("-Direction Inbound") == 3
    assert max(len(line) for line in text.splitlines()) < 12_000


# Signatures


def test_clamav_finds_the_planted_file_and_no_other(tmp_path: Path) -> None:
    import hashlib

    if not shutil.which("clamscan"):
        pytest.skip("clamscan is not installed")
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "tool.bin").write_bytes(PLANTED)
    (tmp_path / "share" / "letter.txt").write_text("Dear Ada")
    made = material(("hash", hashlib.sha256(PLANTED).hexdigest()), ("hash", hashlib.md5(PLANTED, usedforsecurity=False).hexdigest()))
    contain.write(contain.artefacts(made), tmp_path / "out")
    for name in ("clamav.hsb", "clamav.hdb"):
        found = subprocess.run(
            [
                "clamscan",
                "--recursive",
                "--infected",
                "--no-summary",
                f"--database={tmp_path / 'out/detect' / name}",
                str(tmp_path / "share"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode == 1, found.stderr
        assert "tool.bin" in found.stdout
        assert "letter.txt" not in found.stdout


def test_yara_finds_files_by_hash_and_by_what_they_name() -> None:
    import hashlib

    yara = pytest.importorskip("yara")
    made = material(
        ("hash", hashlib.sha1(PLANTED, usedforsecurity=False).hexdigest()), ("ip", "198.51.100.9"), ("domain", "bad.example"),
        ("url", 'https://bad.example/"\\x?y=\u00e4'),
    )  # fmt: skip
    rules = yara.compile(source=files(made)["detect/case.yar"])
    assert [one.rule for one in rules.match(data=PLANTED)] == ["Stanch_Case_Hash"]
    assert [one.rule for one in rules.match(data=b"curl BAD.example/x")] == ["Stanch_Case_Contact"]
    assert [one.rule for one in rules.match(data='get https://bad.example/"\\x?y=\u00e4'.encode())] == ["Stanch_Case_Contact"]
    assert not rules.match(data=b"from 198.51.100.93")


def test_sigma_rules_are_valid_and_fire_on_the_next_occurrence(tmp_path: Path) -> None:
    from sigma.collection import SigmaCollection

    made = material(("ip", "198.51.100.9"), ("user_agent", "odd*agent?\\1"), ("domain", "bad.example"), ("hash", "b" * 64))
    rules = {name: text for name, text in files(made).items() if name.startswith("detect/sigma/")}
    assert len(rules) == 15
    for text in rules.values():
        (rule,) = SigmaCollection.from_yaml(text).rules
        assert not rule.errors
    agent = SigmaCollection.from_yaml(rules["detect/sigma/case_agent.yml"]).rules[0]
    (item,) = agent.detection.detections["selection"].detection_items
    assert not item.value[0].contains_special(), "an asterisk in a name is no wildcard"
    contain.write(contain.artefacts(made), tmp_path / "out")
    log = tmp_path / "access.log"
    log.write_text('198.51.100.9 - - [24/Nov/2026:02:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n')
    from stanch.cli.main import run

    assert run(["cause", str(log), "--sigma", str(tmp_path / "out/detect/sigma"), "--json"]) == 0


# Accounts


@pytest.mark.parametrize(
    ("log", "rule"),
    [
        ('date=2026-11-24 time=02:00:00 devname="F" devid="F1" logid="1" type="event" remip=198.51.100.9 action="tunnel-up" user="ann"', "connection"),
        ('{"eventTime":"2026-11-24T02:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets","sourceIPAddress":"198.51.100.9"}', "call"),
        ("Nov 24 2026 02:00:00 asa1 : %ASA-6-113039: Group <v> User <Ann> IP <198.51.100.9> AnyConnect parent session started.", "connection"),
    ],
)  # fmt: skip
def test_an_address_that_comes_back_through_a_gateway_or_a_cloud_is_seen(tmp_path: Path, log: str, rule: str) -> None:
    from datetime import date

    from stanch.cause.detect import watch
    from stanch.cause.sigma import load_folder
    from stanch.cause.timeline import of_texts

    contain.write(contain.artefacts(material(("ip", "198.51.100.9"))), tmp_path / "out")
    seen = watch(of_texts([("x.log", f"{log}\n")], date(2026, 11, 27)), load_folder(tmp_path / "out/detect/sigma"))
    assert [hit.rule.title.split()[1] for hit in seen.hits] == [rule]


@pytest.mark.parametrize("platform", accounts.platforms(), ids=lambda one: one.name)
def test_each_platform_quotes_what_the_evidence_holds(platform: accounts.Platform) -> None:
    value, line = platform.example["value"], platform.example["line"]
    command = next(one for one in platform.commands if accounts.written(platform, one.run, one.each, value) == line)
    assert command.each
    assert platform.sources


BUILT_IN = {"Get-Date", "Export-Csv", "Format-List", "Read-Host", "Where-Object", "ForEach-Object", "Select-Object"}
VERBS = re.compile(r"\b[A-Z][a-z]+-[A-Z]\w+|\baws [a-z]+ [a-z-]+|\baz (?:rest|[a-z]+ [a-z]+ [a-z]+(?: renew)?)|/lifecycle/\w+|/(?:sessions|factors)\b|\b(?:show|print) [a-z]+\b|\bgam update user\b|\bsignout\b|\bloginctl [a-z-]+|\b(?:usermod|getent|crontab|systemctl|quser|logoff)\b(?! name)|\bps\b(?= -o)")  # fmt: skip


@pytest.mark.parametrize("platform", accounts.platforms(), ids=lambda one: one.name)
def test_every_command_says_how_far_it_was_looked_up(platform: accounts.Platform) -> None:
    used = {verb for one in platform.commands for verb in VERBS.findall(f"{one.run}\n{one.undo}")} - BUILT_IN
    if platform.quote == "word":  # commands of firewalls and steps in their pages: each is told as read, or as from knowledge
        around = re.compile(r"(configure|commit|exit|end|next|edit|set status)\b")  # how such a command line is entered and left
        steps = [line for one in platform.commands for line in one.run.split("\n") if not around.match(line)]
        told_of = " ".join((*platform.looked_up, *platform.known))
        assert all(any(" ".join(line.split(" ")[:n]).rstrip(":") in told_of for n in (4, 3, 2, 1)) for line in steps), platform.file
    else:
        assert len(used) >= 3
        assert used <= set(platform.looked_up) | set(platform.seen)
    assert not set(platform.looked_up) & set(platform.seen)
    assert all(page.startswith("https://") for page in (*platform.looked_up.values(), *platform.seen.values()))
    told = files(material(("user", "ann@example.com"), ("user", "ann")))[f"lock/{platform.file}"]
    for line in accounts.how_far(platform):
        assert f"# {line}\n" in told
    assert all(name in told for name in (*platform.looked_up, *platform.seen, *platform.known))


def test_a_name_in_the_evidence_reaches_no_second_account_and_files_of_two_accounts_differ(tmp_path: Path) -> None:
    """Run with programs of our own in the place of `curl` and `jq`: braces in a name are no list of accounts."""
    (tmp_path / "curl").write_text('#!/bin/sh\nprintf "%s\\n" "$*" >> asked\n')
    (tmp_path / "jq").write_text("#!/bin/sh\ncat > /dev/null\necho 00u1\n")
    for name in ("curl", "jq"):
        (tmp_path / name).chmod(0o755)
    okta = files(material(("user", "{ann,bob}@example.com")))["lock/okta.sh"]
    subprocess.run(["bash", "-c", okta], check=True, cwd=tmp_path, env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "OKTA_ORG": "example.okta.com", "OKTA_TOKEN": "t"})  # fmt: skip
    asked = (tmp_path / "asked").read_text().splitlines()
    assert [line.split()[0] for line in asked] == ["-gsS"] * 6, "-g: curl makes no list of what stands in braces"
    assert [line.rpartition("/users/")[2] for line in asked if "factors" in line or "sessions" in line] == [
        "00u1/factors", "00u1/sessions?oauthTokens=true&forgetDevices=true", "{ann,bob}@example.com/lifecycle/reset_factors",
    ]  # fmt: skip
    two = files(material(("user", "ann@example.com"), ("user", "bob@example.com")))
    kept = re.findall(r'> ("azure-roles.*json")', two["lock/azure.sh"])
    assert len(set(kept)) == 2


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40))
def test_a_shell_reads_a_hostile_name_as_one_word(name: str) -> None:
    import shlex

    for platform in accounts.platforms():
        if platform.quote == "sh":
            assert name in shlex.split(accounts.written(platform, "run -- {user}", "user", name))
        elif platform.quote == "word":
            assert re.fullmatch(r"run [\w.@+-]+", accounts.written(platform, "run {user}", "user", name), re.ASCII)
        else:
            quoted = accounts.written(platform, "{user}", "user", name)
            assert quoted[0] == quoted[-1] == "'"
            inner = quoted[1:-1]
            for quote in "'\u2018\u2019\u201a\u201b":
                inner = inner.replace(quote * 2, "")
            assert not set("'\u2018\u2019\u201a\u201b") & set(inner)


def test_an_account_that_begins_as_an_option_does_is_set_aside() -> None:
    made = material(("user", "-rf"), ("user", "dbadmin"))
    assert made.users == ("dbadmin",)
    assert "option" in made.set_aside[0].why


def test_keys_to_change_are_ranked_and_no_cell_is_a_formula() -> None:
    secrets = [
        contain.Secret("access_token", "Token", "***", ("=cmd|'/c calc'!A1",), 1, 2),
        contain.Secret("private_key", "Private key", "***", ("share/id_rsa",), 3, 1),
    ]
    rows = list(csv.DictReader(io.StringIO(files(material(secrets=secrets))["lock/rotate.csv"])))
    assert [row["kind"] for row in rows] == ["Private key", "Token"]
    assert rows[1]["first place"].startswith("'=")


# For others


def test_what_others_get_holds_no_account_of_ours_and_is_valid() -> None:
    import stix2

    made = files(
        material(("ip", "198.51.100.9"), ("user", "ada"), ("url", "https://bad.example/'x"), ("hash", "c" * 40), ("user_agent", "x"))
    )
    bundle = stix2.parse(made["share/stix.json"])
    patterns = [one.pattern for one in bundle.objects if one.type == "indicator"]
    assert "[url:value = 'https://bad.example/\\'x']" in patterns
    assert len(patterns) == 4
    event = json.loads(made["share/misp.json"])["Event"]
    assert {one["type"] for one in event["Attribute"]} == {"ip-src", "url", "sha1", "user-agent"}
    assert "ada" not in made["share/stix.json"] + made["share/misp.json"]
    assert "user,ada" in made["share/indicators.csv"]


def test_indicators_of_others_come_in_and_go_out_again(tmp_path: Path) -> None:
    given_ = tmp_path / "given.csv"
    given_.write_text(
        "\ufeffType,Value,note\nipv4-addr,198.51.100[.]9,x\nurl,hxxps://bad[.]example/a,\nsha256," + "d" * 64 + ",\n,,\ndomain,,\n"
    )
    found = contain.read_indicators(given_)
    assert found == [Indicator("ip", "198.51.100.9"), Indicator("url", "https://bad.example/a"), Indicator("hash", "d" * 64)]
    found.insert(2, Indicator("user_agent", "=cmd|'/C calc'!A1"))  # a formula in the list is none in the one who reads it back
    out = tmp_path / "out.csv"
    out.write_text(files(material(*((one.type, one.value) for one in found)))["share/indicators.csv"])
    assert contain.read_indicators(out) == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "columns"),
        ("type,value\nipp,198.51.100.9\n", "nearest is ip"),
        ("type,value\nzebra,1\n", "Types are"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_list_that_cannot_be_is_refused_with_its_place(tmp_path: Path, text: str | bytes, says: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(WrongCall, match=says) as told:
        contain.read_indicators(file)
    assert "x.csv" in str(told.value)
