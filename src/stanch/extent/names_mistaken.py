"""Single words that look like a name and are none where they stand: `Mark the file`, `Lee la lista`, the `Licensor` of a contract."""

from __future__ import annotations

import re

from stanch.extent.anchored import Later
from stanch.extent.folding import listed

# A verb that tells what to do, as manuals write it: at the beginning of a sentence, its object's article right behind it.
_ARTICLE = Later(
    r"[ \n]+(?:an?|the|this|that|these|those|each|every|all|any|your|el|los|las|un|una|unos|unas|cada|todos|todas|les|une|des|chaque|"
    r"den|das|einen?|eine|jeden?|jede|il|gli|uno|ogni|os|um|uma|het|een|elke?)[ \n]+[^\W\d_]"
)
_LA = Later(r"[ \n]+(?:la|le|lo)[ \n]+[^\W\d_]+[ \n]+(?:de|del|di|du|des)\b")  # `la` alone may be the pronoun of `Ana la llama`
_BEGINS = re.compile(r"(?:^|[\n.:;!?•*\-–]|\d[.)])[ \t]*$")
# Whom contracts and licences call so, with a capital.
_PARTIES = listed(
    "licensor licensee lessor lessee obligor obligee grantor grantee indemnitee indemnitor contributor contributors recipient assignor",
    "assignee mortgagor mortgagee bailor bailee pledgor pledgee guarantor franchisor franchisee lizenzgeber lizenznehmer licenciante",
    "licenciatario licenciado concedant licencié licenziante licenziatario licentiegever licentienemer",
)


def is_mistaken(text: str, start: int, end: int) -> bool:
    """Whether one word at this place is a verb that begins an instruction, or a party of a contract, rather than somebody's name."""
    word = text[start:end]
    if " " in word or "\n" in word:
        return False
    if word.casefold() in _PARTIES:
        return True
    is_led = bool(_ARTICLE.match(text, end) or _LA.match(text, end))
    return is_led and bool(_BEGINS.search(text[max(0, start - 8) : start]))
