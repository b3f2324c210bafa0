"""What each notice says, in Dutch (B1) and English. Only words here."""

from __future__ import annotations

from leerrecht.caseload.words import Words

NOTICE_WORDS: dict[str, tuple[Words, Words]] = {
    "sheet_unknown": (
        Words("Het tabblad \"{value}\" is niet bekend en is niet gelezen.",
              "Geef het een bekende naam, of laat het zo als het erbij mag staan.", "Bedoelt u {hint}?"),
        Words("The sheet \"{value}\" is unknown and was not read.",
              "Give it a known name, or leave it if it may stay.", "Did you mean {hint}?"),
    ),
    "sheet_absent": (
        Words("Het tabblad {sheet} ontbreekt.", "Voeg het toe als u deze feiten kent; zonder gaat het ook."),
        Words("The sheet {sheet} is absent.", "Add it if you know these facts; it works without."),
    ),
    "sheet_blank": (
        Words("Het tabblad {sheet} is helemaal leeg.", "Vul het als u deze feiten kent; zonder gaat het ook."),
        Words("The sheet {sheet} is completely empty.", "Fill it if you know these facts; it works without."),
    ),
    "column_unknown": (
        Words("De kolom \"{value}\" is niet bekend en is niet gelezen.",
              "Geef de kolom een bekende naam, of laat hem zo.", "Bedoelt u {hint}?"),
        Words("The column \"{value}\" is unknown and was not read.",
              "Give the column a known name, or leave it.", "Did you mean {hint}?"),
    ),
    "column_absent": (
        Words("De kolom {column} ontbreekt.", "Voeg hem toe als u deze feiten kent; zonder gaat het ook."),
        Words("The column {column} is absent.", "Add it if you know these facts; it works without."),
    ),
    "column_unnamed": (
        Words("In kolom {value} staat iets, maar de kolom heeft geen naam. Hij is niet gelezen.",
              "Zet een bekende kolomnaam in rij 1, of maak de kolom leeg."),
        Words("Column {value} holds something but has no name. It was not read.",
              "Put a known column name in row 1, or empty the column."),
    ),
    "csv_windows_1252": (
        Words("Het bestand is niet in UTF-8 bewaard; het is gelezen als Windows-1252.",
              "Kijk of namen met accenten goed zijn, of bewaar het als \"CSV UTF-8\"."),
        Words("The file is not saved as UTF-8; it was read as Windows-1252.",
              "Check names with accents, or save it as \"CSV UTF-8\"."),
    ),
    "time_ignored": (
        Words("Bij de datum staat ook een tijd ({value}); alleen de dag telt.",
              "Klopt de dag niet? Vul dan alleen de goede datum in."),
        Words("The date also has a time ({value}); only the day counts.",
              "Is the day wrong? Then fill in only the right date."),
    ),
    "identifier_length": (
        Words("Het nummer {value} heeft niet precies 9 cijfers.", "Controleer het nummer; het is wel overgenomen."),
        Words("The number {value} does not have exactly 9 digits.", "Check the number; it was taken over."),
    ),
    "identifier_prefix": (
        Words("Het onderwijsnummer {value} begint niet met 10.",
              "Controleer het nummer; is het een BSN, kies dan bsn. Het is wel overgenomen."),
        Words("The education number {value} does not start with 10.",
              "Check the number; if it is a BSN, choose bsn. It was taken over."),
    ),
    "identifier_check": (
        Words("Het nummer {value} klopt niet volgens de elfproef.",
              "Waarschijnlijk zit er een typfout in; controleer het. Het is wel overgenomen."),
        Words("The number {value} fails its check digit.",
              "There probably is a typing error; check it. It was taken over."),
    ),
    "bsn_padded": (
        Words("Het BSN {value} had 8 cijfers; er is een 0 voor gezet.",
              "Bewaar de kolom als tekst, dan blijft de eerste 0 staan."),
        Words("The BSN {value} had 8 digits; a 0 was put before it.",
              "Format the column as text, so that the first 0 stays."),
    ),
    "stays_overlap": (
        Words("Dit verblijf overlapt met het verblijf in rij {hint}.",
              "Vul bij het eerste verblijf valid_to in, of laat het zo als beide waar zijn."),
        Words("This stay overlaps with the stay in row {hint}.",
              "Fill in valid_to of the first stay, or leave it if both are true."),
    ),
    "departures_same_day": (
        Words("Er staat nog een vertrek op dezelfde dag, in rij {hint}.", "Haal één van beide weg als het er één is."),
        Words("There is another departure on the same day, in row {hint}.", "Remove one of them if it is one."),
    ),
    "row_repeated": (
        Words("Deze rij is gelijk aan rij {hint}; samen zijn zij één feit.", "Haal één van beide weg."),
        Words("This row is equal to row {hint}; together they are one fact.", "Remove one of them."),
    ),
}  # fmt: skip
