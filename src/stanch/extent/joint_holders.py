"""Accounts that two people hold: the number is told of each of them, since each is owed a letter that says so.

Who holds an account with the row's own person is said by a cell that names two (`John & Mary Doe`), or by the header under which the
other is named (`Joint Owner`, `Holder 2`, `Co-Applicant`). A spouse, a dependant, an emergency contact or a beneficiary of the same row
holds nothing: an account that is paid out to them at a death is not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache

import pyarrow as pa

from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.table_column import NAMES, Column
from stanch.records import FINDING_CODED
from stanch.vocabulary import elements

FACT = "financial_account"
_JOINT = listed(
    "joint jt co coowner coholder coborrower coapplicant cosigner cobuyer cotitular coprestatario cotitulaire coemprunteur cointestatario",
    "mitinhaber mitinhaberin zweitinhaber kontomitinhaber mederekeninghouder medehouder cotitulares secondary weiterer zweiter",
)
_HOLDERS = listed(
    "holder accountholder owner account acct borrower applicant depositor buyer shareholder titular titulaire intestatario",
    "kontoinhaber inhaber rekeninghouder signer signatory mortgagor",
)
_SECOND = re.compile(r"(?:^|\s)(?:[2-4]|second|two|ii|b|additional|adicional|supplementaire)(?:\s|$)")
# Beside a number of an account these are those who hold it; a list of names alone has no account to tell of.
_SECOND_NAME = re.compile(r"(?:(?:customer|client|member|acct|account) )?name (?:2|two|ii)")
_ALONE, _FIRST = frozenset(("joint", "jt", "secondary")), frozenset(("primary", "main"))
_DIGITS = re.compile(r"([a-z])(\d)")
_NOT = listed("beneficiary pod tod payable beneficiario beneficiaire trustee custodian spouse dependent emergency contact")


@cache
def accounts() -> frozenset[str]:
    """The kinds that are an account's number."""
    return frozenset(kind for kind, one in elements().items() if one.fact == FACT)


def is_joint(header: str) -> bool:
    """Whether a header says that who stands under it holds what the row's own person holds."""
    words = _DIGITS.sub(r"\1 \2", words_of(header))  # `Owner2`
    said = set(words.split())
    if said & _NOT:
        return False
    return bool(said & _JOINT or _SECOND_NAME.fullmatch(words)) or (bool(said & _HOLDERS) and _SECOND.search(words) is not None)


def both(columns: Sequence[Column], decide: Callable[[int, str], Column], are_names: Callable[[int], bool]) -> list[Column]:
    """The same; `Joint` alone names who holds something with the row's own person, and `Primary` beside it him."""
    found, with_joint = list(columns), any(is_joint(one.name) for one in columns)
    for at, one in enumerate(columns):
        words = words_of(one.name)
        is_second = words in _ALONE
        if one.detector is None and not one.use and (is_second or (words in _FIRST and with_joint)) and are_names(at):
            found[at] = replace(decide(at, "name"), name=one.name, role="spouse" if is_second else "")
    return found


def roles(columns: Sequence[Column]) -> frozenset[str]:
    """The roles of those who are named under such a header."""
    return frozenset(
        one.role for one in columns if one.role and one.detector is not None and one.detector.kind in NAMES and is_joint(one.name)
    )


def shared(found: pa.Table, holders: Collection[str], couples: Collection[str]) -> pa.Table:
    """The findings of a table (`FINDING_CODED`), the accounts of its rows' own people told of those who hold them too.

    `holders` are roles of others in the rows, `couples` the records (`row/12/spouse`) of whoever shares a cell with the row's own person.
    """
    if not holders and not couples:
        return found
    import pyarrow.compute as pc

    kinds = found.column("kind").cast(pa.string())
    records = found.column("record").cast(pa.string())
    own = pc.match_substring_regex(records, r"^row/\d+$")
    chosen = pc.and_(pc.is_in(kinds, pa.array(sorted(accounts()))), own)
    held, whose = found.filter(chosen), records.filter(chosen)
    if not held.num_rows:
        return found
    named = pc.unique(records.filter(pc.is_in(kinds, pa.array(sorted(NAMES))))).drop_null()
    more = [found]
    for role in sorted({*holders, *(one.split("/", 2)[2] for one in couples)}):
        theirs = pc.binary_join_element_wise(whose, pa.scalar(role), pa.scalar("/"))
        among = named if role in holders else pa.array(sorted(couples), pa.string())
        place, field = FINDING_CODED.get_field_index("record"), FINDING_CODED.field("record")
        more.append(held.set_column(place, field, theirs.cast(field.type)).filter(pc.is_in(theirs, among)))
    return pa.concat_tables(more)
