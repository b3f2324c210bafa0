"""Who works in the world of these tests. They do not exist."""

from __future__ import annotations

PEOPLE = {
    "legal_representative": ("Anouk Postma", "jeugdbeschermer"),
    "reception": ("Marieke Dijkstra", "mentor"),
    "school": ("Jasper van der Veenstra-Oosterwijk", "zorgcoördinator en mentor internationale schakelklas"),
    "compulsory_education": ("Ineke Hofstra", "leerplichtambtenaar"),
    "policy": ("Willem Brandsma", "beleidsadviseur onderwijs"),
    "stranger": ("Karin Tuinstra", "mentor"),
}
"""For each role of the world: a name, and a function."""
