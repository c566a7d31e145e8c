"""A document before it has a format: headings, paragraphs and tables whose marked values are written down as they are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from stanch.drill.recorder import Mark, Recorder

Block = tuple[str, str] | tuple[str, list[list[str]]]


@dataclass(slots=True)
class Draft:
    """A text at one locator. `blocks` are ("heading" | "line", text) and ("table", rows)."""

    recorder: Recorder
    locator: str
    title: str
    blocks: list[Block] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """A heading without marks."""
        self.blocks.append(("heading", text))

    def say(self, template: str, **marks: Mark) -> None:
        """A paragraph; `{key}` stands for the mark's value. Each key occurs once."""
        values = {key: self.recorder.write(mark, self.locator) for key, mark in marks.items()}
        self.blocks.append(("line", template.format(**values)))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Mark | str]]) -> None:
        """A table within the text."""
        body = [[self.recorder.write(cell, self.locator) if isinstance(cell, Mark) else cell for cell in row] for row in rows]
        self.blocks.append(("table", [list(header), *body]))

    def lines(self) -> list[str]:
        """As plain lines; a table's cells stand between tabs."""
        found = [self.title, ""]
        for kind, content in self.blocks:
            if isinstance(content, str):
                found += ["", content] if kind == "heading" else [content]
            else:
                found += ["\t".join(row) for row in content]
        return found


@dataclass(slots=True)
class Sheet:
    """A table at one locator. `first` is the number of the first row below the header, as a person sees it."""

    recorder: Recorder
    locator: str
    header: tuple[str, ...]
    first: int = 2
    rows: list[list[str]] = field(default_factory=list)

    def add(self, cells: Sequence[Mark | str]) -> list[str]:
        """One row, written down."""
        row = self.first + len(self.rows)
        said = note_row(self.recorder, self.locator, self.header, row, cells)
        self.rows.append(said)
        return said


def note_row(recorder: Recorder, locator: str, header: Sequence[str], row: int, cells: Sequence[Mark | str]) -> list[str]:
    """The row's texts, its marks written down; a name in several columns is a name of the person's."""
    for person in {cell.person.index: cell.person for cell in cells if isinstance(cell, Mark) and cell.person}.values():
        said = {cell.kind: cell.value for cell in cells if isinstance(cell, Mark) and cell.person is person}
        if "given_name" in said and "family_name" in said:
            parts = ("given_name", "middle_name", "family_name", "name_suffix")
            recorder.named(person, " ".join(said[part] for part in parts if said.get(part)))
    return [
        recorder.write(cell, locator, row, column) if isinstance(cell, Mark) and cell.value else cell if isinstance(cell, str) else ""
        for column, cell in zip(header, cells, strict=True)
    ]
