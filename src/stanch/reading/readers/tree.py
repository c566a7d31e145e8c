"""XML documents: elements that repeat become tables, the rest text in its order, attributes as lines of label and value.

People who stand several in one record (the guests of a booking, the insured of a policy) have a table of their own, with the record's key.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import Any

from stanch.reading.pieces import tables, texts
from stanch.reading.readers import olm
from stanch.reading.readers.flow import named, undeclared
from stanch.reading.readers.kept_files import LEAST, MOST, unpacked
from stanch.reading.readers.lone_records import is_a_persons
from stanch.reading.source import Source
from stanch.records import Unit

LARGEST = 50 << 20
ENOUGH = 2  # elements of one name side by side that make a table
COLUMNS = 300
# Messages whose element names are the labels of their values, and which often hold one record only.
MESSAGES = ("iso:20022", "hl7-org:v3", "hl7.org/fhir", "ofx.net", "irs.gov/efile", "xbrl.org")


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _elements(node: Any) -> list[Any]:
    return [child for child in node if isinstance(child.tag, str)]


def _is_mixed(node: Any) -> bool:
    """Text beside elements: a document, not a record."""
    return bool(len(node) and node.text and node.text.strip()) or any(child.tail and child.tail.strip() for child in node)


def _is_record(node: Any) -> bool:
    """It holds named values: elements of its own, none of them amid running text; or several attributes and nothing else."""
    waiting, seen = [node], 0
    while waiting and seen < COLUMNS:
        one = waiting.pop()
        if _is_mixed(one) or _name(one) in ("p", "br", "span", "td", "r"):
            return False
        seen += 1
        waiting += _elements(one)
    return seen < COLUMNS and (seen > 1 or len(node.attrib) >= 2)


def _row(node: Any, without: Container[int] = ()) -> dict[str, str]:
    """A record's values by dotted name: what its elements say in their order, then what their attributes say."""
    said: dict[str, str] = {}
    marked: dict[str, str] = {}
    waiting = [(node, "")]
    while waiting:
        one, lead = waiting.pop()
        if id(one) in without:
            continue
        if one.text and one.text.strip():
            name = lead or _name(one)
            said[name] = f"{said[name]}; {one.text.strip()}" if name in said else one.text.strip()
        for key, value in one.attrib.items():
            name = ".".join(filter(None, (lead, str(key).rpartition("}")[2])))
            marked[name] = f"{marked[name]}; {value}" if name in marked else value
        waiting += [(child, ".".join(filter(None, (lead, _name(child))))) for child in reversed(_elements(one))]
    return {**said, **{name: value for name, value in marked.items() if name not in said}}


def _drawings(root: Any) -> Iterator[bytes]:
    """The pages of a draw.io file, each deflated, in base64, with signs of an address (`%20`) for what is no letter."""
    import base64
    import binascii
    import zlib
    from urllib.parse import unquote

    for page in root.iter("diagram"):
        packed = "".join((page.text or "").split())
        try:
            written = zlib.decompressobj(-15).decompress(base64.b64decode(packed, validate=True), LARGEST) if packed else b""
        except (binascii.Error, ValueError, zlib.error):
            continue
        if written:
            yield unquote(written.decode("utf-8", "replace")).encode()


def xml(source: Source) -> Iterator[Unit | Source]:
    """An XML document; entities are not expanded."""
    from lxml import etree

    source.media_type = "application/xml"
    if source.size > LARGEST:
        from stanch.reading.readers.text import text

        yield from text(source)
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    root = etree.fromstring(undeclared(source.whole()), parser)
    if words := named(source.whole()):
        yield from texts(source, "\n".join(words) + "\n", part="#entities", properties={"hidden": "fields"})
    if root is None:
        return
    if olm.is_outlooks(root):
        if root[0].tag == "email":
            yield from olm.messages(source, root)
            return
        olm.plainly_named(root)
    if _name(root) == "mxfile":
        for drawn in _drawings(root):
            yield source.inner("page.xml", drawn)
    for name, content in _files(root):
        yield source.inner(name, content)
    if root.tag == f"{{{OFFICE}}}document":
        yield source.inner("document", _package(root))
        return
    if any(word in str(root.tag) for word in MESSAGES):
        yield from texts(source, "\n".join(_labelled(root)) + "\n")
        return
    _named_by_attributes(root)
    groups = _groups(root)
    taken = {id(node) for nodes in groups.values() for node in nodes}
    said, marked = _rest(root, taken)
    if said or marked:
        yield from texts(source, "\n".join([*said, "", *marked]).strip() + "\n")
    for path, nodes in groups.items():
        for part, rows, references in _parted(path, nodes):
            names = list(dict.fromkeys(name for row in rows for name in row))
            told = {"references": references} if references else None
            yield from tables(source, names, ([row.get(name) for name in names] for row in rows), part=f"#{part}", properties=told)


MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def _package(root: Any) -> bytes:
    """An OpenDocument file in one piece (.fodt, .fods) as the package that its readers know; properties in their own part."""
    from lxml import etree

    kind, properties = root.get(f"{{{OFFICE}}}mimetype") or "application/vnd.oasis.opendocument.text", root.find(f"{{{OFFICE}}}meta")
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{MANIFEST}"/>')
        if properties is not None:
            root.remove(properties)
            packed.writestr("meta.xml", etree.tostring(properties))
        root.tag = f"{{{OFFICE}}}document-content"
        packed.writestr("content.xml", etree.tostring(root))
    return sink.getvalue()


def _parted(path: str, nodes: Sequence[Any]) -> Iterator[tuple[str, list[dict[str, str]], str]]:
    """The table of these records, and one for the people who stand several in a record: their path, rows and references."""
    held = [_people_in(node) for node in nodes]
    names = {name for one in held for name, people in one.items() if len(people) >= ENOUGH}
    apart = [{name: people for name, people in one.items() if name in names} for one in held]
    rows = [_row(node, {id(one) for people in inside.values() for one in people}) for node, inside in zip(nodes, apart, strict=True)]
    if not names:
        yield path, rows, ""
        return
    key, own = _key(rows), path.rpartition("/")[2]
    if not key:
        key = "id"
        rows = [{key: str(number), **row} for number, row in enumerate(rows, 1)]
    yield path, rows, ""
    for name in sorted(names):
        column = f"{own}.{key}"
        theirs = [{column: row[key], **_row(one)} for row, inside in zip(rows, apart, strict=True) for one in inside.get(name, ())]
        yield f"{path}/{name}", theirs, f"{column}\t{path}\t{key}"


def _people_in(node: Any) -> dict[str, list[Any]]:
    """The elements in a record that are somebody's, by the name they have."""
    found: dict[str, list[Any]] = {}
    waiting = _elements(node)[::-1]
    while waiting:
        one = waiting.pop()
        if len(one) and is_a_persons(_said(one)) and _is_record(one):
            found.setdefault(_name(one), []).append(one)
        else:
            waiting += _elements(one)[::-1]
    return found


def _said(node: Any) -> dict[str, Any]:
    """What the elements right within one say, by name; those that hold others as a list of them."""
    return {_name(one): _elements(one) or (one.text or "").strip() for one in _elements(node)}


_KEY = re.compile(r"(?i)(?:.*[._-])?(?:\w*id|ref\w*|num\w*|nr|no|key|code|codigo|uuid)")


def _key(rows: Sequence[dict[str, str]]) -> str:
    """The column that tells these records apart, "" where none does."""
    named = [name for name in rows[0] if _KEY.fullmatch(name)]
    return next((name for name in named if len({row.get(name, "") for row in rows} - {""}) == len(rows)), "")


def _files(root: Any) -> Iterator[tuple[str, bytes]]:
    """Files that stand in an element as base64 (a document sent along with an invoice or a message), taken out of the text."""
    many = 0
    for node in root.iter():
        written = node.text.strip() if isinstance(node.tag, str) and node.text and len(node.text) > LEAST else ""
        if not written or many >= MOST or not (content := unpacked(written)):
            continue
        many += 1
        node.text = ""
        beside = node.getparent()
        said = (one.text.strip() for one in (_elements(beside) if beside is not None else ()) if one.text)
        yield next(filter(_FILE_NAME.fullmatch, said), f"{_name(node)}_{many}"), content


_FILE_NAME = re.compile(r"[^/\\\n]{1,120}\.[A-Za-z][A-Za-z0-9]{1,4}")


def _groups(root: Any) -> dict[str, list[Any]]:
    """Records by the path of their names."""
    groups: dict[str, list[Any]] = {}
    waiting = [(root, _name(root))]
    while waiting:
        node, path = waiting.pop()
        children = _elements(node)
        often = Counter(_name(child) for child in children)
        rest = []
        for child in children:
            name = _name(child)
            if often[name] >= ENOUGH and _is_record(child):
                groups.setdefault(f"{path}/{name}" if node is not root else name, []).append(child)
            else:
                rest.append((child, f"{path}/{name}" if node is not root else name))
        waiting += reversed(rest)
    return groups


def _rest(root: Any, taken: set[int]) -> tuple[list[str], list[str]]:
    """Text and attributes outside the records, in the order of the document."""
    said: list[str] = []
    marked: list[str] = []
    records: dict[int, tuple[Any, bool]] = {}  # with the element, which is another's number once it is gone
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            said += [node.strip()] if node.strip() else []
            continue
        if id(node) not in taken:
            if isinstance(node.tag, str):
                marked += [f"{str(key).rpartition('}')[2]}: {value}" for key, value in node.attrib.items()]
            said += [f"{_label_of(node, records)}{node.text.strip()}"] if node.text and node.text.strip() else []
            for child in reversed(node):
                waiting += [child.tail or "", child]
    return said, list(dict.fromkeys(marked))


def _label_of(node: Any, records: dict[int, tuple[Any, bool]]) -> str:
    """The names of an element and of what holds it, before its value where that is a record (asked once); empty amid running text."""
    holder = node.getparent()
    if holder is None or len(node) or len(node.text) > LONGEST_VALUE:
        return ""
    if id(holder) not in records:
        names = {_name(one) for one in holder if isinstance(one.tag, str) and not len(one)}
        records[id(holder)] = (holder, len(names) >= ENOUGH and _is_record(holder))
    return f"{_name(holder)} {_name(node)}: " if records[id(holder)][1] else ""


LONGEST_VALUE = 200
_NAMES_IT = ("name", "n", "key", "k", "id", "field", "label", "property", "code", "attribute", "column", "q", "question")
_TAG = re.compile(r"[A-Za-z_][\w.-]{0,60}")


def _named_by_attributes(root: Any) -> None:
    """`<p n="givenName">Ann</p>` beside others of its kind is made `<givenName>`: an attribute says what each of them is."""
    for holder in list(root.iter()):
        leaves = [one for one in holder if isinstance(one.tag, str) and not len(one)] if isinstance(holder.tag, str) else []
        if len(leaves) < ENOUGH or len(leaves) != len(_elements(holder)) or len({one.tag for one in leaves}) > 1 or _is_mixed(holder):
            continue
        named = next((key for key in _NAMES_IT if all(_TAG.fullmatch(one.get(key) or "") for one in leaves)), "")
        if (
            named
            and len({one.get(named) for one in leaves}) == len(leaves)
            and all(one.text or one.get("value") is not None for one in leaves)
        ):
            for one in leaves:
                one.tag, one.text = one.attrib.pop(named), one.text or one.attrib.pop("value")


def _labelled(root: Any) -> list[str]:
    """Every value with the last two names on the way to it."""
    lines = []
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        holder = node.getparent()
        label = f"{_name(holder)} {_name(node)}" if holder is not None else _name(node)
        said = " ".join("".join(node.itertext()).split()) if _is_mixed(node) else (node.text or "").strip()
        lines += [f"{label}: {said}"] if said else []
        lines += [f"{label}{'' if key == 'value' else f' {key}'}: {value}" for key, value in node.attrib.items() if "}" not in str(key)]
    return lines
