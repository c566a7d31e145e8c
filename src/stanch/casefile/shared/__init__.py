"""Django's PostgreSQL backend with one writer at a time, as the sealed file has, for cases whose rows stand on a server."""
