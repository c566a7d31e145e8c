"""The scripts that ask a browser for a passkey: allauth's own, served from this portal, so that no script of a page's own is needed."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.portal import desk

SCRIPTS = {
    "mfa/js/webauthn-json.js": "mfa/static",
    "mfa/js/webauthn.js": "mfa/static",
    "mfa/js/recovery_codes.js": "mfa/static",
    "account/js/onload.js": "account/static",
}


def show(request: HttpRequest, name: str) -> HttpResponse:
    """One of the few scripts; no other file of any package can be asked for."""
    import allauth

    if name not in SCRIPTS:
        return desk.page(request, "lost.html", _("Not found"), status=404)
    return HttpResponse((Path(allauth.__file__).parent / SCRIPTS[name] / name).read_bytes(), content_type="text/javascript")
