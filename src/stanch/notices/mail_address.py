"""Is this an address that a mail server may be given? Strict on purpose: what is doubtful is set aside and listed, never guessed."""

from __future__ import annotations

import re

# RFC 5321's dot-string without quoting; letters of all scripts (RFC 6531), no control, no space, no comma, no angle bracket.
_LOCAL = re.compile(r"[^\s\x00-\x20\x7f-\x9f\"(),:;<>@\[\\\]\u2028\u2029]{1,64}")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
LONGEST = 254  # RFC 5321 4.5.3.1.3, less the angle brackets


def mail_address(text: str) -> str | None:
    """The address as it goes into the envelope (the domain in ASCII), or None where it is none."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        return None
    address = f"{local}@{ascii_domain}"
    return address if len(address.encode()) <= LONGEST else None
