"""The signs by which a text shows whom a line is about: headers, labels, greetings, closings, bullets, sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stanch.extent.anchored import Later, Remembered
from stanch.extent.closings import CLOSINGS

HEADER = re.compile(r"^[ \t>*]*(From|To|Cc|Bcc|Von|An|De|Para|À|Da|Van|Aan)[*]?:[ \t]", re.IGNORECASE)
SPOUSE = Later(
    r"(?i)\b(?:spouse|partner|husband|wife|conjoint|[ée]pou(?:x|se)|ehe(?:gatt(?:e|in)|partner(?:in)?|mann|frau)|c[óoô]n[yj]uge|espos[oa]|coniuge|echtgeno(?:ot|te))\b"
)
# Before a colon, a wide gap, or the sign of equality of settings (`[first_name] => Ann`).
LABEL = Remembered(r"^[ \t*•>\[\"'-]*([^\W\d_][^:：\t\n]{0,48}?)[ ]*(?:[:：]|\t|[ ]{2,}|[\]\"']?(?<=[\w\]\"'])[ ]?=>?(?=[ ]?[^\s=]))")
ABOUT = Later(
    r"(?im)^[ \t]*(?:re|subject|betreff|betr\.|betrifft|betreft|asunto|objet|oggetto|assunto|patient(?:in|e)?|client|resident|consumer|employee|claimant|applicant|student|member|bewohner(?:in)?(?:/in)?|patient/in|résident(?:e|\(e\))?|bewoner|paciente|paziente|ospite|residente|utente|in the matter of|(?:report )?prepared (?:for|on)|report (?:for|on)|personnel file(?: of)?)\b[ \t]*[:–-][ \t]*"
)
# An address within the next sentence: words without a label's colon stand before it on its line.
WITHIN = re.compile(r"^[.!?] *\n[^\n:]*[^\W\d_][^\n:]*[^\W\d_] *$")
APPOSED = re.compile(r"[ ]?[,(][ (]*(?:[^\W\d_][\w.'’-]*[ :#]*){0,4}")
JOINED = re.compile(r"\W*(?:(?:and|or|und|oder|et|ou|y|e|o|en|of)\b\W*)?(?:(?:mrs?|ms|miss|dr|herrn?|frau|mme)\b\W*)?", re.IGNORECASE)
CARE = re.compile(r"(?i)[ \t]*(?:c/o|care of|p\. ?adr\.|z\. ?hd\.|chez|a/c de)[ \t:]+\S")
BULLET = re.compile(r"^[ \t]*(?:[-*•·]|\(?\d{1,4}[.)]|[a-z][.)])[ \t]")
CLOSING = Later(rf"(?im)^[ \t]*(?:{CLOSINGS}|--)[ \t]*[,.!]?[ \t]*$")
# Whoever signs with such a title has written about somebody else.
ATTENDING = re.compile(r"\b(?:Drs?|Prof|Docteur|Professeur|Doktor|Dott|Dra)\b\.?[ ]*(?:med\.?[ ]*)?$")
# And whoever bears a degree of medicine or nursing behind the name treats the one the text is about.
TREATING = re.compile(r",?[ ](?:M\.?D|D\.?O|R\.?N|N\.?P|F\.?N\.?P|P\.?A(?:-C)?|MBBS|FACS)\b")
SALUTATION = re.compile(
    r"(?im)^[ \t]*(?:dear|hi|hello|(?:muy )?estimad[oa](?:/a)?|(?:sehr )?geehrte[rs]?(?:/r)?|ch[eè]re?|lieber?|geachte|beste|gentile|gent\.|egregi[oa]|preg\.|"
    r"exm[oa]s?\.|exm[oa]\(a\)\.?|prezad[oa]|car[oa]|(?:monsieur|madame|mme|m\.)(?=[^\n]{2,50},[ ]*$))(?!\w)[^\n]{0,80}"
)
SENTENCE = re.compile(
    r"[.!?][\"')\]]*\s+(?=[^\W\d_a-zß-öø-ÿ])|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•\[]|\d{1,4}[.)]|\[?\d{1,4}[./-]\d{1,2}[./-]\d))|;[ \t]*\n"
)
GREETING = re.compile(r"(?i)^\s*(?:dear|hi|hello|hey|estimad[oa]|sehr|ch[eè]re?)\b")
FIRST_PERSON = re.compile(
    r"\b(?:[Mm]y|(?<![./])I(?!\.)|I'm|mine|[Mm]is?|[Yy]o|[Mm]ein(?:e[mnrs]?)?|[Ii]ch|[Mm]on|[Mm]a|[Mm]es|[Jj]e|[Mm]inha|[Mm]eu|[Mm]ijn|[Ii]k)\b|\b[Jj]['’](?=[^\W\d_])"
)
# `You can call me at …`, `erreichen Sie mich unter …`: said to the reader, and the writer's all the same.
REACHES_ME = Later(
    r"(?i)\b(?:(?:call|reach|contact|text|phone|ring|e-?mail|fax|write(?:[ ]to)?|message|get[ ](?:hold[ ]of|back[ ]to))[ ]me\b"
    r"|(?:erreiche\w*|ruf\w*|kontaktiere\w*)[ ](?:sie[ ])?mich\b|(?:me[ ](?:joindre|rappeler|contacter|appeler)|(?:ll[aá]m|contáct|contact)[ae]?\w*me)\b)"
)
SECOND_PERSON = re.compile(r"\b(?:[Yy]our|[Yy]ou|[Ss]us?|[Ii]hre?[mnrs]?|[Vv]otre|[Vv]os|[Uu]w|Su[oa]|[Vv]ostr[oa])\b")
THIRD_PERSON = re.compile(
    r"(?i)\b(?:he|she|his|her|hers|him|they|their|theirs|sein(?:e[mnrs]?)?|er|sie|son|sa|ses|il|elle|leur|lui|ella|él|sus?|suo|sua|lei|zijn|haar)\b"
)
# A sentence that begins so goes on about the one the sentence before named.
SPOKEN_OF = re.compile(
    r"(?i)\s*(?:he|she|they|his|her|their|er|sie|ihr[e]?|sein[e]?|il|elle|son|sa|[ée]l|ella|su|lui|lei|suo|sua|ele|ela|seu|hij|zij|ze|zijn|haar)\b"
)
# Whoever follows "my" or "your" and is somebody else; but "my customer number" and "my mother's maiden name" are one's own.
_KIN = (
    r"(?:grand|step|god)?(?:daughter|son|child|children|mother|mom|mum|father|dad|parent|brother|sister)|kid|kids|baby|toddler|wife|husband|spouse|partner|fianc[eé]e?|boyfriend|girlfriend|"
    r"sibling|twin|aunt|uncle|niece|nephew|cousin|(?:mother|father|sister|brother|son|daughter)-in-law|friend|neighbou?r|roommate|flatmate|tenant|landlord|landlady|client|customer|patient|"
    r"employee|colleague|co-?worker|boss|manager|assistant|secretary|attorney|lawyer|doctor|accountant|nanny|student|teacher|"
    r"hij[oa]|espos[oa]|marido|mujer|madre|padre|herman[oa]|fille|fils|femme|mari|épou(?:x|se)|mère|père|sœur|frère|"
    r"tochter|töchter|sohn|söhne|kind|kinder|frau|mann|ehefrau|ehemann|mutter|vater|schwester|bruder|mandant(?:in)?|kund(?:e|en|in)|patient(?:in|en)"
)
_OWN_ALL_THE_SAME = r"id|ids|number|numbers|no|nr|nummer|num[eé]ro|n[uú]mero|account|card|portal|reference|ref|code|login|maiden|mädchenname|support|care|loan|insurance|benefits?"
SOMEBODY_ELSE = Later(
    r"(?i)^\W*(?:(?:late|ex|former|old|young(?:er|est)|elder|eldest|oldest|new|little|own|dear|two|three|first|second|deceased)[ -])*"
    rf"(?:{_KIN})(?:s|['’]s|s['’])?(?![\w'’-])(?![ ]+(?:{_OWN_ALL_THE_SAME})\b)"
)
TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|No|vs?|Inc|Co|[A-Z])$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text, with the places of the findings in it."""

    start: int
    end: int
    text: str
    members: tuple[int, ...]


# The end of a sentence; the full stop of `geb. 11.08.1979` is none.
_ENDED = re.compile(r"[?!\n]|\.(?=\s*$|\s+[^\W\d_a-zß-öø-ÿ])(?<!\bNr\.)(?<!\bNo\.)(?<!\bgeb\.)(?<!\bTel\.)(?<!\btel\.)(?<!\bno\.)")


def said_since(pronoun: re.Pattern[str], text: str, start: int) -> str:
    """The words between the last such pronoun and the value at `start`, in its sentence; "" where there is none near."""
    before = text[max(0, start - 70, text.rfind("\n\n", 0, start) + 1) : start]
    ends = [match.end() for match in pronoun.finditer(before)]
    said = before[ends[-1] :] if ends else ""
    return said if len(said) <= 60 and not _ENDED.search(said) else ""
