"""Every address. Nothing about a person stands in one: a child goes by a random code, a signal by a short one, a name that
is sought by POST.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from leerrecht.web.agreements import office
from leerrecht.web.agreements import views as agreements
from leerrecht.web.arrival import closing, inquiries
from leerrecht.web.arrival import views as arrival
from leerrecht.web.child import forms
from leerrecht.web.child import points as child_points
from leerrecht.web.child import views as child
from leerrecht.web.consent import asking
from leerrecht.web.consent import views as consent
from leerrecht.web.doubles import views as doubles
from leerrecht.web.frame.health import health
from leerrecht.web.glass import views as glass
from leerrecht.web.handover import days as staff_days
from leerrecht.web.handover import views as handover
from leerrecht.web.imports import views as imports
from leerrecht.web.insight import views as insight
from leerrecht.web.lab import views as lab
from leerrecht.web.logs import views as logs
from leerrecht.web.moves import changing, many
from leerrecht.web.moves import views as moves
from leerrecht.web.partnership import ambition, consulting, knots, meetings, people, sitting
from leerrecht.web.partnership import child_points as about_child
from leerrecht.web.partnership import tasks as partnership_tasks
from leerrecht.web.partnership import views as partnership
from leerrecht.web.rights import officer
from leerrecht.web.rights import views as rights
from leerrecht.web.search import views as search
from leerrecht.web.start import openid, own_password, second
from leerrecht.web.start import views as start
from leerrecht.web.table import views as table
from leerrecht.web.telling import feed
from leerrecht.web.telling import views as telling
from leerrecht.web.transfer import views as transfer
from leerrecht.web.worklist import views as worklist
from leerrecht.web.youth import handing

urlpatterns = [
    path("health/", health, name="health"),
    # Arabic is a language of the own door only: no other page can be reached half translated.
    path("ar/mijn/", include("leerrecht.web.youth.urls", namespace="door_ar"), {"lang": "ar"}),
    path("aanmelden/terug/<slug:issuer>/", openid.come_back, name="sign_in_back"),
    # For a calendar program, which has no session and no language of its own.
    path("agenda/<slug:token>/leerrecht.ics", feed.feed, name="feed"),
    *i18n_patterns(
        path("", start.start, name="start"),
        path("aanmelden/", start.sign_in, name="sign_in"),
        path("aanmelden/tweede-stap/", second.second_step, name="second_step"),
        path("aanmelden/via/<slug:issuer>/", openid.begin, name="sign_in_with"),
        path("afmelden/", start.sign_out, name="sign_out"),
        path("wachtwoord/", own_password.own_password, name="own_password"),
        path("team/", start.choose_team, name="choose_team"),
        path("meldingen/", telling.telling, name="telling"),
        path("agenda/<slug:code>/", feed.event, name="calendar_event"),
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
        path("jongeren/<slug:child>/overleg/", child_points.points, name="child_points"),
        path("jongeren/<slug:child>/overleg/<slug:partnership>/", about_child.raise_about, name="raise_child_knot"),
        path("jongeren/<slug:child>/woorden/", forms.words, name="words"),
        path("jongeren/<slug:child>/verhuizing/", moves.move, name="move"),
        path("jongeren/<slug:child>/verhuizing/aankondigen/", moves.announce, name="announce_move"),
        path("jongeren/<slug:child>/verhuizing/punt/<slug:point>/", changing.point, name="move_point"),
        path("jongeren/<slug:child>/verhuizing/<slug:move>/", changing.change, name="change_move"),
        path("verhuizingen/", moves.moves, name="moves"),
        path("verhuizingen/aankondigen/", many.many, name="announce_many"),
        path("jongeren/<slug:child>/toestemming/", consent.page, name="consents"),
        path("jongeren/<slug:child>/toestemming/vragen/", asking.ask, name="ask_consent"),
        path("jongeren/<slug:child>/toestemming/<slug:consent>/", consent.decide, name="consent"),
        path("jongeren/<slug:child>/toestemming/<slug:consent>/intrekken/", consent.withdraw, name="withdraw_consent"),
        path("jongeren/<slug:child>/verzoek/", office.knot, name="child_knot"),
        path("overdrachten/", transfer.waiting, name="transfers_waiting"),
        path("jongeren/<slug:child>/overdracht/", transfer.overview, name="transfers"),
        path("jongeren/<slug:child>/overdracht/nieuw/", transfer.prepare, name="prepare_transfer"),
        path("jongeren/<slug:child>/overdracht/<slug:transfer>/", transfer.one, name="transfer"),
        path("jongeren/<slug:child>/overdracht/<slug:transfer>/<slug:kind>/", transfer.take, name="transfer_file"),
        path("overdragen/", handover.overview, name="handovers"),
        path("overdragen/wissel/<slug:change>/", staff_days.change_days, name="staff_change"),
        path("jongeren/<slug:child>/overdragen/<slug:handover>/", handover.one, name="handover"),
        path("berichten/<slug:notice>/", consent.notice_read, name="read_notice"),
        path("noodinzage/", glass.open_page, name="open_glass"),
        path("noodinzage/<slug:opening>/", glass.review, name="review_opening"),
        path("noodinzage/<slug:opening>/sluiten/", glass.close, name="close_glass"),
        path("afspraken/", agreements.overview, name="agreements"),
        path("afspraken/nieuw/", agreements.add, name="add_agreement"),
        path("samenwerken/", partnership.partnerships, name="partnerships"),
        path("samenwerken/nieuw/", partnership.begin, name="begin_partnership"),
        path("samenwerken/vergelijken/", partnership_tasks.compare_page, name="compare_tasks"),
        path("samenwerken/<slug:partnership>/", partnership.partnership, name="partnership"),
        path("samenwerken/<slug:partnership>/wijzigen/", partnership.change, name="change_partnership"),
        path("samenwerken/<slug:partnership>/leden/nieuw/", people.join, name="add_member"),
        path("samenwerken/<slug:partnership>/leden/<slug:member>/", people.stay, name="change_member"),
        path("samenwerken/<slug:partnership>/mandaten/nieuw/", people.give, name="give_mandate"),
        path("samenwerken/<slug:partnership>/mandaten/<slug:mandate>/", people.end, name="end_mandate"),
        path("samenwerken/<slug:partnership>/overleg/nieuw/", consulting.record, name="note_consultation"),
        path(
            "samenwerken/<slug:partnership>/overleg/<slug:consultation>/", consulting.consultation, name="consultation"
        ),
        path("samenwerken/<slug:partnership>/overleggen/", meetings.meetings, name="meetings"),
        path("samenwerken/<slug:partnership>/overleggen/nieuw/", meetings.begin, name="begin_series"),
        path("samenwerken/<slug:partnership>/overleggen/evaluatie/", meetings.evaluate, name="evaluate_meetings"),
        path("samenwerken/<slug:partnership>/overleggen/<slug:series>/plannen/", meetings.plan, name="plan_meeting"),
        path("samenwerken/<slug:partnership>/bijeenkomst/<slug:meeting>/", sitting.meeting, name="meeting"),
        path(
            "samenwerken/<slug:partnership>/bijeenkomst/<slug:meeting>/wijzigen/",
            meetings.change,
            name="change_meeting",
        ),
        path(
            "samenwerken/<slug:partnership>/bijeenkomst/<slug:meeting>/uitnodiging.ics",
            sitting.invitation,
            name="meeting_invitation",
        ),
        path(
            "samenwerken/<slug:partnership>/bijeenkomst/<slug:meeting>/punt/<slug:point>/",
            about_child.answer,
            name="answer_point",
        ),
        path("samenwerken/<slug:partnership>/knopen/", knots.knots, name="partnership_knots"),
        path("samenwerken/<slug:partnership>/knopen/nieuw/", knots.ask, name="raise_knot"),
        path("samenwerken/<slug:partnership>/knopen/ladder/", knots.ladder, name="agree_ladder"),
        path("samenwerken/<slug:partnership>/knopen/<slug:knot>/", knots.knot, name="partnership_knot"),
        path("samenwerken/<slug:partnership>/ambitie/", ambition.ambition, name="ambition"),
        path("samenwerken/<slug:partnership>/ambitie/voorstel/", ambition.propose, name="propose_ambition"),
        path("samenwerken/<slug:partnership>/ambitie/evaluatie/", ambition.evaluate, name="evaluate_ambition"),
        path("samenwerken/<slug:partnership>/ambitie/ambitie.pdf", ambition.paper, name="ambition_paper"),
        path("samenwerken/<slug:partnership>/taken/voorstel/", partnership_tasks.propose, name="propose_tasks"),
        path("samenwerken/<slug:partnership>/taken/<slug:number>/", partnership_tasks.version, name="task_agreement"),
        path("inzicht/", insight.insight, name="insight"),
        path("inzicht/uitvoer/", insight.export, name="insight_file"),
        path("verzoek/", office.knot, name="knot"),
        path("jongeren/<slug:child>/wie-keek-mee/", logs.seen_by, name="seen_by"),
        path("logboek/", logs.logs, name="logs"),
        path("logboek/uitvoer/", logs.export, name="logs_export"),
        path("logboek/mijn/", logs.own_log, name="own_log"),
        path("toegang/", table.table_page, name="access_table"),
        path("toegang/tabel/", table.table_file, name="access_table_file"),
        path("toegang/ondertekenen/", table.sign, name="sign_access_table"),
        path("jongeren/<slug:child>/rechten/", rights.rights, name="rights"),
        path("jongeren/<slug:child>/rechten/meenemen/<slug:kind>/", rights.take, name="take_record"),
        path("jongeren/<slug:child>/rechten/vragen/", rights.new, name="new_request"),
        path("jongeren/<slug:child>/rechten/verzoek/<slug:asked>/", rights.correction, name="correction"),
        path("privacy/verzoeken/", officer.requests, name="requests"),
        path("privacy/verzoeken/<slug:asked>/", officer.one_request, name="request"),
        path("privacy/bewaren/", officer.keeping, name="keeping"),
        path("privacy/bewaren/<slug:child>/", officer.kept, name="kept"),
        path("privacy/bewaren/<slug:child>/wissen/", officer.erase, name="erase_record"),
        path(
            "privacy/bewaren/<slug:child>/wissen/<slug:category>/<slug:organisation>/",
            officer.erase_one_part,
            name="erase_part",
        ),
        path("nieuw/", arrival.arrival, name="arrival"),
        path("nieuw/vragen/", arrival.ask, name="arrival_ask"),
        path("nieuw/opnemen/", arrival.record, name="arrival_record"),
        path("bekend/", inquiries.inquiries, name="inquiries"),
        path("bekend/<slug:inquiry>/", inquiries.inquiry, name="inquiry"),
        path("bekend/<slug:inquiry>/opnemen/", inquiries.join, name="join_known"),
        path("dezelfde/", doubles.doubles, name="doubles"),
        path("dezelfde/<slug:one>/<slug:other>/", doubles.pair, name="pair"),
        path("dezelfde/<slug:one>/<slug:other>/terug/", doubles.undo, name="undo_pair"),
        path("privacy/afschermen/", closing.closures, name="closures"),
        path("jongeren/<slug:child>/kaart/", handing.card, name="card"),
        path("mijn/", include("leerrecht.web.youth.urls")),
        path("afwegen/", lab.studies, name="lab"),
        path("afwegen/<slug:study>/", lab.one_study, name="lab_study"),
        path("afwegen/<slug:study>/kader/", lab.framework, name="lab_framework"),
        path("afwegen/<slug:study>/scores/", lab.matrix, name="lab_matrix"),
        path("afwegen/<slug:study>/vergelijken/", lab.compare, name="lab_compare"),
        path("afwegen/<slug:study>/hoe-zeker/", lab.robustness, name="lab_robust"),
        path("afwegen/<slug:study>/ontwerp/", lab.design, name="lab_design"),
        path("afwegen/<slug:study>/bewijs/", lab.evidence_page, name="lab_evidence"),
        path("afwegen/<slug:study>/codering/", lab.coding_page, name="lab_coding"),
        path("afwegen/<slug:study>/rapport/", lab.report, name="lab_report"),
        path("afwegen/<slug:study>/rapport/<slug:form>/", lab.report_as_file, name="lab_report_file"),
        path("afwegen/<slug:study>/waarom/<str:group>/<path:name>/", lab.ground, name="lab_ground"),
        path("importeren/", imports.overview, name="imports"),
        path("importeren/lijst/", imports.template, name="import_template"),
        path("importeren/uitvoer/", imports.export, name="export"),
        path("importeren/<slug:found>/", imports.one, name="import"),
        prefix_default_language=False,
    ),
]
