"""Django's SQLite backend over SQLCipher, so that every page of the database is sealed."""
