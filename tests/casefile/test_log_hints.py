"""What people know of the logs stays with the case."""

import pytest

from stanch import line
from stanch.casefile import destruction, log_hints, walking
from stanch.errors import BrokenDataFile

MAPPING = "kind: till\ntitle: Till\nform: records\nneeds: [Zeit]\ntime: [Zeit]\nfields: {user.name: [Wer]}\nacts: {take: [Export]}\n"


def test_suspects_and_mappings_are_there_in_every_later_walk(case, tmp_path):
    file = tmp_path / "till.yaml"
    file.write_text(MAPPING, encoding="utf-8")
    log_hints.describe(case, [file, file])
    log_hints.suspect(case, [" TSands ", "203.0.113.9", ""])
    log_hints.suspect(case, ["tsands"])
    settings = walking.bench_of(case).settings
    assert settings["suspects"].split("\n") == ["tsands", "203.0.113.9"]
    (kept,) = settings["mappings"].split("\n")
    assert open(kept, encoding="utf-8").read() == MAPPING  # noqa: PTH123, SIM115
    assert "tsands" not in "".join(path.read_text(errors="replace") for path in case.folder.iterdir() if path.is_file())


def test_rules_are_kept_and_the_folder_given_last_is_the_one(case, tmp_path):
    from stanch.errors import WrongCall

    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.yml").write_text("title: A\n")
    (tmp_path / "link.yml").symlink_to("/etc/hostname")
    (tmp_path / "readme.md").write_text("no rule")
    log_hints.follow_rules(case, tmp_path)
    kept = walking.bench_of(case).settings["sigma"]
    assert [path.name for path in log_hints.rules(case).rglob("*.*")] == ["a.yml"]
    (tmp_path / "deep" / "a.yml").write_text("title: B\n")
    log_hints.follow_rules(case, tmp_path)
    assert walking.bench_of(case).settings["sigma"] != kept
    assert len(list((case.folder / "rules").iterdir())) == 1
    with pytest.raises(WrongCall):
        log_hints.follow_rules(case, case.folder / "mappings")


def test_a_wrong_mapping_is_refused_before_it_is_kept(case, tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(MAPPING + "tyme: [x]\n", encoding="utf-8")
    with pytest.raises(BrokenDataFile):
        log_hints.describe(case, [file])
    assert log_hints.mappings(case) == []


def test_a_named_suspect_is_walked_for_again_by_cause_alone(case):
    before = walking.bench_of(case)
    log_hints.suspect(case, ["tsands"])
    after = walking.bench_of(case)

    def mark(name, bench):
        step = next(one for one in line.LINE if one.name == name)
        return line._fingerprint(step, line.MemoryStore(), bench)

    assert mark("cause", before) != mark("cause", after)
    assert mark("custody", before) == mark("custody", after)


def test_suspects_go_when_the_list_is_destroyed(case):
    log_hints.suspect(case, ["tsands"])
    assert case.folder / log_hints.FILE in destruction.sealed_lists(case)
