"""Live sources: databases, object stores and mailboxes by address. What they hold is taken once, sealed, and hashed as it comes."""

from stanch.custody.live.address import Address, is_address
from stanch.custody.live.credentials import Secret, secrets_for
from stanch.custody.live.handed import HANDED, hand_in
from stanch.custody.live.store import held_exhibits, open_taken, taken_rows
from stanch.custody.live.take import is_taken, take

__all__ = [
    "HANDED",
    "Address",
    "Secret",
    "hand_in",
    "held_exhibits",
    "is_address",
    "is_taken",
    "open_taken",
    "secrets_for",
    "take",
    "taken_rows",
]
