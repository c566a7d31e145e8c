"""Keys and passwords that lay in the exposed files, ranked: what to change first. The values stay masked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from stanch import safe_csv
from stanch.cause.contain.material import Artefact, Material, comment


def make(material: Material) -> Iterator[Artefact]:
    """The list, where secrets were found."""
    if not material.secrets:
        return
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("rank", "kind", "masked", "places", "first place", "changed by", "changed at", "old one revoked"))
    for secret in material.secrets:
        rows.writerow(
            (secret.rank, secret.label, cell(secret.masked), secret.count, cell(secret.places[0] if secret.places else ""), "", "", "")
        )
    yield Artefact(
        "lock/rotate.csv",
        out.getvalue(),
        f"{len(material.secrets)} keys and passwords that lay open, the most urgent first",
        "Change each from a machine that was not touched, revoke the old one, and look in its logs for use since the breach began.",
    )


def cell(text: str) -> str:
    """Text for a cell of CSV: a program that opens it must not take it for a formula."""
    return safe_csv.cell(comment(text))
