"""The one error of this room that others may have to catch."""

from stanch.errors import StanchError


class Refused(StanchError):
    """A notice may not go: what is missing or forbidden, with the statute."""
