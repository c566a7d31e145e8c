"""The sample, reviewed in a browser."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stanch import casefile
from stanch.casefile import Case, sampling
from stanch.cli.main import run
from stanch.portal import rights

PASSPHRASE = "correct horse"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with things to look at."""
    home = tmp_path_factory.mktemp("review")
    share = home / "share"
    share.mkdir()
    for number in range(4):
        (share / f"note{number}.txt").write_text(f"The lift in house {number} is out of order again.\n")
    (share / "mail.txt").write_text("Her SSN is 900-12-3456.\n")
    key = home / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STANCH_KEY_FILE", str(key))
        assert run(["respond", os.fspath(share), "-C", os.fspath(home / "case"), "--workers", "1"]) <= 1
    return home / "case"


@pytest.fixture
def sampled(made: Path, tmp_path: Path, case: Case) -> Iterator[Case]:
    """That case for one test alone, on the desk in place of the other."""
    from stanch.portal import desk

    with casefile.open_case(shutil.copytree(made, tmp_path / "case"), passphrase=PASSPHRASE, by="the owner") as own:
        desk.show(own)
        yield own
        desk.show(case)


def shown(owner) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    """The item that the page asks about, and the page."""
    page = owner.get("/review").content.decode()
    found = re.search(r'name="item" value="([0-9a-f]+)"', page)
    return (found[1] if found else ""), page


def test_a_sample_is_drawn_looked_through_and_proves_something(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    assert "Draw a sample" in owner.get("/review").content.decode()
    assert owner.post("/review", {"do": "draw", "seed": "3"}).status_code == 302
    for _ in range(20):
        item, page = shown(owner)
        if not item:
            break
        word = "clean" if 'value="clean"' in page else "right"
        assert "The lift" in page or "SSN is" in page
        assert owner.post("/review", {"item": item, "verdict": word}).status_code == 302
    text = owner.get("/review").content.decode()
    assert "You have answered every item" in text
    assert "at most" in text
    assert "reveal sample" in {entry.action for entry in sampled.journal.entries()}


def test_an_answer_that_does_not_fit_is_refused_in_words(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    sampling.draw(sampled, rate=0.2, confidence=0.9, findings=1, seed=1, by="x")
    item, _ = shown(owner)
    assert owner.post("/review", {"item": item, "verdict": "perhaps"}).status_code == 400
    assert owner.post("/review", {"item": "nothing", "verdict": "clean"}).status_code == 400


def test_a_second_reviewer_is_asked_everything_and_their_agreement_is_told(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    sampling.draw(sampled, rate=0.2, confidence=0.9, findings=1, seed=1, by="x")
    drawn = sampling.items(sampled)
    for number, one in enumerate(drawn):
        words = sampling.VERDICTS[one.stratum]
        sampling.answer(sampled, one.id, verdict=words[0], by="first")
        sampling.answer(sampled, one.id, verdict=words[number == 0], by="second")
    assert len(sampling.waiting(sampled, reviewer="the owner")) == len(drawn)
    assert sampling.waiting(sampled, reviewer="first") == []
    (found,) = sampling.agreements(sampled)
    assert (found.items, found.agreed) == (len(drawn), len(drawn) - 1)
    assert "first, second" in owner.get("/review").content.decode()


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15, 0.4),  # a worked example of the measure
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a")] * 4, None),
        ([], None),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], expected: float | None) -> None:
    found = sampling.kappa(pairs)
    assert found == expected if expected is None or found is None else abs(found - expected) < 1e-9


def test_papers_are_taken_out_and_nothing_else_is(owner, sampled: Case) -> None:  # type: ignore[no-untyped-def]
    page = owner.get("/report").content.decode()
    assert "people.xlsx" in page
    response = owner.get("/report/people.xlsx")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(b"PK")
    assert ("export", "people.xlsx") in {(entry.action, entry.subject) for entry in sampled.journal.entries()}
    for name in ("../case.db", "..%2Fkeys.json", "keys.json", "nothing.pdf", "%2Fetc%2Fpasswd"):
        assert owner.get(f"/report/{name}").status_code == 404, name


def test_a_privileged_paper_is_for_counsels_circle(owner, sampled: Case, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    (sampled.folder / "report" / "after-action.pdf").write_bytes(b"%PDF-1.7")
    assert owner.get("/report/after-action.pdf").status_code == 200
    for role in ("responder", "communicator"):
        monkeypatch.setattr(rights, "alone", lambda name, role=role: rights.visitor(name, role))
        page = owner.get("/report").content.decode()
        assert 'href="/report/people.xlsx"' in page
        assert 'href="/report/after-action.pdf"' not in page
        assert owner.get("/report/after-action.pdf").status_code == 403
