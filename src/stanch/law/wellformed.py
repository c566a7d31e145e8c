"""What must hold of an instrument beyond its form: words known, references met, every leaf cited."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from stanch.law.circumstances import FACTS
from stanch.law.instrument import Apart, Condition, Instrument, Rule, Span
from stanch.vocabulary import contents, elements, jurisdictions

Path = tuple[str | int, ...]
Found = Iterator[tuple[Path, str]]

UNITS = ("hours", "days", "business_days", "months", "without_unreasonable_delay", "as_soon_as_possible", "immediately")
COUNTED = UNITS[:4]
ACCOUNTS = 2
ACCOUNT_NUMBERS = {"financial_account", "card_number"}
EVENTS = (
    "discovery", "awareness", "detection", "determination", "reasonable_belief", "assessment", "materiality_determination",
    "confirmation", "occurrence", "individual_notice", "before_individual_notice", "payment", "classification",
    "calendar_year_end", "regulator_notice", "corrective_measure", "closure",
)  # fmt: skip
RECIPIENTS = (
    "individuals", "cra", "media", "owner", "controller", "covered_entity", "investors", "acquirer", "card_brands",
    "law_enforcement", "organisations_that_can_help", "customer", "insurer", "partner",
)  # fmt: skip
# Words of Facts that no detector finds: they come from people.
STATED_WORDS = ("employee_id_with_code", "business_contact", "cdi", "private_key")


@cache
def element_words() -> frozenset[str]:
    """The words of `data.elements` in Facts: those that scanning finds and those that only people state."""
    return frozenset(element.fact for element in elements().values() if element.fact) | frozenset(STATED_WORDS)


MOST_LISTED = 40
SHORTEST = 4  # letters of a part that a word may have been meant for


def near(word: str, known: Iterable[str]) -> str:
    """`; nearest known word: …`, also where a part of a long word is meant (`hippa` for `hipaa_covered_entity`)."""
    listed = [str(one) for one in known]
    found = difflib.get_close_matches(word, listed, n=1)
    if found:
        return f"; nearest known word: {found[0]}"
    if isinstance(known, Mapping):  # words with their meanings: `accounting` is in the meaning of `professional_services`
        meant = [one for one, meaning in known.items() if word.casefold() in re.findall(r"[^\W_]+", str(meaning).casefold())]
        if meant:
            return f"; nearest known word: {meant[0]} ({known[meant[0]]})"
    parts = {part: one for one in reversed(listed) for part in one.split("_") if len(part) >= SHORTEST}
    close = difflib.get_close_matches(word, parts, n=1)
    holding = [one for one in listed if close and close[0] in one.split("_")]
    return f"; nearest known words: {', '.join(holding)}" if holding else f"; known: {', '.join(sorted(listed)[:MOST_LISTED])}"


def faults(law: Instrument, ever: Collection[str]) -> Found:
    """Every fault with the path to it. `ever`: ids of the file's rules on any day."""
    yield from _heads(law)
    yield from _definitions(law)
    for index, rule in enumerate(law.rules):
        yield from _rule(law, rule, ("rules", index))
    yield from _exemptions(law, ever)
    yield from _sources(law)
    yield from _penalties(law)


def _penalties(law: Instrument) -> Found:
    for index, one in enumerate(law.penalties):
        here: Path = ("penalties", index)
        if not one.cite.strip():
            yield (*here, "cite"), "a citation is missing"
        if (one.low is None and one.high is None) != (one.per == ""):
            yield here, "`per` goes with an amount (`low`, `high`): per person, person_day, day, violation or breach"
        if one.low is not None and one.high is not None and one.high < one.low:
            yield (*here, "high"), f"the highest amount {one.high:g} is below the lowest {one.low:g}"
        if one.floor is not None and (one.per != "person" or one.high is None or (one.cap is not None and one.cap < one.floor)):
            yield (*here, "floor"), "`floor` stands beside `high` for each person, and below `cap`"
        if not one.verified and not one.note:
            yield (*here, "verified"), "an unverified penalty must say why in `note`"


def _heads(law: Instrument) -> Found:
    for name, kinds in (
        ("rules", law.rules),
        ("definitions", law.definitions),
        ("conditions", law.conditions),
        ("exemptions", law.exemptions),
    ):
        ids = [one.id for one in kinds]
        for index, one in enumerate(ids):
            if one in ids[:index]:
                yield (name, index), f"two entries called {one!r} hold on the same day"
    for index, place in enumerate(law.residence):
        if place not in jurisdictions():
            yield ("residence", index), f"unknown jurisdiction {place!r}{near(place, jurisdictions())}"
    for index, named in enumerate(law.conditions):
        yield from _condition(law, named.when, ("conditions", index, "when"))
    if law.scope is not None:
        yield from _condition(law, law.scope, ("scope",))
    if not law.verified and not law.note:
        yield ("verified",), "an unverified file must say why in `note`"
    if law.accounts and (not law.verified or len(law.sources) < ACCOUNTS):
        yield ("accounts",), f"points read in accounts go with `verified: true` and at least {ACCOUNTS} sources that agree"


def _definitions(law: Instrument) -> Found:
    for index, definition in enumerate(law.definitions):
        for number, combination in enumerate(definition.combinations):
            here: Path = ("definitions", index, "combinations", number)
            for key, words in (("one_of", combination.one_of), ("with_", combination.with_), ("not_of", combination.not_of)):
                for place, word in enumerate(words):
                    if word != "*" and word not in element_words():
                        yield (*here, key, place), f"unknown element {word!r}{near(word, element_words())}"
            if combination.under not in (None, 13, 14, 16, 18):
                yield (*here, "under"), "`under` is 13, 14, 16 or 18, as `age` of the facts tells apart"
            if combination.doubtful and not combination.asks and not set(combination.one_of) <= ACCOUNT_NUMBERS:
                yield (
                    (*here, "doubtful"),
                    "what is doubtful needs its question in `asks` (only numbers of accounts and cards have one of their own)",
                )
            if combination.when is not None:
                yield from _condition(law, combination.when, (*here, "when"))


def _rule(law: Instrument, rule: Rule, here: Path) -> Found:
    if not (rule.recipient in RECIPIENTS or re.fullmatch(r"(regulator|service|register):[\w-]+", rule.recipient)):
        yield (*here, "recipient"), f"unknown recipient {rule.recipient!r}{near(rule.recipient, RECIPIENTS)}"
    yield from _condition(law, rule.trigger, (*here, "trigger"))
    for key, words in (("contents", rule.contents), ("must_not_contain", rule.must_not_contain)):
        for place, word in enumerate(words):
            if word not in contents():
                yield (*here, key, place), f"unknown content {word!r}{near(word, contents())}"
    if rule.of and rule.of not in [one.id for one in law.definitions]:
        yield (*here, "of"), f"no definition {rule.of!r} in this file"
    if rule.threshold is not None:
        yield from _counted(law, rule.threshold.of, (*here, "threshold"))
    for place, span in enumerate(rule.deadline):
        yield from _span(law, span, (*here, "deadline", place))
    if rule.recipient.startswith("service:") and rule.months is None:
        yield here, "a service needs `months`"
    if not rule.verified and not rule.note:
        yield (*here, "verified"), "an unverified rule must say why in `note`"
    if rule.accounts and (not rule.verified or len(law.sources) < ACCOUNTS):
        yield (*here, "accounts"), f"points read in accounts go with `verified: true` and at least {ACCOUNTS} sources that agree"


def _counted(law: Instrument, name: str, here: Path) -> Found:
    if name not in [one.id for one in law.definitions]:
        yield (*here, "of"), f"no definition {name!r} in this file"


def _span(law: Instrument, span: Span, here: Path) -> Found:
    if span.unit not in UNITS:
        yield (*here, "unit"), f"unknown unit {span.unit!r}{near(span.unit, UNITS)}"
    elif (span.unit in COUNTED) != (span.amount is not None):
        yield here, f"{span.unit} {'needs an' if span.unit in COUNTED else 'takes no'} amount"
    if span.from_ not in EVENTS:
        yield (*here, "from_"), f"unknown event {span.from_!r}{near(span.from_, EVENTS)}"
    if span.when is not None:
        yield from _condition(law, span.when, (*here, "when"))
    if span.longstop is not None:
        yield from _span(law, span.longstop, (*here, "longstop"))


def _exemptions(law: Instrument, ever: Collection[str]) -> Found:
    for index, exemption in enumerate(law.exemptions):
        yield from _condition(law, exemption.when, ("exemptions", index, "when"))
        for key, words in (("removes", exemption.removes), ("survives", exemption.survives)):
            for place, word in enumerate(words):
                if word not in ever:
                    yield ("exemptions", index, key, place), f"no rule {word!r} in this file{near(word, ever)}"


def _sources(law: Instrument) -> Found:
    known = [source.id for source in law.sources]
    for name in ("deceased", "children"):
        apart: Apart | None = getattr(law, name)
        if apart is not None and apart.source not in known:
            yield (name, "source"), f"unknown source {apart.source!r}{near(apart.source, known)}"
        if apart is not None and not apart.cite.strip():
            yield (name, "cite"), "a citation is missing"
    for name in ("rules", "definitions", "conditions", "exemptions"):
        for index, one in enumerate(getattr(law, name)):
            if one.source not in known:
                yield (name, index, "source"), f"unknown source {one.source!r}{near(one.source, known)}"
            if not one.cite.strip():
                yield (name, index, "cite"), "a citation is missing"


def _condition(law: Instrument, node: Condition, here: Path) -> Found:
    kinds = [name for name in ("all", "any", "none", "defined", "exposed", "count", "owed", "fact") if getattr(node, name)]
    if len(kinds) != 1:
        yield (
            here,
            f"a condition is exactly one of all, any, none, defined, exposed, count, owed, fact; here: {', '.join(kinds) or 'nothing'}",
        )
        return
    for name in ("all", "any", "none"):
        for index, part in enumerate(getattr(node, name)):
            yield from _condition(law, part, (*here, name, index))
    if node.count is not None:
        yield from _counted(law, node.count.of, (*here, "count"))
        for index, place in enumerate(node.count.places):
            if place not in jurisdictions():
                yield (*here, "count", "places", index), f"unknown jurisdiction {place!r}{near(place, jurisdictions())}"
    if node.fact and node.fact not in FACTS:
        yield (*here, "fact"), f"unknown fact {node.fact!r}{near(node.fact, FACTS)}"
    if bool(node.fact) != bool(node.one_of):
        yield here, "`fact` and `one_of` go together"
    for key, known in (("defined", law.conditions), ("exposed", law.definitions)):
        word = getattr(node, key)
        if word and word not in [one.id for one in known]:
            yield (*here, key), f"nothing called {word!r} among this file's {'conditions' if key == 'defined' else 'definitions'}"
