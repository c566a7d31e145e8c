"""Where the passphrase comes from: a key file, or the person at the terminal."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import click

from stanch.errors import WrongCall

VARIABLE = "STANCH_KEY_FILE"
SHORTEST = 8


def passphrase(*, new: bool = False) -> str:
    """The content of the file named by STANCH_KEY_FILE, or what is typed (twice, and long enough, for a `new` case)."""
    named = os.environ.get(VARIABLE)
    if named:
        return _of_file(Path(named))
    if not sys.stdin.isatty():
        raise WrongCall(
            "a passphrase is needed, and nobody is at a terminal to be asked",
            do=f"Set {VARIABLE} to the path of a file that holds it.",
        )
    typed: str = click.prompt("Passphrase of the case", hide_input=True, confirmation_prompt=new, err=True)
    if new and len(typed) < SHORTEST:
        raise WrongCall(f"the passphrase has fewer than {SHORTEST} characters", do="Choose a longer one: four or five words are good.")
    return typed


def _of_file(path: Path) -> str:
    try:
        text = path.read_bytes().decode().rstrip("\r\n")
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise WrongCall(f"the key file cannot be read ({error})", where=str(path), do=f"Check {VARIABLE}.") from None
    if not text:
        raise WrongCall("the key file is empty", where=str(path), do="Write the passphrase into it.")
    if mode & (stat.S_IRGRP | stat.S_IROTH):
        click.echo(f"{path}: others on this machine may read this key file; `chmod 600` it.", err=True)
    return text
