"""Every kind of page: who looks, how one gets there from an empty tab, and that it is whole, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leerrecht.queries.signals import signal_id
from leerrecht.records.models import FACT
from tests.browser.checking import check_page
from tests.browser.kinds_of_moves import PAGES
from tests.browser.pictures import take_picture
from tests.browser.tabs import HEIGHT, NARROW, WIDE

FAULTY = Path(__file__).parents[2] / "examples" / "faulty" / "caseload.xlsx"
GUARDIAN, RECEPTION, SCHOOL, DUTY = "legal_representative", "reception", "school", "compulsory_education"
OFFICER = "privacy_officer"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of page. `go` opens it in a tab; `status` is what it answers."""

    name: str
    role: str
    go: Callable[[Any, Any, str], None]
    status: int = 200


def check_kind(kind: Kind, *, world: Any, sessions: dict[str, str], tabs: Any, lang: str) -> Any:
    """Open a kind of page, wide and narrow: it answers as it should, nothing cut, no fault for axe. Gives the tab."""
    tabs.expected.add(kind.status)
    page = tabs.open(session=sessions[kind.role])
    statuses: list[int] = []
    page.on("response", lambda each: statuses.append(each.status) if each.request.is_navigation_request() else None)
    kind.go(page, world, lang)
    assert statuses[-1] == kind.status
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        take_picture(page, f"{kind.name}{lang.replace('/', '-')}")
        check_page(page)
    return page


def at(world: Any, reference: str, rest: str = "") -> str:
    """Give the address of a child's page."""
    return f"/jongeren/{world.children[reference].public_id}/{rest}"


def fact_at(world: Any, reference: str, table: str) -> str:
    fact = FACT[table].objects.filter(child=world.children[reference], retracted_at=None).order_by("pk").last()
    return at(world, reference, f"feit/{table}/{fact.public_id}/")


def submit(page: Any, selector: str = "main form.lr-form") -> None:
    """Send a form as it is."""
    page.locator(f"{selector} [type=submit]").first.click()
    page.wait_for_load_state()


def plain(address: str) -> Callable[[Any, Any, str], None]:
    return lambda page, world, lang: page.goto(lang + address)


def of(reference: str, rest: str = "") -> Callable[[Any, Any, str], None]:
    return lambda page, world, lang: page.goto(lang + at(world, reference, rest))


def why(reference: str, rule: str, key: str) -> Callable[[Any, Any, str], None]:
    return of(reference, f"waarom/{signal_id(rule=rule, key=key)}/")


def _sought(text: str) -> Callable[[Any, Any, str], None]:
    def go(page: Any, world: Any, lang: str) -> None:
        page.goto(lang + "/jongeren/")
        page.fill("#zoek", text)
        page.press("#zoek", "Enter")
        page.wait_for_url("**/zoeken/")

    return go


def _correcting(reference: str, table: str) -> Callable[[Any, Any, str], None]:
    return lambda page, world, lang: page.goto(lang + fact_at(world, reference, table))


def _withdrawn_unsure(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + fact_at(world, "alleen-jaar", "stays"))
    submit(page, "form.lr-form__card")


def _wrong_fact(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + at(world, "wachten", "feit/enrolments/"))
    page.fill("#school", "Een school met een heel lange naam " * 3)
    page.fill("#requested_on", "31-6-2026")
    page.fill("#started_on", "morgen")
    submit(page)


def _wrong_plan(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + at(world, "retest", f"plan/{signal_id(rule='period.holiday', key='2026-10-10:herfst')}/"))
    submit(page)


def _wrong_words(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + at(world, "wachten", "woorden/"))
    page.fill("#said_on", "gisteren")
    submit(page)


def _conflict(page: Any, world: Any, lang: str) -> None:
    """Open a form, let somebody else correct the fact meanwhile, and send it."""
    page.goto(lang + fact_at(world, "landing", "enrolments"))
    other = page.context.new_page()
    other.goto(page.url)
    for each, school in ((other, f"ISK Maasbeemd-Noord {lang}"), (page, f"ISK Maasbeemd, locatie Zuiderpark {lang}")):
        each.fill("#school", school)
        each.fill("#why", "Zo staat het in de brief van school.")
        submit(each)
    other.close()


def _in_own_log(page: Any, world: Any, lang: str) -> None:
    """Look at a child and a list first, so that there is something to see; open every part."""
    for address in (at(world, "wachten"), at(world, "wachten", "feiten/"), "/vandaag/", "/logboek/mijn/"):
        page.goto(lang + address)
    _open_all(page)


def _record_looks(world: Any) -> None:
    from leerrecht.audit.log import record_read
    from leerrecht.web.frame.clock import now

    child = world.children["wachten"].public_id
    team = world.organisations["COA"].teams.get(name="Team Zandakker")
    for name, ground in (("worklist", "stay"), ("child", "glass"), ("facts", "stay")):
        record_read(
            at=now(), children=[child], activity=name, role=team.role, team=team.public_id, ground=ground,
            organisation=team.organisation.public_id,
        )  # fmt: skip


def _who_looked(page: Any, world: Any, lang: str) -> None:
    _record_looks(world)
    page.goto(lang + at(world, "wachten"))
    page.goto(lang + at(world, "wachten", "wie-keek-mee/"))


def _found_in_logs(page: Any, world: Any, lang: str) -> None:
    _record_looks(world)
    page.goto(lang + "/logboek/")
    page.fill("#kind", world.children["wachten"].public_id)
    submit(page, "main form.lr-filters")
    _open_all(page)


def _wrong_day_in_logs(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + "/logboek/")
    page.fill("#van", "gisteren")
    submit(page, "main form.lr-filters")


def _open_all(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def _handed_in(path: Path) -> Callable[[Any, Any, str], None]:
    def go(page: Any, world: Any, lang: str) -> None:
        page.goto(lang + "/importeren/")
        page.set_input_files("#bestand", path)
        submit(page)
        page.wait_for_url("**/importeren/*/")

    return go


def _kept_going(page: Any, world: Any, lang: str) -> None:
    _handed_in(FAULTY)(page, world, lang)
    page.click("[value=keep_going]")
    page.wait_for_load_state()


def _no_file(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + "/importeren/")
    submit(page)


def _wrong_password(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + "/")
    page.fill("#email", "niemand@leerrecht.example")
    page.fill("#password", "geen wachtwoord")
    submit(page)


def _card_made(page: Any, world: Any, lang: str) -> None:
    page.goto(lang + at(world, "wachten", "kaart/"))
    submit(page)


LAB = "/afwegen/aef-2025/"
DESIGN = "groep=amv&content=skills&focus=practical&time=in_school&target=all_in_class&provider=isk"
_PLAN = f"plan/{signal_id(rule='adult.extended_reception', key='request')}/"
KINDS = [
    Kind(name="start", role="", go=plain("/")),
    Kind(name="start-wrong", role="", go=_wrong_password, status=422),
    Kind(name="today", role=RECEPTION, go=plain("/vandaag/")),
    Kind(name="today-long", role=GUARDIAN, go=plain("/vandaag/?alles=ja")),
    Kind(name="today-filtered", role=GUARDIAN, go=plain("/vandaag/?soort=placement.term&gemeente=Maasbeemd")),
    Kind(name="today-none", role=GUARDIAN, go=plain("/vandaag/?school=Nergens")),
    Kind(name="today-stranger", role="stranger", go=plain("/vandaag/")),
    Kind(name="counts", role="policy", go=plain("/vandaag/")),
    Kind(name="children", role=GUARDIAN, go=plain("/jongeren/")),
    Kind(name="search", role=GUARDIAN, go=_sought("ahm")),
    Kind(name="search-none", role=GUARDIAN, go=_sought("zzzz")),
    Kind(name="child-waiting", role=GUARDIAN, go=of("wachten")),
    Kind(name="child-eighteen", role=GUARDIAN, go=of("achttien")),
    Kind(name="child-moved", role=GUARDIAN, go=of("drie-keer")),
    Kind(name="child-unknown", role=RECEPTION, go=of("alleen-jaar")),
    Kind(name="child-school", role=SCHOOL, go=of("wachten")),
    Kind(name="child-long-name", role=GUARDIAN, go=of("beschermd")),
    Kind(name="child-past", role=GUARDIAN, go=of("zomer", "?bekend=1-9-2026")),
    Kind(name="child-odd-day", role=DUTY, go=of("coachklas", "?bekend=morgen")),
    Kind(name="why-overdue", role=RECEPTION, go=why("wachten", "placement.term", "term")),
    Kind(name="why-unknown", role=GUARDIAN, go=why("beschermd", "placement.term", "term")),
    Kind(name="facts", role=GUARDIAN, go=of("drie-keer", "feiten/")),
    Kind(name="choose", role=GUARDIAN, go=of("wachten", "feit/")),
    *(
        Kind(name=f"add-{table}", role=GUARDIAN, go=of("wachten", f"feit/{table}/"))
        for table in FACT
        if table not in ("children", "plans", "voices", "transfers", "move_points", "handovers")
    ),
    Kind(name="add-wrong", role=RECEPTION, go=_wrong_fact, status=422),
    Kind(name="correct-child", role=GUARDIAN, go=_correcting("alleen-jaar", "children")),
    Kind(name="correct-enrolment", role=DUTY, go=_correcting("coachklas", "enrolments")),
    Kind(name="correct-unsure", role=GUARDIAN, go=_withdrawn_unsure, status=422),
    Kind(name="conflict", role=GUARDIAN, go=_conflict, status=409),
    Kind(name="plan", role=GUARDIAN, go=of("verlengd", _PLAN)),
    Kind(name="plan-wrong", role=GUARDIAN, go=_wrong_plan, status=422),
    Kind(name="words", role=GUARDIAN, go=of("wachten", "woorden/")),
    Kind(name="words-wrong", role=GUARDIAN, go=_wrong_words, status=422),
    Kind(name="card", role=RECEPTION, go=of("wachten", "kaart/")),
    Kind(name="card-made", role=RECEPTION, go=_card_made),
    Kind(name="imports", role=RECEPTION, go=plain("/importeren/")),
    Kind(name="imports-no-file", role=RECEPTION, go=_no_file, status=422),
    Kind(name="import-faulty", role=RECEPTION, go=_handed_in(FAULTY)),
    Kind(name="import-done", role=RECEPTION, go=_kept_going),
    Kind(name="own-log", role=GUARDIAN, go=_in_own_log),
    Kind(name="seen-by", role=GUARDIAN, go=_who_looked),
    Kind(name="logs", role=OFFICER, go=plain("/logboek/")),
    Kind(name="logs-found", role=OFFICER, go=_found_in_logs),
    Kind(name="logs-wrong", role=OFFICER, go=_wrong_day_in_logs, status=422),
    *(Kind(name=name, role=role, go=go, status=status) for name, role, go, status in PAGES),
    Kind(name="lab", role="", go=plain("/afwegen/")),
    Kind(name="lab-study", role="", go=plain(LAB)),
    Kind(name="lab-policy", role="policy", go=plain(LAB)),
    Kind(name="lab-framework", role="", go=plain(LAB + "kader/")),
    Kind(name="lab-matrix", role="", go=plain(LAB + "scores/?groep=amv")),
    Kind(name="lab-compare", role="", go=plain(LAB + "vergelijken/?groep=amv&een=C1&ander=C2")),
    Kind(name="lab-robust", role="", go=plain(LAB + "hoe-zeker/?groep=amv")),
    Kind(name="lab-design-empty", role="", go=plain(LAB + "ontwerp/")),
    Kind(name="lab-design", role="", go=plain(LAB + "ontwerp/?" + DESIGN)),
    Kind(name="lab-design-wrong", role="", go=plain(LAB + "ontwerp/?groep=x&content=skills&kleur=rood"), status=422),
    Kind(name="lab-report", role="", go=plain(LAB + "rapport/")),
    Kind(name="lab-evidence", role="", go=plain(LAB + "bewijs/")),
    Kind(name="lab-evidence-none", role="", go=plain(LAB + "bewijs/?gezegd=coder&scenario=A1&criterium=F")),
    *(
        Kind(name=f"lab-why-{name.lower().replace('/', '-')}", role="", go=plain(f"{LAB}waarom/{group}/{name}/"))
        for group, name in (
            ("amv", "R1"),
            ("glo", "OWN1"),
            ("glo", "C1/K2"),
            ("glo", "V1"),
            ("amv", "F4A14"),
            ("amv", "L6"),
        )
    ),
    Kind(name="lost", role=GUARDIAN, go=plain("/jongeren/aaaaaaaaaaaaaa/"), status=404),
]
