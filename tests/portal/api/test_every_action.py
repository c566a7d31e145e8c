"""Whatever a page's form does, a program can do too, or there is a reason why a person must."""

import re
from collections.abc import Iterator

from stanch.portal.pages import doubtful, doubts, duties, review, second
from stanch.portal.settings import PAGES

# The template of each page that takes a form.
TEMPLATES = {
    "work": "work.html",
    "evidence": "evidence.html",
    "evidence/bring": "handing.html",
    "evidence/bring/<str:identity>": "handing.html",
    "intake/<str:key>": "question.html",
    "timeline": "timeline.html",
    "extent/place": "place.html",
    "people/review": "doubts.html",
    "people/aside": "aside.html",
    "people/decided": "decided.html",
    "people/<path:identity>": "person.html",
    "duties/<path:identity>": "duty.html",
    "notices/options": "options.html",
    "notices/missing": "missing.html",
    "notices/approve": "approve.html",
    "notices/facts/<str:key>": "ask_one.html",
    "notices/following": "following.html",
    "notices/send": "dispatch.html",
    "notices/status": "delivery.html",
    "notices/returns": "returns.html",
    "notices/returns/<path:identity>": "newer_address.html",
    "notices/substitute/<path:identity>": "substitute.html",
    "notices/wording/<str:language>/<str:name>": "word_one.html",
    "notices/wording/<str:language>/<str:name>/approve": "proposal.html",
    "settings/calendar": "calendars.html",
    "settings/close": "close.html",
    "settings/destruction": "destruction.html",
    "notices/<path:identity>": "notice.html",
    "protection": "protection.html",
    "protection/calls": "calls.html",
    "actions": "actions.html step_said.html",
    "actions/<str:identity>": "action.html",
    "bring": "bring.html",
    "cause": "cause.html",
    "tasks": "tasks.html",
    "fields": "fields.html",
    "counsel": "counsel.html",
    "counsel/hold": "hold.html",
    "tabletop/<str:name>": "tabletop_step.html tabletop_debrief.html",
    "review": "review.html",
    "review/findings": "doubtful.html",
    "review/second": "second.html",
    "review/findings/value": "doubtful.html",
    "report": "papers.html",
    "report/whole-case": "whole.html",
    "journal": "journal.html",
}
# Words that a template takes from a table.
TABLES = {
    "doubtful.html": {word for word, _, _ in doubtful.ANSWERS},
    "second.html": {word for word, _ in second.ANSWERS},
    "doubts.html": {word for answers in doubts.ANSWERS.values() for word, _, _ in answers},
    "duty.html": {word for word, _ in duties.VERDICTS},
    "review.html": {word for answers in review.ANSWERS.values() for word, _, _ in answers},
}
# The operation that does the same. An empty word: the form does one thing.
OPERATIONS = {
    ("work", ""): "start_work",
    ("work", "stop"): "stop_work",
    ("intake/<str:key>", ""): "state_fact",
    ("timeline", ""): "note_entry",
    ("timeline", "withdraw"): "withdraw_entry",
    ("people/review", "walk"): "start_work",
    ("people/review", "family"): "decide_doubt",
    **{("people/review", word): "decide_doubt" for word in TABLES["doubts.html"]},
    ("people/aside", ""): "restore_person",
    ("people/decided", ""): "take_back_ruling",
    **{("people/<path:identity>", word): "rule" for word in ("one", "apart", "split", "nobody", "write")},
    **{("duties/<path:identity>", word): "sign_duty" for word in TABLES["duty.html"]},
    ("notices/options", ""): "choose_option",
    ("notices/missing", ""): "settle_doubts",
    ("notices/approve", ""): "approve_all",
    ("notices/facts/<str:key>", ""): "say_of_letters",
    ("notices/following", "say"): "say_what_was_done",
    ("notices/following", "withdraw"): "take_back_following",
    ("notices/following", "remind"): "order_reminder",
    ("notices/following", "forget"): "take_back_following",
    ("notices/returns", ""): "try_again",
    ("notices/returns/<path:identity>", ""): "newer_address",
    ("notices/substitute/<path:identity>", ""): "substitute_given",
    ("notices/wording/<str:language>/<str:name>", ""): "hand_in_words",
    ("notices/wording/<str:language>/<str:name>", "back"): "words_back",
    **{("notices/wording/<str:language>/<str:name>/approve", word): "check_words" for word in ("check", "stop")},
    **{("notices/wording/<str:language>/<str:name>/approve", word): "answer_words" for word in ("approved", "refused")},
    **{("settings/close", word): "end_case" for word in ("close", "reopen")},
    **{("settings/destruction", word): "destroy_list" for word in ("ask", "confirm", "finish", "withdraw")},
    ("notices/status", "stop"): "stop_sending",
    ("notices/status", "resume"): "resume_sending",
    **{("notices/<path:identity>", word): "decide_notice" for word in ("approved", "held", "released")},
    ("protection", ""): "assign_codes",
    ("protection/calls", ""): "take_call",
    ("actions", "done"): "decide_action",
    ("actions", "reopened"): "decide_action",
    ("actions", "taken"): "take_step",
    ("actions", "not_taken"): "take_step",
    **{("cause", word): "judge_cause" for word in ("confirmed", "refuted", "open")},
    ("actions/<str:identity>", ""): "arrange_action",
    ("bring", ""): "bring_file",
    ("evidence", ""): "tell_passwords",
    ("evidence/bring", "whole"): "announce_file",
    ("evidence/bring", "cancel"): "cancel_file",
    ("tasks", "add"): "add_task",
    ("tasks", "done"): "end_task",
    ("tasks", "withdraw"): "end_task",
    ("fields", "fill"): "fill_field",
    ("fields", "define"): "define_field",
    ("counsel", ""): "take_answers",
    ("counsel/hold", "ask"): "give_hold",
    ("counsel/hold", "acknowledge"): "answer_hold",
    ("counsel/hold", "release"): "answer_hold",
    ("review", "draw"): "draw_sample",
    ("review/findings", "walk"): "start_work",
    ("review/second", "walk"): "start_work",
    **{("review/second", word): "read_second" for word, _ in second.ANSWERS},
    **{("review/findings", word): "answer_finding" for word, _, _ in doubtful.ANSWERS},
    ("report", ""): "start_work",
    ("report", "ours"): "our_template",
    ("report/whole-case", "masked"): "case_files",
    ("journal", ""): "verify_journal",
}
REASONS = {
    **{("tabletop/<str:name>", word): "people practise at a table; nothing of the case comes of it" for word in ("", "paper", "keep")},
    ("extent/place", ""): "a masked value is shown to a person, with a reason each time",
    ("review/findings/value", ""): "a masked value is shown to a person, with a reason each time",
    ("report/whole-case", "full"): "values in the clear leave on a person's order",
    **{("settings/calendar", word): "a link that opens without signing in is a person's to give" for word in ("make", "revoke")},
    ("notices/send", ""): "a person orders what cannot be taken back",
    **{("review", word): "a person looks at the item, which is shown in the clear" for word in TABLES["review.html"]},
}
# What the form's right would let in by the page, and another one by the operation: the walk and the papers are `run` everywhere, and a check
# of words is sent to the page of the text, whose right it is.
OTHER_RIGHT = {("people/review", "walk"), ("review/findings", "walk"), ("review/second", "walk")}
OTHER_RIGHT |= {("notices/wording/<str:language>/<str:name>/approve", word) for word in ("check", "stop")}
FORM = re.compile(r'<form method="post".*?</form>', re.DOTALL)
ELSEWHERE = re.compile(r'^<form method="post" action="/([^"]*)"')
CHOOSES = re.compile(r'name="(?:do|verdict|values)" value="([^"]*)"')


def actions() -> Iterator[tuple[str, str]]:
    """Each page that takes a form with each word that its forms may send."""
    for page, template in TEMPLATES.items():
        for form in FORM.findall("".join((PAGES / one).read_text() for one in template.split())):
            place = ELSEWHERE.match(form)
            raw = CHOOSES.findall(re.sub(r"{{.*?}}", "*", re.sub(r"{%.*?%}", " ", form)))
            words = {word for one in raw for word in one.split()}
            if "*" in words:
                words = (words - {"*"}) | TABLES[template]
            elsewhere = place[1] if place and "{{" not in place[1] else page
            yield from ((elsewhere, word) for word in words or {""})


def views() -> dict[str, tuple[str, str | None]]:
    from stanch.portal.urls import urlpatterns

    marked = {str(one.pattern): getattr(one.callback, "needs", (None, None)) for one in urlpatterns}
    return {name: needs for name, needs in marked.items() if needs[1]}


def test_every_page_that_takes_a_form_is_looked_at(case) -> None:  # type: ignore[no-untyped-def]
    assert case
    assert set(views()) == set(TEMPLATES)


def test_every_action_of_a_page_has_an_operation_or_a_reason() -> None:
    found = set(actions())
    assert found - OPERATIONS.keys() - REASONS.keys() == set(), "an action that programs cannot do"
    assert (OPERATIONS.keys() | REASONS.keys()) - found == set(), "no form does this any more"
    assert not OPERATIONS.keys() & REASONS.keys()


def test_an_operation_asks_for_the_right_of_its_page(case) -> None:  # type: ignore[no-untyped-def]
    from stanch.portal.api.site import described

    assert case
    rights = {told["operationId"]: told["x-right"] for methods in described()["paths"].values() for told in methods.values()}
    wrong = {
        (page, word): (rights[name], views()[page][1])
        for (page, word), name in OPERATIONS.items()
        if (page, word) not in OTHER_RIGHT and rights[name] != views()[page][1]
    }
    assert wrong == {}


def test_every_operation_has_a_method_of_the_client(case) -> None:  # type: ignore[no-untyped-def]
    """By the address that the method calls."""
    from pathlib import Path

    import stanch.client
    from stanch.portal.api.site import described

    assert case
    text = "".join(path.read_text() for path in Path(stanch.client.__file__).parent.glob("*.py"))
    called = {re.sub(r"{[^}]*}", "", one) for one in re.findall(r'"(/[^"\s]*)"', text)}
    called |= {re.sub(r"[A-Z]+", "", one) for one in re.findall(r"`(/[^`\s]+)`", text)}
    called |= {f"/{name}" for name in re.findall(r'_page\([\w.]+, "(\w+)"', text)}
    wanted = {re.sub(r"{[^}]*}", "", path.removeprefix("/api/v1")) for path in described()["paths"]}
    without = {one for one in wanted if one not in called and one.rstrip("/") not in called}
    assert without == set()
