"""The Django app of sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "leerrecht.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
