"""Whole columns brought into comparable form at once: the same as value by value, at the speed of Arrow.

Most values are plain ASCII, and millions of them differ. They are folded by column operations; what is not plain goes the slow way,
value by value, through the function that defines the form. Both give the same: a test draws values and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Slow = Callable[[str], str | None]


def each(column: pa.ChunkedArray | pa.Array, how: Slow) -> pa.Array:
    """`how` applied to each distinct text once; nulls and empty results stay null."""
    coded = _whole(column)
    coded = coded.dictionary_encode() if not pa.types.is_dictionary(coded.type) else coded
    values = pa.array([(how(value) or None) if value is not None else None for value in coded.dictionary.to_pylist()], pa.string())
    return values.take(coded.indices)


def emails(column: pa.ChunkedArray | pa.Array, slow: Slow, roles: frozenset[str]) -> pa.Array:
    """Lower case, without a tag behind `+`; mailboxes of functions (`roles`) are null."""
    plain = r"^[A-Za-z0-9._%-]+(\+[A-Za-z0-9._%+-]*)?@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"

    def swift(values: pa.Array) -> pa.Array:
        lowered = pc.replace_substring_regex(pc.ascii_lower(values), r"\+[^@]*@", "@")
        named = pc.replace_substring_regex(lowered, r"@.*$", "")
        # A local part that is the domain's own name may be a word for nothing, which the slow way knows.
        return pc.if_else(pc.is_in(named, pa.array(sorted(roles))), None, lowered)

    return _split(column, plain, swift, slow)


def phones(column: pa.ChunkedArray | pa.Array, slow: Slow) -> pa.Array:
    """The last ten figures, seven at least, and not a filler of one or two figures."""

    def swift(values: pa.Array) -> pa.Array:
        digits = pc.replace_substring_regex(pc.replace_substring_regex(values, r"^([0-9]+)\.0+$", r"\1"), r"[^0-9]", "")
        kinds = pa.scalar(0, pa.int64())
        for digit in "0123456789":
            kinds = pc.add(kinds, pc.cast(pc.match_substring(digits, digit), pa.int64()))
        good = pc.and_(pc.greater_equal(pc.binary_length(digits), 7), pc.greater(kinds, 2))
        return pc.if_else(good, pc.utf8_slice_codeunits(digits, -10), None)

    return _split(column, r"^[0-9+() ./-]*$", swift, slow)


def identifiers(column: pa.ChunkedArray | pa.Array, slow: Slow) -> pa.Array:
    """`kind:value` without marks in the value; fillers (one figure over and over, 123456789) are null."""

    def swift(values: pa.Array) -> pa.Array:
        same = "|".join(f"{sign}+" for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        filler = pc.match_substring_regex(values, rf"^[a-z_]+:({same}|123456789|1234567890)$")
        return pc.if_else(filler, None, values)

    # In capitals and with five signs or more nothing can be a word such as "none".
    return _split(column, r"^[a-z_]+:[0-9A-Z]*[0-9][0-9A-Z]*$", swift, slow)


def streets(column: pa.ChunkedArray | pa.Array, slow: Slow, short: Mapping[str, str]) -> pa.Array:
    """Words in lower case, the usual ones in their short form (`short`)."""

    def swift(values: pa.Array) -> pa.Array:
        words = pc.split_pattern_regex(pc.utf8_trim(_folded(values), " "), " ")
        coded = words.flatten().dictionary_encode()
        renamed = pa.array([short.get(word, word) for word in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)
        joined = pc.binary_join(pa.ListArray.from_arrays(words.offsets, renamed), " ")
        return pc.if_else(pc.equal(joined, ""), None, joined)

    # Without a figure it may be a word for nothing ("unknown").
    return _split(column, r"^[A-Za-z .,#/&-]*[0-9][A-Za-z0-9 .,#/&-]*$", swift, slow)


def postcodes(column: pa.ChunkedArray | pa.Array, slow: Slow) -> pa.Array:
    """Capitals and figures; of a ZIP+4 the five figures. What begins with a figure and holds a letter may be scientific notation."""

    def swift(values: pa.Array) -> pa.Array:
        plain = pc.replace_substring_regex(pc.ascii_upper(values), r"[^0-9A-Z]", "")
        five = pc.if_else(pc.match_substring_regex(plain, r"^[0-9]{9}$"), pc.utf8_slice_codeunits(plain, 0, 5), plain)
        return pc.if_else(pc.match_substring_regex(five, r"^0*$"), None, five)

    return _split(column, r"^([0-9]+[0-9 -]*|[A-Za-z][0-9A-Za-z -]*)$", swift, slow)


def numbers(column: pa.ChunkedArray | pa.Array, prefix: str, slow: Slow, *, others: tuple[str, str] | None = None) -> pa.Array:
    """`prefix:` and the capitals and figures of a number as written; scientific notation goes the slow way.

    `others`: a pattern, and the prefix of the numbers that are of it from one end to the other.
    """

    def swift(values: pa.Array) -> pa.Array:
        whole = pc.replace_substring_regex(values, r"\.0+$", "")
        plain = pc.replace_substring_regex(whole, r"[^0-9]", "")
        kind = pc.if_else(pc.match_substring_regex(plain, f"^(?:{others[0]})$"), others[1], prefix) if others else prefix
        return pc.if_else(pc.equal(plain, ""), None, pc.binary_join_element_wise(kind, plain, ":"))

    return _split(column, r"^[0-9][0-9 .-]*$", swift, slow)


def word_sets(column: pa.ChunkedArray | pa.Array, least: int) -> tuple[pa.Array, pa.Array]:
    """For each text its words of `least` letters or more, written `one|other`, and their marks (`mark`); null where it has none."""
    coded = _whole(column).dictionary_encode()
    words = pc.split_pattern_regex(coded.dictionary, r"[ -]+")
    flat, owner = words.flatten(), pc.list_parent_indices(words)
    long = pc.greater_equal(pc.utf8_length(flat), least)
    flat, owner = flat.filter(long), owner.filter(long).to_numpy()
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(words)))])
    held = offsets[1:] > offsets[:-1]
    each_word = flat.dictionary_encode()
    bits = np.array([mark(word) for word in each_word.dictionary.to_pylist()], dtype=np.uint64)[each_word.indices.to_numpy()]
    marks: npt.NDArray[np.uint64] = np.zeros(len(words), dtype=np.uint64)
    if len(bits):
        marks[held] = np.bitwise_or.reduceat(bits, offsets[:-1][held])
    texts = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), flat), "|")
    texts = pc.if_else(pa.array(held), texts, None)
    return texts.take(coded.indices), pa.array(marks, mask=~held).take(coded.indices)


def mark(word: str) -> int:
    """One bit of 64 for a word: sets of words whose marks have no bit in common do not meet."""
    return 1 << crc32(word.encode()) % 64


def _folded(values: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(pc.ascii_lower(values), r"[^a-z0-9]+", " ")


def _split(column: pa.ChunkedArray | pa.Array, plain: str, swift: Callable[[pa.Array], pa.Array], slow: Slow) -> pa.Array:
    """Values of the form `plain` the swift way, all others one by one."""
    whole = _whole(column)
    if pa.types.is_dictionary(whole.type):
        whole = whole.cast(pa.string())
    is_plain = pc.fill_null(pc.match_substring_regex(whole, plain), fill_value=False)
    if not pc.any(is_plain).as_py():
        return each(whole, slow)
    swiftly = _whole(swift(pc.if_else(is_plain, whole, None)))
    if pc.sum(is_plain).as_py() == len(whole) - whole.null_count:
        return swiftly
    return pc.if_else(is_plain, swiftly, each(pc.if_else(is_plain, None, whole), slow))


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
