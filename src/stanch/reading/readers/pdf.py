"""PDF: the text of each page, annotations, form fields, attached files; pages that are pictures by OCR."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import tables, texts
from stanch.reading.readers import former_pages, links, xfa
from stanch.reading.readers.flow import xml_text
from stanch.reading.readers.form_fields import Field, fields_on, labels_printed
from stanch.reading.readers.pages import LITTLE, Box, page_text, pictures_on, seen_on
from stanch.reading.readers.people_tables import lifted_lines
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit, Unread

DOTS = 200 / 72  # scans are made at 200 dots to the inch or better
SIDE = 5000  # pixels
PICTURES = 40  # on pages with text, of one document
WITHIN = 20_000  # parts of one object


def pdf(source: Source) -> Iterator[Unit | Source | Unread]:
    """A PDF."""
    import pypdfium2

    source.media_type = "application/pdf"
    content = source.whole()
    document = _opened(pypdfium2, content, source.passwords)
    found = _beside(content, source.passwords)
    read = _Pages(source, found.boxes)
    for number in range(len(document)):
        read.add(document[number], number + 1)
    known = {name.lower(): document.get_metadata_value(name) for name in ("Title", "Author", "Subject", "Keywords")}
    known |= {"ocr": "yes" if read.recognised else "", "hidden": read.hidden()}
    document.close()
    # Two fields of a form may say the same under one label: `Last name` of a patient, and of who pays.
    fields = [read.labels.get(one, one) for one in dict.fromkeys(found.fields)]
    written = "\n".join([*read.texts, *fields])
    written, lifted = lifted_lines(written)
    if written.strip() or read.recognised:
        yield from texts(source, written + "\n", properties=known)
    for one in lifted:
        yield from tables(source, one.names, one.rows, part=f"#table{one.number}", first=one.first)
    for part, lines in (("annotations", found.notes), ("properties", found.properties)):
        if lines:
            yield from texts(source, "\n".join(dict.fromkeys(lines)) + "\n", part=f"#{part}", properties={"hidden": part})
    if read.late:
        yield Unread(source.exhibit, source.locator, "timed_out", f"{len(read.late)} pages are or hold pictures for which no time was left")
    if read.pictures:
        yield Unread(source.exhibit, source.locator, "unsupported", f"{read.pictures} pages are pictures and OCR is off")
    for name, inner in found.files:
        yield source.inner(name, inner)
    former = former_pages.lines(content, read.texts, lambda part: _opened(pypdfium2, part, source.passwords), until=source.budget.until)
    if former:
        yield from texts(source, "\n".join(former) + "\n", part="#former pages", properties={"hidden": "former pages"})


def _written(content: bytes) -> str:
    if content.startswith((b"\xfe\xff", b"\xff\xfe")):
        return content.decode("utf-16", "replace")
    return decode(content)[0]


def _choices(given: Any) -> list[str]:
    """What may be chosen in a field: text, or what is exported and what is shown."""
    import pikepdf

    found: list[str] = []
    for one in list(given)[:2000] if isinstance(given, pikepdf.Array) else ():
        parts = list(one) if isinstance(one, pikepdf.Array) else [one]
        found += [str(part) for part in parts if isinstance(part, pikepdf.String)]
    return list(dict.fromkeys(found))


class _Pages:
    """Reads page after page; those that are pictures by OCR, while there is time."""

    def __init__(self, source: Source, fields: Mapping[int, list[Field]]) -> None:
        self.fields = fields
        self.labels: dict[str, str] = {}  # a field's line, and the same under the label printed beside it
        self.settings = source.settings
        self.until = source.budget.until
        self.texts: list[str] = []
        self.white: list[int] = []
        self.late: list[int] = []
        self.pictures = 0
        self.boxes: set[tuple[int, ...]] = set()
        self.recognised = False

    def add(self, page: Any, number: int) -> None:
        """Read one page."""
        textpage = page.get_textpage()
        text = page_text(textpage)
        self.labels |= labels_printed(textpage, self.fields.get(number, []))
        pictured, white = seen_on(page)
        self.white += [number] if white and text.strip() else []
        few = len(text.strip())
        if few < 8 or (pictured and few < LITTLE):
            text += self._pictured(page, number, pictured)
        elif few:
            text += self._beside(page, number)
        self.texts.append(text)
        page.close()

    def _pictured(self, page: Any, number: int, pictured: bool) -> str:
        if self.settings.get("ocr") == "never":
            self.pictures += pictured
            return ""
        if time.monotonic() > self.until:
            self.late.append(number)
            return ""
        from stanch.reading.readers.image import recognise

        scale = min(DOTS, SIDE / max(page.get_width(), page.get_height(), 1))
        self.recognised = True
        return "\n" + recognise(page.render(scale=scale).to_pil(), self.settings)

    def _beside(self, page: Any, number: int) -> str:
        """The words in pictures on a page that has text: a copy of a passport in a letter."""
        found = []
        for box in pictures_on(page) if self.settings.get("ocr") != "never" else ():
            mark = tuple(round(edge) for edge in box)
            if mark in self.boxes:  # the same place on page after page: the letterhead
                continue
            self.boxes.add(mark)
            if len(self.boxes) > PICTURES or time.monotonic() > self.until:
                self.late += [number] if number not in self.late else []
                break
            found.append(self._of_box(page, box))
        return "\n" + "\n".join(found) if any(found) else ""

    def _of_box(self, page: Any, box: Box) -> str:
        from stanch.reading.readers.image import recognise

        left, bottom, right, top = box
        width, height = page.get_width(), page.get_height()
        scale = min(DOTS, SIDE / max(right - left, top - bottom, 1))
        cut = (max(left, 0), max(bottom, 0), max(width - right, 0), max(height - top, 0))
        self.recognised = True
        return recognise(page.render(scale=scale, crop=cut).to_pil(), self.settings)

    def hidden(self) -> str:
        """A phrase on pages with white letters."""
        return f"white text on pages {', '.join(map(str, self.white[:20]))}" if self.white else ""


def _opened(library: Any, content: bytes, passwords: tuple[str, ...]) -> Any:
    for password in ("", *passwords):
        try:
            return library.PdfDocument(content, password=password or None)
        except library.PdfiumError as error:
            if "password" not in str(error).lower():
                raise EvidenceError("damaged", "no PDF that can be opened") from None
    raise EvidenceError("encrypted", "a PDF under a password")


@dataclass(slots=True)
class _Beside:
    fields: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    boxes: dict[int, list[Field]] = field(default_factory=dict)


def _beside(content: bytes, passwords: tuple[str, ...]) -> _Beside:
    """Form values, annotations, bookmarks, properties; and attached files."""
    import pikepdf

    found = _Beside()
    for password in ("", *passwords):
        try:
            with pikepdf.open(io.BytesIO(content), password=password, suppress_warnings=True) as document:
                _gather(document, found)
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError, AttributeError, NotImplementedError):
            break  # damaged: what was found before stays, the pages are read anyway
        break
    return found


def _gather(document: Any, found: _Beside) -> None:
    import pikepdf

    found.boxes = fields_on(document)
    holders = list(_holders(document))
    for each in holders:
        if not _says_nothing(each):
            _texts_of(each, found)
    found.properties += [
        f"{str(key).lstrip('/')}: {value}" for key, value in (document.docinfo or {}).items() if isinstance(value, pikepdf.String)
    ]
    if "/Metadata" in document.Root:
        packet = xml_text(document.Root.Metadata.read_bytes()[: 1 << 20], every=True)
        found.properties += [line.strip() for line in packet.split("\n") if line.strip()]
    for name, spec in document.attachments.items():
        found.files.append((name, bytes(spec.get_file().read_bytes())))
    taken = {content for _, content in found.files}
    for each in holders:  # files that hang on an annotation only
        if isinstance(each, pikepdf.Dictionary) and isinstance(each.get("/EF"), pikepdf.Dictionary):
            inner = each["/EF"].get("/F") or each["/EF"].get("/UF")
            content = inner.read_bytes() if isinstance(inner, pikepdf.Stream) else b""
            if content and content not in taken:
                taken.add(content)
                found.files.append((str(each.get("/UF") or each.get("/F") or f"attachment_{len(taken)}"), content))


def _holders(document: Any) -> Iterator[Any]:
    """Every dictionary: those that have a number, and those that stand within them."""
    import pikepdf

    for whole in document.objects:
        waiting = [whole]
        steps = 0
        while waiting and steps < WITHIN:
            one = waiting.pop()
            steps += 1
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                waiting += [part for part in one.values() if _is_holder(part) and not part.is_indirect]
            elif isinstance(one, pikepdf.Array):
                waiting += [part for part in one if _is_holder(part) and not part.is_indirect]


def _is_holder(part: Any) -> bool:
    import pikepdf

    return isinstance(part, pikepdf.Dictionary | pikepdf.Array)


_BESIDE = {"/Alt": "description", "/ActualText": "stands for", "/JS": "script"}


_SAYING = ("/Contents", "/V", "/TU", "/DV", "/RC", "/T", "/Title", "/Subj", "/OverlayText", "/Alt", "/ActualText", "/JS")
_TELLING = frozenset((*_SAYING, "/Opt", "/A", "/XFA"))


def _says_nothing(each: Any) -> bool:
    """Whether a dictionary has no entry that `_texts_of` takes anything from, told by one look at all of its names."""
    try:
        return _TELLING.isdisjoint(each.keys())
    except ValueError:  # a name that is no text: each that is looked for is asked for
        return False


def _texts_of(each: Any, found: _Beside) -> None:
    import pikepdf

    said = {key: str(each.get(key)) for key in _SAYING if isinstance(each.get(key), pikepdf.String)}
    for key in ("/V", "/RC", "/JS"):  # long ones stand in a stream
        if isinstance(each.get(key), pikepdf.Stream):
            said[key] = _written(each[key].read_bytes()[: 1 << 20])
    said = {key: text for key, text in said.items() if text.strip()}
    if isinstance(each.get("/V"), pikepdf.Name):
        said["/V"] = str(each["/V"]).lstrip("/")
    label = said.get("/TU") or said.get("/T") or ""
    if "/V" in said and "/Contents" not in said:
        found.fields.append(f"{label}: {said['/V']}" if label else said["/V"])
    elif "/FT" in each and label:
        found.fields.append(label)
    if "/Title" in said and "/Contents" not in said:
        found.fields.append(said["/Title"])  # a bookmark
    if "/FT" in each and "/DV" in said and said["/DV"] != said.get("/V"):
        found.fields.append(f"{label}: {said['/DV']}" if label else said["/DV"])
    found.fields += [f"{label}: {one}".removeprefix(": ") for one in _choices(each.get("/Opt"))] if "/FT" in each else []
    found.notes += [f"{name}: {said[key]}" for key, name in _BESIDE.items() if key in said]
    for key in ("/Contents", "/RC", "/Subj", "/OverlayText"):
        if key in said and "/Subtype" in each:
            author = f"{said['/T']}: " if "/T" in said else ""
            found.notes.append(author + (re.sub(r"<[^>]*>", " ", said[key]).strip() if key == "/RC" else said[key]))
    action = each.get("/A")
    if isinstance(action, pikepdf.Dictionary) and isinstance(action.get("/URI"), pikepdf.String):
        found.notes += links.lines(str(action["/URI"]))
    if "/XFA" in each:
        parts = each["/XFA"]
        streams = parts if isinstance(parts, pikepdf.Array) else [parts]
        joined = b"".join(one.read_bytes() for one in streams if isinstance(one, pikepdf.Stream))
        found.fields += xfa.lines(joined) or [xml_text(joined, every=True)]
