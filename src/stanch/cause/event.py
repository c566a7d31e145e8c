"""One logged event, with the field names that Sigma rules use for its kind of log, and its names in ECS beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

EARLIEST = 1990  # what a log lays before it is no moment of an attack but an empty clock


@dataclass(slots=True)
class Event:
    """What one line (or record) of a log says.

    `kind` is the log's kind (`web`, `windows`, `okta` …; the files of `mappings/` tell them all). `fields` are named as Sigma's
    taxonomy names them for that kind. `ip` and `user` are the acting address and account; `host` the machine that it happened on;
    `action` what was done, in the log's own word; `target` what was acted on; `succeeded` is None where the log does not say;
    `sent` are bytes that left; `uid` names the record where its service numbers them, so that it is counted once.
    Of one that a worker read: `fired` are the numbers of the rules that fire on it, `mark` is what the same in another log is known by.
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
    host: str | None = None
    action: str | None = None
    uid: str | None = None
    fired: tuple[int, ...] | None = field(default=None, compare=False, repr=False)
    mark: int | None = field(default=None, compare=False, repr=False)

    @property
    def locator(self) -> str:
        """Where it stands: `auth.log:1520`."""
        return f"{self.file}:{self.line}"

    @property
    def act(self) -> str:
        """What the action means, whatever the log calls it: `sign_in`, `take`, `command` …; empty where it means none of these."""
        from stanch.cause.mapping import mappings

        known = mappings().get(self.kind)
        return known.meaning.get((self.action or "").lower(), "") if known else ""

    def ecs(self) -> dict[str, Any]:
        """The event by field names of the Elastic Common Schema, those that it has. Source: the kind's file in `mappings/`."""
        from stanch.cause.mapping import mappings

        outcome = {True: "success", False: "failure"}.get(self.succeeded)  # type: ignore[arg-type]
        told: dict[str, Any] = {
            "@timestamp": self.time,
            "event.dataset": self.kind,
            "event.id": self.uid,
            "event.action": self.action,
            "event.outcome": outcome,
            "source.ip": self.ip,
            "user.name": self.user,
            "host.name": self.host,
            "log.file.path": self.file,
            "log.origin.file.line": self.line,
        }
        known = mappings().get(self.kind)
        for name, own in (known.fields if known else {}).items():
            if told.get(name) is None:
                told[name] = next((value for one in own if (value := self.fields.get(one)) not in (None, "", "-")), None)
        return {name: value for name, value in told.items() if value is not None}
