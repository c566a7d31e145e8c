"""DOCX, PPTX, ODF and other packed XML: all the text, the hidden parts included, in reading order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from stanch.reading.pieces import tables, texts
from stanch.reading.readers import attributes, links
from stanch.reading.readers.flow import gather, xml_text
from stanch.reading.readers.people_tables import Lifted, People
from stanch.reading.source import Source, limited
from stanch.records import Unit

Found = Iterator["Unit | Source"]
PICTURE = 4_000  # bytes: smaller ones are icons and lines
WIDE, HIGH = 240, 48  # dots: what is smaller shows a sign, hardly a word


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
        "keywords": "keywords",
        "category": "category",
        "lastModifiedBy": "last modified by",
        "contentStatus": "status",
    }
    root: Any = etree.fromstring(package.part("docProps/core.xml"), etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    return {
        words[node.tag.rpartition("}")[2]]: node.text
        for node in (root if root is not None else ())
        if isinstance(node.tag, str) and node.text and node.tag.rpartition("}")[2] in words
    }


def within(source: Source, package: Package, lead: str) -> Iterator[Source]:
    """Embedded files, and pictures that may show words."""
    for name in package.matching(rf"{lead}/embeddings/.*"):
        yield source.inner(name.rsplit("/", 1)[-1], package.part(name))
    if source.settings.get("ocr") == "never":
        return
    yield from pictures(source, package, rf"{lead}/media/.*")


def pictures(source: Source, package: Package, pattern: str) -> Iterator[Source]:
    """The pictures of a package that are large enough to show words."""
    for name in package.matching(rf"{pattern}\.(?i:png|jpe?g|tiff?|bmp|gif|webp)"):
        if package.zip.getinfo(name).file_size > PICTURE:
            content = package.part(name)
            if _may_show_words(content):
                yield source.inner(name.rsplit("/", 1)[-1], content)


def _may_show_words(content: bytes) -> bool:
    """Its size, as its head tells; what is no picture that can be opened is told by its reader."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as opened:
            return opened.width >= WIDE and opened.height >= HIGH
    except Exception:  # noqa: BLE001 hostile content meets foreign code here
        return True


def given(source: Source, found: dict[str, str], known: dict[str, str], part: str = "") -> Found:
    """The units of the channels of a text: what is seen, then each hidden kind under its name."""
    white = "white text" if found.pop("white", "") else ""
    for name, text in found.items():
        if text.strip():
            place = f"#{part}{' ' if part and name else ''}{name}" if part or name else ""
            yield from texts(source, text.strip() + "\n", part=place, properties={**known, "hidden": name or white})


def people(source: Source, found: Iterable[People]) -> Iterator[Unit]:
    """The units of the tables of people of a document."""
    for one in found:
        yield from tables(source, one.names, one.rows, part=f"#table{one.number}", first=one.first)


def _hidden(source: Source, package: Package, part: str, pattern: str, known: dict[str, str], *, form: str = "office") -> Found:
    """All text of the parts that match, as one hidden unit."""
    whole = gather([package.part(name) for name in package.matching(pattern)], form)
    text = "\n".join(one for name, one in whole.items() if one.strip() and name != "white")
    if text.strip():
        yield from texts(source, text.strip() + "\n", part=f"#{part}", properties={**known, "hidden": part})


def beside(source: Source, package: Package, known: dict[str, str]) -> Found:
    """Document properties, standard and of its own, as lines of label and value; links that lead out of the document."""
    lines = [f"{name}: {value}" for name, value in known.items()]
    for name in package.matching(r"docProps/(app|custom)\.xml|customXml/item\d+\.xml"):
        lines += _labelled(package.part(name))
    for name in package.matching(r"(word|ppt|xl)/(\w+/)?_rels/.*\.rels"):
        for target in re.findall(r'Target="((?:mailto:|https?:|file:|\\\\)[^"]*)"', package.part(name).decode("utf-8", "replace")):
            lines += links.lines(target)
    if lines:
        yield from texts(source, "\n".join(dict.fromkeys(lines)) + "\n", part="#properties", properties={"hidden": "properties"})


def _labelled(content: bytes) -> list[str]:
    from lxml import etree

    root: Any = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    lines = []
    for node in root.iter() if root is not None else ():
        if isinstance(node.tag, str) and node.text and node.text.strip():
            holder = node.getparent()
            label = (holder.get("name") if holder is not None else None) or node.get("name") or node.tag.rpartition("}")[2]
            lines.append(f"{label}: {node.text.strip()}")
    return lines


def docx(source: Source) -> Found:
    """A Word document: body, headers, footers, notes; apart from them deleted and unseen text, comments, properties."""
    source.media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    package = Package(source)
    known = properties(package)
    parts = package.matching(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes|charts/chart\d*|diagrams/data\d*)\.xml")
    order = ("document", "header", "footer", "footnotes", "endnotes", "charts", "diagrams")
    parts.sort(key=lambda name: next(place for place, word in enumerate(order) if f"/{word}" in name))
    lifted = Lifted()
    yield from given(source, gather([package.part(name) for name in parts], "office", lifted=lifted), known)
    yield from people(source, lifted.tables)
    yield from _hidden(source, package, "comments", r"word/comments(Extended)?\.xml", known)
    yield from _hidden(source, package, "glossary", r"word/glossary/document\.xml", known)
    yield from beside(source, package, known)
    spoken = r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes|settings|people|glossary/document)\.xml"
    yield from aside(source, package, spoken, known, charted(package))
    for name in package.matching(r"word/[^/]+\.(html?|xhtml|mht|mhtml|rtf|txt|docx?)"):  # whole documents taken in as they are
        yield source.inner(name.rsplit("/", 1)[-1], package.part(name))
    yield from within(source, package, "word")


def aside(source: Source, package: Package, pattern: str, known: dict[str, str], more: Iterable[str] = ()) -> Found:
    """What stands in attributes only, and further lines of such sort, as one hidden unit."""
    lines = [*attributes.said(package.part(name) for name in package.matching(pattern)), *more]
    if lines:
        yield from texts(source, "\n".join(lines) + "\n", part="#attributes", properties={**known, "hidden": "fields"})


_LABELS = re.compile(rb"<(?:\w+:)?strCache>.*?</(?:\w+:)?strCache>", re.DOTALL)
_LABEL = re.compile(rb"<(?:\w+:)?v>([^<]{2,2000})</")


def charted(package: Package) -> Iterator[str]:
    """Words that charts show, kept with them though the cells they stood in may be gone."""
    import html

    for name in package.matching(r"(word|ppt|xl)/charts/chart\w*\.xml"):
        for kept in _LABELS.findall(package.part(name)):
            yield from (html.unescape(one.decode("utf-8", "replace")) for one in _LABEL.findall(kept))


def pptx(source: Source) -> Found:
    """A presentation: slides; apart from them hidden slides, speaker notes, comments, properties."""
    source.media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    package = Package(source)
    known = properties(package)
    slides = {name: package.part(name) for name in package.matching(r"ppt/slides/slide\d+\.xml")}
    unseen = {name: part for name, part in slides.items() if re.search(rb"<p:sld[^>]*\sshow=\"(0|false)\"", part[:4000])}
    rest = [package.part(name) for kind in (r"diagrams/data\d*", r"charts/chart\d*") for name in package.matching(rf"ppt/{kind}\.xml")]
    found = gather([part for name, part in slides.items() if name not in unseen] + rest, "office")
    masters = [_master_text(package.part(name)) for name in package.matching(r"ppt/(slideMasters|slideLayouts|handoutMasters)/[^/]*\.xml")]
    found[""] = "\n".join([found.get("", ""), *dict.fromkeys(text for text in masters if text.strip())])
    yield from given(source, found, known)
    for name, part in unseen.items():
        text = xml_text(part)
        if text.strip():
            yield from texts(source, text, part=f"#{name.rsplit('/', 1)[-1][:-4]}", properties={**known, "hidden": "slide"})
    yield from _hidden(source, package, "notes", r"ppt/notesSlides/notesSlide\d+\.xml", known)
    yield from _hidden(source, package, "comments", r"ppt/(comments/.*|commentAuthors|authors)\.xml", known, form="every")
    yield from beside(source, package, known)
    spoken = r"ppt/(slides/slide\d+|notesSlides/[^/]*|tags/[^/]*|commentAuthors|authors|slideMasters/[^/]*)\.xml"
    yield from aside(source, package, spoken, known, charted(package))
    yield from within(source, package, "ppt")


def _master_text(part: bytes) -> str:
    """What a master says by itself. What its placeholders say (`Click to edit`) is nobody's text.

    A business has a few templates, and all of its presentations bear their masters.
    """
    return _master_kept(part) if len(part) <= LARGEST_KEPT else _master_kept.__wrapped__(part)


LARGEST_KEPT = 128 << 10


@lru_cache(maxsize=64)
def _master_kept(part: bytes) -> str:
    from lxml import etree

    root: Any = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    if root is None:
        return ""
    for shape in [node for node in root.iter("{*}sp") if node.find(".//{*}nvPr/{*}ph") is not None]:
        shape.getparent().remove(shape)
    return xml_text(etree.tostring(root))


def odf(source: Source) -> Found:
    """An OpenDocument text or presentation: body, headers and footers; notes, comments, deleted and hidden text apart."""
    source.media_type = "application/vnd.oasis.opendocument"
    package = Package(source)
    parts = [package.part(name) for name in ("content.xml", "styles.xml") if name in package.names]
    lifted = Lifted()
    yield from given(source, gather(parts, "odf", lifted=lifted), {})
    yield from people(source, lifted.tables)
    yield from odf_beside(source, package)


def odf_beside(source: Source, package: Package) -> Found:
    """Properties of an OpenDocument file, and the files embedded in it."""
    if "meta.xml" in package.names:
        lines = _labelled(package.part("meta.xml"))
        yield from texts(source, "\n".join(lines) + "\n", part="#properties", properties={"hidden": "properties"}) if lines else ()
    yield from aside(source, package, r"(content|styles)\.xml", {})
    for name in package.matching(r"Object \d+/content\.xml"):
        yield from given(source, gather([package.part(name)], "odf"), {}, part=name.split("/", maxsplit=1)[0])
    lead = r"(?!META-INF|Thumbnails|Configurations|Object \d).*/?"
    for name in package.matching(lead + r".+\.(docx?|xlsx?|pdf|zip|odt)"):
        yield source.inner(name, package.part(name))
    if source.settings.get("ocr") != "never":
        yield from pictures(source, package, lead + r".+")


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
    yield from aside(source, package, r"visio/.*\.xml", {})
