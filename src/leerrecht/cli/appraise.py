"""`leerrecht appraise`: weigh a study, or a design of one's own, and show what comes out and on what it rests."""

from __future__ import annotations

import argparse
import datetime
import difflib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from leerrecht.appraisal import DesignRefused, Study, StudyRefused, read_design, weigh_design
from leerrecht.appraisal.loading import lay_history, make_study, read_document
from leerrecht.appraisal.plain import agreement_object, design_object, outcomes_object, pooled_object
from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.appraise_progress import progress
from leerrecht.cli.appraise_words import speak
from leerrecht.cli.messages import plain
from leerrecht.conf.places import studies_folder

if TYPE_CHECKING:
    from leerrecht.appraisal.agreement import Agreement
    from leerrecht.appraisal.outcome import Outcome
    from leerrecht.appraisal.pooling import Pooled
    from leerrecht.appraisal.simulation import Settings

MOST_SHOWN = 200
"""Faults that are printed; of more the number is said."""


class Refused(Exception):
    """The command can't go on: what to say on stderr has been said."""


def appraise(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when it ran, 2 when the study or the question has faults."""
    try:
        if arguments.copy or arguments.add or arguments.try_ or arguments.history or arguments.since:
            from leerrecht.cli.appraise_own import work_on_copy

            work_on_copy(arguments)
            return RAN
        study = get_study(arguments)
        if arguments.matrix:
            show_matrix(study, arguments)
        elif arguments.design is not None:
            show_design(study, arguments)
        elif arguments.report:
            write_report(study, arguments)
        else:
            show_outcomes(study, arguments)
    except Refused:
        return FAULTS
    except KeyboardInterrupt:
        print(f"\n{speak('stopped', arguments.lang)}", file=sys.stderr)
        raise
    return RAN


def refuse(faults: Iterable[str], heading: str) -> NoReturn:
    """Say everything that is wrong, and stop."""
    lines = list(faults)
    print(heading, file=sys.stderr)
    for line in lines[:MOST_SHOWN]:
        print(plain(f"- {line}"), file=sys.stderr)
    if len(lines) > MOST_SHOWN:
        print(f"- ... (+ {len(lines) - MOST_SHOWN})", file=sys.stderr)
    raise Refused


def supplied_studies() -> list[str]:
    """Give the ids of the studies that come with Leerrecht."""
    return sorted(path.parent.name for path in studies_folder().glob("*/study.yaml"))


def find_path(name: str, lang: str) -> Path:
    """Give the file of a study: one that was named, or a supplied one by its id."""
    if Path(name).is_file():
        return Path(name)
    known = supplied_studies()
    if name in known:
        return studies_folder() / name / "study.yaml"
    near = difflib.get_close_matches(name, known, 1)
    refuse([speak("no_study", lang, name=name, known=", ".join(near or known))], speak("cannot", lang))


def get_study(arguments: argparse.Namespace) -> Study:
    """Load a study, or say everything that is wrong with it and with the question about it, and stop."""
    lang = arguments.lang
    path = find_path(arguments.study, lang)
    try:
        document = read_document(path=path)
        if isinstance(document, dict) and (arguments.judgements or arguments.second_coder):
            document = take_codings(lay_history(document), arguments)
        study, notices = make_study(document, name=path.stem)
    except StudyRefused as refused:
        refuse(refused.faults, speak("refused", lang, count=len(refused.faults), name=path.name))
    for notice in notices:
        print(plain(f"{speak('notice', lang)}: {notice}"), file=sys.stderr)
    check_question(study, arguments)
    return study


def take_codings(document: dict[str, Any], arguments: argparse.Namespace) -> dict[str, Any]:
    """Take the judgements from another file, and those of other coders beside them; raises StudyRefused for a bad file."""
    from leerrecht.appraisal.matrix_files import read_matrix

    taken = {"judgements": read_matrix(path=arguments.judgements)} if arguments.judgements else {}
    more = [
        {"id": file.stem, "by": file.stem, "judgements": read_matrix(path=file)}
        for file in arguments.second_coder or ()
    ]
    return {**document, **taken, "codings": [*(document.get("codings") or ()), *more]}


def check_question(study: Study, arguments: argparse.Namespace) -> None:
    """Refuse a question that doesn't fit: a subgroup that doesn't exist, a base without a design; all at once."""
    lang, faults = arguments.lang, []
    if arguments.subgroup is not None and arguments.subgroup not in study.subgroups:
        known = ", ".join(study.subgroups)
        faults.append(speak("no_subgroup", lang, name=arguments.subgroup, known=known))
    if arguments.design is None and (arguments.base or arguments.cost):
        faults.append(speak("no_design", lang))
    if arguments.design is not None and arguments.subgroup is None:
        faults.append(speak("which_subgroup", lang, known=", ".join(study.subgroups)))
    if arguments.pooled and any(each.size is None for each in study.subgroups.values() if each.scored):
        faults.append(speak("no_size", lang))
    if faults:
        refuse(faults, speak("cannot", lang))


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Give how to draw."""
    from leerrecht.appraisal.simulation import Settings

    return Settings(
        draws=arguments.draws, seed=arguments.seed, weighing=arguments.weights, scoring=arguments.scores
    )  # fmt: skip


def show_outcomes(study: Study, arguments: argparse.Namespace) -> None:
    """Appraise, and show the outcome."""
    outcomes = weigh(study, arguments)
    agreement = agreement_in(study)
    pooled = pool(study, arguments) if arguments.pooled else None
    if arguments.format == "json":
        found = outcomes_object(study, outcomes, arguments.lang)
        found |= {"pooled": pooled_object(pooled)} if pooled else {}
        found |= {"agreement": [agreement_object(each) for each in agreement]} if agreement else {}
        print_json(found)
        return
    from leerrecht.cli.appraise_table import agreement_lines, outcome_lines, pooled_lines

    lines = [
        *agreement_lines(agreement, arguments.lang),
        *outcome_lines(study, outcomes, arguments.lang),
        *(pooled_lines(pooled, arguments.lang) if pooled else ()),
    ]
    print("\n".join(plain(line) for line in lines))


def weigh(study: Study, arguments: argparse.Namespace) -> Mapping[str, Outcome]:
    """Give what comes out, showing how far it is on stderr; refuses comparisons that are too tangled to draw from."""
    from leerrecht.appraisal.drawing import TooTangled
    from leerrecht.appraisal.outcome import appraise as work_out

    subgroups = [arguments.subgroup] if arguments.subgroup else list(study.subgroups)
    scored = sum(bool(study.judged(name)) for name in subgroups)
    try:
        with progress(total=scored * arguments.draws, lang=arguments.lang) as watch:
            return work_out(study, settings=settings_of(arguments), subgroups=subgroups, watch=watch)
    except TooTangled:
        refuse([speak("tangled", arguments.lang)], speak("cannot", arguments.lang))


def pool(study: Study, arguments: argparse.Namespace) -> Pooled:
    """Give the subgroups taken together, showing how far it is on stderr."""
    from leerrecht.appraisal.pooling import pool_subgroups

    with progress(total=arguments.draws, lang=arguments.lang) as watch:
        return pool_subgroups(study, settings=settings_of(arguments), watch=watch)


def agreement_in(study: Study) -> Sequence[Agreement]:
    """Give how far the coders of a study agree; nothing when there is one."""
    if not study.codings:
        return ()
    from leerrecht.appraisal.agreement import compare_codings

    return compare_codings(*(each.judgements for each in study.codings))


def show_matrix(study: Study, arguments: argparse.Namespace) -> None:
    """Write the judgements to a file."""
    from leerrecht.appraisal.matrix_files import write_matrix

    try:
        write_matrix(study, path=arguments.matrix, subgroup=arguments.subgroup)
    except StudyRefused as refused:
        refuse(refused.faults, speak("cannot", arguments.lang))
    print(speak("written", arguments.lang, name=arguments.matrix), file=sys.stderr)


def show_design(study: Study, arguments: argparse.Namespace) -> None:
    """Weigh a design, and show what becomes of the evidence."""
    lang = arguments.lang
    try:
        dims = read_design(study, arguments.design)
        design = weigh_design(study, dims=dims, subgroup=arguments.subgroup, base=arguments.base)
    except DesignRefused as refused:
        refuse(refused.faults, speak("cannot", lang))
    found = design_object(study, design, lang)
    if arguments.cost:
        from leerrecht.cli.appraise_cost import cost_object

        found["cost"] = cost_object(study, dims, arguments)
    if arguments.format == "json":
        print_json(found)
        return
    from leerrecht.cli.appraise_table import design_lines

    print("\n".join(plain(line) for line in design_lines(study, design, found, lang)))


def write_report(study: Study, arguments: argparse.Namespace) -> None:
    """Write the report in the form that its name asks for; refuses any other."""
    from leerrecht.appraisal.report import FORMS, ReportRefused
    from leerrecht.appraisal.report import write_report as write

    lang, path = arguments.lang, arguments.report
    if path.suffix.lower() not in FORMS:
        refuse([speak("which_form", lang, name=path.name, forms=", ".join(FORMS))], speak("cannot", lang))
    try:
        write(
            study,
            weigh(study, arguments),
            path=path,
            settings=settings_of(arguments),
            lang=lang,
            made_on=datetime.date.today(),  # noqa: DTZ011 (the reader's own day)
        )
    except ReportRefused as refused:
        refuse([str(refused)], speak("cannot", lang))
    print(speak("written", lang, name=path), file=sys.stderr)


def print_json(found: Any) -> None:
    """Print an object as JSON."""
    print(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
