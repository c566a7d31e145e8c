"""One module a page, its template beside it."""
