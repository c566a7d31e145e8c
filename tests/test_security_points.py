"""The checklist of the portal's security names tests that there are, and says one thing of each point."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from packaging.version import Version

TESTS = Path(__file__).parent
POINTS = yaml.safe_load((TESTS.parent / "docs" / "security" / "asvs.yaml").read_text(encoding="utf-8"))["points"]


def test_every_point_of_both_levels_stands_there_once() -> None:
    ids = [one["id"] for one in POINTS]
    assert len(ids) == len(set(ids)) == 253, "70 points of level 1 and 183 of level 2"
    assert {one.split(".")[0] for one in ids} == {str(chapter) for chapter in range(1, 18)}


@pytest.mark.parametrize("point", POINTS, ids=[one["id"] for one in POINTS])
def test_a_point_says_what_holds_and_its_test_is_there(point: dict[str, str]) -> None:
    assert set(point) <= {"id", "held", "not_ours", "open", "test"}
    (state,) = {"held", "not_ours", "open"} & set(point)
    assert point[state].strip()
    if "test" in point:
        assert state in ("held", "not_ours")
        file, _, name = point["test"].partition("::")
        text = (TESTS / file).read_text(encoding="utf-8")
        assert re.search(rf"^(async )?def {name}\(" if name else r"^(async )?def test_", text, re.MULTILINE), point["test"]


def test_the_lock_holds_no_library_with_a_flaw_that_is_known_here() -> None:
    lock = (TESTS.parent / "requirements.lock").read_text(encoding="utf-8")
    held = {name: Version(version) for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE)}
    flaws = yaml.safe_load((TESTS.parent / "docs" / "security" / "flaws.yaml").read_text(encoding="utf-8"))["flaws"]
    assert [one["id"] for one in flaws if one["library"] not in held] == [], "a library that is not there any more"
    assert [one["id"] for one in flaws if held[one["library"]] < Version(str(one["mended_in"]))] == []


def test_what_people_ask_for_is_held_by_tests_that_are_there() -> None:
    named = re.findall(r"`tests/([^`]+)`", (TESTS.parent / "docs" / "asked_for.md").read_text(encoding="utf-8"))
    assert len(named) >= 30
    assert [one for one in named if not (TESTS / one).exists()] == []
