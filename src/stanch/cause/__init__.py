"""How did it happen, when, is it still going on? Logs and answers in, one dated account out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.cause.among import Among, logs_among
    from stanch.cause.collected import is_log
    from stanch.cause.mailboxes import mailbox_owners
    from stanch.cause.mapping import read as check_mapping
    from stanch.cause.reconstruction import reconstruct, whole_plan

__all__ = ["Among", "check_mapping", "is_log", "logs_among", "mailbox_owners", "reconstruct", "whole_plan"]

WARM = ("stanch.cause.parsed.task:warm",)  # what the first worker that parses logs will need
PLACES = {
    "Among": ("among", "Among"),
    "check_mapping": ("mapping", "read"),
    "is_log": ("collected", "is_log"),
    "logs_among": ("among", "logs_among"),
    "mailbox_owners": ("mailboxes", "mailbox_owners"),
    "reconstruct": ("reconstruction", "reconstruct"),
    "whole_plan": ("reconstruction", "whole_plan"),
}


def __getattr__(name: str) -> object:
    # On demand: who asks for one part of the room (its rules, its forms) need not load the readers of all logs.
    # No module may bear the name of what is given: once it is loaded it would stand here instead.
    if name not in PLACES:
        raise AttributeError(name)
    module, given = PLACES[name]
    return getattr(import_module(f"{__name__}.{module}"), given)
