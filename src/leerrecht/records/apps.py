"""The Django app of the record."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Children and their facts."""

    name = "leerrecht.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make `pk__among` known."""
        import leerrecht.stored.among  # noqa: F401 (registers the lookup)
