"""What the letters of a Latin name may stand for: a small set of sounds, written with one letter each.

Romanisation has no rule that all follow: `ch` is kh in Germany and the Netherlands, sh in France and tsh in England;
Somali writes x for h and c for ayn; Dutch and German write j for y. So a letter that is ambiguous gives alternatives.
Sounds: `x` is sh, `c` is tsh, `j` is dj; the other letters are themselves. Vowels are not told apart further than
`a`, `i`, `o`; a run of vowels and glides is one vowel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

MOST = 8
"""Alternatives of one name that count at most; the likelier ones stand first in each set."""

Sounds = tuple[str, ...]

CONSONANTS: dict[str, Sounds] = {
    "tsch": ("c",), "tch": ("c",), "tsj": ("c",), "dsch": ("j",), "dzj": ("j",), "dzh": ("j",), "sch": ("x",),
    "sj": ("x",), "sh": ("x",), "dj": ("j",), "dz": ("j", "z"), "zh": ("j",), "kh": ("h", "k"), "ch": ("c", "h", "x", "k"),
    "gh": ("g",), "th": ("t", "s", "th"), "dh": ("d", "z", "dh"), "ph": ("f",), "ts": ("s",), "tz": ("s",), "ck": ("k",),
    "gn": ("n",), "q": ("k", "g"), "x": ("h",), "j": ("j", "y"), "sz": ("s", "x"),
}  # fmt: skip
"""What a group of letters may stand for, the longest group first; a letter that isn't here stands for itself."""

_CONSONANT = re.compile("|".join(sorted(CONSONANTS, key=len, reverse=True)) + "|[bcdfghklmnprstvz]")
_RUN = re.compile(r"[aeiouyıw]+")
_ROUND = re.compile(r"ou|oe|oo")
_LONG_E = re.compile(r"e{2,}")
_GLIDE = re.compile(r"[aeiouyı]w[aeiouyı]|[aei]ou|ou[aei]|iw|uw|wo|wu")
_SERVANT = re.compile(r"abd([aeiou]+)l(?=[bcdfgjkmnpqrstvwxz]|h[aeiou].)")
_ARTICLE = re.compile(r"^[ae]l(?=[bcdfghjkmnpqrstvwxz].{3})")
_W = re.compile(r"ou(?=[aeiy])|^u(?=[ae])")
_FAITH = re.compile(r"([aeu])l(?=d+[aeiy]+n)")
_SAME = re.compile(r"(.)\1+")
_DOUBLE = re.compile(r"([^aeiouyıw])\1+")


def _c(before: str, after: str) -> Sounds:
    """Give what `c` may be: k or s as in French, ayn in Somali (a vowel, or nothing), dj in Turkish."""
    if after in "ei" and after:
        return ("s", "", "j")
    if not before or not after:
        return ("", "k", "j")
    return ("", "k") if after in "aou" else ("k", "")


def _units(text: str, *, unvowelled: bool) -> Iterator[tuple[bool, Sounds]]:
    """Cut a text into consonants and runs of vowels: whether it is a vowel, and its alternatives."""
    place = 0
    while place < len(text):
        start = text[place] in "yw" and not place and len(text) > 1
        run = None if start else _RUN.match(text, place)
        if start:
            yield False, (text[place],)
            place += 1
        elif run:
            yield True, _vowels(run[0], first=not place, last=run.end() == len(text))
            glide = run[0] if place and run.end() < len(text) else ""
            if glide and (_GLIDE.search(glide) or (unvowelled and "w" in glide)):
                yield False, ("", "w")
            place = run.end()
        else:
            found = _CONSONANT.match(text, place)
            group = found[0] if found else text[place]
            after = text[place + len(group) : place + len(group) + 1]
            if group == "h" and not after and place:
                return
            yield False, _consonant(group, text[:place], after)
            place += len(group)


def _consonant(group: str, before: str, after: str) -> Sounds:
    if group == "c":
        return _c(before, after)
    if group == "g":
        return ("g", "j") if after and after in "aei" else ("g",)
    if group == "v":
        return ("w", "") if before else ("w",)
    if group == "sh" and before == "i":
        return ("x", "sh")
    if group == "x" and before.endswith("e"):
        return ("h", "ks")
    if group == "j" and before and after not in "aeiou":
        return ("j",)
    return CONSONANTS.get(group, (group,))


@lru_cache(maxsize=4096)
def _vowels(run: str, *, first: bool, last: bool) -> Sounds:
    """Give the vowels that a run may be heard as; at the end a written e is often silent."""
    plain = _LONG_E.sub("i", _ROUND.sub("o", run))
    heard = {"a": "a", "i": "i", "y": "i", "o": "o", "u": "o", "w": "o"}
    found = list(dict.fromkeys(heard[letter] for letter in plain if letter in heard))
    if "e" in plain:
        found += [each for each in ("a", "i") if each not in found]
    if "ı" in plain:
        found += [each for each in ("i", "") if each not in found]
    return (*found, "") if last and plain == "e" and not first else tuple(found)


def _smooth(text: str) -> str:
    """Write `servant of the ...` and `... of the faith` without their article, a French `ou` as w, each double letter once."""
    once = _FAITH.sub(r"\1", _SERVANT.sub(r"abd\1", _W.sub("w", text)))
    return _DOUBLE.sub(r"\1", once)


def bones_and_romans(latin: str, *, unvowelled: bool) -> tuple[Sounds, Sounds]:
    """Give the skeletons of a Latin name (consonants; `a` for a vowel at the start), and the forms with their vowels.

    `unvowelled`: short vowels aren't written, as in Arabic; then only skeletons are given.

    >>> bones_and_romans("mohammed", unvowelled=False)
    (('mhmd',), ('mohamad', 'mohamid'))
    >>> bones_and_romans("xuseen", unvowelled=False)[0]
    ('hsn',)
    """
    bones: dict[str, None] = {}
    romans: dict[str, None] = {}
    for reading in dict.fromkeys((_ARTICLE.sub("", latin), latin)):
        units = list(_units(_smooth(reading), unvowelled=unvowelled))
        bones |= {_once("".join(choice)): None for choice in islice(product(*_for_bones(units)), MOST)}
        if not unvowelled:
            spelled = product(*(sounds for _, sounds in units))
            romans |= {_once("".join(choice)): None for choice in islice(spelled, 2 * MOST)}
    return tuple(bones), tuple(romans)


def _for_bones(units: list[tuple[bool, Sounds]]) -> list[Sounds]:
    """Give the alternatives of each place of a skeleton. A vowel counts at the start only, where Somali may write a c."""
    places: list[Sounds] = []
    for place, (is_vowel, sounds) in enumerate(units):
        if is_vowel:
            places.append(("a",) if place == 0 else ("",))
        elif place == 0 and "" in sounds:  # a c that is an ayn makes the name start with a vowel
            places.append(tuple(sound or "a" for sound in sounds))
        else:
            places.append(sounds)
    return places


def _once(text: str) -> str:
    """Write each letter that is repeated once."""
    return _SAME.sub(r"\1", text)
