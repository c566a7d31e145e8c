"""How does it never happen again? The cause in, corrective actions with owner, date and proof out."""

from stanch.recovery.actions import plan

__all__ = ["plan"]
