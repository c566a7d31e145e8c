"""The way to an identity provider: what is asked of it carries a number used once, and its answer must carry the same.

OpenID Connect Core 1.0, sections 3.1.2.1 and 15.5.2. PKCE (RFC 7636) stands in the settings; allauth does the rest.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

NONCE = "stanch_nonce"


def show(request: HttpRequest) -> HttpResponse:
    """Off to the provider. Other parameters that a link may carry for the provider are dropped."""
    from allauth.socialaccount.providers.openid_connect.views import login

    nonce = request.session[NONCE] = secrets.token_urlsafe(32)
    asked = request.GET.copy()
    asked["auth_params"] = urlencode({"nonce": nonce})
    request.GET = asked  # type: ignore[assignment]
    answer: HttpResponse = login(request, "team")
    return answer


def is_answer(request: HttpRequest, told: object) -> bool:
    """Whether the provider's answer is to what this browser asked; each number counts once."""
    expected = request.session.pop(NONCE, "")
    return bool(expected) and isinstance(told, str) and secrets.compare_digest(told.encode(), expected.encode())
