"""The pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, style sheets, words and views."""

    name = "leerrecht.web"
    label = "web"

    def ready(self) -> None:
        """Read the words at the start, so that a fault in them stops the start and not a page; watch who signs in."""
        from django.contrib.auth.signals import user_logged_in

        from leerrecht.web.frame.ending import note_beginning
        from leerrecht.web.words import book
        from leerrecht.web.youth.session import drop_card

        book()
        user_logged_in.connect(note_beginning, dispatch_uid="leerrecht.session.began")
        user_logged_in.connect(drop_card, dispatch_uid="leerrecht.session.card")
