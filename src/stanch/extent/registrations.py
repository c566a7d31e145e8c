"""Registrations of shares and accounts (`DOE JOHN Q TTEE DOE FAMILY TRUST UA DTD 03/01/1999`): who is named, and as what.

Transfer agents and brokers write behind the names by what right they are held: joint tenancy, trust, custody for a minor (UTMA, UGMA), an
estate, payment on death. A register takes each holder's way of writing, so the order of a name is its cell's: an initial at the end, or a
comma, says that the surname stands first. The taxpayer number of a custodian account is the minor's (Form W-9, What Name and Number To Give
the Requester: "Custodian account of a minor", the minor).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from stanch.extent.couples import is_firm, is_given, parted, without_tenancy
from stanch.extent.headings import claims, words_of

LEAST, FEWEST, EXAMPLES, MOST_ROWS = 2, 20, 200, 1_000_000  # rights at least, and one in so many cells
OWN, CUSTODIAN = "Registered Owner", "Guardian Name"
_HEADERS = frozenset(
    (
        *("registration", "account registration", "share registration", "registered holder", "registered holders", "registered owner"),
        *("registered owners", "registered name", "registered to", "registered shareholder", "holder of record", "holders of record"),
        *(
            "holder registration",
            "registration name",
            "registration line 1",
            "legal registration",
            "vesting",
            "record holder",
            "record owner",
        ),
        *("account title", "title of account", "shareholder name", "stockholder name", "registrant name", "owner of record"),
    )
)
_RIGHT = (
    r"jt\.? ?ten|jt\.? ?wros|jtwros|jt ?tic|ten\.? ?com|ten\.? ?ent|comm\.? ?prop|joint tenants?|"
    r"tenants in common|ttees?|trustees?|tr\b(?= )|"
    r"cust(?:odian)?|c/f|u[gt]ma|uniform (?:gifts|transfers) to minors|u/?a|dtd|u/?w|tod|t\.o\.d\.|pod|fbo|f/b/o|execu?(?:tor|trix)?|"
    r"exec?s?|adm(?:in(?:istrator)?)?|poa|per rep|life ten(?:ant)?|sub to sta"
)
_LEGEND = re.compile(rf"(?i)(?<![\w.])(?:{_RIGHT})(?![\w])")
_CUSTODY = re.compile(r"(?i)[\s,]+(?:as )?(?:cust(?:odian)?(?: for)?|c/f)[\s,]+")
_MINORS = re.compile(
    r"(?i)[\s,(]+(?:(?:a )?minor\b.*|(?:under|u/?)?[ ]?(?:the )?(?:[a-z]{2} )?u[gt]ma\b.*|(?:unif|uniform) (?:gifts?|trans).*)$"
)
# What stands behind a holder and is no name: as what he holds, in which trust, to whom it goes at his death.
_BEHIND = re.compile(
    r"(?i)[\s,(]+(?:(?:co-?)?ttees?|trustees?|tr(?= )|u/?a(?= )|u/?w(?= )|dtd|fbo|f/b/o|tod|t\.o\.d\.|pod|execu?(?:tor|trix)?|exec?s?|"
    r"adm(?:in(?:istrator|istratrix)?)?|poa|per rep|personal representative|life ten(?:ant)?|sub(?:ject)? to sta|(?:as )?successor|"
    r"rollover ira|(?:roth |sep |simple )?ira|(?:(?:family|living|revocable|irrevocable|rev|joint|irrev)[ ])+tr(?:ust)?)\b.*$"
)
_TITLE = re.compile(r"(?i)^(?:mr|mrs|ms|miss|dr|the)\.?[ ]+(?:(?:and|&) (?:mr|mrs|ms|dr)\.?[ ]+)?")
_SUFFIX = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv|md|dds|cpa|esq)\.?$")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whose what is registered is, as a cell of names is written, and who has it in custody."""

    own: str
    custodian: str = ""


def read(table: pa.Table) -> tuple[pa.Table, dict[str, str]] | None:
    """The table with the holders' names where registrations stand, and its headers by their new names; None where it has none."""
    if not LEAST <= table.num_rows <= MOST_ROWS:
        return None
    at = next((at for at, name in enumerate(table.column_names) if _is_register(name, table.column(at))), None)
    if at is None or OWN in table.column_names[:at] or CUSTODIAN in table.column_names:
        return None
    header, cells = table.column_names[at], table.column(at).to_pylist()
    holders = [_holder(" ".join(cell.split())) if cell and cell.strip() else _Holder("") for cell in cells]
    own = header if claims(header)[0] else OWN
    made = table.set_column(at, own, pa.array([one.own or None for one in holders], pa.string()))
    if any(one.custodian for one in holders):
        made = made.append_column(CUSTODIAN, pa.array([one.custodian or None for one in holders], pa.string()))
    return made, {own: header, CUSTODIAN: header}


def _is_register(header: str, column: pa.ChunkedArray) -> bool:
    """Whether a column is of registrations: some say by what right, and the header or the words that most are names."""
    said = words_of(header)
    told, _, role = claims(header)
    if said not in _HEADERS and not (any(one.kind == "name" for one in told) and not role):
        return False
    cells = [" ".join(cell.split()) for cell in column.slice(0, EXAMPLES).to_pylist() if cell and cell.strip()]
    rights = sum(bool(_LEGEND.search(cell)) for cell in cells)
    if rights < LEAST or rights * FEWEST < len(cells):
        return False
    return sum(_is_name(_holder(cell).own) for cell in cells) * 2 >= len(cells)


def _is_name(said: str) -> bool:
    return any(is_given(word) for part in parted(said) for word in _WORD.findall(part) if len(word) > 1)


def _holder(cell: str) -> _Holder:
    custody = _CUSTODY.split(cell, maxsplit=1)
    if len(custody) > 1 and custody[0].strip() and (minor := _MINORS.sub("", custody[1])).strip():
        return _Holder(_in_order(_bare(minor)), _in_order(_bare(custody[0])))
    bare = _bare(cell)
    if len(_WORD.findall(bare)) < len(("given", "family")) or is_firm(bare):  # `DOE FAMILY TRUST` is nobody's name
        return _Holder(cell)
    parts = [part for part in parted(bare) if part.strip()]
    return _Holder(" & ".join(_in_order(part) for part in parts) if len(parts) > 1 and not _shares_surname(parts) else _in_order(bare))


def _bare(cell: str) -> str:
    """The names alone."""
    return _TITLE.sub("", without_tenancy(_BEHIND.sub("", without_tenancy(cell)))).strip(" ,")


def _shares_surname(parts: Sequence[str]) -> bool:
    """`DOE JOHN & MARY`, `John & Mary Doe`: one surname for two, which is told as couples are."""
    return any(len(_WORD.findall(part)) < len(("given", "family")) for part in parts)


def _in_order(name: str) -> str:
    """A name whose surname stands first, with the comma that says so; others as they are."""
    words = name.split()
    bare = [word for word in words if not _SUFFIX.match(word)]
    if "," in name or not 2 < len(bare) <= len("abcd") or len(bare[-1].strip(".")) > 1:
        return name
    given = [is_given(word) for word in bare[:-1]]
    return f"{bare[0]}, {' '.join(words[1:])}" if given[1] and len(bare[0]) > 1 and len(bare[1].strip(".")) > 1 else name
