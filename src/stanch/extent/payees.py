"""Lists of payments: who is paid stands beside what is no name (`ONLINE TRANSFER`), and in capitals within the memo.

A bank's export has one column for the payee or what the payment is (OFX: NAME, "name of payee or description of transaction"), and one
for whatever the payer or the bank wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.names_lexicon import look_up
from stanch.extent.names_rules import cue_of
from stanch.extent.names_shape import natural_order
from stanch.extent.span import Span
from stanch.extent.table_column import NAMES, Column
from stanch.vocabulary import elements

# What a bank calls payments, in the seven languages: none is a name.
_PAYMENT = (
    r"(?i)\b(?:transfers?|payments?|pymt|pmt|deposits?|withdrawals?|purchases?|refunds?|fees?|interest|dividends?|payroll|zelle|venmo|paypal|ach|atm|pos|"
    r"checks?|cheques?|debits?|credits?|autopay|bill ?pay|wire|cash|transferencia|traspaso|recibo|ingreso|retirada|abono|cargo|pago|"
    r"[uü]berweisung|lastschrift|dauerauftrag|gutschrift|kartenzahlung|bargeld|virement|pr[ée]l[èe]vement|retrait|versement|paiement|"
    r"bonifico|addebito|accredito|prelievo|pagamento|overboeking|incasso|betaling|opname|storting|transfer[êe]ncia|levantamento|dep[óo]sito)\b"
)
_GIVEN, _CLEARLY, _LONGEST = 6, 3, 300
_NEAR = frozenset({"phone", "dob", "us_bank_account", "bank_account", "iban"})
_PAIR = re.compile(r"(?<![\w'’@-])(?P<first>[^\W\d_]{3,})(?:[ ][^\W\d_]\.?)?[ ](?P<last>[^\W\d_]{3,}(?:['’-][^\W\d_]{2,})?)(?![\w'’@-])")


def named(cell: str, spans: Sequence[Span]) -> list[Span]:
    """Whom a short cell in capitals names beside a number that is somebody's, where nothing in it is a name yet: `RENT ANN LEE ACCT 9…`."""
    if len(cell) > _LONGEST or not cell.isupper() or any(span.kind in NAMES for span in spans):
        return []
    if not any(span.kind in _NEAR or elements()[span.kind].identifies for span in spans):
        return []
    found, at = list[Span](), 0
    while match := _PAIR.search(cell, at):
        at = match.end("first")
        first, last = look_up(match["first"]), look_up(match["last"])
        is_name = first.given >= _GIVEN and first.ordinary + _CLEARLY <= first.given and not cue_of(match["last"])
        if is_name and last.surname * 2 >= last.ordinary and not any(one.start < match.end() and match.start() < one.end for one in spans):
            found.append(Span("name", *match.span(), match[0], 0.8, "names", "in capitals", natural_order(match[0])))
            at = match.end()
    return found


def without_payments(cells: pa.Array, filled: pa.Array) -> pa.Array:
    """True where `filled` is, and the cell says whom, not how, was paid."""
    return pc.and_(filled, pc.invert(pc.fill_null(pc.match_substring_regex(cells, _PAYMENT), fill_value=False)))


def role_of_rows(columns: Sequence[Column]) -> str:
    """As what the rows name whom they are of: `recipient` in a list of payments that names nobody but payees, else ""."""
    return "recipient" if {one.role for one in columns if _is_name(one)} == {"recipient"} else ""


def names_of_rows(table: pa.Table, columns: Sequence[Column], rows: npt.NDArray[np.int64], role: str) -> list[str]:
    """The names of whom these rows are of, in one piece each; "" where a row names none."""
    named = [at for at, one in enumerate(columns) if _is_name(one) and one.role == role]
    parts = [pc.fill_null(pc.take(table.column(at), pa.array(rows)), "").to_pylist() for at in named]
    return [" ".join(filter(None, words)) for words in zip(*parts, strict=True)] if parts else [""] * len(rows)


def _is_name(column: Column) -> bool:
    return column.detector is not None and column.detector.kind in NAMES
