"""What whoever joins a team in a browser has: a password, and an authenticator app."""

import base64
import hmac
import struct
import time

PASSWORD = "seven green umbrellas"


def code_of(secret: str) -> str:
    """The six digits that an authenticator app shows (RFC 6238)."""
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
