"""A real OpenID Connect provider on this machine: Glewlwyd, as Debian has it, with two people in it."""

from __future__ import annotations

import http.cookiejar
import json
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

TABLES = Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
IS_HERE = shutil.which("glewlwyd") is not None and TABLES.exists()
SECRET, PASSWORD = "between the two of us", "eleven blue umbrellas"
ADMINISTRATOR = {"username": "admin", "password": "password"}  # what a fresh one starts with

CONFIGURATION = """port={port}
external_url="{base}"
login_url="login.html"
api_prefix="api"
log_mode="console"
log_level="ERROR"
cookie_secure=0
session_expiration=3600
session_key="SESSION"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
allow_multiple_user_per_session=true
login_api_enabled=true
max_post_size=1048576
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
use_secure_connection=false
secure_connection_key_file="none"
secure_connection_pem_file="none"
secure_connection_ca_file="none"
hash_algorithm="SHA512"
database={{ type="sqlite3"; path="{database}"; }};
"""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None


@dataclass
class Session:
    """Somebody's browser at the provider."""

    base: str

    def __post_init__(self) -> None:
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _Stay)

    def ask(self, method: str, address: str, body: object = None) -> tuple[int, str]:
        """The status, and where it leads to."""
        sent = None if body is None else json.dumps(body).encode()
        address = address if address.startswith("http") else self.base + address
        request = urllib.request.Request(address, sent, {"Content-Type": "application/json"}, method=method)  # noqa: S310 on this machine
        try:
            with self._open.open(request, timeout=30) as got:
                return got.status, got.headers.get("Location", "")
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", "")


@dataclass
class Provider:
    """A provider that runs; `issuer` is its address for a portal."""

    base: str
    issuer: str

    def agree(self, user: str, address: str) -> str:
        """The user signs in at the provider and agrees; the address that the provider sends the browser back to."""
        session = Session(self.base)
        assert session.ask("POST", "/api/auth/", {"username": user, "password": PASSWORD})[0] == 200
        assert session.ask("PUT", "/api/auth/grant/stanch", {"scope": "openid email profile"})[0] == 200
        status, back = session.ask("GET", address + "&g_continue")
        assert status == 302, status
        return back


@contextmanager
def provider(folder: Path, callback: str) -> Iterator[Provider]:
    """Start one, tell it of the portal, and give it people: `ada`, whose address it says it has verified, and `mallory`, whose it has not."""
    with socket.create_server(("localhost", 0)) as free:
        port = free.getsockname()[1]
    base, database = f"http://localhost:{port}", folder / "provider.db"
    rows = sqlite3.connect(database)
    rows.executescript(TABLES.read_text())
    rows.close()
    (folder / "provider.conf").write_text(CONFIGURATION.format(port=port, base=base, database=database))
    with subprocess.Popen(
        ["glewlwyd", "-c", str(folder / "provider.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _fill(_administrator(base), base, callback)
            yield Provider(base, f"{base}/api/oidc")
        finally:
            process.terminate()


def _administrator(base: str) -> Session:
    session = Session(base)
    for _ in range(100):
        try:
            assert session.ask("POST", "/api/auth/", ADMINISTRATOR)[0] == 200
        except OSError:
            time.sleep(0.1)
        else:
            return session
    raise AssertionError("the provider does not answer")


def _fill(session: Session, base: str, callback: str) -> None:
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    verified = {"name": "email_verified", "user-property": "name", "type": "boolean", "boolean-value-true": "Ada", "mandatory": False,
                "boolean-value-false": "Mallory", "on-demand": False, "scope": ["email"]}  # fmt: skip
    flows = {f"auth-type-{one}-enabled": one in ("code", "refresh") for one in
             ("code", "token", "id-token", "none", "password", "client", "refresh")}  # fmt: skip
    parameters = {
        "iss": f"{base}/api/oidc", "jwt-type": "rsa", "jwt-key-size": "256", "key": private, "cert": public, "access-token-duration": 600,
        "refresh-token-duration": 600, "code-duration": 60, "refresh-token-rolling": True, "allow-non-oidc": True, **flows, "scope": [],
        "additional-parameters": [], "claims": [verified], "subject-type": "public", "service-documentation": "", "op-policy-uri": "",
        "op-tos-uri": "", "secret-type": "pairwise", "name-claim": "mandatory", "name-claim-scope": ["profile"], "email-claim": "mandatory",
        "email-claim-scope": ["email"], "scope-claim": "no", "pkce-allowed": True,
    }  # fmt: skip
    scopes = ["openid", "email", "profile"]
    told: list[tuple[str, dict[str, Any]]] = [
        ("/api/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "oidc", "parameters": parameters}),
        *(("/api/scope/", {"name": one, "display_name": one, "description": one, "password_required": False, "scheme": {}}) for one in scopes[1:]),
        *(("/api/user/", {"username": one.lower(), "name": one, "email": f"{one.lower()}@example.com", "password": PASSWORD, "enabled": True,
                          "scope": scopes}) for one in ("Ada", "Mallory", "Stranger")),
        ("/api/client/", {"client_id": "stanch", "name": "Stanch", "confidential": True, "client_secret": SECRET, "enabled": True,
                          "scope": scopes, "redirect_uri": [callback], "authorization_type": ["code"],
                          "token_endpoint_auth_method": ["client_secret_post", "client_secret_basic"]}),
    ]  # fmt: skip
    for address, body in told:
        status, _ = session.ask("POST", address, body)
        assert status == 200, (address, status)
