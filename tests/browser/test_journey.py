"""From the first page to an approved notice in a real browser: on a telephone, in the dark, by the keyboard alone."""

import re
from collections.abc import Iterator

import hasty
import pytest

PHONE = {"width": 360, "height": 760}
DESK = {"width": 1280, "height": 900}
MOST_STOPS = 250  # of the Tab key on one page


class Hands:
    """Somebody who has a keyboard and no mouse."""

    def __init__(self, page) -> None:  # type: ignore[no-untyped-def]
        self.page = page

    def reach(self, selector: str) -> None:
        """Press Tab until the thing has the focus, and see that one sees where it is."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                outline = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", f"nobody sees that {selector} has the focus"
                return
        pytest.fail(f"the keyboard does not reach {selector} on {self.page.url}")

    def press(self, selector: str) -> None:
        """Reach a link or a button, and press it."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str, value: str) -> None:
        """Reach a group of choices, and go to the one that is wanted."""
        self.reach(f'input[name="{name}"]')
        for _ in range(20):
            if self.page.evaluate("document.activeElement.value") == value:
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"no choice {value} of {name} on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        """Reach a field, and write."""
        self.reach(selector)
        self.page.keyboard.type(text)


@pytest.fixture(params=[("light", DESK), ("dark", PHONE)], ids=["at a desk", "on a telephone in the dark"])
def page(request, chromium, portal) -> Iterator[object]:  # type: ignore[no-untyped-def]
    scheme, size = request.param
    window = chromium.new_context(viewport=size, color_scheme=scheme, storage_state=portal.signed_in, reduced_motion="reduce")
    page = window.new_page()
    page.set_default_timeout(hasty.PATIENCE_SECONDS * 1000)
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: told.append(str(fault)))
    page.goto(portal.address)
    yield page
    window.close()
    assert told == [], "the browser complains"


def is_whole(page) -> None:  # type: ignore[no-untyped-def]
    """Nothing stands outside the window: nobody has to scroll sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def rests(page, address: str) -> None:  # type: ignore[no-untyped-def]
    """Wait until the line has walked: the page looks again by itself."""
    page.goto(f"{address}/work")
    page.get_by_text("Everything is up to date.").wait_for()


def test_from_the_first_page_to_an_approved_notice_by_keyboard_alone(page, portal) -> None:  # type: ignore[no-untyped-def]
    hands, is_dark = Hands(page), page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    is_whole(page)
    assert (page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 30)") == is_dark
    # Intake: one question, what its answer changes, and the answer kept.
    hands.press('nav a[href="/intake"]')
    before = int(re.search(r"(\d+) of", page.locator("main").inner_text())[1])  # type: ignore[index]
    hands.press("a.button")
    question = page.locator("h1").inner_text()
    hands.choose("answer", "no")
    hands.press("main form button")
    assert "What this changes" in page.locator("main").inner_text()
    is_whole(page)
    hands.press("main form button")
    page.goto(f"{portal.address}/intake")
    assert int(re.search(r"(\d+) of", page.locator("main").inner_text())[1]) == before + 1, question  # type: ignore[index]
    rests(page, portal.address)
    # Review: one doubt by one key.
    page.goto(f"{portal.address}/people/review")
    hands.press("main table a")
    left = int(re.search(r"(\d+) in all", page.locator("main").inner_text())[1])  # type: ignore[index]
    with page.expect_navigation():
        page.keyboard.press("f")
    assert int(re.search(r"(\d+) in all", page.locator("main").inner_text())[1]) == left - 1  # type: ignore[index]
    is_whole(page)
    # Sign-off: a duty, and the way of telling people.
    page.goto(f"{portal.address}/duties")
    hands.press("main table a")
    hands.choose("verdict", "confirmed")
    hands.write("#grounds", "it applies to us")
    hands.press("main form button")
    assert "it applies to us" in page.locator("main").inner_text()
    page.goto(f"{portal.address}/notices/options")
    hands.reach('input[name="option"]')
    page.keyboard.press("Space")
    hands.write("#grounds", "the earliest way")
    hands.press("main form button")
    assert "Chosen:" in page.locator("main").inner_text()
    is_whole(page)
    # A way that tells or helps others than the laws ask has the letters drafted anew.
    rests(page, portal.address)
    # Approval: one notice that is complete.
    page.goto(f"{portal.address}/notices/approve")
    hands.press("main table a")
    assert "Status\ndraft" in page.locator("main").inner_text().replace("\n\n", "\n")
    hands.choose("verdict", "approved")
    hands.press("main form button")
    assert "approved, by" in page.locator("main").inner_text()
    is_whole(page)
    page.goto(f"{portal.address}/journal")
    assert "approve" in page.locator("main").inner_text()


pytestmark = pytest.mark.timeout(900)
