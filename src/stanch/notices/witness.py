"""What an archive's mailbox (mbox file or Maildir) or a mail server's log proves about messages: which of them were accepted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from stanch.errors import WrongCall

HEAD = 64_000  # bytes of a message in which its headers stand
_ID = re.compile(rb"^message-id:[ \t\r\n]*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
# A Postfix log: cleanup names the Message-ID of a queue id, the queue manager takes the whole message over after that.
_CLEANUP = re.compile(r"postfix/\S*cleanup\[\d+\]: ([0-9A-Za-z]+): message-id=(<[^<>\s]+>)")
_QUEUED = re.compile(r"postfix/\S*qmgr\[\d+\]: ([0-9A-Za-z]+): from=<[^>]*>, size=\d+, nrcpt=\d+ \(queue active\)")


def in_mailbox(path: Path, wanted: Collection[str]) -> set[str]:
    """Those of the Message-IDs that stand in the mailbox. Raises `WrongCall` where there is none."""
    looked = set(wanted)
    return looked.intersection(_identities(path)) if looked else set()


def _identities(path: Path) -> Iterator[str]:
    for head in _heads(path):
        found = _ID.search(head)
        if found:
            yield found[1].decode("ascii", "replace")


def _heads(path: Path) -> Iterator[bytes]:
    """The headers of each message."""
    if path.is_file():
        with path.open("rb") as stream:
            yield from _mbox_heads(stream)
        return
    folders = [path / name for name in ("new", "cur") if (path / name).is_dir()]
    if not folders:
        raise WrongCall("no mailbox here", where=str(path), do="Name an mbox file or a Maildir (a folder with `new` and `cur`).")
    for folder in folders:
        for file in sorted(folder.iterdir()):
            try:
                with file.open("rb") as stream:
                    yield stream.read(HEAD).replace(b"\r\n", b"\n").partition(b"\n\n")[0]
            except FileNotFoundError:
                continue  # a mail program moved it from new to cur meanwhile


def _mbox_heads(lines: Iterable[bytes]) -> Iterator[bytes]:
    head: list[bytes] | None = None
    for line in lines:
        if line.startswith(b"From "):
            head = []
        elif head is not None and line.strip():
            head.append(line)
        elif head is not None:
            yield b"".join(head)
            head = None


def in_log(lines: Iterable[str], wanted: Collection[str]) -> set[str]:
    """Those of the Message-IDs that a Postfix log shows as taken over: a message that was cut off is never handed to its queue."""
    named: dict[str, str] = {}
    found: set[str] = set()
    looked = set(wanted)
    for line in lines:
        if (cleanup := _CLEANUP.search(line)) and cleanup[2] in looked:
            named[cleanup[1]] = cleanup[2]
        elif (queued := _QUEUED.search(line)) and queued[1] in named:
            found.add(named[queued[1]])
    return found
