"""Labels and values that are each named on a line: `Field: Date of birth` above `Value: 02/03/1970`, as mailers of forms write them.

What names them is blank, so that a label stands above its value; each character keeps its place.
"""

from __future__ import annotations

import re

_LABELS = (
    r"field(?: name| label)?|question|label|item|prompt|name|campo|pregunta|etiqueta|champ|question pos[ée]e|libell[ée]|feld|feldname|"
    r"frage|bezeichnung|pergunta|domanda|etichetta|veld|vraag"
)
_VALUES = (
    r"value|answer|response|entry|input|valor|respuesta|valeur|r[ée]ponse|wert|antwort|eingabe|resposta|valore|risposta|waarde|antwoord"
)
_PAIR = re.compile(
    rf"(?im)^(?P<first>[ \t>*•-]*(?P<label>{_LABELS})[ ]?[*]?[:=][ \t]*)(?P<said>[^\W\d_][^\n]{{0,90}})\n"
    rf"(?P<second>[ \t>*•-]*(?P<value>{_VALUES})[ ]?[*]?[:=][ \t]*)(?=[^\s])"
)
LEAST = 3


def unnamed(text: str) -> str:
    """The text with the words blank that say what is a label and what its value."""
    if text.count(":") + text.count("=") < 2 * LEAST:  # each pair has two of them
        return text
    found = list(_PAIR.finditer(text))
    if len(found) < LEAST:
        return text
    out, at = [], 0
    for match in found:
        out += [text[at : match.start()], " " * len(match["first"]), match["said"], "\n", " " * len(match["second"])]
        at = match.end()
    return "".join([*out, text[at:]])
