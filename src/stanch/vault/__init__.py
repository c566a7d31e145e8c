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
from stanch.vault.tokens import column_tokeniser, mask, tokeniser

__all__ = [
    "Keys",
    "PackWriter",
    "change_passphrase",
    "column_tokeniser",
    "create_keys",
    "mask",
    "open_keys",
    "open_pack",
    "pack_writer",
    "random_keys",
    "seal",
    "sealed_file",
    "sealed_writer",
    "tokeniser",
    "unseal",
    "user_keys",
    "write_whole",
]
