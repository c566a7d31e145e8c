"""What keeps somebody out of a page: what axe finds grave, by light and in the dark, and what is wider than a small window."""

import json
from typing import Any

# Below this, a rule of axe is advice.
GRAVE = ("serious", "critical")
DARK = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}


def barriers(page: Any, axe: Any, name: str) -> list[str]:
    """What is wrong with the page that stands open; the window is 1280 wide afterwards."""
    grave = [(one, "light") for one in axe.run(page).response["violations"]]
    page.emulate_media(color_scheme="dark")
    # The script stands in the page already.
    grave += [(one, "dark") for one in page.evaluate(f"axe.run({json.dumps(DARK)})")["violations"]]
    page.emulate_media(color_scheme="light")
    found = [f"{name} ({scheme}): {one['id']}: {one['nodes'][0]['html'][:200]}" for one, scheme in grave if one["impact"] in GRAVE]
    for width in (360, 768):
        page.set_viewport_size({"width": width, "height": 760})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{name}: wider than a window of {width}")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found
