"""The Django app of the logs."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The logs."""

    name = "leerrecht.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
