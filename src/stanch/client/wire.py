"""One call over HTTP: the token with it, the answer read, an error told as the portal tells it."""

from __future__ import annotations

import json
import shutil
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from stanch.errors import StanchError, WrongCall

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Refused(StanchError):
    """The portal refused the call. `status` as in HTTP; with 409 `current` is what stands now."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        super().__init__(str(told.get("what", "")), where=str(told.get("where", "")), do=str(told.get("do", "")))
        self.status, self.current = status, told.get("current")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a token goes to the address that was named, and nowhere else."""

    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        """No."""


class Wire:
    """The way to one portal. `authority`: a PEM file with the certificate that signed the portal's, where it is not a public one."""

    def __init__(self, address: str, token: str, *, authority: Path | None = None, timeout: float = 60) -> None:
        parts = urllib.parse.urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise WrongCall("the token would cross the network in the clear", where=address, do="Name the portal by https://…")
        self._root, self._token, self._timeout = f"{address.rstrip('/')}/api/v1", token, timeout
        secured = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(authority) if authority else None))
        # No proxy of the environment either.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), secured, _Stay())

    def get(self, path: str, **query: Any) -> Any:
        """The answer of an operation that reads."""
        with self._open("GET", path, query=query) as answer:
            return json.load(answer)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer of an operation that takes a body."""
        with self._open("POST", path, body=json.dumps(body, default=str).encode()) as answer:
            return json.load(answer)

    def post_file(self, path: str, content: bytes, **query: Any) -> Any:
        """The answer of an operation that takes a file as it is."""
        with self._open("POST", path, query=query, body=content, sort="application/octet-stream") as answer:
            return json.load(answer)

    def lines(self, path: str) -> Iterator[bytes]:
        """The lines of an answer as they come."""
        with self._open("GET", path) as answer:
            yield from answer

    def save(self, path: str, out: Path) -> None:
        """Write an answer into a new file of mode 600, as it comes."""
        with self._open("GET", path) as answer:
            out.touch(mode=0o600, exist_ok=False)
            with out.open("wb") as file:
                shutil.copyfileobj(answer, file)

    def _open(
        self,
        method: Literal["GET", "POST"],
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        sort: str = "application/json",
    ) -> Any:
        asked = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        address = self._root + path + (f"?{urllib.parse.urlencode(asked)}" if asked else "")
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = sort
        request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310 the scheme was looked at
        try:
            return self._opener.open(request, timeout=self._timeout)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, _told(error.read(1 << 20))) from None
        except OSError as error:
            raise StanchError(
                "the portal does not answer", where=self._root, do=f"See whether `stanch serve` runs there ({error})."
            ) from None


def _told(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"what": "this is no answer of a Stanch portal", "do": "Look at the address."}


def quoted(identity: str) -> str:
    """An id as a part of an address."""
    return urllib.parse.quote(identity, safe="")
