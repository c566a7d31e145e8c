"""Records as XML in cells (`<Member><FirstName>Ann</FirstName>…`): what requests, messages and settings are kept as."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

DEEPEST, MOST, LONGEST = 20, 20_000, 4_000_000
_NAMES = ("name", "key", "label", "id", "code", "field", "nom", "feld")
_VALUES = ("value", "val", "wert", "valor", "valeur", "text")


def loads(cell: str) -> Any:
    """The dictionary in a cell: elements and attributes by their names, those of one name as a list.

    Raises `ValueError` where it is no XML with elements in it, declares anything of its own, or is nested too deep.
    """
    if "<!" in cell.replace("<![CDATA[", "") or "</" not in cell or len(cell) > LONGEST:
        raise ValueError("no plain XML")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.start, reader.end, reader.said
    try:
        parser.Parse(cell.strip().encode(), True)
    except (expat.ExpatError, UnicodeError) as error:
        raise ValueError(str(error)) from error
    found = reader.open[0][1]
    if not any(isinstance(one, dict) for one in found.values()):
        raise ValueError("text with marks")
    return found


class _Reader:
    """Gathers elements: each open one with its name, what is in it, and its text."""

    def __init__(self) -> None:
        self.open: list[tuple[str, dict[str, Any], list[str]]] = [("", {}, [])]
        self.many = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.many += 1
        if len(self.open) > DEEPEST or self.many > MOST:
            raise ValueError("too deep, or too many")
        told = dict(attributes)
        said = next((told[key] for key in _NAMES if key in told), "")
        value = next((told[key] for key in _VALUES if key in told), None)
        # `<field name="SSN" value="…"/>` and `<field name="SSN">…</field>` are what they are called.
        own = said or name.rpartition(":")[2]
        self.open.append((own, {} if said and (value is not None or len(told) == 1) else told, [] if value is None else [value]))

    def said(self, text: str) -> None:
        self.open[-1][2].append(text)

    def end(self, _name: str) -> None:
        name, inner, texts = self.open.pop()
        text = "".join(texts).strip()
        if text and inner:
            inner = {**inner, "text": text}
        value: Any = inner or text
        holder = self.open[-1][1]
        if name not in holder:
            holder[name] = value
        elif isinstance(holder[name], list):
            holder[name].append(value)
        else:
            holder[name] = [holder[name], value]
