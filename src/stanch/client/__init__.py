"""A client of the portal's API, for programs: typed, without the rest of Stanch, over `urllib` alone."""

from stanch.client.calls import Stanch
from stanch.client.messages import is_ours
from stanch.client.wire import Refused

__all__ = ["Refused", "Stanch", "is_ours"]
