"""What was asked for, out of logs that write it in one piece or in two."""

import pytest

from stanch.cause.web_address import divide


@pytest.mark.parametrize(
    ("fields", "uri", "stem", "query"),
    [
        ({"cs-uri-stem": "/a.dn", "cs-uri": "/a.dn", "cs-uri-query": "s=..%5Cx+y"}, "/a.dn?s=..%5Cx+y", "/a.dn", "s=..\\x y"),
        ({"cs-uri": "/x.php?cmd=id", "cs-uri-stem": "/x.php?cmd=id"}, "/x.php?cmd=id", "/x.php", "cmd=id"),
        ({"cs-uri": "GET /x?cmd=%2569d HTTP/1.1"}, "/x?cmd=%2569d", "/x", "cmd=id"),
        ({"cs-uri-stem": "/only", "cs-uri-query": "-"}, "/only", "/only", ""),
    ],
)
def test_the_three_names(fields: dict[str, str], uri: str, stem: str, query: str) -> None:
    assert divide(fields) == stem
    assert (fields["cs-uri"], fields["cs-uri-stem"], fields["cs-uri-query"]) == (uri, stem, query)


def test_what_names_no_request_is_left_alone() -> None:
    for fields in ({}, {"cs-uri": "-"}, {"message": "x"}):
        before = dict(fields)
        assert divide(fields) is None
        assert fields == before
