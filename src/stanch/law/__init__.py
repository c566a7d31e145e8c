"""What are we obliged to do? Facts and people in; duties out, with deadline, content, citation and reason, and those that do not apply."""

from stanch.law.assess import Assessment, assess
from stanch.law.contracts import read_contracts
from stanch.law.effects import Effect, effects
from stanch.law.facts import from_values, read_facts
from stanch.law.holders import refuse_without_role
from stanch.law.merge import merge_facts
from stanch.law.plain import to_contract
from stanch.law.substitutes import substitutes

__all__ = [
    "Assessment",
    "Effect",
    "assess",
    "effects",
    "from_values",
    "merge_facts",
    "read_contracts",
    "read_facts",
    "refuse_without_role",
    "substitutes",
    "to_contract",
]
