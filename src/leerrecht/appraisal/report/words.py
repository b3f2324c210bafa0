"""The fixed words of the report, in Dutch and English."""

from __future__ import annotations

WORDS = {
    "in_short": {"nl": "In het kort", "en": "In short"},
    "intro": {
        "nl": "Dit verslag is gemaakt uit de studie {study}. Achter elke zin staat waar die op rust; "
        "elke verwijzing leidt naar de bijlagen. "
        "Scores zijn de codering van één lezer, met een bereik: ze zijn niet van de bron.",
        "en": "This report was made from the study {study}. Behind each sentence stands what it rests on; "
        "each reference leads to the annexes. "
        "Scores are one reader's coding, with a range: they are not the source's.",
    },
    "languages": {
        "nl": "Sommige teksten staan in het Engels, omdat de studie daar geen Nederlands bij heeft.",
        "en": "Some texts stand in the language in which they were coded.",
    },
    "standing": {"nl": "Rang naast toelaatbaarheid", "en": "Rank beside admissibility"},
    "standing_note": {
        "nl": "De rang zegt alleen wat het best past als er geen veto's waren. De rang is geen advies.",
        "en": "The rank only says what fits best if there were no vetoes. The rank is no advice.",
    },
    "scenario": {"nl": "Scenario", "en": "Scenario"},
    "rank": {"nl": "Rang", "en": "Rank"},
    "first": {"nl": "Eerste (som / PROMETHEE)", "en": "First (sum / PROMETHEE)"},
    "last": {"nl": "Laatste (som / PROMETHEE)", "en": "Last (sum / PROMETHEE)"},
    "admissible": {"nl": "Toelaatbaar", "en": "Admissible"},
    "vetoes": {"nl": "Veto's", "en": "Vetoes"},
    "yes": {"nl": "ja", "en": "yes"},
    "no": {"nl": "nee", "en": "no"},
    "not_judged": {"nl": "niet beoordeeld", "en": "not judged"},
    "chart": {
        "nl": "Aandeel van de trekkingen per plaats, gewogen som. Eerste plaats links.",
        "en": "Share of the draws per place, weighted sum. First place on the left.",
    },
    "unknown": {
        "nl": "{count} cellen zijn onbekend ({columns}); onbekend telt nooit als nul.",
        "en": "{count} cells are unknown ({columns}); unknown never counts as zero.",
    },
    "left_out": {"nl": "Weggelaten voor alle scenario's: {columns}.", "en": "Left out for all scenarios: {columns}."},
    "veto": {"nl": "Veto", "en": "Veto"},
    "falls_on": {"nl": "Valt op", "en": "Falls on"},
    "lift": {"nl": "Wat het opheft", "en": "What lifts it"},
    "conclusions": {"nl": "Conclusies", "en": "Conclusions"},
    "recommendations": {"nl": "Aanbevelingen", "en": "Recommendations"},
    "reproduced": {"nl": "komt eruit", "en": "reproduced"},
    "differs": {"nl": "wijkt af", "en": "differs"},
    "not derivable": {"nl": "niet af te leiden", "en": "not derivable"},
    "new": {"nl": "nieuw", "en": "new"},
    "holds_in": {"nl": "in {share} van de trekkingen", "en": "in {share} of the draws"},
    "against": {"nl": "Spreekt tegen:", "en": "Speaks against:"},
    "circular": {
        "nl": "* rust alleen op het slothoofdstuk van de bron.",
        "en": "* rests on the source's concluding chapter only.",
    },
    "conditions": {"nl": "Voorwaarden: {text}.", "en": "Conditions: {text}."},
    "tension": {"nl": "Spanning:", "en": "Tension:"},
    "gap": {"nl": "Wat ontbreekt:", "en": "What is missing:"},
    "strict": {"nl": "Strenger of soepeler lezen", "en": "Reading more or less strictly"},
    "no minus": {"nl": "Geen enkele min", "en": "No minus at all"},
    "no double minus": {"nl": "Geen dubbele min", "en": "No double minus"},
    "pass": {"nl": "haalt het", "en": "passes"},
    "open": {"nl": "open", "en": "open"},
    "none_passes": {"nl": "Geen enkel scenario (aandeel trekkingen)", "en": "No scenario (share of draws)"},
    "flip": {
        "nl": "Plaats 1 slaat om als {what} zwaarder weegt dan {at}: dan staat {after} voor {before}.",
        "en": "Rank 1 changes hands when {what} weighs more than {at}: then {after} is before {before}.",
    },
    "no_flip": {"nl": "Plaats 1 slaat bij geen enkel gewicht om.", "en": "Rank 1 changes hands at no weight."},
    "annex": {"nl": "Bijlage {letter}. {title}", "en": "Annex {letter}. {title}"},
    "matrix": {"nl": "De matrix", "en": "The matrix"},
    "column": {"nl": "Kolom", "en": "Column"},
    "reasons": {"nl": "Waarom deze codes", "en": "Why these codes"},
    "cell": {"nl": "Cel", "en": "Cell"},
    "code": {"nl": "Code", "en": "Code"},
    "range": {"nl": "Bereik", "en": "Range"},
    "why": {"nl": "Reden", "en": "Reason"},
    "evidence": {"nl": "Bevindingen", "en": "Findings"},
    "who": {"nl": "Wie zei het", "en": "Who said it"},
    "finding": {"nl": "Bevinding", "en": "Finding"},
    "chapter": {"nl": "Hoofdstuk", "en": "Chapter"},
    "applies": {"nl": "Geldt voor", "en": "Applies to"},
    "always": {"nl": "elk ontwerp", "en": "every design"},
    "piofach": {"nl": "PIOFACH per partij", "en": "PIOFACH per party"},
    "element": {"nl": "Onderdeel", "en": "Element"},
    "party": {"nl": "Partij", "en": "Party"},
    "impact": {"nl": "Gevolg", "en": "Impact"},
    "act": {"nl": "Wet", "en": "Act"},
    "effect_forbids": {"nl": "verbiedt", "en": "forbids"},
    "effect_asks": {"nl": "vraagt", "en": "asks"},
    "effect_limits": {"nl": "begrenst", "en": "limits"},
    "effect_allows": {"nl": "staat toe", "en": "allows"},
    "effect_conditions": {"nl": "stelt voorwaarden", "en": "conditions"},
    "no_code": {"nl": "onbekend", "en": "unknown"},
    "all_elements": {"nl": "alle onderdelen", "en": "all elements"},
    "what": {"nl": "Wat", "en": "What"},
    "date": {"nl": "Datum", "en": "Date"},
    "weighing_blocks": {"nl": "elk blok houdt zijn gewicht", "en": "each block keeps its weight"},
    "weighing_free": {"nl": "vrij over alle kolommen", "en": "free over all columns"},
    "scoring_range": {"nl": "geloot binnen het bereik", "en": "drawn within the range"},
    "scoring_point": {"nl": "zoals gecodeerd", "en": "as coded"},
    "law": {"nl": "De wet, zoals de bron die weergeeft", "en": "The law, as the source states it"},
    "rule": {"nl": "Regel", "en": "Rule"},
    "effect": {"nl": "Werking", "en": "Effect"},
    "gaps": {"nl": "Wat de bron niet zegt", "en": "What the source doesn't say"},
    "tensions": {"nl": "Spanningen in de bron", "en": "Tensions in the source"},
    "facts": {"nl": "Feiten", "en": "Facts"},
    "countries": {"nl": "Andere landen", "en": "Other countries"},
    "method": {"nl": "Methode", "en": "Method"},
    "method_text": {
        "nl": "{draws} trekkingen, zaad {seed}, gewichten: {weighing}, scores: {scoring}. Elke trekking kiest gewichten "
        "(elke verdeling is even waarschijnlijk) en een codering (binnen het bereik, met behoud van elke vergelijking "
        "van de bron; cellen uit één zin bewegen samen). Niets wordt naar de gegevens geschaald. Gelijke waarden delen "
        "hun plaats. Een conclusie komt eruit als ze in ten minste 90% van de "
        "trekkingen geldt. Alles geldt gegeven deze codering van één lezer.",
        "en": "{draws} draws, seed {seed}, weights: {weighing}, scores: {scoring}. Each draw picks weights "
        "(every division is as likely) and a coding (within the range, keeping every comparison of the source; cells of "
        "one sentence move together). Nothing is scaled to the data. Equal values share their place. A conclusion is "
        "reproduced when it holds in at least 90% of the draws. All of it holds given "
        "this coding by one reader.",
    },
    "changes": {"nl": "Wat er in de codering is verbeterd", "en": "What was corrected in the coding"},
    "change": {"nl": "Verbetering", "en": "Correction"},
    "respondents": {"nl": "Met wie is gesproken", "en": "Who was spoken with"},
    "role": {"nl": "Rol", "en": "Role"},
    "organisation": {"nl": "Organisatie", "en": "Organisation"},
    "number": {"nl": "Aantal", "en": "Number"},
    "options": {"nl": "Van zeven opties naar drie scenario's", "en": "From seven options to three scenarios"},
    "option": {"nl": "Optie", "en": "Option"},
    "rests_on": {"nl": "rust op", "en": "rests on"},
    "made_on": {"nl": "Gemaakt op {day}.", "en": "Made on {day}."},
    "page": {"nl": "pagina {page} van {pages}", "en": "page {page} of {pages}"},
}


def tell(name: str, lang: str, /, **values: object) -> str:
    """Say something in a language."""
    return WORDS[name][lang].format(**values)
