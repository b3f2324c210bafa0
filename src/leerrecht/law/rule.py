"""How a rule is declared, and what it concludes.

A rule is one small scalar function `(child, facts, law, on, k) -> Conclusion` over one child's facts; `k` is the place of
the occurrence it is asked about (a stay, an item, a holiday; 0 for a rule with one answer). Its declaration says which
columns it reads, which parameters it uses and what it repeats over. Words stand in the rulebook, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from leerrecht.law.dates import UNKNOWN
from leerrecht.law.tables import DOMAINS, TABLE

# States, in no order; ORDER is how a list of conclusions is sorted. 0: the rule doesn't apply, there is no row.
NO_ROW, UPCOMING, DUE, OVERDUE, MET, MET_LATE, UNDECIDED = 0, 1, 2, 3, 4, 5, 6
STATES = ("", "upcoming", "due", "overdue", "met", "met_late", "unknown")
ORDER = (9, 3, 1, 0, 5, 4, 2)

# What a conclusion says beside its state; the sentence is looked up by "state.outcome", then by "state".
OUTCOMES = (
    "", "missing", "known_before", "two_numbers", "bsn", "exception", "not_first", "not_yet", "compulsory",
    "qualification", "doorstroompunt", "no_plan", "child_not_asked", "partner_unknown", "coa", "carers", "municipality",
    "planned", "take_over", "repeated", "unnamed", "no_end", "no_contact", "several",
    "no_receiver", "stays",
)  # fmt: skip
(
    PLAIN, MISSING_NUMBER, KNOWN_BEFORE, TWO_NUMBERS, REPLACED_BY_BSN, EXCEPTION, NOT_FIRST, NOT_YET, COMPULSORY,
    QUALIFICATION, DOORSTROOMPUNT, NO_PLAN, CHILD_NOT_ASKED, PARTNER_UNKNOWN, PAYER_COA, PAYER_CARERS,
    PAYER_MUNICIPALITY, TEST_PLANNED, TAKE_OVER, TEST_REPEATED, UNNAMED, NO_END, NO_CONTACT, SEVERAL,
    NO_RECEIVER, STAYS_AFTER_ALL,
) = range(len(OUTCOMES))  # fmt: skip

# Notes are bits, so that one conclusion can carry several.
NOTES = (
    "under_five", "transition", "holiday", "from_arrival", "over_one_month", "holidays_unknown", "region_unknown",
    "child_not_told", "expected", "conditions", "informed", "at_once", "told_otherwise",
)  # fmt: skip
(
    UNDER_FIVE, TRANSITION, HOLIDAY, FROM_ARRIVAL, OVER_ONE_MONTH, HOLIDAYS_UNKNOWN, REGION_UNKNOWN, CHILD_NOT_TOLD,
    EXPECTED, CONDITIONS, INFORMED, AT_ONCE, TOLD_OTHERWISE,
) = (1 << place for place in range(len(NOTES)))  # fmt: skip

MISSING = (
    "", "children.born_on", "applications.lodged_on", "enrolments.started_on", "enrolments.kind",
    "children.unaccompanied", "statuses.status", "statuses.valid_from", "stays.region", "departures.left_on",
    "departures.kind", "plans.own_wish", "plans.support_need", "rulebook", "stays.valid_from",
    "assessments.taken_on", "assessments.school",
)  # fmt: skip
(
    NOTHING_MISSING, NO_BIRTH_DATE, NO_LODGING_DATE, NO_SCHOOL_START, NO_SCHOOL_KIND, NO_UNACCOMPANIED, NO_STATUS,
    NO_STATUS_START, NO_REGION, NO_DEPARTURE_DATE, NO_DEPARTURE_KIND, NO_WISH, NO_SUPPORT_NEED, NO_PARAMETER,
    NO_MOVE_DATE, NO_TEST_DAY, NO_TEST_SCHOOL,
) = range(len(MISSING))  # fmt: skip

RULE_IDS = (
    "placement.term", "placement.interim", "continuity.gap", "identifier.education_number", "tnv.admission",
    "tnv.two_years", "age.compulsory", "adult.eighteen", "adult.extended_reception", "adult.civic_integration",
    "adult.transport_payer", "period.move", "period.holiday", "period.eighteen", "period.next_school",
    "period.decision", "presence.missing", "continuity.move", "continuity.retest",
    "roles.gap", "roles.takeover", "roles.contact", "roles.handover",
)  # fmt: skip
(
    PLACEMENT_TERM, PLACEMENT_INTERIM, CONTINUITY_GAP, EDUCATION_NUMBER_RULE, TNV_ADMISSION, TNV_TWO_YEARS,
    AGE_COMPULSORY, ADULT_EIGHTEEN, ADULT_EXTENDED_RECEPTION, ADULT_CIVIC_INTEGRATION, ADULT_TRANSPORT_PAYER,
    PERIOD_MOVE, PERIOD_HOLIDAY, PERIOD_EIGHTEEN, PERIOD_NEXT_SCHOOL, PERIOD_DECISION, PRESENCE_MISSING,
    CONTINUITY_MOVE, CONTINUITY_RETEST, ROLES_GAP, ROLES_TAKEOVER, ROLES_CONTACT, ROLES_HANDOVER,
) = range(len(RULE_IDS))  # fmt: skip

# Keys that are names; a plan says which one it answers. Their codes lie below every day number.
ITEMS = (
    "guardianship_ends", "move", "takes_over", "extended_reception", "school", "informed", "missing", "two_numbers",
    "bsn", "own_wish:yes", "own_wish:no", "support_need:yes", "support_need:no", "request", "term", "two_years",
    "duty", "eighteen", "next_school", "unknown", *DOMAINS,
)  # fmt: skip
FIRST_ITEM = -(2**30)
UNRECOGNISED_KEY = FIRST_ITEM - 1
(
    ITEM_GUARDIANSHIP, ITEM_MOVE, ITEM_TAKES_OVER, ITEM_EXTENDED_RECEPTION, ITEM_SCHOOL, ITEM_INFORMED, ITEM_MISSING,
    ITEM_TWO_NUMBERS, ITEM_BSN, ITEM_WISH, ITEM_NO_WISH, ITEM_NEED, ITEM_NO_NEED, ITEM_REQUEST, ITEM_TERM,
    ITEM_TWO_YEARS, ITEM_DUTY, ITEM_EIGHTEEN, ITEM_NEXT_SCHOOL, ITEM_UNKNOWN,
    ITEM_DUTCH, ITEM_MATHS, ITEM_LEARNING, ITEM_HOME_LANGUAGE,
) = (FIRST_ITEM + place for place in range(len(ITEMS)))  # fmt: skip


class Conclusion(NamedTuple):
    """What a rule says of one child (and one occurrence) on one day. Day numbers; UNKNOWN where there is none."""

    state: int
    since_on: int
    due_on: int
    outcome: int
    notes: int
    missing: int
    met_on: int
    planned_start_on: int
    possible_due_on: int
    early_due_on: int
    stricter_due_on: int
    days_counted: int
    times: int


NOTHING = Conclusion(
    NO_ROW, UNKNOWN, UNKNOWN, PLAIN, 0, NOTHING_MISSING, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN
)
"""The rule doesn't apply: no row."""


def conclusion(
    state: int,
    since_on: int = UNKNOWN,
    due_on: int = UNKNOWN,
    outcome: int = PLAIN,
    notes: int = 0,
    met_on: int = UNKNOWN,
    planned_start_on: int = UNKNOWN,
    early_due_on: int = UNKNOWN,
    stricter_due_on: int = UNKNOWN,
    days_counted: int = UNKNOWN,
    times: int = UNKNOWN,
) -> Conclusion:
    """Make a conclusion that is known. Not keyword-only: compiled code calls it with its defaults."""
    return Conclusion(
        state + 0,
        since_on + 0,
        due_on + 0,
        outcome + 0,
        notes + 0,
        NOTHING_MISSING,
        met_on + 0,
        planned_start_on + 0,
        UNKNOWN,
        early_due_on + 0,
        stricter_due_on + 0,
        days_counted + 0,
        times + 0,
    )


def undecided(missing: int, possible_due_on: int = UNKNOWN) -> Conclusion:
    """Make the conclusion "unknown, because this fact is missing"; the dates stay empty."""
    return Conclusion(
        UNDECIDED,
        UNKNOWN,
        UNKNOWN,
        PLAIN,
        0,
        missing + 0,
        UNKNOWN,
        UNKNOWN,
        possible_due_on + 0,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
    )


DATES = ("since_on", "due_on", "met_on", "planned_start_on", "possible_due_on", "early_due_on", "stricter_due_on")
"""The dates that a conclusion may carry."""
DUE_DATES = ("due_on", "possible_due_on", "stricter_due_on")
"""Those that are the conclusion itself: they follow from facts that may be closed to whoever reads them."""


Each = Literal[
    "",
    "stays",
    "enrolments",
    "interim",
    "statuses",
    "departures",
    "items",
    "holidays",
    "changes",
    "move_points",
    "involvements",
    "handovers",
]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The declaration of a rule.

    `reads`: columns of the caseload (`table.column`), checked by a test that watches what is touched.
    `dates`: for each date that its conclusions may carry, the fields (among those it reads) that the date follows from; a
    date that isn't named here is shown to nobody. A number goes by its kind, as `identifiers.bsn`. `item_dates`: the same
    for one of the items, where they differ.
    `parameters`: ids in the rulebook. `each`: what the rule repeats over. `items`: the occurrences, when they are names;
    `item_categories`: a category that one of them has beside those of its columns, because of what it betrays.
    `identifier_kinds`: the kinds of numbers that a rule which reads numbers looks at.
    `horizon_days`: how far ahead a list for people shows what is coming; beyond it is counted, and shown when asked.
    `key` and `label`: templates over the occurrence's row, such as `{valid_from}:{municipality}`.
    """

    id: str
    judge: Callable[[Any, Any, Any, int, int], Conclusion]
    reads: tuple[str, ...]
    dates: Mapping[str, tuple[str, ...]]
    item_dates: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    each: Each = ""
    items: tuple[str, ...] = ()
    item_categories: Mapping[str, str] = field(default_factory=dict)
    key: str
    label: str = ""
    holidays: bool = False
    identifier_kinds: tuple[str, ...] = ()
    horizon_days: int = 365
    audience: Literal["all", "legal_representative"] = "all"

    @property
    def categories(self) -> tuple[str, ...]:
        """The access categories a conclusion of this rule falls in: those of everything it reads."""
        found = (TABLE[column.partition(".")[0]].column(column.partition(".")[2]).category for column in self.reads)
        return tuple(dict.fromkeys(found))

    def beside(self, key: str) -> tuple[str, ...]:
        """Give the categories that an item has beside those of its columns; of a key that names no item, all there are.

        So what is written about an item in an unknown way is as closed as the most closed item.
        """
        if key in self.items:
            return (self.item_categories[key],) if key in self.item_categories else ()
        return tuple(dict.fromkeys(self.item_categories.values()))

    def behind(self, date: str, key: str) -> tuple[str, ...] | None:
        """Give the fields that a date of a conclusion (its key) follows from; None for a date that isn't declared.

        A due date that can only be computed in part follows from the same as the due date.
        """
        declared = self.item_dates.get(key, self.dates)
        return declared.get(date, declared.get("due_on") if date == "possible_due_on" else None)

    @property
    def code(self) -> int:
        """The rule's place in RULE_IDS."""
        return RULE_IDS.index(self.id)


def item_code(name: str) -> int:
    """Give the code of a key that is a name; UNRECOGNISED_KEY if no rule has it.

    >>> item_code("term") == ITEM_TERM, item_code("?") == UNRECOGNISED_KEY
    (True, True)
    """
    return FIRST_ITEM + ITEMS.index(name) if name in ITEMS else UNRECOGNISED_KEY
