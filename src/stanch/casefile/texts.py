"""Text as databases take it."""

from __future__ import annotations


def storable(text: str | None) -> str:
    """Text that any database stores: lone surrogates and NUL are written out (a record's JSON keeps them exactly)."""
    return (text or "").encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
