"""Columns in pairs, what was asked and what was answered: `Question 1`, `Response 1`; `Custom Field 2 Name`, `Custom Field 2 Value`.

Where all rows were asked the same, the question is what the answers' column is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa

from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.sampled import sample_of

_ASKED = listed("question pregunta frage domanda pergunta vraag label name title prompt")
_SAID = listed("response answer value reply respuesta reponse antwort risposta resposta antwoord valor wert valeur waarde")
_FIELDS = listed("field custom question attribute option property extra feld champ campo veld")
MOST_WORDS = 5
LONGEST = 120
_NUMBER = re.compile(r"\d+")


def with_questions(table: pa.Table) -> tuple[pa.Table, dict[str, str]] | None:
    """The table with its answers called by their questions, and what these are called in the file; None where it has no such pairs."""
    names = table.column_names
    asked = {answer: question for answer, at in _pairs(names) if (question := _same_for_all(table.column(at)))}
    if not asked:
        return None
    renamed = list[str]()
    for at, name in enumerate(names):
        said = asked.get(at, name)
        renamed.append(said if said not in renamed and (said == name or said not in names) else name)
    return table.rename_columns(renamed), dict(zip(renamed, names, strict=True))


def _pairs(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(place of the answers, place of the questions) of columns that follow one another with one number, or none."""
    told = [_NUMBER.findall(name) for name in names]
    words = [set(words_of(name).split()) if len(name) <= LONGEST else set[str]() for name in names]
    for at in range(1, len(names)):
        before, here = words[at - 1], words[at]
        is_pair = before & _ASKED and here & _SAID and told[at] == told[at - 1] and len(here) <= MOST_WORDS
        # `Attribute 1 name` is a question, `Customer name` a name.
        if is_pair and (before & (_ASKED - {"label", "name", "title"}) or before & _FIELDS):
            yield at, at - 1


def _same_for_all(cells: pa.ChunkedArray) -> str:
    said = set(sample_of(cells))
    only = next(iter(said)) if len(said) == 1 else ""
    return only if len(only) <= LONGEST else ""
