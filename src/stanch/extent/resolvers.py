"""Name servers that the whole world asks: their addresses are nobody's.

Read at developers.google.com/speed/public-dns, one.one.one.one, quad9.net and opendns.com, 2026-11-28.
"""

from __future__ import annotations

from stanch.extent.folding import listed

PUBLIC_RESOLVERS = listed(
    "8.8.8.8 8.8.4.4 2001:4860:4860::8888 2001:4860:4860::8844 2001:4860:4860::64 2001:4860:4860::6464",
    "1.1.1.1 1.0.0.1 1.1.1.2 1.0.0.2 1.1.1.3 1.0.0.3 2606:4700:4700::1111 2606:4700:4700::1001 2606:4700:4700::1112",
    "2606:4700:4700::1002 2606:4700:4700::1113 2606:4700:4700::1003",
    "9.9.9.9 9.9.9.10 9.9.9.11 149.112.112.112 149.112.112.10 149.112.112.11 2620:fe::fe 2620:fe::9 2620:fe::10 2620:fe::11",
    "208.67.222.222 208.67.220.220 208.67.222.220 208.67.220.222 2620:119:35::35 2620:119:53::53",
)
