"""How does it never happen again? The cause in, corrective actions with owner, date and proof out; and what tools' results prove."""

from stanch.recovery.actions import control_of, plan
from stanch.recovery.checks import Observation
from stanch.recovery.checks import read as read_check
from stanch.recovery.failures import failures
from stanch.recovery.judging import Judgement, judge, latest, weighed

__all__ = ["Judgement", "Observation", "control_of", "failures", "judge", "latest", "plan", "read_check", "weighed"]
