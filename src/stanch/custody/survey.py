"""Walks what was handed in and tells what is there, in an order that depends on names alone. Opens no file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stanch.custody.names import given_name, halves, numbered, shown, shown_folder
from stanch.errors import WrongCall
from stanch.records import Evidence
from stanch.records.exhibit import Role

SPECIAL = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a character device",
    stat.S_IFBLK: "a block device",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A file, link or other thing that was met. `status` is null where even looking at it failed (`trouble` says how)."""

    name: str
    path: str
    role: Role
    status: os.stat_result | None
    trouble: str = ""


def survey(evidence: Sequence[Evidence], *, own: Path | None = None, lenient: bool = False) -> list[Place]:
    """Everything below the given paths. `own` is a folder of ours that is left out, and said so.

    Raises `WrongCall` where a given path is not there, unless `lenient`.
    """
    # Never twice the same thing in the same role.
    unique = list({(os.path.abspath(one.path), one.role): one for one in evidence}.values())  # noqa: PTH100
    if not lenient:
        for one in unique:
            if not os.path.lexists(one.path):
                raise WrongCall("no such file or folder", where=_told(one.path), do="Check the path of the evidence.")
    roots = numbered(halves(shown(given_name(one.path)), is_folder=os.path.isdir(one.path)) for one in unique)  # noqa: PTH112
    places: list[Place] = []
    for one, root in zip(unique, roots, strict=True):
        # A link that was itself handed in is followed (whoever named it means what it leads to); links below are not.
        places.extend(_below(os.path.realpath(one.path), root, one.role, own))
    return places


def _below(path: str, name: str, role: Role, own: Path | None) -> Iterator[Place]:
    """The place itself, or what is below it; folders are walked with a stack, however deep they go."""
    pending = [(path, name)]
    while pending:
        path, name = pending.pop()
        try:
            status = os.lstat(path)
        except FileNotFoundError:
            yield Place(name, path, role, None, "it vanished while the folder was read")
            continue
        except OSError as error:
            yield Place(name, path, role, None, error.strerror or str(error))
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield Place(name, path, role, status)
        elif own is not None and _is_ours(path, own):
            yield Place(name, path, role, status, "Stanch's own case folder; left out")
        else:
            try:
                entries = sorted(os.listdir(path), key=os.fsencode, reverse=True)  # noqa: PTH208 names, not paths
            except OSError as error:
                yield Place(name, path, role, status, error.strerror or str(error))
                continue
            pending.extend((os.path.join(path, entry), f"{shown_folder(name)}/{shown(entry)}") for entry in entries)  # noqa: PTH118


def _is_ours(path: str, own: Path) -> bool:
    try:
        return own.samefile(path)
    except OSError:
        return False


def link_note(path: str) -> str:
    """What is said of a symbolic link: where it leads."""
    try:
        return f"link to {_told(os.readlink(path))}; not followed"  # noqa: PTH115 bytes that are no UTF-8 must survive
    except OSError as error:
        return f"a link that cannot be read: {error.strerror}"


def _told(path: str) -> str:
    return "/".join(shown(part) for part in path.split("/"))
