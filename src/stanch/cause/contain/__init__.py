"""What to load, lock, look for and hand on in the first hours, made from this case's own indicators. Nothing here is run by Stanch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stanch.cause.contain import accounts, exchange, firewall, malware, names, plan, recurrence, rotation
from stanch.cause.contain.material import Artefact, Material, Secret, of
from stanch.cause.contain.reading import read_indicators

__all__ = ["Artefact", "Material", "Secret", "artefacts", "of", "read_indicators", "write"]

# In the order in which they are used.
MAKERS = (plan, firewall, names, accounts, rotation, malware, recurrence, exchange)


def artefacts(material: Material) -> list[Artefact]:
    """Every file that this case's indicators give; none that would be empty. The plan, which names them, comes first."""
    made = [artefact for maker in MAKERS if maker is not plan for artefact in maker.make(material)]
    return [*plan.make(material, made), *made]


def write(made: Sequence[Artefact], folder: Path) -> list[Path]:
    """Write them below a folder that is new or empty. Names are ours alone: nothing of the evidence stands in a path."""
    paths = []
    for artefact in made:
        path = folder / artefact.name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(artefact.text, encoding="utf-8", newline="\n")
        paths.append(path)
    return paths
