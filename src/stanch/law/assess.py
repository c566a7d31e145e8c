"""Facts to duties: every rule of every instrument that concerns the case, with its proof; and those that do not apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Literal

from stanch.law import answers, apart, asking, bound, clocks, contracts, determinations, exposure, holders, reasons, statutes
from stanch.law.answers import Outcome
from stanch.law.authorities import authority_of
from stanch.law.clocks import Clock
from stanch.law.conditions import Case
from stanch.law.instrument import Condition, Exemption, Instrument, Rule, Span
from stanch.records import Deadline, Duty, Facts, Proof
from stanch.vocabulary import jurisdictions

Required = bool | Literal["conditional"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The duties, owed or not, and what people should know or still be asked."""

    duties: tuple[Duty, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one rule: its trigger, threshold and exemptions, and whether it is owed."""

    rule: Rule
    required: Required
    trigger: Outcome
    threshold: Outcome | None
    exemptions: tuple[tuple[Exemption, Outcome], ...]

    @property
    def outcome(self) -> Outcome:
        """As an answer for other rules that turn on this one."""
        answer: answers.Answer = "unknown" if self.required == "conditional" else answers.of(self.required)
        return Outcome(
            answer, Proof(self.rule.point or self.rule.id, answer, (), self.rule.cite), questions(self) if answer == "unknown" else ()
        )


def assess(facts: Facts) -> Assessment:
    """What the law requires on `facts.as_of`. Deterministic; reads no clock."""
    day, warnings = _day(facts)
    laws, facts = laws_of(facts, day), holders.alone(facts)
    whole, parts = assess_under(laws, facts, warnings), holders.parted(facts)
    if not parts:
        return whole
    found = {role: assess_under(laws, part, warnings) for role, part in parts.items()}
    told = dict.fromkeys(line for one in found.values() for line in one.warnings)
    return Assessment(holders.joined(laws, whole.duties, {role: one.duties for role, one in found.items()}), tuple(told))


def laws_of(facts: Facts, day: date) -> list[Instrument]:
    """The laws of a day, and the contracts that the facts name."""
    return [*statutes.on(day), *contracts.on(facts.contracts, day)]


def court_on(facts: Facts) -> tuple[Court, list[Instrument]]:
    """A court for the day of these facts, and its laws by code."""
    laws = sorted(laws_of(facts, _day(facts)[0]), key=lambda law: law.code)
    return Court(facts, {law.code: law for law in laws}), laws


def assess_under(laws: Sequence[Instrument], facts: Facts, warnings: Sequence[str] = ()) -> Assessment:
    """The duties under these instruments."""
    court = Court(facts, {law.code: law for law in laws})
    duties: list[Duty] = []
    for law in sorted(laws, key=lambda law: law.code):
        if law.status == "enacted" and court.concerned(law):
            duties += court.listed(law)
    asked = asking.once(asking.missing(facts), asking.open_questions(duties))
    shown = {duty.jurisdiction for duty in duties}
    every = (
        *warnings,
        *_older_than_followed(facts, [law for law in court.laws.values() if law.code in shown]),
        *asked,
        *asking.left_out(court.left_out, facts),
        *asking.uncovered(facts, laws),
        *court.not_in_force(),
        *_unverified(duties),
    )
    return Assessment(tuple(duties), tuple(dict.fromkeys(every)))


def _day(facts: Facts) -> tuple[date, list[str]]:
    if facts.as_of is not None:
        return facts.as_of, []
    known = [day for day in (facts.incident.determined, facts.incident.discovered, facts.incident.occurred) if day]
    if known:
        return max(known), [f"as_of is not given: the law of {max(known)} was applied, the latest date of the incident."]
    return date.max, ["as_of is not given and the incident has no date: the newest law on file was applied."]


def _reading(law: Instrument, rule: Rule) -> str:
    """What a reader must know of how this rule was read: what is open, or what only accounts told."""
    if not law.verified:
        return law.note
    told = rule.accounts or law.accounts
    return f"Read in accounts that agree, not in the law itself: {told}" if told else ""


def _older_than_followed(facts: Facts, laws: Sequence[Instrument]) -> list[str]:
    """One line for the laws whose changes are on file only from a later day than the one asked about."""
    day = _day(facts)[0]
    later = sorted((law.code, law.followed_from) for law in laws if law.followed_from is not None and day < law.followed_from)
    named = ", ".join(f"{code} (before {first})" for code, first in later)
    line = f"Older than what is followed: not every change of these laws before these days is on file, ask counsel: {named}."
    return [line] if later else []


def _unverified(duties: list[Duty]) -> list[str]:
    return [f"{duty.jurisdiction}: not fully verified: {duty.note}" for duty in duties if not duty.verified and duty.required is not False]


@dataclass(slots=True)
class Court:
    """Judges all rules once; a rule may ask whether a rule of another instrument is owed (HIPAA for the states)."""

    facts: Facts
    laws: dict[str, Instrument]
    judged: dict[str, Finding] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    cases: dict[str, Case] = field(default_factory=dict)
    regulators: dict[str, Outcome] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def case(self, law: Instrument) -> Case:
        """The facts seen through one instrument."""
        if law.code not in self.cases:
            self.cases[law.code] = Case(self.facts, law, self.owed)
        return self.cases[law.code]

    def concerned(self, law: Instrument) -> bool:
        """Whether the instrument is to be considered: people live there, the organisation is there, or its scope is met or open."""
        if law.scope is not None:
            answer = self.case(law).answer(law.scope)
            if answer == "unknown" and bound.nowhere_near(self.facts, law.code, by_place=law.asks_place):
                self.left_out.add(bound.place_of(law.code).partition("-")[0])
                return False
            return answer != "no"
        places = set(law.residence)
        counted = set(exposure.places_counted(self.facts, law, "residents"))
        lives = any(
            self.facts.affected.get(place) or any((group.affected or {}).get(place) for group in self.facts.data) for place in counted
        )
        return lives or bool(places & set(self.facts.org.establishment))

    def not_in_force(self) -> list[str]:
        """A line for each law that is on the books, would bind this organisation, and does not yet."""
        coming = [(law, law.scope) for law in self.laws.values() if law.status == "not_commenced"]
        bound = [law for law, scope in coming if scope is not None and self.case(law).answer(scope) == "yes"]
        return [
            f"{law.code}: {law.instrument} is not in force on this day, so nothing is owed under it. {law.note}".strip() for law in bound
        ]

    def listed(self, law: Instrument) -> list[Duty]:
        """Its duties; none where it is open whether the law applies and nothing would be owed if it did.

        Nor where nobody lives in its country and all that is open is where the organisation is established: that is
        asked once, not by every land on earth.
        """
        if law.scope is None or self.case(law).answer(law.scope) == "yes":
            return self.duties(law)
        if self._only_if_established(law, law.scope):
            return []
        made = self.duties(law)
        return made if any(duty.required is not False for duty in made) else []

    def _only_if_established(self, law: Instrument, scope: Condition) -> bool:
        """No place of business is known, nobody lives there, and an organisation established nowhere would be free of it?"""
        country = law.code.partition("-")[0]
        lived = bound.homes(self.facts)
        if self.facts.org.establishment or (not lived and not law.asks_place):
            return False
        if any(place.partition("-")[0] == country for place in lived):
            return False
        nowhere = replace(self.facts, org=replace(self.facts.org, establishment=("nowhere",)))
        return Case(nowhere, law, self.owed).answer(scope) == "no"

    def owed(self, name: str) -> Outcome:
        """Whether the rule `CODE/rule` is owed."""
        code, _, rule_id = name.partition("/")
        if "*" in code:
            return self._any_regulator(code)
        law = self.laws.get(code)
        rule = next((rule for rule in law.rules if rule.id == rule_id), None) if law else None
        if law is None or rule is None or name in self.asked:
            return Outcome("no", Proof(f"{name} is owed", "no", ("not on file",)))
        if law.scope is not None:
            within = self.case(law).judge(law.scope)
            if within.answer == "no":
                return Outcome("no", Proof(f"{law.name} applies", "no", (), law.instrument, (within.proof,)))
        self.asked.add(name)
        found = self.finding(law, rule).outcome
        self.asked.discard(name)
        return found

    def _any_regulator(self, codes: str) -> Outcome:
        """Whether any authority is to be told under a law whose code fits, leaving out laws that ask this very question."""
        if codes not in self.regulators:
            told = [
                self.finding(law, rule).outcome
                for law in self.laws.values()
                if fnmatchcase(law.code, codes) and law.status == "enacted" and self.concerned(law) and not law.asks_of_others
                for rule in law.rules
                if rule.recipient.startswith("regulator:")
            ]
            answer = answers.either(outcome.answer for outcome in told)
            telling = [outcome for outcome in told if outcome.answer == answer]
            self.regulators[codes] = answers.joined(answer, "notice is due to an authority under another law", telling)
        return self.regulators[codes]

    def finding(self, law: Instrument, rule: Rule) -> Finding:
        """Is the rule owed? Worked out once."""
        name = f"{law.code}/{rule.id}"
        if name not in self.judged:
            self.judged[name] = self._judge(law, rule)
        return self.judged[name]

    def _judge(self, law: Instrument, rule: Rule) -> Finding:
        case = self.case(law)
        trigger = case.judge(rule.trigger)
        threshold = case.enough(rule.threshold, rule.cite) if rule.threshold else None
        against = tuple((one, self._reach(case, rule, one, case.judge(one.when))) for one in law.exemptions if rule.id in one.removes)
        grounds = answers.both([trigger.answer, *([threshold.answer] if threshold else [])])
        return Finding(rule, _required(grounds, against), trigger, threshold, against)

    def _reach(self, case: Case, rule: Rule, one: Exemption, outcome: Outcome) -> Outcome:
        """What another law's notice leaves: people of whom that law does not speak must still be told under this one."""
        owed = next((part.owed for part in (one.when, *one.when.all) if part.owed), "")
        if one.kind != "deemed_compliance" or one.covers == "everyone" or outcome.answer == "no" or not (rule.of and owed):
            return outcome
        code, _, other_id = owed.partition("/")
        other = next(found for found in self.laws[code].rules if found.id == other_id)
        told = self.case(self.laws[code]).readings(other.of) if other.of else ()
        left = exposure.left_over(case.readings(rule.of), told)
        number = exposure.count(case.facts, case.law, left, "residents") if left else exposure.Count(0, 0)
        if not number.high:
            return outcome
        answer: answers.Answer = "no" if number.low else "unknown"
        asks = f"everybody is told under {self.laws[code].name}"
        proof = Proof(asks, answer, (f"{number} are not",), one.cite, (outcome.proof,))
        return Outcome(answer, proof, (exposure.WHOSE,) if answer == "unknown" else ())

    def duties(self, law: Instrument) -> list[Duty]:
        """All duties of one instrument, in the order of its rules; those to the people first, others may count from them."""
        made: list[Duty] = []
        individuals_due: datetime | None = None
        stages: dict[str, datetime | None] = {}
        authority_due: datetime | None = None  # of the first notice to an authority: Malaysia counts that to the people from it
        for rule in law.rules:
            found = self.finding(law, rule)
            if rule.listed == "when_owed" and found.required is False:
                continue
            before = stages.get(rule.recipient, None if rule.recipient.startswith("regulator:") else authority_due)
            duty = self.duty(law, rule, individuals_due, before)
            made.append(duty)
            if rule.recipient == "individuals" and duty.deadline is not None:
                individuals_due = duty.deadline.due
            if rule.stage and duty.required is not False and duty.deadline is not None:
                stages[rule.recipient] = duty.deadline.due
                if authority_due is None and rule.recipient.startswith("regulator:"):
                    authority_due = duty.deadline.due
        made += [
            self.duty(widened, rule)
            for one, rule, widened in determinations.drawn(law)
            if self.case(law).answer(one.when) == "yes" and self.finding(widened, rule).required is not False
        ]
        return made

    def duty(self, law: Instrument, rule: Rule, individuals_due: datetime | None = None, regulator_due: datetime | None = None) -> Duty:
        """The duty that a rule makes on these facts, owed or not."""
        found, case = self.finding(law, rule), self.case(law)
        place, name, url, note = authority_of(law, rule, self.facts)
        calendar = law.counting.calendar or place or law.code
        clock = Clock(law.timezone or _zone(place or law.code), law.counting, calendar, individuals_due, regulator_due)
        deadline = self._deadline(case, rule, clock)
        duty = Duty(
            id=f"{law.code}/{rule.id}",
            jurisdiction=law.code,
            recipient=rule.recipient,
            required=found.required,
            deadline=deadline,
            months=rule.months,
            means=rule.means,
            stage=rule.stage,
            contents=rule.contents,
            cite=rule.cite,
            reason="",
            rule=rule.id,
            people=case.people(rule),
            must_not_contain=rule.must_not_contain,
            must=rule.must,
            questions=questions(found),
            elements=exposure.elements_met(exposure.concerning(self.facts, law, case.readings(rule.of))) if rule.of else (),
            proof=proof(law, found),
            verified=law.verified and rule.verified,
            note=note or _reading(law, rule),
            url=url or next(source.url for source in law.sources if source.id == rule.source),
            name=name or rule.name,
            residents=() if law.code in jurisdictions() else law.residence,
        )
        return self._set_apart(law, rule, replace(duty, reason=reasons.reason(law, found, duty)))

    def _set_apart(self, law: Instrument, rule: Rule, duty: Duty) -> Duty:
        """With the children and the dead among its people, and, where it is a duty to tell people, what follows for them."""
        dead = law.deceased
        if dead is not None and not dead.counted:
            duty = replace(duty, living_only=True, dead_too=dead.places)
        if duty.required is False or not rule.of or not any(group.deceased or apart.is_child(group) for group in self.facts.data):
            return duty
        children, deceased, counted = exposure.set_apart(self.facts, law, self.case(law).readings(rule.of))
        told = rule.recipient == "individuals"
        also = tuple(apart.follows(law, children=children, deceased=deceased, counted=counted, elements=duty.elements)) if told else ()
        return replace(duty, children=children, deceased=deceased, apart=also, reason=" ".join((duty.reason, *also)))

    def _deadline(self, case: Case, rule: Rule, clock: Clock) -> Deadline | None:
        """The deadline whose condition holds; while that is open, the earliest that may hold."""
        spans: list[Span] = []
        for span in rule.deadline:
            answer = "yes" if span.when is None else case.judge(span.when).answer
            if answer != "no":
                spans.append(span)
            if answer == "yes":
                break
        resolved = [clocks.resolve(span, self.facts, clock) for span in spans]
        dated = [deadline for deadline in resolved if deadline.due is not None]
        if len(resolved) > 1 and dated:
            return min(dated, key=lambda deadline: deadline.due)  # type: ignore[arg-type,return-value]
        return resolved[0] if resolved else None


def _zone(code: str) -> str:
    known = jurisdictions().get(code)
    return known.timezone if known else "UTC"


def _required(grounds: answers.Answer, against: Sequence[tuple[Exemption, Outcome]]) -> Required:
    """Owed when its grounds hold and no exemption does. What is open is conditional, never a firm no."""
    if grounds == "no" or any(outcome.answer == "yes" for _, outcome in against):
        return False
    if grounds == "unknown":
        return "conditional"
    return "conditional" if any(outcome.answer == "unknown" for _, outcome in against) else True


def questions(found: Finding) -> tuple[str, ...]:
    """What would settle an open duty, or what could still take an owed one away."""
    if found.required is False:
        return ()
    parts = [found.trigger, *([found.threshold] if found.threshold else []), *(outcome for _, outcome in found.exemptions)]
    return tuple(dict.fromkeys(question for part in parts if part.answer == "unknown" for question in part.questions))


def proof(law: Instrument, found: Finding) -> Proof:
    """The whole tree: trigger, number, exemptions."""
    rule = found.rule
    parts = [found.trigger.proof]
    if found.threshold:
        parts.append(found.threshold.proof)
    for one, outcome in found.exemptions:
        asks = f"no exemption: {one.point or one.id.replace('_', ' ')}"
        parts.append(Proof(asks, answers.opposite(outcome.answer), (), one.cite, (outcome.proof,)))
    answer: answers.Answer = "unknown" if found.required == "conditional" else answers.of(found.required)
    return Proof(rule.point or f"{law.name}: {rule.id.replace('_', ' ')}", answer, (), rule.cite, tuple(parts))
