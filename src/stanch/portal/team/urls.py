"""Which page of a team's portal stands where: those of every portal, the way in, and who is on the case."""

from __future__ import annotations

from django.urls import include, path

from stanch.portal import urls
from stanch.portal.team.pages import cases, glass, join, members

handler404 = urls.handler404
handler500 = urls.handler500

urlpatterns = [
    *urls.urlpatterns,
    path("join/<str:code>", join.show),
    path("cases", cases.show),
    path("members", members.show),
    path("break-glass", glass.show),
    path("account/", include("allauth.urls")),
]
