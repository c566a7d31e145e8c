"""Does a condition hold? Walks the tree over named facts and gives the answer with its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from stanch.law import answers, exposure
from stanch.law.answers import Answer, Outcome
from stanch.law.circumstances import FACTS, Value
from stanch.law.instrument import Condition, Definition, Instrument, Rule, Threshold, Word
from stanch.records import Facts, Proof
from stanch.vocabulary import jurisdictions

HOW_MANY = "How many people of which residence have which kinds of data exposed?"
Owed = Callable[[str], Outcome]


@dataclass(frozen=True, slots=True)
class Case:
    """Facts seen through one instrument. `owed` answers whether another instrument's rule is owed."""

    facts: Facts
    law: Instrument
    owed: Owed
    read: dict[str, exposure.Readings] = field(default_factory=dict)
    judged: dict[int, Outcome] = field(default_factory=dict)  # of leaves, by their identity: the law holds them while we do

    def readings(self, name: str) -> exposure.Readings:
        """The data sets read against the definition of that name, once."""
        if name not in self.read:
            self.read[name] = exposure.read(self.definition(name), self.facts, self.judge, self.law.deceased)
        return self.read[name]

    def definition(self, name: str) -> Definition:
        """The element definition of that name."""
        return next(one for one in self.law.definitions if one.id == name)

    def judge(self, node: Condition) -> Outcome:
        """The answer to a condition, with its proof."""
        if node.fact or node.exposed or node.count is not None:
            found = self.judged.get(id(node))
            if found is None:
                found = self.judged[id(node)] = self._leaf(node)
            return found
        if node.owed:
            return self.owed(node.owed)
        if node.defined:
            named = next(one for one in self.law.conditions if one.id == node.defined)
            inner = self.judge(named.when)
            asks = named.point or named.id.replace("_", " ")
            return answers.joined(inner.answer, asks, [inner], named.cite)
        return self._joined(node)

    def answer(self, node: Condition) -> Answer:
        """The answer alone, without its proof: what most laws are asked, only to be left aside."""
        if node.fact:
            value = FACTS[node.fact].draw(self.facts, self.law.code)
            if value is None:
                return "unknown"
            return "yes" if any(word in (value if isinstance(value, tuple) else (value,)) for word in node.one_of) else "no"
        if node.all:
            return answers.both(map(self.answer, node.all))
        if node.any:
            return answers.either(map(self.answer, node.any))
        if node.defined:
            return self.answer(next(one for one in self.law.conditions if one.id == node.defined).when)
        if node.exposed or node.count is not None or node.owed:
            return self.judge(node).answer
        return answers.neither(map(self.answer, node.none))

    def _leaf(self, node: Condition) -> Outcome:
        if node.fact:
            return self._fact(node)
        if node.count is not None:
            return self.enough(node.count, node.cite)
        return exposure.exposed(self.facts, self.law, self.definition(node.exposed), self.readings(node.exposed))

    def _joined(self, node: Condition) -> Outcome:
        if node.all:
            parts = [self.judge(part) for part in node.all]
            return answers.joined(answers.both(part.answer for part in parts), node.asks or "all of these", parts, node.cite)
        if node.any:
            parts = [self.judge(part) for part in node.any]
            return answers.joined(answers.either(part.answer for part in parts), node.asks or "one of these", parts, node.cite)
        parts = [self.judge(part) for part in node.none]
        return answers.joined(answers.neither(part.answer for part in parts), node.asks or "none of these", parts, node.cite)

    def _fact(self, node: Condition) -> Outcome:
        named = FACTS[node.fact]
        value = named.draw(self.facts, self.law.code)
        asks = node.asks or f"{named.label}: {' or '.join(shown(word) for word in node.one_of)}"
        if value is None:
            return Outcome("unknown", Proof(asks, "unknown", (f"{named.label}: not known",), node.cite), (named.question,))
        held = value if isinstance(value, tuple) else (value,)
        answer = answers.of(any(word in held for word in node.one_of))
        return Outcome(answer, Proof(asks, answer, (f"{named.label}: {_held(value)}",), node.cite))

    def enough(self, threshold: Threshold, cite: str) -> Outcome:
        """Are enough people concerned?"""
        number = exposure.count(self.facts, self.law, self.readings(threshold.of), threshold.counting, threshold.places)
        low, high = (compare(threshold.op, n, threshold.n) for n in (number.low, number.high))
        uncounted = not exposure.anybody_counted(self.facts)
        answer = "unknown" if low != high or uncounted else answers.of(low)
        named = " or ".join(jurisdictions()[place].name for place in threshold.places)
        whose = (
            f"residents of {named}"
            if named
            else {
                "residents": f"residents of {self.law.name}" if self.law.residence else "people",
                "notified": "people to be told",
                "total": "people in all",
                "largest_residence": "people in the state with the most",
            }[threshold.counting]
        )
        asks = f"{OPS[threshold.op]} {threshold.n:,} {_of_one(whose) if threshold.n == 1 else whose}"
        held = "not counted yet" if uncounted else f"{number} {_of_one(whose) if number.low == number.high == 1 else whose}"
        questions = (HOW_MANY,) if answer == "unknown" else ()
        return Outcome(answer, Proof(asks, answer, (held,), threshold.cite or cite), questions)

    def people(self, rule: Rule) -> int:
        """How many people make this rule owed (surely, else possibly)."""
        if not rule.of:
            return 0
        whose = rule.threshold.counting if rule.threshold else "residents"
        readings = self.readings(rule.of)
        if whose == "residents" and self.law.protects == "everyone" and self.law.residence:
            here = exposure.count(self.facts, self.law, readings, whose, self.law.residence)
            if here.high:
                return here.low or here.high
        number = exposure.count(self.facts, self.law, readings, whose)
        return number.low or number.high


def _of_one(whose: str) -> str:
    """`residents of Texas`, `people in all`, said of one."""
    first, _, rest = whose.partition(" ")
    return f"{'person' if first == 'people' else first.removesuffix('s')} {rest}".rstrip()


OPS = {"gt": "more than", "ge": "at least", "lt": "fewer than", "le": "at most"}


def compare(op: str, left: int, right: int) -> bool:
    """The statute's comparator."""
    return {"gt": left > right, "ge": left >= right, "lt": left < right, "le": left <= right}[op]


def shown(word: Word) -> str:
    """A word of Facts as people read it."""
    return {True: "yes", False: "no"}[word] if isinstance(word, bool) else str(word).replace("_", " ")


def _held(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(shown(word) for word in value) or "none"
    return shown(value) if value is not None else "not known"
