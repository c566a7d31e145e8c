"""Large web logs block by block: columns for whole blocks, one scan for all rules, and only lines that may matter one by one.

Whatever a line holds, the account is the same as if every line had been read as an event: what is not certain of a block's line
(a strange form, a sign beyond ASCII, a rule that may fire) is read the slow way. Source of the method: ADR 0072.
"""

from stanch.cause.bulk.surveyor import Block, Surveyor, places

__all__ = ["Block", "Surveyor", "places"]
