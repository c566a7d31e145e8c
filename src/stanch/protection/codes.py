"""The enrolment codes that a provider of monitoring hands over: loaded, checked, given out one to a person.

Pure functions: where codes are kept (sealed, in the case) is the case file's matter. A code is never given twice, and
the same people with the same list always get the same codes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stanch import safe_csv
from stanch.errors import BrokenDataFile, Fault, WrongCall

COLUMNS = ("engagement_number", "code", "enrol_by", "help_line")
MONITORING = "credit_monitoring"
# No provider's code holds anything else; what begins like a formula or holds blanks is a mistake or an attack.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,99}")
_SERVICE = re.compile(r"[a-z][a-z_]{2,40}")
LONGEST = 200  # characters of any other cell


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """One enrolment code of one engagement. `enrol_by` is the last day on which it may be used.

    `service` is the word of the offers that it opens; `months` how long, where the provider's list says so.
    """

    code: str
    engagement_number: str
    enrol_by: date
    help_line: str
    service: str = MONITORING
    months: int | None = None
    enrol_url: str = ""
    provider: str = ""

    def __repr__(self) -> str:
        """Never the code itself: whoever reads it could enrol in the person's place."""
        return f"Code(engagement {self.engagement_number}, enrol by {self.enrol_by})"


def load_codes(text: str, *, as_of: date, name: str = "codes.csv", service: str = MONITORING) -> list[Code]:
    """The codes of a CSV file with the columns engagement_number, code, enrol_by (ISO date), help_line.

    It may also say provider, service, months and enrol_url. Raises `BrokenDataFile` with every fault at once: a column or
    value that lacks, a code that stands twice or holds what no code holds, a date that is none or is past on `as_of`.
    """
    codes: list[Code] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, row in safe_csv.read(text, name, COLUMNS):
        values = {column: row.get(column, "") for column in (*COLUMNS, "service", "months", "enrol_url", "provider")}
        values["service"] = values["service"] or service
        found = [*_faults(values, as_of=as_of, first=seen.get(values["code"]))]
        faults += [Fault(name, line, 1, what) for what in found]
        if not found:
            seen[values["code"]] = line
            months = int(values["months"]) if values["months"] else None
            ends = values["service"], months, values["enrol_url"], values["provider"]
            codes.append(
                Code(values["code"], values["engagement_number"], date.fromisoformat(values["enrol_by"]), values["help_line"], *ends)
            )
    if not codes and not faults:
        faults.append(Fault(name, 1, 1, "there is no code in this file"))
    if faults:
        raise BrokenDataFile(faults[: safe_csv.MOST_FAULTS])
    return codes


def _faults(values: Mapping[str, str], *, as_of: date, first: int | None) -> Iterable[str]:
    """What is wrong with one row. The code itself is never quoted."""
    yield from (f"{column} is empty" for column in COLUMNS if not values[column])
    yield from (f"{column} is longer than {LONGEST} characters" for column, value in values.items() if len(value) > LONGEST)
    if values["code"] and not _CODE.fullmatch(values["code"]):
        yield "the code holds something else than letters, digits, hyphen, point and underscore"
    if any(not char.isprintable() for value in values.values() for char in value):
        yield "a cell holds a character that cannot be printed"
    if not _SERVICE.fullmatch(values["service"]):
        yield "service is no word of the offers, such as credit_monitoring"
    if values["months"] and not (values["months"].isascii() and values["months"].isdigit() and 0 < int(values["months"]) <= 600):
        yield "months is no number of months"
    if first is not None:
        yield f"the same code stands in line {first}"
    if not values["enrol_by"]:
        return
    try:
        last = date.fromisoformat(values["enrol_by"])
    except ValueError:
        yield "enrol_by is no date; write it as 2027-03-31"
        return
    if last < as_of:
        yield f"enrol_by {last} is past"


def load_activations(text: str, name: str) -> list[tuple[int, str, date]]:
    """Line, code and day of each activation, of a provider's CSV with the columns code and activated."""
    found, faults = [], []
    for line, row in safe_csv.read(text, name, ("code", "activated")):
        try:
            found.append((line, row.get("code", ""), date.fromisoformat(row.get("activated", "")[:10])))
        except ValueError:
            faults.append(Fault(name, line, 1, "activated is no date; write it as 2027-03-31"))
    if faults:
        raise BrokenDataFile(faults[: safe_csv.MOST_FAULTS])
    return found


def assign(people: Sequence[str], codes: Sequence[Code], assigned: Mapping[str, str], *, spent: Collection[str] = ()) -> dict[str, str]:
    """Person id to code for everybody in `people`: those of `assigned` keep theirs, the others get a fresh one.

    Fresh codes are taken by last enrolment day, longest first, then by code, and given to people in the order of their
    ids; codes in `assigned` or `spent` (withdrawn, printed and lost) are never given again. Raises `WrongCall` when
    there are too few: then nobody gets one.
    """
    taken = {*assigned.values(), *spent}
    free = sorted((code for code in codes if code.code not in taken), key=lambda code: (-code.enrol_by.toordinal(), code.code))
    waiting = sorted({person for person in people if person not in assigned})
    if len(free) < len(waiting):
        raise WrongCall(
            f"{len(waiting)} people need a code and {len(free)} are left",
            do=f"Ask the provider for {len(waiting) - len(free)} more codes and load them.",
        )
    fresh = {person: code.code for person, code in zip(waiting, free, strict=False)}
    return {person: assigned.get(person) or fresh[person] for person in dict.fromkeys(people)}
