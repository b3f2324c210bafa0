"""Tags of the pages: words, dates, icons, parts. Thin: the work is in `leerrecht.web.words` and in the templates.

Every part in ``templates/parts`` has a tag here that gives all its variables, so that a template never meets an undefined one.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from leerrecht.web import words

register = template.Library()
SPRITE = Path(__file__).parents[1] / "templates" / "parts" / "icons.svg"
STATE_ICONS = {
    "overdue": "overdue", "due": "due", "upcoming": "upcoming", "met": "met", "met_late": "met", "unknown": "unknown",
}  # fmt: skip
MESSAGE_ICONS = {"success": "met", "error": "overdue", "warning": "due", "info": "info"}
FIELD_KINDS = ("text", "textarea", "date", "select", "radios", "checkbox", "checkboxes", "password", "file")
GROUPS = ("radios", "checkboxes")
PAGES_AROUND = 2


def _lang() -> str:
    """Give the language of this page; Dutch when none is active."""
    lang = (get_language() or "nl")[:2]
    return lang if lang in words.DOOR_LANGUAGES else "nl"


@register.simple_tag
def language() -> str:
    """Give the code of the page's language, for ``lang``."""
    return _lang()


@register.simple_tag
def say(key: str, /, lang: str = "", **values: object) -> SafeString:
    """Say a word in the page's language (or in `lang`): ``{% say "today.title" count=n %}``. Values are escaped."""
    return mark_safe(words.word_html(key, lang or _lang(), **values))  # noqa: S308 (escaped by word_html)


@functools.cache
def icon_names() -> frozenset[str]:
    """Give the names of the icons in the sprite."""
    return frozenset(re.findall(r'<symbol id="i-([a-z-]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show an icon of the sprite; always beside a word, so hidden from screen readers."""
    if name not in icon_names():
        raise KeyError(f"no icon {name!r} in parts/icons.svg")
    return format_html(
        '<svg class="lr-icon" aria-hidden="true" focusable="false"><use href="#i-{}"></use></svg>',
        name,
    )


@register.filter
def date_words(day: datetime.date, on: datetime.date | None = None) -> str:
    """Say a date in short: ``{{ due|date_words:on }}`` is "di 16 juni", with the year when `on` isn't in that year."""
    return words.date_words(day, _lang(), on)


@register.filter
def long_date(day: datetime.date) -> str:
    """Say a date in full: "dinsdag 16 juni 2026"."""
    return words.date_words(day, _lang(), long=True)


@register.simple_tag
def when(day: datetime.date, on: datetime.date | None = None) -> SafeString:
    """Show a date in short, readable for machines too: ``{% when due on %}``."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat()[:10], words.date_words(day, _lang(), on))


@register.filter
def initials(name: str) -> str:
    """Give a person's initials."""
    return words.initials(name)


@register.filter
def error_key(kind: str, part: str) -> str:
    """Give the key of a part of an error page's words."""
    return f"error.{kind}.{part}"


@register.simple_tag
def state(kind: str, word: str = "") -> SafeString:
    """Show a state: icon and word. `word` replaces the usual one. No template of its own: a list has one in every row."""
    said = word or words.word(f"state.{kind}", _lang())
    return format_html('<span class="lr-state lr-state--{}">{}{}</span>', kind, icon(STATE_ICONS[kind]), said)


@register.inclusion_tag("parts/message.html")
def message(kind: str, text: str, url: str = "", link: str = "") -> dict[str, object]:
    """Show what came of an action: success, error, warning or info; with at most one link."""
    title = words.word(f"message.{kind}", _lang())
    return {"kind": kind, "icon_name": MESSAGE_ICONS[kind], "title": title, "text": text, "url": url, "link": link}


@register.inclusion_tag("parts/empty.html")
def empty(title: str, text: str = "", url: str = "", link: str = "", icon_name: str = "met") -> dict[str, object]:
    """Say kindly that there is nothing, and what one could do."""
    return {"title": title, "text": text, "url": url, "link": link, "icon_name": icon_name}


@register.inclusion_tag("parts/progress.html")
def progress(label: str, done: int, total: int, text: str = "") -> dict[str, object]:
    """Show how far a long job is: a bar and words."""
    so_far = text or words.word("progress.part", _lang(), done=done, total=total)
    return {"label": label, "done": done, "total": max(total, 1), "text": so_far}


@register.inclusion_tag("parts/pages.html")
def pages(page: Any, url: str) -> dict[str, object]:
    """Show the pages of a list. `page` is a Django Page; `url` is everything before the number: ``?q=x&page=``."""
    last = page.paginator.num_pages
    near = range(page.number - PAGES_AROUND, page.number + PAGES_AROUND + 1)
    shown = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    steps: list[int | None] = []
    for number in shown:
        if steps and number - (steps[-1] or 0) > 1:
            steps.append(None)
        steps.append(number)
    return {
        "page": page,
        "url": url,
        "steps": steps,
        "previous": page.number - 1 if page.number > 1 else None,
        "next": page.number + 1 if page.number < last else None,
    }


@register.inclusion_tag("parts/crumbs.html")
def crumbs(*steps: str) -> dict[str, object]:
    """Show where this page is: ``{% crumbs url label url label here %}``."""
    *pairs, here = steps
    links = [{"url": url, "label": label} for url, label in zip(pairs[::2], pairs[1::2], strict=True)]
    return {"steps": links, "here": here}


@register.inclusion_tag("parts/error_summary.html")
def error_summary(errors: Sequence[tuple[str, str]]) -> dict[str, object]:
    """List what is wrong in a form, each linked to its field: pairs of the field's id and the text."""
    return {"errors": errors, "count": len(errors)}


@register.inclusion_tag("parts/field.html")
def field(
    kind: str,
    name: str,
    label: str,
    *,
    value: Any = "",
    description: str = "",
    errors: Sequence[str] | str = (),
    choices: Sequence[Sequence[Any]] = (),
    required: bool = True,
    mark: bool = True,
    autocomplete: str = "off",
    size: str = "",
    rows: int = 4,
    accept: str = "",
    lang: str = "",
) -> dict[str, object]:
    """Show one field of a form: label, description, errors, control, in that order; see parts/field.html."""
    if kind not in FIELD_KINDS:
        raise KeyError(f"no kind of field {kind!r}; there are {', '.join(FIELD_KINDS)}")
    faults = [errors] if isinstance(errors, str) and errors else list(errors)
    if kind == "date" and not description:
        description = words.word("form.date_example", _lang())
    described = [f"{name}-about"] * bool(description) + [f"{name}-error"] * bool(faults)
    return {
        "kind": kind,
        "name": name,
        "label": label,
        "value": "" if value is None else value,
        "description": description,
        "errors": faults,
        "choices": _choices(name, choices, value, many=kind == "checkboxes") if choices else [],
        "required": required,
        "mark": mark,
        "autocomplete": autocomplete,
        "size": "date" if kind == "date" else size,
        "rows": rows,
        "accept": accept,
        "value_lang": lang,
        "described_by": " ".join(described),
        "is_group": kind in GROUPS,
    }


def _choices(name: str, choices: Sequence[Sequence[Any]], value: Any, *, many: bool) -> list[Mapping[str, object]]:
    """Give every choice its id, and whether it is chosen; the first carries the field's own id, for the error summary."""
    chosen = {str(one) for one in value or ()} if many else {str(value)}
    return [
        {
            "id": name if number == 0 else f"{name}-{number}",
            "value": choice[0],
            "label": choice[1],
            "about": choice[2] if len(choice) > 2 else "",
            "is_chosen": str(choice[0]) in chosen,
        }
        for number, choice in enumerate(choices)
    ]
