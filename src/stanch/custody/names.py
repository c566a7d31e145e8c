r"""Names of exhibits, and names that are safe to write.

An exhibit's name is made from bytes that an intruder may have chosen. It stays readable and unambiguous: a byte that is
no UTF-8 is shown as `\xNN`, and so is the backslash of a name that itself looks like such a sign, and the `!` that ends
a folder's name (`!/` enters a container in a locator).
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

# Device names that Windows reserves in every folder, whatever the ending ("Naming Files, Paths, and Namespaces", Microsoft Learn).
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
SIGN = re.compile(r"\\(?=x[0-9a-f]{2})")
UNSAFE = re.compile(r"[^\w.,=+@ -]")
# A file system allows 255 bytes a name (ext4, XFS, NTFS 255 units); room is left for `~2`.
LONGEST = 180


def shown(component: str) -> str:
    r"""One component of a path as it stands in an exhibit's name: `b\xff.txt`. One to one: two names never become one."""
    text = SIGN.sub(r"\\x5c", component)
    return "".join(f"\\x{ord(char) - 0xDC00:02x}" if "\udc80" <= char <= "\udcff" else char for char in text)


def shown_folder(name: str) -> str:
    """A folder's name as the start of the names below it."""
    return name[:-1] + "\\x21" if name.endswith("!") else name


def given_name(path: str) -> str:
    """The first part of the names below a path that was handed in: the folder's own name, also for `.`, `..` and `/`."""
    resolved = Path(os.path.abspath(path))  # noqa: PTH100 resolve() would follow a symlink that we only note
    return resolved.name or "root"


def numbered(names: Iterable[tuple[str, str]], *, key: Callable[[str], str] = str) -> list[str]:
    """Names of (stem, suffix) in order, made unique under `key`: the second `share` is `share~2`, the second `a.pdf` `a~2.pdf`."""
    wanted = list(names)
    taken = {key(stem + suffix) for stem, suffix in wanted}
    seen: set[str] = set()
    counts: dict[str, int] = {}
    given: list[str] = []
    for stem, suffix in wanted:
        unique = stem + suffix
        first = key(unique)
        count = counts.get(first, 1)
        while key(unique) in seen or (count > 1 and key(unique) in taken):
            count += 1
            unique = f"{stem}~{count}{suffix}"
        counts[first] = count
        seen.add(key(unique))
        given.append(unique)
    return given


def halves(name: str, *, is_folder: bool = False) -> tuple[str, str]:
    """A name as (stem, suffix); a folder's dot is no suffix."""
    suffix = "" if is_folder else PurePosixPath(name).suffix
    return name.removesuffix(suffix), suffix


def safe_path(name: str) -> str:
    """An exhibit's name as a relative path that any system can write: no `..`, no sign a shell or Windows obeys."""
    return "/".join(_safe(component) for component in name.split("/") if component) or "_"


def _safe(component: str) -> str:
    text = UNSAFE.sub("_", unicodedata.normalize("NFC", component)).strip(" ")
    text = "".join(char if char.isprintable() else "_" for char in text)
    # A leading dot hides, a leading dash looks like an option; Windows drops dots and spaces at the end.
    text = re.sub(r"^[.-]", "_", text)
    text = re.sub(r"[. ]$", "_", text)
    if text.partition(".")[0].casefold() in RESERVED:
        text = "_" + text
    return _shortened(text) or "_"


def _shortened(text: str) -> str:
    if len(text.encode()) <= LONGEST:
        return text
    suffix = PurePosixPath(text).suffix
    suffix = suffix if len(suffix.encode()) <= 16 else ""
    stem = text.removesuffix(suffix).encode()[: LONGEST - len(suffix.encode())]
    return stem.decode(errors="ignore") + suffix
