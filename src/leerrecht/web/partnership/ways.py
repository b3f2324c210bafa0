"""From something that isn't in order to where it is arranged: an address and the words of its link, for each kind of point."""

from __future__ import annotations

from django.urls import reverse

from leerrecht.queries.partnerships import Overview
from leerrecht.web.words import word

KEPT = {
    "no_municipality": ("add_member", "partnership.add_member"),
    "no_school_board": ("add_member", "partnership.add_member"),
    "consultation": ("note_consultation", "partnership.note_consultation"),
    "no_tasks": ("propose_tasks", "tasks.propose"),
    "task_gaps": ("propose_tasks", "tasks.propose_again"),
    "no_mandate": ("give_mandate", "partnership.give_mandate"),
    "no_ambition": ("propose_ambition", "ambition.propose"),
}
"""Pages of who keeps the partnership, by how the kind of a point begins."""
OPEN = {
    "actions": ("meetings", "meetings.title"), "evaluation": ("meetings", "meetings.title"),
    "knots": ("partnership_knots", "knots.title"), "ambition": ("ambition", "ambition.look"),
    "stakes": ("ambition", "ambition.say_stake"), "no_ambition": ("ambition", "ambition.say_stake"),
}  # fmt: skip
"""Pages of every member."""
HERE = {
    "no_contact": ("#leden", "partnership.members"),
    "contact": ("#leden", "partnership.members"),
    "agreement": ("#convenanten", "partnership.agreements"),
}
"""Parts of the same page."""


def way_of(kind: str, found: Overview, lang: str, *, may_keep: bool) -> tuple[str, str]:
    """Give the address and the words; two empty texts when this member can't do anything about it."""
    version = found.proposal if kind.startswith("proposal") else found.task_agreement
    if kind.startswith(("proposal", "joined")) and version is not None:
        to = reverse("task_agreement", args=[found.partnership.public_id, version.number])
        return to, word("tasks.look", lang, number=version.number)
    pages = {**OPEN, **KEPT} if may_keep else OPEN
    for begin, (name, key) in pages.items():
        if kind.startswith(begin):
            return reverse(name, args=[found.partnership.public_id]), word(key, lang)
    return next(((to, word(key, lang)) for begin, (to, key) in HERE.items() if kind.startswith(begin)), ("", ""))
