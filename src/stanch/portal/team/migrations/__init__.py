"""Forms of the tables of accounts, oldest first."""
