"""Every address. Nothing about a person stands in one: a child goes by a random code, a signal by a short one, a name that
is sought by POST.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from leerrecht.web.child import forms
from leerrecht.web.child import views as child
from leerrecht.web.frame.health import health
from leerrecht.web.imports import views as imports
from leerrecht.web.search import views as search
from leerrecht.web.start import views as start
from leerrecht.web.worklist import views as worklist

urlpatterns = [
    path("health/", health, name="health"),
    *i18n_patterns(
        path("", start.start, name="start"),
        path("aanmelden/", start.sign_in, name="sign_in"),
        path("afmelden/", start.sign_out, name="sign_out"),
        path("team/", start.choose_team, name="choose_team"),
        path("vandaag/", worklist.today_page, name="today"),
        path("jongeren/", search.children, name="children"),
        path("zoeken/", search.search, name="search"),
        path("jongeren/<slug:child>/", child.page, name="child"),
        path("jongeren/<slug:child>/waarom/<slug:signal>/", child.why, name="why"),
        path("jongeren/<slug:child>/stap/<slug:signal>/", child.step, name="step"),
        path("jongeren/<slug:child>/feiten/", child.facts, name="facts"),
        path("jongeren/<slug:child>/feit/", forms.choose_table, name="choose_table"),
        path("jongeren/<slug:child>/feit/<slug:table>/", forms.add, name="add_fact"),
        path("jongeren/<slug:child>/feit/<slug:table>/<slug:fact>/", forms.correct, name="correct_fact"),
        path("jongeren/<slug:child>/plan/<slug:signal>/", forms.plan, name="plan"),
        path("jongeren/<slug:child>/woorden/", forms.words, name="words"),
        path("importeren/", imports.overview, name="imports"),
        path("importeren/lijst/", imports.template, name="import_template"),
        path("importeren/uitvoer/", imports.export, name="export"),
        path("importeren/<slug:found>/", imports.one, name="import"),
        prefix_default_language=False,
    ),
]
