"""The API put together: its operations, its document, and what answers where there is none."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router

from stanch.portal.api import case, counsel, duties, ending, evidence, facts, notices, own, people, returns, review, telling
from stanch.portal.api.answers import answer, missing, refusal, tell_errors
from stanch.portal.api.door import Strict, get

VERSION = "1.0.0"
ROOT = "/api/v1"
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of the page Tokens, or of `stanch serve --token NAME`."},
    "alone": {"type": "apiKey", "in": "cookie", "name": "stanch_session"},
    "team": {"type": "apiKey", "in": "cookie", "name": "stanch_team"},
}

document = Router(tags=["document"])


@get(document, "/openapi.json", "", dict[str, Any])
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the check before it has read the request
    """This document (OpenAPI 3.1)."""
    return answer(described())


@cache
def described() -> dict[str, Any]:
    """The document of the API, made once. `x-right` of each operation is the right it needs, `x-grave` that it asks for a fresh sign-in."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=f"{ROOT}/"))
    found["components"] = {**found["components"], "securitySchemes": SCHEMES}
    return found


api = NinjaAPI(
    title="Stanch",
    version=VERSION,
    description="What the pages of the portal do, for programs. Errors are `{what, where, do}`. See docs/api.md.",
    openapi_url=None,
    docs_url=None,
    parser=Strict(),
    urls_namespace="api",
)
tell_errors(api)
for _module in (case, facts, evidence, people, review, duties, own, notices, telling, counsel, ending, returns):
    api.add_router("", _module.router)
api.add_router("", document)


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """There is no such operation; a call of one changes nothing, so it needs no token of a form."""
    return refusal(missing("operation", request.path))


urlpatterns = [path("v1/", api.urls), re_path("", nothing)]
