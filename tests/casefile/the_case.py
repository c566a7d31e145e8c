"""When the tests of a case happen, and what opens it."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PASSPHRASE = "correct horse battery"
