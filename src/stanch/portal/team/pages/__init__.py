"""Pages that only a team needs."""
