"""Whether a text that somebody typed can be kept."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_unseen(*, text: str) -> bool:
    """Tell whether a text holds what nobody can see or type, and a database doesn't take.

    >>> is_unseen(text="naar school"), is_unseen(text="a\\x00")
    (False, True)
    """
    return bool(_UNSEEN.search(text))


def is_unfit(*, text: str, most: int) -> bool:
    """Tell whether a text is too long or holds what can't be seen.

    >>> is_unfit(text="naar school", most=20), is_unfit(text="a" * 21, most=20), is_unfit(text="a\\x00", most=20)
    (False, True, True)
    """
    return len(text) > most or is_unseen(text=text)


def is_code(text: str) -> bool:
    """Tell whether a text can be a public id; a database refuses some texts that a browser can send.

    >>> is_code("7mx7utsez5h2ju"), is_code("7mx7 -- 1"), is_code("")
    (True, False, False)
    """
    return text.isascii() and text.isalnum()


def tidy(text: str) -> str:
    """Give a text with line ends as we keep them, without spaces around it.

    >>> tidy(" a\\r\\nb ")
    'a\\nb'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
