"""What a team needs of Django beyond one person's portal: sessions, accounts, a second factor, sign-in by an identity provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from stanch import datafile
from stanch.errors import WrongCall

TEMPLATES = Path(__file__).parent / "templates"
SESSION_HOURS = 12
IDLE_MINUTES = 60
FRESH_SECONDS = 600  # how long a sign-in counts as fresh, for what asks for one
PUBLIC = 0o077
BREACHED = "stanch.portal.team.breached.BreachedPasswordValidator"


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider: its issuer's address, and what it knows this portal by."""

    name: str
    issuer: str
    client_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Team:
    """How a team reaches the portal. `names`: host names it answers to; `proxies`: how many trusted proxies stand before it."""

    names: tuple[str, ...] = ()
    secure: bool = True
    proxies: int = 0
    provider: Provider | None = None
    breached: Path | None = None  # the list of breached passwords that the operator keeps
    apps: tuple[str, ...] = field(
        default=(
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.humanize",
            "allauth",
            "allauth.account",
            "allauth.mfa",
            "allauth.usersessions",
            "allauth.socialaccount",
            "allauth.socialaccount.providers.openid_connect",
            "stanch.portal.team.apps.Team",
        )
    )


def read_provider(path: Path) -> Provider:
    """The identity provider of a YAML file. Raises `WrongCall` where others may read the file, `BrokenDataFile` where it is wrong."""
    if path.stat().st_mode & PUBLIC:
        raise WrongCall("others may read this file, and it holds a secret", where=str(path), do=f"Close it: chmod 600 {path}")
    found = datafile.read(path, Provider)
    if not found.issuer.startswith("https://") and not found.issuer.startswith(("http://127.0.0.1", "http://localhost")):
        raise WrongCall("the issuer must be reached by https", where=str(path), do="Write its address as https://…")
    return found


def of(team: Team) -> dict[str, Any]:
    """The settings of a team's portal."""
    return {
        "INSTALLED_APPS": ["stanch.casefile.apps.Casefile", *team.apps],
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]", *team.names],
        "MIDDLEWARE": [
            "stanch.portal.which.Cases",
            "stanch.portal.gate.Gate",
            "stanch.portal.tongues.Tongue",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "stanch.portal.team.members.Members",
        ],
        **_sessions(team),
        **_accounts(team),
    }


def _sessions(team: Team) -> dict[str, Any]:
    return {
        # The prefix binds the cookies to this very host and to TLS (RFC 6265bis, section 4.1.3).
        "SESSION_COOKIE_NAME": "__Host-stanch_team" if team.secure else "stanch_team",
        "CSRF_COOKIE_NAME": "__Host-stanch_form" if team.secure else "stanch_form",
        "SESSION_COOKIE_AGE": int(timedelta(hours=SESSION_HOURS).total_seconds()),
        "SESSION_COOKIE_SECURE": team.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        # An identity provider sends people back from its own site.
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": team.secure,
        "CSRF_TRUSTED_ORIGINS": [f"https://{name}" for name in team.names],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if team.proxies else None,
        "SECURE_HSTS_SECONDS": 31_536_000 if team.secure else 0,
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
    }


def _accounts(team: Team) -> dict[str, Any]:
    provider = team.provider
    told = [{"provider_id": "team", "name": provider.name, "client_id": provider.client_id, "secret": provider.secret,
             "settings": {"server_url": provider.issuer, "oauth_pkce_enabled": True}}] if provider else []  # fmt: skip
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            *([{"NAME": BREACHED, "OPTIONS": {"path": str(team.breached)}}] if team.breached else []),
        ],
        "LOGIN_URL": "/account/login/",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_ADAPTER": "stanch.portal.team.adapters.Accounts",
        "SOCIALACCOUNT_ADAPTER": "stanch.portal.team.adapters.Providers",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": "username",
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_ON_GET": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": FRESH_SECONDS,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if team.secure else "http",
        "ALLAUTH_TRUSTED_PROXY_COUNT": team.proxies,
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        # A passkey shows its owner's finger or number itself, so it is both factors at once.
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "STATIC_URL": "/static/",
        "MFA_TOTP_ISSUER": "Stanch",
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_ADAPTER": "stanch.portal.team.adapters.Factors",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": told}} if told else {},
        "SOCIALACCOUNT_ONLY": False,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_LOGIN_ON_GET": False,
        # No mail leaves: whoever forgot a password is invited again.
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }
