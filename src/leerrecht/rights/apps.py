"""The Django app of rights."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Requests, legal holds and what is left of an erased record."""

    name = "leerrecht.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
