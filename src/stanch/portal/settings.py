"""What the portal adds to the case file's Django settings."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stanch.portal.team.settings import Team

PAGES = Path(__file__).parent / "pages"
LANGUAGE_COOKIE = "stanch_language"
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("de", "Deutsch")]
# Only names of this machine: a page elsewhere that has its name answered with our address is refused (DNS rebinding).
HOSTS = ["127.0.0.1", "localhost", "[::1]"]

SETTINGS: dict[str, Any] = {
    "ROOT_URLCONF": "stanch.portal.urls",
    "ALLOWED_HOSTS": HOSTS,
    # The gate first: what is refused there never reaches a form. Then the token that each form of ours carries, so that no page
    # elsewhere can send one.
    "MIDDLEWARE": [
        "stanch.portal.which.Cases",
        "stanch.portal.gate.Gate",
        "stanch.portal.tongues.Tongue",
        "stanch.portal.gate.Alone",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    "CSRF_COOKIE_NAME": "stanch_form",
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SAMESITE": "Strict",
    "CSRF_COOKIE_AGE": None,
    "CSRF_FAILURE_VIEW": "stanch.portal.urls.foreign",
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [str(PAGES)],
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.csrf"],
                "libraries": {"words": "stanch.portal.words"},
                "builtins": ["stanch.portal.words", "django.templatetags.i18n"],
            },
        }
    ],
    "APPEND_SLASH": False,
    "USE_I18N": True,
    "LANGUAGE_CODE": "en",
    "LANGUAGES": LANGUAGES,
    "LOCALE_PATHS": [str(PAGES.parent / "locale")],
    "LANGUAGE_COOKIE_NAME": LANGUAGE_COOKIE,
    # What a call of the API may hold; the gate holds pages to less.
    "DATA_UPLOAD_MAX_MEMORY_SIZE": 1 << 20,
    # A file that is handed in stays in memory: in a temporary file it would lie on the disk in the clear.
    "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
    "FILE_UPLOAD_MAX_MEMORY_SIZE": 8_000_000 + (1 << 16),
    "DATA_UPLOAD_MAX_NUMBER_FILES": 1,
}


def configure(team: Team | None = None) -> None:
    """Set Django up for the case file and the portal: of one person at this machine, or of a team."""
    from stanch.casefile import framework

    framework.configure(**(SETTINGS if team is None else _with(team)))
    # Django would put the addresses of pages, and words of faults, on the console; the gate tells faults itself.
    logging.getLogger("django").addHandler(logging.NullHandler())
    logging.getLogger("django").propagate = False


def _with(team: Team) -> dict[str, Any]:
    from stanch.portal.team import settings as of_team

    (templates,) = SETTINGS["TEMPLATES"]
    options = templates["OPTIONS"]
    more = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]
    more.append("django.contrib.messages.context_processors.messages")
    return {
        **SETTINGS,
        **of_team.of(team),
        "ROOT_URLCONF": "stanch.portal.team.urls",
        "STANCH_PROVIDER": team.provider.issuer if team.provider else "",
        "TEMPLATES": [
            {
                **templates,
                "DIRS": [str(PAGES), str(of_team.TEMPLATES)],
                "APP_DIRS": True,
                "OPTIONS": {**options, "context_processors": [*options["context_processors"], *more]},
            }
        ],
    }
