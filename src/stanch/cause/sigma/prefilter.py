"""Asks an event all rules at once: by its class (kind, channel, number), then by literals found in one pass, then exactly.

Memory grows with the number of classes and of different sets of literals seen, both bounded; never with the events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from stanch.cause.sigma import kept
from stanch.cause.sigma.evaluate import possible, text_of
from stanch.cause.sigma.rule import Rule, RuleSet
from stanch.cause.sigma.sources import Source, class_of, known_of, number_of

CLASSES = 2048  # classes of events held ready; an attacker may write any operation's name into a log
REMEMBERED = 20_000  # sets of literals whose candidates are remembered, in each class
LONGEST = 200_000  # characters of an event that are looked through at once; a longer one is asked all rules of its class
KEPT = 128 << 20  # bytes of compiled literals in the user's cache
FEW = 6  # rules in a class that are asked without looking for literals first


class Prefilter:
    """The rules of a set, ready to be asked. `fired` gives the rules that an event fires."""

    def __init__(self, rules: RuleSet) -> None:
        self._by_sources: dict[str, dict[tuple[Source, ...], list[Rule]]] = {}
        for rule in rules.all():
            for kind in {source.kind for source in rule.sources}:
                by_source = self._by_sources.setdefault(kind, {})
                by_source.setdefault(tuple(source for source in rule.sources if source.kind == kind), []).append(rule)
        self._classes: dict[tuple[Any, ...], list[_Class]] = {}
        self._made: dict[tuple[int, ...], _Class] = {}
        self._databases = _Databases()

    def keep(self) -> None:
        """Keep what was compiled for the next time."""
        self._databases.keep()

    def fired(self, kind: str, fields: dict[str, Any]) -> Iterable[Rule]:
        """The rules that hold for an event of this kind with these fields."""
        if kind not in self._by_sources:
            return ()
        key = class_of(kind, fields)
        classes = self._classes.get(key)
        if classes is None:
            if len(self._classes) >= CLASSES:
                self._classes.clear()
                self._made.clear()
            classes = self._classes[key] = list(self._ready(key, fields))
        if not classes:
            return ()
        if len(classes) == 1:
            return classes[0].fired(fields)
        return [rule for one in classes for rule in one.fired(fields)]

    def _ready(self, key: tuple[Any, ...], fields: dict[str, Any]) -> Iterator[_Class]:
        """The rules that events of this class can fire, by the names that they give to its fields."""
        channel = str(fields.get("Channel") or "").lower()
        number = number_of(fields.get("EventID"))
        known = known_of(key, fields)
        names_known = [name.encode() for name in known]
        by_names: dict[tuple[tuple[str, str], ...], list[Rule]] = {}
        for sources, rules in self._by_sources[key[0]].items():
            source = next((one for one in sources if one.admits(channel, number)), None)
            if source:
                chosen = [rule for rule in rules if not _names(rule, names_known) or possible(rule.tree, known) is not False]
                by_names.setdefault(source.fields, []).extend(chosen)
        for names, chosen in by_names.items():
            if chosen:
                mark = (hash(names), *map(id, chosen))
                # Many classes are asked the same rules: they share one table of literals.
                yield self._made.setdefault(mark, self._made.get(mark) or _Class(chosen, names, self._databases))


def _names(rule: Rule, fields: list[bytes]) -> bool:
    """Whether a rule may speak of one of these fields: seen in what is packed, so that few are unpacked."""
    return any(name in rule.packed_tree for name in fields)


class _Class:
    """Rules that are asked together."""

    def __init__(self, rules: Sequence[Rule], names: tuple[tuple[str, str], ...], databases: _Databases) -> None:
        self.rules = tuple(rules)
        self.names = names
        self.always: list[Rule] = []
        self._wanted: list[int] = []  # by rule: a bit for each group that must be met
        self._uses: list[list[tuple[int, int]]] = []  # by literal: (rule, bit)
        self._remembered: dict[frozenset[int], tuple[Rule, ...]] = {}
        self._database: Any = None
        if len(self.rules) > FEW:
            self._compile(databases)
        else:
            self.always = list(self.rules)

    def _compile(self, databases: _Databases) -> None:
        numbers: dict[str, int] = {}
        for at, rule in enumerate(self.rules):
            found = rule.groups
            self._wanted.append((1 << len(found)) - 1)
            if not found:
                self.always.append(rule)
            for bit, group in enumerate(found):
                for text in group:
                    number = numbers.setdefault(text, len(numbers))
                    if number == len(self._uses):
                        self._uses.append([])
                    self._uses[number].append((at, 1 << bit))
        if numbers:
            self._database = databases.of(tuple(numbers))

    def fired(self, fields: dict[str, Any]) -> list[Rule]:
        """The rules that hold."""
        if self.names:
            fields = {**{name: fields[given] for name, given in self.names if given in fields}, **_without(fields, self.names)}
        candidates = self._candidates(fields) if self._database else self.always
        return [rule for rule in candidates if rule.fires(fields)]

    def _candidates(self, fields: dict[str, Any]) -> Iterable[Rule]:
        text = text_of(fields)
        if len(text) > LONGEST:
            return self.rules
        hits: set[int] = set()
        add = hits.add
        self._database.scan(
            text.encode("utf-8", "surrogatepass"), match_event_handler=lambda number, _from, _to, _flags, _context: add(number)
        )
        if not hits:
            return self.always
        key = frozenset(hits)
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = tuple(self._met(hits))
        return found

    def _met(self, hits: Iterable[int]) -> Iterator[Rule]:
        bits: dict[int, int] = {}
        for number in hits:
            for at, bit in self._uses[number]:
                bits[at] = bits.get(at, 0) | bit
        yield from self.always
        for at, met in bits.items():
            if met == self._wanted[at]:
                yield self.rules[at]


def _without(fields: dict[str, Any], names: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The event's own names, but for those that the rule gives to something else (4688's ProcessId is the parent's)."""
    taken = {name for name, given in names if given in fields}
    return {name: value for name, value in fields.items() if name not in taken}


class _Databases:
    """Compiled literals, kept from one run to the next."""

    def __init__(self) -> None:
        self._place = kept.place("literals")
        self._known: dict[str, bytes] = kept.read(self._place)
        self._used: dict[str, bytes] = {}
        self._is_new = False

    def of(self, texts: tuple[str, ...]) -> Any:
        """A database that tells each of these texts by its place in the list."""
        import hyperscan

        coded = [text.encode("utf-8", "surrogatepass") for text in texts]
        digest = hashlib.blake2b(b"\n".join(coded), digest_size=20).hexdigest()
        serialised = self._known.get(digest)
        if serialised is None:
            made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            flags = [hyperscan.HS_FLAG_SINGLEMATCH] * len(coded)
            made.compile(expressions=coded, ids=list(range(len(coded))), elements=len(coded), flags=flags, literal=True)
            serialised, self._is_new = hyperscan.dumpb(made), True
        else:
            made = hyperscan.loadb(serialised, hyperscan.HS_MODE_BLOCK)
            made.scratch = hyperscan.Scratch(made)
        self._used[digest] = serialised
        return made

    def keep(self) -> None:
        """Write what is new. Databases of other rule sets stay as long as all are small enough."""
        if self._is_new and self._place:
            all_known = self._known | self._used
            kept.write(self._place, all_known if sum(map(len, all_known.values())) <= KEPT else self._used)
            self._is_new = False
