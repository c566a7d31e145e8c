"""The client against a real portal: a case, `stanch serve --token`, and a program that works on it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stanch.client import Refused, Stanch
from stanch.errors import StanchError, WrongCall

sys.path.append(str(Path(__file__).parents[1] / "portal"))
from the_breach import made

PASSPHRASE = "correct horse"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a portal, and a token."""
    folder = tmp_path_factory.mktemp("served")
    key = folder / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    environment = {**os.environ, "STANCH_KEY_FILE": str(key)}
    made(folder / "case", PASSPHRASE)
    command = [sys.executable, "-m", "stanch.cli.main", "serve", "-C", str(folder / "case"), "--port", "0", "--token", "a test", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        yield told["address"], told["token"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0


@pytest.fixture(scope="module")
def stanch(served: tuple[str, str]) -> Stanch:
    return Stanch(*served)


def test_a_program_reads_the_case(stanch: Stanch) -> None:
    assert stanch.case().counts["people"] == 123
    assert stanch.document()["openapi"].startswith("3.1")
    assert stanch.exhibits().rows[0].acquired_at.year == 2026
    assert {one.reason for one in stanch.unread().rows} == {"encrypted", "damaged"}
    assert stanch.unread(reason="damaged").total == 1
    assert stanch.people(search="ada").rows[0].person.elements == ("name", "ssn")
    assert len({one.id for one in stanch.each_person()}) == 123
    assert stanch.person("p1").offers[0].service == "credit_monitoring"
    assert stanch.clocks()[0].status == "overdue"
    assert stanch.notice("letter-p1").notice.missing == ("org.phone",)
    assert stanch.offers().total == 1
    assert stanch.options().options
    assert stanch.kinds() == []
    assert list(stanch.each_finding()) == []
    assert [one["sequence"] for one in stanch.each_entry()][:2] == [1, 2]


def test_a_program_decides_on_what_it_saw(stanch: Stanch) -> None:
    seen = stanch.duty("US-CA/ag")
    signed = stanch.sign(seen, "confirmed", grounds="it is ours")
    assert signed.status in {"overdue", "confirmed"}
    with pytest.raises(Refused) as refused:
        stanch.sign(seen, "declined", grounds="it is not")
    assert refused.value.status == 409
    assert refused.value.current["revision"] == signed.revision
    action = stanch.actions().actions[0]
    assert stanch.decide_action(action, "done", grounds="ticket 7").action.status == "done"
    with pytest.raises(Refused, match=r"to be completed: org\.phone") as refused:
        stanch.decide_notice(stanch.notice("letter-p1"), "approved")
    assert refused.value.status == 409
    assert stanch.decide_notice(stanch.notices().rows[0], "held", grounds="the police ask").notice.status == "held"
    options = stanch.options()
    assert stanch.choose(options, options.options[0].id, grounds="every clock is kept").chosen == options.options[0].id
    with pytest.raises(Refused) as refused:
        stanch.rule("merge", [stanch.person("q1"), stanch.person("q2")], grounds="the same")
    assert refused.value.status == 400, "their records were not kept"


def test_a_stated_fact_is_walked_and_the_papers_are_taken_out(stanch: Stanch, tmp_path: Path) -> None:
    assert isinstance(stanch.effects("incident.discovered", "2026-09-01"), list)
    seen = stanch.fact("org.name")
    stated = stanch.state_fact("org.name", "Acme Dental", source="the owner", revision=seen.revision)
    assert (stated.value, stated.recorded_by) == ("Acme Dental", f"{stated.recorded_by.split(',')[0]}, by the token a test")
    assert stanch.wait(seconds=240).state in ("done", "failed")
    assert {one.key for one in stanch.facts()} >= {"org.name", "incident.kind"}
    for name in stanch.papers()[:1]:
        stanch.save_paper(name, tmp_path / name)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused) as refused:
        stanch.save_paper("no such.pdf", tmp_path / "none.pdf")
    assert refused.value.status == 404
    assert not (tmp_path / "none.pdf").exists()


def test_a_wrong_token_and_a_wrong_address_are_told_in_words(served: tuple[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        Stanch(served[0], "stanch_nothing").case()
    assert refused.value.status == 401
    assert "token" in str(refused.value)
    with pytest.raises(WrongCall, match="in the clear"):
        Stanch("http://192.0.2.1", "x")
    with pytest.raises(StanchError, match="does not answer"):
        Stanch("http://127.0.0.1:9", "x").case()
