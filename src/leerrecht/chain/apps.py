"""The Django app of the chain."""

from django.apps import AppConfig


class ChainConfig(AppConfig):
    """Organisations, places and people at work."""

    name = "leerrecht.chain"
    label = "chain"
    default_auto_field = "django.db.models.BigAutoField"
