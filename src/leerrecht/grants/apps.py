"""The Django app of grants."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Consents, openings, agreements and cards."""

    name = "leerrecht.grants"
    label = "grants"
    default_auto_field = "django.db.models.BigAutoField"
