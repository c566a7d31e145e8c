"""Sign-in through an organisation's own identity provider: a real one, on this machine."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from identity_provider import IS_HERE, SECRET, Provider, provider
from test_team import PASSWORD, Browser, invited, running

pytestmark = pytest.mark.skipif(not IS_HERE, reason="needs the identity provider glewlwyd, which .ci/run installs")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Provider, Browser]]:
    """The portal's address, the provider, and the owner's browser."""
    folder = tmp_path_factory.mktemp("identity")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with provider(folder, f"http://127.0.0.1:{port}/account/oidc/team/login/callback/") as found:
        told = folder / "provider.yaml"
        told.write_text(f"name: The company\nissuer: {found.issuer}\nclient_id: stanch\nsecret: {SECRET}\n")
        told.chmod(0o600)
        with running(folder, "--identity", str(told), port=port) as (address, invitation, _):
            owner = Browser(address)
            owner.join(invitation)
            yield address, found, owner


def arrive(address: str, at: Provider, user: str) -> tuple[Browser, str]:
    """Somebody's browser on the way from the sign-in page over the provider and back; what they see then."""
    browser = Browser(address)
    page = browser.get("/account/login/").text
    form = re.search(r'action="(/account/oidc/team/login/[^"]*)"', page)
    assert form, "the sign-in page offers the provider"
    leads_to = browser.leads_to(form[1], page=page)
    back = at.agree(user, leads_to)
    return browser, browser.get(back).text


def join(owner: Browser, email: str) -> None:
    link = invited(owner, email, "auditor")
    Browser(owner.base).post(link, name="A Member", password=PASSWORD, again=PASSWORD)


def test_who_was_invited_comes_in_through_the_provider_without_another_factor(both: tuple[str, Provider, Browser]) -> None:
    address, at, owner = both
    join(owner, "ada@example.com")
    browser, page = arrive(address, at, "ada")
    assert "123 people are affected" in page, re.findall("refused.{0,500}", owner.get("/journal").text)
    assert "123 people are affected" in browser.get("/").text
    assert "ada@example.com" in owner.get("/journal").text


def test_an_address_that_the_provider_has_not_verified_opens_nothing(both: tuple[str, Provider, Browser]) -> None:
    address, at, owner = both
    join(owner, "mallory@example.com")
    browser, page = arrive(address, at, "mallory")
    assert "123 people" not in page
    assert "/account/login/" in browser.get("/people").url


def test_who_was_not_invited_gets_no_account(both: tuple[str, Provider, Browser]) -> None:
    address, at, owner = both
    browser, page = arrive(address, at, "stranger")
    assert "123 people" not in page
    assert "/account/login/" in browser.get("/people").url
    assert "stranger@example.com" not in owner.get("/members").text


def test_an_answer_that_nobody_asked_for_is_refused(both: tuple[str, Provider, Browser]) -> None:
    address, at, _ = both
    browser = Browser(address)
    page = browser.get("/account/login/").text
    form = re.search(r'action="(/account/oidc/team/login/[^"]*)"', page)
    assert form
    back = at.agree("ada", browser.leads_to(form[1], page=page))
    # Another browser is sent the answer: signing somebody in as Ada without their knowledge.
    assert "123 people" not in Browser(address).get(back).text
    assert "123 people" not in Browser(address).get(re.sub(r"state=[^&]+", "state=another", back)).text


# What the portal's library does with an answer that the provider meant for somebody else; a process of its own has accounts loaded.
AUDIENCE = """
import time, django, jwt
from types import SimpleNamespace
from django.conf import settings
from stanch.portal.team.settings import Team, of
told = of(Team())
settings.configure(INSTALLED_APPS=Team().apps[:-1], MIDDLEWARE=[one for one in told["MIDDLEWARE"] if "allauth" in one])
django.setup()
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter as Adapter
Adapter.openid_config = {"jwks_uri": "", "issuer": "https://id.example.com"}
one = Adapter.__new__(Adapter)
one.did_fetch_access_token = True
for changed in ({}, {"aud": "another"}, {"iss": "https://other.example.com"}, {"exp": 1}):
    told = {"iss": "https://id.example.com", "aud": "stanch", "exp": time.time() + 60, **changed}
    try:
        one._decode_id_token(SimpleNamespace(client_id="stanch"), jwt.encode(told, "k" * 32, algorithm="HS256"))
        print("taken")
    except Exception as error:
        print("refused")
"""


def test_an_answer_that_the_provider_meant_for_another_or_long_ago_is_refused() -> None:
    told = subprocess.run([sys.executable, "-c", AUDIENCE], capture_output=True, text=True, check=False)
    assert told.stdout.split() == ["taken", "refused", "refused", "refused"], told.stderr[-500:]
