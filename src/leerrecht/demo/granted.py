"""What stands in the demo beside facts: an agreement, a consent that was given, one that waits for an answer, an emergency."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from leerrecht.demo.partners import Partners
from leerrecht.grants.models import Agreement, Consent, Notice, Opening

AGREEMENT = "youth_work"
YOUTH_WORK = "Jongerenwerk"
ASKER, OFFICER = "Sanne de Boer", "Els Vermaat"
ASKED_OF = "andere-regio"
"""The story whose card one may try: its page "yes or no" has a question."""
OPENED = "drie-keer"
PARTIES = ("Jongerenwerk Hoogeterp", "COA", "Nidos", "Gemeente Veenmeer")
WORDS = (
    "Het jongerenwerk organiseert sport en een taalmaatje bij jou in de buurt. Daarvoor willen zij je naam weten, en op "
    "welke school je zit. Verder niets. Vind je dat goed? Nee zeggen mag altijd, en je mag later stoppen."
)


def give_grants(*, partners: Partners, numbers: Mapping[str, int], at: datetime.datetime, on: datetime.date) -> None:
    """Write them. `numbers`: the children's rows by reference; a child that isn't there yet is passed over."""
    _agree(partners, at, on)
    _ask(partners, numbers, at, on)
    _open(partners, numbers, at, on)


def _agree(partners: Partners, at: datetime.datetime, on: datetime.date) -> None:
    agreement = Agreement.objects.create(
        code=AGREEMENT, name="Afspraak jongerenwerk Veenmeer", purposes="Meedoen met sport, taal en vrije tijd.",
        categories="plans voice education attendance", ground="Jeugdwet art. 2.1; toestemming van de jongere",
        starts_on=on.replace(month=1, day=1), review_on=on + datetime.timedelta(weeks=3), noted_at=at,
        noted_by_id=partners.accounts[OFFICER],
    )  # fmt: skip
    agreement.parties.set(partners.organisations[name] for name in PARTIES)


def _ask(partners: Partners, numbers: Mapping[str, int], at: datetime.datetime, on: datetime.date) -> None:
    if ASKED_OF not in numbers:
        return
    Consent.objects.create(
        child_id=numbers[ASKED_OF], team_id=partners.teams[YOUTH_WORK], purpose="Meedoen met sport en een taalmaatje",
        categories="identity education", asked_words=WORDS, language="Nederlands", asked_at=at,
        asked_by_id=partners.accounts[ASKER], asked_team_id=partners.teams["Vaste mentoren"],
        until_on=on + datetime.timedelta(days=180),
    )  # fmt: skip


def _open(partners: Partners, numbers: Mapping[str, int], at: datetime.datetime, on: datetime.date) -> None:
    """An emergency of yesterday that the privacy officer has yet to review."""
    if OPENED not in numbers:
        return
    opened_at = at - datetime.timedelta(days=1)
    opener = "Bouke Terpstra"
    opening = Opening.objects.create(
        child_id=numbers[OPENED], team_id=partners.teams["Opvang Veenmeer"], professional_id=partners.professionals[opener],
        account_id=partners.accounts[opener], opened_at=opened_at, ends_at=opened_at + datetime.timedelta(hours=4),
        reason="Jongere stond 's avonds alleen bij de opvang en moest weten naar welke school hij morgen gaat.",
        review_due_on=on + datetime.timedelta(days=6),
    )  # fmt: skip
    Notice.objects.create(
        team_id=partners.teams["Privacy Veenmeer"], kind="glass_opened", opening=opening, made_at=opened_at
    )
