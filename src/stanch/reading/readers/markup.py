"""HTML as text, its tables of people as tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice

from stanch.reading.pieces import tables, texts
from stanch.reading.readers.grid import Tables
from stanch.reading.readers.kept_files import MOST, unpacked
from stanch.reading.readers.markup_tables import tables_of
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit

BLOCKS = frozenset(
    (
        *("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "dt", "dd", "blockquote"),
        *("pre", "title", "option", "section", "article", "header", "footer", "hr", "form", "caption"),
    )
)
# Blocks with no room around them: the lines of an address are often a block each.
CHOSEN = frozenset(("checkbox", "radio", "button", "submit", "reset", "image", "hidden"))  # fields that nobody writes in
TIGHT = frozenset(("div", "tr", "li", "dt", "dd", "option"))
_NO_ROOM = re.compile(r"(?i)MsoNormal|MsoPlainText|margin(?:-top)?:\s*0")

SCRIPT = 1 << 17  # characters of one script that are looked at
LONGEST = 500
_PAIRS = re.compile(r"""["']?\b([A-Za-z_][\w$-]{1,40})["']?\s*[:=]\s*["']([^"'\\\n]{2,300})["']""")
# A name by which something of a person may stand.
_TELLING = re.compile(
    r"(?i)name|mail|phone|mobile|address|street|city|zip|postal|birth|dob|ssn|passport|licen|account|iban|card|user|customer|client|patient|member|"
    r"person|employee|author|owner|contact|token|secret|pass(?:word|wd)|salary|gender|nino|tax"
)


class _Page(HTMLParser):
    """A linear parser: no depth can hurt it. Scripts and styles are left out, comments and addresses of links kept."""

    def __init__(self, without: frozenset[int] = frozenset()) -> None:
        """`without`: by number the tables that are left out."""
        super().__init__(convert_charrefs=True)
        self.without, self.many, self.within = without, 0, False
        self.out: list[str] = []
        self.aside: list[str] = []  # what a browser shows elsewhere or not at all: descriptions, comments
        self.objects: list[str] = []
        self.hidden = 0
        self.script = ""  # the kind of script that is open
        self.tables = Tables()
        self.tight = False  # whether the open paragraph has no room around it
        self.term = False  # whether a term has just ended, and nothing was said of it yet

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.within = self.many in self.without
            self.many += 1
        if self.within:
            return
        if tag in ("script", "style"):
            self.hidden += 1
            kind = next((value or "" for name, value in attrs if name == "type"), "")
            self.script = "" if tag == "style" else "json" if "json" in kind else "code"
        elif tag in BLOCKS:
            unclosed = tag in ("table", "tr") and self.tables.cell_ends(len(self.out))
            self._break(tight=self._is_tight(tag, attrs) and not unclosed)
            if tag == "table":
                self.tables.table()
            elif tag == "tr":
                self.tables.row()
            elif tag == "dd":
                self._beside()
        elif tag in ("td", "th"):
            self.tables.cell_ends(len(self.out))
            self.out.append("\t")
            self.tables.cell(len(self.out))
        for name, value in attrs:
            if value and tag == "input" and name == "value" and self._is_filled(attrs):
                self.out.append(f"{'' if self.out and self.out[-1].endswith(chr(9)) else chr(9)}{value} ")  # behind what it is called
            elif value and ((name == "href" and value.startswith("mailto:")) or (name == "value" and tag != "li")):
                self.out.append(f" {value.removeprefix('mailto:')} ")
            elif value and name == "srcdoc":
                self.aside.append(re.sub(r"<[^>]*>", " ", value))
            elif value and name in ("alt", "title", "content", "placeholder", "aria-label"):
                self.aside.append(value)
            elif value and name.startswith("data-") and len(value) < LONGEST and (_TELLING.search(name) or _TELLING.search(value)):
                self.aside.append(f"{name[5:]}: {value}")

    def _is_filled(self, attrs: list[tuple[str, str | None]]) -> bool:
        """Whether a field is one to write in, with its label right before it."""
        kind = next((value or "" for name, value in attrs if name == "type"), "")
        return kind.lower() not in CHOSEN and bool(self.out) and bool(self.out[-1].strip())

    def handle_endtag(self, tag: str) -> None:
        if self.within:
            self.within = tag != "table"
        elif tag in ("script", "style"):
            self.hidden = max(0, self.hidden - 1)
        elif tag in BLOCKS:
            if tag in ("table", "tr"):
                self.tables.cell_ends(len(self.out))
            if tag == "table":
                self.tables.table_ends(self.out)
            # What ends a cell's last line may be taken away: a row ends all the same.
            self._break(tight=(tag in TIGHT and tag != "tr") or (tag == "p" and self.tight))
            self.term = tag == "dt"
        elif tag in ("td", "th"):
            self.tables.cell_ends(len(self.out))

    def _is_tight(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        if tag == "p":
            self.tight = any(name in ("class", "style") and _NO_ROOM.search(value or "") for name, value in attrs)
        return tag in TIGHT or (tag == "p" and self.tight)

    def _break(self, *, tight: bool) -> None:
        """A line ends; of a block with room around it a further one does."""
        if not tight or not self.out or self.out[-1] != "\n":
            self.out.append("\n")

    def _beside(self) -> None:
        """What is said of a term stands beside it: `Date of birth`, a tab, the day."""
        if self.term:
            while self.out and not self.out[-1].strip():
                self.out.pop()
            self.out.append("\t")
        self.term = False

    def handle_data(self, data: str) -> None:
        if self.within:
            return
        if not self.hidden:
            self.out.append(re.sub(r"[ \r\n\t\f]+", " ", data))
        elif self.script == "json":
            (self.objects if _is_object(data) else self.aside).append(data.strip())
        elif self.script == "code":  # a page often holds its visitor's account in a script: labels and values, not the program
            self.aside += [f"{name}: {value}" for name, value in _PAIRS.findall(data[:SCRIPT]) if _TELLING.search(name)]

    def handle_comment(self, data: str) -> None:
        self.aside.append(data.strip())


def _is_object(script: str) -> bool:
    try:
        return isinstance(json.loads(script), dict | list) if len(script) <= SCRIPT * 8 else False
    except (ValueError, RecursionError):
        return False


def plain(content: str, without: frozenset[int] = frozenset(), objects: list[str] | None = None) -> str:
    """The text of a page: blocks as lines, cells set apart by tabs.

    `without`: by number the tables that are left out; `objects` takes what scripts hold as JSON, which else is text too.
    """
    page = _Page(without)
    page.feed(content)
    page.close()
    if objects is None:
        page.aside += page.objects
    else:
        objects += page.objects
    lines = [line.strip(" ").removeprefix("\t") for line in "".join(page.out).split("\n")]
    lines += ["", *dict.fromkeys(page.aside)] if page.aside else []
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip() + "\n"


def html(source: Source) -> Iterator[Unit | Source]:
    """A page."""
    source.media_type = "text/html"
    content = source.whole()
    declared = re.search(rb"(?i)charset\s*=\s*[\"']?([\w-]+)", content[:4096])
    page = decode(content, declared[1].decode() if declared else "")[0]
    found = list(tables_of(page))
    objects: list[str] = []
    yield from texts(source, plain(page, frozenset(one.number for one in found), objects))
    for one in found:
        yield from tables(source, one.names, one.rows, part=f"#table{one.number + 1}", first=one.first)
    for number, script in enumerate(objects, start=1):
        yield source.inner(f"script_{number}.json", script.encode())
    written = dict.fromkeys(found[1] for found in _INLINE.finditer(page))
    inline = filter(None, map(unpacked, islice(written, MOST)))
    yield from (source.inner(f"inline_{number}", content) for number, content in enumerate(inline, start=1))


# A picture or a file that an address holds itself: `<img src="data:image/png;base64,…">`.
_INLINE = re.compile(r"""["'(](data:[\w/+.;=% -]{0,160};base64,[A-Za-z0-9+/_=\s-]{64,})["')]""")
