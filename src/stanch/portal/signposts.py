"""What messages of the rooms say to do by a command, said as pages: whoever works in a browser has no commands."""

from __future__ import annotations

import re

# A message as it stands in the room, and what a page says in its place.
WHOLE = {
    "sending is stopped: `stanch notices resume -C CASE --grounds …` lifts it": "sending is stopped; the page “Delivery” lifts it",
    "no strategy is chosen: compare them with `stanch notices options`, then `stanch notices choose`": (
        "no way of telling people is chosen: compare them on the page “How people are told”"
    ),
    "no notice is approved: `stanch notices approve -C CASE`": "no notice is approved: see the page “Approve”",
    "Run `stanch respond EVIDENCE -C CASE` first.": "Hand in evidence first, and wait until it is searched.",
    "Run `stanch respond` again.": "Press “Work through what has changed” on the page “Work”.",
    "Run `stanch respond -C CASE` once, then decide.": "Press “Work through what has changed” on the page “Work” once, then decide.",
    "Do that first (`stanch tasks done`, `stanch fields set`), or take it back.": (
        "Do that first on the page “Tasks” or “Fields of your own”, or take it back."
    ),
    "See `stanch counsel hold` for the names; --ask adds one.": "The page “Litigation hold” has the names, and adds one.",
    "Ask counsel; whoever lifts it releases them first, on grounds: `stanch counsel hold --release NAME`.": (
        "Ask counsel; whoever lifts it releases them first, on grounds, on the page “Litigation hold”."
    ),
    "Make one with `stanch export --full --grounds …`, or move the case with `stanch backup`.": (
        "Take the whole case in full on the page “Report”, or have it moved by a backup."
    ),
    "Let it go first, with the grounds: `stanch notices resume NOTICE`.": "Let it go first, with the grounds, on its own page.",
    "Write the text as it stands (`stanch notices edit`), make the change there, and hand that in; nothing was taken.": (
        "Take the text as it stands from its page, make the change there, and hand that in; nothing was taken."
    ),
    "It can be read. To change anything, an owner opens it again: `stanch reopen -C CASE`.": (
        "It can be read. To change anything, an owner opens it again on the page “The end of the case”."
    ),
    "this case is closed: `stanch reopen -C CASE --grounds …` opens it again": (
        "this case is closed; the page “The end of the case” opens it again"
    ),
    "`stanch close -C CASE` says since when, by whom and why.": "The page “The end of the case” says since when, by whom and why.",
    "Finish it first, or give --despite-open and say why in the grounds.": "Finish it first, or tick the box and say why in the grounds.",
    "To go on, give --confirm ": "To go on, write ",
    "Reconcile them first, or give --despite-open and say why.": "Reconcile them first, or tick the box and say why.",
    "`stanch offers status -C CASE` tells when the first term ends; name more days with --within.": (
        "The page “Protection” tells when the first term ends; name more days."
    ),
    "Draw one with `stanch sample draw -C CASE`.": "Draw one on the page “Review”.",
    "Say who asked for them and why (--grounds); the journal keeps it.": "Say who asked for them and why; the journal keeps it.",
}
# The page that shows what a command lists or does.
PAGES = {
    "notices missing": "What is missing", "notices status": "Delivery", "notices returns": "What came back",
    "notices substitute": "What came back",
    "notices edit": "The words of the letters", "notices follow-up": "Notices",
    "sample draw": "Review", "sample list": "Review",
    "review second": "One reader said no",
    "review": "Doubtful findings", "people rulings": "What was decided", "people show": "People", "people": "People",
    "tasks": "Tasks", "timeline": "Timeline", "fields": "Fields of your own", "actions close": "Actions",
    "actions steps": "Actions", "actions": "Actions", "duties register": "Register of breaches", "close": "The end of the case",
    "reopen": "The end of the case",
}  # fmt: skip
COMMAND = re.compile(r"`?stanch ([a-z-]+(?: [a-z-]+)?)((?: [^`\n]*)?)(?:`|(?=$|\n))")


def by_page(text: str) -> str:
    """The message with pages in the place of commands; what only a command does keeps its name."""
    for told, said in WHOLE.items():
        text = text.replace(told, said)
    return COMMAND.sub(_page, text)


def _page(found: re.Match[str]) -> str:
    verb = found[1]
    name = PAGES.get(verb) or PAGES.get(verb.partition(" ")[0])
    return f"the page “{name}”" if name else found[0]
