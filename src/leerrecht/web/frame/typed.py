"""What somebody typed in a form that wasn't taken in: shown once more, so that they can copy it.

The button Back doesn't bring it back: no page of ours is kept by a browser, so that nobody finds a child on a shared computer.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET = ("csrfmiddlewaretoken", "password", "old", "new", "again", "code", "start_code", "pin", "next", "tabel")
"""Fields that are never shown: secrets, and what a page itself put in a form."""
SHORT = 20
"""One word of no more characters is a name, a day or a choice: typed again sooner than copied."""
MOST_TEXTS, MOST_OF_ONE = 20, 10_000


def texts_of(request: HttpRequest) -> list[str]:
    """Give the texts that came with a form, in its order; no secrets, nothing of a page, and nothing that is soon typed again.

    >>> from django.http import QueryDict
    >>> request = HttpRequest()
    >>> request.POST = QueryDict("words=Zij wil%0Averder leren&day=1-9-2026&password=a long secret phrase")
    >>> texts_of(request)
    ['Zij wil\\nverder leren']
    """
    every = (text.strip() for name, texts in request.POST.lists() if name not in SECRET for text in texts)
    kept = [text[:MOST_OF_ONE] for text in every if len(text) > SHORT or len(text.split()) > 1]
    return kept[:MOST_TEXTS]


def form_expired(request: HttpRequest, reason: str = "", **more: Any) -> HttpResponse:
    """Answer a form whose proof that it is ours doesn't hold (any more), as after signing in again in another window.

    What another site made a browser send isn't shown: that would put its words on our page.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return render(request, "403_csrf.html", {"typed": texts_of(request) if is_ours else []}, status=403)
