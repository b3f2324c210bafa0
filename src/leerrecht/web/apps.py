"""The pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, style sheets, words and views."""

    name = "leerrecht.web"
    label = "web"

    def ready(self) -> None:
        """Read the words at the start, so that a fault in them stops the start and not a page."""
        from leerrecht.web.words import book

        book()
