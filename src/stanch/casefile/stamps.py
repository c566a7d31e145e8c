"""The journal's head stamped by an authority of time, and the stamps looked through.

Whoever has the passphrase could write the whole journal anew. A stamp binds its head to a moment under a key that they do not have: what
was in the journal then cannot be changed without breaking it. The stamp stands in the journal itself, so that backups have it.
"""

from __future__ import annotations

import http.client
import json
import ssl
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from stanch.casefile.case import Case
from stanch.errors import StanchError, WrongCall
from stanch.vault import stamping

ACTION = "time stamp"
TIMEOUT = 20  # seconds
LONGEST_ANSWER = 100_000  # bytes; with its certificates a stamp has about six thousand


def take(case: Case, address: str, roots: bytes) -> datetime:
    """Have the journal's head stamped; the moment that the authority gives.

    `roots` (PEM) are the certificates that the authority is trusted by. Only a hash leaves. Raises `WrongCall` where the address or the
    certificates are none, `StanchError` where no stamp came that holds; then nothing stands in the journal.
    """
    trusted = stamping.fingerprints(roots)
    head = case.journal.head()
    message = _message(head.case, head.sequence, head.mac)
    asked = stamping.question(message)
    answer = _sent(address, asked.body)
    moment = stamping.stamped_at(answer, message, roots, nonce=asked.nonce)
    told = {"entry": head.sequence, "code": head.mac, "time": moment.isoformat(), "roots": roots.decode("ascii", "replace")}
    case.journal.append(ACTION, address, details={**told, "trusted": trusted, "answer": b64encode(answer).decode()})
    return moment


def faults(case: Case, roots: bytes | None = None) -> Iterator[str]:
    """Every stamp that does not hold: against the certificates that were trusted when it was taken, or, where given, these `roots`."""
    from stanch.casefile.models import JournalRow

    rows = JournalRow.objects.using(case.alias)
    name = case.journal.head().case
    codes = dict(rows.values_list("sequence", "mac").iterator(chunk_size=2000)) if rows.filter(action=ACTION).exists() else {}
    for number, said in rows.filter(action=ACTION).order_by("sequence").values_list("sequence", "details"):
        try:
            told = json.loads(said)
            message = _message(name, told["entry"], codes.get(told["entry"], ""))
            stamping.stamped_at(b64decode(told["answer"]), message, roots or told["roots"].encode())
        except StanchError as error:
            yield f"journal entry {number}: {error.what}"
        except (ValueError, KeyError, TypeError):
            yield f"journal entry {number}: its time stamp cannot be read"


def _message(case: str, sequence: int, mac: str) -> bytes:
    return json.dumps(["stanch journal", case, sequence, mac]).encode()


def check(address: str, roots: bytes) -> None:
    """Raises `WrongCall` where the address is none of an authority, `StanchError` where `roots` are no certificates."""
    _place(address)
    stamping.fingerprints(roots)


def _place(address: str) -> tuple[SplitResult, str, int | None]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.username or any(one <= " " for one in address):
        raise WrongCall("this is no address of an authority", where=address[:200], do="Give http://HOST/PATH or https://HOST/PATH.")
    return parts, host, port


def _sent(address: str, body: bytes) -> bytes:
    """The answer's bytes (RFC 3161, 3.4: over HTTP, which will do: stamps are signed). No redirect is followed."""
    parts, host, port = _place(address)
    secure = parts.scheme == "https"
    link = (
        http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        if secure
        else http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        link.request("POST", path, body, {"Content-Type": "application/timestamp-query"})
        answer = link.getresponse()
        content = answer.read(LONGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException) as error:
        raise StanchError(f"the authority did not answer ({type(error).__name__})", where=address, do="Try again later.") from None
    finally:
        link.close()
    if answer.status != http.HTTPStatus.OK or len(content) > LONGEST_ANSWER:
        raise StanchError(f"the authority answered with status {answer.status}, not with a stamp", where=address, do="Check the address.")
    return content
