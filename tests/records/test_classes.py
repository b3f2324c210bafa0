from __future__ import annotations

import pytest
from django.apps import apps

from leerrecht.queries.rulebooks import access_table
from leerrecht.stored.classes import MODEL_FIELDS, NOT_ABOUT_CHILDREN, OWN_FIELDS, category_of_field

OURS = ("records", "chain", "accounts", "audit", "grants", "rights", "linking", "partnership", "telling")


@pytest.mark.parametrize("app", OURS)
def test_every_stored_field_has_a_category_that_exists(app):
    known = {*access_table().categories, *NOT_ABOUT_CHILDREN}
    for model in apps.get_app_config(app).get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            found = category_of_field(
                app=app, model=model._meta.model_name, field=field.name, table=getattr(model, "table", "")
            )
            assert found in known, f"{app}.{model.__name__}.{field.name}: class it in stored/classes.py"


def test_no_category_is_given_to_a_field_that_isnt_there():
    real = {
        f"{app}.{model._meta.model_name}.{field.name}"
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    listed = {*OWN_FIELDS, *(f"{model}.{field}" for model, fields in MODEL_FIELDS.items() for field in fields)}
    assert listed <= real


def test_an_unclassed_field_is_noticed():
    assert category_of_field(app="records", model="child", field="religion") is None
