"""The record of a case: what was taken, what is known, what was decided, in a sealed database with a chained journal.

`create` and `open_case` give a `Case`; its `store` is what the line walks with, its `journal` what happened. `decide`
holds what people may do: sign, approve, close, state a fact. Django is loaded when a case is opened, not before.
"""

from stanch.casefile.case import Case, create, current_user, open_case
from stanch.casefile.passphrase import passphrase

__all__ = ["Case", "create", "current_user", "open_case", "passphrase"]
