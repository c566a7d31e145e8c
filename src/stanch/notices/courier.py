"""Hands one message at a time to the mail server, and says exactly how far it came. The only part that touches the network.

Whether a message was taken over is known in all cases but one: the connection ends after the last byte went out and before
the server's answer came. That case is told as `unknown`, never as a failure.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal, Protocol

from stanch.errors import StanchError
from stanch.notices.mail_message import Outgoing
from stanch.notices.mail_server import MailServer

Outcome = Literal["accepted", "refused", "later", "not_taken", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one message.

    `accepted`: the server has it; `refused`: it never will; `later`: try again; `not_taken`: it surely has not got it (the
    connection failed before the end); `unknown`: nobody can tell from here.
    """

    outcome: Outcome
    reply: str


class Courier(Protocol):
    """Whatever takes messages."""

    def give(self, message: Outgoing) -> Answer:
        """Hand one over."""

    def close(self) -> None:
        """End the connection."""


class SmtpCourier:
    """One connection to the server, opened when needed and again after it broke."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._link: smtplib.SMTP | None = None

    def give(self, message: Outgoing) -> Answer:
        """Hand over one message; a copy goes to the archive in the same breath, so that both have it or neither."""
        try:
            link = self._connected()
        except smtplib.SMTPAuthenticationError as error:
            raise StanchError(
                f"the mail server does not accept the password ({_said(error.smtp_code, error.smtp_error)})",
                where=self._server.host,
                do="Check username and password; nothing was sent.",
            ) from None
        except ssl.SSLError as error:
            raise StanchError(
                f"no safe connection to the mail server ({error.reason or error})",
                where=self._server.host,
                do="Check host, port, security and ca_file; nothing was sent.",
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer("not_taken", f"no connection: {type(error).__name__}")
        return self._given(link, message)

    def close(self) -> None:
        """Say goodbye."""
        if self._link:
            try:
                self._link.quit()
            except (OSError, smtplib.SMTPException):
                self._link.close()
        self._link = None

    def _given(self, link: smtplib.SMTP, message: Outgoing) -> Answer:
        try:
            refusal = self._envelope(link, message)
            if refusal:
                return refusal
            # A dot at the start of a line is doubled (RFC 5321 4.5.2).
            body = message.content.replace(b"\r\n.", b"\r\n..")
            link.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer("not_taken", f"the connection ended before the message was whole: {type(error).__name__}")
        try:
            link.send(b".\r\n")
            code, said = link.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer("unknown", f"the connection ended before the answer came: {type(error).__name__}")
        return self._answer(code, said)

    def _envelope(self, link: smtplib.SMTP, message: Outgoing) -> Answer | None:
        """Name sender and recipients; None where the server then asks for the message."""
        options = ["SMTPUTF8"] if message.needs_utf8 else []
        if message.needs_utf8 and not link.has_extn("smtputf8"):
            return Answer("refused", "the mail server does not take addresses in this script (SMTPUTF8)")
        code, said = link.mail(message.sender, options)
        if code != 250:
            return self._reset(link, code, said)
        code, said = link.rcpt(message.recipient)
        if code not in (250, 251):
            return self._reset(link, code, said)
        if self._server.archive and self._server.archive != message.recipient:
            code, said = link.rcpt(self._server.archive)
            if code not in (250, 251):
                self._reset(link, code, said)
                raise StanchError(
                    f"the mail server refuses the archive ({_said(code, said)})",
                    where=self._server.archive,
                    do="Correct `archive`; nothing more was sent.",
                )
        code, said = link.docmd("DATA")
        return None if code == 354 else self._reset(link, code, said)

    def _reset(self, link: smtplib.SMTP, code: int, said: bytes) -> Answer:
        answer = self._answer(code, said)
        if code == 421:  # the server is about to close
            self._drop()
        else:
            link.rset()
        return answer

    @staticmethod
    def _answer(code: int, said: bytes) -> Answer:
        outcome: Outcome = "accepted" if 200 <= code < 300 else "refused" if 500 <= code < 600 else "later"
        return Answer(outcome, _said(code, said))

    def _connected(self) -> smtplib.SMTP:
        if self._link is not None:
            return self._link
        server = self._server
        context = ssl.create_default_context(cafile=server.ca_file or None)
        if server.security == "tls":
            link: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
        else:
            link = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
        try:
            link.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                link.starttls(context=context)
                link.ehlo()
            if server.username:
                link.login(server.username, server.password)
        except BaseException:
            link.close()
            raise
        self._link = link
        return link

    def _drop(self) -> None:
        if self._link:
            self._link.close()
        self._link = None


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "backslashreplace") if isinstance(said, bytes) else str(said)
    return f"{code} {' '.join(text.split())}"[:500]
