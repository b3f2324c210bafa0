"""What a hostile or hurried hand sends: every field of every form, with what nobody thought of. Only strategies."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

from tests.proof.addresses import ADDRESSES, Way
from tests.proof.world import World

NASTY = (
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\u202egnp.exe", "\u2066\u2069", "\ufeff", "\ufffe", "\U0010ffff",
    "0", "-1", "1e309", "NaN", "inf", "9" * 400, "1" * 5000, "99999999999999999999", "0x10", "1,5", "²", "٣",
    "31-2-2026", "0-0-0000", "1-1-0001", "31-12-9999", "2026-13-45", "99-99-99999", "1-1-10000", "-1-1-2026",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}", "' OR 1=1 --", "%00", "%s%n", "../../../etc/passwd", "=1+1",
    "placement.term", "residence_status", "statuses", "withdraw", "correct", "on", "a" * 14, "x" * 301, "x" * 20_001,
    "[]", "{}", "null", "true", "https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)",
    "\r\nSet-Cookie: a=b",
)  # fmt: skip
"""Values that broke something somewhere once."""
HUGE = {"(a megabyte)": "x" * 1_000_000, "(a megabyte, turned)": "\u202e" * 350_000}
"""Written in full only when they are sent, so that a report stays short."""
FIELDS = (
    "do", "why", "sure", "why_withdraw", "seen", "shared_with", "answer", "naam", "pagina", "soort", "gemeente", "school",
    "alles", "bekend", "gedaan", "next", "email", "password", "role", "team", "doe", "bestand", "task_other", "kind",
)  # fmt: skip
"""Fields that no body of the registry names."""

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(codec=None, categories=None), max_size=40),
    st.integers(-(10**30), 10**30).map(str),
    st.dates().map(lambda day: f"{day.day}-{day.month}-{day.year}"),
    st.sampled_from(tuple(HUGE)),
)


def fields_of(world: World, name: str, way: Way) -> list[str]:
    """Name the fields that an address may be sent."""
    named = {field for body in ADDRESSES[name].bodies(world, way) for field in body.values}
    asked = {part.partition("=")[0] for query in ADDRESSES[name].queries for part in query.split("&") if part}
    return sorted({*named, *asked, *FIELDS})


def bodies(fields: list[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Give what is sent: fields in any order, some twice, some as a list."""
    names = st.one_of(st.sampled_from(fields), st.sampled_from(fields).map(lambda name: f"{name}[]"))
    return st.lists(st.tuples(names, texts), max_size=8)


def encoded(pairs: list[tuple[str, str]]) -> str:
    """Write pairs as a browser would, and lone surrogates as only an attacker does."""
    return "&".join(f"{quote_plus(name)}={_quoted(value)}" for name, value in pairs)


@lru_cache(maxsize=1_000)
def _quoted(value: str) -> str:
    return quote(HUGE.get(value, value).encode("utf-8", "surrogatepass"))


def multipart(pairs: list[tuple[str, str]]) -> bytes:
    """Write pairs as parts of a form, with a last part that isn't closed."""
    pairs = [(name, HUGE.get(value, value)) for name, value in pairs]
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n'
        + value.encode("utf-8", "surrogatepass") + b"\r\n"
        for name, value in pairs
    ]  # fmt: skip
    return (
        b"".join(parts) + b'--b\r\nContent-Disposition: form-data; name="bestand"; filename="..\\..\\x.xlsx"\r\n\r\nPK'
    )


KINDS_OF_CONTENT: dict[str, Any] = {
    "application/x-www-form-urlencoded": lambda pairs: encoded(pairs).encode(),
    "multipart/form-data; boundary=b": multipart,
    "multipart/form-data": multipart,
    "application/json": lambda pairs: repr(dict(pairs)).encode("utf-8", "surrogatepass"),
    "text/plain; charset=utf-16": lambda pairs: encoded(pairs).encode("utf-16"),
}
