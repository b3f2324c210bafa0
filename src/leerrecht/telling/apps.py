"""The Django app of telling."""

from django.apps import AppConfig


class TellingConfig(AppConfig):
    """Digests, calendar feeds, scheduled work."""

    name = "leerrecht.telling"
    label = "telling"
    default_auto_field = "django.db.models.BigAutoField"
