"""A rule's condition as a tree of plain lists (so that it can be kept), and that tree as a function of an event's fields.

    ["and", [tree, …]]  ["or", [tree, …]]  ["not", tree]
    ["is", field or None, value]     None: a keyword, looked for in all fields

Values: ["text", [part, …], cased] (parts are text, 0 for any run of characters, 1 for any one), ["re", pattern, flags],
["num", n], ["cmp", operator, n], ["cidr", network], ["null"], ["bool", b], ["exists", b], ["same", field, starts, ends],
["part", of a time, n].
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

import msgspec

from stanch.cause.sigma.linear import ANY, SHORT, expression, like, searched

Tree = list[Any]
Packed = bytes
Predicate = Callable[[dict[str, Any]], bool]
Test = Callable[[Any], bool]
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "eq": operator.eq,
    "neq": operator.ne,
}


def packed(content: Any) -> Packed:
    """A tree, or lists of literals, as bytes: thousands of rules are loaded where few are ever asked."""
    return msgspec.msgpack.encode(content, enc_hook=str)


def unpacked(content: Packed) -> Any:
    """What was packed."""
    return msgspec.msgpack.decode(content)


def compile_tree(tree: Tree) -> Predicate:
    """The tree as a function. Fields are looked up by name; a field that holds a list matches where one of its values does."""
    sort = tree[0]
    if sort == "and":
        return _all([compile_tree(part) for part in tree[1]])
    if sort == "or":
        return _any(_gathered(tree[1]))
    if sort == "not":
        inner = compile_tree(tree[1])
        return lambda fields: not inner(fields)
    return _compile_leaf(tree[1], tree[2])


def _all(parts: list[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        one, two = parts
        return lambda fields: one(fields) and two(fields)
    return lambda fields: all(part(fields) for part in parts)


def _any(parts: list[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    return lambda fields: any(part(fields) for part in parts)


def _gathered(trees: list[Tree]) -> list[Predicate]:
    """The parts of an "or"; texts of the same field and shape are asked together, for lists may be thousands long."""
    together: dict[tuple[str, tuple[Any, ...]], list[str]] = {}
    parts: list[Predicate] = []
    keywords: list[str] = []
    for tree in trees:
        shape = _shape(tree[2][1]) if tree[0] == "is" and tree[2][0] == "text" and not tree[2][2] else ()
        if shape in _TOGETHER and tree[1] is None:
            keywords.append(next(part for part in tree[2][1] if isinstance(part, str)).lower())
        elif shape in _TOGETHER:
            together.setdefault((tree[1], shape), []).append(next(part for part in tree[2][1] if isinstance(part, str)).lower())
        else:
            parts.append(compile_tree(tree))
    return [_among(field, _TOGETHER[shape](texts)) for (field, shape), texts in together.items()] + _anywhere(keywords) + parts


def _anywhere(keywords: list[str]) -> list[Predicate]:
    """Keywords in any field. A text of several lines may stand over the seam of two fields: each field is asked by itself."""
    short = [word for word in keywords if "\n" not in word]
    long = [_keyword(["text", [word], False]) for word in keywords if "\n" in word]
    parts: list[Predicate] = [lambda fields: _stands(short, text_of(fields))] if short else []
    return parts + ([lambda fields: any(test(found) for test in long for found in fields.values())] if long else [])


def _stands(words: list[str], text: str) -> bool:
    return any(word in text for word in words)


def _among(field: str, test: Callable[[str], bool]) -> Predicate:
    def holds(fields: dict[str, Any]) -> bool:
        found = fields.get(field)
        if isinstance(found, str):
            return test(found.lower())
        return _holds(lambda one: test(str(one).lower()), found)

    return holds


def _shape(parts: list[Any]) -> tuple[Any, ...]:
    return tuple("t" if isinstance(part, str) else part for part in parts)


def _equals_any(texts: list[str]) -> Callable[[str], bool]:
    wanted = frozenset(texts)
    return lambda found: found in wanted


def _starts_any(texts: list[str]) -> Callable[[str], bool]:
    wanted = tuple(texts)
    return lambda found: found.startswith(wanted)


def _ends_any(texts: list[str]) -> Callable[[str], bool]:
    wanted = tuple(texts)
    return lambda found: found.endswith(wanted)


def _contains_any(texts: list[str]) -> Callable[[str], bool]:
    return lambda found: any(text in found for text in texts)


_TOGETHER: dict[tuple[Any, ...], Callable[[list[str]], Callable[[str], bool]]] = {
    ("t",): _equals_any,
    ("t", ANY): _starts_any,
    (ANY, "t"): _ends_any,
    (ANY, "t", ANY): _contains_any,
}


def _compile_leaf(field: str | None, value: list[Any]) -> Predicate:
    sort = value[0]
    if field is None:
        keyword = _keyword(value)
        return lambda fields: any(keyword(found) for found in fields.values())
    if sort == "same":
        return _same(field, *value[1:])
    if sort == "null":
        return lambda fields: fields.get(field) in (None, "")
    if sort == "exists":
        wanted = bool(value[1])
        return lambda fields: (field in fields and fields[field] is not None) == wanted
    test = compile_value(value)
    if sort == "re":
        return _searched(field, value, test)
    return lambda fields: _holds(test, fields.get(field))


def _searched(field: str, value: list[Any], test: Test) -> Predicate:
    """An expression on a field: rules that hold no literal are asked of every event, so plain short text goes the short way."""
    search, long = expression(value[1], value[2])
    if search is None:
        return lambda fields: _holds(test, fields.get(field))

    def holds(fields: dict[str, Any]) -> bool:
        found = fields.get(field)
        if type(found) is not str:
            return _holds(test, found)
        return search(found) is not None if len(found) <= SHORT else long(found)

    return holds


def _holds(test: Test, found: Any) -> bool:
    if isinstance(found, list | tuple):
        return any(_holds(test, one) for one in found)
    return found is not None and test(found)


def _keyword(value: list[Any]) -> Test:
    """A keyword stands anywhere in a field's text."""
    if value[0] == "text":
        parts = value[1]
        free = [*([] if parts[:1] == [ANY] else [ANY]), *parts, *([] if parts[-1:] == [ANY] else [ANY])]
        value = ["text", free, value[2]]
    elif value[0] == "num":
        value = ["text", [ANY, str(value[1]), ANY], False]
    test = compile_value(value)
    return lambda found: _holds(test, found)


def compile_value(value: list[Any]) -> Test:
    """One value as a test of what a field holds (never None)."""
    sort = value[0]
    if sort == "text":
        return _text(value[1], cased=value[2])
    if sort == "re":
        holds_text = searched(value[1], value[2])
        return lambda found: holds_text(str(found))
    if sort == "num":
        return _equal(value[1])
    if sort == "cmp":
        return _compare(value[1], value[2])
    if sort == "cidr":
        network = ip_network(value[1], strict=False)
        return lambda found: (address := _address(str(found))) is not None and address in network
    if sort == "bool":
        wanted = "true" if value[1] else "false"
        return lambda found: str(found).lower() == wanted
    if sort == "part":
        return _part(value[1], value[2])
    return lambda _found: False


def _text(parts: list[Any], *, cased: bool) -> Test:
    """Most values are one text, free at none, one or both ends: those need no regular expression."""
    if not cased:
        parts = [part.lower() if isinstance(part, str) else part for part in parts]
    shape = _shape(parts)
    form = str if cased else _lower
    simple: dict[tuple[Any, ...], Callable[[str], bool]] = {}
    if len([part for part in shape if part == "t"]) == 1:
        text = next(part for part in parts if isinstance(part, str))
        simple = {
            ("t",): lambda found: found == text,
            (ANY, "t", ANY): lambda found: text in found,
            ("t", ANY): lambda found: found.startswith(text),
            (ANY, "t"): lambda found: found.endswith(text),
        }
    if test := simple.get(shape):
        return lambda found: test(form(found))
    if not parts:
        return lambda found: str(found) == ""
    if ANY in parts:
        is_like = like(parts)
        return lambda found: is_like(form(found))
    pattern = re.compile("".join(re.escape(part) if isinstance(part, str) else "." for part in parts), re.DOTALL)
    return lambda found: pattern.fullmatch(form(found)) is not None


def _lower(found: Any) -> str:
    return str(found).lower()


def _equal(wanted: float) -> Test:
    written = str(wanted)
    return lambda found: found == wanted or str(found) == written or number(found) == wanted


def _compare(name: str, bound: float) -> Test:
    compare = OPERATORS[name]
    return lambda found: (value := number(found)) is not None and compare(value, bound)


def number(found: Any) -> float | None:
    """What a field holds as a number (decimal, or hexadecimal with 0x), or None."""
    if isinstance(found, str) and found[:2] in ("0x", "0X"):
        try:
            return int(found, 16)
        except ValueError:
            return None
    try:
        return float(found)
    except (TypeError, ValueError, OverflowError):
        return None


@lru_cache(maxsize=65536)
def _address(text: str) -> Any:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    # ::ffff:192.0.2.1 is an IPv4 address to whoever wrote the rule
    return getattr(found, "ipv4_mapped", None) or found


def _same(field: str, other: str, starts: bool, ends: bool) -> Predicate:
    def test(fields: dict[str, Any]) -> bool:
        left, right = fields.get(field), fields.get(other)
        if left is None or right is None:
            return False
        one, two = _lower(left), _lower(right)
        if starts and ends:
            return two in one
        return one.startswith(two) if starts else one.endswith(two) if ends else one == two

    return test


def _part(name: str, wanted: float) -> Test:
    def test(found: Any) -> bool:
        try:
            moment = found if isinstance(found, datetime) else datetime.fromisoformat(str(found))
        except ValueError:
            return False
        return float(moment.isocalendar().week if name == "week" else getattr(moment, name)) == wanted

    return test


def possible(tree: Tree, known: dict[str, Any]) -> bool | None:
    """What the tree comes to where only the fields in `known` are known (and no others hold their names): True, False, or None: open."""
    sort = tree[0]
    if sort == "not":
        inner = possible(tree[1], known)
        return None if inner is None else not inner
    if sort in ("and", "or"):
        decisive, is_open = sort == "or", False
        for part in tree[1]:
            found = possible(part, known)
            if found is decisive:
                return decisive
            is_open = is_open or found is None
        return None if is_open else not decisive
    field, value = tree[1], tree[2]
    if field not in known or value[0] == "same":
        return None
    return _compile_leaf(field, value)(known)


def text_of(fields: dict[str, Any]) -> str:
    """What all fields hold, in small letters, a line each."""
    parts: list[str] = []
    for value in fields.values():
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, list | tuple):
            parts.append(text_of(dict(enumerate(value))))  # type: ignore[arg-type]
        elif value is not None:
            parts.append(str(value))
    return "\n".join(parts).lower()
