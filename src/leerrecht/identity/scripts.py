"""Letters of other scripts in Latin ones: Arabic (with Persian, Dari, Sorani and Urdu letters) and Ethiopic.

Arabic writes no short vowels, so what comes out is mostly consonants: enough for a skeleton, too little for a spelling.
Ethiopic writes a consonant and its vowel in one sign; `ı` stands for the sixth vowel, which is often not spoken.
"""

from __future__ import annotations

import re

ARABIC: dict[str, str] = {
    "ا": "a", "أ": "a", "إ": "a", "آ": "a", "ٱ": "a", "ء": "", "ؤ": "w", "ئ": "", "ى": "a", "ة": "a", "ۀ": "a", "ۃ": "a",
    "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "th", "ج": "j", "چ": "tch", "ح": "h", "خ": "kh", "د": "d", "ڈ": "d",
    "ذ": "dh", "ر": "r", "ڕ": "r", "ڑ": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "dh", "ط": "t",
    "ظ": "dh", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "ک": "k", "ڪ": "k", "گ": "g", "ڭ": "g",
    "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ں": "n", "ه": "h", "ھ": "h", "ہ": "h", "ە": "e", "ۂ": "h", "و": "w",
    "ۆ": "o", "ۇ": "u", "ۈ": "u", "ۊ": "u", "ۋ": "v", "ي": "y", "ی": "y", "ې": "e", "ێ": "e", "ے": "e", "ۍ": "y",
}  # fmt: skip
"""Each Arabic letter but ayn, which is a vowel at the start of a name and nothing within it."""

_ROWS = (
    "h", "l", "h", "m", "s", "r", "s", "sh", "q", "qw", "q", "qw", "b", "v", "t", "tch", "h", "hw", "n", "gn", "", "k",
    "kw", "kh", "khw", "w", "", "z", "zh", "y", "d", "d", "j", "g", "gw", "g", "t", "tch", "p", "ts", "ts", "f", "p",
)  # fmt: skip
_VOWELS = ("e", "u", "i", "a", "e", "ı", "o", "wa")
_GUTTURAL_ROWS = {0, 2, 16, 20, 26}
_ETHIOPIC, _ETHIOPIC_END = 0x1200, 0x1200 + 8 * len(_ROWS)
_APART = re.compile(r"([sctdkgz]h?)\0h(?=\0|$)")
"""Two letters that would read as one sound, such as s and h."""
_ALEF = "اأإآٱ"
_TATWEEL_AND_MARKS = {0x0640, *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE)}


def is_arabic(text: str) -> bool:
    """Tell whether a text holds Arabic letters."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def _ethiopic(letter: str) -> str:
    row, order = divmod(ord(letter) - _ETHIOPIC, 8)
    vowel = "a" if order == 0 and row in _GUTTURAL_ROWS else _VOWELS[order]
    return _ROWS[row] + vowel


def _arabic(word: str) -> str:
    """Write one Arabic word in Latin letters; the article goes, and a glide at the start stays a consonant."""
    if word[:2] == "ال" and len(word) > 4:
        word = word[2:]
    latin = []
    for place, letter in enumerate(word):
        if letter == "ع":
            latin.append("a" if place == 0 else "")
        elif letter in "ئؤ" and place:
            latin.append("")
        elif letter in "وي" and place == 1 and word[0] in _ALEF:
            latin.append("i")
        else:
            latin.append(ARABIC.get(letter, letter))
    return _APART.sub(r"\1ıh", "\0".join(latin)).replace("\0", "")


def to_latin(word: str) -> str:
    """Write a word without spaces in Latin letters; letters of other scripts stay what they are.

    >>> to_latin("محمد"), to_latin("الحسن"), to_latin("አበበ")
    ('mhmd', 'hsn', 'abebe')
    """
    if word.isascii():
        return word
    bare = "".join(letter for letter in word if ord(letter) not in _TATWEEL_AND_MARKS)
    if is_arabic(bare):
        bare = _arabic(bare)
    return "".join(_ethiopic(letter) if _ETHIOPIC <= ord(letter) < _ETHIOPIC_END else letter for letter in bare)
