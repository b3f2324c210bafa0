"""OpenFisca-Core, the rules engine of public administrations: the flat part, as it has no timelines.

A parameter is read at one instant, so the term by each child's own date is chosen from the values at each change.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.subset import ON, Subset

CHILD = build_entity(key="child", plural="children", label="Child", is_person=True)


def _add_months(days: Any, months: Any) -> Any:
    """Move days by months, clamped to the month's end."""
    month = days.astype("datetime64[M]")
    moved = month + months
    last = (moved + 1).astype("datetime64[D]") - moved.astype("datetime64[D]")
    return moved.astype("datetime64[D]") + np.minimum(days - month, last - 1)


class born_on(Variable):
    value_type, entity, definition_period = datetime.date, CHILD, DateUnit.ETERNITY


class since_on(Variable):
    value_type, entity, definition_period = datetime.date, CHILD, DateUnit.ETERNITY


class due_on(Variable):
    value_type, entity, definition_period = datetime.date, CHILD, DateUnit.DAY

    def formula(child: Any, period: Any, parameters: Any) -> Any:
        since = child("since_on", period)
        months = np.select(
            [since >= np.datetime64(day) for day in reversed(child.simulation.term_changes)],
            [parameters(day).term for day in reversed(child.simulation.term_changes)],
        )
        return _add_months(since, months)


class near_eighteen(Variable):
    value_type, entity, definition_period = bool, CHILD, DateUnit.DAY

    def formula(child: Any, period: Any, parameters: Any) -> Any:
        born = child("born_on", period)
        month = born.astype("datetime64[M]")
        is_leap_day = (month.astype(int) % 12 == 1) & (born - month == np.timedelta64(28, "D"))
        node = parameters(period)
        adult = _add_months(born + is_leap_day.astype("timedelta64[D]"), 12 * int(node.adult_years))
        return np.datetime64(str(period.start)) >= _add_months(adult, -int(node.months_ahead))


def make_simulation(subset: Subset) -> Simulation:
    """Give a simulation with the children's dates set."""
    system = TaxBenefitSystem([CHILD])
    data: dict[str, Any] = {
        "term": {"values": {str(day): {"value": months} for day, months in subset.term_rows}},
        "adult_years": {"values": {"1900-01-01": {"value": subset.months("age.adult_years")}}},
        "months_ahead": {"values": {"1900-01-01": {"value": subset.months("period.eighteen_months_ahead")}}},
    }
    system.parameters = ParameterNode("", data=data)
    system.add_variables(born_on, since_on, due_on, near_eighteen)
    simulation = SimulationBuilder().build_default_simulation(system, subset.count)
    simulation.term_changes = [str(day) for day, _ in subset.term_rows]
    simulation.set_input("born_on", "eternity", subset.born.astype("datetime64[D]"))
    simulation.set_input("since_on", "eternity", subset.since.astype("datetime64[D]"))
    return simulation


def measure(simulation: Simulation) -> dict[str, Any]:
    """Give the flat answers about all children."""
    for name in ("due_on", "near_eighteen"):
        simulation.delete_arrays(name)
    day = simulation.calculate("due_on", str(ON))
    return {"due_on": day.astype("datetime64[D]"), "near_eighteen": simulation.calculate("near_eighteen", str(ON))}
