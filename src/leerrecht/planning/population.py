"""A synthetic population: children who don't exist, with the facts that a caseload has, drawn from a seed.

Frames out, as `leerrecht.law.frames.build_caseload` and `leerrecht.caseload.write_caseload` take them. Drawn column by
column, so that a million children take seconds. The same seed, day and margins give the same children. No clock, no files.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from leerrecht.law.frames import empty_frame
from leerrecht.law.tables import TABLES, Table
from leerrecht.planning import tables_of_days as days
from leerrecht.planning import tables_of_people as of_people
from leerrecht.planning.draws import make_dice
from leerrecht.planning.people import draw_people, presences_of
from leerrecht.planning.reception import draw_stays
from leerrecht.planning.schooling import draw_courses
from leerrecht.planning.tables_of_moves import draw_move_points

FICTIONAL_TOWNS: Mapping[str, int] = MappingProxyType({
    "Veenmeer": 1, "Noorderhaven": 1, "Hoogeterp": 1, "Lindedal": 2, "Eikerwoude": 2, "Rijnvoort": 2,
    "Zandakker": 3, "Kreekrijk": 3, "Maasbeemd": 3,
})  # fmt: skip
"""The invented municipalities of the rulebook (regions.yaml), with their school-holiday region."""

MOST_CHILDREN = 5_000_000
_NO_CHANGES: Mapping[str, float | Mapping[str, float]] = MappingProxyType({})
_ALL_ALIKE: Mapping[str, float] = MappingProxyType({})


def whole(*, table: Table, frame: pl.DataFrame | None) -> pl.DataFrame:
    """Give a frame every column of its table; those that aren't drawn (own words, say) are empty."""
    empty = empty_frame(table)
    return empty if frame is None else pl.concat([empty, frame], how="diagonal")


def _check(children: int, municipalities: Mapping[str, int]) -> None:
    if not 1 <= children <= MOST_CHILDREN:
        raise ValueError(f"draw from 1 to {MOST_CHILDREN} children, not {children}")
    if not municipalities:
        raise ValueError("children must live somewhere: give at least one municipality")


def draw_population(
    *,
    children: int,
    seed: int,
    on: datetime.date,
    municipalities: Mapping[str, int] = FICTIONAL_TOWNS,
    sizes: Mapping[str, float] = _ALL_ALIKE,
    margins: Mapping[str, float | Mapping[str, float]] = _NO_CHANGES,
) -> dict[str, pl.DataFrame]:
    """Draw children and their facts as they are known on a day: a frame per table, rows in order of child and date.

    `municipalities`: the towns they live in, with the school-holiday region (1 noord, 2 midden, 3 zuid); `sizes`: how
    much of the population each takes, beside the others (without it all alike).
    `margins`: values in place of those of `leerrecht.planning.margins`, by id. KeyError for an id or a town that isn't there.
    ValueError without towns, or for fewer than 1 or more than MOST_CHILDREN children.

    Education numbers and BSNs have a right check digit but, up to some 900,000 of each, nobody has them: they count on.

    >>> frames = draw_population(children=3, seed=1, on=datetime.date(2026, 9, 15))
    >>> frames["children"]["child"].to_list()
    ['k0000001', 'k0000002', 'k0000003']
    """
    _check(children, municipalities)
    dice = make_dice(seed=seed, margins=margins)
    towns, regions = list(municipalities), list(municipalities.values())
    people = draw_people(dice=dice, children=children, on=on)
    presences = presences_of(dice=dice, people=people)
    stays = draw_stays(dice=dice, people=people, presences=presences, towns=len(towns),
                       sizes=[sizes[town] for town in towns if sizes])  # fmt: skip
    courses = draw_courses(dice=dice, people=people, presences=presences, stays=stays)
    stay_rows = days.draw_stay_rows(
        dice=dice, people=people, presences=presences, stays=stays, towns=towns, regions=regions)  # fmt: skip
    drawn = {
        "children": of_people.draw_children(dice=dice, people=people),
        "applications": of_people.draw_applications(dice=dice, people=people, presences=presences),
        "departures": of_people.draw_departures(dice=dice, people=people),
        "identifiers": of_people.draw_identifiers(dice=dice, people=people, presences=presences, courses=courses),
        "statuses": of_people.draw_statuses(dice=dice, people=people),
        "stays": stay_rows,
        "move_points": draw_move_points(dice=dice, stays=stay_rows, on=on),
        "enrolments": days.draw_enrolments(dice=dice, people=people, presences=presences, courses=courses, towns=towns),
        "interim": days.draw_interim(dice=dice, people=people, presences=presences, courses=courses),
        "assessments": days.draw_assessments(dice=dice, people=people, presences=presences, courses=courses, towns=towns),
        "absences": days.draw_absences(dice=dice, people=people, presences=presences, courses=courses),
        "involvements": of_people.draw_involvements(dice=dice, people=people),
        "plans": days.draw_plans(dice=dice, people=people, presences=presences, stays=stays, towns=towns),
    }  # fmt: skip
    return {table.name: whole(table=table, frame=drawn.get(table.name)) for table in TABLES}
