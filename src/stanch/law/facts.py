"""Reads Facts: unknown keys, codes, words, impossible dates and counts are all told at once, each with its place."""

from __future__ import annotations

import difflib
import math
import typing
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault
from stanch.law.apart import AGES, CHILDREN
from stanch.law.contradictions import contradictions
from stanch.law.findings import HARM_WORDS
from stanch.law.nearest import near_element, near_place
from stanch.law.wellformed import element_words, near
from stanch.records import DataSet, Facts, Harm, Incident, Organisation, Severity
from stanch.vocabulary import cause_words, jurisdictions, regimes, sectors

Path_ = tuple[str | int, ...]
Found = Iterator[tuple[Path_, str]]

ROLES = ("owner", "controller", "service_provider", "processor")
MEDIA = ("electronic", "paper")
CONFIDENTIALITY = ("acquired", "accessed", "lost", "unavailable")
ACTORS = (
    "external_malicious", "insider_malicious", "inadvertent", "inadvertent_authorized", "good_faith_employee", "own_disclosure", "none",
)  # fmt: skip
REGIMES = (
    "hipaa_covered_entity", "hipaa_business_associate", "part2_program", "ftc_safeguards", "ftc_phr_vendor",
    "glba_financial_institution", "bank_occ",
    "bank_fdic", "bank_frb", "ncua", "bank_service_provider", "sec_registrant", "nydfs_covered", "ferpa", "fcc_carrier",
    "pci_merchant", "dfars",
    "reg_sp", "reg_sp_larger", "insurance_licensee", "nis2_essential", "nis2_important", "dora", "uk_public_ecs", "eu_public_ecs", "cn_cii",
    "circia_covered", "eidas", "consumer_reporting_agency", "state_agency",
    "uk_nis_oes", "uk_nis_rdsp", "cra_manufacturer", "finma",
    "irs_efile_provider", "k12_school", "k12_vendor", "mn_commerce_licensee", "nd_financial_corporation", "public_body",
    "ca_federal_work", "ca_health_custodian", "ca_osfi_institution", "ca_on_institution", "au_apra_entity", "kr_online_service",
    "ca_investment_dealer",
    "ae_difc", "ae_adgm", "hk_ci_operator", "kw_citra_licensed", "in_rbi", "in_sebi", "in_irdai", "ph_bsp", "bh_cbb",
    "sg_mas", "my_ncii", "sa_sama",
)  # fmt: skip
HARM = (
    "not_assessed", *HARM_WORDS, "low_probability_of_compromise", "no_rrosh", "prevented_by_remedial_action", "serious_harm",
    "no_serious_harm", "not_likely_serious_harm", "serious_harm_unlikely", "significant_harm", "serious_injury", "no_serious_injury",
    "no_real_risk", "no_real_risk_significant_harm",
)  # fmt: skip
SEVERITY = {
    "detail": ("trivial", "little", "usual", "detailed"),
    "implies": ("nothing", "status", "sensitive"),
    "identification": ("negligible", "limited", "significant", "maximum"),
    "recipients": ("none", "few_known", "many_or_unknown"),
    "restored": ("easily", "with_effort", "not"),
    "altered": ("no", "corrected_before_use", "corrected", "lasting"),
    "effects": ("service_delayed", "care_delayed", "misuse", "impersonation", "fraud", "discrimination", "physical_harm"),
}
PLACES = ("place", "jurisdiction")
WIDE_CODES = ("US", "EU", "CA", "EEA")
LARGEST = 10_000_000_000


def read_facts(path: Path) -> Facts:
    """Facts from a YAML or JSON file. Raises `BrokenDataFile` with every fault at its line and column."""
    tree = datafile.load(path)
    found = list(faults(datafile.plain(tree)))
    if found:
        raise BrokenDataFile(
            sorted((Fault(str(path), *_place(tree, steps), what) for steps, what in found), key=lambda one: (one.line, one.column))
        )
    return converted(datafile.plain(tree))


def from_values(values: Mapping[str, Any], name: str = "facts") -> Facts:
    """Facts from plain values, checked alike; places are told as paths."""
    plain = datafile.plain(values)
    found = list(faults(plain))
    if found:
        raise BrokenDataFile([Fault(f"{name}: {dotted(steps) or 'facts'}", 1, 1, what) for steps, what in found])
    return converted(plain)


def converted(values: Any) -> Facts:
    """Facts from values that were checked. Where only the data sets say who lives where, all their people together are those affected."""
    facts = msgspec.convert(_dated(values), Facts, strict=False)
    if facts.affected or not facts.data or any(group.affected is None for group in facts.data):
        return facts
    summed: Counter[str] = Counter()
    for group in facts.data:
        summed.update(group.affected or {})
    return replace(facts, affected=dict(summed))


def _dated(node: Any) -> Any:
    """Moments become days; empty sections become absent."""
    if isinstance(node, Mapping):
        return {key: _dated(value) for key, value in node.items() if value is not None}
    if isinstance(node, list):
        return [_dated(value) for value in node]
    return node.date() if isinstance(node, datetime) else node


def dotted(steps: Path_) -> str:
    """`data[0].elements[2]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _place(tree: Any, steps: Path_) -> tuple[int, int]:
    here = datafile.place(tree)
    for step in steps:
        try:
            here, tree = datafile.place(tree, step), tree[step]
        except (KeyError, IndexError, TypeError):
            break
    return here


def faults(values: Any) -> Found:
    """Every fault in plain values, with its path."""
    yield from impossible(values)
    yield from unknown_words(values)


def impossible(values: Any) -> Found:
    """What no reading can mend: unknown keys and codes, wrong types, counts and dates that cannot be, facts against facts."""
    if not isinstance(values, Mapping):
        yield (), "Facts are a mapping of keys (org, incident, data, affected, …)"
        return
    shaped = list(_shape(values, Facts, ()))
    yield from shaped
    known = _rest(values, shaped)
    yield from _codes(known)
    yield from _measures(known)
    yield from date_faults(known.incident)
    if not shaped:  # what was left out might be what they lack
        yield from _counts(known)
        yield from contradictions(known)


def _rest(values: Mapping[Any, Any], shaped: list[tuple[Path_, str]]) -> Facts:
    """The facts without the entries that are faulty in shape, so that one wrong key does not hide ten wrong words."""
    return converted(_pruned(values, {steps for steps, _ in shaped}, ()))


def _pruned(node: Any, out: set[Path_], here: Path_) -> Any:
    if isinstance(node, Mapping):
        return {key: _pruned(value, out, (*here, key)) for key, value in node.items() if (*here, key) not in out}
    if isinstance(node, list):
        return [_pruned(value, out, (*here, index)) for index, value in enumerate(node) if (*here, index) not in out]
    return node


def unknown_words(values: Any) -> Found:
    """Words that are not in the vocabulary (sector, kind of data, finding, …)."""
    if isinstance(values, Mapping):
        yield from _words(_rest(values, list(_shape(values, Facts, ()))))


def _shape(values: Mapping[Any, Any], kind: type, here: Path_) -> Found:
    """Unknown keys and wrong types at any depth."""
    hints = _hints(kind)
    for key, value in values.items():
        if key not in hints:
            word = difflib.get_close_matches(str(key), _all_keys(), n=1)
            yield (
                (*here, key),
                f"unknown key {key!r}" + (f"; nearest known key: {word[0]}" if word else f"; known keys: {', '.join(hints)}"),
            )
            continue
        if value is None:
            continue
        yield from _value(value, hints[key], (*here, key))


def _value(value: Any, hint: Any, here: Path_) -> Found:
    inner = next((one for one in (Organisation, Incident, Harm, Severity) if hint is one), None)
    if inner is not None:
        yield from _shape(value, inner, here) if isinstance(value, Mapping) else iter([(here, "a mapping of keys is needed")])
    elif hint == tuple[DataSet, ...]:
        if not isinstance(value, list):
            yield here, "a list of data sets is needed"
            return
        for index, one in enumerate(value):
            yield from (
                _shape(one, DataSet, (*here, index))
                if isinstance(one, Mapping)
                else iter([((*here, index), "a mapping of keys is needed")])
            )
    elif here[-1] == "affected":
        yield from _affected(value, here)
    elif isinstance(value, bool) and hint == float | None:
        yield here, "a number is needed"
    else:
        try:
            msgspec.convert(_dated(value), hint, strict=True)
        except msgspec.ValidationError as error:
            yield here, str(error).partition(" - at")[0]


def _affected(value: Any, here: Path_) -> Found:
    if not isinstance(value, Mapping):
        yield here, "a mapping of residence to number is needed, such as {US-CA: 501}"
        return
    for code, number in value.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or (isinstance(number, float) and not math.isfinite(number)):
            yield (*here, code), f"{number!r} is no number of people"
        elif number < 0:
            yield (*here, code), f"{number} people: a count cannot be negative"
        elif number != int(number):
            yield (*here, code), f"{number} people: a count cannot be a fraction"
        elif number > LARGEST:
            yield (*here, code), f"{number} people: more than live on earth"


@cache
def _hints(kind: type) -> dict[str, Any]:
    assert is_dataclass(kind)  # noqa: S101 called with records only
    hints = typing.get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind) if one.name != "parts"}


@cache
def _all_keys() -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for kind in (Facts, Organisation, Incident, DataSet, Harm, Severity) for key in _hints(kind)))


def _words(facts: Facts) -> Found:
    yield from _one(facts.org.sector, sectors(), ("org", "sector"), "sector")
    yield from _one(facts.org.role, ROLES, ("org", "role"), "role")
    yield from _one(facts.incident.kind, cause_words(), ("incident", "kind"), "kind of incident")
    yield from _one(facts.incident.medium, MEDIA, ("incident", "medium"), "medium")
    yield from _one(facts.incident.confidentiality, CONFIDENTIALITY, ("incident", "confidentiality"), "word")
    yield from _one(facts.incident.actor, ACTORS, ("incident", "actor"), "actor")
    yield from _one(facts.harm.finding, HARM, ("harm", "finding"), "finding")
    yield from _severity(facts.severity)
    for index, regime in enumerate(facts.org.regulated_as):
        yield from _one(regime, REGIMES, ("org", "regulated_as", index), "regime")
    for code, word in facts.harm_by_jurisdiction.items():
        yield from _one(word, HARM, ("harm_by_jurisdiction", code), "finding")
    for index, group in enumerate(facts.data):
        yield from _one(group.age, AGES, ("data", index, "age"), "age")
        yield from _one(group.role, ROLES, ("data", index, "role"), "role")
        for place, element in enumerate(group.elements):
            yield from _one(element, element_words(), ("data", index, "elements", place), "element")


def _severity(severity: Severity) -> Found:
    for key, known in SEVERITY.items():
        value = getattr(severity, key)
        for index, word in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            yield from _one(word, known, ("severity", key) if index is None else ("severity", key, index), f"word of severity.{key}")


def _codes(facts: Facts) -> Found:
    for index, code in enumerate(facts.org.establishment):
        yield from _one(code, (*jurisdictions(), *WIDE_CODES), ("org", "establishment", index), "place")
    for index, code in enumerate(facts.org.targets or ()):
        yield from _one(code, (*jurisdictions(), *WIDE_CODES), ("org", "targets", index), "place")
    for index, code in enumerate(facts.org.means or ()):
        yield from _one(code, (*jurisdictions(), *WIDE_CODES), ("org", "means", index), "place")
    for code in facts.harm_by_jurisdiction:
        yield from _one(code, (*jurisdictions(), *regimes()), ("harm_by_jurisdiction", code), "jurisdiction")
    for code in facts.affected:
        yield from _one(code, jurisdictions(), ("affected", code), "jurisdiction")
    for index, group in enumerate(facts.data):
        for code in group.affected or ():
            yield from _one(code, jurisdictions(), ("data", index, "affected", code), "jurisdiction")


def _one(word: str | None, known: Any, here: Path_, kind: str) -> Found:
    if word is not None and word not in known:
        nearest = near_place(word) if kind in PLACES else near_element(word) if kind == "element" else near(word, known)
        yield here, f"unknown {kind} {word!r}{nearest}"


def _counts(facts: Facts) -> Found:
    for index, group in enumerate(facts.data):
        for code, number in (group.affected or {}).items():
            if facts.affected and number > facts.affected.get(code, 0):
                whole = facts.affected.get(code, 0)
                yield ("data", index, "affected", code), f"{number:,} people of {code} in this data set, but {whole:,} affected in all"
        if group.with_name is False and "name" in group.elements:
            yield ("data", index, "with_name"), "with_name is false, but `name` is among the elements"
        if group.age == "adult" and group.person_category in CHILDREN:
            yield ("data", index, "age"), f"age is adult, but person_category is {group.person_category}"


def _measures(facts: Facts) -> Found:
    """Sums and numbers that cannot be."""
    measures: tuple[tuple[Path_, float | None], ...] = (
        (("turnover_aud",), facts.turnover_aud),
        (("org", "turnover_aud"), facts.org.turnover_aud),
        (("disruption_hours",), facts.disruption_hours),
        (("without_residence",), facts.without_residence),
    )
    for steps, value in measures:
        if value is not None and (value < 0 or not math.isfinite(value)):
            yield steps, f"{value} cannot be"


ORDER = (("occurred", "discovered"), ("occurred", "determined"), ("discovered", "determined"), ("occurred", "ended"))


def date_faults(incident: Incident) -> Found:
    """Dates in an order that cannot be."""
    for first, second in ORDER:
        one: date | None = getattr(incident, first)
        two: date | None = getattr(incident, second)
        if one is not None and two is not None and two < one:
            yield ("incident", second), f"{second} {two} is before {first} {one}"
