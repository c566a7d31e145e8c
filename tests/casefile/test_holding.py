"""The litigation hold, as a person keeps it: asked, acknowledged with what is held, released; who is silent is named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from test_verbs import Call, call, folder  # noqa: F401 the fixtures of the verbs on a case

from stanch import casefile
from stanch.casefile import holding
from stanch.errors import WrongCall


def hold(called: Call, at: Path, *words: str) -> tuple[int, dict]:
    return called("counsel", "hold", *words, "-C", at, "--json")[:2]


def test_the_list_from_asking_to_lifting(folder: Path, call: Call) -> None:  # noqa: F811
    assert hold(call, folder, "--ask", "A. Example", "--ask", "B. Example")[0] == 0
    code, told = hold(call, folder, "--acknowledge", "A. Example", "--holds", "mail of the year, laptop 7")
    assert code == 0
    assert [(one["name"], one["status"], one["holds"]) for one in told["hold"]] == [
        ("B. Example", "asked", ""),
        ("A. Example", "acknowledged", "mail of the year, laptop 7"),
    ]
    _, told = hold(call, folder, "--release", "A. Example", "--grounds", "counsel: the claim is settled")
    assert told["hold"][-1]["status"] == "released"
    actions = [entry["action"] for entry in call("journal", "-C", folder, "--json")[1]]
    assert actions[-3:] == ["give hold notice", "acknowledge hold notice", "release from hold"]


@pytest.mark.parametrize(
    "words",
    [
        ("--acknowledge", "Nobody", "--holds", "x"),
        ("--acknowledge", "A. Example"),
        ("--release", "A. Example"),
        ("--ask", "  "),
    ],
)
def test_what_does_not_fit_is_refused(folder: Path, call: Call, words: tuple[str, ...]) -> None:  # noqa: F811
    hold(call, folder, "--ask", "A. Example")
    assert call("counsel", "hold", *words, "-C", folder)[0] == 2


def test_who_is_silent_for_three_days_is_named(folder: Path) -> None:  # noqa: F811
    with casefile.open_case(folder, passphrase="correct horse battery") as case:
        holding.ask(case, ["A. Example"], by="Counsel")
        assert not holding.held(case)[0].is_late
        before, case.clock = case.clock, lambda: before() + timedelta(days=4)
        assert holding.held(case)[0].is_late
        holding.ask(case, ["A. Example"], by="Counsel", how="by telephone")
        case.clock = lambda: before() + timedelta(days=5)
        assert not holding.held(case)[0].is_late


def test_who_acknowledged_is_not_asked_again(folder: Path) -> None:  # noqa: F811
    with casefile.open_case(folder, passphrase="correct horse battery") as case:
        holding.ask(case, ["A. Example"], by="Counsel")
        holding.acknowledge(case, "A. Example", holds="nothing", by="Counsel")
        with pytest.raises(WrongCall, match="acknowledged"):
            holding.ask(case, ["A. Example"], by="Counsel")
