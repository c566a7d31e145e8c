"""Labels of numbers that are nobody's: a number right behind `order no.` is an order's, whatever its shape."""

from __future__ import annotations

import re

from stanch.extent.folding import listed

# The label stands right before the number: `order 123`, `Order No.: 123`, `"version": "123`.
BESIDE = 4
THINGS = listed(
    "order orders reference ref invoice sku part item article product batch lot serial tracking shipment parcel barcode ean",
    "upc isbn issn gtin ticket transaction txn voucher receipt confirmation contract",
    "tender container seal model catalog catalogue build revision release",
    "commit checksum hash timestamp offset version firmware docket warehouse pallet consignment waybill",
    "pedido factura albaran articulo lote serie contrato envio commande facture bordereau lot serie contrat",
    "bestellung bestellnummer auftrag auftragsnummer rechnung rechnungsnummer artikel artikelnummer lieferschein charge chargennummer",
    "seriennummer vertrag vertragsnummer sendungsnummer teilenummer materialnummer vorgangsnummer aktenzeichen",
    "encomenda fatura artigo contrato remessa ordine fattura articolo lotto contratto spedizione",
    "bestelling bestelnummer factuur factuurnummer artikelnummer partij serienummer zending contractnummer onderdeelnummer",
)
COUNTED = ("", " number", " no", " nr", " id", " num", " code", " #", " range", " numero", " nummer", " ref")
PHRASES = (
    *("delivery note", "delivery no", "delivery number", "purchase order", "po number", "po no", "po box", "hs code", "tariff code"),
    *(
        "error code",
        "status code",
        "request id",
        "trace id",
        "span id",
        "session",
        "reference number",
        "reference no",
        "ref no",
        "ref number",
    ),
    *(
        "case number",
        "case no",
        "claim number",
        "claim no",
        "case #",
        "claim #",
        "report #",
        "incident #",
        "part numbers",
        "numero de commande",
        "numero de facture",
        "numero de serie",
    ),
    *("numero de lot", "numero de pedido", "numero de factura", "numero de lote", "numero de contrato", "numero de referencia"),
    *("numero ordine", "numero fattura", "numero di serie", "numero d ordine", "numero da encomenda", "numero da fatura"),
)


_LABELS = frozenset({f"{thing}{end}".strip() for thing in THINGS for end in COUNTED} | set(PHRASES))
# How a label ends; the words before most numbers do not end so.
_ENDINGS = frozenset(label[-2:] for label in _LABELS)
REACH = 32
_MARKS = re.compile(r"[^a-z0-9#]")
_NO_LETTERS = "".join(char for char in map(chr, range(256)) if _MARKS.match(char.lower()))


def beside(plain: str, start: int) -> int | None:
    """How far before a number the label of a thing ends, on its line; None where none stands right before it."""
    ahead = plain[max(0, start - REACH) : start]
    # A path or an address of the web goes on: `/order/123`.
    if ahead[-1:] in ("", "/", "\\"):
        return None
    label = ahead.rstrip(_NO_LETTERS)
    gap = len(ahead) - len(label)
    if gap > BESIDE or (label[-2:].lower() not in _ENDINGS and label[-1:] != "#") or "\n" in ahead[len(label) :]:
        return None
    words = _MARKS.sub(" ", label.rpartition("\n")[2].lower()).split()
    found = any(" ".join(words[-many:]) in _LABELS for many in (1, 2, 3))
    return gap if found else None
