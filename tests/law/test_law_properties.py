"""Laws of the law room, held for facts that nobody thought of."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from law_cast import breach

from stanch.law import assess, exposure, from_values, statutes
from stanch.law.answers import Outcome
from stanch.law.assess import court_on
from stanch.law.conditions import Case
from stanch.law.facts import HARM
from stanch.law.wellformed import element_words
from stanch.records import Proof

PLACES = sorted({place for statute in statutes.library() for place in statute.versions[-1].law.residence})
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
YES_NO = st.sampled_from([True, False, None])
ROLES = ["owner", "service_provider", None]
CONFIDENTIALITY = ["acquired", "accessed", "lost", "unavailable", None]
ACTORS = ["external_malicious", "good_faith_employee", "inadvertent", "inadvertent_authorized", None]
FINDINGS = list(HARM)
REGIMES = [[], ["hipaa_covered_entity"], ["hipaa_business_associate"], ["nydfs_covered"], ["insurance_licensee"]]


@st.composite
def situations(draw):
    groups = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "person_category": st.sampled_from(["customer", "employee", "patient", None]),
                    "elements": st.lists(st.sampled_from(sorted(element_words())), max_size=4, unique=True),
                    "with_name": YES_NO.filter(lambda named: named is not False),
                    "encrypted": YES_NO,
                    "key_compromised": YES_NO,
                }
            ),
            min_size=1,
            max_size=3,
        )
    )
    return breach(
        org={
            "sector": draw(st.sampled_from(["retail", "clinic", "bank", "public", "education"])),
            "role": draw(st.sampled_from(ROLES)),
            "establishment": draw(st.sampled_from([["US"], ["EU-IE"], ["UK", "US"], ["US-OH"], ["US-TX", "US-NY"], []])),
            "regulated_as": draw(st.sampled_from(REGIMES)),
        },
        incident={
            "medium": draw(st.sampled_from(["electronic", "paper", None])),
            "confidentiality": draw(st.sampled_from(CONFIDENTIALITY)),
            "actor": draw(st.sampled_from(ACTORS)),
        },
        data=groups,
        affected=draw(st.dictionaries(st.sampled_from(PLACES), st.integers(0, 12_000), min_size=1, max_size=4)),
        harm={"finding": draw(st.sampled_from(FINDINGS)), "documented": draw(YES_NO)},
        exfiltration=draw(YES_NO),
        targets_eu=draw(YES_NO),
        misuse_possible=draw(YES_NO),
        law_enforcement_consulted=draw(YES_NO),
    )


def answers(values):
    return {one.id: one.required for one in assess(from_values(values)).duties}


RANK = {False: 0, "conditional": 1, True: 2}


@QUICK
@given(situations(), st.sampled_from(PLACES), st.integers(1, 20_000))
def test_more_people_never_remove_a_duty(values, place, more):
    before = answers(values)
    values["affected"] = {**values["affected"], place: values["affected"].get(place, 0) + more}
    after = answers(values)
    assert all(RANK[after[name]] >= RANK[required] for name, required in before.items() if not name.startswith(("EU-", "UK")))
    assert {name for name, required in before.items() if required is True} <= {
        name for name, required in after.items() if required is not False
    }


def test_a_land_counted_with_nobody_is_as_a_land_not_named():
    facts = {"org": {"establishment": [], "sector": "retail", "role": "owner"}, "targets_eu": True}
    alone, with_others = answers(breach(affected={"AU": 0}, **facts)), answers(breach(affected={"AU": 0, "AD": 1}, **facts))
    assert not [name for name in alone if name.startswith("AU") and name not in with_others]


@QUICK
@given(situations())
def test_safe_encryption_never_adds_a_duty(values):
    before = answers({**values, "data": [{**group, "encrypted": False, "key_compromised": None} for group in values["data"]]})
    after = answers({**values, "data": [{**group, "encrypted": True, "key_compromised": False} for group in values["data"]]})
    # Where HIPAA's notice stood in for a state's, the state's may come back, but never as more than it was without HIPAA.
    no_hipaa = {**values, "org": {**values["org"], "regulated_as": ["pci_merchant"]}}
    bare = answers({**no_hipaa, "data": [{**group, "encrypted": False, "key_compromised": None} for group in values["data"]]})
    for name, required in after.items():
        assert RANK[required] <= max(RANK[before.get(name, False)], RANK[bare.get(name, False)])


FORGETTABLE = [
    ("org", "role"),
    ("org", "sector"),
    ("org", "establishment"),
    ("incident", "kind"),
    ("incident", "medium"),
    ("incident", "confidentiality"),
    ("incident", "actor"),
    ("harm", "finding"),
    ("harm", "documented"),
    ("data", 0, "person_category"),
    ("data", 0, "with_name"),
    ("data", 0, "encrypted"),
    ("data", 0, "key_compromised"),
    ("exfiltration",),
    ("targets_eu",),
    ("misuse_possible",),
    ("law_enforcement_consulted",),
    ("affected",),
]


@QUICK
@given(situations(), st.sampled_from(FORGETTABLE))
def test_a_missing_fact_never_gives_a_firm_no(values, forgotten):
    before = answers(values)
    *path, last = forgotten
    section = values
    for step in path:
        section = section[step]
    section[last] = None
    found = assess(from_values(values))
    after = {one.id: one.required for one in found.duties}
    # Where no place of business is known, or nobody is counted, that is asked once, and lands are not listed one by one.
    asked_once = forgotten in (("org", "establishment"), ("affected",)) and any(
        line.startswith(f"{'.'.join(forgotten)} is missing") for line in found.warnings
    )
    for name, required in before.items():
        if required is True:
            assert after.get(name, "asked" if asked_once else False) is not False, (forgotten, name)


@QUICK
@given(situations(), st.sampled_from([one for one in FORGETTABLE if one != ("affected",)]))
def test_a_fact_that_becomes_known_never_turns_a_firm_yes_into_a_no(values, known):
    """What is owed without a fact is owed whatever the fact turns out to be: an answer may only become firmer."""
    *path, last = known
    if known == ("incident", "actor"):
        values["incident"]["kind"] = None  # a break-in says by itself that it was no employee in good faith
    section = values
    for step in path:
        section = section[step]
    told, section[last] = section[last], None
    before = answers(values)
    section[last] = told
    after = answers(values)
    for name, required in before.items():
        if required is True:
            assert after.get(name, False) is not False, (known, name)


@QUICK
@given(situations(), st.integers(0, 1000))
def test_the_order_of_entries_is_irrelevant(values, seed):
    before = assess(from_values(values))
    shuffled = random.Random(seed)  # noqa: S311 a shuffle, no secret
    places = list(values["affected"].items())
    shuffled.shuffle(places)
    shuffled.shuffle(values["data"])
    for group in values["data"]:
        shuffled.shuffle(group["elements"])
    values["affected"] = dict(places)
    after = assess(from_values(values))
    assert [(one.id, one.required, one.people, one.elements) for one in before.duties] == [
        (one.id, one.required, one.people, one.elements) for one in after.duties
    ]


@QUICK
@given(situations())
def test_every_duty_is_cited_and_reasoned_and_every_open_one_asks(values):
    for one in assess(from_values(values)).duties:
        assert one.cite
        assert one.url.startswith("http")
        assert one.reason
        assert one.proof is not None
        if one.required == "conditional":
            assert one.questions, one.id


@QUICK
@given(situations())
def test_the_answer_without_its_proof_is_the_answer_with_it(values):
    facts = from_values(values)
    court, laws = court_on(facts)
    for law in laws:
        case = court.case(law)
        trees = [
            law.scope,
            *(one.when for one in law.conditions),
            *(rule.trigger for rule in law.rules),
            *(one.when for one in law.exemptions),
        ]
        for tree in trees:
            if tree is not None and not asks_of_others(tree):
                assert case.answer(tree) == case.judge(tree).answer, law.code


def asks_of_others(tree):
    return bool(tree.owed) or any(asks_of_others(part) for part in (*tree.all, *tree.any, *tree.none))


@QUICK
@given(situations())
def test_numbers_of_whole_data_sets_are_those_counted_place_by_place(values):
    """The short way of counting, where no data set has numbers of its own, says what the long way says."""
    facts = from_values(values)
    split = replace(facts, data=tuple(replace(group, affected=group.affected or dict(facts.affected)) for group in facts.data))
    for law in court_on(facts)[1]:
        for definition in law.definitions:
            for whose in ("residents", "notified", "total", "largest_residence"):
                short = count_of(facts, law, definition, whose)
                assert short == count_of(split, law, definition, whose), (law.code, definition.id, whose)


def _nothing_owed(name):
    return Outcome("no", Proof(name, "no"))


def count_of(facts, law, definition, whose):
    case = Case(facts, law, _nothing_owed)
    return exposure.count(facts, law, case.readings(definition.id), whose)
