"""Afwegen: the pages of the policy lab. Every page is an address that can be shared; nothing personal stands in one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from leerrecht.appraisal import Study, weigh_design
from leerrecht.appraisal.report import ReportRefused
from leerrecht.appraisal.simulation import Settings
from leerrecht.queries.studies import (
    DRAWS,
    REPORT_FORMS,
    all_studies,
    outcome_of,
    outcomes_of,
    report_file,
    report_of,
    usual_settings,
)  # fmt: skip
from leerrecht.web.frame.clock import today
from leerrecht.web.frame.viewing import language
from leerrecht.web.lab import coding, designing, evidence, robust
from leerrecht.web.lab.citing import Chain
from leerrecht.web.lab.framework import framework_blocks
from leerrecht.web.lab.grounding import explain
from leerrecht.web.lab.matrix import compare_blocks, compared, matrix_blocks, scenario_heads
from leerrecht.web.lab.opening import SCORINGS, WEIGHINGS, Question, open_to_look, scored_groups
from leerrecht.web.lab.outcome import gaps_of, group_parts, rank_rows, verdict, veto_rows
from leerrecht.web.lab.reporting import report_blocks
from leerrecht.web.lab.wording import group_name, told
from leerrecht.web.words import word

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What kind of file each form of the report is."""


def chain_of(study: Study, group: str, settings: Settings | None = None) -> Chain:
    """Give the chain of a subgroup, in the language of the page."""
    outcome = outcome_of(study=study.id, subgroup=group, settings=settings or usual_settings())
    return Chain.of(study, outcome, language())


@open_to_look
def studies(request: HttpRequest) -> HttpResponse:
    """Show which studies there are."""
    lang = language()
    rows = [
        {
            "study": study,
            "title": told(study.title, lang),
            "scenarios": sum(not each.zero for each in study.scenarios.values()),
            "groups": [group_name(study, group, lang) for group in study.subgroups],
            "findings": len(study.findings),
        }
        for study in all_studies().values()
    ]
    return render(request, "lab/studies.html", {"rows": rows})


@open_to_look
def one_study(request: HttpRequest, study: Study) -> HttpResponse:
    """Show what comes out of a study: rank beside admissibility, vetoes, conclusions per subgroup."""
    question, lang = Question(request.GET), language()
    settings = question.settings()
    outcomes = outcomes_of(study=study.id, settings=settings)
    scored = {group: outcomes[group] for group in scored_groups(study)}
    first = Chain.of(study, next(iter(outcomes.values())), lang)
    return question.answer(
        request, "study.html", study, title=told(study.title, lang), rows=rank_rows(study, scored, lang),
        verdict=verdict(study, scored, lang), vetoes=veto_rows(study, first), groups=group_parts(study, outcomes, lang),
        scored=[group_name(study, group, lang) for group in scored], gaps=gaps_of(first), settings=settings,
    )  # fmt: skip


@open_to_look
def framework(request: HttpRequest, study: Study) -> HttpResponse:
    """Show by what is judged: blocks, criteria, indicators."""
    return Question(request.GET).answer(request, "framework.html", study, blocks=framework_blocks(study, language()))


@open_to_look
def matrix(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the judgements of a subgroup; each links to its ground."""
    question = Question(request.GET)
    group = question.group(study, among=scored_groups(study))
    chain = chain_of(study, group)
    scenarios = study.judged(group)
    return question.answer(
        request, "matrix.html", study, group=group, groups=_groups(study, group), name=group_name(study, group, chain.lang),
        heads=scenario_heads(study, scenarios, chain.lang), blocks=matrix_blocks(chain, scenarios), count=len(scenarios) + 1,
    )  # fmt: skip


def _groups(study: Study, chosen: str) -> list[dict[str, object]]:
    """Give the scored subgroups to choose from."""
    return [
        {"value": name, "label": group_name(study, name, language()), "is_chosen": name == chosen}
        for name in scored_groups(study)
    ]


@open_to_look
def compare(request: HttpRequest, study: Study) -> HttpResponse:
    """Show two scenarios side by side for a subgroup."""
    question = Question(request.GET)
    group = question.group(study, among=scored_groups(study))
    judged = study.judged(group)
    one = question.choose("een", allowed=judged, usual=judged[0])
    other = question.choose("ander", allowed=judged, usual=judged[-1])
    settings = usual_settings()
    outcome = outcome_of(study=study.id, subgroup=group, settings=settings)
    chain = Chain.of(study, outcome, language())
    rows = {row.id: row for row in rank_rows(study, {group: outcome}, chain.lang)}
    heads = scenario_heads(study, judged, chain.lang)
    sides = [{"name": name, "value": value, "heads": heads} for name, value in (("een", one), ("ander", other))]
    return question.answer(
        request, "compare.html", study, group=group, groups=_groups(study, group), name=group_name(study, group, chain.lang),
        sides=sides, one=rows[one], other=rows[other], blocks=compare_blocks(chain, one, other),
        compared=compared(chain, outcome, one, other), settings=settings,
    )  # fmt: skip


@open_to_look
def robustness(request: HttpRequest, study: Study) -> HttpResponse:
    """Show how much hangs on weights and on how one reads."""
    question, lang = Question(request.GET), language()
    group = question.group(study, among=scored_groups(study))
    settings = question.settings()
    outcome = outcome_of(study=study.id, subgroup=group, settings=settings)
    options = {
        "gewichten": (WEIGHINGS, settings.weighing), "scores": (SCORINGS, settings.scoring),
        "trekkingen": (tuple(map(str, DRAWS)), str(settings.draws)),
    }  # fmt: skip
    return question.answer(
        request, "robust.html", study, group=group, groups=_groups(study, group), settings=settings,
        name=group_name(study, group, lang), rows=robust.share_rows(outcome, lang),
        charts=[robust.share_chart(outcome, lang, which=which) for which in ("first", "last")],
        readings=robust.reading_rows(outcome, lang), turns=robust.turn_rows(study, outcome, lang),
        turn_chart=robust.turn_chart(study, outcome, lang), dominance=robust.pairs_that_dominate(outcome, lang),
        unknown_cells=outcome.unknown_cells,
        left_out=[told(study.criteria[each].name, lang) for each in outcome.left_out],
        options=[
            {"id": name, "choices": [{"value": value, "label": word(f"lab.option.{name}.{_key(value)}", lang),
                                      "is_chosen": value == chosen} for value in values]}
            for name, (values, chosen) in options.items()
        ],
    )  # fmt: skip


def _key(value: str) -> str:
    return f"draws_{value}" if value.isdigit() else value


@open_to_look
def design(request: HttpRequest, study: Study) -> HttpResponse:
    """Show a design of one's own: the form, and what becomes of the evidence."""
    question, lang = Question(request.GET), language()
    group = question.group(study, usual=next(iter(scored_groups(study))))
    bases = [name for name, each in study.scenarios.items() if not each.zero]
    base = question.choose("basis", allowed=bases, usual="")
    dims = designing.read_dims(question, study)
    share = designing.address_of(study, dims, group, base)
    if not question.faults and "" in request.GET.values():
        return redirect(
            share
        )  # a form sends empty choices too; the address that stays has what is set and nothing else
    chain = chain_of(study, group)
    found = weigh_design(study, dims=dims, subgroup=group, base=base or None) if dims else None
    return question.answer(
        request, "design.html", study, fields=designing.form_fields(study, dims, lang),
        groups=designing.group_choices(study, group, lang), bases=scenario_heads(study, bases, lang), base=base,
        name=group_name(study, group, lang), result=designing.result_of(chain, found) if found else None,
        share=share,
        example=designing.example_of(study, group),
    )  # fmt: skip


@open_to_look
def evidence_page(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the findings, by who said them, scenario, criterion and subgroup; each with its source and what rests on it."""
    question, lang = Question(request.GET), language()
    sought = evidence.read_sought(question, study)
    found = evidence.find_findings(study, sought)
    page = Paginator(found, evidence.MOST).get_page(request.GET.get("pagina"))
    asked = {
        "groep": sought.group,
        "gezegd": sought.said_by,
        "scenario": sought.scenario,
        "criterium": sought.criterion,
    }
    outcomes = outcomes_of(study=study.id, settings=usual_settings())
    return question.answer(
        request, "evidence.html", study, count=len(found), total=len(study.findings), page=page,
        filters=evidence.filters(study, sought, lang), rows=evidence.found_rows(study, list(page), outcomes, lang),
        page_url=f"?{urlencode({name: value for name, value in asked.items() if value})}&pagina=",
    )  # fmt: skip


@open_to_look
def coding_page(request: HttpRequest, study: Study) -> HttpResponse:
    """Show how the study was coded: by whom, where coders differ, what was corrected and added."""
    lang = language()
    chains = {group: chain_of(study, group) for group in study.subgroups}
    return Question(request.GET).answer(
        request, "coding.html", study, coders=coding.coders(study),
        agreement=coding.agreement_rows(study, chains, lang), corrections=coding.corrections(study, lang),
        looked_at=coding.looked_at(study, lang), history=coding.history_rows(study, lang),
    )  # fmt: skip


@open_to_look
def ground(request: HttpRequest, study: Study, group: str, name: str) -> HttpResponse:
    """Show what something rests on, and what rests on it."""
    if group not in study.subgroups:
        raise Http404
    chain = chain_of(study, group)
    if not chain.kind_of(name):
        raise Http404
    return Question(request.GET).answer(
        request,
        "ground.html",
        study,
        ground=explain(chain, name),
        name=group_name(study, group, chain.lang),
        group=group,
    )


@open_to_look
def report(request: HttpRequest, study: Study) -> HttpResponse:
    """Show the report of a study."""
    return _report(Question(request.GET), request, study)


def _report(question: Question, request: HttpRequest, study: Study) -> HttpResponse:
    found = report_of(study=study.id, lang=language(), made_on=today())
    return question.answer(
        request, "report.html", study, title=found.title, blocks=report_blocks(found), forms=REPORT_FORMS
    )


@open_to_look
def report_as_file(request: HttpRequest, study: Study, form: str) -> HttpResponse:
    """Give the report of a study as a file."""
    if form not in REPORT_FORMS:
        raise Http404
    try:
        made = report_file(study=study.id, lang=language(), made_on=today(), form=form)
    except ReportRefused:
        question = Question(request.GET)
        question.faults.append(word("lab.report.refused", language()))
        return _report(question, request, study)
    name = f"{study.id}-{language()}.{form}"
    return HttpResponse(
        made, content_type=KINDS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
