"""A passkey in software: what a browser and its key answer to a portal (W3C, Web Authentication Level 2; no attestation)."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets(written: str) -> bytes:
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


@dataclass
class Passkey:
    """One key pair for one portal. `origin` is the address that the browser shows."""

    origin: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    identity: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user: str = ""
    uses: int = 0

    def create(self, options: dict[str, Any]) -> str:
        """What `navigator.credentials.create` gives."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        about = b"\0" * 16 + len(self.identity).to_bytes(2, "big") + self.identity + cbor.encode(public)
        shown = self._about(asked["rp"]["id"], PRESENT | VERIFIED | ATTESTED) + about
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": shown})
        return self._answer("webauthn.create", asked["challenge"], {"attestationObject": text(attestation), "transports": ["internal"]})

    def get(self, options: dict[str, Any]) -> str:
        """What `navigator.credentials.get` gives."""
        asked = options["publicKey"]
        shown = self._about(asked["rpId"], PRESENT | VERIFIED)
        signed = shown + hashlib.sha256(self._client("webauthn.get", asked["challenge"])).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        told = {"authenticatorData": text(shown), "signature": text(signature), "userHandle": self.user}
        return self._answer("webauthn.get", asked["challenge"], told)

    def _about(self, portal: str, flags: int) -> bytes:
        self.uses += 1
        return hashlib.sha256(portal.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, kind: str, challenge: str, more: dict[str, Any]) -> str:
        response = {"clientDataJSON": text(self._client(kind, challenge)), **more}
        whole = {"type": "public-key", "id": text(self.identity), "rawId": text(self.identity), "response": response}
        return json.dumps({**whole, "authenticatorAttachment": "platform", "clientExtensionResults": {"credProps": {"rk": True}}})
