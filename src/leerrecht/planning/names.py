"""Common given and family names by community, and its languages, for children who don't exist.

Typed by hand from everyday names; a child is drawn from a given and a family name apart. No list of real persons.
"""

from __future__ import annotations

from typing import NamedTuple


class Community(NamedTuple):
    """Names and languages of one community. `script`: the first given names and family names as they are written there."""

    boys: tuple[str, ...]
    girls: tuple[str, ...]
    families: tuple[str, ...]
    language: str
    second_languages: tuple[str, ...]
    script: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ())


COMMUNITIES: dict[str, Community] = {
    "syrian": Community(
        ("Ahmad", "Omar", "Yousef", "Khaled", "Hasan", "Ali", "Ibrahim", "Samir", "Tarek", "Bilal"),
        ("Fatima", "Maryam", "Aya", "Nour", "Rama", "Hala", "Sara", "Layla"),
        ("Haddad", "Khoury", "Najjar", "Darwish", "Hamdan", "Saleh", "Qasim", "Mansour", "Issa", "Halabi"),
        "Arabisch", ("Koerdisch", "Engels", "Turks"),
        (
            ("أحمد", "عمر", "يوسف", "خالد", "حسن", "علي", "إبراهيم", "سمير", "طارق", "بلال"),
            ("فاطمة", "مريم", "آية", "نور", "راما", "هالة", "سارة", "ليلى"),
            ("حداد", "خوري", "نجار", "درويش", "حمدان", "صالح", "قاسم", "منصور", "عيسى", "حلبي"),
        ),
    ),
    "eritrean": Community(
        ("Yonas", "Filmon", "Samuel", "Robel", "Abel", "Natnael", "Henok", "Dawit", "Merhawi", "Aman"),
        ("Selam", "Rahel", "Senait", "Luwam", "Helen", "Winta", "Bethlehem", "Feven"),
        ("Tesfay", "Gebremariam", "Haile", "Kidane", "Berhane", "Mehari", "Habte", "Weldu", "Ghebre", "Araya"),
        "Tigrinya", ("Arabisch", "Engels", "Amhaars"),
    ),
    "somali": Community(
        ("Abdi", "Mohamed", "Hassan", "Liban", "Guled", "Mahad", "Yusuf", "Farah"),
        ("Hodan", "Ayan", "Ifrah", "Sagal", "Khadra", "Deeqa", "Amina"),
        ("Warsame", "Jama", "Osman", "Ali", "Nur", "Hersi", "Abdullahi", "Mohamud", "Aden"),
        "Somali", ("Arabisch", "Engels", "Swahili"),
    ),
    "yemeni": Community(
        ("Abdullah", "Saif", "Nabil", "Majed", "Hamza", "Walid", "Mohammed"),
        ("Arwa", "Bushra", "Amal", "Hanan", "Rim", "Zahra"),
        ("Al-Sana", "Al-Maqtari", "Al-Hadi", "Saeed", "Muqbil", "Nasser", "Ghaleb"),
        "Arabisch", ("Engels",),
    ),
    "afghan": Community(
        ("Farid", "Jawad", "Hamid", "Mustafa", "Reza", "Idris", "Nasim", "Zabi"),
        ("Zainab", "Shabnam", "Parwana", "Laila", "Nargis", "Mina"),
        ("Ahmadi", "Rahimi", "Karimi", "Noori", "Hosseini", "Sadat", "Azizi", "Popal"),
        "Dari", ("Pasjtoe", "Farsi", "Engels"),
    ),
    "turkish": Community(
        ("Emre", "Mehmet", "Yusuf", "Can", "Baran", "Deniz", "Murat"),
        ("Elif", "Zeynep", "Defne", "Berfin", "Merve", "Asya"),
        ("Yilmaz", "Kaya", "Demir", "Aydin", "Arslan", "Polat", "Koç"),
        "Turks", ("Koerdisch", "Engels"),
    ),
    "ethiopian": Community(
        ("Biruk", "Kaleb", "Tewodros", "Mikias", "Bereket", "Getachew"),
        ("Hana", "Meron", "Tigist", "Eden", "Mahlet", "Saba"),
        ("Bekele", "Tadesse", "Abebe", "Girma", "Worku", "Alemu", "Desta"),
        "Amhaars", ("Oromo", "Tigrinya", "Engels"),
    ),
}  # fmt: skip
