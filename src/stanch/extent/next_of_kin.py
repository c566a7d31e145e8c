"""Who is to be called in an emergency, who looks after a child, and who saw something, as forms and notes in running text name them.

In a table such people are told of by the header over them (`row/12/emergency`). In a text they are named behind a label, below a heading or
in a sentence, with a telephone or a mailbox and no more; their record says here what they are, so that they are not taken for whoever
signs a letter. Words in seven languages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from stanch.extent import signs
from stanch.extent.anchored import Later
from stanch.extent.lines import labelled_lines
from stanch.extent.span import Span

_NAMES = frozenset({"name", "given_name", "family_name", "middle_name", "name_suffix", "former_name"})
_REACHED = frozenset({"phone", "email"})
_LITTLE = (
    _NAMES | _REACHED | {"family_relation", "gender", "city", "region", "postcode", "country", "street", "postal_address", "job_title"}
)
MOST = 4  # below one heading
NEAR, LINES = 160, 4  # signs and lines between the words and whom they mean

_CALLED = (
    r"emergency contacts?|(?:in case of|in an|in the event of an?|during an) emergency|emergency (?:notification|person|name)|"
    r"next[- ]of[- ]kin|(?:nearest|closest) (?:living )?relative|"
    r"(?:friend|relative) or (?:friend|relative)|person to (?:notify|contact|call)|"
    r"contacto (?:de|para|en caso de) emergencias?|(?:en )?caso de (?:emergencia|urgencia|accidente)|"
    r"(?:pariente|familiar) m[aá]s (?:cercano|pr[oó]ximo)|"
    r"personne [aà] (?:pr[eé]venir|contacter|avertir|appeler)|contact d['’]urgence|en cas d['’](?:urgence|accident)|"
    r"notfallkontakte?|im notfall|in notf[aä]llen|n[aä]chste[rn]? angeh[oö]rige[rn]?|bei notf[aä]llen|"
    r"contatt[oi] (?:di|per le) emergenz[ae]|in caso di (?:emergenza|necessit[aà]|urgenza)|"
    r"persona da (?:contattare|avvisare)|parente pi[uù] prossimo|"
    r"conta(?:c)?to de emerg[eê]ncia|em caso de emerg[eê]ncia|parente mais pr[oó]ximo|"
    r"noodcontact|contactpersoon (?:bij|in geval van|in) nood|in geval van nood|bij (?:nood|calamiteiten)|naaste (?:familie|verwante)"
)
# Behind a name: `lists Eva Ray as emergency contact`, `Eva Ray is his next of kin`.
_AS = r"[ ](?:(?:is|was|as|ist|est|es|è|é|als|comme|como|come)[ ])(?:[^\W\d_]{1,8}[ ]){0,2}(?:" + _CALLED + r")"
_MINDING = (
    r"(?:parents?|parents?[ ]?/[ ]?guardians?|(?:legal )?guardians?|mother|father|custodial parent|parents? or guardians?|"
    r"madre|padre|tutora?|progenitora?|m[eè]re|p[eè]re|tuteur|tutrice|repr[eé]sentante? l[eé]gale?|responsable l[eé]gale?|"
    r"erziehungsberechtigte[rn]?|mutter|vater|vormund|genitore|m[aã]e|pai|encarregado de educa[cç][aã]o|ouder|verzorger|voogd|moeder|vader)"
)
CALLED = re.compile(rf"(?i)\b(?:{_CALLED})")
EMERGENCY, NAMED_AS = Later(rf"(?i)\b(?:{_CALLED})\b"), Later(rf"(?i){_AS}\b")
GUARDIAN = Later(
    rf"(?im)^[ \t*•·–-]*{_MINDING}(?:[ ]?[/,][ ]?{_MINDING})*(?:['’]s|s['’])?(?:[ ]?(?:\#|no\.?|n[º°])?[ ]?[12AB])?"
    rf"(?:[ ](?:full |legal |complete |first )?(?:name|nombre|nom|nome|naam))?[ ]?[*]?(?=:|$|\t|[ ]{{2}})|"
    rf"^[ \t*•·–-]*(?:full )?(?:names?|nombres?|noms?|nomi?|nome|namen?|naam)"
    rf"[ ](?:of|del?|de la|du|della?|da|do|des|der|van)[ ](?:the |la |el |il |de )?{_MINDING}s?[ ]?(?=:|$|\t|[ ]{{2}})"
)
# Of a form about somebody who was born on a day, the contact is who is called for him; of a firm's papers he is not.
CONTACT = Later(
    r"(?im)^[ \t*•·–-]*(?:contact person|person to contact|persona de contacto|familiar de contacto|contacto familiar|"
    r"personne (?:de contact|[aà] contacter)|kontaktperson|bezugsperson|persona di contatto|pessoa de contac?to|contactpersoon)"
    r"[ ]?[*]?(?=:|$|\t|[ ]{2})"
)
WITNESS = Later(
    r"(?im)^[ \t*•·–-]*(?:witness(?:es)?|testigos?|t[eé]moins?|zeugen?|zeugin|testimon[ei]|getuigen?|testemunhas?)"
    r"(?:[ ](?:name|no\.?|n[º°]))?(?:[ ]?\#?[ ]?[1-4])?[ ]?[*]?(?=:|$|\t|[ ]{2})"
)
_PATTERNS = (
    ("EMERGENCY", EMERGENCY, "emergency"),
    ("GUARDIAN", GUARDIAN, "guardian"),
    ("WITNESS", WITNESS, "witness"),
    ("CONTACT", CONTACT, "emergency"),
)
_PARTED = re.compile(r"\n[ \t]*\n[ \t]*\n|[.!?][ \n]+(?=[A-ZÀ-Þ])")


def told(text: str, spans: Sequence[Span], records: Sequence[str | None]) -> list[str | None]:
    """The records of a text's findings, those of such people with what they are (`…/emergency`, `…/guardian`, `…/witness`) at the end."""
    from stanch.extent.people_in_text import as_meant

    found = list(records)
    if not any(span.kind in _REACHED for span in spans):
        return found
    text = as_meant(text)
    members: dict[str, list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        if record and "/" in record:
            members[record].append(n)
    named = sorted({(span.start, record) for span, record in zip(spans, records, strict=True) if span.kind in _NAMES and record in members})
    for record, role in meant(text, [(place, str(record)) for place, record in named], spans):
        theirs = {spans[n].kind for n in members[record]}
        if theirs <= _LITTLE and theirs & _REACHED and record.startswith(("person/", "form/")) and record.count("/") == 1:
            for n in members[record]:
                found[n] = f"{record}/{role}"
    return found


def meant(text: str, named: Sequence[tuple[int, str]], spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Whom the words mean, and as what: whoever is named next behind them, or right before `as emergency contact`."""
    may = signs.of(text)
    born = (("CONTACT", CONTACT, "emergency"),) if any(span.kind == "dob" for span in spans) else ()
    for name, pattern, role in (
        ("EMERGENCY", EMERGENCY, "emergency"),
        ("GUARDIAN", GUARDIAN, "guardian"),
        ("WITNESS", WITNESS, "witness"),
        *born,
    ):
        for match in pattern.finditer(text) if f"next_of_kin.{name}" in may else ():
            at = bisect_left(named, (match.end(), ""))
            if at < len(named) and named[at][0] - match.end() <= NEAR:
                between = text[match.end() : named[at][0]]
                if between.count("\n") <= LINES and not _PARTED.search(between):
                    yield from ((record, role) for record in _listed(text, match, named[at : at + MOST]))
    if "next_of_kin.CALLED" in may:
        yield from _labelled(text, named)
    if "next_of_kin.NAMED_AS" not in may:
        return
    ends = {span.end: span.start for span in spans if span.kind in _NAMES}
    by_place = dict(named)
    for match in NAMED_AS.finditer(text):
        if (start := ends.get(match.start())) is not None and start in by_place:
            yield by_place[start], "emergency"


def _labelled(text: str, named: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """Whoever stands above or below such a label, where the form has its labels on lines of their own."""
    if not CALLED.search(text):
        return
    for line, begin, head in labelled_lines(text):
        if head and CALLED.search(head[0]):
            yield from ((record, "emergency") for place, record in named if begin <= place < begin + len(line))


def _listed(text: str, match: re.Match[str], behind: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Who is named first behind the words, and below a heading of several (`Parents`) those in the lines that follow."""
    before, first = behind[0]
    yield first
    if not match[0].rstrip().endswith("s") or "\n" not in text[match.end() : before]:
        return
    for place, record in behind[1:]:
        if text.count("\n", before, place) > 1:
            return
        yield record
        before = place
