"""The partnerships of the demo (partnerships.yaml): one that has just begun, one that is settled."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.demo.content import data
from leerrecht.demo.meeting import Meeter
from leerrecht.demo.partners import Partners
from leerrecht.partnership.models import (
    Ambition,
    Appraisal,
    Assent,
    Consultation,
    Endorsement,
    Goal,
    Mandate,
    Member,
    Partnership,
    Phase,
    Stake,
    TaskLine,
    TaskVersion,
    Town,
)  # fmt: skip
from leerrecht.stored.names import fold_name

LEAD = "Wouter Postmus"


def work_together(*, partners: Partners, at: datetime.datetime, on: datetime.date) -> None:
    """Write them. `at`: when they were noted, at the latest; `on`: the demo's today."""
    for name, told in data("partnerships").items():
        Writer(partners=partners, at=at, on=on).write(name, told)


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes one partnership."""

    partners: Partners
    at: datetime.datetime
    on: datetime.date

    def _day(self, days: int) -> datetime.date:
        return self.on + datetime.timedelta(days=days)

    def _day_if(self, days: int | None) -> datetime.date | None:
        return None if days is None else self._day(days)

    def _noted(self, days: int) -> dict[str, Any]:
        moment = self.at + datetime.timedelta(days=min(days, 0))
        return {"noted_at": moment, "noted_by_id": self.partners.accounts[LEAD]}

    def write(self, name: str, told: Mapping[str, Any]) -> None:
        """Write a partnership with all that is around it."""
        since, begun = self._day(told["since"]), self._noted(told["since"])
        held = Partnership.objects.create(name=name, **begun)
        Phase.objects.create(partnership=held, phase=told["phase"], since_on=since, **begun)
        Town.objects.bulk_create(
            Town(partnership=held, name=town, folded=fold_name(town), valid_from=since) for town in told["towns"]
        )
        for organisation, contact in told["members"].items():
            Member.objects.create(
                partnership=held, organisation_id=self.partners.organisations[organisation], valid_from=since,
                contact_id=self.partners.professionals[contact] if contact else None, **begun,
            )  # fmt: skip
        for mandate in told["mandates"]:
            self._mandate(held, *mandate)
        if told["consultation"]:
            self._consult(held, told["consultation"])
        for version in told["versions"]:
            self._version(held, version)
        if "ambition" in told:
            self._ambition(held, told["ambition"])
        Meeter(partners=self.partners, at=self.at, on=self.on, held=held).write(told)

    def _mandate(
        self, held: Partnership, person: str, organisation: str, domain: str, decides: str, up_to: str, start: int,
        end: int | None = None,
    ) -> None:  # fmt: skip
        Mandate.objects.create(
            partnership=held, organisation_id=self.partners.organisations[organisation], domain=domain, decides=decides,
            professional_id=self.partners.professionals[person], up_to=up_to, valid_from=self._day(start),
            valid_to=self._day_if(end), **self._noted(start),
        )  # fmt: skip

    def _consult(self, held: Partnership, told: Mapping[str, Any]) -> None:
        said = {name: told[name] for name in ("places", "enrolment", "learning_line")}
        talk = Consultation.objects.create(
            partnership=held, held_on=self._day(told["held"]), **said, **self._noted(told["held"])
        )
        talk.present.set(self.partners.organisations[name] for name in told["present"])

    def _version(self, held: Partnership, told: Mapping[str, Any]) -> None:
        partners, proposed = self.partners, self.at + datetime.timedelta(days=told["proposed"])
        adopted, starts = self._day_if(told["adopted"]), self._day(told["starts"])
        version = TaskVersion.objects.create(
            partnership=held, number=told["number"], starts_on=starts, why=told["why"], proposed_at=proposed,
            proposed_by_id=partners.accounts[LEAD], adopted_on=adopted,
            holds_from=max(adopted, starts) if adopted else None,
        )  # fmt: skip
        lines = {(task, ""): who for task, who in told["tasks"].items()}
        lines |= {(task, kind): who for task, others in told["others"].items() for kind, who in others.items()}
        TaskLine.objects.bulk_create(
            TaskLine(version=version, task=task, reception=kind, organisation_id=partners.organisations[who])
            for (task, kind), who in lines.items()
        )
        # `at` is the eve of the demo's today
        moment = self.at + datetime.timedelta(days=told["adopted"] + 1 if adopted else told["proposed"])
        for organisation, person in told["assents"].items():
            mandate = held.mandates.get(
                organisation=partners.organisations[organisation], domain="cooperation",
                professional=partners.professionals[person],
            )  # fmt: skip
            Assent.objects.create(
                version=version, organisation_id=partners.organisations[organisation], mandate=mandate,
                professional_id=partners.professionals[person], given_at=moment, given_by_id=partners.accounts[person],
            )  # fmt: skip

    def _ambition(self, held: Partnership, told: Mapping[str, Any]) -> None:
        partners, adopted = self.partners, told["adopted"]
        said = {name: told[name] for name in ("text", "youth_part", "youth_said")}
        ambition = Ambition.objects.create(
            partnership=held, number=1, **said, evaluate_on=self._day(told["evaluate"]), adopted_on=self._day(adopted),
            proposed_at=self.at + datetime.timedelta(days=adopted - 30), proposed_by_id=partners.accounts[LEAD],
        )  # fmt: skip
        Goal.objects.bulk_create(Goal(ambition=ambition, **goal) for goal in told["goals"])
        moment = self.at + datetime.timedelta(days=adopted + 1)
        for organisation, person in told["endorsed"].items():
            mandate = held.mandates.get(
                organisation=partners.organisations[organisation], domain="cooperation",
                professional=partners.professionals[person],
            )  # fmt: skip
            Endorsement.objects.create(
                ambition=ambition, organisation_id=partners.organisations[organisation], mandate=mandate,
                professional_id=partners.professionals[person], given_at=moment, given_by_id=partners.accounts[person],
            )  # fmt: skip
        for organisation, (person, words) in told["stakes"].items():
            Stake.objects.create(
                partnership=held, organisation_id=partners.organisations[organisation], words=words, given_at=moment,
                given_by_id=partners.accounts[person],
            )  # fmt: skip
        look = told["evaluation"]
        Appraisal.objects.create(
            ambition=ambition, held_on=self._day(look["held"]), next_on=self._day(look["next"]),
            **{name: look[name] for name in ("results", "conclusions", "adjustments")}, **self._noted(look["held"]),
        )  # fmt: skip
