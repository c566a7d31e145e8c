"""Points of `docs/security/asvs.yaml` that settings, sources and papers hold, rather than a walk through pages."""

import base64
import dataclasses
import inspect
import re
import subprocess
import sys
import time
import tomllib
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from stanch import vocabulary
from stanch.client import Stanch
from stanch.errors import StanchError
from stanch.portal.team import settings
from stanch.vault import sealing, tokens

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "stanch"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def team(**more: object) -> dict[str, object]:
    """The settings of a team's portal."""
    given = {one.name: one.default for one in dataclasses.fields(settings.Team) if one.default is not dataclasses.MISSING}
    return settings.of(settings.Team(**{**given, **more}))  # type: ignore[arg-type]


def test_the_linter_refuses_code_from_outside() -> None:
    told = PROJECT["tool"]["ruff"]["lint"]
    assert told["select"] == ["ALL"]
    silenced = {rule for rules in (told["ignore"], *told["per-file-ignores"].values()) for rule in rules}
    assert not {"S", "S1", "S102", "S307"} & silenced


def test_what_a_visitor_sends_is_never_a_format() -> None:
    """A format string of the portal is a constant, or a table's text by name."""
    of_forms = re.compile(r"(?:request\.(?:GET|POST)|asked|given\.\w+)[^)\n]*\)?\.format(?:_map)?\(")
    assert [str(path) for path in sorted((SOURCE / "portal").rglob("*.py")) if of_forms.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("paper", "says"),
    [
        ("docs/rooms/portal.md", r"\*\*Limits\*\*: a form 64 KB; a body of the API.*an invitation seven days"),
        ("docs/rooms/portal.md", r"Guessing of\s+passwords is slowed down by account and by address.*"),
        ("docs/rooms/portal.md", r"A member who has lost either is invited\s+again, and both are made anew"),
        ("docs/rooms/portal.md", r"The provider then answers for the second factor"),
        ("docs/rooms/portal.md", r"whose session here lives by the rules above, whatever happens there"),
        ("docs/rooms/portal.md", r"a certificate that its members' browsers trust"),
        ("docs/rooms/portal.md", r"What takes\s+long .* runs beside the pages, one at a time"),
        ("docs/privacy.md", r"AES-256-GCM under a key that Argon2id makes"),
        ("docs/privacy.md", r"keeps a mask \(`\*\*\*-\*\*-6789`\), a keyed\s+token, and the place"),
        ("SECURITY.md", r"within seven days where it can be reached.*within thirty\s+days otherwise"),
    ],
)
def test_the_papers_say_what_the_operator_must_know(paper: str, says: str) -> None:
    assert re.search(says, (ROOT / paper).read_text(), re.DOTALL)


def test_fields_for_passwords_hide_them_and_take_what_is_pasted() -> None:
    pages = list((SOURCE / "portal" / "team" / "templates").rglob("*.html"))
    fields = [one for page in pages for one in re.findall(r"<input[^>]*>", page.read_text()) if re.search(r'name="(password|again)"', one)]
    assert len(fields) >= 2
    for one in fields:
        assert 'type="password"' in one
        assert re.search(r'autocomplete="(new|current)-password"', one)
    assert not any("onpaste" in page.read_text() or 'autocomplete="off"' in page.read_text() for page in pages)


def test_passwords_do_not_run_out_and_no_question_opens() -> None:
    told = team()
    assert not [one for one in told["AUTH_PASSWORD_VALIDATORS"] if "expir" in one["NAME"].lower()]  # type: ignore[attr-defined]
    assert told["ACCOUNT_SIGNUP_FIELDS"] == ["email*", "password1*"]
    assert told["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend", "no link of a mail opens either"


def test_sessions_end_after_twelve_hours_and_their_names_are_not_guessed() -> None:
    from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase

    assert team()["SESSION_COOKIE_AGE"] == timedelta(hours=12).total_seconds()
    assert "get_random_string(32, VALID_KEY_CHARS)" in inspect.getsource(SessionBase._get_new_session_key)
    assert len(VALID_KEY_CHARS) == 36, "165 bits"


@pytest.mark.parametrize(("signed_in", "seen", "why"), [(11, 0.5, ""), (12.1, 0.01, "ended"), (2, 1.1, "idle")])
def test_work_does_not_move_the_end_of_a_session(signed_in: float, seen: float, why: str) -> None:
    from stanch.portal.team import members

    def ago(hours: float) -> float:
        return time.time() - hours * 3600

    again = {"method": "password", "at": ago(0.1), "reauthenticated": True}
    session = {members.SEEN: ago(seen), members.METHODS: [{"method": "password", "at": ago(signed_in)}, again]}
    assert members.why_over(SimpleNamespace(session=session)) == why


def test_codes_come_from_the_systems_generator_and_are_long_enough() -> None:
    told = team()
    changed = {one for one in told if one.startswith(("MFA_TOTP_", "MFA_RECOVERY_"))}
    # What is not set is allauth's: thirty seconds, no step before or after, ten codes of eight digits by `secrets`.
    assert changed == {"MFA_TOTP_ISSUER", "MFA_RECOVERY_CODES_SHOW_ONCE"}


def test_keys_have_256_bits_and_none_is_given_with_the_program() -> None:
    one, other = sealing.random_keys(), sealing.random_keys()
    assert len(one.master) * 8 == len(one.derive("database")) * 8 == 256
    assert one.master != other.master
    assert one.derive("database") != one.derive("journal")
    assert tokens.tokeniser(one)("us_ssn", "900-12-3456") != tokens.tokeniser(other)("us_ssn", "900-12-3456")


def test_what_opens_something_cannot_be_guessed(case) -> None:  # type: ignore[no-untyped-def]
    """Links, sessions and tokens hold what the system's generator gives, 32 bytes each, and no two are the same."""
    from stanch.portal import gate

    door = gate.Door()
    made = [door.new_link().rpartition("/")[2] for _ in range(2)]
    made += [str(door.enter(door.new_link().rpartition("/")[2])) for _ in range(2)]
    assert case
    assert len(set(made)) == len(made)
    assert {len(base64.urlsafe_b64decode(one + "=" * (-len(one) % 4))) for one in made} == {32}
    sources = [path.read_text() for path in (SOURCE / "portal").rglob("*.py")]
    sizes = [size for text in sources for size in re.findall(r"\btoken_urlsafe\((\d*)\)", text)]
    assert len(sizes) >= 5
    assert set(sizes) == {"32"}
    assert not [text for text in sources if re.search(r"^(?:import|from) random\b", text, re.MULTILINE)]


def test_no_weak_cipher_is_used_and_cryptography_has_one_room() -> None:
    # Sources and their rooms, without the rules' data beside them.
    named = {path.relative_to(SOURCE).parts[0] for path in SOURCE.rglob("*.py") if b"primitives.ciphers" in path.read_bytes()}
    # What others locked is opened with their ciphers, in the readers; ours are made in the vault.
    assert named == {"vault", "reading"}
    texts = {path.name: path.read_text() for path in (SOURCE / "vault").rglob("*.py")}
    # CMAC is made of the bare block cipher (SP 800-38B), which libraries call ECB: there alone, where nothing is enciphered by it.
    assert {name: text.count("ECB") for name, text in texts.items() if "ECB" in text} == {"cmac.py": 1}
    text = "".join(texts.values())
    assert "AESGCM" in text
    assert not re.search(r"\bRC4\b|ARC4|TripleDES|\bmd5\b|\bsha1\b", text)


def test_tests_and_their_libraries_are_not_installed_with_the_program() -> None:
    installed = {re.split(r"[\[<>=~]", one)[0] for one in PROJECT["project"]["dependencies"]}
    own = {re.split(r"[\[<>=~]", one)[0] for one in PROJECT["project"]["optional-dependencies"]["dev"]}
    assert not installed & (own - {"tokenizers"})
    assert PROJECT["tool"]["setuptools"]["packages"]["find"]["where"] == ["src"]


def test_scripts_keep_no_objects_of_what_pages_hold() -> None:
    scripts = sorted((SOURCE / "portal").rglob("*.js"))
    assert scripts
    for one in scripts:
        assert not re.search(r"__proto__|\beval\(|innerHTML|document\.write", one.read_text()), one.name


def test_every_kind_of_personal_data_says_what_it_is_in_law() -> None:
    told = vocabulary.elements()
    assert len(told) > 100
    assert all(one.group for one in told.values())


ASK_AN_ANSWER = """
from django.conf import settings
APPS = ["django.contrib.contenttypes", "django.contrib.auth", "allauth", "allauth.account", "allauth.socialaccount"]
settings.configure(MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"], INSTALLED_APPS=APPS)
import django
django.setup()
import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
for issuer, audience in (("https://id.example.com", "stanch"), ("https://other.example.com", "stanch"), ("https://id.example.com", "another")):
    answer = jwt.encode({"iss": issuer, "aud": audience, "exp": 4_000_000_000, "sub": "ann"}, "k" * 32, algorithm="HS256")
    try:
        jwtkit.verify_and_decode(
            credential=answer, keys_url="", issuer="https://id.example.com", audience="stanch", lookup_kid=None, verify_signature=False
        )
        print("taken")
    except OAuth2Error:
        print("refused")
"""


def test_an_answer_of_another_provider_or_for_another_portal_is_refused() -> None:
    told = subprocess.run([sys.executable, "-c", ASK_AN_ANSWER], check=True, capture_output=True, text=True).stdout.split()
    assert told == ["taken", "refused", "refused"]


def test_passwords_are_hashed_by_argon2_as_django_has_it() -> None:
    from django.contrib.auth import hashers

    assert team()["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    # Its own source, since tests let it cost less.
    text = inspect.getsource(hashers.Argon2PasswordHasher)
    assert re.search(r"time_cost = 2\n\s+memory_cost = 102400\n\s+parallelism = 8\n", text)


def test_the_client_follows_no_redirect_with_its_token() -> None:
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        answering = Thread(target=server.handle_request)
        answering.start()
        with pytest.raises(StanchError):
            Stanch(f"http://127.0.0.1:{server.server_port}", "a token").case()
        answering.join()
    assert len(asked) == 1
    # Webhooks go by a library that knows no redirect.
    assert "urllib.request" not in (SOURCE / "notices" / "team_post.py").read_text()
