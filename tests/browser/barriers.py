"""What keeps somebody out of a page: what axe finds grave, by light and in the dark, and what is wider than a small window."""

import json
from typing import Any

# Below this, a rule of axe is advice.
GRAVE = ("serious", "critical")
CONTRAST = "color-contrast"
# What is as another beside it in everything but its letters has the same colours: of contrast, which takes by far the most time, the first two
# and the last of such parts are looked at. Rules that count places (`:nth-child`, `:first-child`, `+`) touch these.
ALIKE = """() => {
  const shape = (one) => {
    const bare = [one.tagName, one.childElementCount];
    for (const held of one.attributes) if (!/^(href|id|title|value|for|name|datetime|aria-label.*|aria-describedby|action)$/.test(held.name)) bare.push(held.name, held.value);
    for (const held of one.childNodes) {
      if (held.nodeType === Node.TEXT_NODE && held.data.trim()) bare.push("text");
      if (held.nodeType === Node.ELEMENT_NODE) bare.push(shape(held));
    }
    return JSON.stringify(bare);
  };
  for (const above of document.querySelectorAll("tbody, ul, ol, dl, main, section")) {
    const kinds = new Map();
    for (const one of above.children) {
      const kind = shape(one);
      kinds.set(kind, [...(kinds.get(kind) || []), one]);
    }
    for (const all of kinds.values()) for (const one of all.slice(2, -1)) one.setAttribute("data-alike", "");
  }
}"""


def contrast(page: Any) -> list[dict[str, Any]]:
    """What is too pale, as the page stands now."""
    options = json.dumps({"runOnly": [CONTRAST], "resultTypes": ["violations"]})
    return list(page.evaluate(f"axe.run({{exclude: [['[data-alike]']]}}, {options})")["violations"])


def barriers(page: Any, axe: Any, name: str) -> list[str]:
    """What is wrong with the page that stands open; the window is 1280 wide afterwards."""
    others = {"rules": {CONTRAST: {"enabled": False}}, "resultTypes": ["violations"]}
    grave = [(one, "light") for one in axe.run(page, options=others).response["violations"]]
    page.evaluate(ALIKE)
    grave += [(one, "light") for one in contrast(page)]
    page.emulate_media(color_scheme="dark")
    grave += [(one, "dark") for one in contrast(page)]
    page.emulate_media(color_scheme="light")
    found = [f"{name} ({scheme}): {one['id']}: {one['nodes'][0]['html'][:200]}" for one, scheme in grave if one["impact"] in GRAVE]
    for width in (360, 768):
        page.set_viewport_size({"width": width, "height": 760})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{name}: wider than a window of {width}")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found
