"""Every form that links reach from the first page, as a browser would see it: where it goes, and what it carries."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# Downloads and what is made on each look are no pages.
NO_PAGES = ("/report/", "/counsel/", "/api", "/wall/", "/timeline.csv", "/style.css")
MOST_PAGES = 160
LIKE = re.compile(
    r"^/(intake|duties|notices/facts|notices|actions|people|evidence)/"
    r"(?!facts|following|status|options|missing|approve|send|review|aside|decided|board|plan|containment|custody)[^?]+"
)


@dataclass
class Form:
    """One form of a page: hidden fields and preset values as they stand, and the choices of the others."""

    page: str
    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What kind of form it is: its page without the id, and the decision it is about where hidden fields say."""
        kind = LIKE.sub(lambda found: f"/{found[1]}/*", self.action.partition("?")[0])
        return kind + (f" {self.hidden['do']}" if "do" in self.hidden else "")

    def sent(self, choice: int = 0, **more: str) -> dict[str, Any]:
        """What a browser would send, with each choice's so-manyth."""
        chosen = {name: values[min(choice, len(values) - 1)] for name, values in self.choices.items() if values}
        return {**self.texts, **chosen, **self.hidden, **more}


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.links = page, [], set()
        self._now: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "a" and told.get("href"):
            self.links.add(told["href"])
        if tag == "form":
            self._now = Form(self.page, told.get("action") or self.page)
            if told.get("method", "get").lower() == "post":
                self.forms.append(self._now)
        if self._now is not None:
            self._field(self._now, tag, told)

    def _field(self, form: Form, tag: str, told: dict[str, str]) -> None:
        name, value = told.get("name", ""), told.get("value", "")
        if tag == "option" and self._select and value:
            form.choices[self._select].append(value)
        if not name or name == "csrfmiddlewaretoken":
            return
        if tag == "select":
            self._select = name
            form.choices.setdefault(name, [])
        elif tag == "textarea":
            form.texts[name] = "because the file says so"
        elif tag == "button" or told.get("type") in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(value)
        elif told.get("type") == "hidden":
            form.hidden[name] = value
        elif told.get("type") == "file":
            form.files.append(name)
        elif tag == "input":
            form.texts[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None
        if tag == "select":
            self._select = ""


def forms_of(browser: Any, page: str) -> list[Form]:
    """The forms of one page."""
    found = _Forms(page)
    found.feed(browser.get(page).content.decode())
    return found.forms


def every_form(browser: Any) -> dict[str, Form]:
    """One form of each kind, found by following links from the first page; of pages alike a few are enough."""
    seen: set[str] = set()
    alike: dict[str, int] = {}
    todo, found = ["/"], {}
    while todo and len(seen) < MOST_PAGES:
        page = todo.pop(0).partition("#")[0]
        kind = LIKE.sub(lambda one: f"/{one[1]}/*", page.partition("?")[0])
        if page in seen or not page.startswith("/") or page.startswith(NO_PAGES) or alike.get(kind, 0) > 3:
            continue
        seen.add(page)
        alike[kind] = alike.get(kind, 0) + 1
        answer = browser.get(page)
        if "html" not in answer.headers.get("Content-Type", "") or answer.status_code != 200:
            continue
        read = _Forms(page)
        read.feed(answer.content.decode())
        for form in read.forms:
            found.setdefault(form.name, form)
        todo += sorted(page.partition("?")[0] + one if one.startswith("?") else one for one in read.links)
    return found
