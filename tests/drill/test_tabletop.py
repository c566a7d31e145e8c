"""Tabletop exercises: the score follows clocks, order and decisions; played as a user would."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from stanch import cause, datafile
from stanch.casefile import practising
from stanch.cli.verbs.tabletop import command, sheet
from stanch.drill import exercise as exercises
from stanch.drill.tabletop import Answer, answered, judge
from stanch.errors import WrongCall
from stanch.records import Containment, Deadline, Duty, Facts, Organisation

BEST = {name: next(one for one in exercises.exercise(name).examples if one.decided_well == 1.0).answers for name in exercises.names()}


def given(answers: dict[str, tuple[str, ...]]) -> dict[str, Answer]:
    return {name: Answer(tuple(said)) for name, said in answers.items()}


@pytest.mark.parametrize("name", exercises.names())
def test_what_is_best_keeps_every_clock_and_the_plan_s_order(name: str) -> None:
    debrief = practising.table(name).judged(given(BEST[name]))
    assert debrief.score == 100
    assert debrief.clocks
    assert {one.state for one in debrief.clocks} <= {"kept", "running"}
    assert len(debrief.steps) >= 6
    assert not debrief.faults


@pytest.mark.parametrize("name", exercises.names())
def test_nothing_done_wins_nothing(name: str) -> None:
    debrief = practising.table(name).judged({})
    assert debrief.score == 0
    assert "missed" in {one.state for one in debrief.clocks}
    assert all(one.done_at is None for one in debrief.steps)


@pytest.mark.parametrize("name", exercises.names())
def test_every_step_that_acts_name_stands_in_the_plan(name: str) -> None:
    one = exercises.exercise(name)
    plan = cause.whole_plan(one.kind)
    for act in {act for _, asked in one.questions for choice in asked.choices for act in choice.does}:
        for begins in exercises.acts()[act].steps:
            assert any(step.do.startswith(begins) for step in plan), (act, begins)


def test_a_wrong_order_is_told_with_the_plan_s_reason_and_costs_its_pairs() -> None:
    table = practising.table("ransomware")
    answers = given({**BEST["ransomware"], "close": ("clean", "passwords", "outgoing")})
    debrief = table.judged(answers)
    assert debrief.in_order is not None
    assert 0.8 < debrief.in_order < 1
    assert any("In the wrong order: “Change all administrator passwords" in fault for fault in debrief.faults)


def test_the_letters_on_day_59_miss_the_state_s_thirty_days() -> None:
    debrief = practising.table("ransomware").judged(given({**BEST["ransomware"], "letters": ("day_59",)}))
    texas = next(one for one in debrief.clocks if one.duty == "US-TX/ag")
    assert texas.state == "late"
    assert texas.hours_late > 24 * 20


def test_thinking_too_long_costs_half() -> None:
    table = practising.table("mailbox")
    answers = given(BEST["mailbox"]) | {"people": Answer(("now",), 5.5)}
    people = table.judged(answers).decisions[-1]
    assert people.is_slow
    assert people.share == 0.5


def duty(due: datetime | None, required: bool | str = True) -> Duty:
    deadline = Deadline(72, "hours", "discovery", due) if due else None
    return Duty("X/a", "EU-IE", "regulator:DPC", required, deadline, None, (), "initial", (), "Art. 33", "", "a")  # type: ignore[arg-type]


def test_a_clock_is_kept_to_the_minute_and_what_runs_on_counts_for_nothing() -> None:
    one = exercises.exercise("mailbox")
    told_at = one.moment(36)
    answers = given(BEST["mailbox"])
    for due, state in ((told_at, "kept"), (told_at - timedelta(minutes=1), "late")):
        assert [clock.state for clock in judge(one, answers, [duty(due)], ()).clocks] == [state]
    beyond = judge(one, {}, [duty(exercises.ends(one) + timedelta(hours=1)), duty(None), duty(told_at, "conditional")], ())
    assert [clock.state for clock in beyond.clocks] == ["running"]
    assert beyond.clocks_kept is None
    assert beyond.unsettled == 1


def test_steps_within_half_an_hour_stand_in_no_order() -> None:
    one = exercises.exercise("mailbox")
    plan = (
        Containment(1, "Save logs that will soon be overwritten, all of them.", "Soon gone."),
        Containment(2, "Disable sign-in for the accounts named below.", "They are inside."),
    )
    assert judge(one, given({"first_steps": ("disable", "audit")}), (), plan).in_order == 1.0
    assert judge(one, given({"first_steps": ("audit", "disable")}), (), plan).in_order == 1.0
    late = given({"first_steps": ("disable", "rules", "bank", "log", "audit")})
    assert judge(one, late, (), plan).in_order == 0.0


def test_one_s_own_organisation_has_its_own_clocks() -> None:
    own = Facts(org=Organisation(name="Ours", sector="retail", role="owner", establishment=("US",)), affected={"US-CO": 900})
    debrief = practising.table("ransomware", own=own).judged(given(BEST["ransomware"]))
    assert "US-CO/individuals" in {one.duty for one in debrief.clocks}
    assert not [one for one in debrief.clocks if one.jurisdiction == "US-TX"]


def test_another_day_has_that_day_s_law() -> None:
    table = practising.table("web_shop", begins=datetime(2027, 3, 5, 16, 20, tzinfo=UTC))
    assert table.exercise.start.year == 2027
    assert table.judged(given(BEST["web_shop"])).score == 100


@pytest.mark.parametrize(
    ("said", "fault"), [("9", "none of the choices"), ("", "nothing was chosen"), ("1 2", "one choice only"), ("zzz", "none of")]
)
def test_what_is_no_choice_is_told(said: str, fault: str) -> None:
    asked = {question.id: question for _, question in exercises.exercise("mailbox").questions}["application"]
    with pytest.raises(WrongCall, match=fault):
        answered(asked, said)


def test_choices_by_number_and_name_and_each_once() -> None:
    asked = exercises.exercise("mailbox").questions[0][1]
    assert answered(asked, "3, 1 3") == ("audit", "log")
    assert answered(asked, ["log", "4"]) == ("log", "disable")


def test_a_file_of_one_s_own_with_faults_is_refused_with_the_reason(tmp_path: Path) -> None:
    text = (exercises.HERE / "mailbox.yaml").read_text("utf-8")
    for wrong, right, fault in (
        ("timezone: Europe/Nowhere", "timezone: Europe/Dublin", "no time zone"),
        ("does: [revoke_all]", "does: [tell_people]", "no such acts"),
        ("worth: sound", "worth: best", "no choice is the best"),
        ("at: 6000", "at: 96", "after the 400 hours"),
    ):
        own = tmp_path / "own.yaml"
        own.write_text(text.replace(right, wrong), "utf-8")
        exercises._read.cache_clear()
        with pytest.raises(WrongCall, match=fault):
            exercises.exercise(str(own))
    with pytest.raises(WrongCall, match="there is no exercise"):
        exercises.exercise("none")


def test_a_sheet_is_filled_in_and_judged_and_the_debrief_printed(tmp_path: Path) -> None:
    blank, out = tmp_path / "sheet.yaml", tmp_path / "out"
    runner = CliRunner()
    assert runner.invoke(command, ["play", "mailbox", "--blank", str(blank)]).exit_code == 0
    text = blank.read_text("utf-8")
    assert "supplier telephones accounts" in " ".join(text.replace("#", "").split())
    for name, said in BEST["mailbox"].items():
        text = text.replace(f"{name}: []", f"{name}: [{', '.join(said)}]")
    blank.write_text(text, "utf-8")
    done = runner.invoke(command, ["play", "mailbox", "--answers", str(blank), "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["score"] == 100
    printed = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out / "debrief.pdf"))
    assert "Score 100 of 100" in printed
    assert "Who decides when the owner cannot be reached?" in printed
    again = runner.invoke(command, ["play", "mailbox", "--answers", str(out / "answers.yaml"), "--json"])
    assert json.loads(again.stdout)["score"] == 100


def test_played_at_the_terminal_a_wrong_number_is_asked_for_again() -> None:
    one = exercises.exercise("web_shop")
    said = ["77", *(" ".join(BEST["web_shop"][asked.id]) for _, asked in one.questions)]
    done = CliRunner().invoke(command, ["play", "web_shop"], input="\n".join(said) + "\n")
    assert done.exit_code == 0, done.output
    assert "thumb.php" in done.output
    assert "Score 100 of 100" in done.output


def test_hostile_words_in_a_file_of_one_s_own_print_as_words(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    text = (exercises.HERE / "mailbox.yaml").read_text("utf-8")
    own.write_text(text.replace("Accounts\n", '"#panic(\\"x\\") \\e[31m<b>"\n', 1), "utf-8")
    written = sheet(practising.table(str(own)))
    assert "panic" in written
    assert "\x1b" not in written
    said = "\n".join("1" for _ in practising.table(str(own)).exercise.questions)
    done = CliRunner().invoke(command, ["play", str(own), "--out", str(tmp_path / "out")], input=said + "\n", color=True)
    assert done.exit_code == 0, done.output
    assert "\x1b[31m" not in done.output


@pytest.mark.parametrize("file", sorted(exercises.HERE.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_comma_cuts_a_sentence(file: Path) -> None:
    """Between braces an unquoted comma begins a key: the rest of the sentence would be lost without a word."""

    def cut(node: object) -> list[str]:
        if isinstance(node, dict):
            return [str(key) for key, value in node.items() if value is None] + [found for value in node.values() for found in cut(value)]
        return [found for value in node for found in cut(value)] if isinstance(node, list) else []

    assert not cut(datafile.plain(datafile.load(file)))
