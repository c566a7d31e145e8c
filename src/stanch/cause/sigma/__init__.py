"""Sigma rules: read through pySigma, compiled once, asked set-wise; and correlation rules over their hits.

Rules of our own (`detections/*.yml`) carry beside standard Sigma a `stanch` section:

    story    one sentence for the account, filled from the hit: {ip} {user} {count} {users} {targets} {first} {last}
    access   true where such an event means that data could be reached (opens the window of exposure)
    habit    by what an innocent habit is known: actor, target or address (see `habits.py`)
    matches  events (fields) that must fire, passes  events that must not
"""

from stanch.cause.sigma.correlate import Correlators
from stanch.cause.sigma.load import HERE, load, load_folder, own_rules
from stanch.cause.sigma.prefilter import Prefilter
from stanch.cause.sigma.rule import Broken, Correlation, Rule, RuleSet

__all__ = ["HERE", "Broken", "Correlation", "Correlators", "Prefilter", "Rule", "RuleSet", "load", "load_folder", "own_rules"]
