"""The first hours on one page: what to do in order, then which file does what, how it is used and how it is undone."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.cause.contain.material import Artefact, Material, comment


def make(material: Material, made: Sequence[Artefact]) -> list[Artefact]:
    """The page."""
    lines = [
        f"# {comment(material.title)}: the first hours",
        "",
        f"As of {material.moment:%Y-%m-%d %H:%M} UTC. Nothing here has been done by Stanch.",
        "",
    ]
    lines += [*_case(material), "## In this order", ""]
    for number, step in enumerate(material.steps, 1):
        lines.append(f"{number}. **{comment(step.do)}** {comment(step.why)}" + (f" *{comment(step.do_not)}*" if step.do_not else ""))
    lines += ["", "## The files beside this page", ""]
    if not made:
        lines.append("None: the logs gave no address, account or file to act on. Add what others found with --indicators.")
    for artefact in made:
        lines.append(f"- `{artefact.name}`: {artefact.does}. {artefact.use}" + (f" To undo: {artefact.undo}" if artefact.undo else ""))
    if material.set_aside:
        lines += ["", "## Indicators that were set aside", ""]
        lines += [
            f"- {comment(one.indicator.type)} `{comment(one.indicator.value)[:200].replace('`', ' ')}`: {one.why}"
            for one in material.set_aside
        ]
    if material.addresses:
        lines += ["", BEFORE_BLOCKING]
    return [Artefact("PLAN.md", "\n".join(lines) + "\n", "the plan", "Read it first.")]


BEFORE_BLOCKING = (
    "Before a block list is loaded: hold its addresses against those of your own offices, home workers, VPN, customers and suppliers, "
    "and name what must stay open with `--own`."
)
SHOWN = 30  # accounts, machines or addresses named on the page
ONGOING = {True: "It may still be going on.", False: "The logs show no more of it.", None: "Whether it is still going on is not known."}


def _case(material: Material) -> list[str]:
    """What this case is about: how, when, and the very accounts, machines, addresses and rules that the steps speak of."""
    window = material.window
    if window.first and window.last:
        when = f"From {window.first:%Y-%m-%d %H:%M} to {window.last:%Y-%m-%d %H:%M} UTC, as far as the logs tell. "
    else:
        when = ""
    lines = [
        "## What is known",
        "",
        f"{comment(material.statement or 'The way in is not known yet.')} {when}{ONGOING[material.ongoing]}",
        "",
    ]
    for says, values in (
        ("Accounts", material.users),
        ("Machines", (*material.hosts, *material.machines)),
        ("Addresses of the intruder", material.addresses),
        ("Names of the intruder", material.domains),
        ("Mail rules", material.mail_rules),
    ):
        if values:
            more = f" and {len(values) - SHOWN:,} more" if len(values) > SHOWN else ""
            lines.append(f"- {says}: " + ", ".join(f"`{comment(one).replace('`', ' ')}`" for one in values[:SHOWN]) + more)
    if material.secrets:
        lines.append(f"- Keys and passwords that lay in the files: {len(material.secrets)} (`lock/rotate.csv`, the most urgent first)")
    return [*lines, ""] if lines[-1] else lines
