"""Databases of Access 2000 and 97 with invented rows, page by page, in a form of their own: so that what stands where is known."""

import struct

TABLES_PAGE, ROWS_PAGE, DEFINITION, OWN_ROWS, LONG, ELSEWHERE = 2, 3, 4, 5, 6, 7
DELETED, POINTER = 0x8000, 0x4000
SIZE = 4096


def scrambled(key, content):
    """RC4, as the pages of an encoded database have it."""
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) & 255])
    return bytes(out)


def first_page(key=b"\x00\x00\x00\x00"):
    plain = bytearray(0x80)
    plain[0x3E - 0x18 : 0x42 - 0x18] = key
    page = bytearray(SIZE)
    page[:0x15] = b"\x00\x01\x00\x00Standard Jet DB\x00\x01"
    page[0x18:0x98] = scrambled(b"\xc7\xda\x39\x6b", bytes(plain))
    return bytes(page)


def definition(columns):
    """`columns`: (name, type, offset among the fixed or None, size, scale)."""
    head = bytearray(63)
    head[0:2] = b"\x02\x01"
    head[45:47] = struct.pack("<H", len(columns))
    rows, names, variable = b"", b"", 0
    for number, (name, kind, fixed, size, scale) in enumerate(columns):
        row = bytearray(25)
        row[0] = kind
        struct.pack_into("<HH", row, 5, number, variable)
        row[12], row[15] = scale, 1 if fixed is not None else 0
        struct.pack_into("<HH", row, 21, fixed or 0, size)
        variable += fixed is None
        rows += bytes(row)
        names += struct.pack("<H", len(name) * 2) + name.encode("utf-16-le")
    return (bytes(head) + rows + names).ljust(SIZE, b"\x00")


def row(columns, values):
    """A row as it is stored; None stands for nothing."""
    fixed, cells, mask = bytearray(), [], 0
    for number, ((_, kind, offset, size, _), value) in enumerate(zip(columns, values, strict=True)):
        mask |= (value is not None and value is not False) << number
        if kind == 1:
            continue
        if offset is not None:
            fixed[offset : offset + size] = value if value is not None else bytes(size)
        else:
            cells.append(value if value is not None else b"")
    out = struct.pack("<H", len(columns)) + bytes(fixed)
    ends = [len(out)]
    for cell in cells:
        out += cell
        ends.append(len(out))
    out += b"".join(struct.pack("<H", end) for end in reversed(ends)) + struct.pack("<H", len(cells))
    return out + mask.to_bytes((len(columns) + 7) // 8, "little")


def page_of(owner, rows):
    """`rows`: (content, marks)."""
    page, end, places = bytearray(SIZE), SIZE, []
    for content, marks in rows:
        end -= len(content)
        page[end : end + len(content)] = content
        places.append(end | marks)
    page[0:2] = b"\x01\x01"
    page[4:8] = owner if isinstance(owner, bytes) else struct.pack("<I", owner)
    struct.pack_into(f"<H{len(places)}H", page, 12, len(places), *places)
    return bytes(page)


def wide(text):
    return text.encode("utf-16-le")


def short(text):
    return b"\xff\xfe" + text.encode("latin-1")


CATALOGUE = [
    ("Id", 4, 0, 4, 0),
    ("Name", 10, None, 510, 0),
    ("Type", 3, 4, 2, 0),
    ("Flags", 4, 6, 4, 0),
    ("Connect", 12, None, 0, 0),
]
PEOPLE = [
    ("Number", 4, 0, 4, 0),
    ("Name", 10, None, 100, 0),
    ("Note", 12, None, 0, 0),
    ("Born", 8, 4, 8, 0),
    ("Pay", 5, 12, 8, 0),
    ("Active", 1, 0, 1, 0),
    ("Rate", 16, 20, 17, 2),
    ("Letter", 11, None, 0, 0),
]


def inline(content):
    return struct.pack("<III", 0x80000000 | len(content), 0, 0) + content


def _decimal(value):
    whole = abs(value).to_bytes(16, "big")
    return bytes([0x80 if value < 0 else 0]) + b"".join(whole[at : at + 4][::-1] for at in range(0, 16, 4))


def person(number, name, note=None, born=None, pay=None, *, active=False, rate=None, letter=None):
    return row(
        PEOPLE,
        [
            struct.pack("<i", number),
            name,
            note,
            None if born is None else struct.pack("<d", born),
            None if pay is None else struct.pack("<q", pay),
            active,
            None if rate is None else _decimal(rate),
            letter,
        ],
    )


LETTER = b"%PDF-1.4 " + b"invented " * 20
BROKEN = person(9, wide("Broken"))[:-4] + b"\xff\xff\xff\xff"
SECOND = b"second part: card 4111 1111 1111 1111"


def people(key=b"\x00\x00\x00\x00"):
    """A table of people: present, deleted, moved to another page, broken; memos in the row, in a place, in a chain; a linked table."""
    catalogue = [
        (row(CATALOGUE, [struct.pack("<i", DEFINITION), short("People"), struct.pack("<h", 1), bytes(4), None]), 0),
        (row(CATALOGUE, [struct.pack("<i", 99), short("Torn"), struct.pack("<h", 1), bytes(4), None]), 0),
        (
            row(
                CATALOGUE, [struct.pack("<i", 0), short("Far"), struct.pack("<h", 4), bytes(4), inline(short("ODBC;UID=sa;PWD=Invented1"))]
            ),
            0,
        ),
    ]
    chain = struct.pack("<III", len(wide("first ")) + len(wide(SECOND.decode())), LONG << 8 | 1, 0)
    single = struct.pack("<III", 0x40000000 | 8, LONG << 8, 0)
    rows = [
        (person(1, short("Ada Example"), inline(short("SSN 900-00-0001")), 25569.5, 1234500, active=True, rate=-1050), 0),
        (person(2, wide("Zoë Пример"), chain, -1.25), 0),
        (person(3, short("Gone Person"), single), DELETED),
        (struct.pack("<I", ELSEWHERE << 8), POINTER),
        (BROKEN, 0),
        (person(5, None, None, 0.5, letter=inline(b"\x15\x1c\x00\x00" + b"\x00" * 30 + LETTER)), 0),
    ]
    long = [
        (b"\xff\xfeshort!", 0),
        (struct.pack("<I", LONG << 8 | 2) + wide("first "), 0),
        (bytes(4) + wide(SECOND.decode()), 0),
    ]
    pages = [
        bytes(SIZE),
        definition(CATALOGUE),
        page_of(TABLES_PAGE, catalogue),
        definition(PEOPLE),
        page_of(DEFINITION, rows),
        page_of(b"LVAL", long),
        page_of(DEFINITION, [(person(4, short("Moved Person")), DELETED)]),
    ]
    if any(key):
        number = int.from_bytes(key, "little")
        pages = [scrambled((number ^ place).to_bytes(4, "little"), page) for place, page in enumerate(pages, start=1)]
    return first_page(key) + b"".join(pages)
