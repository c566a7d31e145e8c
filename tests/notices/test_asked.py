"""The letters file: what only people can tell; every fault named at its line; nothing told is lost in any language."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.case import ATTACK, DUTIES, FACTS, bench, duty, monitoring, person

from stanch import notices
from stanch.errors import BrokenDataFile
from stanch.notices.asked import asked, asked_of, blank, read_letters, settings_of
from stanch.notices.form import texts
from stanch.notices.wanting import is_doubt, wanting
from stanch.records import Attack, Facts, Notice, Said

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")


def file(tmp_path, text):
    path = tmp_path / "letters.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def said(tmp_path, text):
    return read_letters(file(tmp_path, text))


def test_each_thing_that_can_be_told_is_a_field_of_some_text_or_rules_the_letters():
    slots = {name for text in texts().values() for name in text.fields}
    slots |= {box.answer for text in texts().values() for part in text.parts for box in part.boxes}
    ruling = {"logo", "languages", "print", "counsel", "two_person", "provider", "remind", "whom", "help"}
    assert {one.slot for one in asked().values()} - slots - ruling == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("stepstaken: we did", "1:1: unknown key 'stepstaken'; nearest known key: steps_taken"),
        ("steps_taken: a\nenrol_by: soon", "2:1: enrol_by: 'soon' is no day; write it as 2026-12-31"),
        ("toll_free: call us", "no telephone number"),
        ("two_person: maybe", "none of no, yes"),
        ("steps_taken: {tlh: qapla}", "no letter is written in 'tlh'"),
        ("records: many", "is no number"),
        ("filings: {hhss: {location: Laptop}}", "no form is called 'hhss'; nearest: hhs"),
        ("filings: {hhs: {place: Laptop}}", "the form hhs has no box 'place'"),
        ("filings: {hhs: {location: Cellar}}", "none of its choices: Desktop Computer"),
        ("logo: nowhere.png", "cannot be read"),
        ("- a\n- b", "a list of `key: value`"),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_would_be_right(tmp_path, text, told):
    with pytest.raises(BrokenDataFile, match=r"letters\.yaml") as caught:
        said(tmp_path, text)
    assert told in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(BrokenDataFile) as caught:
        said(tmp_path, "a: 1\nrecords: many\n")
    assert len(str(caught.value).splitlines()) >= 2


def test_a_logo_is_a_plain_picture(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    (one,) = said(tmp_path, "logo: logo.png")
    assert base64.b64decode(one.value) == PNG
    (tmp_path / "bad.svg").write_text("<svg><script>alert(1)</script></svg>")
    with pytest.raises(BrokenDataFile, match="script or a link"):
        said(tmp_path, "logo: bad.svg")


def test_what_is_told_fills_the_letters_and_then_nothing_lacks(tmp_path):
    text = """
steps_taken: {en: We closed the way in., es: Cerramos la entrada.}
prevention: We ask for a second proof.
enrol_url: www.monitor.example.com
enrol_phone: 1-800-555-0150
enrol_by: 2027-03-31
enrol_code: ABC
law_enforcement_delay: no
hours: Monday to Friday
"""
    settings = settings_of(said(tmp_path, text))
    people = [person()]
    bare = replace(bench(), settings={})
    before = notices.draft(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bare)
    after = notices.draft(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=replace(bare, settings=settings))
    letter = next(one for one in after if one.person)
    assert letter.missing == ()
    assert letter.fields["enrol_by"] == "March 31, 2027"
    rows = {row.key: row for row in wanting(before)}
    assert rows["steps_taken"].letters == 1
    assert rows["steps_taken"].kind == "gap"


def test_a_spanish_letter_does_not_break_into_english(tmp_path):
    settings = settings_of(said(tmp_path, "steps_taken: We closed the way in.\n"))
    people = [person(residence="US-PR", language="es")]
    made = notices.draft([duty("US-PR", contents=("steps_taken",))], people, FACTS, ATTACK, [], bench=replace(bench(), settings=settings))
    letter = next(one for one in made if one.person)
    assert letter.language == "es"
    assert "steps_taken" not in letter.fields


def test_a_later_value_takes_the_place_of_an_earlier_and_an_empty_one_withdraws_it():
    one = Said("toll_free", "1-800-555-0140")
    assert settings_of([one, replace(one, value="1-800-555-0141")])["notice.toll_free"] == "1-800-555-0141"
    assert settings_of([one, replace(one, value="")]) == {}


def test_a_box_of_one_form_is_told_under_its_name(tmp_path):
    assert settings_of(said(tmp_path, "filings: {hhs: {location: Laptop}}")) == {"notice.form.hhs.location": "Laptop"}


@given(values=st.dictionaries(st.sampled_from(["steps_taken", "website", "sender"]), st.text(max_size=40), max_size=3))
def test_the_blank_file_with_what_is_known_reads_back_as_what_is_known(values, tmp_path_factory):
    from stanch.notices.press import printable

    known = [Said(key, printable(value)) for key, value in values.items() if printable(value)]
    path = file(tmp_path_factory.mktemp("blank"), blank(known))
    assert {one.key: one.value for one in read_letters(path)} == {one.key: one.value for one in known}


def test_the_blank_file_without_its_marks_is_a_whole_letters_file(tmp_path):
    import re

    (tmp_path / "logo.png").write_bytes(PNG)
    text = "\n".join(re.sub(r"^# ?", "", line) for line in blank().splitlines() if re.match(r"# (?:  )?[a-z_]+: ?|# {3}[a-z]{2}: ", line))
    assert {one.key for one in said(tmp_path, text)} == set(asked())


def test_what_counsel_may_settle_is_told_from_what_must_be_told():
    assert is_doubt("conditional: GDPR Art. 34 applies depending on: …")
    assert is_doubt("the state or country of residence: the duties to this person are not known")
    assert not is_doubt("what you have done since the breach was found")
    assert wanting([]) == []


def test_the_moment_is_kept(tmp_path):
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    (one,) = read_letters(file(tmp_path, "website: www.example.com"), by="Dana", known_at=moment)
    assert (one.by, one.known_at, one.source) == ("Dana", moment, "letters.yaml")


def test_what_a_form_lets_one_choose_from_is_shown_with_the_gap():
    sheet = Notice(
        "filing-x",
        "filing",
        "regulator:HHS",
        "US-HIPAA",
        (),
        "en",
        "en/filing_hhs",
        missing=("Was media notice required?",),
        status="draft",
    )
    (row,) = wanting([sheet])
    assert row.example == "one of: Yes; No"
    assert row.key == "hhs.media"
    assert row.do == "filings: {hhs: {media: …}} in the letters file"


def test_a_box_of_a_form_is_asked_by_its_label_and_a_box_that_is_none_is_not(tmp_path):
    box = asked_of("hhs.location")
    assert box is not None
    assert box.kind == "box"
    assert "Laptop" in box.choices
    assert asked_of("hhs.more_date_of_breach").choices == ()
    for wrong in ("hhs.nothing", "nothing.location", "hhs.", ".", "filings.hhs", "hhs.more_nothing", "nothing.more_date_of_breach"):
        assert asked_of(wrong) is None, wrong
    assert asked_of("toll_free") is asked()["toll_free"]


def test_what_a_filing_lacks_says_by_which_key_or_fact_it_is_told():
    made = notices.draft([duty("US-NY", recipient="regulator")], [person(residence="US-NY")], Facts(), Attack(), [], bench=bench())
    rows = {row.what: row for row in wanting(made)}
    found = rows["Date breach discovered"]
    assert (found.key, found.fact) == ("ny.discovered", "incident.discovered")
    assert found.do == "filings: {ny: {discovered: …}} in the letters file"
    assert all(row.key == "" or asked_of(row.key) for row in rows.values())
