"""Nobody who works in a browser is sent to a command line."""

import ast
from pathlib import Path

from stanch import casefile
from stanch.portal.signposts import WHOLE, by_page

# Said to whoever sits at the machine, or about it; a page has nothing in their place.
ONLY_THERE = (
    "`stanch custody add`",  # a file larger than a browser hands in
    "stanch verify",  # the record was altered: whoever keeps the machine looks
    "`stanch respond` makes it anew",  # what `verify` tells of files in the case's folder
    "--clients MAP.yaml`",  # for whom data are held is told by a file beside the evidence
    "`stanch serve`",  # another command holds the case
    "`stanch restore`",
    "`stanch export` wrote",  # `init --from` alone reads one
    "`stanch journal` shows them",  # a case brought in from another's export
)


def messages() -> list[str]:
    """Every text of the case file's rooms that names a command, as one reads it."""
    found = []
    for path in Path(casefile.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr):
                found.append("".join(one.value if isinstance(one, ast.Constant) else "X" for one in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return [one for one in found if "stanch " in one and len(one) < 400]


def test_every_message_names_a_page_where_there_is_one() -> None:
    commands = [one for one in messages() if "`stanch " in one or "stanch actions" in one]
    assert len(commands) > 15
    left = [by_page(one) for one in commands]
    assert [one for one in left if "stanch " in one and not any(there in one for there in ONLY_THERE)] == []


def test_the_whole_sentences_are_still_said() -> None:
    said = "\n".join("".join(path.read_text() for path in Path(casefile.__file__).parent.glob("*.py")).split("\n"))
    assert [one for one in WHOLE if one not in said] == []


def test_a_list_is_named_by_its_page() -> None:
    assert (
        by_page("`stanch notices missing -C CASE` lists them; a part is enough.")
        == "the page “What is missing” lists them; a part is enough."
    )
    assert by_page("Say it: stanch actions close a1 --proof …") == "Say it: the page “Actions”"
    assert by_page("Take it: `stanch custody add`, there.") == "Take it: `stanch custody add`, there."


def test_the_page_before_sending_names_pages(owner) -> None:  # type: ignore[no-untyped-def]
    for page in ("/notices/options", "/notices/send"):
        text = owner.get(page).content.decode()
        assert "stanch notices" not in text, page
