"""Validators over a whole column, in Arrow: each holds of a cell exactly where its namesake in `validators` does (a test compares).

They take plain ASCII without nulls. What a regular expression cannot settle goes to the validator itself, once a distinct cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent import shapes_of_cells
from stanch.extent.normalise import MONTH_OF, to_date
from stanch.extent.validators import birth_date

NINE = 9  # digits of a number that begins with nine
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
# One letter or digit over and over, whatever stands between.
ONE_SIGN = "(?i)^[^a-z0-9]*(?:" + "|".join(f"(?:{sign}[^a-z0-9]*)+" for sign in SIGNS) + ")?$"
ONE_DIGIT = "^[^0-9]*(?:" + "|".join(f"(?:{sign}[^0-9]*)+" for sign in SIGNS[:10]) + ")?$"
# All that `to_date` may take for a day, and more.
MAY_BE_A_DAY = (
    r"(?i)^\s*[0-9]{4}[-/.][0-9]{1,2}[-/.]|^\s*[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}(?:[ t]+[0-9].*)?\s*$|^\s*(?:19|20)[0-9]{6}\s*$|"
    + "|".join(sorted({word[:3] for word in MONTH_OF}))
)
# The same of a shape, whose digits may be any.
SHAPE_OF_A_DAY = MAY_BE_A_DAY.replace("(?:19|20)[0-9]{6}", "[0-9]{8}")
_N = "[^0-9]*[0-9]"
ITIN = (
    f"^[^0-9]*9{_N}{_N}"
    r"[^0-9]*(?:5[^0-9]*[0-9]|6[^0-9]*[0-5]|7[^0-9]*[0-9]|8[^0-9]*[0-8]|9[^0-9]*[0-24-9])"
    f"{_N}{_N}{_N}{_N}[^0-9]*$"
)
_GROUPS = np.array([bool(re.fullmatch("5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9]", f"{group:02d}")) for group in range(100)])
SOME_DIGITS = "^(?:[^0-9]*[0-9]){4,17}[^0-9]*$"
ISO_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _where(pattern: str, cells: pa.Array) -> pa.Array:
    return shapes_of_cells.matches(pattern, cells)


def _asked(function: Callable[[str], bool], cells: pa.Array, where: pa.Array) -> pa.Array:
    """What a Python function says of the cells that are true in `where`; false elsewhere."""
    if not pc.any(where).as_py():
        return where
    coded = cells.filter(where).dictionary_encode()
    said = pa.array([function(text) for text in coded.dictionary.to_pylist()], pa.bool_()).take(coded.indices)
    return pc.replace_with_mask(where, where, said)


def identifier(cells: pa.Array) -> pa.Array:
    """See `validators.identifier`."""
    alike = shapes_of_cells.one_shape(cells)
    if alike is not None and "0" in alike.shape and not alike.fits(SHAPE_OF_A_DAY):
        return pa.array(~_of_one_sign(alike))
    shaped = pc.and_not(_where("[0-9]", cells), _where(ONE_SIGN, cells))
    doubtful = pc.and_(shaped, _where(MAY_BE_A_DAY, cells))
    return pc.and_not(shaped, _asked(lambda text: to_date(text) is not None, cells, doubtful))


def _of_one_sign(alike: shapes_of_cells.OneShape) -> npt.NDArray[np.bool_]:
    """As `ONE_SIGN` says of cells with digits."""
    if any(sign.isalpha() for sign in alike.shape):
        return np.zeros(len(alike.cells), np.bool_)
    digits = alike.digits
    return np.asarray((digits == digits[:, :1]).all(axis=1))


def account(cells: pa.Array) -> pa.Array:
    """See `validators.account`."""
    return pc.and_not(_where(SOME_DIGITS, cells), _where(ONE_DIGIT, cells))


def us_itin(cells: pa.Array) -> pa.Array:
    """See `government.us_itin`."""
    alike = shapes_of_cells.one_shape(cells)
    if alike is None or alike.shape.count("0") != NINE:
        return _where(ITIN, cells)
    digits = alike.digits
    return pa.array((digits[:, 0] == NINE) & _GROUPS[digits[:, 3].astype(np.intp) * 10 + digits[:, 4]])


def born(cells: pa.Array) -> pa.Array:
    """See `validators.birth_date`."""
    alike = shapes_of_cells.one_shape(cells)
    if alike is not None and alike.shape == "0000-00-00":
        plain = pa.array(_plainly_born(alike.digits.astype(np.int32)))
        return plain if pc.all(plain).as_py() else pc.or_(plain, _asked(birth_date, cells, pc.invert(plain)))
    iso = _where(ISO_DAY, cells)
    # Every month has its 28th.
    plain = pc.and_(iso, _where("^(?:19[0-9]{2}|189[5-9]|20[0-2][0-9]|203[0-5])-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$", cells))
    return pc.or_(plain, _asked(birth_date, cells, pc.invert(plain)))


def _plainly_born(digits: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """As the second pattern of `born` says of days in eight digits."""
    year = digits[:, 0] * 1000 + digits[:, 1] * 100 + digits[:, 2] * 10 + digits[:, 3]
    month, day = digits[:, 4] * 10 + digits[:, 5], digits[:, 6] * 10 + digits[:, 7]
    return np.asarray((year >= OLDEST) & (year <= YOUNGEST) & (month >= 1) & (month <= MONTHS) & (day >= 1) & (day <= SHORTEST))


OLDEST, YOUNGEST, MONTHS, SHORTEST = 1895, 2035, 12, 28


AT_ONCE: dict[str, Callable[[pa.Array], pa.Array]] = {
    "identifier": identifier,
    "account": account,
    "us_itin": us_itin,
    "birth_date": born,
}
