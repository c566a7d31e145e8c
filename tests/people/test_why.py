"""Why records are one person, or two, in words."""

from datetime import date

import pyarrow as pa
import pytest

from stanch.engine import Bench
from stanch.errors import WrongCall
from stanch.people import why
from stanch.vault import random_keys


@pytest.fixture
def bench(tmp_path):
    return Bench(work=tmp_path, keys=random_keys(), as_of=date(2026, 1, 1), workers=1)


def records(*rows):
    names = sorted({name for row in rows for name in row})
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})


BOB = {"full_name": "Robert Miller", "dob": "1960-02-03", "national": "ssn:900123456", "phone": "5125550101"}
SON = {"full_name": "Robert Miller", "dob": "1990-07-08", "national": "ssn:901123456", "phone": "5125550101"}
BOB_AGAIN = {"full_name": "Bob Miller", "dob": "1960-02-03", "phone": "5125550101"}


def test_one_person_is_explained_by_what_agrees(bench):
    found = why(records(BOB), records(BOB_AGAIN), bench=bench)
    assert found.one
    assert found.sentences()[0].startswith("One person:")
    assert "Same date of birth: speaks clearly for one person" in " ".join(found.sentences())
    assert [abs(reason.bits) for reason in found.reasons] == sorted((abs(reason.bits) for reason in found.reasons), reverse=True)


def test_father_and_son_are_explained_by_the_rule_that_parts_them(bench):
    found = why(records(BOB), records(SON), bench=bench)
    assert (found.one, found.rule) == (False, "dates of birth far apart")
    assert any(reason.bits < 0 for reason in found.reasons)
    assert any(reason.bits > 0 for reason in found.reasons)


def test_the_reasons_add_up_to_the_weight(bench):
    crowd = records(*({"full_name": f"Ana{n} Ruiz{n}", "dob": f"19{40 + n}-01-02"} for n in range(50)))
    first, second = (why(records(BOB), records(other), among=crowd, bench=bench) for other in (BOB_AGAIN, SON))
    # What is left of the weight is what was thought before anything was compared: the same for both pairs.
    before = [found.weight - sum(reason.bits for reason in found.reasons) for found in (first, second)]
    assert before[0] == pytest.approx(before[1], abs=0.1)


def test_what_likeness_alone_would_have_weighed_is_told_and_taken_back(bench):
    one, other = (
        {"full_name": name, "dob": born, "postcode": "78701", "phone": phone}
        for name, born, phone in (("Marta Lindqvist", "1961-02-03", "5125550101"), ("Martha Lindquist", "1961-02-08", "5125550177"))
    )
    unlike = ("Peter Okafor", "Ines Ruiz", "Tom Novak", "Greta Berg", "Yuki Tanaka", "Samuel Price")
    crowd = records(*({"full_name": name, "dob": f"19{40 + 7 * n}-1{n % 3}-2{n}", "postcode": f"{n}0001"} for n, name in enumerate(unlike)))
    found = why(records(one), records(other), among=crowd, bench=bench)
    last = next(reason for reason in found.reasons if reason.words == "nothing is the very same")
    assert not found.one
    assert found.rule == "nothing is the very same"
    assert last.sentence() == f"Nothing is the very same: speaks clearly for two people ({-last.bits:.1f} bits)."


def test_a_person_is_explained_join_by_join(bench):
    third = {"full_name": "Robert Miller", "national": "ssn:900123456"}
    found = why(records(BOB, BOB_AGAIN, third), among=records(SON), bench=bench)
    assert found.one
    assert len(found.joins) == 2
    assert found.weight == min(join.weight for join in found.joins)


def test_strangers_have_nothing_in_common(bench):
    found = why(records(BOB), records({"full_name": "Ana Ruiz", "email": "ana@example.com"}), bench=bench)
    assert (found.one, found.reasons) == (False, ())


def test_no_value_of_the_evidence_is_told(bench):
    told = " ".join(why(records(BOB), records(SON), bench=bench).sentences())
    assert not any(value in told for value in ("900123456", "Miller", "5125550101", "1960"))


def test_an_empty_side_is_refused_in_words(bench):
    with pytest.raises(WrongCall, match="no record to explain"):
        why(records(BOB).slice(0, 0), bench=bench)
