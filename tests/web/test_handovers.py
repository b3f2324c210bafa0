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
