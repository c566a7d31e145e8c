"""Sizes, names and words that `make check` holds the code to; prints the figures and ends with 1 where one is broken."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
# They say nothing of what is in them. Django looks for a database backend in a module `base`, so that one may be called so.
EMPTY_NAMES = re.compile(r"(?:data|info|items?|managers?|handlers?|helpers?|utils?|common|misc|base)(?:\.py)?")
NAMED_BY_OTHERS = {Path("src/stanch/casefile/sealed/base.py"), Path("src/stanch/casefile/shared/base.py")}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|(?i:lorem ipsum|placeholder text|not implemented yet|coming soon)")
# Put together here, so that this file itself does not hold them.
HOSTS = re.compile(
    "|".join(map(re.escape, ("py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js", "deb.deb" + "ian.org", "crates" + ".io")))
)
MACHINE = re.compile(
    "|".join(("/ro" + "ot/[.]pyenv", "/wo" + "rk/(?:main|shared)", "/tm" + "p/stanch", "/home/(?:user|ubuntu|dev)/stanch"))
)


def faults() -> Iterator[str]:
    """Every broken rule with its place."""
    for file in sorted(SOURCE.rglob("*.py")):
        place = file.relative_to(ROOT)
        if EMPTY_NAMES.fullmatch(file.name) and place not in NAMED_BY_OTHERS:
            yield f"{place}: a name that says nothing of what is in it"
        if "migrations" in file.parts:
            continue
        text = file.read_text("utf-8")
        lines = text.count("\n")
        if lines > LONGEST_FILE:
            yield f"{place}: {lines} lines, more than {LONGEST_FILE}"
        for name, line, length in functions(text):
            if length > LONGEST_FUNCTION:
                yield f"{place}:{line}: {name} has {length} lines, more than {LONGEST_FUNCTION}"
    for folder in SOURCE.rglob("*"):
        if folder.is_dir() and EMPTY_NAMES.fullmatch(folder.name):
            yield f"{folder.relative_to(ROOT)}: a name that says nothing of what is in it"
    for file in tracked():
        yield from _words(file)


def functions(text: str) -> Iterator[tuple[str, int, int]]:
    """Name, line and length of each function."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def tracked() -> list[Path]:
    """The files of the repository that hold text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def _words(file: Path) -> Iterator[str]:
    place = file.relative_to(ROOT)
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        return
    rules = [(HOSTS, "the host of a package registry"), (MACHINE, "a path of one machine")]
    if file.is_relative_to(SOURCE) and file.suffix in {".py", ".typ", ".html", ".yml"}:
        rules.append((UNFINISHED, "unfinished"))
    for rule, meaning in rules:
        for match in rule.finditer(text):
            yield f"{place}:{text.count(chr(10), 0, match.start()) + 1}: {meaning}: {match[0]}"


def main() -> int:
    """Print figures and faults."""
    files = [file for file in SOURCE.rglob("*.py") if "migrations" not in file.parts and file.name != "__init__.py"]
    texts = [file.read_text("utf-8") for file in files]
    lengths = sorted(length for text in texts for _, _, length in functions(text))
    print(
        f"{len(files)} files of {median(text.count(chr(10)) for text in texts):.0f} lines (median), "
        f"{len(lengths)} functions of {median(lengths):.0f} lines (median), 95 % of them up to {quantiles(lengths, n=20)[-1]:.0f}"
    )
    found = list(faults())
    print("\n".join(found), file=sys.stderr) if found else None
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
