"""DOCX, PPTX, ODF and other packed XML: all the text, the hidden parts included, in reading order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from stanch.reading.pieces import texts
from stanch.reading.source import Source, limited
from stanch.records import Unit

Found = Iterator["Unit | Source"]
BREAKS = {"p", "br", "cr", "tr", "h", "line-break", "sp", "list-item"}
TEXTS = {"t", "delText", "instrText", "v", "f"}
PICTURE = 20_000  # bytes: smaller ones are icons and lines


class Package:
    """A ZIP of XML parts, read within limits."""

    def __init__(self, source: Source) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(source.whole()))
        self.names = self.zip.namelist()

    def part(self, name: str) -> bytes:
        """One part's bytes."""
        with self.zip.open(name) as stream:
            return limited(stream, self.zip.getinfo(name).compress_size)  # type: ignore[arg-type]

    def matching(self, pattern: str) -> list[str]:
        """Parts by name, in the order of their numbers."""
        found = [name for name in self.names if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: [int(one) if one.isdigit() else one for one in re.split(r"(\d+)", name)])


def xml_text(content: bytes, *, every: bool = False) -> str:
    """The text of an XML part: paragraphs as lines, cells set apart by tabs. Entities are never expanded."""
    from lxml import etree

    out: list[str] = []
    depth = 0
    parser = etree.iterparse(
        io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True, recover=True, load_dtd=False
    )
    for event, node in parser:
        if not isinstance(node.tag, str):
            continue
        tag = node.tag.rpartition("}")[2]
        if event == "start":
            if tag == "tab":
                out.append("\t")
            elif tag == "tc":
                depth += 1
            elif tag == "s":
                out.append(" ")
            continue
        if (every or tag in TEXTS) and node.text:
            out.append(node.text)
        if tag == "tc":
            depth -= 1
            _cell_end(out)
        elif tag in BREAKS:
            out.append("\n")
        if every and node.tail:
            out.append(node.tail)
        node.text = node.tail = None if not every else node.tail
    return re.sub(r"\n{3,}", "\n\n", "".join(out))


def _cell_end(out: list[str]) -> None:
    while out and out[-1] == "\n":
        out.pop()
    out.append("\t")


def properties(package: Package) -> dict[str, str]:
    """Title, author, moments of a document."""
    if "docProps/core.xml" not in package.names:
        return {}
    from lxml import etree

    words = {
        "title": "title",
        "creator": "author",
        "modified": "modified",
        "created": "created",
        "subject": "subject",
        "description": "description",
    }
    root: Any = etree.fromstring(package.part("docProps/core.xml"), etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    return {
        words[node.tag.rpartition("}")[2]]: node.text
        for node in (root if root is not None else ())
        if isinstance(node.tag, str) and node.text and node.tag.rpartition("}")[2] in words
    }


def _within(source: Source, package: Package, lead: str) -> Iterator[Source]:
    for name in package.matching(rf"{lead}/embeddings/.*"):
        yield source.inner(name.rsplit("/", 1)[-1], package.part(name))
    if source.settings.get("ocr") == "never":
        return
    for name in package.matching(rf"{lead}/media/.*\.(png|jpe?g|tiff?|bmp)"):
        if package.zip.getinfo(name).file_size > PICTURE:
            yield source.inner(name.rsplit("/", 1)[-1], package.part(name))


def docx(source: Source) -> Found:
    """A Word document: body, headers, footers, notes, comments, deleted text."""
    source.media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    package = Package(source)
    parts = package.matching(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes|comments|glossary/document)\.xml")
    parts.sort(key=lambda name: ("document" not in name or "glossary" in name, "header" not in name))
    written = "\n".join(xml_text(package.part(name)) for name in parts)
    charts = "\n".join(xml_text(package.part(name)) for name in package.matching(r"word/(charts/chart\d*|diagrams/data\d*)\.xml"))
    yield from texts(source, f"{written}\n{charts}".strip() + "\n", properties=properties(package))
    yield from _within(source, package, "word")


def pptx(source: Source) -> Found:
    """A presentation: slides with their notes, comments, masters."""
    source.media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    package = Package(source)
    kinds = (
        r"slides/slide\d+",
        r"notesSlides/notesSlide\d+",
        r"comments/.*",
        r"diagrams/data\d*",
        r"charts/chart\d*",
        r"slideMasters/.*\d+",
        r"slideLayouts/.*\d+",
        r"handoutMasters/.*",
    )
    written = [_slide_text(package, name) for kind in kinds for name in package.matching(rf"ppt/{kind}\.xml")]
    yield from texts(source, "\n".join(written).strip() + "\n", properties=properties(package))
    yield from _within(source, package, "ppt")


def _slide_text(package: Package, name: str) -> str:
    """The text of one part. What a master's or layout's placeholder says (`Click to edit`) is nobody's text."""
    part = package.part(name)
    if "Master" not in name and "Layout" not in name:
        return xml_text(part, every="comments" in name)
    from lxml import etree

    root: Any = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    if root is None:
        return ""
    for shape in [node for node in root.iter("{*}sp") if node.find(".//{*}nvPr/{*}ph") is not None]:
        shape.getparent().remove(shape)
    return xml_text(etree.tostring(root))


def odf(source: Source) -> Found:
    """An OpenDocument text or presentation."""
    source.media_type = "application/vnd.oasis.opendocument"
    package = Package(source)
    written = [xml_text(package.part(name), every=True) for name in ("content.xml", "styles.xml", "meta.xml") if name in package.names]
    yield from texts(source, "\n".join(written))
    for name in package.matching(
        r"(?!META-INF|Thumbnails|Configurations|Object \d).*/?(?!.*\.(xml|rdf)$).+\.(docx?|xlsx?|pdf|zip|odt|png|jpe?g)"
    ):
        if not name.endswith(("png", "jpg", "jpeg")) or (
            source.settings.get("ocr") != "never" and package.zip.getinfo(name).file_size > PICTURE
        ):
            yield source.inner(name, package.part(name))


def packed_xml(source: Source) -> Found:
    """Any other package of XML (EPUB, Visio, XPS): all text of all parts."""
    from stanch.reading.readers.markup import plain

    package = Package(source)
    out = []
    for name in package.matching(r".*\.(xml|xhtml|html|htm|fpage|opf|ncx)"):
        content = package.part(name)
        if name.endswith(".fpage"):
            out += re.findall(
                r'UnicodeString="([^"]*)"', content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
            )
        elif name.endswith((".xhtml", ".html", ".htm")):
            out.append(plain(content.decode("utf-8", "replace")))
        elif not re.search(r"rels|Content_Types|theme|styles|settings", name):
            out.append(xml_text(content, every=True))
    yield from texts(source, "\n".join(out))
