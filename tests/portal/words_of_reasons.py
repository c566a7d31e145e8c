"""The reasons that rooms write and pages show: why two are one person, what hangs on a doubt, what a file of containment does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from words_of_faults import texts

SOURCE = Path(__file__).parent.parent.parent / "src" / "stanch"
MODULES = (
    *(f"people/{name}.py" for name in ("why", "conflict", "excuses", "residence", "language")),
    *(f"casefile/{name}.py" for name in ("review", "reasons")),
    "notices/substitution.py",
    *(f"cause/contain/{name}.py" for name in ("firewall", "malware", "names", "material", "recurrence", "rotation", "exchange", "shared")),
)
# What a program is told, and messages of commands: no sentence of these.
NO_PROSE = re.compile(
    r"[\n#$=<>%|@]|\[|^'|^\{v\d\}\{|stanch-|table inet|Stanch block|^rule |^//|^hash:|misp \{|^[A-Z][a-z]+ (?:activity|delivery|data)$"
)
OTHERS = {
    # Would be taken for any sentence.
    "{v1} ({v2}) {v3}",
    "{v1}: {v2}.",
    "Indicators of a data breach", "An organisation that was attacked", "families of doubts", "there are no people yet", "no person {v1}",
    "no record to explain", "Hand in at least one partial record for each side.", "Run `stanch respond` first.",
    "`stanch people -C CASE` lists their ids.", "British Columbia", "New Brunswick", "Newfoundland and Labrador", "Nova Scotia",
    "Northwest Territories", "Prince Edward Island", "given names", "middle names", "kept apart", "{v1}: {v2}", "any of them", "a file of this case",
    "Made from the indicators of one case. Nothing that is seen again needs to be the attacker: look at each.",
    "Addresses change hands: see how old the case is.", "changed at", "changed by", "first place", "old one revoked",
    "Remove-NetFirewallRule -Group '{v1}' -ErrorAction SilentlyContinue", "`Remove-NetFirewallRule -Group '{v1}'`", "{v1}, as of {v2} UTC",
}  # fmt: skip
WORDS = (
    "strongly",
    "clearly",
    "slightly",
    "1 address",
    "the plan",
    "Read it first.",
    "state",
    "country",
    "postcode",
)


def reasons() -> list[str]:
    """Each sentence, values as `{v1}`."""
    found = {text for name in MODULES for text in _of(SOURCE / name)}
    return sorted((found - OTHERS) | set(WORDS))


def _of(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    left_out = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    left_out |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in left_out:
            yield from (one for one in texts(node) if " " in one.strip() and re.search(r"[a-z]{2}", one) and not NO_PROSE.search(one))
