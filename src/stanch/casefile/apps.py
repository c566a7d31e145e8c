"""The Django app that holds the record of a case."""

from django.apps import AppConfig


class Casefile(AppConfig):
    """The only app: no accounts, no sessions, no content types stand in a case's database."""

    name = "stanch.casefile"
    label = "casefile"
    default_auto_field = "django.db.models.BigAutoField"
