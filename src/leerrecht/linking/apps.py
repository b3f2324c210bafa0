"""The Django app of recognising."""

from django.apps import AppConfig


class LinkingConfig(AppConfig):
    """Searches before a record is made, questions to who may know, judgements of pairs, links, records closed to search."""

    name = "leerrecht.linking"
    label = "linking"
    default_auto_field = "django.db.models.BigAutoField"
