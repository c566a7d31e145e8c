"""The pack and the answers on a case, as a person calls them: all is checked before anything is recorded."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from test_verbs import Call, call, folder  # noqa: F401 the fixtures of the verbs on a case

from stanch import casefile, law
from stanch.records import Duty, Facts

FACTS = {
    "as_of": "2026-06-15",
    "org": {"name": "Acme", "sector": "retail", "role": "owner", "establishment": ["US"], "regulated_as": []},
    "incident": {
        "kind": "intrusion", "medium": "electronic", "confidentiality": "acquired", "actor": "external_malicious",
        "occurred": "2026-04-20", "discovered": "2026-05-04", "determined": "2026-05-11",
    },
    "data": [{"person_category": "customer", "elements": ["ssn"], "with_name": True, "encrypted": False}],
    "affected": {"US-CA": 501, "US-FL": 600, "US-NJ": 3},
}  # fmt: skip


@pytest.fixture
def case_folder(folder: Path) -> Path:  # noqa: F811
    facts = law.from_values(FACTS)
    with casefile.open_case(folder, passphrase="correct horse battery") as case:
        case.store.put(Facts, [facts])
        case.store.put(Duty, law.assess(facts).duties)
    return folder


def sheet(folder_: Path, called: Call, answers: dict[str, tuple[str, str]], name: str = "answers.csv") -> Path:
    assert called("counsel", "pack", "-C", folder_, "--out", folder_.parent / "pack")[0] == 0
    file = folder_.parent / "pack" / "answers.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    for row in rows:
        row["answer"], row["grounds"] = answers.get(row["ref"], ("", ""))
    out = folder_.parent / name
    with out.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return out


def test_answers_become_decisions_and_facts_in_the_journal(case_folder: Path, call: Call) -> None:  # noqa: F811
    answers = {
        "hold:notice": ("Issued", "claims are to be expected"),
        "US-CA/individuals": ("confirmed", "Social Security numbers, not encrypted"),
        "US-CA/ag": ("declined", "told under another name already"),
        "harm:US-FL": ("risk", "the numbers are for sale"),
        "fact:harm.documented": ("yes", ""),
        "fact:law_enforcement_hold_until": ("2026-09-01", ""),
    }
    file = sheet(case_folder, call, answers)
    status, told, _ = call("counsel", "answers", file, "-C", case_folder, "--by", "Counsel", "--json")
    assert (status, told["taken"], told["by"]) == (0, {"decision": 3, "fact": 3}, "Counsel")
    duties = {one["id"]: one for one in call("duties", "-C", case_folder, "--json")[1]["duties"]}
    assert (duties["US-CA/ag"]["status"], duties["US-CA/individuals"]["decided_by"]) == ("declined", "Counsel")
    with casefile.open_case(case_folder, passphrase="correct horse battery") as case:
        facts = case.store.get(Facts)[0]
    assert facts.harm_by_jurisdiction == {"US-FL": "risk"}
    assert facts.harm.documented is True
    assert str(facts.law_enforcement_hold_until) == "2026-09-01"
    journal = call("journal", "-C", case_folder, "--json")[1]
    assert [one["action"] for one in journal if one["actor"] == "Counsel"].count("sign duty") == 2
    assert journal[-1]["action"] == "counsel answers"
    assert call("verify", "-C", case_folder)[0] == 0


def test_what_is_not_known_of_the_data_is_asked_and_taken_in(folder: Path, call: Call) -> None:  # noqa: F811
    known, unknown = ({**FACTS["data"][0], "encrypted": state, "key_compromised": None} for state in (False, None))  # type: ignore[index]
    incident = {key: value for key, value in FACTS["incident"].items() if key not in ("discovered", "determined")}  # type: ignore[attr-defined]
    facts = law.from_values({**FACTS, "incident": incident, "data": [known, unknown], "affected": {"US-CA": 5}})
    with casefile.open_case(folder, passphrase="correct horse battery") as case:
        case.store.put(Facts, [facts])
        case.store.put(
            Duty, law.assess(law.from_values({**FACTS, "incident": incident, "data": [unknown], "affected": {"US-CA": 5}})).duties
        )
    file = sheet(folder, call, {"data:encrypted": ("no", ""), "fact:incident.discovered": ("2026-05-04", "")})
    assert call("counsel", "answers", file, "-C", folder)[0] == 0
    with casefile.open_case(folder, passphrase="correct horse battery") as case:
        held = case.store.get(Facts)[0]
    assert [group.encrypted for group in held.data] == [False, False]
    assert str(held.incident.discovered) == "2026-05-04"


def test_one_answer_that_does_not_fit_keeps_all_out_and_names_its_place(case_folder: Path, call: Call) -> None:  # noqa: F811
    before = len(call("journal", "-C", case_folder, "--json")[1])
    file = sheet(
        case_folder, call, {"US-CA/individuals": ("confirmed", "so"), "US-CA/ag": ("maybe", "so"), "US-NJ/individuals": ("declined", "")}
    )
    status, _, err = call("counsel", "answers", file, "-C", case_folder)
    assert status == 2
    assert "(US-CA/ag): 'maybe' does not fit; choose one of: confirmed, declined, fulfilled, open" in err
    assert "(US-NJ/individuals): the grounds are missing" in err
    assert "line " in err
    after = call("journal", "-C", case_folder, "--json")[1]
    assert len(after) == before + 1  # the pack was written
    assert all(one["status"] != "confirmed" for one in call("duties", "-C", case_folder, "--json")[1]["duties"])


def test_an_answer_about_a_duty_that_has_changed_is_refused(case_folder: Path, call: Call) -> None:  # noqa: F811
    file = sheet(case_folder, call, {"US-CA/individuals": ("confirmed", "so")})
    with casefile.open_case(case_folder, passphrase="correct horse battery") as case:
        changed = law.from_values({**FACTS, "affected": {"US-CA": 9000}})
        case.store.put(Facts, [changed])
        case.store.put(Duty, law.assess(changed).duties)
    status, _, err = call("counsel", "answers", file, "-C", case_folder)
    assert (status, "has changed since the pack was made" in err) == (2, True)


def test_of_two_who_answer_from_the_same_pack_the_second_is_told(case_folder: Path, call: Call) -> None:  # noqa: F811
    ann = sheet(case_folder, call, {"US-CA/individuals": ("confirmed", "so"), "hold:notice": ("issued", "so")}, "ann.csv")
    ben = sheet(case_folder, call, {"US-CA/individuals": ("declined", "not so"), "hold:notice": ("not needed", "no")}, "ben.csv")
    assert call("counsel", "answers", ann, "-C", case_folder, "--by", "Ann")[0] == 0
    status, _, err = call("counsel", "answers", ben, "-C", case_folder, "--by", "Ben")
    assert status == 2
    assert "(US-CA/individuals): Ann has decided it since the pack was made (confirmed)" in err
    assert "(hold:notice): Ann has decided it since the pack was made (issued)" in err
    # What one has decided oneself may be said anew; and whoever has seen what stands may decide otherwise.
    mine = sheet(case_folder, call, {"US-CA/individuals": ("open", "I looked again")}, "mine.csv")
    assert call("counsel", "answers", ann.rename(ann.with_name("again.csv")), "-C", case_folder, "--by", "Ann")[0] == 2, (
        "the very same file"
    )
    assert call("counsel", "answers", mine, "-C", case_folder, "--by", "Ben")[0] == 0


def test_unknown_twice_and_once_more_are_refused(case_folder: Path, call: Call) -> None:  # noqa: F811
    file = case_folder.parent / "own.yaml"
    one = {"ref": "US-CA/individuals", "answer": "confirmed", "grounds": "so"}
    file.write_text(json.dumps([one, one, {"ref": "US-CA/individual", "answer": "confirmed", "grounds": "so"}]))
    status, _, err = call("counsel", "answers", file, "-C", case_folder)
    assert status == 2
    assert "answered twice" in err
    assert "the nearest is US-CA/individuals" in err
    file.write_text(json.dumps([one]))
    assert call("counsel", "answers", file, "-C", case_folder)[0] == 0
    status, _, err = call("counsel", "answers", file, "-C", case_folder)
    assert (status, "taken in before" in err) == (2, True)
    file.write_text("[]")
    status, _, err = call("counsel", "answers", file, "-C", case_folder)
    assert (status, "no answer is filled in" in err) == (2, True)


def test_the_pack_of_an_empty_case_is_written(folder: Path, call: Call) -> None:  # noqa: F811
    status, told, _ = call("counsel", "pack", "-C", folder, "--json")
    assert (status, told["asks"], len(told["files"])) == (0, ["hold:notice"], 5)


def test_clocks_under_a_supposition(case_folder: Path, call: Call) -> None:  # noqa: F811
    status, told, _ = call("clocks", "-C", case_folder, "--what-if", "discovered=2026-04-24", "--json")
    assert status == 0
    assert {one["duty"]: one["moved_hours"] for one in told["shifts"]}["US-CA/individuals"] == -240
    status, _, err = call("clocks", "-C", case_folder, "--what-if", "discoverd=2026-04-24")
    assert (status, "discovered" in err) == (2, True)
    status, _, err = call("counsel", "pack", "-C", case_folder, "--what-if", "discovered=2026-01-01")
    assert (status, "occurred" in err) == (2, True)


def test_the_register_in_three_forms(case_folder: Path, call: Call, tmp_path: Path) -> None:  # noqa: F811
    status, out, _ = call("duties", "register", "-C", case_folder, "--format", "json")
    found = json.loads(out)["records"]
    assert status == 0
    assert {(one["jurisdiction"], one["kept_for_years"]) for one in found} >= {("US-FL", 5), ("US-NJ", 5)}
    status, out, _ = call("duties", "register", "-C", case_folder)
    assert (status, out.startswith("record,jurisdiction")) == (0, True)
    assert call("duties", "register", "-C", case_folder, "--format", "pdf", "--out", tmp_path / "r.pdf")[0] == 0
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert call("duties", "register", "-C", case_folder, "--format", "pdf")[0] == 2


def test_contracts_given_once_are_kept(tmp_path: Path, call: Call) -> None:  # noqa: F811
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "a.csv").write_text("name,ssn\nAda Example,900-12-3456\n")
    (tmp_path / "facts.yaml").write_text(json.dumps(FACTS))
    (tmp_path / "promises.yaml").write_text(
        "contracts:\n  - party: Example Insurance\n    kind: insurer\n    contract: Policy 1\n    rules:\n"
        "      - {id: notice, cite: condition 4, trigger: {defined: incident}, deadline: [{amount: 72, unit: hours, from: discovery}]}\n"
    )
    case = tmp_path / "kept"
    facts, promises = ("--facts", tmp_path / "facts.yaml"), ("--contracts", tmp_path / "promises.yaml")
    assert call("respond", tmp_path / "share", "-C", case, *facts, *promises, "--json")[0] in (0, 1)
    for _ in range(2):
        duties = call("duties", "-C", case, "--json")[1]["duties"]
        assert [one["cite"] for one in duties if one["recipient"] == "insurer"] == ["Policy 1, condition 4"]
        assert call("respond", "-C", case, *facts, "--json")[0] in (0, 1)
    clocks = call("clocks", "-C", case, "--json")[1]
    assert [one["due"][:10] for one in clocks if one["recipient"] == "insurer"] == ["2026-05-07"]
    (tmp_path / "promises.yaml").write_text("contracts: 3")
    assert call("respond", "-C", case, *promises)[0] == 2
