"""How fast a token may call: a bucket that fills again."""

from __future__ import annotations

from threading import Lock


class Pace:
    """How fast each token calls: a bucket of `burst` calls that fills again by `a_second`."""

    def __init__(self, burst: float, a_second: float) -> None:
        self._lock = Lock()
        self._burst, self._a_second = burst, a_second
        self._held: dict[str, tuple[float, float]] = {}

    def wait(self, token: str, now: float) -> float:
        """Count a call; how many seconds this token must wait, 0 where it need not."""
        with self._lock:
            left, at = self._held.get(token, (self._burst, now))
            left = min(self._burst, left + (now - at) * self._a_second)
            allowed = left >= 1
            self._held[token] = (left - 1 if allowed else left, now)
            return 0.0 if allowed else (1 - left) / self._a_second
