"""One logged event, with the field names that Sigma rules use for its kind of log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Event:
    """What one line (or record) of a log says.

    `kind` is the log's kind (`web`, `sshd`, `m365`, `s3`). `fields` are named as Sigma's taxonomy names them for that
    kind. `ip` and `user` are the acting address and account; `target` what was acted on; `succeeded` is None where the
    log does not say; `sent` are bytes that left.
    """

    time: datetime
    kind: str
    file: str
    line: int
    fields: dict[str, Any]
    ip: str | None = None
    user: str | None = None
    target: str | None = None
    succeeded: bool | None = None
    sent: int = 0

    @property
    def locator(self) -> str:
        """Where it stands: `auth.log:1520`."""
        return f"{self.file}:{self.line}"
