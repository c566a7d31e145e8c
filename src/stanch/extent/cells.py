"""The cells of one column, all at once in Arrow: which are valid, their normal form, mask and token."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent import bytewise, normalise, shapes_of_cells
from stanch.extent.checks_at_once import AT_ONCE, ISO_DAY
from stanch.extent.detector import Detector
from stanch.extent.distinct import few
from stanch.extent.validators import validator
from stanch.records import FINDING_MADE
from stanch.vault import mask
from stanch.vocabulary import elements

TOKEN = FINDING_MADE.field("token").type
# What people write where there is nothing to write.
NOTHING = (
    r"(?i)^[\s.\-_*?/]*$|^(?:n/?a|none|null|nil|unknown|not (?:given|available|provided)|nan|#n/a|tbd|pending|xxx+"
    r"|keine|ninguno|aucun|nessuno|geen|nenhum)$"
)
NOTHING_BEGINS = ("n/", "na", "no", "nu", "ni", "ne", "un", "#n", "tb", "pe", "xx", "ke", "au", "ge")


def _beginnings() -> npt.NDArray[np.bool_]:
    """By the first two bytes of a cell: whether it may match `NOTHING`."""
    first, second = np.divmod(np.arange(1 << 16), 256)
    may = (first >= 128) | (second >= 128) | np.isin(first, list(rb" .-_*?/" + b"\t\n\f\r"))
    for one, other in (word.encode() for word in NOTHING_BEGINS):
        may |= np.isin(first, list(bytes([one]).upper() + bytes([one]))) & np.isin(second, list(bytes([other]).upper() + bytes([other])))
    return may


_MAY_BE_NOTHING = _beginnings()
# What forms are answered with by whoever has none of what they ask for.
MAY_BE_DENIED = frozenset(
    (
        "disability",
        "allergy",
        "diagnosis",
        "medication",
        "medical_treatment",
        "mental_health",
        "reproductive_health",
        "dietary",
    )
)
DENIED = (
    r"(?i)^(?:no|none|nil|nothing|negative|false|n|0|nkda|nka|nein|kein[es]?|nichts|non|rien|aucune?|ningun[oa]|ningún|nada|nessun[oa]?|niente|"
    r"geen|nee|não|nao|nenhuma?)(?:[ ](?:known|bekannt|connue?s?|conocid[oa]s?|not[oie]|bekend|conhecid[oa]s?))?"
    r"(?:[ ](?:drug |food |bekannten? |known )?(?:allerg\w*|alerg\w*|medications?|conditions?|disabilit\w*))?[.!]?$"
)
NANP = r"^(?:\+?1[-. ]?)?\(?[2-9][0-9]{2}\)?[-./ ]{0,2}[2-9][0-9]{2}[-. ]?[0-9]{4}$"
NANP_SHAPE = NANP.replace("1[", "[0-9][").replace("2-9", "0-9")

# 31/12/1980 can only be read with the day first, 12/31/1980 only with the month first.
_PACKED = r"(?:(?:19|20)?\d\d)\s*$"  # `130452`, `13041952`
DAY_FIRST = rf"^\s*(?:(?:1[3-9]|2\d|3[01])[-/ ](?:0?[1-9]|1[0-2])[-/ ]\d{{2,4}}|(?:1[3-9]|2\d|3[01])(?:0[1-9]|1[0-2]){_PACKED})"
MONTH_FIRST = rf"^\s*(?:(?:0?[1-9]|1[0-2])[-/ ](?:1[3-9]|2\d|3[01])[-/ ]\d{{2,4}}|(?:0[1-9]|1[0-2])(?:1[3-9]|2\d|3[01]){_PACKED})"


def trimmed(cells: pa.ChunkedArray | pa.Array) -> pa.Array:
    """One array of text without white space around; empty cells are null."""
    whole = cells
    if isinstance(cells, pa.ChunkedArray):
        whole = cells.chunk(0) if cells.num_chunks == 1 else cells.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # more than two gigabytes of text do not fit one array of 32-bit offsets
        whole = pa.concat_arrays(whole.cast(pa.large_string()).chunks)
    edges = bytewise.edges_of(whole)
    if edges is not None and bytewise.are_trimmed(edges, whole.null_count):
        return whole
    text = pc.utf8_trim_whitespace(whole)
    return pc.if_else(pc.equal(pc.utf8_length(text), 0), pa.scalar(None, text.type), text)


def filled(cells: pa.Array) -> pa.Array:
    """True where a cell holds something (no null, no `n/a`)."""
    edges = bytewise.edges_of(cells)
    if edges is None:
        return pc.invert(pc.fill_null(pc.match_substring_regex(cells, NOTHING), True))
    some = edges.lengths > 0
    # Most cells begin with a digit or with two letters that no such word begins with.
    places = np.flatnonzero(some & _MAY_BE_NOTHING.take(edges.first.astype(np.intp) << 8 | edges.second))
    if len(places):
        some[places] = ~pc.match_substring_regex(cells.take(pa.array(places)), NOTHING).to_numpy(zero_copy_only=False)
    return pa.array(some)


def each(function: Callable[[str], object], cells: pa.Array, kind: pa.DataType, *, distinct: bool = False) -> pa.Array:
    """A Python function over cells, once a distinct value. `distinct`: they are so already."""
    if distinct:
        return pa.array([None if text is None else function(text) for text in cells.to_pylist()], kind)
    coded = cells.dictionary_encode()
    values = pa.array([None if text is None else function(text) for text in coded.dictionary.to_pylist()], kind)
    return values.take(coded.indices)


def valid(detector: Detector, cells: pa.Array, some: pa.Array) -> pa.Array:
    """True where a whole cell can be a value of the detector's kind; `some` is where it holds something, as `filled` tells."""
    once = few(cells)
    if once.places is not None:
        told = _valid(detector, once.values, pc.is_valid(once.values))
        return pc.and_(some, pc.fill_null(once.spread(told), False))
    return _valid(detector, cells, some)


def _valid(detector: Detector, cells: pa.Array, some: pa.Array) -> pa.Array:
    found, rule = some, detector.column
    if detector.kind in MAY_BE_DENIED:
        found = pc.and_(found, pc.invert(pc.fill_null(pc.match_substring_regex(cells, DENIED), False)))
    steps = [one for one, asked in ((_of_shape, rule.cell), (_of_check, rule.check)) if asked]
    # A check that costs less than the shape is asked first: of one kind's numbers few are its sibling's.
    for step in reversed(steps) if rule.check in CHECKED_SOONER else steps:
        found = step(detector, cells, found)
    return found


CHECKED_SOONER = frozenset(("us_itin",))


def _of_shape(detector: Detector, cells: pa.Array, found: pa.Array) -> pa.Array:
    if not pc.any(found).as_py():
        return found
    return pc.and_(found, pc.fill_null(_fits(detector.column.cell, folded(cells)), False))


def _of_check(detector: Detector, cells: pa.Array, found: pa.Array) -> pa.Array:
    chosen = cells if pc.all(found).as_py() else cells.filter(found)
    return pc.replace_with_mask(found, found, _held(detector.column.check, chosen))


_ANY_TEXT = re.compile(r"\[\\s\\S\]\{(\d+),(\d*)\}")


def _fits(shape: str, cells: pa.Array) -> pa.Array:
    """True where a whole cell has this shape (null: null). Any text of so many letters is told by its length, in a tenth of the time."""
    told = _ANY_TEXT.fullmatch(shape)
    if told is None:
        return shapes_of_cells.matches(f"^(?:{shape})$", cells)
    lengths = pc.utf8_length(cells)
    enough = pc.greater_equal(lengths, int(told[1]))
    return pc.and_(enough, pc.less_equal(lengths, int(told[2]))) if told[2] else enough


_SUM = (
    r"(?i)^(?:(?:grand|sub|report|company|overall|page)[ -]?)?totals?\b.*$|^.*\b(?:sub)?totals?:?$"
    r"|^(?:gesamt(?:summe)?|summe|totale|totaal|total(?:es|aux)?|suma|razem|somme|subtotal)\b.*$"
)


def sums(cells: pa.Array) -> pa.Array | None:
    """True where a cell under a header of names is a line of totals (`Kitchen Total`); None where none is."""
    may = pc.fill_null(pc.match_substring_regex(cells, r"(?i)tota|summe|suma|razem|somme|gesamt"), False)
    if not pc.any(may).as_py():
        return None
    found = pc.and_(may, pc.fill_null(pc.match_substring_regex(cells, _SUM), False))
    return found if pc.any(found).as_py() else None


def _held(check: str, cells: pa.Array) -> pa.Array:
    at_once = AT_ONCE.get(check)
    if at_once is not None and pc.all(pc.string_is_ascii(cells)).as_py():
        return at_once(cells)
    return each(validator(check), cells, pa.bool_())


def folded(cells: pa.Array) -> pa.Array:
    """Plain ASCII where it is not yet."""
    if pc.all(pc.string_is_ascii(cells)).as_py() in (True, None):
        return cells
    return each(normalise.folded, cells, cells.type)


def normal(detector: Detector, cells: pa.Array, *, day_first: bool = False, distinct: bool = True) -> pa.Array:
    """The normal form of distinct cells, as the text path gives it. `day_first`: the table around says so, if the cells do not.

    `distinct` is false where some may be alike.
    """
    how = detector.normaliser
    if how == "postcode" and not pc.any(pc.match_substring(cells, "-")).as_py():
        how = "compact"
    if how in ("digits", "compact"):
        quick = bytewise.digits(cells) if how == "digits" else bytewise.compact(cells)
        return each(normalise.normaliser(how), cells, cells.type, distinct=distinct) if quick is None else quick
    if how == "day" and pc.all(shapes_of_cells.matches(ISO_DAY, cells)).as_py():
        return cells
    if how == "day":
        cells = pc.replace_substring_regex(cells, r"^(\d\d)(\d\d)((?:19|20)\d\d)$", r"\1/\2/\3")
    if how == "day" and writes_day_first(cells, otherwise=day_first):
        return each(normalise.day_before_month, cells, cells.type, distinct=True)
    if how == "lower":
        return pc.utf8_lower(cells)
    if how in ("spaced", ""):
        return cells if not how or bytewise.are_spaced(cells) else pc.replace_substring_regex(cells, r"\s+", " ")
    if how == "phone":
        return _phones(cells)
    return each(normalise.normaliser(how), cells, cells.type, distinct=distinct)


def writes_day_first(cells: pa.Array, *, otherwise: bool = False) -> bool:
    """Whether a column of dates shows by its own values that the day stands first: more of them can only be read so."""
    day_first = pc.sum(pc.match_substring_regex(cells, DAY_FIRST)).as_py() or 0
    month_first = pc.sum(pc.match_substring_regex(cells, MONTH_FIRST)).as_py() or 0
    return bool(day_first > month_first) if day_first != month_first else otherwise


def _american(cells: pa.Array) -> pa.Array | None:
    """The normal form of telephone numbers that are all written alike, and all fit `NANP`; else None."""
    alike = shapes_of_cells.one_shape(cells)
    if alike is None or not alike.fits(NANP_SHAPE):
        return None
    digits = alike.digits
    area, exchange = digits[:, -10], digits[:, -7]
    if (
        bool((area < FIRST).any())
        or bool((exchange < FIRST).any())
        or (digits.shape[1] > len("2025550100") and bool((digits[:, 0] != 1).any()))
    ):
        return None
    made = np.empty((len(cells), len("+12025550100")), np.uint8)
    made[:, 0], made[:, 1], made[:, 2:] = ord("+"), ord("1"), digits[:, -10:] + np.uint8(shapes_of_cells.ZERO)
    return shapes_of_cells.column(made)


FIRST = 2  # no area code or exchange begins with less


def _phones(cells: pa.Array) -> pa.Array:
    if (alike := _american(cells)) is not None:
        return alike
    plain = folded(cells)
    common = pc.fill_null(pc.match_substring_regex(plain, NANP), False)
    numbers = bytewise.digits(plain)
    if numbers is None:
        return each(normalise.quick_phone, cells, cells.type)
    national = pc.utf8_slice_codeunits(numbers, -10)
    quick = pc.binary_join_element_wise(pa.scalar("+1", cells.type), national, pa.scalar("", cells.type))
    if pc.all(common).as_py():
        return quick
    others = each(normalise.phone, cells.filter(pc.invert(common)), cells.type)
    return pc.replace_with_mask(quick, pc.invert(common), others)


def masked(kind: str, cells: pa.Array, *, distinct: bool = True) -> pa.Array:
    """As `vault.mask`, vectorised for the common shapes (a test holds the two equal)."""
    how = elements()[kind].mask
    if how == "none":
        return cells
    if how == "all" or how not in ("last4", "domain", "initial"):
        return pa.repeat(pa.scalar("***", cells.type), len(cells))
    quick = bytewise.mask_last(cells) if how == "last4" else _mailboxes(cells) if how == "domain" else None
    return each(lambda text: mask(kind, text), cells, cells.type, distinct=distinct) if quick is None else quick


def _mailboxes(cells: pa.Array) -> pa.Array | None:
    quick = bytewise.mask_mailboxes(cells)
    if quick is not None:
        return quick
    if not pc.all(pc.match_substring_regex(cells, r"^[^@\n]+@[^@\n]*$")).as_py():
        return None
    return pc.replace_substring_regex(cells, r"^([^@])[^@]*@", r"\1***@")


def tokens(kind: str, cells: pa.Array, tokenise: Callable[[str, pa.Array], bytes]) -> pa.Array:
    """Keyed tokens (`FINDING_MADE`) of the normal forms (no nulls) of distinct cells."""
    return pa.FixedSizeBinaryArray.from_buffers(TOKEN, len(cells), [None, pa.py_buffer(tokenise(kind, cells))])
