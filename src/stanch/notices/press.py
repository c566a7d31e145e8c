"""The press: a filled text to a PDF/UA-1. One compiler, kept open; all content goes in as a JSON
file in memory, never as markup.

Type: Libertinus Serif, which the compiler brings along; names in other scripts are set in Noto fonts from a package.
"""

from __future__ import annotations

import base64
import json
import re
import struct
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import Any

from stanch.errors import StanchError
from stanch.notices.wording import Filled, FilledSection

HERE = Path(__file__).parent
TYPE = "Libertinus Serif"
PAGE = {"en": "Page", "es": "Página", "fr": "Page", "de": "Seite"}
# Characters that print nothing and could hide or turn round what does: controls, bidirectional overrides, joiners.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff\ufff9-\uffff]"
)


def printable(text: str) -> str:
    """Text as it may be printed: composed, white space single, nothing that cannot be seen."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text.replace("\t", " "))).split())


def letter_content(
    filled: Filled, *, language: str, sender: Sequence[str], address: Sequence[str], day: str, greeting: str, reference: str, code: str = ""
) -> dict[str, Any]:
    """What the layout of a letter takes; `code` is what a person types in to enrol, set so that it can be read letter by letter."""
    return {
        "lang": language,
        "title": plain(filled.title),
        "from": [plain(line) for line in sender] or ["—"],
        "date": plain(day),
        "address": [_breakable(plain(line)) for line in address],
        "greeting": plain(greeting),
        "reference": plain(reference),
        "page": PAGE.get(language, PAGE["en"]),
        "fonts": fonts(),
        "sections": [_section(section, code) for section in filled.sections],
    }


def _section(section: FilledSection, code: str) -> dict[str, Any]:
    """A section as the layout takes it; made once for all letters that share it."""
    if code and code in section.plain:
        return _set(section, lambda text: plain(text).replace(code, f"{CODE}{code}{CLOSED}"))
    if "set" not in section.memo:
        section.memo["set"] = _set(section, plain)
    found: dict[str, Any] = section.memo["set"]
    return found


def _set(section: FilledSection, said: Callable[[str], str]) -> dict[str, Any]:
    paragraphs = [
        {
            "lead": plain(one.lead),
            "text": said(one.text),
            "items": [said(item) for item in one.items],
            "lines": [said(line) for line in one.lines],
        }
        for one in section.paragraphs
    ]
    return {"heading": plain(section.heading), "paragraphs": paragraphs}


def _breakable(line: str) -> str:
    """A line of an address whose words can all be broken before they leave the window: none is longer than it is wide."""
    return _LONG.sub(lambda word: BREAK.join(word[0][start : start + WIDEST] for start in range(0, len(word[0]), WIDEST)), line)


def plain(text: str) -> str:
    """Text without the marks that only a layout may read: nobody's name is taken for one."""
    return text.translate(_NO_MARKS) if CODE in text or SLOT in text or CLOSED in text else text


@dataclass(frozen=True, slots=True)
class Look:
    """How the letters of a case look beside their layout: the logo at the head, and large print."""

    logo: bytes = b""
    large: bool = False

    @property
    def mark(self) -> str:
        """What tells one look from another; empty for the usual one."""
        return (sha256(self.logo).hexdigest()[:8] if self.logo else "") + ("large" if self.large else "")


def look_of(settings: Mapping[str, str]) -> Look:
    """The look that people asked for."""
    return Look(base64.b64decode(settings.get("notice.logo", "")), settings.get("notice.print") == "large")


def press(place: str, content: Mapping[str, Any], day: date, look: Look = Look()) -> bytes:
    """The PDF of one text. The same content on the same day gives the same bytes."""
    return _snug(*_dressed(place, content, look), day, place, pdf_standards=["ua-1"])


def press_body(place: str, content: Mapping[str, Any], day: date, look: Look = Look()) -> bytes:
    """As `press`, for paper alone: without tags, which nothing reads once it is cut into the letters of a print house."""
    return _snug(*_dressed(place, content, look), day, place, pdf_tags=False)


def press_overlay(envelope: str, contents: Sequence[Mapping[str, Any]], day: date, look: Look = Look()) -> bytes:
    """What differs from letter to letter, page by page, to lie over the bodies that they share."""
    main = f'#import "/layout/letter.typ": overlay, {envelope}\n#overlay(json("/letter.json"), envelope: {envelope})'
    first, *others = contents
    said = [{**first, "large": look.large}, *({name: one[name] for name in _OWN} for one in others)]
    return _made({"main.typ": main.encode()}, said, day, f"overlay for {envelope}", pdf_tags=False)


# What the overlay sets of each letter; how all are dressed it takes from the first.
_OWN = ("lang", "title", "address", "reference", "greeting", "code", "pages", "slots")


def _dressed(place: str, content: Mapping[str, Any], look: Look) -> tuple[dict[str, bytes], dict[str, Any]]:
    said = {**content, "logo": "", "large": look.large}
    files = {"main.typ": layout(place)}
    if look.logo:
        said["logo"] = "/logo.svg"
        files["logo.svg"] = _as_svg(look.logo.lstrip())
    return files, said


def _as_svg(logo: bytes) -> bytes:
    """A logo as SVG: the compiler takes files of text alone from memory, so a PNG is laid into one (its size stands in its header)."""
    if not logo.startswith(b"\x89PNG"):
        return logo
    width, height = struct.unpack(">II", logo[16:24].ljust(8, b"\1"))
    held = base64.b64encode(logo).decode()
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/png;base64,{held}"/></svg>'.encode()


# So few letters, head and foot among them, are a line or two: they cost a page, and every other one a sheet.
SPILT = 220
# The compiler and the reader of its pages serve one thread at a time: pages are looked at while the line drafts, by several people at once.
AT_PRESS = RLock()


def _snug(files: dict[str, bytes], said: dict[str, Any], day: date, place: str, **how: Any) -> bytes:
    """Set; where a line or two alone would begin a page, set once more a little closer, if that saves the page. Large print stays wide."""
    made = _made(files, said, day, place, **how)
    pages, last = _pages(made)
    # A body that letters share bears no reference; it breaks where a letter of its own does.
    if pages < 2 or last - len("".join(said["reference"].split())) > SPILT or said["large"]:
        return made
    closer = _made(files, {**said, "tight": True}, day, place, **how)
    return closer if _pages(closer)[0] < pages else made


def _pages(pdf: bytes) -> tuple[int, int]:
    """How many pages there are, and how many letters stand on the last one."""
    import pypdfium2

    with AT_PRESS:
        document = pypdfium2.PdfDocument(pdf)
        try:
            count = len(document)
            return count, len("".join(document[count - 1].get_textpage().get_text_range().split())) if count > 1 else 0
        finally:
            document.close()


def _made(files: dict[str, bytes], said: Any, day: date, place: str, **how: Any) -> bytes:
    import typst

    text = json.dumps(said, ensure_ascii=False)
    if blank := _blank(set(text) - _MARKED):
        # Such a letter is marked as incomplete; one name must not stop all others from being drafted and read.
        text = text.translate(dict.fromkeys(map(ord, blank), BLANK))
    files["letter.json"] = text.encode()
    try:
        with AT_PRESS:
            made = _compiler().compile(input=files, format="pdf", timestamp=datetime.combine(day, time(), UTC), **how)
    except (typst.TypstError, RuntimeError) as error:
        raise StanchError(
            f"the text could not be set: {getattr(error, 'message', error)}",
            where=f"texts/{place}/text.typ",
            do="Correct the layout; nothing was written.",
        ) from None
    return bytes(made)


def without_glyph(text: str) -> str:
    """The characters of a text that no font here can print, each once, in order."""
    return _blank(set(text))


def _blank(chars: set[str]) -> str:
    if unknown := sorted(chars - _PRINTS - _LACKING):
        _try(unknown)
    return "".join(sorted(chars & _LACKING)) if _LACKING else ""


BLANK = "□"
BREAK = "\u200b"  # where a word may be broken that no window is wide enough for; prints nothing
WIDEST = 20  # letters of 10 points that fit the narrowest window however wide they are
_LONG = re.compile(rf"\S{{{WIDEST + 1},}}")
# Around a code in the content of a letter, and around the place that is left free for one; `layout/letter.typ` takes them away.
CODE, SLOT, CLOSED = "\ue000", "\ue002", "\ue001"
_MARKED = frozenset((CODE, SLOT, CLOSED))
_NO_MARKS = dict.fromkeys(map(ord, _MARKED), BLANK)
_PRINTS: set[str] = set(map(chr, range(32, 127)))
_LACKING: set[str] = set()
_TRIAL = b'#let it = json("/letter.json")\n#set document(title: "trial")\n#set text(font: it.fonts)\n#it.text'


def _try(chars: Sequence[str]) -> None:
    """Set the characters; where that fails, halve until each is told apart."""
    import typst

    content = {"fonts": fonts(), "text": " ".join(chars)}
    files = {"main.typ": _TRIAL, "letter.json": json.dumps(content, ensure_ascii=False).encode()}
    try:
        with AT_PRESS:
            _compiler().compile(input=files, format="pdf", pdf_standards=["ua-1"], timestamp=datetime(2026, 1, 1, tzinfo=UTC))
    except typst.TypstError:
        if len(chars) == 1:
            _LACKING.update(chars)
            return
        _try(chars[: len(chars) // 2])
        _try(chars[len(chars) // 2 :])
    else:
        _PRINTS.update(chars)


@cache
def layout(place: str) -> bytes:
    """The Typst file of a text, whatever its wording."""
    return (HERE / "texts" / place.partition("@")[0] / "text.typ").read_bytes()


@cache
def _compiler() -> Any:
    """One compiler for all texts, kept open: it remembers what it has laid out.

    The content comes as a file in memory, not as `sys.inputs`: those belong to the library, and with a changed library
    nothing is remembered (14 ms instead of 6 for a letter of two pages).
    """
    import typst

    compiler: Any = typst.Compiler
    return compiler(b"", root=str(HERE), font_paths=_type(), ignore_system_fonts=True)


def ready() -> None:
    """Have the compiler and its fonts at hand before the first letter."""
    fonts()
    _compiler()


@cache
def fonts() -> tuple[str, ...]:
    """The families to set with, the letter's own first. The machine's fonts are not looked at: the same letter everywhere."""
    return (TYPE, *(family for family in _type().families() if family.startswith("Noto")))


@cache
def _type() -> Any:
    """The fonts themselves, looked through once."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in _font_folders()])


def _font_folders() -> list[Path]:
    """Where the packages of Noto fonts (SIL Open Font License) lie."""
    return [Path(found.origin).parent for name in ("manimgx_fonts", "manimgx_fonts_cjk") if (found := find_spec(name)) and found.origin]
