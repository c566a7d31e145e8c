"""The Django app that holds who may come in."""

from django.apps import AppConfig


class Team(AppConfig):
    """Members and invitations."""

    name = "stanch.portal.team"
    label = "team"
    default_auto_field = "django.db.models.BigAutoField"
