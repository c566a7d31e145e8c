"""Which page of a team's portal stands where: those of every portal, the way in, and who is on the case."""

from __future__ import annotations

from django.urls import include, path

from stanch.portal import urls
from stanch.portal.team.pages import cases, factor, glass, identity, join, members, scripts

handler404 = urls.handler404
handler500 = urls.handler500

urlpatterns = [
    *urls.urlpatterns,
    path("join/<str:code>", join.show),
    path("cases", cases.show),
    path("cases/register", cases.show_register),
    path("cases/register/<str:form>", cases.take_register),
    path("members", members.show),
    path("break-glass", glass.show),
    path("break-glass/end", glass.end),
    path("break-glass/seen", glass.see),
    path("second-factor", factor.show),
    path("static/<path:name>", scripts.show),
    path("account/oidc/team/login/", identity.show),
    path("account/", include("allauth.urls")),
]
