"""Archives of Outlook for Mac (.olm): a ZIP file with an XML document a message, one for contacts, one for a calendar.

What Outlook writes is not documented; the names of elements and attributes are those that its archives hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stanch.reading.pieces import texts
from stanch.reading.readers.markup import plain
from stanch.reading.source import Source
from stanch.records import Unit

_MARK = re.compile(r"OPF(?:[A-Z][A-Za-z]*?)(?:Copy|Get)(?=[A-Z])")  # before what the element is called: `OPFContactCopyFirstName`
_ADDRESS = {"OPFContactEmailAddressAddress": "email", "OPFContactEmailAddressName": "name", "OPFContactEmailAddressType": "type"}
_WHO = {
    "From": ("FromAddresses", "SenderAddress", "From"),
    "To": ("ToAddresses",),
    "Cc": ("CCAddresses",),
    "Bcc": ("BCCAddresses",),
    "Reply-To": ("ReplyToAddresses",),
}
_HTML = re.compile(r"(?i)<(?:html|body|div|p|br|span|table|font)\b")


def is_outlooks(root: Any) -> bool:
    """Whether a document is of such an archive."""
    return any(str(node.tag).startswith("OPF") for one in root[:3] for node in one[:40])


def messages(source: Source, root: Any) -> Iterator[Unit]:
    """The messages of a document as mail: who, to whom, when, about what, and the words. Times are UTC without saying so."""
    mails = [one for one in root if one.tag == "email"]
    for number, mail in enumerate(mails, start=1):
        who = {label: "; ".join(_people(mail, places)) for label, places in _WHO.items()}
        subject = _said(mail, "Subject")
        day = _said(mail, "SentTime") or _said(mail, "ReceivedTime")
        heads = [f"{label}: {said}" for label, said in (*who.items(), ("Date", day), ("Subject", subject)) if said]
        files = [name for node in mail.iter("messageAttachment") if (name := node.get("OPFAttachmentName"))]
        lines = [*heads, "", *_bodies(mail), *(f"Attachment: {name}" for name in files)]
        known = {"mail.from": who["From"], "mail.to": who["To"], "mail.cc": who["Cc"], "mail.subject": subject, "mail.date": day}
        yield from texts(source, "\n".join(lines).strip() + "\n", part=f"#{number}" if len(mails) > 1 else "", properties=known)


def _people(mail: Any, places: tuple[str, ...]) -> Iterator[str]:
    for place in places:
        found = [node for one in mail.iter(f"OPFMessageCopy{place}") for node in one.iter("emailAddress")]
        for node in found:
            name, address = (node.get(f"OPFContactEmailAddress{part}", "").strip() for part in ("Name", "Address"))
            yield f"{name} <{address}>" if name and address and name != address else address or name
        if found:
            return


def _said(mail: Any, name: str) -> str:
    return " ".join((mail.findtext(f"OPFMessageCopy{name}") or "").split())


def _bodies(mail: Any) -> Iterator[str]:
    """The words: of the page where there is one, for the text beside it often is the page over again."""
    page, words = (mail.findtext(f"OPFMessageCopy{name}") or "" for name in ("HTMLBody", "Body"))
    said = dict.fromkeys(plain(one) if _HTML.search(one) else one.strip() + "\n" for one in (page, words) if one.strip())
    for place, one in enumerate(said):
        if not place or one.split() != next(iter(said)).split():
            yield one


def plainly_named(root: Any) -> None:
    """Call elements and attributes what they are: `FirstName` of a contact, not `OPFContactCopyFirstName`."""
    for node in root.iter():
        if isinstance(node.tag, str):
            node.tag = _MARK.sub("", node.tag, count=1)
            for key in [key for key in node.attrib if key in _ADDRESS]:
                node.set(_ADDRESS[key], node.attrib.pop(key))
