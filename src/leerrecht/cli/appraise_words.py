"""What `leerrecht appraise` says, in Dutch and English. Texts of a study stand in the study."""

from __future__ import annotations

WORDS = {
    "refused": {
        "nl": "De studie {name} deugt niet ({count} fout(en)):",
        "en": "The study {name} is unsound ({count} fault(s)):",
    },
    "notice": {"nl": "Let op", "en": "Notice"},
    "cannot": {"nl": "Dit kan niet:", "en": "This can't be done:"},
    "no_study": {
        "nl": "{name}: zo'n bestand of studie is er niet. Noem een YAML-bestand, of een van: {known}",
        "en": "{name}: there is no such file or study. Name a YAML file, or one of: {known}",
    },
    "no_subgroup": {
        "nl": "--subgroup {name}: die is er niet. Kies uit: {known}",
        "en": "--subgroup {name}: there is none. Choose from: {known}",
    },
    "no_design": {
        "nl": "--base en --cost horen bij --design. Voeg --design toe",
        "en": "--base and --cost go with --design. Add --design",
    },
    "which_subgroup": {
        "nl": "--design vraagt voor wie: voeg --subgroup toe, met een van: {known}",
        "en": "--design asks for whom: add --subgroup with one of: {known}",
    },
    "which_form": {
        "nl": "--report {name}: die vorm is er niet. Kies uit: {forms}",
        "en": "--report {name}: there is no such form. Choose from: {forms}",
    },
    "tangled": {
        "nl": "De vergelijkingen binden te veel uitspraken aan elkaar om eerlijk te loten. Haal er weg, of --scores point",
        "en": "The comparisons tie too many statements together to draw from them fairly. Take some out, or use --scores point",
    },
    "no_size": {
        "nl": "--pooled telt naar grootte: geef elke subgroep die beoordeeld is een size",
        "en": "--pooled counts by size: give each subgroup that is scored a size",
    },
    "pooled": {"nl": "Samen genomen naar grootte: {shares}", "en": "Taken together by size: {shares}"},
    "agreement": {
        "nl": "{name}: {same} van de cellen gelijk; kappa / gewogen / alfa {kappa}; verschillend: {cells}",
        "en": "{name}: {same} of the cells the same; kappa / weighted / alpha {kappa}; differing: {cells}",
    },
    "needs_who": {
        "nl": "--{what} vraagt wie en waarom: voeg --by ROL en --why REDEN toe",
        "en": "--{what} asks who and why: add --by ROLE and --why REASON",
    },
    "needs_by": {"nl": "--copy vraagt wie: voeg --by ROL toe", "en": "--copy asks who: add --by ROLE"},
    "one_at_a_time": {
        "nl": "Kies één van: {names}",
        "en": "Choose one of: {names}",
    },
    "supplied": {
        "nl": "{name} hoort bij Leerrecht en blijft zoals hij is. Begin een eigen kopie: --copy BESTAND --by ROL",
        "en": "{name} comes with Leerrecht and stays as it is. Begin a copy of your own: --copy FILE --by ROLE",
    },
    "copied": {"nl": "Eigen kopie van {study}.", "en": "Own copy of {study}."},
    "no_entry": {
        "nl": "--since {name}: dat staat niet in de geschiedenis. Kies uit: {known}",
        "en": "--since {name}: the history has no such entry. Choose from: {known}",
    },
    "no_history": {"nl": "Er is nog niets toegevoegd of veranderd.", "en": "Nothing was added or changed yet."},
    "tried": {"nl": "Dit is een proef: er is niets geschreven.", "en": "This is a trial: nothing was written."},
    "added": {"nl": "Toegevoegd aan {name}: {ids}", "en": "Added to {name}: {ids}"},
    "entry": {"nl": "{id}, {date}, {by}: {why}", "en": "{id}, {date}, {by}: {why}"},
    "entry_adds": {"nl": "nieuw in {part}: {what}", "en": "new in {part}: {what}"},
    "entry_drops": {"nl": "{where} vervalt", "en": "{where} is dropped"},
    "entry_changes": {
        "nl": "{where}, {name}: van {was} naar {now}",
        "en": "{where}, {name}: from {was} to {now}",
    },
    "nothing_there": {"nl": "niets", "en": "nothing"},
    "what_changes": {"nl": "Wat dit verandert", "en": "What this changes"},
    "ranks_stay": {
        "nl": "Geen rang en geen veto verandert.",
        "en": "No rank and no veto changes.",
    },
    "claims_stay": {"nl": "Geen conclusie verandert.", "en": "No conclusion changes."},
    "moves": {
        "nl": "{name}: rang {before} wordt {after}; eerste {first_before} wordt {first_after}{vetoes}",
        "en": "{name}: rank {before} becomes {after}; first {first_before} becomes {first_after}{vetoes}",
    },
    "vetoes_change": {"nl": "; veto's {before} worden {after}", "en": "; vetoes {before} become {after}"},
    "claim_changes": {
        "nl": "{id}: {before} wordt {after}{more}",
        "en": "{id}: {before} becomes {after}{more}",
    },
    "new_grounds": {"nl": "; nieuwe grond: {ids}", "en": "; new ground: {ids}"},
    "new_counter": {"nl": "; spreekt nu tegen: {ids}", "en": "; now speaks against: {ids}"},
    "again": {
        "nl": "Opnieuw te beoordelen (* wijst verder dan het bereik van de cel)",
        "en": "To judge again (* points further than the range of the cell)",
    },
    "noise": {
        "nl": "Verschillen in aandeel kleiner dan {share} kunnen toeval zijn.",
        "en": "Differences of share smaller than {share} may be chance.",
    },
    "working": {"nl": "Rekenen", "en": "Working it out"},
    "stopped": {"nl": "Gestopt. Er is niets geschreven.", "en": "Stopped. Nothing was written."},
    "other_law": {"nl": "Onder een andere wet", "en": "Under another law"},
    "written": {"nl": "Geschreven: {name}", "en": "Written: {name}"},
    "scenario": {"nl": "scenario", "en": "scenario"},
    "rank": {"nl": "rang", "en": "rank"},
    "first": {"nl": "eerste", "en": "first"},
    "last": {"nl": "laatste", "en": "last"},
    "admissible": {"nl": "toelaatbaar", "en": "admissible"},
    "vetoes": {"nl": "veto's", "en": "vetoes"},
    "yes": {"nl": "ja", "en": "yes"},
    "no": {"nl": "nee", "en": "no"},
    "methods": {
        "nl": "Aandeel eerste en laatste plaatsen: gewogen som / PROMETHEE II. Rang: gemiddelde plaats, geen advies.",
        "en": "Shares of first and last places: weighted sum / PROMETHEE II. Rank: mean place. The rank is no advice.",
    },
    "unknown_cells": {"nl": "Onbekend: {count} cel(len): {cells}.", "en": "Unknown: {count} cell(s): {cells}."},
    "left_out": {"nl": "Weggelaten voor alle scenario's: {columns}.", "en": "Left out for all scenarios: {columns}."},
    "the_vetoes": {"nl": "Veto's, en wat ze opheft", "en": "Vetoes, and what lifts them"},
    "the_conclusions": {
        "nl": "Conclusies en aanbevelingen van de bron",
        "en": "The source's conclusions and recommendations",
    },
    "own": {"nl": "Wat hier zelf uit volgt", "en": "What follows here by itself"},
    "reproduced": {"nl": "komt eruit", "en": "reproduced"},
    "differs": {"nl": "wijkt af", "en": "differs"},
    "not derivable": {"nl": "niet af te leiden", "en": "not derivable"},
    "new": {"nl": "nieuw", "en": "new"},
    "rests_on": {"nl": "rust op", "en": "rests on"},
    "circular": {"nl": "rust alleen op het slothoofdstuk", "en": "rests on the concluding chapter only"},
    "against": {"nl": "spreekt tegen", "en": "speaks against"},
    "tension": {"nl": "spanning", "en": "tension"},
    "gap": {"nl": "wat ontbreekt", "en": "what is missing"},
    "thresholds": {"nl": "Strenger of soepeler lezen", "en": "Reading more or less strictly"},
    "no minus": {"nl": "geen enkele min", "en": "no minus at all"},
    "no double minus": {"nl": "geen dubbele min", "en": "no double minus"},
    "passes": {"nl": "haalt het", "en": "passes"},
    "open": {"nl": "open (onbekende cel)", "en": "open (unknown cell)"},
    "none_passes": {
        "nl": "in {share} van de trekkingen haalt geen enkel scenario het",
        "en": "in {share} of the draws no scenario passes",
    },
    "flips": {"nl": "Waar plaats 1 omslaat", "en": "Where rank 1 changes hands"},
    "flip": {
        "nl": "gewicht van {what} boven {at}: {after} in plaats van {before}",
        "en": "weight of {what} above {at}: {after} instead of {before}",
    },
    "tensions": {"nl": "Spanningen in de bron", "en": "Tensions in the source"},
    "gaps": {"nl": "Wat de bron niet zegt", "en": "What the source doesn't say"},
    "base": {"nl": "Vergeleken met", "en": "Compared with"},
    "carry_over": {"nl": "Geldt voor dit ontwerp", "en": "Applies to this design"},
    "fall_away": {
        "nl": "Niet langer beoordeeld (geen bewijs van het tegendeel)",
        "en": "No longer assessed (no evidence of the opposite)",
    },
    "new_findings": {
        "nl": "Waarvan nieuw, want niet bij het vergeleken scenario",
        "en": "Of which new: not so for the scenario compared with",
    },
    "open_findings": {
        "nl": "Open: hangt af van een keuze die niet is gemaakt",
        "en": "Open: depends on a choice that isn't made",
    },
    "lifted": {"nl": "Opgeheven veto's", "en": "Vetoes that lift"},
    "hits": {"nl": "Veto's op dit ontwerp", "en": "Vetoes on this design"},
    "none": {"nl": "geen", "en": "none"},
    "legal": {"nl": "Mag het?", "en": "Is it allowed?"},
    "in_school": {"nl": "in schooltijd", "en": "in school time"},
    "out_of_school": {"nl": "buiten schooltijd", "en": "out of school time"},
    "po": {"nl": "primair onderwijs", "en": "primary"},
    "vo": {"nl": "voortgezet onderwijs", "en": "secondary"},
    "allowed": {"nl": "mag", "en": "allowed"},
    "allowed within limits": {"nl": "mag binnen grenzen", "en": "allowed within limits"},
    "only after a change of law": {"nl": "alleen na een wetswijziging", "en": "only after a change of law"},
    "open question": {"nl": "open vraag", "en": "open question"},
    "depends on what is unset": {"nl": "hangt af van een keuze die niet is gemaakt", "en": "depends on what is unset"},
    "not stated": {"nl": "de bron zegt het niet", "en": "not stated"},
    "piofach": {"nl": "Wat partijen moeten doen (PIOFACH)", "en": "What parties have to do (PIOFACH)"},
    "context": {"nl": "Andere landen en jeugdinrichting", "en": "Other countries and custody"},
    "practice": {
        "nl": "Ruimte voor praktijkgericht onderwijs en stages",
        "en": "Room for practice-oriented education and internships",
    },
    "cost": {
        "nl": "Kosten per leerling: onze aannames, niet van de bron",
        "en": "Cost per pupil: our assumptions, not the source's",
    },
    "no_cost": {
        "nl": "Naast de studie staat geen {name} met aannames. Maak die, of kijk hoe aef-2025 het doet",
        "en": "There is no {name} with assumptions beside the study. Make one, or see how aef-2025 does it",
    },
    "cost_note": {
        "nl": "Deze bedragen zijn van onze aannames (cost.yaml), niet van de bron: die noemt er geen. Kijk naar verhoudingen.",
        "en": "These amounts follow from our assumptions (cost.yaml), not from the source, which names none. Look at ratios.",
    },
    "per_pupil": {"nl": "Per leerling per jaar, midden (5% - 95%)", "en": "Per pupil a year, middle (5% - 95%)"},
    "groups": {"nl": "Groepen", "en": "Groups"},
    "pupils_per_group": {"nl": "Leerlingen per groep", "en": "Pupils per group"},
    "times_base": {"nl": "Zo veel maal zo duur als {base}", "en": "Times as dear as {base}"},
    "drawn": {
        "nl": "Niet gekozen, dus over alle mogelijkheden getrokken: {names}",
        "en": "Not chosen, so drawn over all values: {names}",
    },
    "drives": {
        "nl": "Wat de spreiding bepaalt (aandeel, met samenspel): {names}",
        "en": "What drives the spread (share, with interplay): {names}",
    },
    "no_salib": {
        "nl": "Wat de spreiding bepaalt is niet berekend: installeer leerrecht[lab]",
        "en": "What drives the spread wasn't worked out: install leerrecht[lab]",
    },
}


def speak(name: str, lang: str, /, **values: object) -> str:
    """Say something in a language."""
    return WORDS[name][lang].format(**values)
