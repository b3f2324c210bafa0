"""The chain from sentence to source: what an id of a study is, what it rests on, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leerrecht.appraisal import Study
from leerrecht.appraisal.claims import Conclusion
from leerrecht.appraisal.outcome import Outcome
from leerrecht.appraisal.plain import share_text
from leerrecht.appraisal.study import Judgement, Words
from leerrecht.web.lab.wording import amount_of, chapter_name, score_parts, told
from leerrecht.web.lab.wording import said_by as who_said
from leerrecht.web.words import word

KINDS = ("finding", "fact", "veto", "claim", "legal", "way_out", "country", "share", "tension", "gap", "cell")
"""Kinds of what can be cited, in the order in which they are listed."""


@dataclass(frozen=True, kw_only=True)
class Cited:
    """Something that a sentence rests on: what it is, what it says, where it stands in the source, where to read on."""

    id: str
    kind: str
    kind_word: str
    text: SafeString
    where: SafeString
    said_by: SafeString
    url: str
    mark: str = ""


@dataclass(frozen=True)
class Chain:
    """The study as seen for a subgroup; `conclusions` are those that the engine gives for it."""

    study: Study
    group: str
    conclusions: Mapping[str, Conclusion]
    lang: str

    @classmethod
    def of(cls, study: Study, outcome: Outcome, lang: str) -> Chain:
        """Make the chain of a subgroup from its outcome."""
        return cls(study, outcome.subgroup, {each.id: each for each in outcome.conclusions}, lang)

    def cell(self, name: str) -> Judgement | None:
        """Give the judgement that an id names."""
        scenario, _, column = name.partition("/")
        return self.study.cells.get((self.group, scenario, column))

    def kind_of(self, name: str) -> str:
        """Tell what an id is the id of; "" when of nothing."""
        study = self.study
        parts = {
            "finding": study.findings, "veto": study.vetoes, "fact": study.facts, "legal": study.legal,
            "way_out": study.ways_out, "country": study.countries, "tension": study.tensions, "gap": study.gaps,
            "claim": {**study.claims, **self.conclusions}, "share": {each.id for each in study.piofach},
        }  # fmt: skip
        scenario, _, column = name.partition("/")
        if scenario in study.scenarios and column in study.columns:
            return "cell"
        return next((kind for kind in KINDS if name in parts.get(kind, ())), "")

    def url(self, name: str) -> str:
        """Give the address of the page on which an id is explained."""
        return reverse("lab_ground", kwargs={"study": self.study.id, "group": self.group, "name": name})

    def cite(self, name: str, mark: str = "") -> Cited:
        """Cite an id; one that nothing has (a chapter) is given as it is, without a page of its own."""
        kind = self.kind_of(name)
        text, chapter, said_by = self._tell(kind, name)
        return Cited(
            id=name, kind=kind, text=text, mark=mark, url=self.url(name) if kind else "",
            kind_word=word(f"lab.kind.{kind}", self.lang) if kind else word("lab.kind.place", self.lang),
            where=chapter_name(self.study, chapter, self.lang),
            said_by=who_said(self.study, said_by, self.lang) if said_by else SafeString(""),
        )  # fmt: skip

    def cite_all(self, names: Iterable[str], marks: Mapping[str, str] | None = None) -> tuple[Cited, ...]:
        """Cite ids, each once, marked where `marks` says so."""
        return tuple(self.cite(name, (marks or {}).get(name, "")) for name in dict.fromkeys(names))

    def _tell(self, kind: str, name: str) -> tuple[SafeString, str, str]:
        """Give the text of an id, the chapter it stands in, and who said it."""
        study, lang = self.study, self.lang
        if kind == "finding":
            found = study.findings[name]
            return told(found.text, lang), found.chapter, found.said_by
        if kind == "cell":
            return self._tell_cell(name)
        if kind == "claim":
            claim = study.claims.get(name)
            return told(self.conclusions[name].text if name in self.conclusions else study.claims[name].text, lang), (
                claim.chapter if claim else ""
            ), ""  # fmt: skip
        if kind == "veto":
            return told(study.vetoes[name].name, lang), "", ""
        if kind == "share":
            return told(self._share(name), lang), "", ""
        if kind in ("legal", "way_out"):
            found_rule = study.legal.get(name) or study.ways_out[name]
            return told(found_rule.text, lang), "", ""
        notes = {"fact": study.facts, "country": study.countries, "tension": study.tensions, "gap": study.gaps}
        if kind not in notes:
            return SafeString(""), name, ""
        note = notes[kind][name]
        amount = amount_of(note, lang) if kind == "fact" else ""
        text = told(note.text, lang)
        return (format_html("{}: {}", text, amount) if amount else text), note.chapter, ""

    def _tell_cell(self, name: str) -> tuple[SafeString, str, str]:
        scenario, _, column = name.partition("/")
        found = self.cell(name)
        parts = score_parts(found.score if found else None, self.lang, column=column, study=self.study.id)
        title = told(self.study.criteria[column].name, self.lang)
        said = format_html("{}, {}: {} {}", scenario, title, parts["sign"], parts["word"])
        if found is None or not found.text["en"]:
            return SafeString(said), "", ""
        return SafeString(format_html("{}. {}", said, told(found.text, self.lang))), found.chapter, ""

    def _share(self, name: str) -> Words:
        """Give the text of a party's share of the work, in the languages that it has."""
        share = next(each for each in self.study.piofach if each.id == name)
        return {language: share_text(self.study, name, language) for language in share.text}

    def used_by(self, name: str) -> tuple[str, ...]:
        """Give the ids of what rests on an id, directly."""
        study = self.study
        cells = (each.id for each in study.judgements if each.subgroup == self.group and name in each.findings)
        vetoes = (each.id for each in study.vetoes.values() if name in each.rests_on and self.group in each.subgroups)
        claims = (each.id for each in self.conclusions.values() if name in each.premises)
        rules = (each.id for each in study.legal.values() if name in each.rests_on)
        shares = (each.id for each in study.piofach if name in each.about)
        return tuple(dict.fromkeys([*cells, *vetoes, *claims, *rules, *shares]))

    def spoken_against(self, name: str) -> tuple[str, ...]:
        """Give the conclusions that an id speaks against."""
        return tuple(each.id for each in self.conclusions.values() if name in each.counter)

    def bearing(self, name: str) -> tuple[str, ...]:
        """Give the tensions and gaps that are about an id."""
        notes = [*self.study.tensions.values(), *self.study.gaps.values()]
        here = [each for each in notes if not each.subgroups or self.group in each.subgroups]
        return tuple(each.id for each in here if name in each.about)


def by_kind(cited: Sequence[Cited]) -> list[tuple[str, list[Cited]]]:
    """Put what is cited together by kind."""
    found: dict[str, list[Cited]] = {}
    for each in cited:
        found.setdefault(each.kind or "place", []).append(each)
    return sorted(found.items(), key=lambda item: (*KINDS, "place").index(item[0]))
