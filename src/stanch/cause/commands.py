"""What a command or a script touched of what is stored: which files and databases it gathered, into what, and what it sent away.

Shells of Linux and Windows and PowerShell, as far as their lines name things; a line that cannot be taken apart names nothing. Facts: the
manuals of the programs named below.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal
from urllib.parse import unquote

from stanch.records import Contact

LONGEST = 4_096  # characters of a command that are looked at
LONGEST_SCRIPT = 65_536  # of a script block: as much as Windows writes into one event
MOST_STATEMENTS = 400
DEEPEST = 3  # a shell that starts a shell
# sort, name, contact, whether every read is logged, the file it was written into
Told = tuple[Literal["path", "mailbox", "database", "table"], str, Contact, bool, str]
# Programs that write a database out, with the options that take a value (so that a value is not taken for the database's name).
_DUMPS = {
    "pg_dump": ("-f", "-h", "-p", "-U", "-F", "-t", "-n", "-N", "-T", "-Z", "-j", "-d"),
    "mysqldump": ("-h", "-u", "-P", "-r", "-S", "-w"),
    "mariadb-dump": ("-h", "-u", "-P", "-r", "-S", "-w"),
}
_DATABASE = re.compile(r"^(?:--db|--dbname|-d)(?:=|$)")
_COPIES = frozenset((
    "scp", "sftp", "rclone", "rsync", "curl", "wget", "aws", "gsutil", "azcopy", "mega-put", "megacopy", "robocopy", "mc", "s3cmd", "s5cmd",
    "gcloud", "pscp", "winscp", "restic", "filezilla", "ncftpput", "croc", "start-bitstransfer", "bitsadmin", "ssh", "nc", "ncat",
))  # fmt: skip
_PACKS = frozenset((
    "tar", "zip", "7z", "7za", "7zz", "7zr", "rar", "winrar", "cp", "cat", "dd", "gzip", "xz", "zstd", "xcopy", "copy", "makecab", "bsdtar",
    "compress-archive", "copy-item", "get-content", "type", "base64", "gpg", "openssl", "find", "cpio", "split",
))  # fmt: skip
_SENDS = frozenset(("invoke-webrequest", "invoke-restmethod", "iwr", "irm", "curl", "wget"))
_PUTS = ("put ", "mput ", "synchronize remote ")
_SHORT = {"cpi": "copy-item", "gc": "get-content", "iwr": "invoke-webrequest", "irm": "invoke-restmethod"}
_BEFORE = frozenset(("sudo", "nohup", "env", "timeout", "nice", "doas", "ionice", "time"))
_SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ksh", "cmd", "powershell", "pwsh")) | _BEFORE
_PACKED = (
    ".tar", ".tgz", ".gz", ".zip", ".7z", ".rar", ".xz", ".zst", ".bz2", ".tbz2", ".cab", ".sql", ".dump", ".bak", ".gpg",
    ".enc", ".b64", ".part",
)  # fmt: skip
# The options of PowerShell after which a path stands.
_PATHS = frozenset(("-path", "-literalpath", "-infile", "-source", "-destinationpath", "-destination", "-outfile"))
_INTO = frozenset(("-destinationpath", "-destination", "-outfile"))
_ZIPPED = re.compile(r"(?i)CreateFromDirectory\(\s*[\"']([^\"']{1,500})[\"']\s*,\s*[\"']([^\"']{1,500})[\"']")
_UPLOADED = re.compile(r"(?i)\.Upload(?:File|FileAsync|Data)\((?:[^,()]{1,500},){1,2}?\s*[\"']([^\"']{1,500})[\"']\s*\)")
_ASSIGNED = re.compile(r"(?m)^\s*\$(\w{1,60})\s*=\s*[\"']([^\"'\n]{1,500})[\"']\s*;?\s*$")


def commanded(command: str) -> Iterator[Told]:
    """What a command line or a script names, with what became of it."""
    yield from _script(command[:LONGEST_SCRIPT], 0)


def _script(text: str, depth: int) -> Iterator[Told]:
    """Each statement; what is gathered and handed on to a program that sends has left."""
    for name, value in _ASSIGNED.findall(text):
        text = re.sub(rf"\${re.escape(name)}\b", lambda _found, value=value: f"'{value}'", text)[:LONGEST_SCRIPT]  # type: ignore[misc]
    for source, target in _ZIPPED.findall(text):
        yield "path", source.replace("\\", "/"), "accessed", False, last(target)
    yield from (("path", name.replace("\\", "/"), "acquired", False, "") for name in _UPLOADED.findall(text))
    for line in re.split(r"&&|[;\n\r]+", text)[:MOST_STATEMENTS]:
        pieces = [_words(piece) for piece in re.split(r"\|+", line)]
        gone = any(_program(words) in _COPIES | _SENDS for words in pieces[1:])
        for words in pieces:
            for told in _statement(words, depth):
                yield (told[0], told[1], "acquired", told[3], told[4]) if gone else told


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text[:LONGEST].replace("\\", "/"))
    except ValueError:  # a quote that is never closed
        return [bare for word in text[:LONGEST].replace("\\", "/").split() if (bare := word.strip("'\""))]


def _program(words: list[str]) -> str:
    name = words[0].rsplit("/", 1)[-1].lower().removesuffix(".exe").removesuffix(".com") if words else ""
    return _SHORT.get(name, name)


def _statement(words: list[str], depth: int) -> Iterator[Told]:
    program = _program(words)
    if program == "winscp":  # its commands stand in one word each: "put D:/x.rar"
        words = [program, *(part for word in words[1:] if word.lower().startswith(_PUTS) for part in _words(word)[1:])]
    if program in _SHELLS and depth < DEEPEST:
        yield from _inner(program, words[1:], depth)
    elif program in _DUMPS:
        yield from _dumped(words[1:], _DUMPS[program])
    elif program == "mongodump":
        parcel = _after(words, ("-o", "--archive", "--out"))
        yield from (("database", name, "accessed", False, parcel) for name in _named(words[1:]))
    elif program in {"ntdsutil", "vssadmin", "wevtutil"}:
        return
    elif program in _SENDS | _COPIES | _PACKS or program == "sqlite3":
        yield from _handled(program, words[1:])


def _inner(program: str, words: list[str], depth: int) -> Iterator[Told]:
    """What a shell was given to run: the text after `-c`, `/c`, `-Command`, or the words behind sudo and the like."""
    if program in _BEFORE:
        yield from _statement(words[_begins(words) :], depth + 1)
        return
    for at, word in enumerate(words):
        if word.lower() in {"-c", "/c", "/k", "-command", "-lc", "/r"}:
            yield from _script(" ".join(words[at + 1 :]).strip("'\" &{}"), depth + 1)
            return


def _begins(words: list[str]) -> int:
    """Where the command itself begins behind the options of sudo and the like, and variables set for it."""
    at = 0
    while at < len(words) and (words[at].startswith("-") or re.fullmatch(r"[\d.]+[smhd]?|\w+=.*", words[at])):
        at += 2 if words[at] in {"-u", "-g", "-h", "-p", "-C", "-T", "-n", "-k", "-s"} else 1
    return at


def _handled(program: str, words: list[str]) -> Iterator[Told]:
    """Files that a program gathers into a parcel, or sends. What is no part of the evidence falls away."""
    contact: Contact = "acquired" if program in _COPIES or (program in _SENDS and _sends(words)) else "accessed"
    into = {value for word, value in pairwise(words) if word.lower() in _INTO}
    plain = [value for value in (_value(program, word) for word in words) if len(value) > 2]
    parcel = ""
    if program in _PACKS:
        parcel = next((last(word) for word in (*sorted(into), *plain) if word.lower().endswith(_PACKED)), "") or _redirected(words)
    for word in plain:
        if last(word) != parcel and word not in into:
            yield "path", word.removesuffix("/*.*").removesuffix("/*"), contact, False, parcel


def _sends(words: list[str]) -> bool:
    """Whether a program that fetches was told to send."""
    return any(
        word.lower() in {"-infile", "-t", "-f", "--upload-file", "--form", "--data-binary", "-body", "--post-file"} for word in words
    )


def _value(program: str, word: str) -> str:
    """A word without what stands before a path in it: `@file` and `name=@file` of curl, `if=` of dd, `--post-file=`."""
    if program in _SENDS | _COPIES and "@" in word and not word.startswith("-") and "://" not in word:
        head, _, rest = word.partition("@")
        return rest.partition(";")[0] if not head or head.endswith("=") else word
    if program == "dd":
        return word[3:] if word.startswith("if=") else ""
    if word.startswith("--post-file="):
        return word.partition("=")[2]
    if word.startswith("-") or word.lower() in _PATHS:
        return ""
    return word


def _redirected(words: list[str]) -> str:
    """The file that the output was led into."""
    for word, after in pairwise([*words, ""]):
        if word in {">", ">>"}:
            return last(after)
        if word.startswith(">") and len(word) > 2:
            return last(word.lstrip(">"))
    return ""


def _dumped(words: list[str], valued: tuple[str, ...]) -> Iterator[Told]:
    """The database that a dump program was told to write out, or those of its tables that were named."""
    parcel = _after(words, ("-f", "--file", "-r", "--result-file")) or _redirected(words)
    words = words[: next((at for at, word in enumerate(words) if word.startswith(">")), len(words))]
    names = [*_named(words), *(word for word, before in zip(words, ["", *words], strict=False) if _is_plain(word, before, valued))]
    tables = [after for word, after in pairwise(words) if word in ("-t", "--table")]
    tables += [word.partition("=")[2] for word in words if word.startswith("--table=")]
    if names and tables:
        yield from (("table", f"{names[0]}.{table.rpartition('.')[2]}", "accessed", False, parcel) for table in tables)
    elif names:
        yield "database", names[0], "accessed", False, parcel


def _after(words: list[str], options: tuple[str, ...]) -> str:
    """The last part of the file that one of the options names; `-f/tmp/x` and `--file=x` too."""
    for word, after in pairwise([*words, ""]):
        if word in options:
            return last(after)
        for option in options:
            if word.startswith(f"{option}=" if option.startswith("--") else option) and word != option:
                return last(word[len(option) :].lstrip("="))
    return ""


def last(name: str) -> str:
    """The last part of a path or address, in small letters."""
    parts = segments(name)
    return parts[-1] if parts else ""


def _named(words: list[str]) -> list[str]:
    found = []
    for at, word in enumerate(words):
        if _DATABASE.match(word):
            value = word.partition("=")[2] or (words[at + 1] if at + 1 < len(words) else "")
            found.append(value.rsplit("/", 1)[-1])
    return [name for name in found if name]


def _is_plain(word: str, before: str, valued: tuple[str, ...]) -> bool:
    return not word.startswith("-") and before not in valued and "=" not in word


def segments(name: str) -> tuple[str, ...]:
    """A path, address or key as its parts, in small letters and without escapes; the query of an address is cut off."""
    plain = unquote(name.partition("?")[0] if "://" in name else name).replace("\\", "/").lower()
    return (
        tuple(part for part in plain.partition("://")[2].split("/") if part)
        if "://" in plain
        else tuple(part for part in plain.replace("!/", "/").split("/") if part not in ("", "."))
    )
