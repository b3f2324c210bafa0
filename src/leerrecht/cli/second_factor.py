"""`leerrecht reset-second-factor`: for somebody who lost their phone and their recovery codes."""

from __future__ import annotations

import argparse
import sys

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import Stop
from leerrecht.cli.messages import plain
from leerrecht.cli.serve import configure

WORDS = {
    "done": {
        "nl": "De tweede stap is weg, en {ended} sessie(s) zijn beëindigd. Bij het inloggen wordt hij opnieuw ingesteld, "
        "met deze startcode ({days} dagen, voor een keer): {start_code}",
        "en": "The second step is gone, and {ended} session(s) were ended. It is set up anew at the next sign-in, "
        "with this start code ({days} days, for one time): {start_code}",
    },
    "nobody": {
        "nl": "Er is geen account met dit adres. Kijk het adres na.",
        "en": "No account has this address. Check the address.",
    },
    "no_database": {
        "nl": "De database antwoordt niet. Kijk wat eraan scheelt met: leerrecht doctor",
        "en": "The database doesn't answer. See what is wrong with: leerrecht doctor",
    },
}


def run_reset(arguments: argparse.Namespace) -> int:
    """Take somebody's second factor away; 0 when it is gone, 2 when it can't be."""
    lang = arguments.lang
    try:
        configure(lang)
    except Stop:
        return FAULTS
    from django.db import OperationalError

    from leerrecht.operations.signing_in import Refused
    from leerrecht.operations.signing_in.second_factor import reset_second_factor
    from leerrecht.operations.signing_in.start_code import KEPT
    from leerrecht.web.frame.clock import now

    try:
        reset = reset_second_factor(email=arguments.email, at=now(), origin="command line")
    except (Refused, OperationalError) as error:
        name = "nobody" if isinstance(error, Refused) else "no_database"
        print(plain(WORDS[name][lang]), file=sys.stderr)
        return FAULTS
    said = WORDS["done"][lang].format(ended=reset.ended_sessions, days=KEPT.days, start_code=reset.start_code)
    print(plain(said))
    return RAN
