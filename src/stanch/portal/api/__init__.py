"""The API: what the pages do, for programs. Each operation names the right it needs, from the same table as the pages."""
