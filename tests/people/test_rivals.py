"""Namesakes and near namesakes of one house: who is joined to his own records, and who stays apart though he fits."""

import duckdb
import pytest
from tests.people.test_table import bench, groups, table  # noqa: F401 `bench` is a fixture

from stanch.people.comparisons import BY_NAME, case_sql, level_of
from stanch.people.conflict import conflict, strangers
from stanch.people.names import distinct, parse
from stanch.people.profiles import COLUMNS, profile
from stanch.people.rivals import lesser_claim, unseen_namesake
from stanch.people.tabular import link_table

HOUSE = "id full_name dob ssn email phone street city zip"
PLACE = ("12 Elm Street", "Waco", "76701")


def one(**values):
    return profile(tuple(values.get(column) for column in COLUMNS))


def linked(bench, *rows):  # noqa: F811
    return groups(link_table(table(HOUSE, *rows), bench=bench))


def test_a_mailbox_tells_father_and_son_of_one_name_apart(bench):  # noqa: F811
    found = linked(
        bench,
        ("f1", "Edgar A. Lindqvist", None, None, "edgar.lindqvist@example.com", None, *PLACE),
        ("f2", "Edgar Lindqvist", "1961-02-03", "900-14-2236", "edgar.lindqvist@example.com", "254-555-0101", *PLACE),
        ("s1", "Edgar R. Lindqvist", None, None, "el.junior@example.org", None, *PLACE),
        ("s2", "Edgar Lindqvist", "1990-10-11", "901-77-1934", "el.junior@example.org", "254-555-0162", *PLACE),
    )
    assert found == {frozenset({"f1", "f2"}), frozenset({"s1", "s2"})}


def test_a_middle_initial_in_common_outdoes_a_namesake_who_is_reached_elsewhere(bench):  # noqa: F811
    found = linked(
        bench,
        ("f1", "Edgar A. Lindqvist", None, None, "edgar.lindqvist@example.com", None, *PLACE),
        ("f2", "Edgar A. Lindqvist", "1961-02-03", "900-14-2236", None, "254-555-0101", *PLACE),
        ("s1", "Edgar Lindqvist", "1990-10-11", "901-77-1934", "el.junior@example.org", "254-555-0162", *PLACE),
    )
    assert found == {frozenset({"f1", "f2"}), frozenset({"s1"})}


def test_who_writes_senior_is_joined_by_his_day_when_the_son_is_seen_beside_him(bench):  # noqa: F811
    found = linked(
        bench,
        ("f1", "Edgar Lindqvist Sr", None, None, "lindqvist@example.com", None, *PLACE),
        ("f2", "Edgar Lindqvist", "1961-02-03", "900-14-2236", "lindqvist@example.com", "254-555-0101", *PLACE),
        ("s1", "Edgar Lindqvist Jr", None, None, "lindqvist@example.com", None, *PLACE),
        ("s2", "Edgar Lindqvist Jr", "1990-10-11", "901-77-1934", None, "254-555-0101", *PLACE),
    )
    assert found == {frozenset({"f1", "f2"}), frozenset({"s1", "s2"})}


def test_a_shared_mailbox_does_not_make_the_son_his_father_where_no_other_namesake_is_seen(bench):  # noqa: F811
    found = linked(
        bench,
        ("f1", "Edgar Lindqvist Sr", None, None, "lindqvist@example.com", None, *PLACE),
        ("f2", "Edgar Lindqvist Sr", None, None, None, None, *PLACE),
        ("s1", "Edgar Lindqvist", "1990-10-11", "901-77-1934", "lindqvist@example.com", "254-555-0162", *PLACE),
    )
    assert frozenset({"s1"}) in found


def test_the_very_name_outdoes_another_that_looks_like_it(bench):  # noqa: F811
    found = linked(
        bench,
        ("m1", "Marta Lindqvist", "1970-02-03", "900-14-2236", None, "254-555-0101", *PLACE),
        ("m2", "Marta Lindqvist", None, None, "marta.lindqvist@example.com", None, *PLACE),
        ("n1", "Marka Lindqvist", "1972-05-09", "901-77-1934", "post@lindqvist.example", "254-555-0162", *PLACE),
    )
    assert found == {frozenset({"m1", "m2"}), frozenset({"n1"})}


@pytest.mark.parametrize(
    ("rival", "other", "lesser"),
    [
        ({"given": "edgar"}, {"given": "edgar", "suffix": "jr"}, True),
        ({"given": "edgar", "suffix": "jr"}, {"given": "edgar", "suffix": "jr"}, False),
        ({"given": "edgard"}, {"given": "edgar"}, True),
        ({"given": "ed"}, {"given": "edgar"}, False),  # he may be called so
        ({"given": "e"}, {"given": "edgar"}, False),
        ({"given": "edgar", "email": "b@example.com"}, {"given": "edgar", "email": "a@example.com"}, True),
        ({"given": "edgar", "email": "b@example.com"}, {"given": "edgar"}, False),
        ({"given": "edgar", "email": "b@example.com"}, {"given": "edgar", "middle": "r"}, True),
        ({"given": "edgar", "email": "a@example.com"}, {"given": "edgar", "middle": "r"}, False),
        ({"given": "edgar", "email": "b@example.com", "middle": "r", "suffix": "jr"}, {"given": "edgar", "middle": "r"}, False),
    ],
)
def test_a_lesser_claim(rival, other, lesser):
    him = one(given="edgar", middle="r", family="lindqvist", suffix="jr", email="a@example.com")
    if "suffix" not in other:
        him.suffixes = frozenset(rival.get("suffix", "").split())
    assert lesser_claim(one(**rival), him, one(**other)) is lesser


def test_a_namesake_is_seen_or_not():
    senior = one(given="edgar", family="lindqvist", suffix="sr", email="a@example.com")
    unmarked = one(given="edgar", family="lindqvist", email="a@example.com", dob="1961-02-03")
    son = one(given="edgar", family="lindqvist", suffix="jr", dob="1990-10-11")
    assert unseen_namesake(senior, unmarked, ())
    assert not unseen_namesake(senior, unmarked, (son,))
    assert not unseen_namesake(senior, one(given="edgar", family="lindqvist", suffix="sr"), ())


@pytest.mark.parametrize(("left", "right"), [("gary", "mary"), ("linh", "minh"), ("robin", "tobin")])
def test_another_first_letter_makes_another_name_where_only_the_house_agrees(left, right):
    his, hers = (one(given=given, family="lindqvist", street="12 elm st") for given in (left, right))
    assert conflict(his, hers) == "two different given names"


@pytest.mark.parametrize(("left", "right"), [("catrin", "katrin"), ("yasmin", "jasmin"), ("martha", "marta")])
def test_letters_of_one_sound_and_slips_inside_a_name_keep_nobody_apart(left, right):
    his, hers = (one(given=given, family="lindqvist", street="12 elm st") for given in (left, right))
    assert conflict(his, hers) == ""


def test_a_first_letter_is_mistyped_where_the_day_of_birth_agrees():
    assert conflict(*(one(given=given, family="lindqvist", dob="1970-02-03") for given in ("gary", "mary"))) == ""


@pytest.mark.parametrize(
    ("pet", "full"), [("katie", "katherine"), ("kathy", "kathryn"), ("steve", "steven"), ("terry", "teresa"), ("jeff", "jeffrey")]
)
def test_a_pet_name_goes_with_every_spelling_of_the_full_one(pet, full):
    short, whole = (one(given=given, family="lindqvist", email="k@example.com", street="12 elm st") for given in (pet, full))
    assert not distinct(*sorted((pet, full)))
    assert conflict(short, whole) == ""


def test_two_pet_names_of_one_full_name_are_two_people():
    assert distinct("billy", "will") == distinct("will", "billy")
    assert distinct("kathy", "kitty") or distinct("peggy", "rita")


@pytest.mark.parametrize(("his", "hers"), [("christian", "christine"), ("adrian", "adrienne"), ("lucien", "lucienne")])
def test_his_name_in_its_female_form_is_another(his, hers):
    assert distinct(*sorted((his, hers)))


def test_a_middle_name_left_out_is_no_other_middle_name():
    known = {"given": "maria", "family": "lindqvist", "street": "12 elm st"}
    assert conflict(one(**known, middle="ann sofia"), one(**known, middle="sofia")) == ""
    assert conflict(one(**known, middle="ann sofia"), one(**known, middle="berta")) == "different middle names"


@pytest.mark.parametrize(
    ("written", "middle", "family"),
    [
        ("Saoirse Ó Briain", "", "o briain"),
        ("Saoirse S. Ó Briain", "s", "o briain"),
        ("Áine Ní Bhriain", "", "ni bhriain"),
        ("Saoirse O. Ó Briain", "o", "o briain"),
        ("Henry O. Porter", "o", "porter"),
        ("Henry O Porter", "o", "porter"),
    ],
)
def test_irish_particles_belong_to_the_family_name(written, middle, family):
    found = parse(written)
    assert (found.middle, found.family) == (middle, family)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("edgar.lindqvist17@example.com", "edgar.lindqvist18@example.com", "different e-mail addresses"),
        ("edgar.lindqvist1@example.com", "edgar.lindqvist@example.com", "different e-mail addresses"),
        ("edgar.lindqvist17@example.com", "edgar.lindquist17@example.com", "e-mail addresses nearly the same"),
        ("edgar.lindqvist17@example.com", "edgar.lindqvist17@example.com", "same e-mail address"),
    ],
)
def test_mailboxes_numbered_apart_are_two(left, right, words):
    email = BY_NAME["email"]
    pair = duckdb.sql("SELECT ? AS email_l, ? AS email_r", params=[left, right])
    number = pair.select(duckdb.SQLExpression(case_sql(email))).fetchall()[0][0]
    assert level_of(email, number).words == words


def test_a_record_of_miguel_is_miguels_where_michael_is_always_written_michael():
    michael, miguel, account = (
        one(given=name, family="roberts", street="9 river ave", email="m@example.com") for name in ("michael", "miguel", "miguel")
    )
    assert not lesser_claim(michael, account, miguel), "one record may be his by another form of his name"
    michael.absorb(one(given="michael", family="roberts", dob="1980-02-03"))
    assert lesser_claim(michael, account, miguel)


@pytest.mark.parametrize(("left", "right"), [("denise", "dennis"), ("george", "georgia"), ("norma", "norman"), ("louis", "louise")])
def test_names_of_brother_and_sister_are_no_slips_of_one_another(left, right):
    house = {"family": "griffin", "street": "8389 second st"}
    assert distinct(*sorted((left, right)))
    assert conflict(one(given=left, **house), one(given=right, dob="1991-10-02", **house)) == "two different given names"


REACHED = {"given": "luis", "family": "tran", "email": "luis@example.com", "phone": "5075550173", "street": "5231 tanaka st"}
ELSEWHERE = {"given": "luis", "family": "tran", "email": "lt80@example.net", "phone": "2775550125", "street": "9960 oak ave"}


@pytest.mark.parametrize(
    ("more", "others", "apart"),
    [
        ({}, {}, True),  # a name alone
        ({"dob": "1980-05-07"}, {"dob": "1980-05-07"}, False),
        ({"dob": "1995-11-17"}, {"dob": "1998-11-17"}, True),
        ({}, {"phone": "5075550173"}, False),
        ({}, {"email": "luis@exmaple.com"}, False),  # a slip of the pen
        ({}, {"street": "5231 tanaka street"}, False),
        ({}, {"email": None, "phone": None}, False),  # moved, and nothing else is known
        ({"dob": "1951-05-07"}, {"dob": "1980-11-27", "email": None, "phone": None}, False),
        ({"national": "ssn:900112222"}, {"national": "ssn:900112222", "family": "ruiz"}, False),
    ],
)
def test_who_has_nothing_but_a_name_in_common_is_a_stranger_where_the_rest_is_known(more, others, apart):
    assert strangers(one(**REACHED | more), one(**ELSEWHERE | others)) is apart
