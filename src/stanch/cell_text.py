"""A workbook's cell as the text that a person sees there: in evidence, and in lists that are handed in."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any


def shown(value: Any, form: str = "General") -> str | None:
    """A cell as a person sees it: no `.0`, no exponent, leading zeros that the number format gives, dates as ISO."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float | int):
        if isinstance(value, float) and not value.is_integer():
            return format(value, ".15g") if abs(value) < 1e15 else format(value, "f")
        whole = str(int(value))
        return _by_format(whole, form)
    return str(value)


def _by_format(whole: str, form: str) -> str:
    pattern = form.split(";", maxsplit=1)[0].replace("\\", "").replace('"', "")
    if re.fullmatch(r"0[0-]*0", pattern) and len(pattern.replace("-", "")) > 1:  # 00000 for postcodes, 000-00-0000 for SSNs
        digits = iter(whole.zfill(pattern.count("0")))
        if len(whole) <= pattern.count("0"):
            return "".join(next(digits) if char == "0" else char for char in pattern)
    return whole
