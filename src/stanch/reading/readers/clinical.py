"""Health messages: HL7 version 2 by segment, X12 claims and enrolments by party, DICOM headers by label."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence

from stanch.errors import EvidenceError
from stanch.reading.pieces import tables, texts
from stanch.reading.readers import kept_files
from stanch.reading.readers.scans import DOCUMENT, PIXEL_DATA, carried
from stanch.reading.readers.text import decode
from stanch.reading.source import Source
from stanch.records import Unit

# Fields of HL7 2.x that tell about a person, by segment (HL7 v2.5.1 chapters 3 and 6).
FIELDS: dict[str, dict[int, str]] = {
    "PID": {
        2: "Patient ID", 3: "Patient identifier", 4: "Alternate patient ID", 5: "Patient name", 6: "Mother's maiden name", 7: "Date of birth", 8: "Sex",
        9: "Alias", 10: "Race", 11: "Address", 13: "Home phone", 14: "Business phone", 15: "Language", 16: "Marital status", 17: "Religion",
        18: "Patient account number", 19: "SSN", 20: "Driver's license number", 22: "Ethnic group", 23: "Birth place", 29: "Date of death",
    },
    "NK1": {2: "Name", 3: "Relationship", 4: "Address", 5: "Phone", 6: "Business phone", 16: "Date of birth", 33: "Identifiers", 37: "SSN"},
    "GT1": {2: "Guarantor number", 3: "Guarantor name", 5: "Address", 6: "Home phone", 7: "Business phone", 8: "Date of birth", 9: "Sex", 12: "SSN"},
    "IN1": {
        2: "Insurance plan ID", 3: "Insurance company ID", 4: "Insurance company name", 5: "Insurance company address", 8: "Group number",
        16: "Name of insured", 17: "Relationship", 18: "Date of birth", 19: "Insured's address", 36: "Policy number", 49: "Insured's ID number",
    },
    "IN2": {1: "Insured's employee ID", 2: "Insured's SSN", 3: "Insured's employer", 6: "Medicare card number", 8: "Medicaid case number"},
    "PV1": {3: "Assigned location", 7: "Attending doctor", 8: "Referring doctor", 19: "Visit number", 44: "Admitted", 45: "Discharged"},
    "DG1": {3: "Diagnosis code", 4: "Diagnosis", 5: "Diagnosed", 6: "Diagnosis type"},
    "OBX": {2: "Value type", 3: "Observation", 5: "Value", 6: "Units", 7: "Reference range", 8: "Abnormal flags", 14: "Observed"},
    "AL1": {3: "Allergy", 4: "Severity", 5: "Reaction"},
    "OBR": {2: "Placer order", 3: "Filler order", 4: "Service", 7: "Observed", 16: "Ordering provider"},
    "RXE": {2: "Medication", 3: "Amount", 5: "Units"},
    "MSH": {3: "Sending application", 4: "Sending facility", 5: "Receiving application", 6: "Receiving facility", 7: "Date of message", 9: "Message type"},
}  # fmt: skip
# Names (XPN: family, given, further names, suffix, …) and addresses (XAD: street, other, city, state, postcode, country, …).
_NAMES = {("PID", 5), ("PID", 9), ("NK1", 2), ("GT1", 3), ("IN1", 16)}
_ADDRESSES = {("PID", 11), ("NK1", 4), ("GT1", 5), ("IN1", 19)}
_ESCAPES = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\", ".br": "\n"}


def hl7(source: Source) -> Iterator[Unit | Source]:
    """HL7 v2: a table a segment type; rows are numbered within it, each with the number of its message."""
    source.media_type = "application/hl7-v2"
    text = decode(source.whole())[0].replace("\x0b", "").replace("\x1c", "\n").replace("\r", "\n")
    rows: dict[str, list[dict[str, str]]] = {}
    inside: list[bytes] = []
    message, marks = 0, "|^~\\&"
    for line in text.split("\n"):
        kind = line[:3]
        if kind == "MSH" and len(line) > 8:
            message, marks = message + 1, line[3:8]
        if not re.fullmatch(r"[A-Z][A-Z0-9]{2}", kind) or line[3:4] != marks[0]:
            continue
        cells = line.split(marks[0])
        if kind == "MSH":
            cells.insert(1, marks[0])
        if kind == "OBX" and "Base64" in line and len(inside) < kept_files.MOST:  # a document within the message
            inside += [one for part in line.split(marks[1]) if (one := kept_files.unpacked(part.split(marks[0])[0], said=True))]
        labels = FIELDS.get(kind, {})
        row = {"Message": str(message)}
        for place, cell in enumerate(cells[1:], start=1):
            said = _said(cell, marks, _written((kind, place)))
            if said and not (kind == "MSH" and place < 3):
                row[labels.get(place, f"{kind}-{place}")] = said
        rows.setdefault(kind, []).append(row)
    for kind, found in rows.items():
        names = list(dict.fromkeys(name for row in found for name in row))
        yield from tables(source, names, ([row.get(name) for name in names] for row in found), part=f"#{kind}")
    for number, content in enumerate(inside, start=1):
        yield source.inner(f"document_{number}", content)


def _written(field: tuple[str, int]) -> Callable[[Sequence[str]], str]:
    """How the parts of a field are written one after the other."""
    return _name if field in _NAMES else _address if field in _ADDRESSES else _in_a_row


def _in_a_row(parts: Sequence[str]) -> str:
    return " ".join(filter(None, parts))


def _name(parts: Sequence[str]) -> str:
    """`Lee, Ann M Jr` of family, given and further names, and what follows: the order is told, and must not be lost."""
    return ", ".join(filter(None, (parts[0], _in_a_row(parts[1:4]))))


def _address(parts: Sequence[str]) -> str:
    street, other, city, state, code, country = (*parts[:6], *[""] * (6 - len(parts[:6])))
    place = (
        f"{code} {city}"
        if not state and code.isdigit() and len(code) <= CONTINENTAL
        else ", ".join(filter(None, (city, f"{state} {code}".strip())))
    )
    return ", ".join(filter(None, (street, other, place.strip(), country)))


CONTINENTAL = 5  # figures of a postcode that stands before its town


def _said(cell: str, marks: str, written: Callable[[Sequence[str]], str]) -> str:
    component, repeat, escape, below = marks[1], marks[2], marks[3], marks[4]
    repeats = []
    for one in cell.split(repeat):
        parts = [part.replace(below, " ").strip() for part in one.split(component)]
        text = written(["" if part == '""' else part for part in parts])
        text = re.sub(re.escape(escape) + r"([FSTRE]|\.br)" + re.escape(escape), lambda found: _ESCAPES[found[1]], text)
        repeats += [text] if text else []
    return "; ".join(repeats)


# Who a party of an X12 transaction is (entity identifier codes, data element 98), and what a reference says (128).
ENTITIES = {
    "IL": "Insured or subscriber", "QC": "Patient", "74": "Corrected insured", "03": "Dependent", "82": "Rendering provider", "85": "Billing provider",
    "87": "Pay-to provider", "PR": "Payer", "PE": "Payee", "P5": "Plan sponsor", "IN": "Insurer", "DN": "Referring provider", "77": "Service location",
    "40": "Receiver", "41": "Submitter", "31": "Mailing address", "70": "Prior incorrect insured", "QD": "Responsible party", "S1": "Parent",
    "71": "Attending physician", "72": "Operating physician", "DK": "Ordering physician", "45": "Drop-off location", "36": "Employer", "FA": "Facility",
}  # fmt: skip
REFERENCES = {
    "SY": "SSN", "0F": "Subscriber number", "1L": "Group or policy number", "EI": "Employer ID", "TJ": "Federal tax ID", "EA": "Medical record number",
    "1W": "Member ID", "IG": "Insurance policy number", "23": "Client number", "D9": "Claim number", "6P": "Group number", "ABB": "Personal ID",
    "1C": "Medicare provider", "1D": "Medicaid provider", "F8": "Original reference", "G1": "Prior authorization", "17": "Client category", "DX": "Department",
}  # fmt: skip
IDENTIFIERS = {
    "34": "SSN",
    "MI": "Member ID",
    "24": "Employer ID",
    "XX": "NPI",
    "FI": "Federal tax ID",
    "HN": "Health insurance claim number",
    "C1": "Insured ID",
}


def x12(source: Source) -> Iterator[Unit]:
    """X12 837, 834, 835 and like them: a row a party with its address, birth, references; the other segments as text."""
    source.media_type = "application/edi-x12"
    text = decode(source.whole())[0].lstrip("\ufeff \r\n")
    if len(text) < 106:
        raise EvidenceError("damaged", "an X12 interchange without its whole header")
    element, end = text[3], text[105]
    parties: list[dict[str, str]] = []
    rest: list[str] = []
    held: dict[str, str] = {}  # what an 834 says before it names the member
    patient: dict[str, str] = {}  # of whom a claim is: between him and it stands the payer
    for segment in text.split(end):
        cells = [cell.strip() for cell in segment.strip().split(element)]
        kind = cells[0]
        if kind in ("NM1", "N1") and len(cells) > 2:
            parties.append({**_party(kind, cells), **held})
            held, patient = {}, parties[-1] if cells[1] in PATIENTS else patient
        elif kind in CLAIMED and len(cells) > 1 and (patient or parties):
            _claim(patient or parties[-1], kind, cells)
        elif kind in ("N3", "N4", "DMG", "REF", "PER", "INS") and len(cells) > 1:
            if kind == "INS" or (kind == "REF" and held):
                held |= _told(kind, cells)
            elif parties:
                _add(parties[-1], _told(kind, cells))
            else:
                rest.append(" ".join(cells))
        elif kind:
            rest.append(" ".join(cell for cell in cells if cell))
    names = list(dict.fromkeys(name for row in parties for name in row))
    yield from tables(source, names, ([row.get(name) for name in names] for row in parties), part="#parties") if parties else ()
    yield from texts(source, "\n".join(rest) + "\n")


def _party(kind: str, cells: list[str]) -> dict[str, str]:
    cells = [*cells, *[""] * 10]
    row = {"Party": ENTITIES.get(cells[1], cells[1])}
    if kind == "N1":
        row |= {"Name": cells[2], IDENTIFIERS.get(cells[3], "Identifier"): cells[4]}
    else:
        wanted = (
            {"Last name": cells[3], "First name": cells[4], "Middle name": cells[5], "Suffix": cells[7]}
            if cells[2] == "1"
            else {"Name": cells[3]}
        )
        row |= wanted | {IDENTIFIERS.get(cells[8], "Identifier"): cells[9]}
    return {name: value for name, value in row.items() if value}


def _told(kind: str, cells: list[str]) -> dict[str, str]:
    cells = [*cells, *[""] * 6]
    match kind:
        case "N3":
            row = {"Street": " ".join(filter(None, cells[1:3]))}
        case "N4":
            row = {"City": cells[1], "State": cells[2], "Postcode": cells[3], "Country": cells[4]}
        case "DMG":
            day = cells[2]
            row = {"Date of birth": f"{day[:4]}-{day[4:6]}-{day[6:8]}" if re.fullmatch(r"\d{8}", day) else day, "Gender": cells[3]}
        case "REF":
            row = {REFERENCES.get(cells[1], f"Reference {cells[1]}"): cells[2]}
        case "PER":
            row = {"Contact": cells[2]}
            for mark, value in zip(cells[3::2], cells[4::2], strict=False):
                row |= {
                    {"TE": "Phone", "EM": "E-mail", "FX": "Fax", "HP": "Home phone", "WP": "Work phone", "CP": "Cell phone"}.get(
                        mark, mark
                    ): value
                }
        case _:
            row = {"Relationship": cells[2], "Maintenance": cells[3]}
    return {name: value for name, value in row.items() if value}


# What a claim says of its patient, and in which of its cells a line of services names the procedure.
PATIENTS = frozenset(("IL", "QC", "74", "03"))
CLAIMED = frozenset(("CLM", "HI", "SV1", "SV2", "SV3"))
_DIAGNOSES = frozenset(("BK", "ABK", "BF", "ABF", "BJ", "ABJ", "PR", "APR", "BN", "ABN"))  # code list qualifiers, data element 1270
_PROCEDURE_AT = {"SV1": 1, "SV2": 2, "SV3": 1}


MOST_CODES = 24


def _claim(row: dict[str, str], kind: str, cells: list[str]) -> None:
    """Add what a claim says to its patient's row: each diagnosis in a column of its own, for a cell of several is no code."""
    cells = [*cells, *[""] * 3]
    if kind == "CLM":
        _add(row, {name: value for name, value in (("Claim", cells[1]), ("Amount", cells[2])) if value})
        return
    for cell in [cells[_PROCEDURE_AT[kind]]] if kind in _PROCEDURE_AT else filter(None, cells[1:]):
        sort, code, *_ = [*re.split(r"[:>^]", cell), "", ""]
        if code and kind == "HI" and sort in _DIAGNOSES:
            _diagnose(row, f"{code[:3]}.{code[3:]}" if sort[0] == "A" and code[3:] else code)
        elif code:
            _add(row, {"Claim codes" if kind == "HI" else "Procedure codes": code})


def _diagnose(row: dict[str, str], code: str) -> None:
    names = ["Diagnosis code", *(f"Diagnosis code {number}" for number in range(2, MOST_CODES + 1))]
    if code not in (row.get(name) for name in names) and (free := next((name for name in names if name not in row), "")):
        row[free] = code


def _add(row: dict[str, str], more: dict[str, str]) -> None:
    for name, value in more.items():
        row[name] = f"{row[name]}; {value}" if name in row and value not in row[name].split("; ") else row.get(name, value)


# Attributes of a DICOM header that tell about a person or a visit (PS3.6).
TAGS = {
    0x00100010: "Patient's name", 0x00100020: "Patient ID", 0x00100030: "Date of birth", 0x00100040: "Patient's sex", 0x00101000: "Other patient IDs",
    0x00101001: "Other patient names", 0x00101005: "Patient's birth name", 0x00101010: "Patient's age", 0x00101020: "Patient's size",
    0x00101030: "Patient's weight", 0x00101040: "Patient's address", 0x00101060: "Patient's mother's birth name", 0x00102154: "Patient's phone",
    0x00102160: "Ethnic group", 0x00102180: "Occupation", 0x001021B0: "Additional patient history", 0x001021C0: "Pregnancy status",
    0x00104000: "Patient comments", 0x00102000: "Medical alerts", 0x00102110: "Allergies", 0x00080020: "Study date", 0x00080050: "Accession number",
    0x00080080: "Institution", 0x00080081: "Institution address", 0x00080090: "Referring physician", 0x00081030: "Study", 0x0008103E: "Series",
    0x00081048: "Physician of record", 0x00081050: "Performing physician", 0x00081060: "Reading physician", 0x00081070: "Operator",
    0x00081080: "Admitting diagnosis", 0x00200010: "Study ID", 0x00380010: "Admission ID", 0x00321032: "Requesting physician",
    0x00100021: "Issuer of patient ID", 0x00100050: "Insurance plan", 0x00101090: "Medical record locator", 0x00380300: "Current location",
    0x00080060: "Modality", 0x00204000: "Image comments", 0x00180015: "Body part", 0x00080018: "Instance UID", 0x00081010: "Station",
}  # fmt: skip
HELD = 64 << 20  # bytes of a file that are looked at
LONG = {b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"UC", b"UN", b"UR", b"UT", b"SV", b"UV"}
SPOKEN = {b"AE", b"AS", b"CS", b"DA", b"DS", b"DT", b"IS", b"LO", b"LT", b"PN", b"SH", b"ST", b"TM", b"UC", b"UI", b"UR", b"UT"}
_SETS = {
    "ISO_IR 192": "utf-8",
    "ISO_IR 100": "latin-1",
    "ISO_IR 101": "iso8859-2",
    "ISO_IR 144": "iso8859-5",
    "ISO_IR 13": "shift_jis",
    "GB18030": "gb18030",
}


_PERSONS = {0x00100010, 0x00101001, 0x00101005, 0x00101060, 0x00080090}  # names, where a file does not say of what kind a value is


def _person(said: str) -> str:
    """A name of DICOM (PS3.5, 6.2): groups apart by `=`, each of family, given and middle name, prefix and suffix."""
    groups = [[part.strip() for part in group.split("^")] for group in said.split("=")]
    return " ".join(_name([*parts[:3], *parts[4:5]]) for parts in groups)


def dicom(source: Source) -> Iterator[Unit | Source]:
    """A DICOM file: what its header says, as lines of label and value; a document and the first picture within it."""
    source.media_type = "application/dicom"
    with source.open() as stream:
        content = stream.read(HELD)
    lines: list[str] = []
    name = "latin-1"
    known: dict[int, bytes] = {}
    for tag, kind, value in _elements(content):
        if tag in (PIXEL_DATA, DOCUMENT) or tag >> 16 == 0x0028:
            known[tag] = value
        if tag == 0x00080005:
            name = _SETS.get(value.decode("ascii", "replace").strip("\x00 ").rpartition("\\")[2], "latin-1")
        if kind in SPOKEN or (kind == b"" and tag in TAGS):
            plain = value.decode(name, "replace").strip("\x00 ")
            is_name = kind == b"PN" or tag in _PERSONS
            said = "; ".join(_person(one) if is_name else one.replace("^", " ") for one in plain.split("\\"))
            if said and (tag in TAGS or kind not in (b"UI", b"DS", b"IS", b"CS")):
                lines.append(f"{TAGS.get(tag, f'({tag >> 16:04x},{tag & 0xFFFF:04x})')}: {re.sub(r'[=]+', ' ', said)}")
    if not lines:
        raise EvidenceError("damaged", "a DICOM file whose header cannot be followed")
    yield from texts(source, "\n".join(lines) + "\n")
    yield from carried(source, known, known.get(PIXEL_DATA, b""))


def _elements(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(tag, value representation, value), the pixels last; sequences are gone into."""
    at, explicit, order = 132, True, "<"
    while at + 8 <= len(content):
        group, number = struct.unpack_from(order + "HH", content, at)
        tag = group << 16 | number
        if group > 2 and at == 132:
            return
        kind = content[at + 4 : at + 6] if (explicit or group == 2) and group != 0xFFFE else b""
        if kind in LONG and len(content) >= at + 12:
            size, start = struct.unpack_from(order + "I", content, at + 8)[0], at + 12
        elif kind:
            size, start = struct.unpack_from(order + "H", content, at + 6)[0], at + 8
        else:
            size, start = struct.unpack_from(order + "I", content, at + 4)[0], at + 8
        if tag == PIXEL_DATA:
            yield tag, kind, content[start:]
            return
        if kind == b"SQ" or group == 0xFFFE or size == 0xFFFFFFFF:
            at = start  # its items stand here and are read as what they are
            continue
        value = content[start : start + size]
        if tag == 0x00020010:
            syntax = value.strip(b"\x00 ")
            explicit, order = syntax != b"1.2.840.10008.1.2", ">" if syntax == b"1.2.840.10008.1.2.2" else "<"
        yield tag, kind, value
        at = start + size
