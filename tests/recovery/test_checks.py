"""Results of tools, and what they prove."""

import contextlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stanch import casefile
from stanch.cli.main import run
from stanch.errors import EvidenceError
from stanch.recovery import read_check
from stanch.recovery.checks import readers

NMAP = """<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="nmap" start="{start}"><scaninfo type="syn" protocol="tcp" services="{services}"/>
<host><address addr="203.0.113.7" addrtype="ipv4"/><address addr="00:00:5E:00:53:01" addrtype="mac"/><ports><extraports state="filtered" count="998"/>
<port protocol="tcp" portid="443"><state state="open" reason="syn-ack"/></port>{more}</ports></host></nmaprun>"""
OPEN = '<port protocol="tcp" portid="3389"><state state="open"/></port>'


def nmap(*, services: str = "1-1000,3389,5900,5985-5986", more: str = "", start: int | None = None) -> str:
    return NMAP.format(services=services, more=more, start=start or int(datetime.now(UTC).timestamp()))


SAMPLES = {
    "nmap": (nmap(start=1763950000), [("203.0.113.7", "port 443/tcp", "open"), ("203.0.113.7", "port 22/tcp", "filtered")]),
    "openscap": (
        (
            '<?xml version="1.0"?><Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2"><TestResult end-time="2026-11-20T10:00:00"><target>pc-1</target>'
            '<rule-result idref="xccdf_rule_a"><result>pass</result></rule-result><rule-result idref="xccdf_rule_b"><result>notselected</result></rule-result>'
            '<rule-result idref="xccdf_rule_c"><result>fail</result></rule-result></TestResult></Benchmark>'
        ),
        [("pc-1", "xccdf_rule_a", "pass"), ("pc-1", "xccdf_rule_c", "fail")],
    ),
    "lynis": (
        (
            "# Lynis Report\nlynis_version=3.0.8\nhostname=pc-1\nreport_datetime_end=2026-11-20 10:00:00\ntests_executed=SSH-7408|FIRE-4590|\n"
            "suggestion[]=SSH-7408|Consider hardening|-|-|\nwarning[]=FIRE-4512|no rules|-|-|\nhardening_index=61\nfirewall_active=0\n"
        ),
        [
            ("pc-1", "SSH-7408", "suggestion"),
            ("pc-1", "FIRE-4590", "done"),
            ("pc-1", "FIRE-4512", "warning"),
            ("pc-1", "firewall_active", "0"),
        ],
    ),
    "osquery": (
        (
            '{"name":"disk_encryption","hostIdentifier":"pc-1","unixTime":1763950000,"snapshot":[{"name":"sda","encrypted":"1"}],"action":"snapshot"}\n'
            '{"name":"disk_encryption","hostIdentifier":"pc-2","unixTime":1763950000,"columns":{"encrypted":"0"},"action":"added"}\n'
        ),
        [("pc-1", "disk_encryption.encrypted", "1"), ("pc-2", "disk_encryption.encrypted", "0")],
    ),
    "prowler": (
        "AUTH_METHOD;TIMESTAMP;CHECK_ID;STATUS;RESOURCE_UID\nx;2026-11-20T10:00:00;s3_bucket_public_access;FAIL;arn:aws:s3:::backup\n",
        [("arn:aws:s3:::backup", "s3_bucket_public_access", "FAIL")],
    ),
    "dns": (
        (
            'example.com.\t3600\tIN\tTXT\t"v=spf1 include:_spf.example.net " "-all"\n_dmarc.example.com. IN TXT "v=DMARC1; p=Reject; rua=mailto:d@example.com"\n'
            'k1._domainkey.example.com. IN TXT "v=DKIM1; k=rsa; p=MIIB"\nold._domainkey.example.com. IN TXT "v=DKIM1; p="\n'
        ),
        [
            ("example.com", "spf", "-all"),
            ("example.com", "dmarc", "reject"),
            ("example.com", "dkim", "key"),
            ("example.com", "dkim", "revoked"),
        ],
    ),
    "clamav": ("pc-1: ClamAV 1.0.9/27815/Tue Nov 18 09:32:11 2025\n", [("pc-1", "database", "2025-11-18"), ("pc-1", "version", "1.0.9")]),
    "patches": (
        "host,pending,security_pending,checked\npc-1,4,0,2026-11-20\n",
        [("pc-1", "security_pending", "0"), ("pc-1", "pending", "4")],
    ),
    "restore_test": (
        "restore_test: {system: file server, on: 2026-11-01, hours: 3.5, checked_by: A. Example, result: Passed}\n",
        [("file server", "result", "passed"), ("file server", "hours", "3.5")],
    ),
}


def test_every_reader_has_a_sample() -> None:
    assert {one.TOOL for one in readers()} == set(SAMPLES)


@pytest.mark.parametrize("tool", SAMPLES)
def test_what_a_tool_saw_is_told(tool: str) -> None:
    text, expected = SAMPLES[tool]
    found, seen = read_check(("\ufeff" + text).replace("\n", "\r\n").encode())
    assert found == tool
    told = [(one.subject, one.check, one.value) for one in seen]
    assert set(expected) <= set(told)
    assert not [one for one in told if "notselected" in one]


@pytest.mark.parametrize("tool", SAMPLES)
@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_broken_result_is_told_or_read_and_never_a_fault(tool: str, cut: float) -> None:
    text, _ = SAMPLES[tool]
    for broken in (text[: int(len(text) * cut)], text.replace("e", "\x00"), text * 2):
        with contextlib.suppress(EvidenceError):  # told; anything else is a fault of ours
            read_check(broken.encode())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"hello", b"<html></html>", b"{}"])
def test_what_is_no_result_names_the_tools_that_are_known(content: bytes) -> None:
    with pytest.raises(EvidenceError, match="nmap"):
        read_check(content)


def test_entities_of_a_result_reach_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("ada lovelace")
    hostile = f'<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file://{secret}">]><nmaprun><host><address addr="&x;" addrtype="ipv4"/><ports>{OPEN}</ports></host></nmaprun>'
    try:
        _, seen = read_check(hostile.encode())
    except EvidenceError:
        return
    assert "ada" not in repr(seen)


def test_a_port_that_nobody_scanned_is_not_taken_for_closed() -> None:
    _, seen = read_check(nmap(services="80,443").encode())
    assert not [one for one in seen if one.check == "port 22/tcp"]


@pytest.fixture
def case_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case whose logs tell of guessed passwords."""
    share, logs, facts = tmp_path / "share", tmp_path / "logs", tmp_path / "facts.yaml"
    share.mkdir()
    logs.mkdir()
    (share / "note.txt").write_text("Her SSN is 900-12-3456.\n")
    (logs / "auth.log").write_text("Nov 20 03:00:00 srv sshd[1]: Accepted password for root from 198.51.100.7 port 22 ssh2\n")
    facts.write_text("as_of: 2026-11-20\nincident: {kind: credential_stuffing, discovered: 2026-11-20}\n")
    key = tmp_path / "key"
    key.write_text("correct horse")
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))
    words = [
        "respond",
        os.fspath(share),
        "-C",
        os.fspath(tmp_path / "case"),
        "--facts",
        os.fspath(facts),
        "--logs",
        os.fspath(logs),
        "--workers",
        "1",
    ]
    assert run(words) <= 1
    return tmp_path / "case"


def test_an_action_is_closed_by_proof_and_opened_again_when_a_later_check_fails(
    case_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan = tmp_path / "scan.xml"
    words = ["actions", "check", os.fspath(scan), "-C", os.fspath(case_folder), "--json"]

    def checked(text: str) -> tuple[int, dict[str, str]]:
        scan.write_text(text)
        capsys.readouterr()
        status = run(words)
        (row,) = [one for one in json.loads(capsys.readouterr().out)["actions"] if one["action"] == "remote_access_behind_vpn"]
        return status, row

    def status() -> tuple[str, str]:
        capsys.readouterr()
        run(["actions", "-C", os.fspath(case_folder), "--json"])
        (row,) = [one for one in json.loads(capsys.readouterr().out)["actions"] if one["id"] == "remote_access_behind_vpn"]
        return row["status"], row["proof"]

    ended, row = checked(nmap(more=OPEN))
    assert (ended, row["outcome"], row["turned"], row["before"]) == (1, "failing", "", "")
    assert "3389" in row["against"][0]
    assert status()[0] == "open"
    ended, row = checked(nmap())
    assert (ended, row["outcome"], row["turned"], row["before"]) == (0, "proven", "closed", "failing")
    done, proof = status()
    assert done == "done"
    assert "proven by scan.xml (nmap, sha256 " in proof
    ended, row = checked(nmap(services="80,443"))
    assert (ended, row["outcome"], row["turned"]) == (0, "open", "")
    assert status()[0] == "done"
    ended, row = checked(nmap(more=OPEN))
    assert (ended, row["turned"]) == (1, "opened again")
    assert status() == ("reopened", "")
    with casefile.open_case(case_folder, passphrase="correct horse") as case:
        assert [entry.action for entry in case.journal.entries()].count("check action") == 4


def test_a_file_that_proves_nothing_is_refused_and_nothing_is_recorded(case_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear Ada")
    assert run(["actions", "check", os.fspath(other), "-C", os.fspath(case_folder)]) == 2
    with casefile.open_case(case_folder, passphrase="correct horse") as case:
        assert "check action" not in [entry.action for entry in case.journal.entries()]
