"""Texts and tables in which nobody is, invented from a seed: logs, catalogues, measurements, invoices, genomes, minified code.

Used by `false_findings.py`. Same seed, same text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator


def pieces(limit: int, line: Callable[[random.Random], str], lines: int = 400, *, seed: int = 11) -> Iterator[str]:
    """Documents of so many lines each."""
    draw, size = random.Random(seed), 0
    while size < limit:
        text = "\n".join(line(draw) for _ in range(lines))
        size += len(text)
        yield text


def filled(draw: random.Random, shape: str) -> str:
    """`#` becomes a digit (the first of a run none that is 0), `~` a hexadecimal one, `^` a capital letter."""
    digits = re.sub(r"#+", lambda run: str(draw.randrange(10 ** (len(run[0]) - 1), 10 ** len(run[0]))), shape)
    return re.sub(r"[~^]", lambda one: draw.choice("0123456789abcdef" if one[0] == "~" else "ABCDEFGHJKLMNPRSTUVWXYZ"), digits)


def stamp(draw: random.Random) -> str:
    day, hour = f"2026-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}", f"{draw.randrange(24):02d}:{draw.randrange(60):02d}"
    return f"{day}T{hour}:{draw.randrange(60):02d}"


LINES = (
    ".######Z worker-## INFO request_id=~~~~~~~~-~~~~-4~~~-a~~~-~~~~~~~~~~~~ order=N bytes=######### took=###ms",
    " kernel: [######.######] pci 0000:0#:1f.#: BAR #: 0x~~~~~~~~~~~~~~~~-0x~~~~~~~~~~~~~~~~",
    " gc: heap ######### -> ######## in 0.######s, id N, account of pages #######",
    " [#####] DEBUG cache key ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ expires ########## code N pin ####",
    " build 10.0.#####.### commit ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ passed #### tests, tag v#.##.#",
    " queue=mail id=N status=deferred delay=##.## dsn=4.#.# reference N",
    " batch N transaction ############ member ## of group #### licensed seats ###",
)


def log_line(draw: random.Random) -> str:
    """A line of a service's log, of a build, of the kernel, of a queue; N is a number of any length."""
    shape = re.sub("N", lambda _: "#" * draw.choice((4, 6, 8, 9, 10, 11, 12, 13, 15, 16)), draw.choice(LINES))
    return stamp(draw) + filled(draw, shape)


def ean(draw: random.Random) -> str:
    body = filled(draw, "#" * 12)
    return body + str(-sum(int(one) * (1, 3)[place % 2] for place, one in enumerate(body)) % 10)


THINGS = ("pump", "valve", "bracket", "gasket", "sensor", "cable", "lamp", "drill", "router", "filter", "hinge", "relay", "fuse", "battery")
SORTS = (
    "steel",
    "brass",
    "hydraulic",
    "compact",
    "heavy-duty",
    "stainless",
    "digital",
    "premium",
    "basic",
    "outdoor",
    "rotary",
    "universal",
)


def goods(draw: random.Random) -> dict[str, str]:
    """One article of a catalogue."""
    return {
        "SKU": filled(draw, "^^-" + "#" * draw.choice((6, 7, 9))),
        "Article": f"{draw.choice(SORTS)} {draw.choice(THINGS)} {filled(draw, '^###')}",
        "EAN": ean(draw),
        "Part number": filled(draw, "###-##-####"),
        "Model": filled(draw, "^" + "#" * draw.choice((7, 8))),
        "HS code": filled(draw, "####.##.####"),
        "Stock": filled(draw, "#" * draw.choice((3, 4, 5))),
        "Weight (g)": f"{draw.random() * 9000:.3f}",
        "Dimensions": filled(draw, "###x###x## mm"),
        "Price": f"{draw.random() * 900:.2f}",
        "Serial range": filled(draw, "##########-##########"),
        "Lot": filled(draw, "#########"),
        "Revised": f"{draw.randrange(1, 13):02d}/{draw.randrange(1, 29):02d}/20{draw.randrange(10, 27)}",
    }


def goods_line(draw: random.Random) -> str:
    return "; ".join(f"{name}: {value}" for name, value in goods(draw).items())


def science(draw: random.Random) -> dict[str, str]:
    """One row of measurements."""
    return {
        "sample": filled(draw, "S####-#"),
        "accession": filled(draw, "NM_#########.#"),
        "mean": f"{draw.gauss(0, 40):.6f}",
        "sd": f"{abs(draw.gauss(0, 4)):.8f}",
        "p": f"{draw.random():.3e}",
        "CAS": filled(draw, "#" * draw.choice((3, 4, 5, 6)) + "-##-#"),
        "counts": filled(draw, "#########"),
        "pair": f"{draw.gauss(0, 90):.4f}, {draw.gauss(0, 300):.4f}",
        "wavelength": f"{draw.uniform(300, 900):.2f} nm",
        "doi": filled(draw, "10.####/~~~~~~~~.######"),
        "energy": filled(draw, "#### #### #### ####"),
    }


def science_line(draw: random.Random) -> str:
    return "\t".join(science(draw).values())


def invoice(draw: random.Random) -> str:
    """An invoice between companies, without any person or account."""
    rows = "\n".join(
        f"{place:3}  {ean(draw)}  {draw.choice(SORTS)} {draw.choice(THINGS)}  {filled(draw, '## x ##.##  ###.##')}"
        for place in range(1, 20)
    )
    return filled(
        draw,
        f"INVOICE No. #########   Date 0#/1#/2026   Purchase order PO-########\n"
        f"Terms 30 days   Delivery note ##########   Contract ###-##-####\n{rows}\n"
        f"Subtotal ####.##   Tax 19 % ###.##   Total ####.##\n"
        f"Container {draw.choice(('MSKU', 'TGHU', 'CMAU'))}#######   Seal ########   Parcel 1Z^^####^^########\n",
    )


WORK = (
    "Auftrag",
    "Lieferung",
    "Position",
    "Zeile",
    "pedido",
    "línea",
    "commande",
    "livraison",
    "ordine",
    "riga",
    "encomenda",
    "bestelling",
    "regel",
)


def invoice_abroad(draw: random.Random) -> str:
    """A line of an invoice or delivery note between companies, in other languages than English."""
    amount = f"{draw.randrange(1, 9999)},{draw.randrange(100):02d}"
    shapes = (
        f"Rechnung Nr. RE-####-##### vom ##.0#.2026   Kundennummer ######   Lieferschein ##########   Betrag {amount} EUR",
        f"Factura ####/######   Fecha 0#/0#/2026   Referencia ########   Importe {amount} €   Lote ^^#######",
        f"Facture n° F########   Échéance 1#/0#/2026   Bon de livraison #######   Montant TTC {amount} €",
        f"Fattura n. ####/2026   Ordine ##########   Articolo ^^-######   Quantità ##   Totale {amount} EUR",
        f"Factuur ########   Bestelnummer ##########   Partij ######   Bedrag {amount}",
        f"{draw.choice(WORK)} ####.###.##   Charge #########   Zolltarif ########   Gewicht ###,## kg   Preis {amount}",
    )
    return filled(draw, draw.choice(shapes))


def genome_line(draw: random.Random) -> str:
    """A line of FASTA, FASTQ, VCF, GFF or PDB."""
    place, chromosome = draw.randrange(10_000, 248_000_000), draw.randrange(1, 23)
    x, y, z = (draw.gauss(0, 40) for _ in range(3))
    variant = f"{draw.choice('ACGT')}\t{draw.choice('ACGT')}\t{draw.uniform(20, 900):.2f}\tPASS\tAC=2;AF=0.5;AN=4;DP={draw.randrange(400)}"
    gene = f'gene_id "ENSG{draw.randrange(10**11):011d}";'
    return draw.choice(
        (
            "".join(draw.choices("ACGT", k=70)),
            filled(draw, f">NC_######.## chromosome {chromosome}, GRCh38.p## Primary Assembly"),
            filled(draw, "@SRR#######.#### ^^####:##:H^^^^DRXX:#:####:#####:##### length=70"),
            "".join(draw.choices([chr(code) for code in range(33, 75)], k=70)),
            f"chr{chromosome}\t{place}\trs{draw.randrange(10**8)}\t{variant}\tGT:AD:DP:GQ:PL\t0/1:12,15:27:99:410,0,355",
            f"chr{chromosome}\tHAVANA\texon\t{place}\t{place + draw.randrange(90, 4000)}\t.\t+\t.\t{gene}",
            f"ATOM  {place % 99999:5d}  CA  ALA A{place % 999:4d}    {x:8.3f}{y:8.3f}{z:8.3f}  1.00 {draw.uniform(5, 90):5.2f}           C",
        )
    )


def minified_line(draw: random.Random) -> str:
    """Minified scripts and style sheets, paths of drawings, data URLs, source maps, lock files."""
    letter = draw.choice("abcdefghijkmnpqrstuvwxyz")
    path = " ".join(f"{draw.choice('MLCHVZ')}{draw.uniform(0, 512):.2f} {draw.uniform(0, 512):.3f}" for _ in range(12))
    return draw.choice(
        (
            filled(
                draw,
                f"!function({letter},e){{var n={letter}[~~~~],r=0x~~~~~~~~;return n.t(##.####)?e(#####):void 0}}(this,[########]);",
            ),
            filled(draw, f".{letter}~~~~{{margin:0 #.##em;color:#~~~~~~;transform:translate3d(##.##px,###px,0);transition:all .##s}}"),
            filled(draw, f'<path fill="#~~~~~~" d="{path}"/>'),
            "background:url(data:image/png;base64,"
            + "".join(draw.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", k=160))
            + ")",
            '"mappings":"' + "".join(draw.choices("ACEGIKMOQSUWYacegikmoqsuwy,;", k=160)) + '"',
            filled(draw, '"node_modules/^^~~~~": {"version": "##.##.###", "integrity": "sha512-' + "~" * 86 + '=="},'),
        )
    )


def sensor(draw: random.Random) -> dict[str, str]:
    """One row of a machine's readings."""
    return {
        "timestamp": stamp(draw),
        "device": filled(draw, "PLC-####"),
        "tag": filled(draw, "DB##.DBW####"),
        "value": f"{draw.gauss(50, 20):.4f}",
        "setpoint": filled(draw, "####"),
        "status": draw.choice(("OK", "WARN", "FAULT")),
        "cycle": filled(draw, "#########"),
        "batch": filled(draw, "##########"),
        "checksum": filled(draw, "~~~~~~~~"),
    }


def ledger(draw: random.Random) -> dict[str, str]:
    """One row of a company's postings: many numbers, no person."""
    return {
        "Voucher": filled(draw, "#########"),
        "Posting date": stamp(draw)[:10],
        "Cost centre": filled(draw, "####"),
        "GL account": filled(draw, "######"),
        "Document no": filled(draw, "51########"),
        "PO": filled(draw, "45########"),
        "Text": f"{draw.choice(SORTS)} {draw.choice(THINGS)}",
        "Debit": f"{draw.random() * 9000:.2f}",
        "Quantity": filled(draw, "##"),
        "Tracking": filled(draw, "############"),
    }


def stock(draw: random.Random) -> dict[str, str]:
    """One row of what is kept in store, under headers that lists of people have as well."""
    return {
        "Nombre": f"{draw.choice(SORTS)} {draw.choice(THINGS)}",
        "Condition": draw.choice(("new", "repaired", "used", "damaged")),
        "Expiry": f"{draw.randrange(1, 13):02d}/{draw.randrange(27, 33)}",
        "Account no": filled(draw, "4#####"),
        "N° de pièce": filled(draw, "########"),
        "Device ID": filled(draw, "~~~~~~~~~~~~~~~~"),
        "License number": filled(draw, "#########"),
        "Security code": filled(draw, "####"),
        "Latitude": f"{draw.uniform(-60, 60):.5f}",
        "Address": filled(draw, "0x400~~~~~"),
    }
