"""A parser that hangs, dies or raises at a word in a message, as a real one might: planted into the workers."""

import ctypes
import time

from stanch.cause.logs import sshd_auth
from stanch.cause.parsed.task import parse

said = sshd_auth.said


def hostile(program, host, message, when, place):
    """What it says, unless it says what to do."""
    if "HANG" in message:
        time.sleep(600)
    if "DIE" in message:
        ctypes.string_at(0)
    if "RAISE" in message:
        raise ValueError(message)
    return said(program, host, message, when, place)


def parse_planted(given, bench):
    """The worker's task with that parser."""
    sshd_auth.said = hostile
    try:
        yield from parse(given, bench)
    finally:
        sshd_auth.said = said
