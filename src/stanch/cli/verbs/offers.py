"""`stanch offers`: what is offered to whom, for how long, and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from stanch.cli.casework import case_option, json_option, opened


@click.command()
@case_option
@json_option
def command(case_folder: Path, *, as_json: bool) -> None:
    """The services offered to the people: required by a law or good practice, with the reason."""
    from stanch.cli import show
    from stanch.records import Offer, to_plain

    with opened(case_folder) as case:
        offers = case.store.get(Offer)
    if as_json:
        show.json_line({"offers": to_plain(offers)})
        return
    counts = Counter((offer.service, offer.months, offer.required, offer.reason, offer.cite) for offer in offers)
    rows = [
        (people, service.replace("_", " "), months or "", "required" if required else "good practice", reason, cite)
        for (service, months, required, reason, cite), people in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0][0]))
    ]
    show.table(f"{len(offers)} offers", ("People", "Service", "Months", "", "Why", "Citation"), rows)
