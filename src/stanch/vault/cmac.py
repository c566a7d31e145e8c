"""AES-CMAC (NIST SP 800-38B, RFC 4493) of all values of a column at once.

The cipher is the library's. Here is only how CMAC chains it: the first blocks of all values go through AES together, then their second
ones, and so on. A test holds every value's code equal to the library's own CMAC of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

BLOCK = 16
LONG = 512  # bytes from which a value is chained by the library: few are so long, and each more block is a round for them alone
WORDS, WHOLE = np.uint64, "V16"  # a block as two words, to calculate with, and as one thing, to be moved
Blocks = npt.NDArray[np.void]
# By how many bytes a value has from a block on (17: more than the block): those of the block that are its own.
_OWN = np.frombuffer(b"".join(b"\xff" * min(left, BLOCK) + bytes(BLOCK - min(left, BLOCK)) for left in range(BLOCK + 2)), WHOLE)


class ColumnCmac:
    """CMAC under one AES key; its two subkeys are made once."""

    def __init__(self, key: bytes) -> None:
        self._cipher = algorithms.AES(key)
        self._begun = CMAC(self._cipher)
        first = _doubled(int.from_bytes(self._encrypted(bytes(BLOCK)), "big"))
        whole, part = first.to_bytes(BLOCK, "big"), _doubled(first).to_bytes(BLOCK, "big")
        # What the last block of a value is XORed with: a whole one with K1, a part with a one bit behind it and K2; others with nothing.
        ends = [_xor(bytes(left) + b"\x80" + bytes(BLOCK - left - 1), part) for left in range(BLOCK)]
        self._ends: Blocks = np.frombuffer(b"".join((*ends, whole, bytes(BLOCK))), WHOLE)

    def one(self, value: bytes) -> bytes:
        """The code of one value, by the library."""
        code = self._begun.copy()
        code.update(value)
        return code.finalize()

    def all(self, content: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> bytes:
        """The codes, 16 bytes each, of values that stand one after the other; `offsets` say where each begins, and where the last ends."""
        starts, lengths = offsets[:-1], np.diff(offsets)
        width = int(lengths[0]) if len(lengths) else 0
        if 0 < width <= BLOCK and bool((lengths == width).all()):
            return self._of_one_block(content.reshape(-1, width))
        # Whole blocks are taken from any byte on, also from where the last value ends.
        padded = np.concatenate([content, np.zeros(BLOCK, np.uint8)])
        blocks: Blocks = np.ndarray(len(padded) - BLOCK + 1, WHOLE, padded, strides=(1,))
        codes: Blocks = np.zeros(len(starts), WHOLE)
        chained, at = np.flatnonzero(lengths < LONG), 0
        while len(chained):
            left = np.minimum(lengths[chained] - at, BLOCK + 1)
            mixed = blocks[starts[chained] + at].view(WORDS) & _OWN[left].view(WORDS)
            mixed ^= self._ends[left].view(WORDS)
            if at:
                mixed ^= codes[chained].view(WORDS)
            codes[chained] = np.frombuffer(self._encrypted(mixed.tobytes()), WHOLE)
            chained, at = chained[left > BLOCK], at + BLOCK
        for place in np.flatnonzero(lengths >= LONG):
            codes[place] = np.frombuffer(self.one(content[offsets[place] : offsets[place + 1]].tobytes()), WHOLE)[0]
        return codes.tobytes()

    def _of_one_block(self, values: npt.NDArray[np.uint8]) -> bytes:
        """The codes of values of one length, a block at most, one a row: as many numbers are."""
        many, width = values.shape
        mixed = np.zeros((many, BLOCK), np.uint8)
        mixed[:, :width] = values
        mixed.view(WORDS)[:] ^= self._ends[width : width + 1].view(WORDS)
        return self._encrypted(mixed.tobytes())

    def _encrypted(self, blocks: bytes) -> bytes:
        # Each block by itself is what CMAC asks for; what it chains is no plain text.
        encryptor = Cipher(self._cipher, modes.ECB()).encryptor()  # noqa: S305
        return encryptor.update(blocks) + encryptor.finalize()


def _doubled(number: int) -> int:
    """Times two in the field of SP 800-38B, section 5.3."""
    return (number << 1 & (1 << 128) - 1) ^ (0x87 if number >> 127 else 0)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=True))
