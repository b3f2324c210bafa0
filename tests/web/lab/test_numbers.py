"""The numbers on the pages are those of the command line, for the same options."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from leerrecht.cli import main
from tests.web.lab.conftest import STUDY

OPTIONS = [
    ("groep=glo", ["--subgroup", "glo", "--draws", "2000"]),
    ("groep=amv&gewichten=free", ["--subgroup", "amv", "--draws", "2000", "--weights", "free"]),
    ("groep=amv&scores=point&trekkingen=10000", ["--subgroup", "amv", "--draws", "10000", "--scores", "point"]),
]


def told(arguments: list[str], capsys) -> dict:
    main(["appraise", "aef-2025", "--format", "json", "--seed", "0", *arguments])
    ((_, found),) = json.loads(capsys.readouterr().out)["subgroups"].items()
    return found


def shown(share: float) -> str:
    said = f"{share * 100:.1f}"
    if share not in (0, 1):
        said = {"0.0": "&lt; 0.1", "100.0": "&gt; 99.9"}.get(said, said)
    return f"{said}%"


@pytest.mark.parametrize(("query", "arguments"), OPTIONS)
def test_shares_and_ranks_are_those_of_the_command_line(look, capsys, query, arguments) -> None:
    page, found = look(f"/en{STUDY}hoe-zeker/?{query}"), told(arguments, capsys)
    rows = re.findall(
        r'<th role="rowheader" scope="row">([A-C][12])</th>((?:<td[^>]*class="num"[^>]*>[^<]*</td>){5})', page
    )
    assert [name for name, _ in rows] == [name for name, each in found["scenarios"].items() if each["rank"] is not None]
    for name, cells in rows:
        each = found["scenarios"][name]
        expected = [f"{each['rank']:.2f}"] + [
            shown(each[which][method])
            for which in ("first_rank_share", "last_rank_share")
            for method in ("weighted_sum", "promethee")
        ]
        assert re.findall(r">([^<]*)</td>", cells) == expected
    assert (f"{found['unknown_cells']} judgements are unknown") in page


@pytest.mark.parametrize("group", ["glo", "amv"])
def test_conclusions_with_their_status_are_those_of_the_command_line(look, capsys, group) -> None:
    found = told(["--subgroup", group, "--draws", "2000"], capsys)
    page = look(f"/en{STUDY}")
    for each in found["conclusions"]:
        row = page.split(f'<tr role="row" id="{group}-{each["id"]}">')[1].split("</tr>")[0]
        status = "not in the report" if each["status"] == "new" else each["status"]
        assert f">{status}</span>" in row
        assert f"in {shown(each['robustness']).replace('.0%', '%')} of the calculations" in row


def test_rank_and_admissibility_stand_side_by_side(look, capsys) -> None:
    page = look(STUDY)
    row = page.split('id="s-C1"')[1].split("</tr>")[0]
    assert row.count("bijna altijd plaats 1") == 2 and "Nee" in row and "#veto-V1" in row
    assert "Geen van de 6 scenario’s is toelaatbaar." in page
    for group in ("glo", "amv"):
        own = page.split(f'id="{group}-OWN1"')[1].split("</tr>")[0]
        assert "C1 past het best van de 6" in own and "niet aan te raden" in own


def test_where_the_first_place_changes_hands_is_drawn_and_told(look, capsys) -> None:
    found = told(["--subgroup", "amv", "--draws", "2000"], capsys)
    ((at, before, after),) = ((each["at"], each["before"], each["after"]) for each in found["flips"])
    page = look(f"{STUDY}hoe-zeker/?groep=amv")
    turns = page.split('aria-labelledby="omslag"')[1].split("</section>")[0]
    assert f"{at * 100:.0f} %" in turns and before == ["C1"] and after == ["C2"] and turns.count("<svg") == 2
    assert (
        "<svg" not in look(f"{STUDY}hoe-zeker/?groep=glo").split('aria-labelledby="omslag"')[1].split("</section>")[0]
    )


def test_the_matrix_has_every_cell_with_a_link_to_its_ground(look) -> None:
    from leerrecht.queries.studies import all_studies

    study = all_studies()["aef-2025"]
    page = look(f"{STUDY}scores/?groep=glo")
    for scenario in study.judged("glo"):
        for column in study.columns:
            assert f'href="{STUDY}waarom/glo/{scenario}/{column}/"' in page
    assert page.count("lr-cell s-u") == 6  # what nobody judged stays visible


def test_two_scenarios_compare_criterion_by_criterion(look) -> None:
    from leerrecht.queries.studies import outcome_of, usual_settings

    page = unescape(look(f"/en{STUDY}vergelijken/?groep=amv&een=C2&ander=B1"))
    outcome = outcome_of(study="aef-2025", subgroup="amv", settings=usual_settings())
    places = [outcome.simulation.table.scenarios.index(name) for name in ("C2", "B1")]
    share = outcome.simulation.standing["weighted_sum"].beats[places[0], places[1]]
    assert 0.5 < share < 1 and f"C2 is above B1 in {share * 100:.1f}%" in page
    assert page.count("why?") == 2 * 14
    needs = page.split('scope="row">Needs of the child')[1].split("</tr>")[0].split("<td")
    assert ["fits best" in needs[1], "bottleneck" in needs[2], "C2" in needs[3]] == [True, True, True]
