"""A team's portal over TLS, as browsers meet it: what cookies say, which TLS it speaks, where a sign-in leads, what a code opens."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hasty
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from test_team import PASSWORD, Browser, Stay, member, running


def certificate(folder: Path) -> Path:
    """A certificate for this machine, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, ssl.SSLContext]]:
    """The owner's browser on a portal over TLS, and what trusts that portal."""
    folder = tmp_path_factory.mktemp("secure")
    path = certificate(folder)
    trust = ssl.create_default_context(cafile=str(path))
    with running(folder, "--certificate", str(path)) as (address, invitation, case):
        owner = Browser(address, context=trust, later=case.parent / "later")
        assert owner.join(invitation).status == 200
        yield owner, trust


def headers(browser: Browser, path: str, sent: bytes | None = None, **more: str) -> Any:
    """The headers of one answer, redirects not followed."""
    request = urllib.request.Request(browser.base + path, sent, {"Referer": browser.base + path, "Origin": browser.base, **more})  # noqa: S310
    handlers = (urllib.request.HTTPCookieProcessor(browser.jar), urllib.request.HTTPSHandler(context=browser.context), Stay)
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=hasty.PATIENCE_SECONDS) as got:
            return got.headers
    except urllib.error.HTTPError as error:
        return error.headers


def form(page: str, **fields: str) -> bytes:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return urllib.parse.urlencode({"csrfmiddlewaretoken": token[1] if token else "", **fields}).encode()


def test_over_tls_cookies_belong_to_this_host_alone(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, trust = secure
    visitor = Browser(owner.base, context=trust)
    page = visitor.get("/account/login/").text
    told = headers(visitor, "/account/login/", form(page, login="owner@example.com", password=PASSWORD)).get_all("Set-Cookie")
    names = {one.split("=")[0] for one in told} | {one.name for one in owner.jar}
    assert names == {"__Host-stanch_team", "__Host-stanch_form"}
    for one in told:
        assert {"Secure", "HttpOnly", "Path=/"} <= set(one.split("; ")), one
        assert "SameSite=" in one
        assert "Domain=" not in one


def test_over_tls_a_browser_is_told_to_stay_there(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, _ = secure
    for path in ("/", "/account/login/", "/nothing", "/api/v1/case"):
        assert int(re.search(r"max-age=(\d+)", headers(owner, path)["Strict-Transport-Security"])[1]) >= 31_536_000, path  # type: ignore[index]


def test_an_old_form_of_tls_is_refused(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, trust = secure
    port = int(owner.base.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as raw, trust.wrap_socket(raw, server_hostname="localhost") as spoken:
        assert spoken.version() in ("TLSv1.2", "TLSv1.3")
        assert spoken.cipher()[2] >= 128  # type: ignore[index]
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", port)) as raw, pytest.raises(OSError):  # noqa: PT011 OpenSSL words it as it likes
        old.wrap_socket(raw, server_hostname="localhost")


def test_signing_in_makes_another_session(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, trust = secure
    visitor = Browser(owner.base, context=trust)
    page = visitor.get("/account/login/").text
    headers(visitor, "/account/login/", form(page, login="owner@example.com", password="wrong wrong wrong"))
    before = {one.value for one in visitor.jar if one.name == "__Host-stanch_team"}
    page = visitor.get("/account/login/").text
    headers(visitor, "/account/login/", form(page, login="owner@example.com", password=PASSWORD))
    after = {one.value for one in visitor.jar if one.name == "__Host-stanch_team"}
    assert after
    assert not before & after


def test_a_sign_in_leads_nowhere_else(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, _ = secure
    for wish in ("https://elsewhere.example/", "//elsewhere.example", "https:elsewhere.example", "\\\\elsewhere.example"):
        page = owner.get(f"/account/reauthenticate/?next={urllib.parse.quote(wish)}").text
        told = headers(owner, "/account/reauthenticate/", form(page, password=PASSWORD, next=wish))
        assert "elsewhere.example" not in (told["Location"] or ""), wish


def test_a_visitor_cannot_say_which_way_they_came(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, trust = secure
    visitor = Browser(owner.base, context=trust)
    told = headers(
        visitor, "/people", **{"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9"}
    )
    assert told["Location"] == "/account/login/?next=%2Fpeople"
    owner.reauthenticate("/members")
    page = owner.get("/members").text
    sent = form(page, do="invite", email="header@example.com", role="auditor")
    headers(owner, "/members", sent, **{"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-For": "203.0.113.9"})
    for path in ("/members", "/account/sessions/", "/journal"):
        text = owner.get(path).text
        assert "elsewhere.example" not in text
        assert "203.0.113.9" not in text


def test_a_password_is_changed_with_the_old_one_alone(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, trust = secure
    found = member(owner, "changes@example.com", "auditor")
    path, longer = "/account/password/change/", "nine yellow umbrellas in a row " * 4 + "and then some more"
    found.post(path, oldpassword="not the old one", password1=longer, password2=longer)
    again = Browser(owner.base, context=trust)
    assert "/second-factor" not in again.post("/account/login/", login="changes@example.com", password=longer).url
    found.post(path, oldpassword=PASSWORD, password1=longer, password2=longer)
    assert "/account/2fa/" in again.post("/account/login/", login="changes@example.com", password=longer).url
    # As it was sent, and not as it might have been meant.
    assert (
        "/account/2fa/"
        not in Browser(owner.base, context=trust).post("/account/login/", login="changes@example.com", password=longer.upper()).url
    )


def test_a_recovery_code_opens_once(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, trust = secure
    found = member(owner, "recovers@example.com", "auditor")
    made = found.post("/account/2fa/recovery-codes/generate/").text
    code = re.search(r"\b\d{8}\b", made)
    assert code
    # Shown once: then nobody can read them any more, the member and whoever has the database included.
    assert not re.search(r"\b\d{8}\b", found.get("/account/2fa/recovery-codes/").text)
    seen = []
    for _ in range(2):
        visitor = Browser(owner.base, context=trust)
        visitor.post("/account/login/", login="recovers@example.com", password=PASSWORD)
        visitor.post("/account/2fa/authenticate/", code=code[0])
        seen.append("123 people are affected" in visitor.get("/").text)
    assert seen == [True, False]


# Where what shows who somebody is can be changed.
PROOFS = (
    "/account/2fa/totp/activate/", "/account/2fa/totp/deactivate/", "/account/2fa/webauthn/add/", "/account/2fa/recovery-codes/generate/",
    "/account/2fa/recovery-codes/",
)  # fmt: skip


def test_a_second_factor_is_changed_only_after_a_fresh_sign_in(secure: tuple[Browser, ssl.SSLContext]) -> None:
    owner, _ = secure
    assert owner.later
    found = member(owner, "lingers@example.com", "auditor")
    fresh = [found.get(path).url for path in PROOFS]
    assert not any("/account/reauthenticate/" in one for one in fresh), fresh
    owner.later.write_text("660")
    try:
        for path in PROOFS:
            assert "/account/reauthenticate/" in found.get(path).url, path
        # A form that was opened while the sign-in was fresh changes nothing either.
        page = found.get("/account/reauthenticate/?next=/members").text
        assert re.search(r'href="/account/2fa/reauthenticate/\?next=[^"]*members', page), "who uses no password may show the second factor"
        assert "Successfully signed in" not in page
        told = found.post("/account/2fa/totp/deactivate/", page=page)
        assert "/account/reauthenticate/" in told.url
        assert "123 people are affected" in found.get("/").text, "to look needs no fresh sign-in"
    finally:
        owner.later.unlink()
    again = Browser(owner.base, context=owner.context)
    assert "/account/2fa/authenticate/" in again.post("/account/login/", login="lingers@example.com", password=PASSWORD).url
