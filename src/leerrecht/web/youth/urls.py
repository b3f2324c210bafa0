"""The addresses of the own door, once per language: Dutch and English with the other pages, Arabic beside them."""

from django.urls import path

from leerrecht.web.youth import entering, pages, points, transfer

app_name = "door"
urlpatterns = [
    path("", pages.plan, name="plan"),
    path("mensen/", pages.people, name="people"),
    path("gedeeld/", pages.shared, name="shared"),
    path("toestemming/", pages.consent, name="consent"),
    path("toestemming/<slug:consent>/", pages.decide, name="decide"),
    path("overstap/", transfer.own_transfer, name="transfer"),
    path("overleg/", points.points, name="points"),
    path("zeg/", pages.say, name="say"),
    path("zeg/<slug:kind>/", pages.say_kind, name="say_kind"),
    path("kaart/", entering.enter, name="enter"),
    path("kaart/eerste/", entering.first, name="first"),
    path("kaart/probeer/", entering.try_it, name="try_it"),
    path("sluiten/", entering.close, name="close"),
    path("weg/", entering.quick, name="quick"),
]
