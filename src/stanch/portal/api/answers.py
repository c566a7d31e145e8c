"""Answers of the API: JSON with a revision, lines of JSON as they are read, and errors that say what, where, and what to do."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from stanch.errors import Changed, StanchError, Superseded, WrongCall
from stanch.portal.answering import is_unreachable
from stanch.records import to_plain

LINES = 200  # so many go out at once


class Refused(StanchError):
    """A call that is answered with a status of its own. `more` stands beside the words; `headers` beside the status."""

    def __init__(
        self,
        status: int,
        what: str,
        *,
        where: str = "",
        do: str = "",
        more: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(what, where=where, do=do)
        self.status, self.more, self.headers = status, more or {}, headers or {}


def missing(what: str, identity: str) -> Refused:
    """There is no such record, or none that this caller may know of."""
    return Refused(404, f"there is no such {what}", where=identity[:200], do="List them first; each has its id.")


def changed(current: Any) -> Refused:
    """Somebody else was faster; `current` is what stands now."""
    return Refused(
        409,
        "this has changed since you looked at it",
        do="Look at `current`, and decide again with its revision.",
        more={"current": current},
    )


def answer(value: Any, *, status: int = 200, revision: str = "") -> HttpResponse:
    """A record, or plain values, as JSON."""
    # In ASCII alone, so that names that are no UTF-8 pass too.
    response = HttpResponse(json.dumps(to_plain(value), ensure_ascii=True), status=status, content_type="application/json")
    if revision:
        response.headers["ETag"] = f'"{revision}"'
    return response


def lines(texts: Iterable[str], name: str) -> StreamingHttpResponse:
    """JSON texts one a line, sent as they come: neither side holds all of them."""
    response = StreamingHttpResponse(_bundled(texts), content_type="application/x-ndjson")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _bundled(texts: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    for text in texts:
        held.append(text)
        if len(held) == LINES:
            yield ("\n".join(held) + "\n").encode()
            held.clear()
    if held:
        yield ("\n".join(held) + "\n").encode()


STATUS: tuple[tuple[type[StanchError], int], ...] = ((Changed, 409), (Superseded, 503), (WrongCall, 400))


def refusal(error: StanchError) -> HttpResponse:
    """An error in the form that all have."""
    status = error.status if isinstance(error, Refused) else next((code for kind, code in STATUS if isinstance(error, kind)), 500)
    more = error.more if isinstance(error, Refused) else {}
    response = answer({"what": error.what, "where": error.where, "do": error.do, **more}, status=status)
    for name, value in (error.headers if isinstance(error, Refused) else {}).items():
        response.headers[name] = value
    return response


def tell_errors(api: NinjaAPI) -> None:
    """Whatever goes wrong is told in that form; a fault of ours without its words, for they may hold personal data."""
    api.add_exception_handler(StanchError, lambda _request, error: refusal(error))  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, _wrong_fields)
    api.add_exception_handler(HttpError, _wrong_body)
    api.add_exception_handler(Http404, lambda request, _error: refusal(missing("thing", request.path)))
    api.add_exception_handler(RequestDataTooBig, lambda _request, _error: refusal(too_large()))
    api.add_exception_handler(Exception, _fault)


def too_large() -> Refused:
    """A body beyond the limit."""
    return Refused(413, "the body is larger than 1 MB", do="Send less at once.")


def _wrong_fields(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    told = list(getattr(error, "errors", []))
    # The words of a fault never repeat what was sent; its place is that of a field.
    places = "; ".join(f"{'.'.join(str(part) for part in one['loc'][1:])[:100]}: {one['msg'][:200]}" for one in told[:10])
    return refusal(
        Refused(422, "the call is not as the document says", where=places, do="See /api/v1/openapi.json for what each field may be.")
    )


def _wrong_body(_request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    return refusal(Refused(getattr(error, "status_code", 400), "the body is no JSON that can be read", do="Send a JSON object in UTF-8."))


def _fault(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    if isinstance(error, Exception) and is_unreachable(error):
        return refusal(
            Refused(503, "the database does not answer", do="What was saved is kept; look whether this call was, then call again.")
        )
    place = traceback.extract_tb(getattr(error, "__traceback__", None))[-1]
    sys.stderr.write(f"stanch: a fault in the API: {type(error).__name__} at {place.filename}:{place.lineno}\n")
    return refusal(Refused(500, "a fault in Stanch", do="The console of the portal names the place."))
