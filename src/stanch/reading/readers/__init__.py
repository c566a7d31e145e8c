"""A reader a family of formats; each takes a source and yields units, unreads, and sources to go down into."""
