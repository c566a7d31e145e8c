"""Whether letters are what people write: numbers that look like UTF-16 are rare letters of many scripts."""

from __future__ import annotations

ALPHABETS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp874", "gb2312", "shift_jis", "euc_kr", "big5"),
)


def fit_one_alphabet(text: str) -> bool:
    """The letters, signs and pictures apart, stand in one of the old alphabets, which hold what is common in a language."""
    letters = "".join(char for char in text if ord(char) < 0x10000 and not 0x2000 <= ord(char) < 0x2C00)
    if letters.isascii():
        return True
    for alphabet in ALPHABETS:
        try:
            letters.encode(alphabet)
        except UnicodeEncodeError:
            continue
        return len(text) > 1
    return False
