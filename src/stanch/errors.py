"""The tree of errors. Each says what is wrong, where, and what to do now.

StanchError                exit status 3: failed
├── WrongCall              exit status 2: the call was wrong (option, path, passphrase)
│   ├── WrongPassphrase
│   └── BrokenDataFile     every fault of a data file at once, each with file:line:column
├── Superseded             what was to be read was replaced by newer meanwhile; look again
├── Changed                it was changed by somebody else since it was looked at; nothing was done
└── EvidenceError          an exhibit could not be handled; becomes an `Unread` at the edge of a worker
"""

from __future__ import annotations

from dataclasses import dataclass


class StanchError(Exception):
    """Something failed. `what` and `where` make the first line, `do` the second."""

    exit_status = 3

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.do = what, where, do

    def __str__(self) -> str:
        first = f"{self.where}: {self.what}" if self.where else self.what
        return f"{first}\n{self.do}" if self.do else first


class Superseded(StanchError):
    """What was to be read is not there any more: a run has replaced it. Whoever looks again reads what is new."""


class Changed(StanchError):
    """What was looked at has changed meanwhile; nothing was done, so that nobody's work is overwritten unseen."""


class WrongCall(StanchError):
    """The call itself was wrong; nothing was done."""

    exit_status = 2


class WrongPassphrase(WrongCall):
    """The passphrase or key file does not open this case."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a data file. `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}"


class BrokenDataFile(WrongCall):
    """A data file has faults; all of them are in `faults`."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults), do="Correct the places named above; nothing was loaded.")


class EvidenceError(StanchError):
    """An exhibit or unit could not be handled.

    `reason` is one of the contract's: encrypted, damaged, too_large, too_deep, timed_out, unsupported, empty.
    """

    def __init__(self, reason: str, detail: str, *, where: str = "") -> None:
        super().__init__(f"{reason}: {detail}", where=where)
        self.reason, self.detail = reason, detail
