"""The Django app of partnerships."""

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    """Partnerships with their members, mandates, consultations and task agreements."""

    name = "leerrecht.partnership"
    label = "partnership"
    default_auto_field = "django.db.models.BigAutoField"
