"""How did it happen, when, is it still going on? Logs and answers in, one dated account out."""

from stanch.cause.logs import is_log
from stanch.cause.mailboxes import mailbox_owners
from stanch.cause.mapping import read as check_mapping
from stanch.cause.reconstruct import reconstruct, whole_plan

__all__ = ["check_mapping", "is_log", "mailbox_owners", "reconstruct", "whole_plan"]
