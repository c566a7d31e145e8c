"""Text out of document XML in reading order, the hidden kinds of text kept apart: deleted, unseen, commented, annotated."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from stanch.reading.readers.grid import MOST_COLUMNS, Tables
from stanch.reading.readers.people_tables import Lifted

BODY = ""
LINES = frozenset(("p", "h", "creator", "br", "cr", "tr", "line-break", "list-item", "sp", "table-row", "title", "desc"))
CELLS = frozenset(("tc", "table-cell", "covered-table-cell"))
ROWS = frozenset(("tr", "table-row"))
TABLES = frozenset(("tbl", "table", *ROWS, *CELLS))
SPANS = frozenset(("gridSpan", "vMerge"))
# Where text stands in Office's XML. In OpenDocument it stands in paragraphs, at any depth below them.
TEXTS = frozenset(("t", "delText", "instrText", "delInstrText", "v", "f"))
ODF_TEXTS = frozenset(("p", "h", "creator"))
# An element opens a channel for what is below it; several elements share one.
CHANNELS = {
    "del": "deleted", "moveFrom": "deleted", "tracked-changes": "deleted", "note": "notes", "notes": "notes", "annotation": "comments",
    "instrText": "fields", "delInstrText": "fields", "hidden-text": "hidden", "hidden-paragraph": "hidden", "comment": "comments",
}  # fmt: skip
SKIPPED = frozenset(
    ("bibliography-source", "table-of-content-source", "illustration-index-source", "alphabetical-index-source", "note-citation")
)
# Where a form is filled in: content controls and text boxes.
FIELDS = frozenset(("sdtContent", "txbxContent"))
_LABEL = re.compile(r"(?:\(?\w{1,3}[.)][ ])?[A-ZÀ-ÖØ-Þ][^\t\n.,;!?]{0,48}[^\s:;.,!?]|[A-ZÀ-ÖØ-Þ][\w/'-]*(?:[ ][\w/()'-]+){0,2}\.")
MOST_PIECES = 40  # of the line so far
WHITE = frozenset(("ffffff", "fffffe", "fefefe"))


def _number(said: str) -> int:
    return min(int(said), MOST_COLUMNS) if said.isdigit() else 1


def _local(name: str) -> str:
    return name.rpartition("}")[2]


class _Flow:
    """Receives the events of the parser, so that text comes in its order and no tree is held."""

    def __init__(self, *, form: str, lifted: Lifted | None = None) -> None:
        self.form = form  # "office", "odf" or "every"
        self.out: dict[str, list[str]] = {BODY: []}
        self.names: list[str] = []
        self.channels = [BODY]
        self.inside = 0  # open elements whose text counts
        self.skipped = 0
        self.hidden = False  # the run that is open is not seen
        self.white = False  # its letters are white: seen where the ground is dark, which only a drawing would tell
        self.marks: list[int] = []  # how much was written when an AlternateContent opened
        self.written = 0
        self.tables = Tables(lifted)
        self.covered = 0  # cells of the row that the one before covers
        self.boxed = 0  # how much was written when the last text box ended
        self.fallbacks: list[str] = []  # what older programs show instead: the same, unless somebody changed one of both

    def say(self, text: str) -> None:
        """Add text to the open channel."""
        channel = "hidden" if self.hidden and self.channels[-1] == BODY else self.channels[-1]
        self.out.setdefault(channel, []).append(text)

    def start(self, name: str, attributes: Any) -> None:
        """An element opens."""
        local = _local(name)
        self.names.append(local)
        if local in TABLES or local in SPANS:
            self._table(local, attributes)
        if local in SKIPPED or (local == "Fallback" and self.marks and self.written > self.marks[-1]):
            self.skipped += 1
        elif local == "AlternateContent":
            self.marks.append(self.written)
        if local in CHANNELS and not (local == "del" and "rPr" in self.names[-3:]):  # there it says how, not what
            self.channels.append(CHANNELS[local])
            if local == "comment":
                self.say(" ".join(str(value) for key, value in attributes.items() if _local(key) in ("author", "date", "initials")) + ": ")
        if local in TEXTS or (self.form == "odf" and local in ODF_TEXTS):
            self.inside += 1
        if local in ("vanish", "webHidden") and "rPr" in self.names[-3:]:
            self.hidden = "false" not in attributes.values() and "0" not in attributes.values()
        elif local == "color" and "rPr" in self.names[-3:]:
            self.white = any(str(value).lower() in WHITE for value in attributes.values())
        elif local == "r":
            self.hidden = self.white = False
        elif local == "tab" and "tabs" not in self.names[-2:]:
            self.say("\t")
        elif local == "s" and self.form == "odf":
            count = next((value for key, value in attributes.items() if _local(key) == "c"), "1")
            self.say(" " * min(int(count) if count.isdigit() else 1, 100))
        elif local in FIELDS:
            self._beside(local)
        elif local in ("hidden-text", "hidden-paragraph"):
            self.say(next((value for key, value in attributes.items() if _local(key) == "string-value"), ""))

    def _beside(self, local: str) -> None:
        """What is filled into a control or a box stands apart from what is printed before it: by a tab behind a label, else as it was."""
        out = self.out.get(self.channels[-1]) or []
        line = "".join(out[-MOST_PIECES:]).rpartition("\n")[2]
        label = line.rpartition("\t")[2].strip()
        if _LABEL.fullmatch(label):
            if out[-1].isspace() or out[-1] != out[-1].rstrip(" "):
                out[-1] = out[-1].rstrip(" ")
            self.say("\t")
        elif label and local == "txbxContent":
            self.say("\n")

    def _table(self, local: str, attributes: Any) -> None:
        if self.channels[-1] != BODY:
            return
        if local in SPANS:
            said = next((str(value) for key, value in attributes.items() if _local(key) == "val"), "")
            self.tables.spans(_number(said) if local == "gridSpan" else 1, on=local == "vMerge" and said != "restart")
        elif local in CELLS:
            self.tables.cell(len(self.out[BODY]))
            if self.form == "odf":
                self._cell_of_open_document(local, attributes)
        elif local in ROWS:
            self.tables.row()
            self.covered = 0
        else:
            self.tables.table(len(self.out[BODY]))

    def _cell_of_open_document(self, local: str, attributes: Any) -> None:
        """A cell over several columns is followed by those that it covers; what else is covered goes on from above."""
        told = {_local(key): _number(value) for key, value in attributes.items() if "number-columns" in key}
        if local == "table-cell":
            wide = told.get("number-columns-spanned", 1)
            self.covered = wide - 1
            self.tables.spans(max(wide, told.get("number-columns-repeated", 1)))
            return
        repeated = told.get("number-columns-repeated", 1)
        left = repeated - min(repeated, self.covered)
        self.covered -= repeated - left
        self.tables.spans(left, on=True)

    def end(self, name: str) -> None:
        """An element closes."""
        local = self.names.pop() if self.names else _local(name)
        if local in TEXTS or (self.form == "odf" and local in ODF_TEXTS):
            self.inside = max(0, self.inside - 1)
        if local in LINES:
            said = bool(self.boxed) and local == "p" and self.boxed == self.written
            self.boxed = 0
            self.say("" if said else "\n")
        elif local in CELLS:
            _cell_end(self.out.setdefault(self.channels[-1], []), self.tables if self.channels[-1] == BODY else None)
        elif local == "r":
            self.hidden = False
        elif local in ("tbl", "table") and self.channels[-1] == BODY:
            self.tables.table_ends(self.out[BODY])
        if local == "txbxContent":
            self.boxed = self.written  # the line has ended with the box
        if local in CHANNELS and len(self.channels) > 1 and self.channels[-1] == CHANNELS[local] and "rPr" not in self.names[-2:]:
            self.say("\n" if local not in ("del", "moveFrom") else " ")
            self.channels.pop()
        if local in SKIPPED or (local == "Fallback" and self.skipped):
            self.skipped = max(0, self.skipped - 1)
        elif local == "AlternateContent" and self.marks:
            self.marks.pop()

    def data(self, text: str) -> None:
        """Character data."""
        if self.skipped:
            if self.inside and "Fallback" in self.names and text.strip():
                self.fallbacks.append(text.strip())
            return
        if not (self.inside or self.form == "every"):
            return
        if self.form == "odf":
            text = re.sub(r"[ \t\r\n]+", " ", text)
        self.written += len(text)
        if self.white and text.strip():
            self.out.setdefault("white", []).append("white text ")
        self.say(text)

    def close(self) -> dict[str, str]:
        """All channels."""
        shown = " ".join("".join(self.out[BODY]).split())
        if more := [text for text in self.fallbacks if " ".join(text.split()) not in shown]:
            self.out.setdefault("hidden", []).append("\n" + "\n".join(more) + "\n")
        return {name: re.sub(r"\n{3,}", "\n\n", "".join(parts)) for name, parts in self.out.items()}


def _cell_end(out: list[str], tables: Tables | None) -> None:
    first = tables.begins if tables else 0
    while len(out) > first and out[-1] == "\n":
        out.pop()
    if tables:
        tables.cell_ends(len(out))
    out.append("\t")


_DECLARED = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)


def undeclared(content: bytes) -> bytes:
    """XML without its own entities: the parser would expand them into a target, however often they name one another."""
    return _DECLARED.sub(b"", content, count=1) if b"<!ENTITY" in content else content


_NAMED = re.compile(rb"""<!ENTITY\s+([\w.-]{1,80})\s+(?:"([^"&%<]{1,500})"|'([^'&%<]{1,500})')\s*>""")


def named(content: bytes) -> list[str]:
    """Texts that a document gives a name to and uses by it (`&who;`): those that name no other, as lines of name and text."""
    head = _DECLARED.search(content) if b"<!ENTITY" in content else None
    found = list(_NAMED.finditer(head[0]))[:1000] if head else []
    return [f"{one[1].decode()}: {(one[2] or one[3] or b'').decode('utf-8', 'replace')}" for one in found]


def channels(content: bytes, form: str = "office", lifted: Lifted | None = None) -> dict[str, str]:
    """Text by channel: "" is what a reader sees, others are `deleted`, `hidden`, `notes`, `comments`. Entities are never expanded.

    `lifted`: takes the tables of people, which then are no part of the text.
    """
    from lxml import etree

    flow = _Flow(form=form, lifted=lifted)
    parser = etree.XMLParser(target=flow, resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    try:
        parser.feed(undeclared(content))
        parser.close()
    except etree.XMLSyntaxError:
        pass  # what came before the fault is kept
    return flow.close()


def xml_text(content: bytes, *, every: bool = False) -> str:
    """The text of an XML part, all channels together: paragraphs as lines, cells set apart by tabs."""
    found = channels(content, "every" if every else "office")
    return "\n".join(text for name, text in found.items() if text.strip() and name != "white")


def gather(parts: list[bytes], form: str, take: Callable[[str], bool] = lambda _name: True, lifted: Lifted | None = None) -> dict[str, str]:
    """The channels of several parts, each in the order of the parts."""
    whole: dict[str, list[str]] = {}
    for part in parts:
        for name, text in channels(part, form, lifted).items():
            if text.strip() and take(name):
                whole.setdefault(name, []).append(text)
    return {name: "\n".join(texts) for name, texts in whole.items()}
