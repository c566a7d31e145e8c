"""Who may come in, and what a page may do.

A link with a secret is printed on the console; it opens once and gives a session cookie that no script can read and no
other site can cause to be sent. Sessions live in memory: they end with the program.
"""

from __future__ import annotations

import re
import secrets
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from hashlib import sha256
from threading import Lock

from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stanch.casefile import glance
from stanch.errors import StanchError, Superseded
from stanch.portal import calendars, desk, halted, rights, tokens
from stanch.portal.answering import is_unreachable

COOKIE = "stanch_session"
IDLE_SECONDS = 8 * 3600
# Nothing from elsewhere, no script within a page, in nobody's frame (W3C, Content Security Policy Level 3).
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers then send no origin with our own forms, and nobody could tell them from foreign ones.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HANDING = "/evidence/bring"
API, SIGN_OUT = "/api/", "/account/logout/"
FILES = ("/api/v1/bring", "/api/v1/handing/", "/api/v1/wording")  # operations whose body is a file
LARGEST_FORM, LARGEST_BODY = 1 << 16, 1 << 20  # bytes; what a page takes, and what the API takes
LARGEST_FILE = LARGEST_BODY + (1 << 16)  # a file and what a form wraps around it
LARGEST_LIST = 8_000_000 + (1 << 16)
TAKES_A_FILE = {"/counsel": LARGEST_FILE, "/notices/wording": LARGEST_FILE, "/bring": LARGEST_LIST, "/evidence/bring": LARGEST_LIST}
OPEN_PATHS = ("/style.css", "/keys.js", "/handing.js", "/favicon.ico")


def headers_of(request: HttpRequest) -> dict[str, str]:
    """The headers of an answer."""
    from django.conf import settings

    headers = {"Content-Security-Policy": _policy(request.path, getattr(settings, "STANCH_PROVIDER", "")), **HEADERS}
    seconds = getattr(settings, "SECURE_HSTS_SECONDS", 0)
    return {**headers, "Strict-Transport-Security": f"max-age={seconds}; includeSubDomains"} if seconds else headers


def _policy(path: str, provider: str) -> str:
    """What a page may load. The pages of accounts may do three things more: see the sentences there."""
    policy = dict(POLICY)
    if path.startswith("/account/"):
        # The script of passkeys asks this portal what the key is to sign; an identity provider takes a form of ours.
        policy["connect-src"] = "'self'"
        policy["form-action"] = f"'self' {provider}".strip()
    if path == HANDING:
        # Its script sends files in pieces.
        policy["connect-src"] = "'self'"
    if path.startswith("/account/2fa/"):
        # A second factor is shown as a picture within its page.
        policy["img-src"] = "'self' data:"
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class Door:
    """The one-time links that were given out, and the sessions they became; only hashes are kept."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._links: set[str] = set()
        self._sessions: dict[str, float] = {}

    def new_link(self) -> str:
        """The path of a fresh one-time link."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._links.add(_hash(secret))
        return f"/sign-in/{secret}"

    def enter(self, secret: str) -> str | None:
        """The session that a link gives, once; None for a link that was used or never given out."""
        with self._lock:
            if _hash(secret) not in self._links:
                return None
            self._links.remove(_hash(secret))
            session = secrets.token_urlsafe(32)
            self._sessions[_hash(session)] = time.monotonic()
        return session

    def knows(self, session: str) -> bool:
        """Whether this session is signed in and was not idle too long."""
        with self._lock:
            seen = self._sessions.get(_hash(session))
            if seen is None or time.monotonic() - seen > IDLE_SECONDS:
                self._sessions.pop(_hash(session), None)
                return False
            self._sessions[_hash(session)] = time.monotonic()
        return True


door = Door()


class Gate:
    """Middleware: the right host and call, and the headers of every answer."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or why not."""
        _with_slashes(request)
        response = self._checked(request)
        for name, value in headers_of(request).items():
            response.headers.setdefault(name, value)
        if request.path == SIGN_OUT and request.method == "POST":
            # What the browser still holds of the case goes with the session.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Tell what went wrong; a fault of ours goes to the console, without words or address, for they may hold personal data."""
        if isinstance(exception, Superseded):
            answer = desk.page(request, "fault.html", _("Look again"), status=503, fault=str(exception))
            answer.headers["Retry-After"] = "5"
            return answer
        if isinstance(exception, StanchError):
            return desk.page(request, "fault.html", _("This did not work"), status=500, fault=str(exception))
        if isinstance(exception, Http404):
            return None
        if is_unreachable(exception):
            sys.stderr.write("stanch: the database does not answer\n")
            return None
        place = traceback.extract_tb(exception.__traceback__)[-1]
        sys.stderr.write(f"stanch: a fault in the portal: {type(exception).__name__} at {place.filename}:{place.lineno}\n")
        return None

    def _checked(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponse("This is not the address of this portal.", status=400, content_type="text/plain")
        of_program = request.path.startswith(API)
        if request.method not in ("GET", "HEAD", "POST"):
            response = (
                _told("this is no call that is taken here", 405)
                if of_program
                else HttpResponse("The portal takes no such call.", status=405, content_type="text/plain")
            )
            response.headers["Allow"] = "GET, HEAD, POST"
            return response
        told = request.headers.get("Content-Length") or "0"
        if not (told.isascii() and told.isdigit() and len(told) < 10 and int(told) <= _most(request.path)):
            return (
                _told("the body is larger than 1 MB", 413)
                if of_program
                else halted.too_much(request, _most(request.path) / 1e6, in_pieces=request.path.startswith(HANDING))
            )
        # A look changes nothing of the case, so what tells of changes is asked once.
        with nullcontext() if request.method == "POST" else glance.look():
            response = self._answer(request)
        if of_program and response.status_code == 405:
            return _told("the operation takes no such call", 405, allow=response.headers.get("Allow", ""))
        return response


def _with_slashes(request: HttpRequest) -> None:
    """The server leaves a quoted slash as it is; in an id (`filing-US-CA%2Fag`) it means the same as a plain one, to pages and programs."""
    request.path, request.path_info = (re.sub("%2f", "/", one, flags=re.IGNORECASE) for one in (request.path, request.path_info))


class Alone:
    """Middleware for the one person at this machine: the link that opens once, and the session it became."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, if the session is known."""
        if request.path.startswith("/sign-in/"):
            return self._sign_in(request)
        if tokens.let_in(request) or calendars.let_in(request):
            return self._answer(request)
        if request.path.startswith(API) and not door.knows(request.COOKIES.get(COOKIE, "")):
            request.visitor = rights.NOBODY  # type: ignore[attr-defined]
            return self._answer(request)
        if request.path not in OPEN_PATHS and not door.knows(request.COOKIES.get(COOKIE, "")):
            return render(request, "refused.html", {"title": _("Sign in")}, status=403)
        # Django's requests carry what middleware finds out.
        request.visitor = rights.alone(desk.case().by)  # type: ignore[attr-defined]
        return self._answer(request)

    def _sign_in(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET":
            return HttpResponse(status=405)
        session = door.enter(request.path.removeprefix("/sign-in/"))
        if session is None:
            return render(request, "refused.html", {"title": _("Sign in"), "used": True}, status=403)
        desk.case().journal.append("sign in to portal")
        response = redirect("/")
        response.set_cookie(COOKIE, session, httponly=True, samesite="Strict", path="/")
        return response


def _told(what: str, status: int, *, allow: str = "") -> HttpResponse:
    """A refusal of the gate in the form that the API's errors have."""
    response = JsonResponse({"what": what, "where": "", "do": "See /api/v1/openapi.json."}, status=status)
    if allow:
        response.headers["Allow"] = allow
    return response


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _most(path: str) -> int:
    """How many bytes may be sent to this address."""
    if path.startswith(API):
        return LARGEST_LIST if path.startswith(FILES) else LARGEST_BODY
    return next((most for place, most in TAKES_A_FILE.items() if path.startswith(place)), LARGEST_FORM)
