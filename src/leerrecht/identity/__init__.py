"""Is this the same child? One description against a register, or a register against itself.

In: names, a date of birth, sex; out: pairs that a person should look at, with what each thing that was compared weighs.
Nothing is merged here, and nothing is certain. No Django, no clock, no network. A whole register needs the extra `link`
(Splink, DuckDB); the keys of names and one lookup need NumPy only. See docs/explanation/no-blind-answer.md.
"""

from __future__ import annotations

from leerrecht.identity.also import Also
from leerrecht.identity.children import ChildRow
from leerrecht.identity.keys import NameKeys, name_keys
from leerrecht.identity.lookup import Answer, Candidate, ChildIndex, Part, as_typed
from leerrecht.identity.model import Model, ModelRefused, load_model, probability, save_model
from leerrecht.identity.register import ExtraMissing, Linked, Pair, link

__all__ = [
    "Also", "Answer", "Candidate", "ChildIndex", "ChildRow", "ExtraMissing", "Linked", "Model", "ModelRefused", "NameKeys",
    "Pair", "Part", "as_typed", "link", "load_model", "name_keys", "probability", "save_model",
]  # fmt: skip
