"""What pages say when something is refused: collected where it is raised, in the words that a page shows."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "stanch"
# Whatever can be refused to whoever works in a browser; what only commands and the start of the portal say stays English.
PLACES = (
    "portal/pages/*.py", "portal/team/members.py", "portal/team/pages/*.py", "portal/ahead.py", "portal/desk.py", "portal/questions.py",
    "portal/calendars.py", "portal/seen.py", "portal/sending.py", "portal/tables.py", "portal/tokens.py", "notices/asked.py", "notices/counsel.py",
    "report/word.py",
    *(f"casefile/{name}.py" for name in (
        "arranging", "calls", "closing", "counsel", "decide", "destroying", "destruction", "destruction_by_two", "facts", "following_up", "handing",
        "holding", "noting", "own", "passages", "proposing", "returned", "rulings", "sampling", "second_attempts", "taking", "weighing",
        "wording",
    )),
)  # fmt: skip
RAISED = ("WrongCall", "Changed", "Refused", "StanchError")


def faults() -> list[str]:
    """Each message, values as `{v1}`; a message and what to do about it are texts of their own."""
    from stanch.portal.signposts import WHOLE, by_page

    found = {by_page(text) for place in PLACES for path in sorted(SOURCE.glob(place)) for text in _of(path)} | set(WHOLE.values())
    return sorted(one for one in found if any(char.isalpha() for char in one.replace("{v", "")))


def _of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in RAISED:
            told = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "do")]
        elif node.func.id == "_need":
            told = node.args[1:]
        else:
            continue
        for one in told:
            yield from texts(one)


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        number, text = 0, ""
        for part in node.values:
            number += not isinstance(part, ast.Constant)
            text += str(part.value) if isinstance(part, ast.Constant) else f"{{v{number}}}"
        yield text
