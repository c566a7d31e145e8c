"""Keyed BLAKE2b (RFC 7693) of a whole column at once: a small WebAssembly program, compiled where a column is large enough to be worth it.

Python's `hashlib` makes three objects a value and takes three times as long. The program is written here as text, from the RFC's
description; it sees the memory that it is given and nothing else. In that memory: the state (0), one block (64), the state behind
the key (192), a block that begins with what stands before each value (256), and the column (512).
"""

from __future__ import annotations

import atexit
import hashlib
import struct
import weakref
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

IV = (
    *(0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1),
    *(0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179),
)
# Which word of the block goes where, by round.
SIGMA = (
    *("0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d"),
    *("2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0"),
)
ROUNDS = 12
MIXED = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
DIGEST, BLOCK, STATE, PAGE = 16, 128, 64, 65_536
AT_BLOCK, AT_KEYED, AT_PREFIX, AT_COLUMN = 64, 192, 256, 512
# So many values, and bytes of them, go through the program's memory at a time.
MOST, MOST_BYTES = 1 << 16, 16 << 20

Places = npt.NDArray[np.int32]


class ColumnHash:
    """Hashes columns under one key. Raises `OSError` or `RuntimeError` where WebAssembly cannot be had."""

    def __init__(self, key: bytes) -> None:
        import wasmtime

        engine, module = _program()
        self.key = key
        self._store = wasmtime.Store(engine)
        # Its libraries complain where they are gone before what they made.
        weakref.finalize(self, self._store.close)
        found: Any = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._memory, self._block, self._column = found["memory"], found["block"], found["column"]
        # The parameters of the RFC's section 2.5: length of digest and key, no tree.
        state = [IV[0] ^ 0x01010000 ^ len(key) << 8 ^ DIGEST, *IV[1:]]
        self._write(struct.pack("<8Q", *state) + key.ljust(BLOCK, b"\0"), 0)
        self._block(self._store, BLOCK, 0)
        self._write(bytes(self._memory.read(self._store, 0, STATE)) + bytes(BLOCK), AT_KEYED)
        self._write(bytes(STATE + BLOCK), 0)

    def digests(self, before: bytes, places: Places, content: memoryview) -> bytes:
        """16 bytes for each value, one after the other: of `before` and the value, which is `content[places[n] : places[n + 1]]`."""
        pieces = []
        for low, high in _pieces(places):
            part = places[low : high + 1]
            pieces.append(self._digests(before, part - part[0], bytes(content[part[0] : part[-1]])))
        return b"".join(pieces)

    def _digests(self, before: bytes, places: Places, content: bytes) -> bytes:
        many = len(places) - 1
        lengths = np.diff(places) + len(before)
        # One block behind the key's is what the program is for.
        others = np.arange(many) if len(content) > MOST_BYTES else np.flatnonzero((lengths > BLOCK) | (lengths == 0))
        made = bytearray(DIGEST * many) if len(others) == many else bytearray(self._through(before, places, content))
        for at in others.tolist():
            value = before + content[places[at] : places[at + 1]]
            made[DIGEST * at : DIGEST * (at + 1)] = hashlib.blake2b(value, key=self.key, digest_size=DIGEST).digest()
        return bytes(made)

    def _through(self, before: bytes, places: Places, content: bytes) -> bytes:
        """What the program makes of a piece; of values that take more than one block, nothing."""
        many = len(places) - 1
        at_content = AT_COLUMN + places.nbytes
        at_made = (at_content + len(content) + 7) // 8 * 8
        lacking = at_made + DIGEST * many - self._memory.data_len(self._store)
        if lacking > 0:
            self._memory.grow(self._store, -(-lacking // PAGE))
        self._write(before.ljust(BLOCK, b"\0"), AT_PREFIX)
        self._write(places.tobytes(), AT_COLUMN)
        if content:
            self._write(content, at_content)
        self._column(self._store, many, AT_COLUMN, at_content, at_made, len(before))
        return bytes(self._memory.read(self._store, at_made, at_made + DIGEST * many))

    def _write(self, content: bytes, at: int) -> None:
        self._memory.write(self._store, bytearray(content), at)


def _pieces(places: Places) -> Iterator[tuple[int, int]]:
    """First value and the one behind the last of each piece."""
    low, many = 0, len(places) - 1
    while low < many:
        high = int(np.searchsorted(places, places[low] + MOST_BYTES, side="right")) - 1
        high = min(max(high, low + 1), low + MOST, many)
        yield low, high
        low = high


@cache
def _program() -> tuple[Any, Any]:
    """The compiled program and its engine. Memory is reserved as it is needed: a worker's address space is limited."""
    import wasmtime

    chosen = wasmtime.Config()
    chosen.parallel_compilation = False
    chosen.memory_reservation = 0
    chosen.memory_guard_size = PAGE
    chosen.memory_reservation_for_growth = 32 << 20
    engine = wasmtime.Engine(chosen)
    module = wasmtime.Module(engine, "\n".join(_text()))
    atexit.register(engine.close)
    atexit.register(module.close)
    return engine, module


def of_column(key: bytes) -> ColumnHash | None:
    """A hash for columns; None where WebAssembly cannot be had here, and each value is to be hashed by itself."""
    with suppress(ImportError, OSError, RuntimeError, AttributeError):
        return ColumnHash(key)
    return None


def _text() -> Iterator[str]:
    """The program, in WebAssembly's text form."""
    yield '(module (memory (export "memory") 1)'
    yield "(func $compress (param $t i64) (param $last i64)"
    yield from (f"(local $v{n} i64) (local $m{n} i64)" for n in range(16))
    yield from (f"(local.set $m{n} (i64.load offset={AT_BLOCK + 8 * n} (i32.const 0)))" for n in range(16))
    yield from (f"(local.set $v{n} (i64.load offset={8 * n} (i32.const 0)))" for n in range(8))
    yield from (f"(local.set $v{n + 8} (i64.const {IV[n]}))" for n in range(8))
    yield "(local.set $v12 (i64.xor (local.get $v12) (local.get $t)))"
    yield "(local.set $v14 (i64.xor (local.get $v14) (local.get $last)))"
    for number in range(ROUNDS):
        words = [int(sign, 16) for sign in SIGMA[number % len(SIGMA)]]
        for place, (a, b, c, d) in enumerate(MIXED):
            yield from _half_mix((a, b, c, d), words[2 * place], (32, 24))
            yield from _half_mix((a, b, c, d), words[2 * place + 1], (16, 63))
    for n in range(8):
        mixed = f"(i64.xor (local.get $v{n}) (local.get $v{n + 8}))"
        yield f"(i64.store offset={8 * n} (i32.const 0) (i64.xor (i64.load offset={8 * n} (i32.const 0)) {mixed}))"
    yield ")"
    yield '(func (export "block") (param $t i64) (param $last i64) (call $compress (local.get $t) (local.get $last)))'
    yield _COLUMN


def _half_mix(lanes: tuple[int, int, int, int], word: int, turns: tuple[int, int]) -> Iterator[str]:
    """Half of the RFC's function G."""
    a, b, c, d = (f"$v{lane}" for lane in lanes)
    yield f"(local.set {a} (i64.add (i64.add (local.get {a}) (local.get {b})) (local.get $m{word})))"
    yield f"(local.set {d} (i64.rotr (i64.xor (local.get {d}) (local.get {a})) (i64.const {turns[0]})))"
    yield f"(local.set {c} (i64.add (local.get {c}) (local.get {d})))"
    yield f"(local.set {b} (i64.rotr (i64.xor (local.get {b}) (local.get {c})) (i64.const {turns[1]})))"


# For each value that fits one block: the state behind the key, the block with prefix and value, one compression, two words of it.
_COLUMN = f"""
(func (export "column") (param $many i32) (param $places i32) (param $content i32) (param $made i32) (param $before i32)
  (local $start i32) (local $length i32) (local $whole i32)
  (loop $next
    (local.set $start (i32.load (local.get $places)))
    (local.set $length (i32.sub (i32.load offset=4 (local.get $places)) (local.get $start)))
    (local.set $whole (i32.add (local.get $length) (local.get $before)))
    (if (i32.le_u (local.get $whole) (i32.const {BLOCK})) (then
      (memory.copy (i32.const 0) (i32.const {AT_KEYED}) (i32.const {STATE}))
      (memory.copy (i32.const {AT_BLOCK}) (i32.const {AT_PREFIX}) (i32.const {BLOCK}))
      (memory.copy (i32.add (i32.const {AT_BLOCK}) (local.get $before))
        (i32.add (local.get $content) (local.get $start)) (local.get $length))
      (call $compress (i64.extend_i32_u (i32.add (local.get $whole) (i32.const {BLOCK}))) (i64.const -1))
      (i64.store (local.get $made) (i64.load (i32.const 0)))
      (i64.store offset=8 (local.get $made) (i64.load offset=8 (i32.const 0)))))
    (local.set $made (i32.add (local.get $made) (i32.const {DIGEST})))
    (local.set $places (i32.add (local.get $places) (i32.const 4)))
    (local.set $many (i32.sub (local.get $many) (i32.const 1)))
    (br_if $next (local.get $many)))))"""
