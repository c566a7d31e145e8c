"""Which case a request is about, where one portal serves several: told by the address (`/c/NAME/…`), never by the session.

Two tabs of one browser may show two cases; a form sent from one must never land in the other, so the name stands in the address of
every page and form. `Cases` takes it off before any page is asked, and puts it before every address in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

PREFIX = "/c/"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
# What all cases share: the way in, the looks, the list of cases.
SHARED = r"(?:account/|second-factor|static/|join/|cases(?=[\"?#])|style\.css|keys\.js|handing\.js|favicon\.ico|c/)"
LINKS = re.compile(rf'(\s(?:href|action|src|formaction)=")/(?!/|{SHARED})'.encode())
PLACES = re.compile(rf"/(?!/|{SHARED}|cases$)")


@dataclass(frozen=True, slots=True)
class Which:
    """The case of this request: its name in the address, and `key`, by which accounts know it (empty where there is only one case)."""

    name: str
    key: str
    is_known: bool = True

    def address(self, path: str) -> str:
        """A path of this case as browsers know it."""
        return f"{PREFIX}{self.name}{path}" if self.name else path


ONLY = Which("", "")
# No case: the list of cases, the way in.
NONE = Which("", "-", is_known=False)
_current: ContextVar[Which] = ContextVar("which", default=ONLY)
_served: dict[str, Which] = {}


def serve(names: dict[str, str]) -> None:
    """Serve several cases: the key of each by its name. None: one case alone, without names in addresses."""
    _served.clear()
    _served.update({name: Which(name, key) for name, key in names.items()})
    _current.set(NONE if names else ONLY)


def several() -> bool:
    """Whether this portal serves cases by name."""
    return bool(_served)


def served() -> tuple[Which, ...]:
    """The cases that are served by name."""
    return tuple(_served.values())


def current() -> Which:
    """The case of this request."""
    return _current.get() if _served else ONLY


def turn_to(which: Which) -> None:
    """From here on this thread is about that case."""
    _current.set(which)


class Cases:
    """Middleware, before all others: the name of the case off the address, and onto the addresses of the answer."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the case that the address names."""
        if not _served:
            return self._answer(request)
        # Set for every request, never taken back: an answer that is streamed is read after this has returned.
        which, path = _split(request.path_info)
        turn_to(which)
        request.path = request.path_info = path
        response = self._answer(request)
        return _placed(response, which) if which.name else response


def _split(path: str) -> tuple[Which, str]:
    """The case that an address names, and the address within it. One that there is not is answered as one that is not yours."""
    name, slash, rest = path.removeprefix(PREFIX).partition("/")
    if not path.startswith(PREFIX) or not NAME.fullmatch(name) or re.match(rf"{SHARED}", rest):
        return NONE, path
    found = _served.get(name, Which(name, f"? {name}", is_known=False))
    return found, f"/{rest}" if slash else "/"


def _placed(response: HttpResponse, which: Which) -> HttpResponse:
    """The answer with the case's name before every address of ours."""
    mark = f"{PREFIX}{which.name}/"
    place = response.headers.get("Location")
    if place and PLACES.match(place):
        response.headers["Location"] = mark + place[1:]
    body: Any = response
    if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
        # Text of ours and of people stands in pages with its quotation marks written out, so that only attributes match.
        body.content = LINKS.sub(rb"\1" + mark.encode(), response.content)
    return response
