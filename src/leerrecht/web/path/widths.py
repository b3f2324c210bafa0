"""How wide a text is, near enough: the widths of Noto Sans, in hundredths of the font size."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

REGULAR = {
    18: "’",
    22: "'",
    26: " ijl",
    27: "!,.:;J",
    28: "`",
    30: "()",
    32: "-",
    33: "[]",
    34: "If",
    36: "t",
    37: "/\\",
    38: "{}",
    41: '"r',
    43: "?",
    44: "_",
    47: "z",
    48: "cs",
    50: "–",
    51: "vy",
    52: "FL",
    53: "kx",
    55: "*S|",
    56: "ETae",
    57: "$+0123456789<=>YZ^~",
    59: "X",
    60: "PVo",
    62: "KRbdghnpqu",
    63: "C",
    64: "A",
    65: "#B",
    73: "&DGU",
    74: "H",
    76: "N",
    78: "OQ",
    79: "w…",
    83: "%",
    90: "@",
    91: "M",
    93: "W",
    94: "m",
}
SEMIBOLD = {
    20: "’",
    25: "'",
    26: " ",
    28: "!,.:;ijl",
    31: "J",
    32: "()-",
    33: "[]`",
    37: "If",
    39: "{}",
    40: "/\\",
    41: "t",
    42: "_",
    43: "r",
    45: '"',
    46: "?",
    48: "z",
    49: "s",
    50: "c–",
    54: "F",
    55: "*LSvy|",
    56: "Ex",
    57: "$+0123456789<=>T^~",
    58: "Zae",
    59: "k",
    60: "Y",
    62: "Po",
    63: "Vbdgpq",
    64: "CRXhnu",
    65: "#K",
    66: "B",
    67: "A",
    73: "DG",
    74: "&",
    75: "U",
    76: "H",
    79: "NOQ",
    83: "w…",
    88: "%",
    90: "@",
    93: "M",
    95: "W",
    96: "m",
}
OTHER = 80
"""The width of a letter that isn't listed, such as an Arabic or Ethiopic one: on the safe side."""
WIDE = 105
NOTHING = ("Mn", "Me", "Cf")


def _by_letter(groups: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in groups.items() for letter in letters}


_WIDTHS = {False: _by_letter(REGULAR), True: _by_letter(SEMIBOLD)}


@lru_cache(maxsize=2048)
def _width_of_letter(letter: str, bold: bool) -> int:
    widths = _WIDTHS[bold]
    if letter in widths:
        return widths[letter]
    if unicodedata.category(letter) in NOTHING:
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in widths:
        return widths[plain]
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else OTHER


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """Give the width of a text at a font size.

    >>> round(width_of("Verblijf", size=14, bold=True))
    49
    """
    return sum(_width_of_letter(letter, bold) for letter in text) * size / 100
