"""What documents say in attributes, where no reader of text looks: descriptions of pictures, who changed what, choices, variables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# (a label, where it stands). Attributes come in any order, so an element is found first and its attribute within it.
_ELEMENTS: tuple[tuple[str, bytes, tuple[bytes, ...]], ...] = (
    ("description", rb"(?:docPr|cNvPr)", (b"descr", b"title")),
    ("description", rb"(?:shape|rect|oval|image|imagedata|group|roundrect)", (b"alt", b"o:title")),
    ("description", rb"(?:tblCaption|tblDescription)", (b"w:val",)),
    ("drawn word", rb"textpath", (b"string",)),
    ("changed by", rb"(?:ins|del|moveFrom|moveTo|rPrChange|pPrChange)", (b"w:author",)),
    ("person", rb"person", (b"w15:author",)),
    ("author", rb"(?:cmAuthor|author)", (b"name",)),
    ("field", rb"fldSimple", (b"w:instr",)),
    ("label", rb"(?:alias|tag)", (b"w:val",)),
    ("choice", rb"listItem", (b"w:displayText", b"w:value")),
    ("variable", rb"docVar", (b"w:val",)),
    ("connection", rb"(?:connectString|query)", (b"w:val",)),
    ("tag", rb"tag", (b"val",)),
    ("connection", rb"(?:dbPr|webPr|textPr)", (b"connection", b"command", b"url", b"sourceFile")),
    ("connection", rb"connection", (b"description", b"name")),
    ("prompt", rb"dataValidation", (b"prompt", b"error", b"promptTitle", b"errorTitle")),
    ("hint", rb"hyperlink", (b"tooltip", b"display")),
    ("kept record", rb"s", (b"v",)),
    ("field", rb"(?:user-field-decl|variable-set|text-input)", (b"office:string-value", b"text:description")),
    ("shape data", rb"Cell", (b"V",)),
    ("page", rb"Page", (b"Name",)),
    ("author", rb"AuthorEntry", (b"Name",)),
)
MOST = 5_000  # lines of one document
_WORDS = re.compile(r"[^\W\d_]{2}|\d{3}|@")


def said(parts: Iterable[bytes], wanted: Iterable[str] = ()) -> list[str]:
    """Lines of label and value, each once. `wanted` are labels, where not all mean something in this kind of document."""
    labels = set(wanted)
    found: dict[str, None] = {}
    for part in parts:
        for label, element, names in _ELEMENTS:
            if labels and label not in labels:
                continue
            for one in re.finditer(rb"<(?:\w+:)?" + element + rb"\s[^<>]*>", part):
                for name in names:
                    value = re.search(rb"\s" + name + rb'="([^"]*)"', one[0])
                    text = " ".join(html.unescape(value[1].decode("utf-8", "replace")).split()) if value else ""
                    if _WORDS.search(text) and len(found) < MOST:
                        found[f"{label}: {text}"] = None
    return list(found)


def formulas(sheet: bytes) -> list[str]:
    """Words in the formulas of a sheet, in quotes: what a program wrote without the value it comes to has them nowhere else."""
    found: dict[str, None] = {}
    for one in re.finditer(rb"<(?:x:)?f(?:\s[^>]*)?>([^<]{4,8000})</(?:x:)?f>", sheet) if b"</f>" in sheet or b"</x:f>" in sheet else ():
        if b'"' in one[1] or b"&quot;" in one[1]:
            for text in re.findall(r'"([^"]{3,500})"', html.unescape(one[1].decode("utf-8", "replace"))):
                if _WORDS.search(text) and len(found) < MOST:
                    found[text] = None
    return list(found)
