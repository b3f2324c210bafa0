"""A small register for tests: invented children, some of them twice, some with a brother or sister."""

from __future__ import annotations

import datetime
import random

from leerrecht.identity import ChildRow

GIVEN = ("Maxamed", "Yusuf", "Sara", "Ali", "Hassan", "Tesfay", "Khadija", "Omar", "Bilal", "Selam", "Zahra", "Rahim")
FATHERS = ("Cabdi", "Haile", "Nuur", "Ghazi", "Karim", "Berhane", "Jamal", "Farah", "Salman", "Gebre", "Idris", "Tarek")
FAMILIES = (
    "Warsame",
    "Haddad",
    "Tesfaye",
    "Khan",
    "Noori",
    "Jaamac",
    "Mansour",
    "Kidane",
    "Sharif",
    "Barre",
    "Aziz",
    "Othman",
)
OTHER = {
    "Maxamed": "Mohammed", "Yusuf": "Joesoef", "Hassan": "Xasan", "Khadija": "Khadiijo", "Cabdi": "Abdi", "Nuur": "Nour",
    "Jaamac": "Jama", "Tesfaye": "Tesfay", "Sharif": "Scherif", "Othman": "Cusmaan", "Jamal": "Dschamal", "Omar": "عمر",
}  # fmt: skip


def born(chance: random.Random) -> datetime.date:
    day = datetime.date(2008, 1, 1) + datetime.timedelta(days=chance.randrange(2500))
    return day.replace(month=1, day=1) if chance.random() < 0.4 else day


def register(size: int, seed: int = 1) -> tuple[list[ChildRow], set[tuple[int, int]]]:
    """Draw records, and say which places are one child."""
    chance = random.Random(seed)
    rows: list[ChildRow] = []
    same: set[tuple[int, int]] = set()
    while len(rows) < size:
        row = ChildRow(record=f"r{len(rows)}", given_names=chance.choice(GIVEN), father_name=chance.choice(FATHERS),
                       family_name=chance.choice(FAMILIES), born_on=born(chance), sex=chance.choice("mv"))  # fmt: skip
        rows.append(row)
        if chance.random() < 0.1:
            same.add((len(rows) - 1, len(rows)))
            rows.append(ChildRow(record=f"r{len(rows)}", given_names=OTHER.get(row.given_names, row.given_names),
                                 father_name=OTHER.get(row.father_name, row.father_name) if chance.random() < 0.7 else "",
                                 family_name=OTHER.get(row.family_name, row.family_name), born_on=row.born_on,
                                 sex=row.sex))  # fmt: skip
    return rows, same
