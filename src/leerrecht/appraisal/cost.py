"""The cost per pupil of a design, from assumptions: a band, what drives it, and dated amounts to hold it against.

The number of groups drives it: pupils are spread over places and languages, and each handful asks a group of its own. The
source has no amounts; every number here is an assumption with a source, a date and a range. A choice that isn't made is
drawn over all its values, so that the band says what it leaves open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leerrecht.appraisal.cost_file import Assumptions
from leerrecht.appraisal.study import Dims

CHOICES: Mapping[str, tuple[str, ...]] = {
    "content": ("origin_language_culture", "world_language", "skills"),
    "time": ("in_school", "out_of_school"),
    "target": ("exclusive_negative_decision", "all_in_class", "all_at_location"),
    "language_selection": ("top5", "all"),
    "mode": ("physical", "online"),
    "grouping": ("individual", "small_group", "collective"),
    "place": ("on_site", "regional", "national"),
}
"""What a cost hangs on, with the values it knows."""
EXCLUSIVE = "exclusive_negative_decision"
TOP = 5
BAND = (5, 50, 95)
PIECE = 4_096
WIDE = 200.0
"""Pupils of one language at one place, above which how full the last group is has nothing to do with how many they are."""


@dataclass(frozen=True, kw_only=True)
class Band:
    """The 5th, 50th and 95th percentile."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What came out. `drawn`: the choices that weren't made; `reach`: the share of the pupils who get an offer."""

    per_pupil: Band
    groups: Band
    pupils_per_group: Band
    reach: Band
    drawn: tuple[str, ...]


def factors_of(assumptions: Assumptions, dims: Dims) -> tuple[str, ...]:
    """Give what varies: the assumptions with a range, and the choices that aren't made."""
    numbers = tuple(name for name, each in assumptions.numbers.items() if each.high > each.low)
    return (*numbers, *unset_choices(dims))


def unset_choices(dims: Dims) -> tuple[str, ...]:
    """Give the choices that a design leaves open and on which the cost hangs.

    >>> unset_choices({"content": "skills", "time": "in_school", "target": "all_in_class", "mode": "online"})
    ('grouping',)
    """
    asked = [name for name in CHOICES if dims.get(name) not in CHOICES[name]]
    if dims.get("content") in ("world_language", "skills"):
        asked = [name for name in asked if name != "language_selection"]
    if dims.get("mode") == "online":  # everybody can join from anywhere
        asked = [name for name in asked if name != "place"]
    return tuple(asked)


def estimate(
    *, assumptions: Assumptions, dims: Dims, draws: int = 4_000, seed: int = 0, only: Sequence[str] | None = None
) -> Cost:
    """Estimate the cost of a design; with `only`, nothing but these factors varies."""
    factors = factors_of(assumptions, dims)
    chance = np.random.default_rng([seed, 2])
    unit = np.full((len(factors), draws), np.nan)
    for row, name in enumerate(factors):
        drawn = chance.random(draws)
        if only is None or name in only:
            unit[row] = drawn
    found = [_run(assumptions, dims, factors, unit[:, start : start + PIECE]) for start in range(0, draws, PIECE)]
    cost, groups, pupils, reach = (np.concatenate([part[place] for part in found]) for place in range(4))
    return Cost(
        per_pupil=_band(cost), groups=_band(groups), pupils_per_group=_band(pupils / groups), reach=_band(reach),
        drawn=unset_choices(dims),
    )  # fmt: skip


def compare(*, assumptions: Assumptions, dims: Dims, other: Dims, draws: int = 4_000, seed: int = 0) -> Band:
    """Give how many times as dear a design is as another one, under the same assumptions in each draw.

    Choices that the other leaves open are made as this one makes them.
    """
    other = {**{name: value for name, value in dims.items() if name in ("mode", "grouping", "place")}, **other}
    factors = tuple(dict.fromkeys([*factors_of(assumptions, dims), *factors_of(assumptions, other)]))
    unit = np.random.default_rng([seed, 3]).random((len(factors), draws))
    pieces = [unit[:, start : start + PIECE] for start in range(0, draws, PIECE)]
    mine, its = (
        np.concatenate([_run(assumptions, each, factors, piece)[0] for piece in pieces]) for each in (dims, other)
    )
    return _band(mine / its)


def explain_variance(*, assumptions: Assumptions, dims: Dims, base: int = 512, seed: int = 0) -> Mapping[str, float]:
    """Give the share of the variance that each factor takes, with all it does together with others (Sobol, total).

    Largest first; they add up to more than 1 where factors work together. Needs SALib, the extra `lab`; raises ImportError
    without. `base` is a power of two; it runs base x (factors + 2) times.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own imports
        from SALib.analyze import sobol
        from SALib.sample import sobol as sampler

    factors = factors_of(assumptions, dims)
    problem = {"num_vars": len(factors), "names": list(factors), "bounds": [[0, 1]] * len(factors)}
    unit = np.asarray(sampler.sample(problem, base, calc_second_order=False, seed=seed)).T
    pieces = [unit[:, start : start + PIECE] for start in range(0, unit.shape[1], PIECE)]
    cost = np.concatenate([_run(assumptions, dims, factors, piece)[0] for piece in pieces])
    shares = sobol.analyze(problem, cost, calc_second_order=False, seed=seed)["ST"]
    return dict(sorted(zip(factors, map(float, shares), strict=True), key=lambda item: -item[1]))


def _band(values: Any) -> Band:
    low, middle, high = (float(value) for value in np.percentile(values, BAND))
    return Band(low=low, middle=middle, high=high)


class _Draws:
    """Numbers and choices in each draw, from places between 0 and 1; a factor that doesn't vary has its own value."""

    def __init__(self, assumptions: Assumptions, dims: Dims, factors: Sequence[str], unit: Any) -> None:
        self.assumptions, self.dims, self.unit = assumptions, dims, dict(zip(factors, unit, strict=True))
        self.draws = unit.shape[1]

    def number(self, name: str) -> Any:
        """Give a number: evenly between its lowest and highest value."""
        each = self.assumptions.numbers[name]
        place = self.unit.get(name, np.full(self.draws, np.nan))
        return np.where(np.isnan(place), each.value, each.low + place * (each.high - each.low))

    def whole(self, name: str) -> Any:
        """Give a number of things, at least one."""
        return np.maximum(np.rint(self.number(name)), 1)

    def chosen(self, name: str, *values: str) -> Any:
        """Tell in which draws a choice has one of these values."""
        options = CHOICES[name]
        if self.dims.get(name) in options:
            return np.full(self.draws, self.dims[name] in values)
        place = np.nan_to_num(self.unit.get(name, np.full(self.draws, 0.5)), nan=0.5)
        index = np.minimum((place * len(options)).astype(int), len(options) - 1)
        return np.isin(index, [options.index(value) for value in values])


def _run(assumptions: Assumptions, dims: Dims, factors: Sequence[str], unit: Any) -> tuple[Any, Any, Any, Any]:
    """Work out cost per pupil, groups, pupils in them, and the share of the pupils who are reached."""
    draw = _Draws(assumptions, dims, factors, unit)
    online, origin = draw.chosen("mode", "online"), draw.chosen("content", "origin_language_culture")
    world, only_them = draw.chosen("content", "world_language"), draw.chosen("target", EXCLUSIVE)
    pupils = np.where(only_them, draw.number("pupils_exclusive"), draw.number("pupils_inclusive"))
    places = np.where(draw.chosen("place", "on_site"), draw.whole("sites"),
                      np.where(draw.chosen("place", "regional"), draw.whole("regions"), 1.0))  # fmt: skip
    places = np.where(online, 1.0, places)
    many = np.where(draw.chosen("grouping", "small_group"), draw.whole("group_small"), draw.whole("group_collective"))
    most = np.where(draw.chosen("grouping", "individual"), 1.0, many)
    shares, variants = _languages(draw, origin, world)
    reach = shares.sum(axis=1)
    groups = expected_groups(pupils[:, None] * shares / places[:, None], most) * places
    hours = groups * draw.number("hours_a_week") * draw.number("weeks_a_year")
    preparing = draw.number("preparation") + np.where(online, draw.number("online_preparation"), 0.0)
    teaching = hours * draw.number("hourly_rate") * (1 + preparing)
    watching = np.where(draw.chosen("time", "in_school") & only_them, hours * draw.number("supervision_rate"), 0.0)
    rooms = np.where(online, 0.0, hours * draw.number("room_hour"))
    taught = pupils * reach
    away = ~online & ~draw.chosen("place", "on_site")
    trips = np.where(
        away, taught * draw.number("trips_a_week") * draw.number("weeks_a_year") * draw.number("trip"), 0.0
    )
    each = np.where(origin, draw.number("material_origin"),
                    np.where(world, draw.number("material_world"), draw.number("material_skills")))  # fmt: skip
    whole = teaching + watching + rooms + trips + each * variants + draw.number("coordination") * places
    return whole / taught + draw.number("systems"), groups, taught, reach


def _languages(draw: _Draws, origin: Any, world: Any) -> tuple[Any, Any]:
    """Give the share of the pupils per language group taught, and how many languages need material.

    Skills ask one group for all. Languages of origin are spread unevenly; of the top five only those are reached. World
    languages are spread evenly.
    """
    count = np.where(origin, draw.whole("languages"), np.where(world, draw.whole("world_languages"), 1.0))
    widest = int(count.max())
    ranks = np.arange(1, widest + 1)
    skew = np.where(origin, draw.number("language_skew"), 0.0)
    shares = np.where(ranks <= count[:, None], ranks ** -skew[:, None], 0.0)
    shares = shares / shares.sum(axis=1, keepdims=True)
    few = origin & draw.chosen("language_selection", "top5")
    shares = np.where(few[:, None] & (ranks > TOP), 0.0, shares)
    return shares, np.where(few, np.minimum(count, TOP), count)


def expected_groups(mean: Any, most: Any) -> Any:
    """Give how many groups are needed at one place, on average, when pupils turn up at random (Poisson).

    `mean`: pupils per language, shape (draws, languages); `most`: pupils in a group, shape (draws,).

    >>> expected_groups(np.array([[0.0], [1e-6], [120.0], [2400.0]]), np.full(4, 12.0)).round(6).tolist()
    [0.0, 1e-06, 10.458333, 200.458333]
    """
    few = np.minimum(mean, WIDE)
    highest = float(few.max(initial=0.0))
    chance = np.exp(-few)
    total = np.zeros_like(mean)
    for count in range(1, int(highest + 10 * np.sqrt(highest) + 12)):
        chance = chance * few / count
        total += chance * np.ceil(count / most)[:, None]
    last = (1 - 1 / most) / 2  # the last group is as likely to have any number of pupils
    return np.where(mean > WIDE, mean / most[:, None] + last[:, None], total).sum(axis=1)
