"""What the synthetic population is drawn by: every share, rate and length of time, with its source.

A table of data, nothing else. "policy" as a source: nobody published it, so it is our own guess. A margin about a share is
between 0 and 1; one in days is a median with the day that 9 in 10 don't exceed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

POLICY = "policy: our own guess"


@dataclass(frozen=True, kw_only=True)
class Margin:
    """One margin: a share, a number, or weights by name (a choice between them; they need not add up to one).

    `source`: where it comes from, in words.
    """

    id: str
    value: float | Mapping[str, float]
    unit: str
    source: str


def _share(name: str, value: float, source: str = POLICY) -> Margin:
    return Margin(id=name, value=value, unit="share", source=source)


def _number(name: str, value: float, unit: str, source: str = POLICY) -> Margin:
    return Margin(id=name, value=value, unit=unit, source=source)


def _days(name: str, median: float, p90: float, source: str = POLICY) -> Margin:
    return Margin(id=name, value={"median": median, "p90": p90}, unit="days", source=source)


def _weights(name: str, source: str, values: Mapping[str, float]) -> Margin:
    return Margin(id=name, value=values, unit="weights", source=source)


_NJI = "NJi: COA on 1-1-2023, of about 1,580 amv 1,110 aged 16-18, 305 aged 14-16, 165 younger than 14"
_AEF = "AEF: 4,710 amv in procedure (March 2025), about 100 with a rejection"
_RR = "assumption of MinBZK/regelrecht (newcomer funding): median 49 days, p90 180 days; nothing was measured"
_MOVES = (
    "Working group Kind in azc (2018, via ANP): on average at least one move a year, outliers 5 to 6; families, no "
    "figure on amv was found"
)

MARGINS: tuple[Margin, ...] = (
    # Who the children are.
    _share("unaccompanied", 0.70, "policy: the first users work for unaccompanied children"),
    _share("unaccompanied_unknown", 0.01),
    _weights("age_unaccompanied", _NJI, {"8-13": 165, "14-15": 305, "16-17": 1110}),
    _weights("age_accompanied", POLICY, {"0-3": 20, "4-11": 48, "12-15": 20, "16-17": 12}),
    _share("aged_18_to_21", 0.06),
    _share("boys_unaccompanied", 0.85, 'policy; NJi only says "most boys 15 to 17"'),
    _share("boys_accompanied", 0.52),
    _weights(
        "community",
        "policy, in the order of CBS Q2 2025 and IND (Syria and Eritrea by far the largest, then Somalia, Yemen, "
        "Afghanistan, Turkey)",
        {"syrian": 38, "eritrean": 24, "somali": 11, "yemeni": 8, "afghan": 8, "turkish": 6, "ethiopian": 5},
    ),
    _share("second_language", 0.35),
    _weights("born_precision", POLICY, {"day": 81.5, "estimated": 15, "month": 1, "year": 2, "unknown": 0.5}),
    # Arriving, applying, leaving, coming back.
    _number("days_here_mean", 430, "days"),
    _number("days_here_most", 2190, "days"),
    _days("lodging_after_arrival", 3, 21),
    _share("lodged_unknown", 0.015),
    _share("arrived_unknown", 0.25),
    _share("second_application", 0.06),
    _share("left_unknown_destination", 0.23, "Proeftuin migratie via Trouw: 23% of amv left so over 2015-2020"),
    _share("left_returned", 0.02),
    _share("left_other_country", 0.03),
    _share("left_deceased", 0.0005),
    _share("left_unknown_destination_accompanied", 0.05),
    _share("left_on_unknown", 0.005),
    _share("departure_kind_unknown", 0.005),
    _share("came_back", 0.12),
    _days("away", 60, 300),
    # Residence status.
    _share("rejected_unaccompanied", 100 / 4710, _AEF),
    _share("rejected_aged_17", 0.71, "AEF: 71% of the amv with a rejection are 17"),
    _number("days_since_rejection_mean", 316, "days", "AEF: 10.4 months at COA after a rejection"),
    _days("decision_after_lodging", 270, 540),
    _weights("decision", POLICY, {"permit": 82, "rejected_appeal_open": 13, "withdrawn": 5}),
    _share("no_application", 0.01),
    _share("status_unknown", 0.02),
    # Where they live.
    _number("moves_per_year", 1.3, "moves a year, after the first one that the procedure brings", _MOVES),
    _number("moves_spread", 2.0, "shape of a gamma distribution: lower means more outliers", _MOVES),
    _number("moves_most", 6, "moves a year", _MOVES),
    _days("first_move_after", 8, 20, "policy; first the centre of arrival, then a POA or a family (coa.nl, TSD)"),
    _share("emergency", 0.40, "TSD: about 40% of COA's residents were in emergency reception in December 2025"),
    _share("emergency_unaccompanied", 0.10),
    _share("protected", 0.03),
    _share("move_ahead", 0.04),
    _share("move_announced", 0.60),
    _share("child_told", 0.50),
    _share("region_filled", 0.70),
    # School.
    _days("waiting_time", 49, 180, _RR),
    _share("moves_that_change_school", 0.60),
    _days("gap_at_change", 21, 90),
    _share("no_gap_at_change", 0.20),
    _number("months_of_newcomer_education", 22, "months", "policy; schools say 1.5 to 2.5 years (Landstede, LOWAN)"),
    _number("months_of_newcomer_education_spread", 4, "months"),
    _share("tnv", 0.15, "policy; a TNV beside the ISK from 12 years on"),
    _weights("next_school", "policy; about 70% go to mbo (2017), from 16 years on", {"mbo": 70, "vo": 18, "pro": 12}),
    _weights("phase_not_begun", POLICY, {"requested": 30, "intake": 25, "waiting": 45}),
    _share("start_is_planned", 0.50),
    _share("start_unknown", 0.01),
    _share("kind_unknown", 0.005),
    _share("interim", 0.40),
    _weights("interim_kind", POLICY, {"landing": 25, "language_lessons": 45, "day_programme": 30}),
    _share("assessed", 0.50),
    _share("absent", 0.35),
    # Papers and agreements.
    _share("number_known", 0.93),
    _share("number_twice", 0.05, "policy; DUO and TSD warn of double numbers, no share is published"),
    _share("number_ended_at_change", 0.04),
    _share("bsn_with_permit", 0.85),
    _share("bsn_after_half_a_year", 0.35, "policy; without a permit a child is entered after about six months"),
    _share("number_ended_by_bsn", 0.65),
    _share("v_number", 0.90),
    _share(
        "task_contact_school", 0.88, "policy; TSD: not always clear who is responsible for the contact with the school"
    ),
    _share("task_procedure", 0.85, "policy; TSD: not always clear who tells about the procedure"),
    _share("task_fixed_contact", 0.85, "policy; TSD recommends it for every unaccompanied minor"),
    _share("plan_at_move", 0.30),
    _share("plan_at_eighteen", 0.35),
    _share("plan_with", 0.85),
    _share("plan_child_view", 0.65),
)
