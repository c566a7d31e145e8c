"""Hands one message at a time to a mail provider's web interface (django-anymail), and says how far it came, as over SMTP.

Each message has a connection of its own: one kept open may be closed by the other side unseen, and then nobody knows what was taken over.
What the provider did not answer whole is `unknown`; its console, where the piece stands as metadata, shows a person what became of it.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stanch.casefile import framework
from stanch.errors import StanchError, WrongCall
from stanch.notices.courier import Answer, Courier, SmtpCourier
from stanch.notices.mail_message import Outgoing
from stanch.notices.mail_server import KEYS, MailServer

REJECTED = frozenset({"invalid", "rejected", "failed"})
LATER = frozenset({408, 425, 429, 503})  # said before anything was done
DOUBTFUL = frozenset({500, 502, 504})  # a part behind the one that answers may have taken it


def courier_of(server: MailServer) -> Courier:
    """What takes messages to this server: SMTP, or a provider's web interface."""
    return ProviderCourier(server) if server.provider else SmtpCourier(server)


class ProviderCourier:
    """One request a message."""

    def __init__(self, server: MailServer) -> None:
        framework.configure()
        self._server = server
        self._settings: dict[str, Any] = {KEYS[server.provider]: server.password, **server.provider_options}
        self._backend()  # what it lacks is told before the first message

    def give(self, message: Outgoing) -> Answer:
        """Hand one over. Raises `StanchError` where key or connection are wrong for every message."""
        import requests
        from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError

        mail = self._mail(message)
        try:
            with _closing(self._backend()) as backend:
                backend.send_messages([mail])
        except AnymailRecipientsRefused:
            return Answer("refused", _told(mail))
        except AnymailRequestsAPIError as error:
            return self._failed(error, error.__cause__ if isinstance(error.__cause__, requests.RequestException) else None)
        except AnymailError as error:
            return Answer("refused", f"{self._server.provider} cannot be given this message: {type(error).__name__}")
        status = getattr(mail, "anymail_status", None)
        code = getattr(getattr(status, "esp_response", None), "status_code", 200)
        refused = code >= 300 or (status is not None and status.status and status.status <= REJECTED)
        return Answer("refused" if refused else "accepted", _told(mail))

    def close(self) -> None:
        """Nothing stays open."""

    def _backend(self) -> Any:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.mail import get_connection

        backend = f"anymail.backends.{self._server.provider}.EmailBackend"
        try:
            return get_connection(backend, ignore_unsupported_features=True, **self._settings)
        except ImproperlyConfigured as error:
            wanted = re.search(r"ANYMAIL = {'[A-Z]+?_([A-Z_]+)'", str(error).replace("UNISENDER_GO", "UNISENDER"))
            raise WrongCall(
                f"{self._server.provider} asks for more{f': {wanted[1].lower()}' if wanted else ''}",
                where="provider_options",
                do="Add it to the mail server's file; nothing was sent.",
            ) from None

    def _mail(self, message: Outgoing) -> Any:
        from django.core.mail import EmailMultiAlternatives

        whole = email.message_from_bytes(message.content, policy=email.policy.default)
        text, page = whole.get_body(("plain",)), whole.get_body(("html",))
        mail = EmailMultiAlternatives(
            subject=str(whole["Subject"]),
            body=text.get_content() if text else "",
            from_email=str(whole["From"]),
            to=[str(whole["To"]) if whole["To"] else message.recipient],
            reply_to=[str(whole["Reply-To"])] if whole["Reply-To"] else None,
            headers={"Auto-Submitted": "auto-generated"},
        )
        if page:
            mail.attach_alternative(page.get_content(), "text/html")
        piece = message.message_id.strip("<>").partition("@")[0]
        vars(mail).update(metadata={"piece": piece}, track_opens=False, track_clicks=False)
        return mail

    def _failed(self, error: Any, cause: Any) -> Answer:
        """No answer, or one that is no yes."""
        import requests

        if cause is not None:
            # An encryption that fails before it stands sends nothing; one that breaks later may have sent all.
            if isinstance(cause, requests.exceptions.SSLError) and re.search("CERTIFICATE_VERIFY|WRONG_VERSION|HANDSHAKE", str(cause)):
                raise StanchError(
                    "no safe connection to the mail provider",
                    where=self._server.provider,
                    do="Check api_url and the certificates; nothing was sent.",
                ) from None
            if isinstance(cause, requests.ConnectTimeout) or _never_connected(cause):
                return Answer("not_taken", f"no connection: {type(cause).__name__}")
            return Answer("unknown", f"the connection ended before the answer came: {type(cause).__name__}")
        code = error.status_code or 0
        if code in (401, 403):
            raise StanchError(
                f"the mail provider does not accept the key ({code})",
                where=self._server.provider,
                do="Check the password of the file; nothing was sent.",
            ) from None
        said = f"{code} {' '.join((error.response.text if error.response is not None else '').split())}"[:500]
        if code in LATER:
            return Answer("later", said)
        if code in DOUBTFUL or 200 <= code < 300:  # a yes that cannot be read is no answer
            return Answer("unknown", said)
        return Answer("refused", said)


@contextmanager
def _closing(backend: Any) -> Iterator[Any]:
    backend.open()
    try:
        yield backend
    finally:
        backend.close()


def _never_connected(cause: BaseException) -> bool:
    """Whether the other side was not even reached: refused, or no such name."""
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    reason = cause.args[0] if cause.args else None
    return isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError)


def _told(mail: Any) -> str:
    """The provider's word and its own number for the message."""
    status = getattr(mail, "anymail_status", None)
    words = sorted(status.status) if status is not None and status.status else ["taken over"]
    return f"{', '.join(map(str, words))} {getattr(status, 'message_id', None) or ''}".strip()[:500]
