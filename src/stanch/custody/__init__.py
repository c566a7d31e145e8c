"""What do we have, and is it untouched? Exhibits: hashed, dated, with who took them; a manifest that anyone can verify."""

from stanch.custody.acquire import acquire
from stanch.custody.bag import Exported, export
from stanch.custody.compare import Difference, verify
from stanch.custody.live import HANDED, Secret, hand_in, is_address, is_taken, secrets_for, take
from stanch.custody.live.address import Address, parse
from stanch.custody.live.letterbox import messages

__all__ = [
    "HANDED",
    "Address",
    "Difference",
    "Exported",
    "Secret",
    "acquire",
    "export",
    "hand_in",
    "is_address",
    "is_taken",
    "messages",
    "parse",
    "secrets_for",
    "take",
    "verify",
]
