"""UTF-8 in which some lines came from a program that wrote an old code page: exports pasted together, a file that two systems append to.

Each run of bytes is read as what it is: valid UTF-8 as UTF-8, any other byte by the code page. The codecs are called
`utf-8-and-cp1252` and the like, and never fail: `errors` says nothing to them.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from stanch.reading.readers.codepages import PAGES, codepage_of

if TYPE_CHECKING:
    from typing_extensions import Buffer

PLAIN = bytes(range(0x80))
MARK = "\ufeff"  # at the beginning it says UTF-8, and is no letter
LEAD = "utf_8_and_"
UTF8 = "utf-8-and-cp1252"
# So much of what is beyond ASCII must be valid UTF-8: chance makes a tenth of a Chinese text so, nothing of a western one.
MOSTLY, SOME = 0.5, 0.1
WESTERN = ("cp1252", "iso8859_15")


def mixed(head: bytes) -> str:
    """The codec for bytes that are UTF-8 in part, empty where they are none. `head` is not UTF-8 as a whole."""
    beyond = len(head.translate(None, PLAIN))
    valid = len(codecs.utf_8_decode(head, "ignore")[0].encode().translate(None, PLAIN))
    if not beyond or valid < beyond * SOME or codepage_of(head) == "cp866":  # whose letters give UTF-8 by chance
        return ""
    others = b"\n".join(line for line in head.splitlines() if not _is_valid(line))
    page = codepage_of(others)
    if valid <= beyond * MOSTLY and page not in WESTERN:
        return ""
    return f"utf-8-and-{page if page in _SINGLE else 'cp1252'}"


_SINGLE = frozenset(page for page, _ in PAGES)


def _is_valid(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _codec(name: str) -> codecs.CodecInfo | None:
    page = name.removeprefix(LEAD)
    if page == name or page not in _SINGLE:
        return None

    def by_page(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(page, "replace"), error.end

    codecs.register_error(name, by_page)

    def decoded(content: Buffer, _errors: str = "strict", final: bool = True) -> tuple[str, int]:
        text, many = codecs.utf_8_decode(content, name, final)
        return text.removeprefix(MARK), many

    class Decoder(codecs.BufferedIncrementalDecoder):
        begun = False

        def _buffer_decode(self, content: bytes, _errors: str, final: bool) -> tuple[str, int]:  # type: ignore[override]
            text, many = codecs.utf_8_decode(content, name, final)
            text = text if self.begun else text.removeprefix(MARK)
            self.begun = self.begun or bool(many)
            return text, many

    writer = codecs.getincrementalencoder("utf-8")  # a stream that could be written to asks for one
    return codecs.CodecInfo(codecs.utf_8_encode, decoded, incrementalencoder=writer, incrementaldecoder=Decoder, name=name)


codecs.register(_codec)
