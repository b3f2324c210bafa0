"""The young person's page about going to another school: what the new school will read, say yes, say something to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from leerrecht.operations.acting import Refused
from leerrecht.operations.own_words import say_own_words
from leerrecht.operations.transfers import inspect_transfer
from leerrecht.queries.own import find_untold, is_protected_here
from leerrecht.queries.transfer_file import transfer_file
from leerrecht.queries.transfers import Passage, transfers_of
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.transfer.wording import file_parts
from leerrecht.web.words import LANGUAGES, door_date
from leerrecht.web.youth.door import NAMES, OwnVisit, door_url, own_door, render_door
from leerrecht.web.youth.entering import fault_words

MOST_TYPED, UNPROCESSABLE = 4000, 422
READERS = ("school",)
"""Who reads what is said for the next school: this school, which sends it on, and the next."""


def open_passage(own: OwnVisit) -> Passage | None:
    """Give the transfer that a young person was told of and that isn't settled; None when there is none.

    None too for who lives in a protected place: no school is named here, so the file is read together with somebody.
    """
    on = today()
    if is_protected_here(child=own.child.pk, untold=find_untold(child=own.child.pk, on=on)):
        return None
    found = transfers_of(scope=own.scope, viewer=None, child=own.child.pk)
    return next((each for each in found if each.is_open), None)


@own_door
def own_transfer(request: HttpRequest, own: OwnVisit) -> HttpResponse:
    """Show what goes along to the next school; take an answer, or words for that school."""
    passage = open_passage(own)
    faults: list[str] = []
    words = ""
    if request.method == "POST" and passage is not None:
        words = request.POST.get("words", "")[: MOST_TYPED + 1]
        try:
            return redirect(f"{door_url('transfer')}?{DONE}={_answer(request, own, passage, words)}")
        except Refused as refused:
            faults = fault_words(refused)
            passage = open_passage(own)
    own.log_read(page="transfer")
    given = {
        "passage": passage,
        "parts": _parts(own, passage) if passage else [],
        "file_lang": _file_lang(own),
        "read_on": door_date(passage.child_inspected_on, own.lang, today())
        if passage and passage.child_inspected_on
        else "",
        "is_sent": passage is not None and passage.proposed_on is not None,
        "faults": faults,
        "words": words,
        "wrong_url": door_url("say_kind", "correction"),
    }
    return render_door(
        request, "youth/transfer.html", given, tab="plan", page="transfer", status=UNPROCESSABLE if faults else 200
    )  # fmt: skip


def _file_lang(own: OwnVisit) -> str:
    """Give Dutch or English: a school's own words and the names of tests aren't put into more languages."""
    return own.lang if own.lang in LANGUAGES else LANGUAGES[0]


def _parts(own: OwnVisit, passage: Passage) -> list[dict[str, object]]:
    """Give the file in words."""
    lang = _file_lang(own)
    made = transfer_file(scope=own.scope, child=own.child, passage=passage, lang=lang)
    return file_parts(made, lang, is_own=True) if made else []


def _answer(request: HttpRequest, own: OwnVisit, passage: Passage, words: str) -> str:
    """Keep the answer or the words; gives what was done. Raises Refused."""
    child = own.child.public_id
    if request.POST.get("answer") == "say":
        say_own_words(
            actor=own.actor, at=now(), child=child, kind="next_school", words=words, readers=READERS,
            lang=NAMES[own.lang],
        )  # fmt: skip
        return "said"
    seen = request.POST.get("seen", passage.public_id)
    inspect_transfer(actor=own.actor, at=now(), child=child, transfer=seen)
    return "decided"
