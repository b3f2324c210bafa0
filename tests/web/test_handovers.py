"""The pages on which tasks are handed over, from noting that somebody stops to the receipt."""

from __future__ import annotations

import re

from tests.operations.test_handovers import add_children, handovers, w  # noqa: F401 (a fixture)

ON_PAGE = "/overdragen/"


def visit(client, account, url, **posted):
    client.force_login(account)
    return client.post(url, posted, follow=True) if posted else client.get(url)


def test_the_story_of_a_guardian_who_leaves(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    noted = visit(client, w.giver, ON_PAGE, doe="self", kind="departure", stops_on="1-10-2026")
    assert noted.status_code == 200 and "Vastgelegd" in noted.content.decode()
    text = noted.content.decode()
    assert "Voorstel: heeft in dit team" in text
    fields = re.findall(r'name="(wie-[a-z0-9]+)"', text)
    assert len(fields) == 3
    one = str(w.one.professional.pk)
    asked = visit(client, w.giver, ON_PAGE, doe="ask", **dict.fromkeys(fields, one))
    assert "Gevraagd" in asked.content.decode()
    row = handovers()[0]
    url = f"/jongeren/{row.child.public_id}/overdragen/{row.public_id}/"
    assert "Ik neem het over" in visit(client, w.one, url).content.decode()
    assert "Ik neem het over" not in visit(client, w.giver, url).content.decode()
    taken = visit(client, w.one, url, doe="accept")
    assert "Je neemt het over" in taken.content.decode()
    assert "Je nam dit al over" in visit(client, w.one, url, doe="accept").content.decode()
    late = visit(client, w.two, url, doe="accept")
    assert late.status_code == 422 and "Nu staat er: Een" in late.content.decode()
    assert (
        'value="sign"' not in taken.content.decode()
        and "Tekenen kan als de jongere het weet." in taken.content.decode()
    )
    url = taken.redirect_chain[-1][0].partition("?")[0]
    told = visit(client, w.giver, url, doe="tell", told_on="15-9-2026", words="Goed.", readers="reception")
    url = told.redirect_chain[-1][0].partition("?")[0]
    assert 'value="sign"' in visit(client, w.one, url).content.decode()
    assert 'value="sign"' not in visit(client, w.two, url).content.decode()  # a colleague who is neither side
    signed = visit(client, w.giver, url, doe="sign")
    assert 'value="sign"' not in signed.content.decode() and "Jij hebt getekend." in signed.content.decode()
    url = signed.redirect_chain[-1][0].partition("?")[0]
    done = visit(client, w.one, url, doe="sign").content.decode()
    assert "Overgedragen: beiden tekenden." in done and re.search(r"<code>[0-9a-f]{64}</code>", done)


def test_a_field_that_no_handover_has_asks_nobody(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    visit(client, w.giver, ON_PAGE, doe="self", kind="departure", stops_on="1-10-2026")
    answer = visit(client, w.giver, ON_PAGE, **{"doe": "ask", "wie-a\x00b": str(w.one.professional.pk)})
    assert answer.status_code < 500 and not any(row.to_person for row in handovers())


def test_a_departure_is_moved_and_then_off_and_who_accepts_meanwhile_reads_why(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    visit(client, w.giver, ON_PAGE, doe="self", kind="departure", stops_on="1-10-2026")
    row = handovers()[0]
    url = f"/jongeren/{row.child.public_id}/overdragen/{row.public_id}/"
    (days,) = re.findall(r"/overdragen/wissel/[a-z0-9]+/", visit(client, w.giver, ON_PAGE).content.decode())
    assert "Andere dag" not in visit(client, w.one, ON_PAGE).content.decode()
    assert "Hieraan kun jij niets veranderen" in visit(client, w.one, days).content.decode()
    page = visit(client, w.giver, days).content.decode()
    assert 'value="1-10-2026"' in page and 'name="returns_on"' not in page
    wrong = visit(client, w.giver, days, doe="move", versie="1", stops_on="31-6-2026")
    assert wrong.status_code == 422 and 'href="#stops_on"' in wrong.content.decode()
    moved = visit(client, w.giver, days, doe="move", versie="1", stops_on="1-11-2026")
    assert "De dag is veranderd" in moved.content.decode()
    assert re.search(r"Niet meer vanaf .*nov", moved.content.decode())
    late = visit(client, w.two, url, doe="accept")
    assert late.status_code == 422 and "De dag is intussen anders" in late.content.decode()
    stale = visit(client, w.giver, days, doe="withdraw", versie="1")
    assert stale.status_code == 422 and "Iemand veranderde dit intussen" in stale.content.decode()
    (days,) = re.findall(r"/overdragen/wissel/[a-z0-9]+/", visit(client, w.giver, ON_PAGE).content.decode())
    assert "Ingetrokken" in visit(client, w.giver, days, doe="withdraw", versie="1").content.decode()
    off = visit(client, w.two, url, doe="accept")
    assert off.status_code == 422 and "Dit gaat niet door" in off.content.decode()
    assert "Ik neem het over" not in visit(client, w.two, url).content.decode()
    assert visit(client, w.far, days).status_code == 404


def test_who_fell_away_at_once_is_taken_over_on_that_very_day_and_comes_back(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    visit(client, w.one, ON_PAGE, doe="colleague", colleague=w.giver.professional.public_id)
    row = handovers()[0]
    url = f"/jongeren/{row.child.public_id}/overdragen/{row.public_id}/"
    taken = visit(client, w.two, url, doe="accept")
    assert "Je neemt het over" in taken.content.decode()
    told = visit(client, w.two, taken.redirect_chain[-1][0].partition("?")[0], doe="tell", told_on="15-9-2026")
    url = told.redirect_chain[-1][0].partition("?")[0]
    settings.CLOCK_ON = "2026-09-17"
    (days,) = re.findall(r"/overdragen/wissel/[a-z0-9]+/", visit(client, w.one, ON_PAGE).content.decode())
    page = visit(client, w.giver, days).content.decode()
    assert "Dit is al begonnen" in page and 'name="stops_on"' not in page and "Trek het in" not in page
    assert (
        "De dag is veranderd"
        in visit(client, w.giver, days, doe="move", versie="1", returns_on="17-9-2026").content.decode()
    )
    again = visit(client, w.giver, url)
    assert again.status_code == 302
    page = visit(client, w.giver, again["Location"]).content.decode()
    assert "vertel hoe het nu is" in page and 'value="tell"' in page and 'value="sign"' not in page
    assert (
        "Vastgelegd dat de jongere het weet"
        in visit(client, w.giver, again["Location"], doe="tell", told_on="17-9-2026").content.decode()
    )


def test_who_was_told_and_hears_otherwise_is_on_the_page_with_a_step_that_leads_there(client, w, settings):  # noqa: F811
    from leerrecht.queries.signals import signal_id
    from tests.operations.test_staff_days import name

    settings.CLOCK_ON = "2026-09-15"
    name(w.children[0])
    visit(client, w.giver, ON_PAGE, doe="self", kind="departure", stops_on="1-10-2026")
    row = handovers()[0]
    url = f"/jongeren/{row.child.public_id}/overdragen/{row.public_id}/"
    taken = visit(client, w.one, url, doe="accept").redirect_chain[-1][0].partition("?")[0]
    visit(client, w.giver, taken, doe="tell", told_on="15-9-2026")
    (days,) = re.findall(r"/overdragen/wissel/[a-z0-9]+/", visit(client, w.giver, ON_PAGE).content.decode())
    visit(client, w.giver, days, doe="withdraw", versie="1")
    page = visit(client, w.giver, f"/jongeren/{row.child.public_id}/").content.decode()
    assert "wie dit doet, blijft toch" in page and "Vertel de jongere dat die blijft." in page
    signal = signal_id(rule="roles.handover", key="legal_representative:")
    led = visit(client, w.giver, f"/jongeren/{row.child.public_id}/stap/{signal}/")
    stays = next(row for row in handovers() if row.changed_on)
    assert led["Location"].endswith(f"/overdragen/{stays.public_id}/")


def test_a_colleague_who_was_not_chosen_is_asked_for_and_not_a_page_that_is_gone(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    answer = visit(client, w.giver, ON_PAGE, doe="colleague", colleague="")
    text = answer.content.decode()
    assert (
        answer.status_code == 422 and text.count("Kies wie opeens wegviel.") == 2
    )  # above the form, and beside the field
    assert visit(client, w.giver, ON_PAGE, doe="colleague", colleague="nobody-here").status_code == 404


def test_who_was_asked_and_is_then_away_reads_why_and_can_say_no(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    text = visit(client, w.giver, ON_PAGE, doe="self", kind="departure", stops_on="1-10-2026").content.decode()
    (field, *_) = re.findall(r'name="(wie-[a-z0-9]+)"', text)
    visit(client, w.giver, ON_PAGE, doe="ask", **{field: str(w.one.professional.pk)})
    for account in (w.one, w.two):
        visit(client, account, ON_PAGE, doe="self", kind="leave", stops_on="30-9-2026", returns_on="2-10-2026")
    assert "Gevraagd: Een. Nog geen antwoord." in visit(client, w.giver, ON_PAGE).content.decode()
    row = next(row for row in handovers() if row.to_person)
    url = f"/jongeren/{row.child.public_id}/overdragen/{row.public_id}/"
    text = visit(client, w.one, url).content.decode()
    assert "Jij stopt of bent dan zelf weg." in text and "Ik neem het over" not in text
    declined = visit(client, w.one, url, doe="decline", reason="Ik ben dan weg.")
    assert "Iemand anders wordt gevraagd." in declined.content.decode()
    assert all(not row.to_person for row in handovers())


def test_a_team_in_which_nobody_is_left_reads_once_what_to_do(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    for account in (w.one, w.two, w.giver):
        noted = visit(client, account, ON_PAGE, doe="self", kind="leave", stops_on="1-10-2026")
    text = noted.content.decode()
    assert text.count("Vraag je beheerder om een collega aan dit team toe te voegen.") == 1
    assert "Kies nu wie het overneemt" not in text and text.count("Nog niemand") == 3


def test_what_is_known_already_says_where_and_who_can_change_it(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    visit(client, w.two, ON_PAGE, doe="colleague", colleague=w.giver.professional.public_id)
    answer = visit(client, w.one, ON_PAGE, doe="colleague", colleague=w.giver.professional.public_id)
    text = answer.content.decode()
    assert answer.status_code == 422 and "staat al vast dat deze persoon stopt of weg is" in text
    assert "Alleen wie het zelf is, kan de dag daar veranderen." in text


def test_who_falls_away_before_leaving_is_away_until_that_day_and_not_back_on_it(client, w, settings):  # noqa: F811
    settings.CLOCK_ON = "2026-09-15"
    visit(client, w.giver, ON_PAGE, doe="self", kind="departure", stops_on="9-10-2026")
    visit(client, w.one, ON_PAGE, doe="colleague", colleague=w.giver.professional.public_id)
    text = visit(client, w.one, ON_PAGE).content.decode()
    assert "Dit loopt tot vr 9 oktober; dan begint wat er al vaststond." in text and "Terug op" not in text
