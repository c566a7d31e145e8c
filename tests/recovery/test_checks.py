"""Results of tools, and what they prove."""

import contextlib
import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stanch import casefile
from stanch.casefile import decide, proving
from stanch.cli.main import run
from stanch.errors import EvidenceError
from stanch.records import Action
from stanch.recovery import Observation, control_of, judge, read_check
from stanch.recovery.checks import readers
from stanch.recovery.judging import Test as Asked
from stanch.recovery.judging import holds

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
    "hotfixes": (
        (
            '"PSComputerName","Description","HotFixID","InstalledBy","InstalledOn"\n"PC1","Security Update","KB5066791","","11/12/2026 12:00:00 AM"\n'
            '"PC1","Update","KB5049613","","10/18/2026 12:00:00 AM"\n"PC2","Update","KB5049613","",""\n'
        ),
        [("PC1", "newest", "2026-11-12"), ("PC1", "updates", "2"), ("PC2", "newest", "none")],
    ),
    "vulnerabilities": (
        (
            '{"SchemaVersion":2,"CreatedAt":"2026-11-20T10:00:00.123456789Z","ArtifactName":"srv-1","Results":[{"Target":"debian","Vulnerabilities":['
            '{"VulnerabilityID":"CVE-2026-0001","FixedVersion":"2","Severity":"CRITICAL"},{"VulnerabilityID":"CVE-2026-0002","Severity":"HIGH"}]}]}'
        ),
        [("srv-1", "critical", "1"), ("srv-1", "high", "0"), ("srv-1", "without update", "1")],
    ),
    "defender": (
        "AMServiceEnabled                 : True\nAntivirusSignatureAge            : 1\nRealTimeProtectionEnabled        : False\nPSComputerName  : PC1\n",
        [("PC1", "AntivirusSignatureAge", "1"), ("PC1", "RealTimeProtectionEnabled", "False")],
    ),
    "bitlocker": (
        (
            "Computer Name: PC1\n\nVolume C: [OS]\n[OS Volume]\n\n    Size:                 475.34 GB\n    Conversion Status:    Fully Encrypted\n"
            "    Protection Status:    Protection On\n\nVolume D: [Data]\n    Conversion Status:    Fully Encrypted\n    Protection Status:    Protection Off\n"
        ),
        [("PC1", "C: protected", "yes"), ("PC1", "D: protected", "no")],
    ),
    "restore_test": (
        "restore_test: {system: file server, on: 2026-11-01, hours: 3.5, checked_by: A. Example, result: Passed}\n",
        [("file server", "result", "passed"), ("file server", "hours", "3.5")],
    ),
}


# The same tool in another of its forms: (sample, content, what must be told). PC names stand in for a file's name.
OTHERS = {
    "apt list": ("patches", "Listing...\napt/oldstable-security 2.6.2 amd64 [upgradable from: 2.6.1]\nbash/oldstable 5.2 amd64 [upgradable from: 5.1]\n", ["1", "2"]),
    "apt list of a machine that lacks nothing": ("patches", "Listing... Done\n", ["0", "0"]),
    "apt-get -s": ("patches", "Inst libgcrypt20 [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []\n", ["1", "1"]),
    "dnf updateinfo": ("patches", "RHSA-2026:1234 Important/Sec. kernel-5.14.0-1.x86_64\nRHBA-2026:9 bugfix       bash-5.1-1.x86_64\n", ["1", "2"]),
    "freshclam": ("clamav", "Wed Nov 18 09:32:10 2026 -> ClamAV update process started at Wed Nov 18 09:32:10 2026\nWed Nov 18 09:32:11 2026 -> daily.cld database is up-to-date (version: 1)\n", ["2026-11-18"]),
    "freshclam that could not": ("clamav", "Wed Nov 18 09:32:10 2026 -> ClamAV update process started at Wed Nov 18 09:32:10 2026\nWed Nov 18 09:32:11 2026 -> ERROR: Can't download daily.cvd\n", ["none"]),
    "clamscan without signatures": ("clamav", "ClamAV 1.4.6\n", ["none", "1.4.6"]),
    "host": ("dns", 'example.org descriptive text "v=spf1 redirect=_spf.example.net"\n', ["redirect=_spf.example.net"]),
    "two SPF records": ("dns", 'example.org. TXT "v=spf1 -all"\nexample.org. TXT "v=spf1 mx -all"\n', ["several records, which receivers refuse"] * 2),
    "osqueryi": ("osquery", '[\n  {"encrypted":"1","path":"/"}\n]\n', ["1", "/"]),
    "Get-BitLockerVolume": ("bitlocker", '{"ComputerName":"PC7","MountPoint":"C:","VolumeStatus":1,"ProtectionStatus":0}', ["no"]),
    "Get-HotFix as a table": ("hotfixes", "Source  Description  HotFixID  InstalledBy  InstalledOn\n------  -----------  --------  -----------  -----------\nPC9  Update  KB5066791  NT AUTHORITY\\SYSTEM  03.11.2026 00:00:00\n", ["2026-11-03", "1"]),
    "a day that can be read both ways": ("hotfixes", '"HotFixID","InstalledOn"\n"KB5066791","3/11/2026 12:00:00 AM"\n', ["2026-03-11", "1"]),
    "Grype": ("vulnerabilities", '{"matches":[{"vulnerability":{"severity":"High","fix":{"versions":["2"]}}}],"source":{"target":"/"},"descriptor":{"timestamp":"2026-11-20T10:00:00.1Z"}}', ["0", "1", "0", "0", "0"]),
    "Lynis' log": ("lynis", "2026-11-26 08:42:00 Starting Lynis 3.0.8 with PID 1\n2026-11-26 08:42:01 Hostname:    pc-1\n2026-11-26 08:42:02 Performing test ID CORE-1000 (x)\n2026-11-26 08:42:03 Warning: y [test:FIRE-4512] [details:-]\n2026-11-26 08:42:04 Hardening index : [60] [###]\n", ["1", "done", "warning", "60"]),
}  # fmt: skip


@pytest.mark.parametrize("form", OTHERS)
def test_other_forms_of_a_tool_tell_the_same(form: str) -> None:
    tool, text, values = OTHERS[form]
    for content in (text.encode(), ("\ufeff" + text).replace("\n", "\r\n").encode("utf-16-le")):
        found, seen = read_check(content, "pc-7.txt")
        assert (found, [one.value for one in seen]) == (tool, values)
        assert all(one.subject for one in seen)


NOTHING_LOOKED_AT = {
    "no port was looked at": f"{nmap().partition('<host>')[0]}</nmaprun>",
    "broken off": nmap(start=1763950000).replace("</nmaprun>", '<runstats><finished exit="error"/></runstats></nmaprun>'),
    "content is for another system": SAMPLES["openscap"][0].replace(">pass<", ">notapplicable<").replace(">fail<", ">notapplicable<"),
    "no hardening index": SAMPLES["lynis"][0].replace("hardening_index=61\n", ""),
    "what is missing": "kernel-5.14.0-1.x86_64\nbash-5.1-1.x86_64\n",
}


@pytest.mark.parametrize("reason", NOTHING_LOOKED_AT)
def test_a_result_in_which_nothing_was_looked_at_proves_nothing(reason: str) -> None:
    with pytest.raises(EvidenceError, match=reason):
        read_check(NOTHING_LOOKED_AT[reason].encode())


def test_a_scan_of_an_address_within_the_firm_says_nothing_of_the_internet() -> None:
    _, seen = read_check(nmap(more=OPEN).replace("203.0.113.7", "10.0.0.7").encode())
    assert {one.check.partition(" ")[0] for one in seen} == {"inside"}


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


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose logs tell of guessed passwords, and its key."""
    folder = tmp_path_factory.mktemp("case")
    share, logs, facts, key = folder / "share", folder / "logs", folder / "facts.yaml", folder / "key"
    share.mkdir()
    logs.mkdir()
    (share / "note.txt").write_text("Her SSN is 900-12-3456.\n")
    (logs / "auth.log").write_text("Nov 20 03:00:00 srv sshd[1]: Accepted password for root from 198.51.100.7 port 22 ssh2\n")
    facts.write_text("as_of: 2026-11-20\nincident: {kind: ransomware, discovered: 2026-11-20}\n")
    key.write_text("correct horse")
    key.chmod(0o600)
    words = ["respond", share, "-C", folder / "case", "--facts", facts, "--logs", logs, "--workers", "1"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STANCH_KEY_FILE", str(key))
        assert run([os.fspath(word) for word in words]) <= 1
    return folder


@pytest.fixture
def case_folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it for one test."""
    monkeypatch.setenv("STANCH_KEY_FILE", str(made / "key"))
    return Path(shutil.copytree(made / "case", tmp_path / "case"))


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
    for proves_nothing in (nmap(services="80,443"), nmap(start=1763950000)):  # nobody looked; looked a year ago
        ended, row = checked(proves_nothing)
        assert (ended, row["outcome"], row["turned"]) == (0, "open", "")
        assert status()[0] == "done"
    checked(nmap())
    ended, row = checked(nmap(more=OPEN))
    assert (ended, row["turned"]) == (1, "opened again")
    assert status() == ("reopened", "")
    assert "203.0.113.7: port 3389/tcp was filtered, is open" in row["changed"]
    with casefile.open_case(case_folder, passphrase="correct horse") as case:
        assert [entry.action for entry in case.journal.entries()].count("check action") == 6


def test_a_scan_before_and_one_after_the_repair_come_together_and_the_later_counts(case_folder: Path, tmp_path: Path) -> None:
    now = int(datetime.now(UTC).timestamp())
    before, after = tmp_path / "before.xml", tmp_path / "after.xml"
    before.write_text(nmap(more=OPEN, start=now - 86_400))
    after.write_text(nmap(start=now))
    scanner = tmp_path / "clamd.txt"
    scanner.write_text(SAMPLES["clamav"][0])
    run(["actions", "check", os.fspath(before), os.fspath(after), os.fspath(scanner), "-C", os.fspath(case_folder)])
    with casefile.open_case(case_folder, passphrase="correct horse") as case:
        (action,) = [one for one in case.store.get(Action) if one.id == "remote_access_behind_vpn"]
        assert action.status == "done"
        assert "after.xml" in (action.proof or "")
        assert "clamd.txt" not in (action.proof or ""), "what proves another action is no proof of this one"


LYNIS = "# Lynis Report\nlynis_version=3.0.8\nhostname={host}\nreport_datetime_end={at:%Y-%m-%d %H:%M:%S}\ntests_executed=SSH-7408|\n{warnings}hardening_index={index}\n"
XCCDF = (
    '<?xml version="1.0"?><Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2"><TestResult end-time="{at:%Y-%m-%dT%H:%M:%S}"><target>pc-2</target>'
    '<rule-result idref="xccdf_rule_a" severity="high"><result>{result}</result></rule-result></TestResult></Benchmark>'
)


def test_a_failure_that_another_tool_told_of_stands_until_it_is_looked_at_again(case_folder: Path, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    result = tmp_path / "result"

    def checked(text: str) -> tuple[str, str]:
        result.write_text(text)
        with casefile.open_case(case_folder, passphrase="correct horse") as case:
            (row,) = [one for one in proving.check(case, [result], by="it")[1] if one.action.id == "servers_hardened"]
            (action,) = [one for one in case.store.get(Action) if one.id == "servers_hardened"]
            return row.judgement.outcome, action.status if not row.judgement.against else f"{action.status}: {row.judgement.against[0]}"

    def lynis(at: datetime, index: int) -> str:
        return LYNIS.format(host="pc-1", at=at, warnings="", index=index)

    good = XCCDF.format(at=now, result="pass")
    outcome, told = checked(lynis(now - timedelta(days=2), 41))
    assert (outcome, told[:6]) == ("failing", "open: ")
    outcome, told = checked(good)
    assert outcome == "failing", "OpenSCAP on another machine says nothing of the first"
    assert f"pc-1: hardening_index was 41 ({now - timedelta(days=2):%Y-%m-%d}), by lynis, and was not looked at again" in told
    assert checked(lynis(now - timedelta(days=9), 88))[0] == "failing", "a result of an earlier day is no second look"
    assert checked(lynis(now, 88)) == ("proven", "done")
    assert checked(lynis(now - timedelta(days=2), 41)) == ("open", "done"), "what failed before the repair opens nothing again"
    assert checked(lynis(now + timedelta(hours=1), 41))[1][:10] == "reopened: "
    with casefile.open_case(case_folder, passphrase="correct horse") as case:
        decide.close_action(case, "servers_hardened", by="owner", proof="pc-1 was scrapped on Monday, signed")
    assert checked(good) == ("proven", "done"), "whoever signed answers for what was known then"


def test_a_list_that_tells_no_day_counts_from_the_day_that_is_given_with_it() -> None:
    control, now = control_of("updates_in_time"), datetime(2026, 11, 20, tzinfo=UTC)
    assert control
    outcomes = []
    for taken in (None, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 11, 18, tzinfo=UTC)):
        _, seen = read_check(b"Listing... Done\n", "pc-1.txt", taken)
        outcomes.append((judge(control.tests, seen, now=now).outcome, seen[0].subject))
    assert outcomes == [("open", "pc-1"), ("open", "pc-1"), ("proven", "pc-1")]


def _laughs(root: str, rest: str) -> str:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{"&" + last + ";"}{("&" + last + ";") * 9}">' for last, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return f"<!DOCTYPE {root} [{entities}]>{rest}"


HOSTILE = {
    "billion laughs in an attribute": _laughs(
        "nmaprun", '<nmaprun start="&i;"><host><address addr="&i;" addrtype="ipv4"/></host></nmaprun>'
    ),
    "billion laughs in a text": _laughs("B", SAMPLES["openscap"][0].partition("?>")[2].replace("pc-1", "&i;")),
    "JSON that is nested without end": '{"ArtifactName":' + "[" * 200_000,
    "an object where Prowler has a list": '{"product": "Prowler"}',
    "a list of numbers": '[{"product":"Prowler","x":1}, 2, null]',
    "a cell of a hundred megabytes": 'AUTH_METHOD;CHECK_ID;STATUS\nx;"' + "a" * (40 << 20),
    "a number that is none": "host,security_pending\npc-1,\u0664\u0b66\u00b2\n",
    "a day that no calendar has": '"HotFixID","InstalledOn"\n"KB5066791","2/31/2026"\n',
    "rows of other things": '[{"encrypted": "1"}, 7]',
    "nested YAML": "restore_test: " + "[" * 5000,
    "YAML that grows": "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nrestore_test: [*c,*c,*c]\n",
    "a Trivy that found nothing to look at": '{"ArtifactName":"x","Results":null}',
    "a Grype without a target": '{"matches":[]}',
}


@pytest.mark.parametrize("form", HOSTILE)
def test_a_hostile_result_is_refused_with_its_reason(form: str) -> None:
    with pytest.raises(EvidenceError) as told:
        read_check(HOSTILE[form].encode())
    assert len(str(told.value)) < 1000


def test_what_a_result_says_cannot_write_on_a_terminal() -> None:
    _, seen = read_check(b"host,security_pending\npc\x00-1\x1b[2J\xe2\x80\xae" + b"x" * 5000 + b",1\n")
    assert seen[0].subject.startswith("pc-1[2Jxxx")
    assert len(seen[0].subject) <= 300


def test_a_number_that_is_no_number_is_below_no_bound() -> None:
    asked = Asked("patches", "pending", "no update is lacking", most=0)
    for value in ("nan", "-inf", "inf", "", "0 or more"):
        assert not holds(asked, Observation("patches", "pc-1", "pending", value), datetime.now(UTC)), value


def test_a_file_that_proves_nothing_is_refused_and_nothing_is_recorded(case_folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear Ada")
    assert run(["actions", "check", os.fspath(other), "-C", os.fspath(case_folder)]) == 2
    with casefile.open_case(case_folder, passphrase="correct horse") as case:
        assert "check action" not in [entry.action for entry in case.journal.entries()]
