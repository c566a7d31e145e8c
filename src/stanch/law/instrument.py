"""The form of a statute file: one frozen dataclass for each part of `statutes/<country>/<code>.yaml`.

A file holds one instrument. Any value in it may be written `dated: {2003-07-01: X, 2026-01-01: Y}`, and any entry of a
list may carry `since` and `until`: `statutes.load` resolves both for a day, so what stands here is the law of one day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Word = str | bool | int


@dataclass(frozen=True, slots=True)
class Source:
    """Where the law was read: `url` of the text, `read_in` where we read it, `read_on` when. `kind` orders their weight."""

    id: str
    kind: Literal["statute", "regulation", "regulator", "chart", "contract"]
    url: str
    read_in: str
    read_on: date


@dataclass(frozen=True, slots=True)
class Condition:
    """A tree over named facts. Exactly one kind is set; `none` holds when no part holds.

    `defined` names a condition of this file, `exposed` an element definition of this file, `count` asks for a number
    of people, `owed` names another rule (`US-HIPAA/individuals`; `US-*/regulator` is a notice to any authority under any
    law of that name), `fact` a word of `circumstances.FACTS` whose value must be among `one_of`.
    """

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()
    defined: str = ""
    exposed: str = ""
    count: Threshold | None = None
    owed: str = ""
    fact: str = ""
    one_of: tuple[Word, ...] = ()
    asks: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A condition with a name, a citation and its point in our own words."""

    id: str
    when: Condition
    cite: str
    source: str
    point: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Combination:
    """Elements that make personal information: at least `at_least` of `one_of`, with one of `with_` where given.

    `name`: the person's name (or initial and last name) is needed. `one_of: ["*"]` is any element at all.
    `categories`/`not_categories` limit it to categories of persons; `doubtful_categories` leave it unknown.
    `under`: only data of children below that age make it (13, 14, 16 or 18).
    `doubtful`: the text makes it turn on the circumstances; `asks` is the question. Numbers of accounts and cards need none:
    whether they work alone is `sensitive_account` of the Facts. `not_of`: elements that do not count beside `*` (business contact details).
    """

    one_of: tuple[str, ...]
    with_: tuple[str, ...] = ()
    at_least: int = 1
    name: bool = True
    doubtful: bool = False
    categories: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    doubtful_categories: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()
    under: int | None = None
    asks: str = ""
    when: Condition | None = None
    cite: str = ""
    point: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """What the instrument calls personal information (or a part of it that another rule turns on).

    `media`: electronic, paper. `encryption`: `safe_unless_key` (encrypted and the key not taken is no trigger), `safe`
    (encryption alone is enough), `ignored`. `public`: what the text says of publicly available information.
    """

    id: str
    combinations: tuple[Combination, ...]
    cite: str
    source: str
    media: tuple[str, ...] = ("electronic",)
    encryption: Literal["safe", "safe_unless_key", "ignored"] = "safe_unless_key"
    redaction: str = ""
    public: str = ""
    point: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """The statute's own comparator and number. `counting`: whose number.

    residents (of the places in `residence`), notified (all of the same country), total (everybody), or
    largest_residence (the most in any one place). `of` names the definition that is counted. `places`: only people who
    live there count, where one instrument speaks for many places.
    """

    op: Literal["gt", "ge", "lt", "le"]
    n: int
    counting: Literal["residents", "notified", "total", "largest_residence"] = "residents"
    of: str = "personal_information"
    cite: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of time from an event: `amount` null with a unit like `without_unreasonable_delay`."""

    unit: str
    from_: str = "discovery"
    amount: float | None = None
    longstop: Span | None = None
    extensions: tuple[str, ...] = ()
    delays: tuple[str, ...] = ()
    when: Condition | None = None
    cite: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Substitute:
    """When substitute notice may be given, and how. `cost_over` in the law's own currency.

    `disproportionate_effort`: the law names no number, and asks whether telling one by one is out of proportion.
    """

    cost_over: float | None = None
    persons_over: int | None = None
    without_contact: bool = True
    without_contact_from: int | None = None
    disproportionate_effort: bool = False
    ways: tuple[str, ...] = ()
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty: who must be told (or given a service), when it is owed and by when.

    `listed`: `always`, or `when_owed` for duties that live only inside an exception (the copy of a determination).
    `retain_years`: how long a register or record must be kept, where the law says it. `accounts`: as for an instrument.
    """

    id: str
    recipient: str
    trigger: Condition
    cite: str
    source: str
    point: str = ""
    threshold: Threshold | None = None
    of: str = ""
    deadline: tuple[Span, ...] = ()
    months: int | None = None
    retain_years: int | None = None
    means: tuple[str, ...] = ()
    substitute: Substitute | None = None
    stage: str = ""
    contents: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    name: str = ""
    url: str = ""
    listed: Literal["always", "when_owed"] = "always"
    verified: bool = True
    accounts: str = ""
    note: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """What takes a duty away. `removes` names the rules, `survives` those it expressly leaves standing.

    `kind` `deemed_compliance`: another law's notice counts as this one's. `covers`: it then counts for the people who are
    told under that law (`told`: payroll data are no health data, so employees of a clinic are not), or frees the
    organisation as such (`everyone`).
    `document`/`retain_years`: the finding must be put in writing and kept.
    """

    id: str
    kind: Literal["harm", "good_faith", "deemed_compliance", "entity", "safe_harbour"]
    when: Condition
    removes: tuple[str, ...]
    cite: str
    source: str
    survives: tuple[str, ...] = ()
    document: bool = False
    retain_years: int | None = None
    covers: Literal["told", "everyone"] = "told"
    point: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """People for whom a law has an answer of its own: those who have died, or children. `says` what, in our own words.

    `counted` false: their data are outside the law, except for people of `places`, whose own law takes them in.
    `accounts`: read in accounts, not in the law itself; readers are told.
    """

    says: str
    cite: str
    source: str
    counted: bool = True
    accounts: bool = False
    places: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Counting:
    """How periods are counted. `rule`: `plain` or `eu_1182_71`; `roll`: a last day that is no business day moves on.

    `first_day`: the day of the event is itself the first day (Japan's guidelines).
    """

    rule: Literal["plain", "eu_1182_71"] = "plain"
    roll: bool = False
    first_day: bool = False
    calendar: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """A supervisory authority of a place; `note` says how the law of that place departs."""

    name: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Penalty:
    """Litigation exposure in the law's own terms: who may claim, how much.

    `kind`: a claim of the people themselves (`private_action`), a penalty that an authority takes or seeks
    (`civil_penalty`), a crime (`criminal`), or that the law gives the people no claim (`no_private_action`). `low` and
    `high` are amounts `per` person, day, person and day, violation or breach, `cap` the most for one breach, `floor`
    the sum that stands instead where those for each person are less, all in `currency`; none of them where the law names no sum.
    `elements`: it is for people of whom one of these was exposed.
    `verified` false: the section itself was not read; `note` says what was.
    """

    who: str
    what: str
    cite: str
    kind: Literal["private_action", "civil_penalty", "criminal", "no_private_action"] = "civil_penalty"
    per: Literal["", "person", "person_day", "day", "violation", "breach"] = ""
    low: float | None = None
    high: float | None = None
    cap: float | None = None
    floor: float | None = None
    elements: tuple[str, ...] = ()
    currency: str = "USD"
    read_in: str = ""
    read_on: date | None = None
    verified: bool = True
    note: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """One law on one day.

    `verified`: every duty, number and definition was read, in the law or from its authority, or, as far as `accounts` says,
    in at least two independent accounts that agree. `accounts` names those points in words; readers see it with each duty.
    `followed_from`: of a law whose first day is not on file, the day from which its changes are. Before it the oldest values
    on file are shown, and a warning says so.
    """

    code: str
    name: str
    instrument: str
    residence: tuple[str, ...]
    sources: tuple[Source, ...]
    definitions: tuple[Definition, ...]
    rules: tuple[Rule, ...]
    scope: Condition | None = None
    protects: Literal["residents", "everyone"] = "residents"
    conditions: tuple[Named, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    status: Literal["enacted", "not_commenced", "proposed"] = "enacted"
    followed_from: date | None = None
    verified: bool = True
    accounts: str = ""
    note: str = ""
    timezone: str = ""
    counting: Counting = field(default_factory=Counting)
    authorities: dict[str, Authority] = field(default_factory=dict)
    penalties: tuple[Penalty, ...] = ()
    deceased: Apart | None = None
    children: Apart | None = None
    case_facts: dict[str, Any] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()

    @property
    def asks_of_others(self) -> bool:
        """Whether some condition turns on a notice to any authority under many laws (`owed: "US-*/regulator"`)."""
        return any("*" in owed for owed in self.asked_of)

    @property
    def asked_of(self) -> frozenset[str]:
        """The rules of other laws on whose notices its own turn, as they are written (`US-HIPAA/individuals`, `US-*/regulator`)."""
        trees = [one.trigger for one in self.rules]
        trees += [one.when for one in self.conditions] + [one.when for one in self.exemptions]
        return frozenset(leaf.owed for tree in trees for leaf in nodes(tree) if leaf.owed)

    @property
    def asks_place(self) -> bool:
        """Whether its scope turns on where people live or the organisation is, not only on what the organisation does."""
        return self.scope is not None and any(leaf.fact.startswith(("residents_", "established_")) for leaf in nodes(self.scope))


def nodes(tree: Condition) -> Iterator[Condition]:
    """The condition and every one below it."""
    yield tree
    for part in (*tree.all, *tree.any, *tree.none):
        yield from nodes(part)


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the file's own: `facts` laid over `case_facts`, and what is `expect`ed, by rule id.

    Instead of one: `counts` (number of residents: expectations) and `sets` (a rule; element sets that do and do not
    make it owed) stand for one case each.
    """

    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    sets: Sets | None = None
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Sets:
    """Element sets (words apart by spaces) for which the rule is owed, is not, is open."""

    rule: str
    owed: tuple[str, ...] = ()
    not_owed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
