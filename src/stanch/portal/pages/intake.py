"""Questions: what only people know, in the order that matters; and what an answer changes, before it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from unicodedata import combining, normalize

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch import law
from stanch.casefile import decide
from stanch.casefile import facts as known
from stanch.errors import BrokenDataFile, Changed, WrongCall
from stanch.portal import ahead, desk, seen, tongues
from stanch.portal.questions import Question, about, find, questions
from stanch.portal.rights import needs, visitor_of
from stanch.portal.work import worker
from stanch.records import Duty, Facts

SAID = {
    "owed": "is owed now",
    "open": "turns on a question now",
    "not_owed": "is not owed any more",
    "earlier": "is due earlier",
    "later": "is due later",
    "clock_known": "has a due time now",
    "clock_unknown": "has no known due time any more",
}


@needs("facts")
def show(request: HttpRequest) -> HttpResponse:
    """All questions with what is known, in parts; the first one without an answer is the next one."""
    values = known.spread(ahead.facts())
    stated = _stated()
    parts: dict[str, list[dict[str, Any]]] = {}
    for question in _put(values):
        value = json.loads(values[question.key])
        entry = {"question": question, "answer": _said(question, value), "known": stated.get(question.key)}
        parts.setdefault(question.part, []).append(entry)
    rows = [entry for entries in parts.values() for entry in entries]
    # What facts hold from the start (a finding "not assessed yet") is nobody's answer.
    unsaid = known.spread(Facts())
    open_ = [one["question"] for one in rows if not one["answer"] or not (one["known"] or _differs(one["question"], values, unsaid))]
    progress: dict[str, Any] = {"answered": len(rows) - len(open_), "of": len(rows), "following": open_[0] if open_ else None}
    return desk.page(request, "intake.html", _("Questions"), parts=parts, **progress)


@needs("facts", to_change="facts")
def show_one(request: HttpRequest, key: str) -> HttpResponse:
    """One question; with its form sent, what the answer changes; with that confirmed, the answer is kept and the line walks."""
    question = find(key)
    if question is None:
        raise Http404
    if request.method != "POST":
        return _form(request, question)
    try:
        given = question.read(request.POST.getlist("answer"))
        moment = _moment(request.POST.get("known", ""))
        changed = ahead.with_answer(question.key, given)
    except (WrongCall, BrokenDataFile) as error:
        return _form(request, question, status=400, fault=str(error))
    if request.POST.get("seen") != _mark(question.key):
        return _late(request, question)
    if request.POST.get("confirmed") != "yes":
        return _look_ahead(request, question, given, changed)
    source = request.POST.get("source", "").strip()[:500] or "stated in the portal"
    try:
        with seen.held_to(request.POST.get("seen", ""), lambda: _mark(question.key)):
            decide.set_fact(desk.case(), question.key, given, by=visitor_of(request).name, source=source, known_at=moment)
    except Changed:
        return _late(request, question)
    worker.start(desk.case(), by=visitor_of(request).name)
    following = _following(question)
    return redirect(f"/intake/{following.key}" if following else "/intake")


def _put(values: Mapping[str, str]) -> list[Question]:
    """The questions that are put: all but those of some laws alone that no duty of this case turns on and nobody answered."""
    open_ = {question for duty in desk.held(Duty) if duty.required == "conditional" for question in duty.questions}
    keys, unsaid = {one.key for asked in open_ if (one := about(asked))}, known.spread(Facts())
    return [one for one in questions() if not one.only_where_asked or one.key in keys or values[one.key] != unsaid[one.key]]


def _late(request: HttpRequest, question: Question) -> HttpResponse:
    fault = _("Somebody else has answered this question since you opened it. Look at their answer first; yours was not kept.")
    return _form(request, question, status=409, fault=fault if request.POST.get("seen") else "")


def _form(request: HttpRequest, question: Question, *, status: int = 200, fault: str = "") -> HttpResponse:
    value = json.loads(known.spread(ahead.facts())[question.key])
    chosen = set(value) if isinstance(value, list) else {"yes" if value is True else "no" if value is False else value}
    choices = [(word, _worded(question, text), word in chosen) for word, text in question.choices().items()]
    if question.words_of == "places":
        choices.sort(key=lambda choice: [letter for letter in normalize("NFKD", choice[1]).casefold() if not combining(letter)])
    if question.form == "some_of":
        choices.sort(key=lambda choice: not choice[2])  # what is chosen stands first in a long list
    tried = request.POST.getlist("answer") if request.method == "POST" and fault else []
    return desk.page(
        request,
        "question.html",
        tongues.ours(question.ask),
        status=status,
        question=question,
        choices=choices,
        value=tried[0] if tried else value or "",
        unknown=value is None or value in ("", []),
        history=_history(question),
        seen=_mark(question.key),
        fault=fault,
        turning=_turning(question),
    )


def _history(question: Question) -> list[tuple[known.Known, str]]:
    """What was said, the latest first. Whoever states one fact for the first time has stated nothing about the others."""
    told = desk.case().store.fact_history(question.key)
    if told and told[0].value == json.loads(known.spread(Facts())[question.key]):
        told = told[1:]
    return [(one, _said(question, one.value)) for one in reversed(told)]


def _said(question: Question, value: Any) -> str:
    """An answer in the page's words; what somebody wrote stays as it was written."""
    if isinstance(value, list | tuple):
        return ", ".join(_worded(question, question.shown([one])) for one in value)
    return question.shown(value) if question.form in ("text", "day") else _worded(question, question.shown(value))


def _worded(question: Question, text: str) -> str:
    return tongues.place(text) if question.words_of == "places" else tongues.ours(text)


def _look_ahead(request: HttpRequest, question: Question, given: Any, changed: Facts) -> HttpResponse:
    """What the answer changes, before it is kept."""
    found = law.effects(ahead.duties(ahead.facts()), ahead.duties(changed))
    return desk.page(
        request,
        "effects.html",
        tongues.ours(question.ask),
        question=question,
        answer=_said(question, given),
        answers=request.POST.getlist("answer"),
        source=request.POST.get("source", ""),
        known_at=request.POST.get("known", ""),
        seen=_mark(question.key),
        effects=[(SAID[one.turn], one) for one in found],
    )


def _turning(question: Question) -> int:
    """How many duties come out differently, depending on the answer."""
    if question.form not in ("yes_no", "one_of") or len(question.choices()) > 8:
        return 0
    answers = [
        {duty.id: duty.required for duty in ahead.duties(ahead.with_answer(question.key, question.read([word])))}
        for word in question.choices()
    ]
    names = {name for one in answers for name in one}
    return sum(len({one.get(name, False) for one in answers}) > 1 for name in names)


def _mark(key: str) -> str:
    """Which answer stands: the number of times it was stated. A form carries it, so that nothing is overwritten unseen."""
    return str(len(desk.case().store.fact_history(key)))


def _differs(question: Question, values: Mapping[str, str], others: Mapping[str, str]) -> bool:
    return values[question.key] != others[question.key]


def _stated() -> dict[str, known.Known]:
    return {one.key: one for one in desk.case().store.fact_history() if one.is_current}


def _following(question: Question) -> Question | None:
    """The next question without an answer after this one, or the first one before it."""
    values = known.spread(ahead.facts())
    order = list(questions())
    place, put = order.index(question), _put(values)
    for one in (*order[place + 1 :], *order[:place]):
        if one not in put:
            continue
        if json.loads(values[one.key]) in (None, [], ""):
            return one
    return None


def _moment(told: str) -> datetime | None:
    """The moment at which an answer became known, as a form gives it (UTC). Raises `WrongCall`."""
    if not told.strip():
        return None
    try:
        moment = datetime.fromisoformat(told.strip())
    except ValueError:
        raise WrongCall(_("%(told)s is no moment") % {"told": repr(told)}, do=_("Write it as 2026-11-24T02:30.")) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > desk.case().clock():
        raise WrongCall(_("that moment is still to come"), do=_("Say when it became known."))
    return moment
