"""Hands one message at a time to the mail server, and says exactly how far it came. The only part that touches the network.

Whether a message was taken over is known in all cases but one: after the last byte went out no answer came that can be read as yes or
no. That case is told as `unknown`, never as a failure. What the server holds against the sender, not against one person (another
password, a sender it does not know, no encryption), is an error that ends the run: nobody may count as refused for it.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal, Protocol

from stanch.errors import StanchError
from stanch.notices.mail_message import Outgoing
from stanch.notices.mail_server import MailServer

# Authentication is asked for, too weak, failed, or must be encrypted first (RFC 4954, RFC 3207): the recipient has no part in it.
OF_THE_SENDER = (530, 534, 535, 538)

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
            if 400 <= error.smtp_code < 500:  # it cannot look the password up now
                return Answer("not_taken", f"no connection: {_told(error)}")
            raise StanchError(
                f"the mail server does not accept the password ({_said(error.smtp_code, error.smtp_error)})",
                where=self._server.host,
                do="Check username and password; nothing was sent.",
            ) from None
        except smtplib.SMTPNotSupportedError as error:
            raise _unsupported(self._server, str(error)) from None
        except ssl.SSLError as error:
            raise StanchError(
                f"no safe connection to the mail server ({error.reason or error})",
                where=self._server.host,
                do="Check host, port, security and ca_file; nothing was sent.",
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer("not_taken", f"no connection: {_told(error)}")
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
            return Answer("not_taken", f"the connection ended before the message was whole: {_told(error)}")
        try:
            if link.sock:
                link.sock.settimeout(max(self._server.answer_seconds, self._server.timeout_seconds))
            link.send(b".\r\n")
            code, said = link.getreply()
            if link.sock:
                link.sock.settimeout(self._server.timeout_seconds)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer("unknown", f"the connection ended before the answer came: {_told(error)}")
        return self._last_word(code, said)

    def _envelope(self, link: smtplib.SMTP, message: Outgoing) -> Answer | None:
        """Name sender and recipients; None where the server then asks for the message."""
        options = ["SMTPUTF8"] if message.needs_utf8 else []
        if message.needs_utf8 and not link.has_extn("smtputf8"):
            return Answer("refused", "the mail server does not take addresses in this script (SMTPUTF8)")
        code, said = link.mail(message.sender, options)
        if code != 250:
            return self._against_the_sender(link, code, said)
        code, said = link.rcpt(message.recipient)
        if code in OF_THE_SENDER:
            return self._against_the_sender(link, code, said)
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

    def _against_the_sender(self, link: smtplib.SMTP, code: int, said: bytes) -> Answer:
        """Raise where the server will never let this sender send; else what it said."""
        answer = self._reset(link, code, said)
        if answer.outcome == "refused":
            raise StanchError(
                f"the mail server does not let you send ({answer.reply})",
                where=self._server.envelope_from,
                do="Check from_address, bounces_to, username and password, or ask whoever runs the server; nothing more was sent.",
            )
        return answer

    def _reset(self, link: smtplib.SMTP, code: int, said: bytes) -> Answer:
        """What a `no` before the message means; the connection is made ready for the next, or ended where the server is out of step."""
        if code == 421 or not 400 <= code < 600:  # it is about to close, or says what nobody asked
            self._drop()
        else:
            try:
                link.rset()
            except (OSError, smtplib.SMTPException):  # the answer stands, even where the server hangs up after it
                self._drop()
        return Answer("refused" if 500 <= code < 600 else "later", _said(code, said))

    def _last_word(self, code: int, said: bytes) -> Answer:
        """What the answer to the whole message means; one that is neither yes nor no leaves it open who has the message."""
        outcomes: dict[int, Outcome] = {2: "accepted", 4: "later", 5: "refused"}
        outcome = outcomes.get(code // 100, "unknown")
        if outcome == "unknown" or code == 421:
            self._drop()
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


def _unsupported(server: MailServer, said: str) -> StanchError:
    """The server offers no encryption, or takes no password: for everybody alike."""
    if server.security == "starttls" and "STARTTLS" in said:
        what, do = "the mail server offers no encryption (STARTTLS)", "Use its port for tls (465), or another server"
    else:
        what, do = f"the mail server cannot do what is asked ({said})", "Check port, security and username"
    return StanchError(what, where=server.host, do=f"{do}; nothing was sent.")


def _told(error: Exception) -> str:
    """What ended a connection: the server's own words where it said some."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return type(error).__name__


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "backslashreplace") if isinstance(said, bytes) else str(said)
    return f"{code} {' '.join(text.split())}"[:500]
