"""Tells the team where things stand, at the addresses the operator wrote down and nowhere else: Slack, Teams, or any webhook.

A message holds counts, places and clocks, never a person. No redirect is followed: it could lead elsewhere.
"""

from __future__ import annotations

import hmac
import http.client
import json
import ssl
import stat
import time
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault, WrongCall
from stanch.notices.courier import Answer
from stanch.notices.mail_server import LOOPBACK

TIMEOUT = 20  # seconds
LONGEST_ANSWER = 10_000


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told: `kind` says in which form. `secret` signs what a webhook gets: see `signed`."""

    name: str
    kind: Literal["slack", "teams", "webhook"]
    url: str = field(repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Team:
    """The file: everybody who is told."""

    listeners: tuple[Listener, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What is told: a title and lines of words and numbers."""

    title: str
    lines: tuple[str, ...]
    at: datetime


def read_team(path: Path) -> tuple[Listener, ...]:
    """The listeners of a file of mode 600 (their addresses are secrets). Raises `WrongCall`, `BrokenDataFile`."""
    if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise WrongCall("the team's file can be read by others", where=str(path), do=f"Make it yours alone: chmod 600 {path}")
    team = datafile.read(path, Team)
    faults = [Fault(str(path), 1, 1, f"{one.name}: {what}") for one in team.listeners for what in _faults(one)]
    if faults:
        raise BrokenDataFile(faults)
    return team.listeners


def _faults(listener: Listener) -> list[str]:
    try:
        parts = urlsplit(listener.url)
        host = parts.hostname or ""
    except ValueError:
        return ["url is no address"]
    if any(char.isspace() or not char.isprintable() for char in listener.url):
        return ["url holds a blank or a control character"]
    if parts.username or parts.password:
        return ["url holds a name or password; webhooks carry their secret in the path, or use `secret`"]
    if parts.scheme == "https" and host:
        return []
    if parts.scheme == "http" and host in LOOPBACK:
        return []
    return ["url must begin with https://"]


def body_of(listener: Listener, news: News, *, message: str = "") -> bytes:
    """What is posted, in the listener's form; a webhook is told the message's number, which its signature covers."""
    text = "\n".join([news.title, *news.lines])
    form: dict[str, Any]
    if listener.kind == "slack":
        # Plain text: nothing in a line becomes a mention, a link or a format.
        form = {"text": text, "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text[:3000]}}]}
    elif listener.kind == "teams":
        blocks = [{"type": "TextBlock", "text": news.title, "weight": "Bolder", "wrap": True}]
        blocks += [{"type": "TextBlock", "text": one, "wrap": True} for one in news.lines]
        card = {"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "body": blocks}
        form = {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}]}
    else:
        form = {"title": news.title, "lines": list(news.lines), "at": news.at.isoformat(), "message": message}
    return json.dumps(form, ensure_ascii=False).encode()


def signed(secret: str, body: bytes, *, at: int) -> dict[str, str]:
    """The headers that sign a message: HMAC-SHA256 (RFC 2104) over the second since 1970, a point, and the body.

    The moment is signed too, so that a message that somebody kept cannot be sent again later as if it were new.
    """
    code = hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
    return {"X-Stanch-Timestamp": str(at), "X-Stanch-Signature": f"sha256={code}"}


def post(listener: Listener, news: News, *, message: str = "") -> Answer:
    """Tell one listener, under a number that stays the same when it is told again: what came of it.

    Anything but a 2xx is `later`, a redirect too; `not_taken` where no connection was made; `unknown` where it broke off afterwards.
    """
    parts, body = urlsplit(listener.url), body_of(listener, news, message=message)
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "stanch", "X-Stanch-Message": message}
    if listener.secret:
        headers |= signed(listener.secret, body, at=int(time.time()))
    host = parts.hostname or ""
    link: http.client.HTTPConnection
    if parts.scheme == "https":
        link = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        link = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
    try:
        link.connect()
    except OSError as error:
        link.close()
        return Answer("not_taken", type(error).__name__)
    try:
        link.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = link.getresponse()
        answer.read(LONGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        return Answer("unknown", type(error).__name__)
    finally:
        link.close()
    return Answer("accepted" if 200 <= answer.status < 300 else "later", f"answered {answer.status}")
