"""The verbs of delivery, as a person and as a program call them, on one case from approval to the end of its retention."""

import csv
import json
import os
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from letters import filled, notice, person

from stanch import casefile
from stanch.casefile import decide, gate
from stanch.cli.main import run
from stanch.records import Notice, Offer, Person

PASSPHRASE = "correct horse battery"
Call = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    monkeypatch.setenv("STANCH_KEY_FILE", str(key))

    def called(*arguments: object) -> tuple[int, Any, str]:
        capsys.readouterr()
        status = run([os.fspath(one) if isinstance(one, Path) else str(one) for one in arguments])
        out, err = capsys.readouterr()
        return status, json.loads(out) if "--json" in arguments and out else out, err

    return called


@pytest.fixture
def folder(tmp_path: Path, call: Call) -> Path:
    assert call("init", tmp_path / "case")[0] == 0
    with casefile.open_case(tmp_path / "case", passphrase=PASSPHRASE) as case:
        filled(case, 3)
        one = person(9, postal_address=None)
        case.store.put(Person, [*case.store.get(Person), one])
        doubt = ("no postal address: to be sent by e-mail where the law's conditions for it are met",)
        case.store.put(Notice, [*case.store.get(Notice), notice(one, form="email", missing=doubt)])
        case.store.put(Offer, [Offer(f"p{number}", "credit_monitoring", 12, True, "law") for number in range(3)])
    return tmp_path / "case"


class Accepting:
    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the name is aiosmtpd's
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def mail(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    server = Accepting()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    file = tmp_path / "mail.yaml"
    file.write_text(
        json.dumps({"host": "127.0.0.1", "port": port, "security": "none", "from_address": "privacy@example.com", "per_minute": 60_000})
    )
    file.chmod(0o600)
    yield server, file
    controller.stop()


def states(call: Call, folder: Path) -> dict[str, int]:
    return call("notices", "status", "-C", folder, "--json")[1]["states"]


def test_from_approval_to_proof(call: Call, folder: Path, mail, tmp_path: Path) -> None:
    server, server_file = mail
    status, told, _ = call("notices", "send", "--dry-run", "-C", folder, "--json")
    assert (status, told["letters_by_post"], told["emails"], told["may_be_sent"]) == (0, 3, 0, "yes")
    assert call("notices", "approve", "letter-p9", "-C", folder)[0] == 3  # e-mail was not allowed yet
    named = tmp_path / "letters.yaml"
    named.write_text("counsel: Lee Morgan\n")
    assert call("notices", "facts", "--letters", named, "-C", folder)[0] == 0
    allow = ("notices", "allow-email", "--grounds", "they agreed to e-mail", "-C", folder, "--by")
    assert call(*allow, "Dana Reyes")[0] == 2, "whether a law's conditions for e-mail are met is counsel's to say"
    assert call(*allow, "Lee Morgan")[0] == 0
    assert call("notices", "approve", "letter-p9", "-C", folder)[0] == 0
    assert call("notices", "send", "--sample", tmp_path / "sample", "-C", folder, "--json")[1]["combinations"] == 2
    assert call("notices", "send", "-C", folder)[0] == 2
    assert call("notices", "hold", "--grounds", "counsel asked", "-C", folder)[0] == 0
    assert call("notices", "send", "--email", server_file, "-C", folder)[0] == 3
    assert server.recipients == []
    assert call("notices", "resume", "--grounds", "counsel agreed", "-C", folder)[0] == 0
    status, told, _ = call("notices", "send", "--email", server_file, "--print-house", tmp_path / "out", "-C", folder, "--json")
    assert (status, told["sent"], told["letters"], told["batches"]) == (0, 1, 3, 1)
    assert server.recipients == ["ann9@example.com"]
    assert states(call, folder) == {"at_print_house": 3, "sent_email": 1}
    with (tmp_path / "out/batch-00001/manifest.csv").open(encoding="utf-8-sig", newline="") as stream:
        ids = [row["piece"] for row in csv.DictReader(stream)]
    today = datetime.now(UTC).date()
    (tmp_path / "report.csv").write_text(f"piece,event,date\n{ids[0]},mailed,{today}\n{ids[1]},mailed,{today}\n{ids[2]},returned,{today}\n")
    batch = tmp_path / "out/batch-00001"
    status, told, _ = call("notices", "reconcile", tmp_path / "report.csv", "--batch", batch, "-C", folder, "--json")
    assert (status, told["wrong"]) == (0, 0)
    assert states(call, folder) == {"returned": 1, "sent_mail": 2, "sent_email": 1}
    found = call("notices", "returns", "-C", folder, "--json")[1]["substitutes"]
    assert [(one["duty"], one["unreached"]) for one in found] == [("US-ME/individuals", 1)]
    given = ("notices", "substitute", "US-ME/individuals", "--where", "www.example.com", "-C", folder, "--on")
    status, _, err = call(*given, str(today + timedelta(days=5)))
    assert (status, "is to come" in err) == (2, True), "nobody was told by a notice that is to be given"
    assert call(*given, str(today))[0] == 0
    assert states(call, folder) == {"substitute": 1, "sent_mail": 2, "sent_email": 1}
    assert call("notices", "proof", "p0", "--out", tmp_path / "p0.pdf", "-C", folder)[0] == 0
    assert call("notices", "proof", "--out", tmp_path / "all.csv", "-C", folder, "--json")[1]["rows"] == 12
    assert call("notices", "proof", "--out", tmp_path / "all.pdf", "-C", folder)[0] == 2
    assert call("verify", "-C", folder)[0] == 0


def test_the_stop_switch_needs_no_free_case(call: Call, folder: Path) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE):
        status, _, err = call("notices", "hold", "--grounds", "now", "-C", folder)
        assert "Sending is stopped" in err
        assert gate.is_stopped(folder)
    assert status in (0, 2)  # in this program the case counts as open; in another it is in use, which is no fault
    assert call("notices", "hold", "letter-p0", "--grounds", "the police asked", "-C", folder)[0] == 0
    assert call("notices", "resume", "letter-p0", "--grounds", "the police agreed", "-C", folder)[0] == 0


def test_codes_from_list_to_rates(call: Call, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text(
        "engagement_number,code,enrol_by,help_line,months\n"
        + "".join(f"ENG-1,AB-{number},2099-03-31,1-800-555-0150,24\n" for number in range(2))
    )
    assert call("offers", "load", tmp_path / "codes.csv", "-C", folder)[0] == 0
    assert call("offers", "load", tmp_path / "codes.csv", "-C", folder)[0] == 2
    status, told, _ = call("offers", "assign", "-C", folder, "--json")
    assert (status, told) == (1, {"assigned": {"credit_monitoring": 2}, "lacking": {"credit_monitoring": 1}})
    (tmp_path / "activated.csv").write_text("code,activated\nAB-0,2026-12-01\n")
    assert call("offers", "activations", tmp_path / "activated.csv", "-C", folder)[0] == 0
    status, told, _ = call("offers", "status", "--chart", tmp_path / "rate.svg", "-C", folder, "--json")
    assert (status, told["services"][0]["rate"]) == (1, 0.5)
    assert "ask the provider for 1 more" in told["announcements"][0]
    assert (tmp_path / "rate.svg").read_text().startswith("<svg")
    assert {one["code"] for one in call("offers", "-C", folder, "--json")[1]["offers"]} == {"AB-0", "AB-1", None}
    assert call("offers", "withdraw", "p0", "--grounds", "seen by others", "-C", folder)[0] == 0
    (tmp_path / "enrol.yaml").write_text(
        "enrol_url: www.monitor.example.com\nenrol_phone: 1-800-555-0150\nenrol_by: 2027-03-31\nlaw_enforcement: yes\n"
    )
    assert call("notices", "facts", "--letters", tmp_path / "enrol.yaml", "-C", folder)[0] == 0
    status, _, err = call("offers", "callcentre", "--out", tmp_path / "pack", "-C", folder)
    assert status == 0
    assert "Write these answers into callcentre.txt" in err
    answers = (tmp_path / "pack/callcentre.txt").read_text()
    assert "Enroll at www.monitor.example.com or call 1-800-555-0150" in answers
    assert "Were the police told?\nA: Law enforcement was told." in answers
    assert call("offers", "call", "--topic", "enrolment", "--note", "how", "-C", folder)[0] == 0
    assert call("offers", "call", "--reference", "NONE", "--postcode", "04101", "-C", folder)[0] == 1


def test_the_list_is_destroyed_only_with_the_right_words(call: Call, folder: Path, tmp_path: Path) -> None:
    status, _, err = call("people", "destroy", "--grounds", "six years are over", "-C", folder)
    assert status == 2
    words = err.partition('--confirm "')[2].partition('"')[0]
    assert words.startswith("destroy 4 people of ")
    given = ("--grounds", "six years are over", "--confirm", words, "--certificate", tmp_path / "done.json", "-C", folder, "--json")
    status, told, _ = call("people", "destroy", *given)
    assert (status, told["people"]) == (0, 4)
    assert json.loads((tmp_path / "done.json").read_text())["remaining"] == []
    assert call("verify", "-C", folder)[0] == 0
    assert call("people", "-C", folder, "--json")[1]["people"] == []
    assert "destroyed by order" in call("notices", "status", "-C", folder)[2], "nobody reads that nothing was ever sent"
    assert "destroyed by order" in call("notices", "returns", "-C", folder)[2], "nor that everybody can be reached"
    status, _, err = call("notices", "clients", "--out", tmp_path / "clients", "-C", folder)
    assert (status, "destroyed" in err) == (2, True)
    (tmp_path / "share").mkdir()
    (tmp_path / "share/a.txt").write_text("a")
    assert call("respond", tmp_path / "share", "-C", folder)[0] == 2


def test_a_person_without_any_way_is_never_dropped(call: Call, folder: Path) -> None:
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        one = person(20, postal_address=None, email=None)
        bad = person(21, postal_address=None, email="no address@")
        case.store.put(Person, [*case.store.get(Person), one, bad])
        case.store.put(Notice, [*case.store.get(Notice), notice(one), notice(bad, form="email")])
        decide.approve_notices(case, ["letter-p21"], by="counsel")
    told = call("notices", "status", "--people", "-C", folder, "--json")[1]
    by_person = {one["person"]: one["state"] for one in told["standings"]}
    assert by_person["p20"] == by_person["p21"] == "no_address"
    assert sum(told["states"].values()) == told["people"] == 6
    status, sent, _ = call("notices", "send", "--dry-run", "-C", folder, "--json")
    assert (status, sent["no_usable_address"]) == (0, 1)
    assert call("notices", "set-aside", "p20", "--grounds", "told in person", "-C", folder)[0] == 0
    assert states(call, folder)["set_aside"] == 1


def test_the_domain_is_checked_from_text(call: Call, tmp_path: Path) -> None:
    (tmp_path / "records.txt").write_text('"v=spf1 +all"\n"v=DMARC1; p=none"\n')
    status, told, _ = call("notices", "check-domain", tmp_path / "records.txt", "--json")
    assert status == 1
    assert {one["about"] for one in told["advice"]} == {"SPF", "DKIM", "DMARC"}


def test_each_client_is_handed_a_folder_of_its_own(call: Call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "clients"
    status, _, err = call("notices", "clients", "--out", out, "-C", folder)
    assert (status, "for whom data are held" in err) == (2, True)
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        held = [replace(one, clients=("Acme",) if at else ("Beta",)) for at, one in enumerate(case.store.get(Person))]
        case.store.put(Person, held)
        case.store.put(Notice, [*case.store.get(Notice), *_sheets(held)])
    status, told, _ = call("notices", "clients", "--out", out, "-C", folder, "--json")
    assert status == 1, "nobody has approved these notices"
    assert [(one["client"], one["people"], one["notices"], one["open_notices"]) for one in told["clients"]] == [
        ("Acme", 3, 1, 1),
        ("Beta", 1, 1, 1),
    ]
    acme = out / told["clients"][0]["folder"]
    assert sorted(path.suffix for path in acme.iterdir()) == [".csv", ".json", ".pdf", ".xlsx"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (acme, *acme.iterdir()))
    assert "Beta" not in (acme / next(path for path in acme.iterdir() if path.suffix == ".json")).read_text()
    assert sorted(path.name for path in out.iterdir()) == sorted(one["folder"] for one in told["clients"]), "nothing is left beside them"
    assert call("notices", "clients", "--out", out, "--client", "Acm", "-C", folder)[0] == 2
    assert call("notices", "clients", "--out", out, "--client", "Acme", "-C", folder)[0] == 1
    with casefile.open_case(folder, passphrase=PASSPHRASE) as case:
        assert "hand over client list" in {one.action for one in case.journal.entries()}
    assert call("verify", "-C", folder)[0] == 0


def _sheets(people: list[Person]) -> list[Notice]:
    """The processor's notices to the businesses whose people these are."""
    from stanch import notices
    from stanch.engine import Bench
    from stanch.records import Attack, Duty, Facts
    from stanch.vault import Keys

    owed = Duty("US-ME/owner", "US-ME", "owner", True, None, None, (), "", ("number_affected",), "s. 1", "", "owner")
    bench = Bench(work=Path("unused"), keys=Keys(b"k" * 32), as_of=datetime.now(UTC).date())
    return [one for one in notices.draft([owed], people, Facts(), Attack(), [], bench=bench) if one.form == "filing"]
