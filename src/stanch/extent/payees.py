"""Lists of payments: who is paid stands beside what is no name (`ONLINE TRANSFER`), and in capitals within the memo.

A bank's export has one column for the payee or what the payment is (OFX: NAME, "name of payee or description of transaction"), and one
for whatever the payer or the bank wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stanch.extent.names_lexicon import look_up
from stanch.extent.names_rules import cue_of
from stanch.extent.names_shape import natural_order
from stanch.extent.span import Span
from stanch.extent.table_column import NAMES
from stanch.vocabulary import elements

# What a bank calls payments, in the seven languages: none is a name.
PAYMENT = (
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
