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
    lines += ["## In this order", ""]
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
    return [Artefact("PLAN.md", "\n".join(lines) + "\n", "the plan", "Read it first.")]
