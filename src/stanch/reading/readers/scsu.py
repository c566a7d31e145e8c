"""Unicode as SQL Server squeezes it: the Standard Compression Scheme for Unicode (Unicode Technical Standard 6), read only."""

from __future__ import annotations

STATIC = (0x0000, 0x0080, 0x0100, 0x0300, 0x2000, 0x2080, 0x2100, 0x3000)
DYNAMIC = (0x0080, 0x00C0, 0x0400, 0x0600, 0x0900, 0x3040, 0x30A0, 0xFF00)  # where each window stands at first
FIXED = {0xF9: 0x00C0, 0xFA: 0x0250, 0xFB: 0x0370, 0xFC: 0x0530, 0xFD: 0x3040, 0xFE: 0x30A0, 0xFF: 0xFF60}
QUOTE, QUOTE_WIDE, WIDE, SELECT, DEFINE, EXTENDED = 0x01, 0x0E, 0x0F, 0x10, 0x18, 0x0B
LEAVE, LEAVE_DEFINED, WIDE_QUOTE, WIDE_EXTENDED, RESERVED = 0xE0, 0xE8, 0xF0, 0xF1, 0xF2


def expanded(raw: bytes) -> str:
    """The text of these bytes; a last byte that says nothing by itself (SQL Server adds one) is passed over. Raises `ValueError`."""
    found: list[str] = []
    windows, window, at, is_wide = list(DYNAMIC), 0, 0, False
    while at < len(raw):
        byte, at = raw[at], at + 1
        if is_wide:
            if LEAVE <= byte < LEAVE_DEFINED:
                is_wide, window = False, byte - LEAVE
            elif LEAVE_DEFINED <= byte < WIDE_QUOTE:
                is_wide, window = False, byte - LEAVE_DEFINED
                at = _define(windows, window, raw, at)
            elif byte == WIDE_EXTENDED:
                is_wide = False
                window, at = _extend(windows, raw, at)
            elif byte == RESERVED:
                raise ValueError("a byte that this scheme never has")
            else:
                first = at if byte == WIDE_QUOTE else at - 1
                found.append(raw[first : first + 2].decode("utf-16-be", "surrogatepass") if first + 2 <= len(raw) else "")
                at = first + 2
        elif byte >= 0x80:
            found.append(chr(windows[window] + byte - 0x80))
        elif byte >= 0x20 or byte in b"\0\t\n\r":
            found.append(chr(byte))
        elif QUOTE <= byte <= QUOTE + 7:
            if at < len(raw):
                base = STATIC[byte - QUOTE] if raw[at] < 0x80 else windows[byte - QUOTE] - 0x80
                found.append(chr(base + raw[at]))
            at += 1
        elif byte == QUOTE_WIDE:
            found.append(raw[at : at + 2].decode("utf-16-be", "surrogatepass") if at + 2 <= len(raw) else "")
            at += 2
        elif byte == WIDE:
            is_wide = True
        elif SELECT <= byte < SELECT + 8:
            window = byte - SELECT
        elif byte >= DEFINE:
            window = byte - DEFINE
            at = _define(windows, window, raw, at)
        elif byte == EXTENDED:
            window, at = _extend(windows, raw, at)
        else:
            raise ValueError("a byte that this scheme never has")
    # Halves of one letter that were quoted one by one come together here.
    return "".join(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _define(windows: list[int], window: int, raw: bytes, at: int) -> int:
    if at < len(raw):
        told = raw[at]
        if 0 < told < 0x68:
            windows[window] = told << 7
        elif 0x68 <= told < 0xA8:
            windows[window] = (told << 7) + 0xAC00
        elif told in FIXED:
            windows[window] = FIXED[told]
        else:
            raise ValueError("a window that this scheme never has")
    return at + 1


def _extend(windows: list[int], raw: bytes, at: int) -> tuple[int, int]:
    told = int.from_bytes(raw[at : at + 2].ljust(2, b"\0"), "big")
    windows[told >> 13] = 0x10000 + ((told & 0x1FFF) << 7)
    return told >> 13, at + 2
