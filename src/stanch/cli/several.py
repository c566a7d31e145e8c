"""Opening every case of a folder at once, for a portal that serves several."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.vault import Keys

PORTAL = "portal"
KEY_FILE = "keys.json"


@contextmanager
def opened_several(folder: Path) -> Iterator[tuple[Keys, dict[str, Case]]]:
    """The portal's own keys, and the cases by the names of their folders, all under one passphrase. Raises `StanchError`."""
    from stanch import casefile
    from stanch.errors import WrongCall
    from stanch.portal.which import NAME
    from stanch.vault.sealing import create_keys, open_keys

    os.umask(0o077)
    if not folder.is_dir():
        raise WrongCall("no folder of cases here", where=str(folder), do="Make cases in it: `stanch init FOLDER/NAME`.")
    found = sorted(path for path in folder.iterdir() if path.name != PORTAL and not path.is_symlink() and (path / KEY_FILE).is_file())
    if not found:
        raise WrongCall("there is no case in this folder", where=str(folder), do=f"Make one: `stanch init {folder}/NAME`.")
    for path in found:
        if not NAME.fullmatch(path.name):
            raise WrongCall(
                "a case's folder names it in addresses",
                where=str(path),
                do="Rename the folder: letters, digits, - and _, up to 60 of them.",
            )
    passphrase = casefile.passphrase()
    with ExitStack() as held:
        cases = {path.name: held.enter_context(casefile.open_case(path, passphrase=passphrase)) for path in found}
        own = folder / PORTAL
        own.mkdir(mode=0o700, exist_ok=True)
        keys = open_keys(own, passphrase) if (own / KEY_FILE).exists() else create_keys(own, passphrase)
        yield keys, cases
