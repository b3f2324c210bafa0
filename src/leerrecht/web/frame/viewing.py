"""From a request to who is looking and what they reach. The one door to pages about children."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from leerrecht.access import Refusal, Scope
from leerrecht.audit.log import record_read
from leerrecht.audit.tracing import join_trace
from leerrecht.operations.acting import Actor, Officer
from leerrecht.queries.logs import grounds_of
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import Viewer, find_viewers
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.ending import to_start

TEAM = "team"
"""The session's key for the team that somebody chose to work in."""
METHODS = ("GET", "HEAD", "POST")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody signed in, on a page: who, in which team, what they reach (None: only counts)."""

    viewer: Viewer
    others: tuple[Viewer, ...]
    scope: Scope | None
    lang: str
    trace_id: str
    origin: str

    @property
    def children(self) -> Scope:
        """Give the scope; a viewer without one gets the answer of a page that isn't there."""
        if self.scope is None:
            raise Http404
        return self.scope

    def may(self, duty: str) -> bool:
        """Tell whether this role has a duty."""
        return self.officer.may(duty)

    def must(self, duty: str) -> Officer:
        """Give who acts by a duty; without it the answer is that of a page that isn't there."""
        if not self.may(duty):
            raise Http404
        return self.officer

    @property
    def officer(self) -> Officer:
        """Give who acts without reaching a child."""
        return Officer(viewer=self.viewer, origin=self.origin, trace_id=self.trace_id)

    @property
    def actor(self) -> Actor:
        """Give who acts, for an operation."""
        return Actor(viewer=self.viewer, scope=self.children, origin=self.origin, trace_id=self.trace_id)

    def log_read(self, *, children: Any, activity: str, ground: str = "") -> None:
        """Note that these children's records were looked at. When that fails, so does the page.

        `ground`: why, where it isn't the viewer's tie to each child.
        """
        viewer, children = self.viewer, tuple(children)
        record_read(
            at=now(), children=children, activity=activity, role=viewer.role, trace_id=self.trace_id,
            actor=viewer.account_id, team=viewer.team_id, organisation=viewer.organisation_id,
            ground=ground or (grounds_of(scope=self.scope, children=children) if self.scope else "duty"),
        )  # fmt: skip


def language() -> str:
    """Give the language of the page: nl or en."""
    return (get_language() or "nl")[:2]


def find_visit(request: HttpRequest) -> Visit | None:
    """Find who is looking; None when nobody is signed in, or somebody without a team today."""
    if not request.user.is_authenticated:
        return None
    viewers = find_viewers(account=request.user, on=today())
    if not viewers:
        return None
    chosen = next((viewer for viewer in viewers if viewer.team_id == request.session.get(TEAM)), viewers[0])
    found = find_scope(viewer=chosen, on=today(), at=now())
    return Visit(
        viewer=chosen,
        others=tuple(viewer for viewer in viewers if viewer.team_id != chosen.team_id),
        scope=None if isinstance(found, Refusal) else found,
        lang=language(),
        trace_id=join_trace(request.META.get("HTTP_TRACEPARENT", "")),
        origin=str(request.META.get("REMOTE_ADDR", "")),
    )


View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Let only people who are signed in to a page; others are sent to the start page, and back afterwards.

    The view gets the request and the Visit. It answers GET and POST, nothing else.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
        visit = find_visit(request)
        if visit is None:
            return to_start(request)
        request.visit = visit  # type: ignore[attr-defined]  # the frame around the page shows who is signed in
        answer = view(request, visit, *arguments, **named)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return guarded
