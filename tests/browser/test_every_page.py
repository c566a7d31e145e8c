"""Every page that can be reached by links, in a real browser: who cannot see well or has a small window is not left out."""

import re

import hasty
import pytest
from barriers import barriers

NAMED = re.compile(
    r"/(people|duties|notices/facts|notices|intake|actions|extent|tabletop)/"
    r"(?!(?:review|aside|decided|why|options|missing|approve|facts|following|send|status|returns|substitute|wording|board|plan|containment|place|by-clock|by-place)\b)[^?]+"
)
# Files, and pages whose look at a person's value is written down.
NO_PAGE = re.compile(
    r"/print$|/text$|/certificate$|^/notices/returns/addresses$|[?&]as=(?:csv|xlsx)|\.zip|\.svg|\.pdf|\.csv|\.ics"
    r"|^/report/(?!whole-case$|register$)|^/counsel/(?!hold$)|^/api/|^/account/logout"
)
# What stands in the portal's addresses and is no page.
NOT_SHOWN = {
    "style.css", "keys.js", "handing.js", "favicon.ico", "language", "wall/<str:paper>.pdf", "cause/<str:name>.svg", "timeline.csv",
    "evidence/bring/<str:identity>", "notices/options.svg", "notices/<path:identity>/print", "protection/enrolment.svg",
    "actions/plan.svg", "actions/containment.zip", "counsel/<str:name>", "report/<str:name>", "report/register/<str:form>", "api/",
    "calendar/<str:secret>.ics", "notices/returns/addresses", "settings/destruction/certificate", "notices/wording/<str:language>/<str:name>/text",
    # No letter came back in this case, and no words wait: tests/portal/test_returns_pages.py reads these.
    "notices/returns/<path:identity>", "notices/wording/<str:language>/<str:name>/approve",
}  # fmt: skip


def one_of(path: str) -> str:
    """All people's pages are one sort of page, and so are all duties'."""
    path = re.sub(r"^/notices/wording/[^/?]+/[^/?]+", "/notices/wording/*/*", path)
    path = re.sub(r"^/notices/(returns|substitute)/[^?]+", r"/notices/\1/*", path)
    return re.sub(r"\?.*", "?", NAMED.sub(r"/\1/*", path))


def every_sort() -> set[str]:
    """Each sort of page that the portal has, by its own table of addresses: a page that is new is looked at, or this fails."""
    from stanch.portal import settings

    settings.configure()
    from stanch.portal import urls

    routes = {str(one.pattern) for one in urls.urlpatterns}
    assert routes >= NOT_SHOWN
    return {"/" + re.sub(r"<[^>]+>", "*", one) for one in routes - NOT_SHOWN}


def reached(page, address: str):  # type: ignore[no-untyped-def]
    """Each sort of page that links lead to, opened."""
    seen, waiting = set(), ["/"]
    # Some pages are led to only in other cases than this one: those without an argument are opened all the same.
    others = iter(sorted(one for one in every_sort() if "*" not in one))
    while path := waiting.pop(0) if waiting else next(others, ""):
        if one_of(path) in seen or f"{path}?" in seen or NO_PAGE.search(path):
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
    page.set_default_timeout(hasty.PATIENCE_SECONDS * 1000)
    found: list[str] = []
    page.on("console", lambda line: found.append(f"{page.url}: {line.text}") if line.type in ("error", "warning") else None)
    pages = []
    for name in reached(page, portal.address):
        pages.append(name)
        found += barriers(page, axe, name)
    window.close()
    assert found == []
    assert every_sort() - {one.removesuffix("?") for one in pages} == set()


pytestmark = pytest.mark.timeout(900)
