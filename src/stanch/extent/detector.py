r"""The form of a detector's file, and how the files are found: the folder is the list.

kind: us_ssn                      a word of vocabulary/elements.yaml
source: https://…                 where the format is laid down
patterns:
  - shape: '\b\d{3}-\d{2}-\d{4}\b'    Hyperscan syntax over the folded text (ASCII, one byte a character)
    confidence: 0.8               without a word of context nearby; 0: only with one
    with_context: 0.98
    extract: '…(?P<value>…)'      a Python regex tried where the shape begins; its group is the exact value
    expand: email                 or a function of expand.py that grows the value from a piece of it
validator: us_ssn                 a function of validators.py, or `stdnum.fr.nir`
normaliser: digits                a function of normalise.py
context: {en: [ssn, social security], es: [seguro social]}
before: 48                        how far before the value (characters) a word of context may stand; `after` likewise
letters: true                     values may be without any digit (rare)
against: [isbn]                   words nearby that take the finding away
headers: {en: [ssn, social security number]}       column headers and form labels that name this kind
things: [document no]             of them (or of its relatives') those that things have as well: beside people only they are theirs
column: {alone: 0.9}              share of valid cells from which a column without a telling header is this kind
must_match: [{text: 'SSN 900-12-3456', value: 900-12-3456}]
must_not_match: ['order 900-12-3456-7']
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from stanch.errors import BrokenDataFile, Fault

DETECTORS = Path(__file__).parent / "detectors"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One shape of a value, or a list of `words` that are values. `guard` refuses it inside a longer number (`1-900-12-3456-7`)."""

    shape: str = ""
    words: tuple[str, ...] = ()
    confidence: float = 0.0
    with_context: float = 0.9
    extract: str = ""
    expand: str = ""
    guard: bool = True
    validator: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the values that must be found in it, exactly; or, with `header`, the cells of a column of a table.

    `beside` are headers and first cells of other columns of that table.
    """

    text: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    header: str | None = None
    cells: tuple[str, ...] = ()
    beside: dict[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> tuple[str, ...]:
        """The values."""
        return self.values or ((self.value,) if self.value else self.cells)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How a table's column is recognised.

    `cell`: a Python regex that a whole cell under a telling header matches, `check` the validator there. `alone`: share
    of valid cells from which a column is this kind whatever its header (0: never), by `alone_cell` and `alone_check`
    (else `cell` and the detector's validator), with at least `least` cells; `weight` decides between two such kinds.
    `sibling` is a detector whose values may stand among this kind's (taxpayer numbers among SSNs):
    the few cells that it holds are of its kind; with `sure` all of them, but only beside a password (mailboxes among logins:
    a login alone may be a clerk's).
    `otherwise`: taken only where every other detector that the header names fits fewer cells by far (licences of several states).
    """

    cell: str = ""
    check: str = ""
    alone: float = 0.0
    alone_cell: str = ""
    alone_check: str = ""
    least: int = 3
    weight: float = 1.0
    sibling: str = ""
    sure: bool = False
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Detector:
    """One detector's file."""

    kind: str
    source: str
    must_match: tuple[Example, ...]
    must_not_match: tuple[str | Example, ...]
    patterns: tuple[Pattern, ...] = ()
    validator: str = ""
    normaliser: str = ""
    context: dict[str, tuple[str, ...]] = field(default_factory=dict)
    before: int = 48
    after: int = 20
    letters: bool = False
    against: tuple[str, ...] = ()
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    things: tuple[str, ...] = ()
    column: ColumnRule = field(default_factory=ColumnRule)
    note: str = ""
    id: str = ""


def files() -> list[Path]:
    """All detector files, in a fixed order."""
    return sorted(DETECTORS.rglob("*.yaml"))


def identify(path: Path) -> str:
    """A detector's name: `us/ssn`."""
    return path.relative_to(DETECTORS).with_suffix("").as_posix() if path.is_relative_to(DETECTORS) else path.stem


def load(path: Path) -> Detector:
    """One file, checked. Raises `BrokenDataFile`."""
    import dataclasses

    from stanch import datafile  # long to load, and the compiled book needs none

    found = dataclasses.replace(datafile.read(path, Detector), id=identify(path))
    faults = [Fault(str(path), 1, 1, what) for what in _faults(found)]
    if faults:
        raise BrokenDataFile(faults)
    return found


@cache
def detectors() -> tuple[Detector, ...]:
    """All detectors. Raises `BrokenDataFile` with the faults of every file."""
    found, faults = [], []
    for path in files():
        try:
            found.append(load(path))
        except BrokenDataFile as broken:
            faults += broken.faults
    if faults:
        raise BrokenDataFile(faults)
    return tuple(found)


def _faults(detector: Detector) -> list[str]:
    from stanch.extent import expand, normalise, validators
    from stanch.vocabulary import elements

    faults = []
    if detector.kind not in elements():
        faults.append(f"kind {detector.kind!r} is no word of vocabulary/elements.yaml")
    if not detector.must_match or not detector.must_not_match:
        faults.append("must_match and must_not_match must both hold an example")
    named = (detector.validator, detector.column.check, detector.column.alone_check, *(pattern.validator for pattern in detector.patterns))
    faults.extend(f"validator {name!r} is not known" for name in named if name and not validators.known(name))
    faults += [
        f"expand {pattern.expand!r} is not known"
        for pattern in detector.patterns
        if pattern.expand and pattern.expand not in expand.EXPANDERS
    ]
    if detector.normaliser and detector.normaliser not in normalise.NORMALISERS:
        faults.append(f"normaliser {detector.normaliser!r} is not known")
    if detector.column.sibling and not (DETECTORS / f"{detector.column.sibling}.yaml").exists():
        faults.append(f"sibling {detector.column.sibling!r} is not known")
    if any(bool(pattern.shape) == bool(pattern.words) for pattern in detector.patterns):
        faults.append("a pattern has either a shape or words")
    if any(not pattern.confidence for pattern in detector.patterns) and not detector.context:
        faults.append("a pattern needs context, but no context words are given")
    return faults
