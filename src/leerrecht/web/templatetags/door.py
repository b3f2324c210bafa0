"""Tags of the young person's own door."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leerrecht.web.frame.viewing import language
from leerrecht.web.words import word

register = template.Library()


@register.simple_tag
def bdi(name: str) -> SafeString:
    """Show a name as it is written in Dutch, apart from the direction of the text around it; nothing for no name."""
    return format_html('<bdi lang="nl">{}</bdi>', name) if name else SafeString("")


@register.simple_tag
def tab_word(name: str) -> str:
    """Name a tab."""
    return word(f"door.tab.{name}", language())


@register.simple_tag
def door_done(name: str) -> str:
    """Say what was just done."""
    return word(f"door.done.{name}", language())
