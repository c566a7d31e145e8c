"""What stands right beside a name and tells whose it is: what people do, have and are asked, and what firms and places are.

A short text tells little else: of `Madison graduated in May` and `I work for Madison` the word beside decides.
"""

from __future__ import annotations

import re

from stanch.extent.folding import listed

# So much before a name, and behind it, is looked at.
BEFORE, BEHIND = 32, 48
# What hardly anybody but a person does; without what firms, courts and states do too (`said`, `announced`, `ruled`, `won`).
_DEEDS = listed(
    "shouted whispered graduated shrugged nodded smiled laughed cried slept woke sat stood walked drove texted phoned emailed apologised",
    "apologized testified lives lived resides resided works worked moved grew retired resigned teaches taught studied studies",
    "loves loved hates hated thinks thought feels felt wants knew remembers forgot wrote writes reads called calls asked asks",
    "replied replies told tells explained explains visited visits arrived attended attends died married divorced complained",
    "reviewed filed signed lost suffers suffered presents presented underwent turned needs likes enjoys plays sings sang",
    "suggested suggests insisted admits admitted denied argued recalled",
)
_WORD_BEHIND = re.compile(r"[ ](?:(?:also|just|then|later|never|always|often|recently|has|had|have|who|who's|and|is|was) ){0,2}([a-z]+)\b")
# What belongs to a person.
_THINGS = listed(
    "address email e-mail phone telephone mobile cell number fax wife husband son daughter mother father mom dad parents brother sister",
    "uncle aunt cousin child children kids family friend girlfriend boyfriend fiancé fiancée partner widow estate birthday birth",
    "passport licence license lawyer attorney counsel solicitor boss manager supervisor doctor physician therapist house home",
    "apartment flat card chart medical health diagnosis appointment prescription contact info details credentials record records",
    "file name surname body hand hands face eyes head heart life death career voice salary testimony deposition passport visa",
    "username password login account date age condition symptoms treatment blood insurance employment résumé resume",
)
_THING_BEHIND = re.compile(r"(?:['’]s?|s['’])[ ](?:[a-z]+[ ])?([a-zé-]+)\b")
_AGED = re.compile(r",?[ ][(]?(?:aged?[ ])?\d{1,2}(?=[,);]| years?[ -]old|-year-old)")
_DEGREE = re.compile(r",?[ ](?:M\.?D|Ph\.?[ ]?D|Esq|R\.?N|C\.?P\.?A|D\.?D\.?S|M\.?B\.?A|J\.?D|D\.?O|D\.?V\.?M|LL\.?[BM])\b")
# `Coden is a design agency`, `Marindia, a village in …`.
_IS_NO_PERSON = re.compile(
    r"(?:,|[ ](?:is|was|are|were|became|has been))[ ](?:an?|the|one of the)[ ](?:[^\W\d_][\w-]*[ ]){0,3}"
    r"(?:company|agency|firm|bank|brand|chain|manufacturer|retailer|supplier|subsidiary|corporation|organi[sz]ation|charity|newspaper|"
    r"magazine|software|platform|website|service|app|product|store|airline|club|team|band|album|song|film|movie|novel|city|town|village|"
    r"municipality|commune|suburb|river|lake|mountain|island|district|province|county|region|country|language|genus|species|station|"
    r"school|university|hospital|church|castle|street|road|ship|game|series|festival|award|disease|dish|tribe)\b"
)
# `Barrick shares`, `Bekins invested heavily`, `Ahold has sales of`.
_FIRMS_OWN = re.compile(
    r"(?:['’]s)?[ ](?:shares?|stocks?|stores?|offices?|products?|employees|customers|plants?|factory|headquarters|subsidiary|branch|"
    r"website|software|platform|invested|acquired|merged|manufactures|operates|employs|sells|residents?|players|fans)\b"
)
_WORKS_FOR = re.compile(
    r"\b(?:work(?:s|ed|ing)?|employed|job|jobs|intern(?:ed|ship)?|career|shares?|stake|employees?|staff|branch|offices?|owned|store)"
    r"[ ](?:for|at|by|with|in|of)[ ]$"
)
# Who is spoken to, called, meant.
_ASKED = re.compile(
    r"(?i)\b(?:contact|ask|asked|tell|told|call|called|remind|inform|notify|thank|thanks|meet|met|invite|dear|hi|hello|hey|"
    r"(?:forward|send|sent|give|gave|hand|handed|assigned|addressed|belongs|reports?|speak|spoke|talk|talked|listen)"
    r"(?:[ ](?:this|it|that|them))?"
    r"[ ](?:to|with)|owned by|recorded by|written by|behalf of|represent(?:s|ing|ed)?|patient|client|individual|named|name is|name's|"
    r"i'm|i am|this is|signed by|shouted at|married(?: to)?|husband|wife|son|daughter|brother|sister|mother|father|friend|uncle|aunt|"
    r"colleague|boss)[ ]$"
)
_ADDRESSED_FIRST = re.compile(r",[ ](?:can|could|would|will|please|pls|kindly|have|did|do|are|your|thanks|thank|i|i'm|we|you)\b")


def told_beside(text: str, start: int, end: int) -> dict[str, float]:
    """The features that what stands right before and behind a candidate (its place in `text`) tells: 1 where it does, else 0."""
    behind, before = text[end : end + BEHIND], text[max(0, start - BEFORE) : start]
    known = dict(NONE)
    first = behind[:1]
    if first == " ":
        done = _WORD_BEHIND.match(behind)
        known["deed"] = float(done is not None and done[1] in _DEEDS)
    if first in ("'", "’", "s"):
        had = _THING_BEHIND.match(behind)
        known["owns"] = float(had is not None and had[1] in _THINGS)
    if first in (" ", ","):
        known["aged"] = float(bool(_AGED.match(behind)))
        known["degree"] = float(bool(_DEGREE.match(behind)))
        known["is no person"] = float(bool(_IS_NO_PERSON.match(behind)))
        known["spoken to"] = float(first == "," and bool(_ADDRESSED_FIRST.match(behind)))
    if first in (" ", "'", "’"):
        known["firm's own"] = float(bool(_FIRMS_OWN.match(behind)))
    if before[-1:] == " ":
        known["works for"] = float(bool(_WORKS_FOR.search(before)))
        known["asked"] = float(bool(_ASKED.search(before)))
    return known


def is_somebody(text: str, start: int, end: int) -> bool:
    """Whether what stands right behind is what a person does, has or is asked."""
    known = told_beside(text, start, end)
    return bool(known["deed"] or known["owns"] or known["spoken to"] or known["degree"])


NONE = dict.fromkeys(("deed", "owns", "aged", "degree", "is no person", "spoken to", "firm's own", "works for", "asked"), 0.0)
# How firms end, and what a firm has called itself once is a firm wherever it stands.
_FORMS = (
    " Inc",
    " Corp",
    " Ltd",
    " LLC",
    " PLC",
    " plc",
    " GmbH",
    " AG",
    " S.A.",
    " Co.",
    " Group",
    " Holdings",
    " Bank",
    " NV",
    " N.V.",
    " AB",
)
_WORDS_BEFORE = re.compile(r"(?:[^\W\d_a-z][\w&'’-]*,?[ ]){0,3}[^\W\d_a-z][\w&'’-]*,?$")
REACH = 60


def firms_of(text: str) -> frozenset[str]:
    """The first words of what a text calls a firm: `Barrick` of `Barrick Gold Corp`."""
    found: set[str] = set()
    for form in _FORMS:
        at = text.find(form)
        while at >= 0:
            behind = at + len(form)
            if not text[behind : behind + 1].isalpha() and (named := _WORDS_BEFORE.search(text[max(0, at - REACH) : at])):
                found.add(named[0].split(" ", 1)[0].rstrip(","))
            at = text.find(form, behind)
    return frozenset(found)
