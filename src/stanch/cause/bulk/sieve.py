"""Which lines of a block may fire a rule: every rule's condition worked out for all lines at once, from above and from below.

A line that a rule fires is never left out; how many are kept besides is a matter of speed alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from stanch.cause.bulk import widened
from stanch.cause.bulk.columns import QUOTE, SPACE, Array, Columns, distinct
from stanch.cause.bulk.decoded import NEWLINE, gathered, unescaped
from stanch.cause.mapping import columns as columns_of_ecs
from stanch.cause.mapping import mappings
from stanch.cause.sigma.evaluate import OPERATORS, Tree, compile_tree, compile_value
from stanch.cause.sigma.rule import RuleSet

KIND = "web"
# Fields whose text stands in the line as it is, or escaped.
WRITTEN = frozenset(("c-ip", "cs-username", "cs-method", "cs-uri", "cs-uri-stem", "cs-uri-query", "cs-referer", "cs-user-agent"))
METHOD, STATUS, SENT = "cs-method", "sc-status", "sc-bytes"
HELD = WRITTEN | {STATUS, SENT}  # all that an event of such a log has
LARGEST_STATUS = 999
LONGEST_METHOD = 8  # signs of GET, POST and what else there is
LEAST = 8  # lines of an address in a block that ends within the span in which a rule counts: the rest may stand in the next one
MOST_FOUND = 30  # places found in each line, on the average, above which a block is not worth sieving
_ONES, _HIGH, _NO_METHOD = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080), np.uint64(0xFFFFFFFFFFFFFFFF)
Told = Array | bool  # of each line, or of all alike
Bounds = tuple[Told, Told]  # of each line: whether it may hold, whether it must


@dataclass
class _Look:
    """A block that the rules are held against: by expression the lines in which it stands; what was worked out for another rule."""

    columns: Columns
    found: dict[int, Array]
    few: dict[str, Bounds] = field(default_factory=dict)

    @cached_property
    def statuses(self) -> Array:
        return np.clip(self.columns.status, 0, LARGEST_STATUS)

    @cached_property
    def methods(self) -> tuple[Array, list[str | None]]:
        """Of each line which of these methods it has; None is one of more than `LONGEST_METHOD` signs."""
        return _methods(self.columns)


@dataclass(frozen=True, slots=True)
class _Escaped:
    """Plain lines whose request holds escapes: the requests with these undone once and, where that changes them, twice; the lines that
    hold a sign beyond ASCII then.
    """

    lines: Array
    undone: Sequence[Array]
    beyond: Array


class Sieve:
    """The rules of web logs, ready to be held against blocks."""

    def __init__(self, rules: RuleSet) -> None:
        self._own, self._other = _own_names(), frozenset(columns_of_ecs())
        self._numbers: dict[str, int] = {}
        self._of_leaf: dict[int, int | None] = {}  # by the leaf's own place in memory: the trees stay as long as this does
        self._statuses: dict[str, Array] = {}  # what a test of the status says of each that there may be
        many = _counted_by_address(rules)
        self._without: dict[int, bool] = {}  # what a leaf says of a log that has no such field
        self._trees = [(rule.tree, many.get(rule.id)) for rule in rules.all() if any(source.kind == KIND for source in rule.sources)]
        for tree, _ in self._trees:
            self._collect(tree)
        self._database: Any = _compiled(tuple(self._numbers)) if self._numbers else None

    def may_matter(self, columns: Columns) -> Array:
        """Of each line, whether it has to be read by itself: it is not plain, or a rule may fire on it."""
        count = len(columns.starts)
        told = ~columns.is_plain
        escaped = _escaped(columns)
        told[escaped.beyond] = True
        found = self._found(columns, escaped)
        if found is None:
            return np.ones(count, bool)
        look = _Look(columns, found)
        for tree, many in self._trees:
            may = self._bounds(tree, look)[0]
            if may is False:
                continue
            told |= may if many is None else _of_many(np.full(count, may) if may is True else may, columns, *many)
        return told

    def _collect(self, tree: Tree) -> None:
        if tree[0] in ("and", "or"):
            for part in tree[1]:
                self._collect(part)
        elif tree[0] == "not":
            self._collect(tree[1])
        else:
            field = self._own.get(tree[1], tree[1])
            wide = widened.of_value(tree[2]) if field is None or (field in WRITTEN and field != METHOD) else None
            self._of_leaf[id(tree)] = None if wide is None else self._numbers.setdefault(wide, len(self._numbers))

    def _found(self, columns: Columns, escaped: _Escaped) -> dict[int, Array] | None:
        """By expression, the lines in which it stands, as written or with escapes undone once or twice; None where nearly all do."""
        if self._database is None:
            return {}
        block = columns.block
        matches = self._scan(block, len(columns.starts))
        if matches is None:
            return None
        numbers, places = matches
        told = [(numbers, np.searchsorted(columns.starts, places, "right") - 1)]
        for undone in escaped.undone:
            matches = self._scan(undone, len(columns.starts))
            if matches is None:
                return None
            breaks = np.flatnonzero(undone == NEWLINE)
            told.append((matches[0], escaped.lines[np.minimum(np.searchsorted(breaks, matches[1]), len(escaped.lines) - 1)]))
        numbers = np.concatenate([one for one, _ in told])
        lines = np.concatenate([one for _, one in told])
        return {int(number): lines[numbers == number] for number in np.unique(numbers)}

    def _scan(self, block: Array, lines: int) -> tuple[Array, Array] | None:
        """(expression, last sign of the match) of every match; None where there are too many."""
        found: list[int] = []
        add, most = found.append, 2 * (MOST_FOUND * lines + 1000)

        def note(number: int, _start: int, end: int, _flags: int, _context: Any) -> bool | None:
            add(number)
            add(end)
            return len(found) > most or None

        try:
            self._database.scan(block.data, match_event_handler=note)
        except Exception:
            if len(found) <= most:
                raise
        if len(found) > most:
            return None
        pairs = np.array(found, np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1] - 1

    def _bounds(self, tree: Tree, look: _Look) -> Bounds:
        sort = tree[0]
        if sort == "not":
            may, must = self._bounds(tree[1], look)
            return _not(must), _not(may)
        if sort in ("and", "or"):
            parts = [self._bounds(part, look) for part in tree[1]]
            join = _all if sort == "and" else _any
            return join(may for may, _ in parts), join(must for _, must in parts)
        return self._leaf(tree, look)

    def _leaf(self, leaf: Tree, look: _Look) -> Bounds:
        field, value = self._own.get(leaf[1], leaf[1]), leaf[2]
        if field == STATUS and value[0] != "exists":
            if (written := repr(value)) not in look.few:
                look.few[written] = self._of_status(look.statuses, value, written)
            return look.few[written]
        if field == METHOD and value[0] not in ("exists", "null", "same"):
            if (written := METHOD + repr(value)) not in look.few:
                look.few[written] = _of_methods(*look.methods, value)
            return look.few[written]
        if field == SENT and value[0] == "cmp":
            compare: Any = OPERATORS[value[1]]
            told: Array = compare(look.columns.sent, value[2])
            return told, told
        number = self._of_leaf[id(leaf)]
        if field is not None and field not in HELD and leaf[1] not in self._other:
            # Rules for proxies ask for fields that no web server's log has: the answer is the same for every line.
            if id(leaf) not in self._without:
                self._without[id(leaf)] = bool(compile_tree(leaf)({}))
            return self._without[id(leaf)], self._without[id(leaf)]
        if number is None:
            return True, False
        lines = look.found.get(number)
        if lines is None:
            return False, False
        may = np.zeros(len(look.columns.starts), bool)
        may[lines] = True
        return may, False

    def _of_status(self, column: Array, value: list[Any], written: str) -> Bounds:
        """A test of the status (of lines that are not plain, anything), which is asked once of each that there may be."""
        if value[0] in ("null", "same"):
            return np.ones(len(column), bool), np.zeros(len(column), bool)
        if written not in self._statuses:
            test = compile_value(value)
            self._statuses[written] = np.array([bool(test(one)) for one in range(LARGEST_STATUS + 1)])
        told = self._statuses[written][column]
        return told, told


def _not(told: Told) -> Told:
    return not told if isinstance(told, bool) else ~told


def _all(parts: Iterable[Told]) -> Told:
    told: Told = True
    for one in parts:
        if one is False:
            return False
        if one is not True:
            told = one if told is True else told & one
    return told


def _any(parts: Iterable[Told]) -> Told:
    told: Told = False
    for one in parts:
        if one is True:
            return True
        if one is not False:
            told = one if told is False else told | one
    return told


def _counted_by_address(rules: RuleSet) -> dict[str, tuple[int, int]]:
    """Rules that tell something only where one address meets them often: how often, within how many seconds."""
    ids, counted = rules.ids(), Counter(name for one in rules.correlations for name in one.rules)
    found = {}
    for one in rules.correlations:
        often = one.type in ("value_count", "event_count") and one.group_by == ("c-ip",) and one.bound[0] == "gte" and len(one.rules) == 1
        if often and counted[one.rules[0]] == 1:
            found[ids.get(one.rules[0], one.rules[0])] = int(one.bound[1]), int(one.span.total_seconds())
    return {rule.id: found[rule.id] for rule in rules.all() if rule.base and rule.id in found}


def _of_many(may: Array, columns: Columns, least: int, span: int) -> Array:
    """Of lines that may fire a rule those of addresses that do so often enough, or may where the log goes on in another block."""
    at = np.flatnonzero(may & columns.is_plain)
    if not len(at):
        return may
    address, bins = columns.name_at[at].astype(np.int64), columns.times[at] // span
    first = int(bins.min()) - 1
    width = int(bins.max()) - first + 2
    key, number = np.unique(address * width + (bins - first), return_counts=True)
    own = address * width + (bins - first)
    near = np.zeros(len(at), np.int64)
    for step in (-1, 0, 1):
        place = np.minimum(np.searchsorted(key, own + step), len(key) - 1)
        near += np.where(key[place] == own + step, number[place], 0)
    times = columns.times[columns.is_plain]
    at_edge = (columns.times[at] - times.min() < span) | (times.max() - columns.times[at] < span)
    kept = (near >= least) | (at_edge & (np.bincount(address)[address] >= LEAST))
    told = may.copy()
    told[at[~kept]] = False
    return told


def _own_names() -> dict[Any, str]:
    """A web log's own names by their names in ECS, where one is told by one."""
    return {ecs: own[0] for ecs, own in mappings()[KIND].fields.items() if len(own) == 1 and own[0] in HELD}


def _methods(columns: Columns) -> tuple[Array, list[str | None]]:
    """(for each line the place of its method among these, methods), of lines that are plain."""
    eights = columns.rows(columns.request, LONGEST_METHOD).view("<u8").ravel()
    # A byte is zero where one of the signs stands; the lowest such byte is told exactly (Hacker's Delight, 6-1).
    zeros = [(apart - _ONES) & ~apart & _HIGH for apart in (eights ^ (_ONES * np.uint64(sign)) for sign in (SPACE, QUOTE))]
    over = zeros[0] | zeros[1]
    behind = columns.rows(columns.request + LONGEST_METHOD, 1).ravel()
    is_long = (over == 0) & (behind != SPACE) & (behind != QUOTE)
    lowest = over & (~over + np.uint64(1))
    written = np.where(over == 0, eights, eights & ((lowest >> np.uint64(7)) - np.uint64(1)))
    firsts, inverse = distinct(np.where(is_long, _NO_METHOD, written))
    names = written[firsts].tolist()
    return inverse, [
        None if long else name.to_bytes(8, "little").rstrip(b"\0").decode("ascii", "replace")
        for name, long in zip(names, is_long[firsts].tolist(), strict=True)
    ]


def _of_methods(column: Array, methods: list[str | None], value: list[Any]) -> Bounds:
    """A test of the method: of one that is too long to be told, anything."""
    test = compile_value(value)
    told = [(True, False) if one is None else (bool(test(one)),) * 2 for one in methods]
    may, must = (np.array([one[at] for one in told], bool)[column] for at in (0, 1))
    return may, must


def _escaped(columns: Columns) -> _Escaped:
    """The plain lines whose request holds escapes."""
    places = columns.escapes
    lines = np.searchsorted(columns.starts, places, "right") - 1
    within = columns.is_plain[lines] & (places >= columns.request[lines]) & (places < columns.request_end[lines])
    lines = lines[within]
    lines = lines[np.diff(lines, prepend=-1) > 0]
    if not len(lines):
        return _Escaped(lines, (), lines)
    written = gathered(columns.block, columns.request[lines], columns.request_end[lines])
    once = unescaped(written)
    twice = unescaped(once)
    undone = [once] if twice is once else [once, twice]
    beyond = [np.searchsorted(np.flatnonzero(one == NEWLINE), np.flatnonzero(one >= 0x80)) for one in undone]
    return _Escaped(lines, undone, lines[np.unique(np.concatenate(beyond))])


def _compiled(expressions: tuple[str, ...]) -> Any:
    import hyperscan

    made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    count = len(expressions)
    made.compile(
        expressions=[one.encode() for one in expressions],
        ids=list(range(count)),
        elements=count,
        flags=[hyperscan.HS_FLAG_CASELESS] * count,
    )
    return made
