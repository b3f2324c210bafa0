"""What is written by e-mail: counts and links, a code. Never a name, a place, or what a signal is about."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from leerrecht.operations.posting import Letter
from leerrecht.web.words import word


def site_url(name: str, lang: str, **named: str) -> str:
    """Give the whole address of a page in a language; of ourselves, whatever host a request named."""
    with override(lang):
        return settings.SITE_URL + reverse(name, kwargs=named)


def write_digest(counts: Mapping[str, int], lang: str) -> Letter:
    """Write a digest: how many new things, by kind."""
    total = sum(counts.values())
    lines = [
        word("mail.digest_lead", lang, count=total),
        *(f"- {word(f'mail.kind.{kind}', lang, count=count)}" for kind, count in counts.items()),
        "",
        word("mail.digest_look", lang, url=site_url("today", lang)),
        "",
        word("mail.digest_end", lang, url=site_url("telling", lang)),
    ]
    return Letter(subject=word("mail.digest_subject", lang), body="\n".join(lines) + "\n")


def write_code(code: str, lang: str) -> Letter:
    """Write the mail by which somebody shows that an address is theirs."""
    lines = [
        word("mail.code_lead", lang, code=code),
        word("mail.code_where", lang, url=site_url("telling", lang)),
        "",
        word("mail.code_end", lang),
    ]
    return Letter(subject=word("mail.code_subject", lang), body="\n".join(lines) + "\n")
