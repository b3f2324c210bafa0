"""Tags of the work list and the child's page: what their words are called by."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from leerrecht.law.words import say_task
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.worklist import Item
from leerrecht.web.frame.viewing import language
from leerrecht.web.words import book, word

register = template.Library()
MOST_DOTS = 12


@register.filter
def uncapital(text: str) -> str:
    """Begin with a small letter, unless the word is written in capitals: `mbo`, but `TNV`.

    >>> uncapital("Verhuizing"), uncapital("TNV")
    ('verhuizing', 'TNV')
    """
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def find_word(*keys: str, **values: Any) -> str:
    """Give the first of these words that there is."""
    found = next(key for key in keys if key in book().texts)
    return word(found, language(), **values)


@register.simple_tag
def headline(item: Item) -> str:
    """Say in a few words what the matter is: "nog geen school"."""
    base = f"headline.{item.rule.replace('.', '_')}"
    keys = (f"{base}_{item.state}_{item.outcome}", f"{base}_{item.key}", f"{base}_{item.state}", base)
    return find_word(*keys, label=uncapital(say_task(item.label, rulebook(), language())))


@register.simple_tag
def step_words(item: Item) -> str:
    """Say the next step in a few words, with the name of the child."""
    base = f"button.{item.rule.replace('.', '_')}"
    if not item.act:
        return word("button.look", language())
    if item.state == "unknown":
        return word("button.missing", language())
    keys = (f"{base}_planned",) if item.is_planned else (f"{base}_{item.state}", base)
    return find_word(*keys, name=item.given_name or word("button.somebody", language()))


@register.simple_tag
def group_title(name: str) -> str:
    """Name a group of the work list."""
    return word(f"today.group_{name}", language())


@register.simple_tag
def ahead_title(kind: str, label: str) -> str:
    """Name a period that is coming."""
    return (label[:1].upper() + label[1:]) if label else word(f"today.ahead_{kind}", language())


@register.simple_tag
def count_title(name: str) -> str:
    """Name a count."""
    return word(f"counts.{name}", language())


@register.simple_tag
def role_sees(role: str) -> str:
    """Say what somebody with a role sees."""
    return word(f"start.sees_{role}", language())


@register.simple_tag
def dots(done: int, total: int) -> SafeString:
    """Show a part of a whole as dots, when there are few enough to count; the words stand beside them."""
    if total > MOST_DOTS:
        return SafeString("")
    marks = format_html_join("", '<i class="{}"></i>', (("on" if place < done else "off",) for place in range(total)))
    return format_html('<span class="lr-dots" aria-hidden="true">{}</span>', marks)


@register.inclusion_tag("worklist/steps.html")
def steps(page: int, pages: int, url: str) -> dict[str, object]:
    """Show the pages of a list by number."""
    return {
        "page": page,
        "pages": pages,
        "previous": f"{url}{page - 1}" if page > 1 else "",
        "following": f"{url}{page + 1}" if page < pages else "",
    }


@register.simple_tag
def import_state(state: str) -> str:
    """Say in short how an import stands."""
    return word(f"imports.short_{state}", language())
