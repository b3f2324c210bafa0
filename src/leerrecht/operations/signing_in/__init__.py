"""Sign in: by a password and a second factor, or through one's own organisation; in the demo by choosing somebody."""

from __future__ import annotations

from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.demo import DEMO_DOMAIN, DemoRole, choose_demo_account, find_demo_accounts
from leerrecht.operations.signing_in.password import asks_second_factor, sign_in_with_password
from leerrecht.operations.signing_in.slowing import MOST_WRONG, known_browser

__all__ = [
    "DEMO_DOMAIN", "MOST_WRONG", "DemoRole", "Refused", "asks_second_factor", "choose_demo_account",
    "find_demo_accounts", "known_browser", "sign_in_with_password",
]  # fmt: skip
