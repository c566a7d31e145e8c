"""Messages that Stanch posts to a webhook: whether one is ours, and of now."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from hashlib import sha256

LATEST = 300  # seconds


def is_ours(body: bytes, headers: Mapping[str, str], *, secret: str, now: float | None = None) -> bool:
    """Whether a message was signed with this secret within the last five minutes (see docs/api.md). `headers` in any case of letters."""
    found = {name.casefold(): value for name, value in headers.items()}
    at, told = found.get("x-stanch-timestamp", ""), found.get("x-stanch-signature", "")
    if not (at.isascii() and at.isdigit() and len(at) < 13):
        return False
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
    return hmac.compare_digest(f"sha256={code}".encode(), told.encode()) and abs((now or time.time()) - int(at)) <= LATEST
