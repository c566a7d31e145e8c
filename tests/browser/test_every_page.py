"""Every page that can be reached by links, in a real browser: who cannot see well or has a small window is not left out."""

import re

import pytest
from barriers import barriers

NAMED = r"/(people|duties|notices/facts|notices|intake|actions|extent)/(?!(?:review|aside|decided|why|options|missing|approve|facts|status|board|plan|containment|place)\b)[^?]+"
# Files, and pages whose look at a person's value is written down.
NO_PAGE = re.compile(r"/print$|[?&]as=(?:csv|xlsx)|\.zip|\.svg|\.pdf|\.csv|\.ics|^/(report|counsel|api)/|^/account/logout")


def one_of(path: str) -> str:
    """All people's pages are one sort of page, and so are all duties'."""
    return re.sub(r"\?.*", "?", re.sub(NAMED, r"/\1/*", path))


def reached(page, address: str):  # type: ignore[no-untyped-def]
    """Each sort of page that links lead to, opened."""
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop(0)
        if one_of(path) in seen or NO_PAGE.search(path):
            continue
        seen.add(one_of(path))
        answer = page.goto(address + path)
        assert answer.status == 200, path
        for link in page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))"):
            waiting += [path.split("?")[0] + link if link.startswith("?") else link] if link.startswith(("/", "?")) else []
        yield one_of(path)


def test_no_page_has_a_grave_barrier_a_dead_link_or_a_complaint_of_the_browser(chromium, portal) -> None:  # type: ignore[no-untyped-def]
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the package axe-playwright-python is not installed").Axe()
    window = chromium.new_context(viewport={"width": 1280, "height": 900}, storage_state=portal.signed_in)
    page = window.new_page()
    found: list[str] = []
    page.on("console", lambda line: found.append(f"{page.url}: {line.text}") if line.type in ("error", "warning") else None)
    pages = []
    for name in reached(page, portal.address):
        pages.append(name)
        found += barriers(page, axe, name)
    window.close()
    assert found == []
    assert len(pages) > 35, pages
