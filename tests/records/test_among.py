"""One of many: numbers and texts, on whichever database."""

from __future__ import annotations

import pytest

from leerrecht.chain.models import Organisation


@pytest.mark.django_db
@pytest.mark.parametrize("named", [[], ["Nidos"], ["Nidos", 'Wie "ja", zegt {a,b}'], ["Niemand"]])
def test_rows_are_found_by_any_of_many_numbers_or_texts(named) -> None:
    names = ("Nidos", 'Wie "ja", zegt {a,b}', "COA")
    numbers = {name: Organisation.objects.create(name=name, kind="municipality").pk for name in names}
    expected = {numbers[name] for name in named if name in numbers}
    assert set(Organisation.objects.filter(name__among=named).values_list("pk", flat=True)) == expected
    assert set(Organisation.objects.filter(pk__among=expected).values_list("pk", flat=True)) == expected
