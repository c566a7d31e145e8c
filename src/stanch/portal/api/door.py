"""Who may call what: the mark on each operation, tokens and sessions, the pace of a token, bodies within limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest
from ninja import Router
from ninja.parser import Parser
from ninja.utils import check_csrf

from stanch.portal import desk, rights
from stanch.portal.api.answers import Refused, missing
from stanch.portal.pace_of_calls import Pace
from stanch.shapes import Fault

Operation = TypeVar("Operation", bound=Callable[..., Any])
BURST, A_SECOND = 600, 20  # calls at once, and for how long on end
DEEPEST = 64  # levels of a body


pace = Pace(BURST, A_SECOND)


class Needs:
    """The check before an operation: who calls, and whether this is theirs to do. Nothing of the call is read before."""

    def __init__(self, right: str, *, changes: bool, grave: bool, query: frozenset[str], in_closed: bool = False) -> None:
        self.right, self.changes, self.grave, self.query, self.in_closed = right, changes, grave, query, in_closed

    def __call__(self, request: HttpRequest) -> bool:
        """True, or `Refused`."""
        visitor = rights.visitor_of(request)
        if visitor is rights.NOBODY:
            raise nobody()
        if visitor.token:
            self._at_its_pace(request)
        elif self.changes and check_csrf(request):
            raise Refused(403, "the call carries no token of a form", do="Send it in X-CSRFToken, or call with a token of your own.")
        if self.right and not visitor.may(self.right):
            raise Refused(
                403, "this is not yours to do", where=self.right, do=f"It needs the right to {rights.table().rights[self.right]}."
            )
        if self.grave and visitor.asks_again and rights.must_sign_in_again(request):
            raise Refused(403, "your sign-in is too long ago for this", do="Sign in again at /account/reauthenticate/.")
        if self.changes and self.right in rights.CHANGING and not self.in_closed and desk.is_closed():
            raise Refused(
                409, "this case is closed", do="It can be read. To change anything, an owner opens it again: POST /api/v1/closing."
            )
        unknown = sorted(set(request.GET) - self.query)
        if unknown:
            known = ", ".join(sorted(self.query)) or "none"
            raise Refused(422, "the call has a parameter that there is not", where=unknown[0][:100], do=f"There are: {known}.")
        return True

    @staticmethod
    def _at_its_pace(request: HttpRequest) -> None:
        wait = pace.wait(request.token, time.monotonic())  # type: ignore[attr-defined]
        if wait:
            raise Refused(429, "too many calls", do="Call again later.", headers={"Retry-After": str(int(wait) + 1)})


def nobody() -> Refused:
    """Neither a token that opens nor a session."""
    return Refused(
        401, "this call carries no token that opens", do="Make one on the page Tokens, and send it as `Authorization: Bearer …`.",
        headers={"WWW-Authenticate": 'Bearer realm="stanch"'},
    )  # fmt: skip


class Strict(Parser):
    """Bodies as RFC 8259 has them, and no deeper than anything here can be."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The values. Raises `Refused`."""
        try:
            body = msgspec.json.decode(request.body)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise Refused(400, "the body is no JSON that can be read", do="Send a JSON object in UTF-8.") from None
        if _depth(body) > DEEPEST:
            raise Refused(400, "the body is too deep", do=f"Nest it by {DEEPEST} levels at most.")
        return body


def _depth(value: Any) -> int:
    """How deep it is; without recursion, for it comes from anywhere."""
    deepest, waiting = 0, [(value, 1)]
    while waiting and deepest <= DEEPEST:
        one, level = waiting.pop()
        deepest = max(deepest, level)
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting += [(each, level + 1) for each in inner if isinstance(each, dict | list)]
    return deepest


def get(
    router: Router, path: str, right: str, answers: Any, *, query: tuple[str, ...] = (), media: str = ""
) -> Callable[[Operation], Operation]:
    """Mark an operation that reads, with the right it needs (empty: anybody who may come in); `media` other than JSON."""
    # What takes a file out of the case asks a session for a fresh sign-in, as its page does.
    return _marked(router, "GET", path, right, answers, query=query, media=media, grave=right == "export")


def post(
    router: Router, path: str, right: str, answers: Any, *, changes: bool = True, grave: bool = False, in_closed: bool = False
) -> Callable[[Operation], Operation]:
    """Mark an operation that takes a body; one that is `grave` asks a member who calls by a session to have signed in lately.

    A closed case takes none that changes it, but for what goes on `in_closed` cases.
    """
    return _marked(router, "POST", path, right, answers, changes=changes, grave=grave, in_closed=in_closed)


def post_file(router: Router, path: str, right: str, answers: Any, *, query: tuple[str, ...]) -> Callable[[Operation], Operation]:
    """Mark an operation whose body is a file as it is; its name and sort stand in the query."""
    return _marked(router, "POST", path, right, answers, changes=True, query=query, takes_file=True)


def file_of(request: HttpRequest, most: int) -> bytes:
    """The file that a call carries. Raises `Refused` beyond `most` bytes."""
    content = request.read(most + 1)
    if len(content) > most:
        raise Refused(413, f"larger than {most:,} bytes", do="Take it in by its command, on the machine that holds the case.")
    return content


def _marked(
    router: Router, method: str, path: str, right: str, answers: Any, *, query: tuple[str, ...] = (), changes: bool = False,
    grave: bool = False, media: str = "", takes_file: bool = False, in_closed: bool = False,
) -> Callable[[Operation], Operation]:  # fmt: skip
    told: dict[Any, Any] = {} if media else {200: answers}
    told |= dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429) if method == "POST" else (400, 401, 403, 404, 422, 429), Fault)
    extra: dict[str, Any] = {"security": [{"token": []}, {"alone": []}, {"team": []}], "x-right": right, "x-grave": grave}
    if takes_file:
        extra["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    if media:
        extra["responses"] = {200: {"description": "OK", "content": {media: {}}}}

    def marked(operation: Operation) -> Operation:
        # Also how a page says it; the tests read either.
        operation.needs = (right, right if method == "POST" else None)  # type: ignore[attr-defined]
        router.add_api_operation(
            path, [method], operation, response=told,
            auth=Needs(right, changes=changes, grave=grave, query=frozenset(query), in_closed=in_closed),
            operation_id=operation.__name__, openapi_extra=extra,
        )  # fmt: skip
        return operation

    return marked


def whole(number: int) -> int:
    """A page's number. Raises `Refused` for what no list has."""
    if not 1 <= number < 10**9:
        raise missing("page", str(number)[:20])
    return number


def actor(request: HttpRequest) -> str:
    """Who acts, for the journal."""
    return rights.visitor_of(request).actor
