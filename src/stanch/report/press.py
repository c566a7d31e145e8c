"""Sets a paper as PDF/UA-1. Content goes in as a JSON file in memory, never as markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from stanch.errors import StanchError

HERE = Path(__file__).parent
LAYOUT = "layout/paper.typ"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper. `widths` are the columns' shares; `questions` get a box to write the answer in.

    `level`: 1, or 2 for a part of the section before. `is_form`: empty cells of the table are there to be written in.
    """

    heading: str
    paragraphs: Sequence[str] = ()
    items: Sequence[str] = ()
    numbered: Sequence[str] = ()
    columns: Sequence[str] = ()
    widths: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()
    questions: Sequence[str] = ()
    level: int = 1
    is_form: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper; `under` stands below the title, `banner` at the head of each page.

    `picture` stands under the title; `picture_says` tells it to those who cannot see it.
    """

    title: str
    under: str
    author: str
    banner: str
    foot: str
    sections: Sequence[Section]
    picture: str = ""  # SVG, under the title
    picture_says: str = ""


def pressed(paper: Paper, now: datetime) -> bytes:
    """The PDF. The same paper at the same moment gives the same bytes. Raises `StanchError` where it cannot be set."""
    content = asdict(replace(paper, picture="/picture.svg" if paper.picture else ""))
    return set_in_type(LAYOUT, "paper.json", content, now, picture=paper.picture)


def set_in_type(layout: str, name: str, content: dict[str, Any], now: datetime, *, picture: str = "") -> bytes:
    """A PDF of a layout of ours, which reads `content` as the JSON file `name`. Raises `StanchError` where it cannot be set."""
    import typst

    folders = _font_folders()
    content = {**_clean(content), "fonts": _families(tuple(folders))}
    files = {"main.typ": (HERE / layout).read_bytes(), name: json.dumps(content, ensure_ascii=False).encode()}
    if picture:
        files["picture.svg"] = picture.encode()
    compiler: Any = typst.Compiler
    try:
        made = compiler(b"", root=str(HERE), font_paths=folders, ignore_system_fonts=True).compile(
            input=files, format="pdf", pdf_standards=["ua-1"], timestamp=now.replace(microsecond=0)
        )
    except typst.TypstError as error:
        raise StanchError(
            f"a paper could not be set: {error.message}", where=layout, do="Nothing else is lost; the page and lists stand."
        ) from None
    return bytes(made)


def _clean(content: Any) -> Any:
    """Strings without what a PDF cannot print: controls, overrides of direction, halves of characters."""
    if isinstance(content, str):
        return "".join(char if char.isprintable() or char == "\n" else " " for char in content)
    if isinstance(content, dict):
        return {key: _clean(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_clean(one) for one in content]
    return content


@cache
def _families(folders: tuple[str, ...]) -> list[str]:
    import typst

    there = typst.Fonts(include_system_fonts=False, font_paths=list(folders)).families()
    return ["Libertinus Serif", *(family for family in there if family.startswith("Noto"))]


def _font_folders() -> list[str]:
    """Where the packages of Noto fonts (SIL Open Font License) lie: names come in every script."""
    return [
        str(Path(found.origin).parent) for name in ("manimgx_fonts", "manimgx_fonts_cjk") if (found := find_spec(name)) and found.origin
    ]
