"""The register of breaches: what GDPR Art. 33(5) and its like have an organisation keep, to be seen and to be taken."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile import breaches
from stanch.casefile.breaches import Breach
from stanch.portal import desk
from stanch.portal.rights import needs, visitor_of


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """This breach as the register has it."""
    shown: dict[str, Any] = {"together": False, "breaches": [("", breach())], "forms": list(breaches.FORMS)}
    return desk.page(request, "register.html", _("Register of breaches"), **shown)


@needs("export", takes=True)
def take(request: HttpRequest, form: str) -> HttpResponse:
    """The register as a file; who took it stands in the journal."""
    if form not in breaches.FORMS:
        raise Http404
    return written(form, by=visitor_of(request).name)


def written(form: str, *, by: str) -> HttpResponse:
    """The file, as a download."""
    case = desk.case()
    content = breaches.written(case, desk.contents(), form, now=desk.now())
    case.journal.append("export", f"register.{form}", by=by)
    response = HttpResponse(content, content_type=breaches.FORMS[form])
    response.headers["Content-Disposition"] = f'attachment; filename="register.{form}"'
    return response


def breach() -> Breach:
    """The breach of the case on the desk."""
    return breaches.breach(desk.case(), desk.contents(), organisation=desk.organisation(), now=desk.now())
