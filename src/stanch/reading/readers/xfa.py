"""Forms of XFA: what was filled in, as lines of label and value; what stands printed, as it is (XML Forms Architecture 3.3)."""

from __future__ import annotations

import re
from typing import Any

MOST = 20_000
_PARTS = re.compile(rb"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>")
_DATA = "{http://www.xfa.org/schema/xfa-data/1.0/}"


def lines(packets: bytes) -> list[str]:
    """`FullName: Ada Example` for each field with a value, then the captions; nothing where the packets cannot be followed."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root: Any = etree.fromstring(b"<all>" + _PARTS.sub(b"", packets) + b"</all>", parser)
    if root is None:
        return []
    filled, printed = dict[str, None](), dict[str, None]()
    for node in root.iter():
        text = (node.text or "").strip() if isinstance(node.tag, str) else ""
        if not text or len(filled) + len(printed) > MOST:
            continue
        is_filled = any(isinstance(one.tag, str) and one.tag.startswith(_DATA) for one in node.iterancestors())
        if is_filled:
            filled[f"{node.tag.rpartition('}')[2]}: {text}"] = None
        elif node.tag.rpartition("}")[2] in _PRINTED:
            printed[text] = None
    return [*filled, *printed]


_PRINTED = frozenset({"text", "p", "span", "toolTip", "speak", "value"})
