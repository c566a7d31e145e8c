"""PDF: the text of each page, annotations, form fields, attached files; pages that are pictures by OCR."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.pieces import texts
from stanch.reading.source import Source
from stanch.records import Unit, Unread

DOTS = 200 / 72  # scans are made at 200 dots to the inch or better
SIDE = 5000  # pixels


def pdf(source: Source) -> Iterator[Unit | Source | Unread]:
    """A PDF."""
    import pypdfium2

    source.media_type = "application/pdf"
    content = source.whole()
    document = _opened(pypdfium2, content, source.passwords)
    pages, pictures, known = [], 0, {}
    seen = False
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage().get_text_range()
        if len(text.strip()) < 8 and source.settings.get("ocr") != "never":
            from stanch.reading.readers.image import recognise

            scale = min(DOTS, SIDE / max(page.get_width(), page.get_height(), 1))
            text += recognise(page.render(scale=scale).to_pil(), source.settings)
            seen = True
        elif not text.strip():
            pictures += 1
        pages.append(text.replace("\r\n", "\n").replace("\ufffe", "").replace("\x02", ""))
        page.close()
    known = {
        "title": document.get_metadata_value("Title"),
        "author": document.get_metadata_value("Author"),
        "modified": "",
        "ocr": "yes" if seen else "",
    }
    document.close()
    beside, attached = _beside(content, source.passwords)
    written = "\n".join([*pages, *beside])
    if written.strip() or seen:
        yield from texts(source, written + "\n", properties=known)
    elif pictures:
        yield Unread(source.exhibit, source.locator, "unsupported", f"{pictures} pages are pictures and OCR is off")
    for name, inner in attached:
        yield source.inner(name, inner)


def _opened(library: Any, content: bytes, passwords: tuple[str, ...]) -> Any:
    for password in ("", *passwords):
        try:
            return library.PdfDocument(content, password=password or None)
        except library.PdfiumError as error:
            if "password" not in str(error).lower():
                raise EvidenceError("damaged", "no PDF that can be opened") from None
    raise EvidenceError("encrypted", "a PDF under a password")


def _beside(content: bytes, passwords: tuple[str, ...]) -> tuple[list[str], list[tuple[str, bytes]]]:
    """Annotations, form values, bookmarks, properties; and attached files."""
    import pikepdf

    out: list[str] = []
    files: list[tuple[str, bytes]] = []
    try:
        with pikepdf.open(io.BytesIO(content), password=passwords[0] if passwords else "", suppress_warnings=True) as document:
            for each in document.objects:
                if isinstance(each, pikepdf.Dictionary):
                    _texts_of(each, out)
            out += [str(value) for value in (document.docinfo or {}).values() if isinstance(value, pikepdf.String)]
            for name, spec in document.attachments.items():
                files.append((name, bytes(spec.get_file().read_bytes())))
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError):
        pass
    return list(dict.fromkeys(out)), files


def _texts_of(found: Any, out: list[str]) -> None:
    import pikepdf

    keys = [key for key in ("/Contents", "/V", "/TU", "/DV", "/RC", "/T", "/Title") if key in found]
    for key in keys:
        value = found.get(key)
        if isinstance(value, pikepdf.String) and str(value).strip():
            out.append(str(value))
    if "/XFA" in found:
        from stanch.reading.readers.flow import xml_text

        parts = found["/XFA"]
        streams = parts if isinstance(parts, pikepdf.Array) else [parts]
        joined = b"".join(one.read_bytes() for one in streams if isinstance(one, pikepdf.Stream))
        out.append(xml_text(joined, every=True))
