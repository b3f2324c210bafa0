"""Two records, one young person? What people judge, when that links the records, and taking it back.

Nothing is merged and no fact moves: a link points from one record to the one that goes on. It takes two people who both reach
both records and keep the same one. Taking back puts everything as it was before anybody judged.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from leerrecht.linking.models import TEXT, VERDICTS, Judgement, Link
from leerrecht.operations.acting import Actor, Refused, note
from leerrecht.operations.facts import wrong_reason
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.queries.doubles import readers_needed, standing_judgements, standing_of, weigh
from leerrecht.queries.likeness import model
from leerrecht.records.models import Child

AGAIN = "Opnieuw beoordeeld door dezelfde persoon"
"""Why an `unsure` is taken back when its maker is sure."""


def get_pair(*, actor: Actor, one: str, other: str) -> tuple[Child, Child]:
    """Get two children by their public ids, the older first, both locked until the transaction ends. Raises Refused.

    Somebody who judges reaches both, and is involved with one of them today; always locked in the same order.
    """
    if not actor.may("review_doubles") or not (is_code(one) and is_code(other)) or one == other:
        raise Refused("refused.no_such_pair")
    rows = Child.objects.select_for_update(of=("self",)).filter(public_id__in=(one, other)).order_by("pk")
    pair = [child for child in rows if child.pk in actor.scope.involved]
    if len(pair) != len({one, other}) or not any(actor.scope.is_involved(child.pk) for child in pair):
        raise Refused("refused.no_such_pair")
    return pair[0], pair[1]


@transaction.atomic
def judge(
    *, actor: Actor, at: datetime.datetime, one: str, other: str, verdict: str, kept: str = "", words: str = "",
    seen: Collection[str] = (),
) -> Judgement:  # fmt: skip
    """Judge two children (public ids): the same, different, or unsure. `kept`: for the same, the record that goes on.

    `seen`: the judgements (public ids) that were shown; when another has come since, Refused says so. Two people who say the
    same and keep the same record link the two. Raises Refused.
    """
    left, right = get_pair(actor=actor, one=one, other=other)
    standing = list(standing_judgements(left=left.pk, right=right.pk))
    _check_new(actor, standing, seen, at)
    unsure = [each for each in standing if each.judged_by_id == actor.viewer.account]
    goes_on = next((child for child in (left, right) if verdict == "same" and child.public_id == kept), None)
    wrong = {
        "refused.verdict_missing": verdict not in VERDICTS,
        "refused.kept_missing": verdict == "same" and goes_on is None,
        "refused.words_long_line": is_unfit(text=words, most=TEXT),
    }
    if any(wrong.values()):
        raise Refused(*(reason for reason, is_wrong in wrong.items() if is_wrong))
    first = next((each for each in standing if each.verdict == "same"), None)
    if goes_on is not None:
        _check_link(goes_on, right if goes_on == left else left, first)
    _undo(unsure, at=at, account=actor.viewer.account, reason=AGAIN)
    like = weigh(scope=actor.scope, left=left.pk, right=right.pk)
    made = Judgement.objects.create(
        left=left, right=right, verdict=verdict, kept=goes_on, weight=like.weight if like else 0.0, words=tidy(words),
        model=model().version, judged_at=at, judged_by_id=actor.viewer.account, team_id=actor.viewer.team,
    )  # fmt: skip
    is_linked = goes_on is not None and first is not None
    if goes_on is not None and first is not None:
        _link(first, made, kept=goes_on)
    for child in (left, right):
        note(
            actor=actor, at=at, action="link.made" if is_linked else "judgement.made", object_kind="judgement",
            object_id=made.public_id, child=child,
        )  # fmt: skip
    return made


def _check_new(actor: Actor, standing: list[Judgement], seen: Collection[str], at: datetime.datetime) -> None:
    """Refuse to judge what is settled, what one judged already, and what somebody judged meanwhile."""
    if any(each.public_id not in seen for each in standing):
        raise Refused("refused.judgement_came_first")
    if any(each.judged_by_id == actor.viewer.account and each.verdict != "unsure" for each in standing):
        raise Refused("refused.judged_already")
    needed = readers_needed(judgements=standing, on=timezone.localtime(at).date())
    if standing_of(judgements=standing, needed=needed) in ("different", "linked"):
        raise Refused("refused.judged_settled")


def _check_link(kept: Child, other: Child, first: Judgement | None) -> None:
    """Refuse to keep another record than the first reader does, and to make a chain: A points to B, B to C."""
    if first is not None and first.kept_id != kept.pk:
        raise Refused("refused.kept_differs")
    chained = Q(kept=other) | Q(other=other) | Q(other=kept)
    if Link.objects.filter(chained, undone_at__isnull=True).exists():
        raise Refused("refused.link_chain")


def _link(first: Judgement, second: Judgement, *, kept: Child) -> Link:
    other = second.left if kept == second.right else second.right
    return Link.objects.create(
        kept=kept, other=other, first=first, second=second, first_by=first.judged_by, second_by=second.judged_by,
        made_at=second.judged_at,
    )  # fmt: skip


@transaction.atomic
def take_back(
    *, actor: Actor, at: datetime.datetime, one: str, other: str, reason: str, seen: Collection[str] = ()
) -> int:  # fmt: skip
    """Take back everything that was judged of two children (public ids), and their link; gives how many judgements.

    After it the pair is as it was before anybody judged. Raises Refused: nothing stands, or something came since (`seen`).
    """
    left, right = get_pair(actor=actor, one=one, other=other)
    standing = list(standing_judgements(left=left.pk, right=right.pk))
    if any(each.public_id not in seen for each in standing):
        raise Refused("refused.judgement_came_first")
    if not standing:
        raise Refused("refused.nothing_judged")
    reasons = wrong_reason(reason)
    if reasons:
        raise Refused(*reasons)
    moment = _undo(standing, at=at, account=actor.viewer.account, reason=tidy(reason))
    _links_of(left, right).update(undone_at=moment, undone_by=actor.viewer.account, undone_reason=tidy(reason))
    for child in (left, right):
        note(
            actor=actor, at=at, action="judgement.undone", object_kind="judgement", object_id=standing[-1].public_id,
            child=child,
        )  # fmt: skip
    return len(standing)


def _undo(judgements: list[Judgement], *, at: datetime.datetime, account: int, reason: str) -> datetime.datetime:
    """Take judgements back, all at one moment, which is after each was made."""
    moment = max([at, *(each.judged_at for each in judgements)])
    rows = Judgement.objects.filter(pk__in=[each.pk for each in judgements])
    rows.update(undone_at=moment, undone_by=account, undone_reason=reason)
    return moment


def _links_of(left: Child, right: Child) -> QuerySet[Link]:
    pair = Q(kept=left, other=right) | Q(kept=right, other=left)
    return Link.objects.filter(pair, undone_at__isnull=True)
