"""Exports exhibits as a bag (RFC 8493, "The BagIt File Packaging Format"), which anyone can verify without Stanch.

Payload names are made safe for every system; what each exhibit was called, and everything else about it, stands in the
tag file `exhibits.jsonl`. SHA-256 and SHA-512 are the manifests; BLAKE3 stands with the exhibits.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stanch.custody.live.store import open_taken
from stanch.custody.names import halves, numbered, safe_path
from stanch.engine.bench import Progress, silent
from stanch.errors import StanchError, WrongCall
from stanch.records import Exhibit, to_plain
from stanch.vault import Keys

PIECE = 1 << 20
ALGORITHMS = ("sha256", "sha512")


@dataclass(frozen=True, slots=True)
class Exported:
    """The bag that was made. `left_out` are exhibits without payload, with the reason."""

    folder: Path
    files: int
    size: int
    left_out: tuple[tuple[str, str], ...]


def export(
    exhibits: Sequence[Exhibit],
    folder: Path,
    *,
    fields: Mapping[str, str],
    now: datetime,
    held: tuple[Path, Keys] | None = None,
    progress: Progress = silent,
) -> Exported:
    """Copy the exhibits into a bag at `folder`, which must not exist; it appears only when whole and checked.

    What was taken from live sources comes out of its sealed copy in `held` (folder of sealed parts, keys), tables as CSV.
    `fields` go into `bag-info.txt` (RFC 8493, 2.2.2). Raises `StanchError` if a file is no longer what was taken: a bag
    of altered evidence is never made.
    """
    if folder.exists() or folder.is_symlink():
        raise WrongCall("there is something already", where=str(folder), do="Name a folder that does not exist yet.")
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        exported = _fill(partial, exhibits, fields, now=now, held=held, progress=progress)
        _validate(partial)
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Exported(folder, exported.files, exported.size, exported.left_out)


def _fill(
    bag: Path,
    exhibits: Sequence[Exhibit],
    fields: Mapping[str, str],
    *,
    now: datetime,
    held: tuple[Path, Keys] | None,
    progress: Progress,
) -> Exported:
    forms = ("file", "sparse", "taken") if held else ("file", "sparse")
    copied = [exhibit for exhibit in exhibits if exhibit.form in forms and exhibit.sha256]
    within = {one.id for one in copied}
    left_out = tuple((one.name, one.note or one.form) for one in exhibits if one.id not in within)
    names = dict(zip((one.id for one in copied), _payload_names(copied), strict=True))
    sums: dict[str, dict[str, str]] = {algorithm: {} for algorithm in ALGORITHMS}
    for count, exhibit in enumerate(copied, 1):
        name = names[exhibit.id]
        for algorithm, value in _copied(exhibit, bag / name, held).items():
            sums[algorithm][name] = value
        progress("exporting evidence", count, len(copied))
    (bag / "data").mkdir(exist_ok=True)
    size = sum(one.size for one in copied)
    _write(bag / "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    _write(bag / "bag-info.txt", _tags({**fields, "Bagging-Date": now.date().isoformat(), "Payload-Oxum": f"{size}.{len(copied)}"}))
    _write(bag / "exhibits.jsonl", "".join(_described(one, names.get(one.id)) for one in exhibits))
    for algorithm in ALGORITHMS:
        _write(bag / f"manifest-{algorithm}.txt", _manifest(sums[algorithm]))
    tagged = sorted(path.name for path in bag.iterdir() if path.is_file())
    for algorithm in ALGORITHMS:
        _write(bag / f"tagmanifest-{algorithm}.txt", _manifest({name: _sum(algorithm, bag / name) for name in tagged}))
    return Exported(bag, len(copied), size, left_out)


def _payload_names(exhibits: Sequence[Exhibit]) -> list[str]:
    """Unique also where upper and lower case are one, as on Windows and macOS; what was exposed and the logs stand apart."""
    return numbered((halves(f"data/{one.role}/{safe_path(_named(one))}") for one in exhibits), key=str.casefold)


def _named(exhibit: Exhibit) -> str:
    return f"{exhibit.name}.csv" if exhibit.rows is not None else exhibit.name


def _blocks(exhibit: Exhibit, held: tuple[Path, Keys] | None) -> Iterator[bytes]:
    if exhibit.form == "taken" and held:
        yield from open_taken(exhibit, work=held[0], keys=held[1])
        return
    with open(exhibit.path, "rb") as source:  # noqa: PTH123 the path may hold bytes that are no UTF-8
        while piece := source.read(PIECE):
            yield piece


def _copied(exhibit: Exhibit, target: Path, held: tuple[Path, Keys] | None) -> dict[str, str]:
    """Copy one file; its hashes. Raises `StanchError` where it is not what was taken."""
    target.parent.mkdir(parents=True, exist_ok=True)
    hashes = {algorithm: hashlib.new(algorithm) for algorithm in ALGORITHMS}
    try:
        with target.open("xb") as copy:
            for piece in _blocks(exhibit, held):
                copy.write(piece)
                for one in hashes.values():
                    one.update(piece)
    except FileNotFoundError:
        raise StanchError("this exhibit is no longer there", where=exhibit.name, do="See `stanch custody verify`.") from None
    sums = {algorithm: one.hexdigest() for algorithm, one in hashes.items()}
    if sums["sha256"] != exhibit.sha256:
        raise StanchError(
            "this exhibit is not what was taken into custody", where=exhibit.name, do="See `stanch custody verify`; no bag was made."
        )
    if exhibit.modified_at:
        moment = exhibit.modified_at.timestamp()
        os.utime(target, (moment, moment))
    return sums


def _described(exhibit: Exhibit, payload: str | None) -> str:
    plain = to_plain(exhibit)
    # The path on the machine where it was taken is the custodian's business, not the receiver's.
    del plain["path"]
    return json.dumps({**plain, "payload": payload}, sort_keys=True) + "\n"


def _tags(fields: Mapping[str, str]) -> str:
    """Lines of `bag-info.txt`; a value never starts a line of its own."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in fields.items() if value.strip())


def _manifest(sums: Mapping[str, str]) -> str:
    # RFC 8493, 2.1.3: CR, LF and % would need encoding; safe names hold none of them.
    return "".join(f"{value}  {name}\n" for name, value in sorted(sums.items()))


def _sum(algorithm: str, path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _validate(bag: Path) -> None:
    """Read the bag back with the library that others will use."""
    import bagit

    try:
        bagit.Bag(str(bag)).validate()
    except bagit.BagError as error:
        raise StanchError("the bag that was written does not verify", where=str(bag), do="Check the disk, and export again.") from error
