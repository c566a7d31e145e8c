"""Recovery codes as hashes: shown once when they are made, and from then on nobody can read them, whoever has the database and its key.

allauth keeps a seed from which it makes the codes again, sealed. Here the seed lives until the codes are shown; then their Argon2 hashes
take its place, under one salt, so that a try costs one hash. allauth asks for codes through the class `RecoveryCodes` of two of its
modules; `take_over` puts this one in its place, and a test fails if those names change.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

SALT_BYTES, HASH_BYTES = 16, 32
# As Django's own hasher of passwords: Argon2id, 100 MiB would be too much for a set of codes that is tried in a page.
COST = {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1}
UNSEEN = "•" * 8


class HashedCodes(RecoveryCodes):  # type: ignore[misc]
    """A set of codes of one member."""

    instance: Any

    def __init__(self, instance: Any) -> None:
        """The row; one of an earlier release whose codes were shown is hashed on the way."""
        super().__init__(instance)
        self._shown: list[str] | None = None
        if instance.pk is not None and "seed" in instance.data and self.did_view:
            self._hash(super().get_unused_codes())

    def get_unused_codes(self) -> list[str]:
        """The codes while they are being shown; later as many marks as there are codes left."""
        if self._shown is not None:
            return self._shown
        left = self.instance.data["hashes"] if "hashes" in self.instance.data else self.generate_codes()
        return [UNSEEN] * len(left)

    def generate_codes(self) -> list[str]:
        """All codes from the seed; once that is gone as many marks, for pages that count them."""
        if "hashes" in self.instance.data:
            return [UNSEEN] * app_settings.RECOVERY_CODE_COUNT
        made: list[str] = super().generate_codes()
        return made

    def mark_as_viewed(self) -> None:
        """They are shown now, once: their hashes take the seed's place."""
        if not self.did_view:
            self._shown = super().get_unused_codes()
            self._hash(self._shown)
        super().mark_as_viewed()

    def validate_code(self, code: str) -> bool:
        """Whether this is one of the codes that are left; it is none any more then. Codes that nobody has seen open nothing."""
        from django.db import transaction

        with transaction.atomic(using=self.instance._state.db):  # noqa: SLF001 Django's documented way to a row's database
            self.instance = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
            data = self.instance.data
            if "hashes" not in data:
                return False
            given = hashed(code.strip().replace(" ", ""), b64decode(data["salt"]))
            left = [one for one in data["hashes"] if not hmac.compare_digest(b64decode(one), given)]
            if len(left) == len(data["hashes"]):
                return False
            data["hashes"] = left
            self.instance.save()
            return True

    def _hash(self, codes: list[str]) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        data = {name: value for name, value in self.instance.data.items() if name not in ("seed", "used_mask", "migrated_codes")}
        data |= {"salt": b64encode(salt).decode(), "hashes": [b64encode(hashed(code, salt)).decode() for code in codes]}
        self.instance.data = data
        self.instance.save()


def hashed(code: str, salt: bytes) -> bytes:
    """Argon2id (RFC 9106) of one code."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(code.encode("utf-8", "replace"), salt, hash_len=HASH_BYTES, type=Type.ID, **COST)


def take_over() -> None:
    """Let allauth keep codes so, and hash those of an earlier release that were shown."""
    auth.RecoveryCodes = HashedCodes
    flows.RecoveryCodes = HashedCodes


def hash_old() -> int:
    """Hash the sets of an earlier release; how many."""
    every = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES)
    rows = [row for row in every if "seed" in row.data and row.data.get("viewed_at")]
    for row in rows:
        HashedCodes(row)
    return len(rows)
