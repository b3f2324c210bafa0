"""What an administrator does at the command line."""

from __future__ import annotations

import pytest

from leerrecht.accounts.models import Account, SecondFactor
from leerrecht.cli import main
from leerrecht.cli.second_factor import WORDS
from leerrecht.cli.sign_in import DOCTOR_WORDS
from leerrecht.operations.signing_in.start_code import fits_start_code
from leerrecht.web.frame.clock import now
from tests.operations.builders import NOW
from tests.signing_in.mapping import COA, issuer, write


@pytest.fixture
def account(chain):
    return chain[1]["reception"]


def doctor(capsys, lang="en"):
    code = main(["doctor", "--lang", lang])
    return code, capsys.readouterr().out


def test_a_second_factor_is_reset(account, capsys):
    SecondFactor.objects.create(account=account, secret="x", last_step=0, set_at=NOW)
    assert main(["reset-second-factor", account.email, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "set up anew" in said
    assert fits_start_code(account=account, typed=said.rpartition(": ")[2], at=now())
    assert not SecondFactor.objects.exists()
    assert main(["reset-second-factor", "nobody@test.example"]) == 2
    said = capsys.readouterr()
    assert "geen account" in said.err and "nobody" not in said.err
    assert all(set(words) == {"nl", "en"} for words in [*WORDS.values(), *DOCTOR_WORDS.values()])


def test_doctor_says_which_accounts_are_nobody_s(account, capsys, settings, tmp_path):
    settings.VAR = tmp_path
    Account.objects.filter(pk=account.pk).update(professional=None)
    code, said = doctor(capsys)
    assert code == 1
    assert f"1 account(s) with nobody behind them ({account.public_id})" in said
    assert account.email not in said
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert doctor(capsys)[0] == 0


def test_doctor_says_what_is_wrong_with_the_mapping_file(chain, capsys, settings, tmp_path):
    settings.VAR = tmp_path
    settings.ISSUERS = str(write(tmp_path, issuer()))
    code, said = doctor(capsys)
    assert (code, "Signing in through organisations: 1" in said) == (0, True)
    teams = [{**COA["teams"][0], "team": "Nowhere"}, {**COA["teams"][0], "role": "school"}]
    settings.ISSUERS = str(write(tmp_path, issuer(teams=teams)))
    code, said = doctor(capsys)
    assert code == 1
    assert "coa: teams[1]: this team isn't in Leerrecht" in said
    assert "coa: teams[2]: this team has another role (reception)" in said
    settings.ISSUERS = str(write(tmp_path, issuer(acr=None, client_id=None)))
    assert doctor(capsys)[1].count("✗ wrong") == 2
