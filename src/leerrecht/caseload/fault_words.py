"""What each fault says, in Dutch (B1) and English: what is wrong, what would be right. Only words here."""

from __future__ import annotations

from leerrecht.caseload.words import Words

_FILE: dict[str, tuple[Words, Words]] = {
    "file_missing": (
        Words("Het bestand of de map \"{value}\" bestaat niet.", "Controleer de naam en de plaats."),
        Words("The file or folder \"{value}\" does not exist.", "Check its name and its place."),
    ),
    "file_unreadable": (
        Words("Het bestand \"{value}\" kan niet worden geopend.",
              "Sluit het in andere programma's en kijk of u het mag lezen."),
        Words("The file \"{value}\" can't be opened.", "Close it in other programs and check that you may read it."),
    ),
    "file_empty": (
        Words("Het bestand \"{value}\" is leeg (0 bytes).", "Bewaar de werkmap opnieuw en probeer het nog eens."),
        Words("The file \"{value}\" is empty (0 bytes).", "Save the workbook again and retry."),
    ),
    "file_name_unknown": (
        Words("De naam van \"{value}\" is niet die van een tabblad.",
              "Noem een los CSV-bestand naar een tabblad, zoals children.csv.", "Bedoelt u {hint}.csv?"),
        Words("The name of \"{value}\" is not that of a sheet.",
              "Name a single CSV file after a sheet, such as children.csv.", "Did you mean {hint}.csv?"),
    ),
    "folder_without_csv": (
        Words("In de map \"{value}\" staat geen CSV-bestand met de naam van een tabblad.",
              "Zet er minstens children.csv in, of kies zelf één werkmap (.xlsx)."),
        Words("The folder \"{value}\" holds no CSV file named after a sheet.",
              "Put at least children.csv in it, or choose one workbook (.xlsx)."),
    ),
    "file_not_workbook": (
        Words("\"{value}\" is geen werkmap.", "Geef een .xlsx-bestand, een CSV-bestand of een map met CSV-bestanden."),
        Words("\"{value}\" is not a workbook.", "Give an .xlsx file, a CSV file or a folder of CSV files."),
    ),
    "file_xls_old": (
        Words("\"{value}\" is een oude Excel-werkmap (.xls).", "Open hem in Excel en bewaar hem als .xlsx."),
        Words("\"{value}\" is an old Excel workbook (.xls).", "Open it in Excel and save it as .xlsx."),
    ),
    "file_password": (
        Words("\"{value}\" is met een wachtwoord beveiligd.", "Bewaar een kopie zonder wachtwoord en gebruik die."),
        Words("\"{value}\" is protected with a password.", "Save a copy without a password and use that."),
    ),
    "file_damaged": (
        Words("\"{value}\" is beschadigd of niet volledig.", "Open het in Excel, bewaar het opnieuw als .xlsx."),
        Words("\"{value}\" is damaged or incomplete.", "Open it in Excel and save it again as .xlsx."),
    ),
    "file_not_xlsx": (
        Words("\"{value}\" is een zip-bestand, maar geen Excel-werkmap.",
              "Bewaar de lijst in Excel als .xlsx; pak een zip eerst uit."),
        Words("\"{value}\" is a zip file but not an Excel workbook.",
              "Save the list in Excel as .xlsx; unpack a zip first."),
    ),
    "file_ods": (
        Words("\"{value}\" is een OpenDocument-werkmap (.ods).", "Kies \"Opslaan als\" en bewaar hem als .xlsx."),
        Words("\"{value}\" is an OpenDocument workbook (.ods).", "Choose \"Save as\" and save it as .xlsx."),
    ),
    "file_too_large": (
        Words("\"{value}\" is uitgepakt te groot (meer dan 500 MB, of verdacht sterk ingepakt).",
              "Zet alleen de lijst zelf in een nieuwe werkmap."),
        Words("\"{value}\" is too large when unpacked (over 500 MB, or packed suspiciously tight).",
              "Put only the list itself in a new workbook."),
    ),
    "text_too_long": (
        Words("In \"{value}\" staat een cel met meer dan 32.767 tekens; dat kan in Excel niet.",
              "Kort die tekst in en bewaar de werkmap opnieuw."),
        Words("\"{value}\" holds a cell of more than 32,767 characters; Excel doesn't allow that.",
              "Shorten that text and save the workbook again."),
    ),
    "file_unsafe": (
        Words("\"{value}\" bevat onderdelen die niet veilig zijn (DOCTYPE of ENTITY).",
              "Kopieer de lijst naar een nieuwe werkmap en bewaar die als .xlsx."),
        Words("\"{value}\" holds parts that are not safe (DOCTYPE or ENTITY).",
              "Copy the list to a new workbook and save that as .xlsx."),
    ),
}  # fmt: skip

_SHEET: dict[str, tuple[Words, Words]] = {
    "sheet_missing": (
        Words("Het tabblad {sheet} ontbreekt.", "Voeg een tabblad {sheet} toe met een rij per kind.",
              "Bedoelt u daarmee het tabblad \"{hint}\"?"),
        Words("The sheet {sheet} is absent.", "Add a sheet {sheet} with a row per child.",
              "Do you mean the sheet \"{hint}\"?"),
    ),
    "sheet_empty": (
        Words("Het tabblad {sheet} heeft geen enkele rij.", "Vul onder de kolomnamen een rij per kind in."),
        Words("The sheet {sheet} has no rows at all.", "Fill in a row per child below the column names."),
    ),
    "sheet_duplicate": (
        Words("Er zijn twee tabbladen met de naam {sheet}.", "Voeg ze samen of geef er één een andere naam."),
        Words("There are two sheets called {sheet}.", "Merge them or give one another name."),
    ),
    "sheet_too_large": (
        Words("Het tabblad {sheet} reikt tot cel {value}; dat is te groot.",
              "Verwijder lege rijen en kolommen ver buiten de lijst (meest: 1.000.000 rijen, 1.000 kolommen)."),
        Words("The sheet {sheet} reaches to cell {value}; that is too large.",
              "Delete the empty rows and columns far outside the list (most: 1,000,000 rows, 1,000 columns)."),
    ),
    "sheet_damaged": (
        Words("Het tabblad {sheet} kan niet worden gelezen; het is beschadigd.",
              "Open de werkmap in Excel en bewaar hem opnieuw als .xlsx."),
        Words("The sheet {sheet} can't be read; it is damaged.",
              "Open the workbook in Excel and save it again as .xlsx."),
    ),
    "header_missing": (
        Words("In rij 1 staat geen bekende kolomnaam.", "Zet de kolomnamen in rij 1, zoals in de lege werkmap."),
        Words("Row 1 holds no known column name.", "Put the column names in row 1, as in the empty workbook."),
    ),
    "column_missing": (
        Words("De kolom {column} ontbreekt en is nodig.", "Voeg de kolom {column} toe in rij 1.",
              "Heet die nu \"{hint}\"? Pas dan de naam aan."),
        Words("The column {column} is absent and is needed.", "Add the column {column} in row 1.",
              "Is it now called \"{hint}\"? Then change the name."),
    ),
    "column_duplicate": (
        Words("De kolom {column} staat er twee keer.", "Verwijder of hernoem één van de twee kolommen."),
        Words("The column {column} occurs twice.", "Remove or rename one of the two columns."),
    ),
    "merged_cells": (
        Words("De cellen {value} zijn samengevoegd.", "Splits ze en vul elke cel apart in."),
        Words("The cells {value} are merged.", "Unmerge them and fill in each cell."),
    ),
    "csv_nul": (
        Words("Het bestand bevat een teken dat geen tekst is (NUL).", "Bewaar het opnieuw als \"CSV UTF-8\"."),
        Words("The file holds a character that is no text (NUL).", "Save it again as \"CSV UTF-8\"."),
    ),
    "csv_quotes": (
        Words("Vanaf deze rij kloppen de aanhalingstekens niet; de rest is niet te lezen.",
              "Sluit elk aanhalingsteken (\") en schrijf er binnen een tekst twee (\"\")."),
        Words("From this row on the quotes don't match; the rest can't be read.",
              "Close each quote (\") and write two (\"\") inside a text."),
    ),
    "csv_field_too_long": (
        Words("In deze rij staat een veld dat veel te lang is; de rest is niet te lezen.",
              "Kijk of er een aanhalingsteken (\") ontbreekt, en kort het veld in."),
        Words("This row holds a field that is far too long; the rest can't be read.",
              "See whether a quote (\") is missing, and shorten the field."),
    ),
    "csv_too_many_fields": (
        Words("Deze rij heeft meer velden dan er kolommen zijn (te veel: \"{value}\").",
              "Zet tekst met een scheidingsteken tussen aanhalingstekens (\"), of haal het extra veld weg."),
        Words("This row has more fields than there are columns (too many: \"{value}\").",
              "Put text that holds a delimiter between quotes (\"), or remove the extra field."),
    ),
    "csv_encoding": (
        Words("De letters in dit bestand zijn niet te lezen.", "Bewaar het opnieuw als \"CSV UTF-8\"."),
        Words("The letters in this file can't be read.", "Save it again as \"CSV UTF-8\"."),
    ),
}  # fmt: skip

_DATE: dict[str, tuple[Words, Words]] = {
    "date_two_digit_year": (
        Words("Het jaar in \"{value}\" heeft maar twee cijfers.", "Schrijf jjjj-mm-dd, met vier cijfers voor het jaar.",
              "Waarschijnlijk: {hint}."),
        Words("The year in \"{value}\" has only two digits.", "Write yyyy-mm-dd, with four digits for the year.",
              "Probably: {hint}."),
    ),
    "date_other_order": (
        Words("De datum \"{value}\" staat niet als jjjj-mm-dd.", "Schrijf eerst het jaar, dan de maand, dan de dag.",
              "Waarschijnlijk: {hint}."),
        Words("The date \"{value}\" is not written as yyyy-mm-dd.", "Write the year first, then month, then day.",
              "Probably: {hint}."),
    ),
    "date_unreadable": (
        Words("\"{value}\" is geen datum.",
              "Schrijf een datum als jjjj-mm-dd, of laat de cel leeg als hij onbekend is."),
        Words("\"{value}\" is not a date.", "Write a date as yyyy-mm-dd, or leave the cell empty if it is unknown."),
    ),
    "date_impossible": (
        Words("De datum \"{value}\" bestaat niet.", "Controleer dag en maand en schrijf jjjj-mm-dd."),
        Words("The date \"{value}\" does not exist.", "Check day and month and write yyyy-mm-dd."),
    ),
    "date_is_number": (
        Words("Hier staat een getal ({value}), geen datum.",
              "Maak de cel op als datum, of schrijf jjjj-mm-dd.", "Waarschijnlijk: {hint}."),
        Words("Here is a number ({value}), not a date.",
              "Format the cell as a date, or write yyyy-mm-dd.", "Probably: {hint}."),
    ),
    "date_is_boolean": (
        Words("Hier staat waar of onwaar, geen datum.", "Schrijf een datum als jjjj-mm-dd, of laat de cel leeg."),
        Words("Here is true or false, not a date.", "Write a date as yyyy-mm-dd, or leave the cell empty."),
    ),
    "date_with_time": (
        Words("Bij de datum \"{value}\" staat een tijd.", "Schrijf alleen de dag, als jjjj-mm-dd.",
              "Waarschijnlijk: {hint}."),
        Words("The date \"{value}\" has a time.", "Write only the day, as yyyy-mm-dd.", "Probably: {hint}."),
    ),
    "year_impossible": (
        Words("Het jaar in \"{value}\" kan niet kloppen.", "Vul een datum in tussen 1990 en 2100."),
        Words("The year in \"{value}\" can't be right.", "Fill in a date between 1990 and 2100."),
    ),
    "born_precision_missing": (
        Words("Voor \"{value}\" als geboortedatum moet in born_precision staan hoe precies die is.",
              "Vul de hele datum in (jjjj-mm-dd), of vul born_precision.", "Vul in born_precision: {hint}."),
        Words("For \"{value}\" as date of birth, born_precision must say how precise it is.",
              "Fill in the full date (yyyy-mm-dd), or fill born_precision.", "Fill born_precision with: {hint}."),
    ),
    "born_month_missing": (
        Words("Bij born_precision \"month\" hoort een maand; \"{value}\" is alleen een jaar.",
              "Schrijf jjjj-mm, of vul in born_precision: year."),
        Words("With born_precision \"month\" a month is needed; \"{value}\" is only a year.",
              "Write yyyy-mm, or fill born_precision with year."),
    ),
    "ends_before_start": (
        Words("De datum {value} ligt vóór {hint}.", "Controleer beide datums; {column} mag niet eerder zijn."),
        Words("The date {value} lies before {hint}.", "Check both dates; {column} may not be earlier."),
    ),
}  # fmt: skip

_CELL: dict[str, tuple[Words, Words]] = {
    "value_missing": (
        Words("De kolom {column} is leeg in deze rij.", "Vul {column} in."),
        Words("The column {column} is empty in this row.", "Fill in {column}."),
    ),
    "child_duplicate": (
        Words("Kind \"{value}\" staat al in rij {hint}.", "Geef elk kind één rij en een eigen kenmerk."),
        Words("Child \"{value}\" is already in row {hint}.", "Give each child one row and an id of its own."),
    ),
    "child_unknown": (
        Words("Kind \"{value}\" staat niet in het tabblad children.",
              "Voeg het kind toe aan children, of verbeter het kenmerk.", "Bedoelt u \"{hint}\"?"),
        Words("Child \"{value}\" is not in the sheet children.",
              "Add the child to children, or correct the id.", "Did you mean \"{hint}\"?"),
    ),
    "choice_unknown": (
        Words("De waarde \"{value}\" is niet bekend.", "Kies uit: {allowed}.", "Bedoelt u {hint}?"),
        Words("The value \"{value}\" is unknown.", "Choose from: {allowed}.", "Did you mean {hint}?"),
    ),
    "flag_unknown": (
        Words("\"{value}\" is geen ja of nee.", "Vul ja of nee in, of laat de cel leeg als u het niet weet."),
        Words("\"{value}\" is not yes or no.", "Fill in yes or no, or leave the cell empty if it is unknown."),
    ),
    "number_unreadable": (
        Words("\"{value}\" is geen getal.", "Schrijf een getal, zoals 6 of 7,5.", "Waarschijnlijk: {hint}."),
        Words("\"{value}\" is not a number.", "Write a number, such as 6 or 7.5.", "Probably: {hint}."),
    ),
    "number_negative": (
        Words("{value} is minder dan nul.", "Vul nul of meer in."),
        Words("{value} is below zero.", "Fill in zero or more."),
    ),
    "hours_too_many": (
        Words("{value} uur past niet in een dag.", "Vul hoogstens 24 in, en geef elke dag een eigen rij."),
        Words("{value} hours don't fit in a day.", "Fill in at most 24, and give each day its own row."),
    ),
    "text_unreadable": (
        Words("Hier staat een tijd of duur ({value}), geen tekst.", "Maak de cel op als tekst en vul hem opnieuw in."),
        Words("Here is a time or duration ({value}), not text.", "Format the cell as text and fill it in again."),
    ),
    "rule_unknown": (
        Words("De regel \"{value}\" is niet bekend.", "Vul een bestaande regel in.", "Bedoelt u {hint}?"),
        Words("The rule \"{value}\" is unknown.", "Fill in an existing rule.", "Did you mean {hint}?"),
    ),
    "value_too_long": (
        Words("De tekst in {column} is te lang: meer dan {allowed} tekens.", "Kort hem in tot {allowed} tekens."),
        Words("The text in {column} is too long: over {allowed} characters.", "Shorten it to {allowed} characters."),
    ),
    "value_unprintable": (
        Words("De tekst in {column} bevat tekens die niet te zien zijn.", "Typ de tekst opnieuw in die cel."),
        Words("The text in {column} holds characters that can't be seen.", "Type the text in that cell anew."),
    ),
    "cell_error": (
        Words("In deze cel staat een foutmelding van Excel ({value}).",
              "Herstel de formule, of vul de waarde zelf in."),
        Words("This cell holds an Excel error ({value}).", "Repair the formula, or fill in the value itself."),
    ),
    "formula_without_value": (
        Words("In deze cel staat een formule zonder bewaarde uitkomst.",
              "Open de werkmap in Excel en bewaar hem, of vul de waarde zelf in."),
        Words("This cell holds a formula without a stored result.",
              "Open the workbook in Excel and save it, or fill in the value itself."),
    ),
}  # fmt: skip

FAULT_WORDS: dict[str, tuple[Words, Words]] = {**_FILE, **_SHEET, **_DATE, **_CELL}
