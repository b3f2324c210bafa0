"""Design a scenario of one's own: what of the evidence still holds, what no longer does, what is open, which vetoes lift.

A finding that falls away isn't evidence of the opposite: it is no longer assessed. Nothing is assumed about a dimension that
isn't set, except that current law holds.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from leerrecht.appraisal.conditions import contradicted, find_value, holds
from leerrecht.appraisal.legal import LegalAnswer, check_law, find_practice_room
from leerrecht.appraisal.study import Dims, Note, Study, When
from leerrecht.appraisal.vetoes import find_objections


class DesignRefused(Exception):
    """The design names what doesn't exist; `faults` says everything that is wrong, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Design:
    """A design against a base. Findings by id; `vetoes` that fall on it, `lifted` those of the base that don't.

    `conditions`: per finding what it asks of the design (True: met, False: not, None: open). `piofach`: the shares of work
    per party that carry over from scenarios like it. `context`: country practice and custody evidence that bears on it.
    """

    base: str
    dims: Dims
    carry_over: tuple[str, ...]
    fall_away: tuple[str, ...]
    open: tuple[str, ...]
    new: tuple[str, ...]
    vetoes: tuple[str, ...]
    lifted: tuple[str, ...]
    legal: Mapping[str, Mapping[str, LegalAnswer]]
    conditions: Mapping[str, bool | None]
    piofach: tuple[str, ...]
    context: tuple[str, ...]
    practice: tuple[str, ...]
    unset: tuple[str, ...]
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per finding that falls away or is open: the dimensions that decide it."""


def read_design(study: Study, text: str) -> Dims:
    """Read a design such as `content=skills,time=in_school`; raises DesignRefused with every fault."""
    faults: list[str] = []
    dims: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        dimension, equals, value = (piece.strip() for piece in part.partition("="))
        allowed = study.dimensions.get(dimension)
        if not equals:
            faults.append(f"{part}: this has no =. Write dimension=value, such as time=in_school")
        elif allowed is None:
            faults.append(f"{dimension}: there is no such dimension. {_nearest(dimension, study.dimensions)}")
        elif value not in allowed:
            faults.append(f"{dimension}={value}: this is no value of it. {_nearest(value, allowed)}")
        elif dims.setdefault(dimension, value) != value:
            faults.append(f"{dimension}: it is set twice, to {dims[dimension]} and {value}. Keep one")
    if faults:
        raise DesignRefused(faults)
    return dims


def _nearest(name: str, known: Iterable[str]) -> str:
    listed = list(known)
    near = difflib.get_close_matches(name, listed, 1, 0.6)
    return (f"Do you mean {near[0]}? " if near else "") + f"Choose from: {', '.join(listed)}"


def find_base(study: Study, dims: Dims) -> str:
    """Give the scenario that shares most of the dimensions that are set; of several the first by id."""

    def shared(name: str) -> int:
        return sum(study.scenarios[name].dims.get(dimension) == value for dimension, value in dims.items())

    candidates = sorted(name for name, scenario in study.scenarios.items() if not scenario.zero)
    return max(candidates, key=shared)  # the first of those with most


def weigh_design(study: Study, *, dims: Dims, subgroup: str, base: str | None = None) -> Design:
    """Weigh a design against a base (default: the scenario that shares most with it) for one subgroup.

    Raises DesignRefused when the base or the subgroup doesn't exist.
    """
    _check_names(study, subgroup, base)
    base = base or find_base(study, dims)
    base_dims = study.scenarios[base].dims
    mine = {name: each for name, each in study.findings.items() if subgroup in each.subgroups}
    now = {name: holds(each.applies_if, dims) for name, each in mine.items()}
    then = {name: holds(each.applies_if, base_dims) for name, each in mine.items()}
    objections = find_objections(study, subgroup=subgroup, dims=dims)
    before = find_objections(study, subgroup=subgroup, dims=base_dims, scenario=base)
    carry_over = tuple(name for name in mine if now[name])
    fall_away = tuple(name for name in mine if then[name] and now[name] is False)
    unsure = tuple(name for name in mine if now[name] is None)
    why = {name: contradicted(mine[name].applies_if, dims) for name in fall_away}
    why |= {name: _unset(mine[name].applies_if, dims) for name in unsure}
    why |= {name: _unset(study.vetoes[name].when, dims) for name in objections.open}
    return Design(
        base=base,
        dims=dims,
        carry_over=carry_over,
        fall_away=fall_away,
        open=(*unsure, *objections.open),
        new=tuple(name for name in carry_over if not then[name]),
        vetoes=objections.vetoes,
        lifted=tuple(name for name in before.vetoes if name not in (*objections.vetoes, *objections.open)),
        legal=check_law(study, dims),
        conditions={name: holds(mine[name].requires, dims) for name in carry_over if mine[name].requires},
        piofach=_shares(study, dims, carry_over, study.subgroups[subgroup].level),
        context=_context(study, dims, subgroup),
        practice=find_practice_room(study, dims, subgroup),
        unset=tuple(name for name in study.dimensions if find_value(dims, name) is None),
        why=why,
    )


def _check_names(study: Study, subgroup: str, base: str | None) -> None:
    faults = []
    if subgroup not in study.subgroups:
        faults.append(f"{subgroup}: there is no such subgroup. {_nearest(subgroup, study.subgroups)}")
    if base is not None and base not in study.scenarios:
        faults.append(f"{base}: there is no such scenario. {_nearest(base, study.scenarios)}")
    if faults:
        raise DesignRefused(faults)


def _unset(when: When, dims: Dims) -> tuple[str, ...]:
    return tuple(name for name in when if find_value(dims, name) is None)


def _shares(study: Study, dims: Dims, carried: tuple[str, ...], level: str) -> tuple[str, ...]:
    """Give the shares of work per party of which the ground carries over, of parties that serve this level of education."""
    levels = study.document.get("party_levels") or {}

    def fits(share: Note) -> bool:
        named = share.entry["scenarios"]
        times = {study.scenarios[name].dims.get("time") for name in named} if named != "unspecified" else set()
        time = find_value(dims, "time")
        return (
            levels.get(share.entry["party"], level) == level
            and bool(share.about)
            and set(share.about) <= set(carried)
            and (time is None or not times or time in times)
        )

    return tuple(share.id for share in study.piofach if fits(share))


def _context(study: Study, dims: Dims, subgroup: str) -> tuple[str, ...]:
    """Give the country practice that bears on a design, and what was found for subgroups of the same level not scored."""
    countries = tuple(
        name
        for name, each in study.countries.items()
        if "bears_on" in each.entry and holds(_as_when(each.entry["bears_on"]), dims)
    )
    level = study.subgroups[subgroup].level
    kept = {
        group.id
        for group in study.subgroups.values()
        if not group.scored and group.level == level and group.id != subgroup
    }
    custody = tuple(
        name
        for name, each in study.findings.items()
        if kept & set(each.subgroups) and subgroup not in each.subgroups and holds(each.applies_if, dims)
    )
    return (*countries, *custody)


def _as_when(entry: Mapping[str, list[str]]) -> When:
    return {dimension: tuple(values) for dimension, values in entry.items()}
