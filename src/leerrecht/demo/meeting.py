"""Meetings and knots of the demo's partnerships (partnerships.yaml)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.demo.partners import Partners
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.knots import Interest, Knot, KnotDomain, Ladder, Option, Step
from leerrecht.partnership.models.meetings import (
    Action,
    Evaluation,
    Invited,
    Meeting,
    Ruling,
    Series,
    SeriesDomain,
    Spread,
)  # fmt: skip

LEAD = "Wouter Postmus"
MINUTES = 90


@dataclass(frozen=True, kw_only=True)
class Meeter:
    """Writes what members of one partnership agreed when they met, and what they don't agree on."""

    partners: Partners
    at: datetime.datetime
    on: datetime.date
    held: Partnership

    def _day(self, days: int) -> datetime.date:
        return self.on + datetime.timedelta(days=days)

    def _moment(self, days: int) -> datetime.datetime:
        return self.at + datetime.timedelta(days=min(days, 0))

    def _noted(self, days: int, name: str = LEAD) -> dict[str, Any]:
        return {"noted_at": self._moment(days), "noted_by_id": self.partners.accounts[name]}

    def write(self, told: Mapping[str, Any]) -> None:
        """Write all of it."""
        for series in told["series"]:
            self._series(series)
        if "evaluation" in told:
            days, findings = told["evaluation"]
            Evaluation.objects.create(
                partnership=self.held, held_on=self._day(days), findings=findings, **self._noted(days)
            )
        ladder = Ladder.objects.create(partnership=self.held, number=1, **self._noted(told["since"]))
        Step.objects.bulk_create(
            Step(ladder=ladder, number=number, who=who, days=days)
            for number, (who, days) in enumerate(told["ladder"], start=1)
        )
        for knot in told["knots"]:
            self._knot(ladder, knot)

    def _series(self, told: Mapping[str, Any]) -> None:
        series = Series.objects.create(
            partnership=self.held, begun_on=self._day(told["begun"]), **self._noted(told["begun"]),
            **{name: told[name] for name in ("name", "purpose", "kind", "rhythm")},
        )  # fmt: skip
        series.needed.set(self.partners.organisations[name] for name in told["needed"])
        SeriesDomain.objects.bulk_create(SeriesDomain(series=series, domain=each) for each in told["domains"])
        for meeting in told["meetings"]:
            self._meeting(series, meeting)

    def _meeting(self, series: Series, told: Mapping[str, Any]) -> None:
        planned = min(told.get("sent", -7), told["held"])
        sent: dict[str, Any] = {}
        if "sent" in told:
            sent = {"sent_at": self._moment(told["sent"]), "sent_by_id": self.partners.accounts[LEAD]}
        meeting = Meeting.objects.create(
            series=series, held_on=self._day(told["held"]), begins=datetime.time.fromisoformat(told["begins"]),
            minutes=MINUTES, place=told["place"], spread=told.get("spread", ""), sent_why=told.get("why", ""),
            **self._noted(planned), **sent,
        )  # fmt: skip
        for person, organisation in told["invited"].items():
            Invited.objects.create(
                meeting=meeting, organisation_id=self.partners.organisations[organisation],
                professional_id=self.partners.professionals[person],
            )  # fmt: skip
        for ruling in told.get("rulings", ()):
            Ruling.objects.create(meeting=meeting, what=ruling, **self._noted(told["held"]))
        for organisation, (person, how) in told.get("told", {}).items():
            Spread.objects.create(
                meeting=meeting, organisation_id=self.partners.organisations[organisation], how=how,
                given_at=self._moment(told["held"] + 2), given_by_id=self.partners.accounts[person],
            )  # fmt: skip
        for action in told.get("actions", ()):
            self._action(told["held"], action, meeting=meeting)

    def _action(self, noted: int, told: list[Any], **of: Any) -> None:
        what, person, organisation, due, *steps = told
        done = dict(zip(("done", "checked"), steps, strict=False))
        by = {"done": person, "checked": LEAD}
        taken = {f"{step}_at": self._moment(days) for step, days in done.items()}
        taken_by = {f"{step}_by_id": self.partners.accounts[by[step]] for step in done}
        Action.objects.create(
            partnership=self.held, what=what, holder_id=self.partners.professionals[person],
            organisation_id=self.partners.organisations[organisation], due_on=self._day(due), **self._noted(noted), **of,
            **taken, **taken_by,
        )  # fmt: skip

    def _who(self, told: Mapping[str, str]) -> tuple[int, int] | tuple[None, None]:
        """Give the row numbers of one person and their organisation."""
        for person, organisation in told.items():
            return self.partners.professionals[person], self.partners.organisations[organisation]
        return None, None

    def _knot(self, ladder: Ladder, told: Mapping[str, Any]) -> None:
        director, directs_for = self._who(told.get("director", {}))
        decider, decides_for = self._who(told.get("decider", {}))
        knot = Knot.objects.create(
            partnership=self.held, ladder=ladder, question=told["question"], decide_by=self._day(told["by"]),
            director_id=director, directs_for_id=directs_for, decider_id=decider, decides_for_id=decides_for,
            decision=told.get("decision", ""), reason=told.get("reason", ""),
            decided_on=self._day(told["decided"]) if "decided" in told else None, **self._noted(told["raised"]),
        )  # fmt: skip
        KnotDomain.objects.bulk_create(KnotDomain(knot=knot, domain=each) for each in told["domains"])
        Option.objects.bulk_create(Option(knot=knot, what=each) for each in told["options"])
        for organisation, (person, words) in told["interests"].items():
            Interest.objects.create(
                knot=knot, organisation_id=self.partners.organisations[organisation], words=words,
                given_at=self._moment(told["raised"] + 3), given_by_id=self.partners.accounts[person],
            )  # fmt: skip
        if decider is not None:
            knot.mandates.set(self.held.mandates.filter(professional=decider, domain__in=told["domains"]))
        for action in told.get("actions", ()):
            self._action(told["decided"], action, knot=knot)
