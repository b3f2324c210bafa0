"""The other children: drawn by planning, made to live at the places of the stories, with names as people write and say them."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator

from leerrecht.demo.chance import Chance
from leerrecht.demo.content import Kid, Row, data, rows_by_child
from leerrecht.planning import draw_population

_DAY = datetime.timedelta(days=1)
_SEEN_AFTER_LEAVING = datetime.timedelta(days=60)
_MISSED_FOR = datetime.timedelta(days=100)
_ADULT, _FRIDAY, _NEW_DAYS = 18, 4, 500
_ARRIVAL = ("Aanmeldcentrum Noorderhaven", "Noorderhaven", "noord")
_PLACES = {
    "poa": "POA {}", "coa_small": "COA {}", "coa_adult": "Azc {}", "nidos_small": "Woongroep {}", "foster": "Opvanggezin Nidos",
    "emergency": "Noodopvang {}", "family_location": "Gezinslocatie {}", "housing": "Eigen woning",
}  # fmt: skip
_OWN_NAMES = {
    ("nidos_small", "Zandakker"): "Woongroep De Haven", ("nidos_small", "Kreekrijk"): "Woongroep De Kreek",
    ("emergency", "Veenmeer"): "Noodopvang De Boot",
}  # fmt: skip
_NO_FAMILY_NAME, _WRITTEN, _SAID = 0.04, 0.75, 0.6


def draw_kids(*, children: int, on: datetime.date, chance: Chance) -> list[Kid]:
    """Draw children of whom somebody in the chain still has to know: those who are here, left lately or are missing."""
    if children < 1:
        return []
    towns = data("chain")["towns"]
    frames = draw_population(
        children=2 * children + 40, seed=chance.seed, on=on,
        municipalities={name: town["region"] for name, town in towns.items()},
        sizes={name: town["size"] for name, town in towns.items()},
    )  # fmt: skip
    drawn = (Kid(reference=child, is_story=False, rows=rows) for child, rows in rows_by_child(frames).items())
    kids = list(itertools.islice((kid for kid in drawn if _is_near(kid, on)), children))
    for kid in kids:
        kid.rows["stays"] = list(_at_places(kid))
        announced = {stay["announced_on"] for stay in kid.rows["stays"]}
        kid.rows["move_points"] = [row for row in kid.rows["move_points"] if row["opened_on"] in announced]
        _on_weekdays(kid, on)
        for row in kid.rows["enrolments"]:  # a place that is still to come was asked for already
            row["requested_on"] = row["requested_on"] and min(row["requested_on"], max(kid.first_on, on - 14 * _DAY))
        _name(kid, chance, on)
    _give_long_names(kids)
    return kids


def _is_near(kid: Kid, on: datetime.date) -> bool:
    """Tell whether a child is here, left lately, or is a minor of whom nobody knows where it is since some months."""
    age = kid.age_on(on)
    gone = [row for row in kid.rows["departures"] if row["back_on"] is None]
    if not gone:
        return kid.running("stays", on) is not None
    left_on, kind = gone[-1]["left_on"], gone[-1]["kind"]
    if left_on is None or kid.running("stays", left_on - _DAY) is None:
        return False
    is_missed = kid.is_alone and age is not None and age < _ADULT and kind == "unknown_destination"
    return bool(left_on > on - (_MISSED_FOR if is_missed else _SEEN_AFTER_LEAVING))


def _at_places(kid: Kid) -> Iterator[Row]:
    """Give the stays at the locations of the demo; one that goes on at the same place is one stay."""
    former: Row | None = None
    for stay in kid.rows["stays"]:
        key = f"{stay['valid_from']}:{stay['municipality']}"
        _settle(stay)
        is_same = former is not None and (former["location"], former["municipality"], former["valid_to"]) == (
            stay["location"], stay["municipality"], stay["valid_from"],
        )  # fmt: skip
        if is_same or f"{stay['valid_from']}:{stay['municipality']}" != key:
            kid.rows["plans"] = [plan for plan in kid.rows["plans"] if plan["key"] != key]
        if is_same and former is not None:
            former["valid_to"] = stay["valid_to"]
            continue
        if former is not None:
            yield former
        former = stay
    if former is not None:
        yield former


def _settle(stay: Row) -> None:
    """Name the location as the stories do: one centre of arrival, protected places without their town."""
    kind, town = stay["kind"], stay["municipality"]
    if kind == "reception_start":
        stay["location"], stay["municipality"], stay["region"] = _ARRIVAL
    elif kind == "protected":
        stay["location"], stay["municipality"], stay["region"] = "Beschermde opvang", None, None
    else:
        stay["location"] = _OWN_NAMES.get((kind, town)) or _PLACES[kind].format(town)


def _weekday(day: datetime.date) -> datetime.date:
    return day + max(0, 7 - day.weekday()) * _DAY if day.weekday() > _FRIDAY else day


def _on_weekdays(kid: Kid, on: datetime.date) -> None:
    """Have school begin, tests taken and lessons missed on days of school."""
    columns = {"enrolments": "started_on", "assessments": "taken_on", "absences": "day"}
    for table, column in columns.items():
        for row in kid.rows[table]:
            day = row[column] and _weekday(row[column])
            ends = row.get("left_on")
            if day and (day <= on or row[column] > on) and (ends is None or day <= ends):
                row[column] = day


def _name(kid: Kid, chance: Chance, on: datetime.date) -> None:
    """Write the name in its own script and as it is said, for a good part of the children; some have no family name."""
    person, names = kid.person, data("names")
    language = person["languages"].split(",")[0]
    known = names["scripts"].get(language, {})
    given, family = known.get(person["given_names"], ("", "")), known.get(person["family_name"], ("", ""))
    if person["original_name"] is None and given[0] and family[0]:
        person["original_name"] = f"{given[0]} {family[0]}"
    if chance.part(kid.reference, "written") > _WRITTEN:
        person["original_name"] = None
    if given[1] and chance.part(kid.reference, "said") < _SAID:
        person["pronunciation"] = given[1]
    is_new = (on - kid.first_on).days < _NEW_DAYS
    if chance.part(kid.reference, "interpreter") < (0.75 if is_new else 0.3):
        fitting = [text for text in names["interpreters"][language] if person["sex"] == "v" or "vrouw" not in text]
        person["interpreter"] = chance.pick(fitting, kid.reference, "which interpreter")
    if chance.part(kid.reference, "family name") < _NO_FAMILY_NAME:
        person["family_name"] = None
        person["original_name"] = (person["original_name"] and given[0]) or None


def _give_long_names(kids: list[Kid]) -> None:
    for long in data("names")["long"]:
        for kid in kids:
            person = kid.person
            is_long = person["given_names"] in {each["given_names"] for each in data("names")["long"]}
            if person["sex"] == "m" and not is_long and str(person["languages"]).startswith(long["language"]):
                person.update(given_names=long["given_names"], family_name=long["family_name"])
                person.update(original_name=None, pronunciation=None)
                break
