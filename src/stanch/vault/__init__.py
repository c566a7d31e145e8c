"""Keys, sealing, tokens, masking: the one place that touches cryptography."""

from stanch.vault.packs import PackWriter, open_pack, pack_writer
from stanch.vault.sealing import (
    Keys,
    change_passphrase,
    create_keys,
    open_keys,
    random_keys,
    seal,
    sealed_file,
    sealed_writer,
    unseal,
    user_keys,
    write_whole,
)
from stanch.vault.tokens import SPOKEN, byte_tokeniser, column_tokeniser, is_told, mask, spelled, tokeniser

__all__ = [
    "SPOKEN",
    "Keys",
    "PackWriter",
    "byte_tokeniser",
    "change_passphrase",
    "column_tokeniser",
    "create_keys",
    "is_told",
    "mask",
    "open_keys",
    "open_pack",
    "pack_writer",
    "random_keys",
    "seal",
    "sealed_file",
    "sealed_writer",
    "spelled",
    "tokeniser",
    "unseal",
    "user_keys",
    "write_whole",
]
