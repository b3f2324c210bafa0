"""A name as it was written, without what differs by accident: capitals, accents, punctuation, signs that aren't letters."""

from __future__ import annotations

import unicodedata

LONGEST = 80
"""Letters of a name that count; a longer one is cut, so that no name costs much."""

_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ə": "e", "ħ": "h", "ŋ": "n",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ی", "ي": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ھ": "ه", "ہ": "ه",
    "ؤ": "و", "ـ": "",
})  # fmt: skip
_SPOKEN = str.maketrans({
    "č": "tch", "ć": "tch", "ç": "tch", "š": "sh", "ś": "sh", "ŝ": "sh", "ş": "sh", "ș": "sh", "ž": "zh", "ź": "zh", "ż": "zh",
    "ñ": "gn", "ň": "gn", "ń": "gn", "ģ": "gh", "ğ": "gh", "ġ": "gh", "ḫ": "kh", "ẖ": "kh", "ḵ": "kh", "ṯ": "th", "ḏ": "dh",
    "ṣ": "ts", "ä": "e", "ǧ": "j", "ï": "i", "ö": "o", "ü": "u",
    "ß": "ss", "æ": "e", "œ": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ə": "e", "ħ": "h", "ŋ": "n",
})  # fmt: skip
_JOINERS = "'’‘`´ʼʾʿʹ.\u200c\u200d·"
"""Signs within a word that part nothing."""


def words_of(text: str) -> tuple[str, ...]:
    """Part a name into words of letters, in lower case and composed; at most `LONGEST` letters in all.

    >>> words_of("  Abd al-Zahra' 😀 ")
    ('abd', 'al', 'zahra')
    """
    if text.isascii() and text.isalpha():
        return (text[:LONGEST].lower(),)
    words: list[str] = []
    word: list[str] = []
    room = LONGEST
    for letter in unicodedata.normalize("NFC", text[: 8 * LONGEST]).lower():
        if letter in _JOINERS:
            continue
        kind = unicodedata.category(letter)
        if kind[0] == "L" and room:
            word.append(letter)
            room -= 1
        elif kind[0] == "M" and word:
            word.append(letter)
        elif word and kind[0] not in "LM":
            words.append("".join(word))
            word = []
    return (*words, "".join(word)) if word else tuple(words)


def fold(word: str) -> str:
    """Take the accents off a word of `words_of`, and make Arabic letters that are written for each other the same.

    >>> fold("šaʿbān".replace("ʿ", "")), fold("مصطفى")
    ('saban', 'مصطفی')
    """
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(letter for letter in apart if unicodedata.category(letter)[0] != "M")


def spoken(word: str) -> str:
    """Write the accents that change a sound as letters, such as `š` as `sh`, and drop the others.

    >>> spoken("täšomä"), spoken("čorqa")
    ('teshome', 'tchorqa')
    """
    return word if word.isascii() else fold(word.translate(_SPOKEN))
