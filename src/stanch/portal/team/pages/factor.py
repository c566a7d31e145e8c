"""Which second factor: asked once, before anything of the case is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show(request: HttpRequest) -> HttpResponse:
    """The two there are, and what each is."""
    return render(request, "factor.html")
