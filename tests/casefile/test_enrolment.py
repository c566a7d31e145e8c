"""Codes in a case: sealed, one a person, never again; shown in the letter; announced when they run out."""

from datetime import date
from pathlib import Path

import pytest

from stanch.casefile import Case, check, codes
from stanch.errors import BrokenDataFile
from stanch.records import Offer

TODAY = date(2026, 11, 24)
HEAD = "provider,engagement_number,code,enrol_by,help_line,months,enrol_url\n"


def offers(count: int, months: int = 12) -> list[Offer]:
    return [Offer(f"p{number}", "credit_monitoring", months, True, "the law") for number in range(count)]


def listed(tmp_path: Path, count: int, *, start: int = 0, months: int = 24, enrol_by: str = "2027-03-31", name: str = "codes.csv") -> Path:
    rows = (
        f"Guard,ENG-1,AB-{number:04},{enrol_by},1-800-555-0150,{months},www.guard.example.com" for number in range(start, start + count)
    )
    file = tmp_path / name
    file.write_text(HEAD + "\n".join(rows) + "\n")
    return file


def held(case: Case) -> dict[str, str | None]:
    return {one.person: one.code for one in case.store.get(Offer)}


def test_each_person_gets_a_code_and_keeps_it(case: Case, tmp_path: Path) -> None:
    case.store.put(Offer, offers(3))
    assert codes.load(case, listed(tmp_path, 4), service="credit_monitoring", as_of=TODAY) == 4
    assert codes.assign(case, as_of=TODAY).fresh == {"credit_monitoring": 3}
    before = held(case)
    assert len(set(before.values()) - {None}) == 3
    assert codes.assign(case, as_of=TODAY).fresh == {}
    case.store.put(Offer, offers(4))
    codes.assign(case, as_of=TODAY)
    assert {name: code for name, code in held(case).items() if name in before} == before
    one = case.store.get(Offer)[0]
    assert (one.enrol_by, one.help_line, one.engagement) == (date(2027, 3, 31), "1-800-555-0150", "ENG-1")
    assert not check.faults(case)


def test_too_few_or_too_short_codes_are_told(case: Case, tmp_path: Path) -> None:
    case.store.put(Offer, [*offers(2, months=24), *[Offer("q", "credit_monitoring", 12, True, "the law")]])
    codes.load(case, listed(tmp_path, 5, months=12), service="credit_monitoring", as_of=TODAY)
    given = codes.assign(case, as_of=TODAY)
    assert (given.fresh, given.lacking) == ({"credit_monitoring": 1}, {"credit_monitoring": 2})
    assert held(case)["p0"] is None
    assert any("people wait" in one for one in codes.announcements(codes.enrolments(case, as_of=TODAY), as_of=TODAY)) is False
    case.store.put(Offer, offers(9, months=24))
    told = codes.announcements(codes.enrolments(case, as_of=TODAY), as_of=TODAY)
    assert "9 people wait for a code and 4 are left" in told[0]


def test_children_wait_for_codes_of_a_service_of_their_own_and_are_told_of(case: Case, tmp_path: Path) -> None:
    """A list for grown-ups leaves the children's letters without a code: whoever gives codes out learns it then, not at the letters."""
    case.store.put(Offer, [*offers(1), Offer("child", "minor_monitoring", 12, True, "the law"), Offer("q", "tax_pin", None, False, "good")])
    assert codes.assign(case, as_of=TODAY).lacking == {}, "no list is loaded: one code may serve for all"
    codes.load(case, listed(tmp_path, 5), service="credit_monitoring", as_of=TODAY)
    assert codes.assign(case, as_of=TODAY).lacking == {"minor_monitoring": 1}
    told = codes.announcements(codes.enrolments(case, as_of=TODAY), as_of=TODAY)
    assert told == ["minor monitoring: 1 person waits for a code and 0 are left; ask the provider for 1 more"]


def test_codes_to_put_an_identity_right_go_to_those_who_have_no_monitoring(case: Case, tmp_path: Path) -> None:
    """Help with identity theft comes with monitoring; a second code would stand in no letter."""
    restored = [Offer(name, "identity_restoration", 12, False, "good practice") for name in ("p0", "alone")]
    case.store.put(Offer, [*offers(1), *restored])
    codes.load(case, listed(tmp_path, 5), service="identity_restoration", as_of=TODAY)
    assert codes.assign(case, as_of=TODAY).fresh == {"identity_restoration": 1}
    given = {one.person for one in case.store.get(Offer) if one.code and one.service == "identity_restoration"}
    assert given == {"alone"}
    (counted,) = (one for one in codes.enrolments(case, as_of=TODAY) if one.service == "identity_restoration")
    assert (counted.assigned, counted.needed) == (1, 0)


def test_a_code_is_never_loaded_twice_nor_given_again_after_it_was_withdrawn(case: Case, tmp_path: Path) -> None:
    case.store.put(Offer, offers(1))
    codes.load(case, listed(tmp_path, 2), service="credit_monitoring", as_of=TODAY)
    with pytest.raises(BrokenDataFile, match="in the case already"):
        codes.load(case, listed(tmp_path, 1), service="credit_monitoring", as_of=TODAY)
    codes.assign(case, as_of=TODAY)
    first = held(case)["p0"]
    assert codes.withdraw(case, "p0", by="it", grounds="the letter was seen by others") == 1
    codes.assign(case, as_of=TODAY)
    assert held(case)["p0"] not in (first, None)


@pytest.mark.parametrize("bad", ["=cmd|' /C calc'!A0", "A B", "A\tB", "x" * 300, "<script>", "é1234"])
def test_a_hostile_list_loads_nothing_and_its_codes_are_not_quoted(case: Case, tmp_path: Path, bad: str) -> None:
    file = tmp_path / "codes.csv"
    file.write_text(HEAD + f'Guard,ENG-1,GOOD-1,2027-03-31,1-800,24,x\nGuard,ENG-1,"{bad}",2027-03-31,1-800,24,x\n')
    with pytest.raises(BrokenDataFile) as caught:
        codes.load(case, file, service="credit_monitoring", as_of=TODAY)
    assert bad not in str(caught.value)
    assert codes.enrolments(case, as_of=TODAY) == []


def test_activations_rates_and_what_ends(case: Case, tmp_path: Path) -> None:
    case.store.put(Offer, offers(4))
    codes.load(case, listed(tmp_path, 40, enrol_by="2026-12-10"), service="credit_monitoring", as_of=TODAY)
    codes.assign(case, as_of=TODAY)
    mine = [code for code in held(case).values() if code]
    back = tmp_path / "activated.csv"
    back.write_text(f"code,activated\n{mine[0]},2026-11-25\n{mine[1]},2026-12-01\nAB-9999,2026-12-01\n")
    counts, unknown = codes.take_activations(case, back)
    assert (counts, len(unknown)) == ({"activated": 2}, 1)
    assert codes.take_activations(case, back)[0] == {"known already": 2}
    one = codes.enrolments(case, as_of=date(2026, 12, 2))[0]
    assert (one.assigned, one.activated, one.rate, one.free) == (2, 2, 0.5, 36)
    assert one.weekly == ((date(2026, 11, 29), 1), (date(2026, 12, 6), 2))
    assert len(codes.to_remind(case, as_of=date(2026, 12, 2))) == 2
    late = codes.enrolments(case, as_of=date(2026, 12, 20))[0]
    assert (late.lapsed, late.free) == (2, 0)
    assert any("did not enrol in time" in one for one in codes.announcements([late], as_of=date(2026, 12, 20)))
    from stanch.report import enrolment_chart

    assert enrolment_chart([one]).startswith("<svg")
    assert "<script" not in enrolment_chart([one])


def test_the_letter_shows_the_code_its_term_and_its_help_line() -> None:
    from stanch.notices.answers import offered
    from stanch.notices.words import words

    one = Offer(
        "p",
        "credit_monitoring",
        24,
        True,
        "law",
        code="AB-1",
        enrol_by=date(2027, 3, 31),
        enrol_url="www.guard.example.com",
        help_line="1-800-555-0150",
    )
    assert offered([one], words("en")) == {
        "monitoring_months": "24", "code": "AB-1", "enrol_by": "March 31, 2027", "enrol_url": "www.guard.example.com", "enrol_phone": "1-800-555-0150",
    }  # fmt: skip
