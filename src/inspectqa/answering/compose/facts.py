"""Answers from labels and values: a form's lines and a table's cells. A blank field shows nothing, and says so."""

import datetime
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from inspectqa.answering.alignment import named, on_topic, same
from inspectqa.answering.asked import dated
from inspectqa.answering.compose.choosing import claims_from
from inspectqa.answering.compose.statements import under_finding
from inspectqa.answering.material import Claim, Draft, Material, Source, answered, date_of, plain
from inspectqa.answering.sentences import rank
from inspectqa.answering.wording import about, force_of, quoted, said
from inspectqa.answers import Status
from inspectqa.documents import Fact, Finding, HeldDocument, Voice
from inspectqa.index.terms import STOP_WORDS, stem, words
from inspectqa.retrieval.query import Intent

_PUBLISHED = re.compile(r"^(?:published|date published|publication date|date of publication|report published)")
_REVISED = re.compile(r"\b(?:updated|revised|amended)\b", re.IGNORECASE)
_STATUS = re.compile(r"rag(?: status| rating)?|status|rating|colour")
_MOST = 8
_BESIDE = 3
_SHORT = 14


class Label(NamedTuple):
    """A thing that forms and tables name, and how a question asks for it."""

    name: str
    asked: re.Pattern[str]
    written: re.Pattern[str]


@cache
def _labels() -> tuple[Label, ...]:
    rows = tomllib.loads(files("inspectqa.answering.compose").joinpath("labels.toml").read_text("utf-8"))["label"]
    return tuple(Label(row["name"], re.compile(row["asked"]), re.compile(row["written"])) for row in rows)


def stated(material: Material) -> Draft | None:
    """Return the fields that the question asks for by their label, with the row that proves each."""
    every = [(document, fact) for document in material.documents for fact in document.profile.facts]
    found = [row for row in every if _known_label(row[1], material)]
    found = found or [row for row in every if _in_words(row[1], material)]
    found = _narrowed(found, material)
    filled = [(d, f) for d, f in found if f.value.start < f.value.end]
    if filled:
        return answered(_claim(material, document, fact) for document, fact in filled[:_MOST])
    blank = [_blank(document, fact) for document, fact in found[:_MOST]]
    return Draft(Status.NO_EVIDENCE, tuple(blank)) if blank else None


def with_words(material: Material) -> Draft | None:
    """Return the status field that a table gives a finding, and then what is said beside it."""
    fields = stated(material)
    if fields is None or fields.status is not Status.ANSWERED:
        return fields
    words_beside = under_finding(material)
    return answered([*fields.claims, *(words_beside.claims[:_BESIDE] if words_beside else ())])


def status_of(material: Material, finding: Finding) -> tuple[Claim, ...]:
    """Return the status that a table gives a finding ("RAG: AMBER"), where it gives one."""
    found = [
        _claim(material, document, fact)
        for document in material.documents
        for fact in document.profile.facts
        if fact.finding and same(fact.finding, finding) and _STATUS.fullmatch(fact.label.lower().strip(" :*"))
    ]
    return tuple(found[:1])


def valued(material: Material) -> Draft | None:
    """Return the rows in which a value that the question names stands ("marked WHITE"), and what its key says."""
    wanted = {name for name in material.query.names if name.isupper()}
    claims = [
        _claim(material, document, fact)
        for document in material.documents
        for fact in document.profile.facts
        if (fact.finding and plain(fact.value.of(material.texts.text(document.id))) in wanted)
        or wanted & set(fact.label.split()[1:])
    ]
    return answered(claims[:_MOST])


def key(material: Material) -> Draft | None:
    """Return what a document's own key says that a value means ("RAG key: AMBER in progress")."""
    wanted = {name for name in material.query.names if name.isupper()}
    facts = [(d, f) for d in material.documents for f in d.profile.facts if wanted & set(f.label.split()[1:])]
    return answered(_claim(material, document, fact, narrow=True) for document, fact in facts)


def dates(material: Material) -> Draft | None:
    """Return the date of the report or, where a document's own is asked for, of the document."""
    if _REVISED.search(material.query.question):
        revised = [s for s in rank(material, material.passages()) if _REVISED.search(s.text) and dated(s.text)]
        return answered(claims_from(material, sorted(revised, key=lambda s: s.span)[:_BESIDE]))
    of_report = re.search(r"\b(?:report|inspection)\b", material.query.question.lower())
    return (report_date(material) if of_report else None) or document_date(material)


def document_date(material: Material) -> Draft | None:
    """Return the date that a document gives itself, newest document first."""
    claims = []
    for document in material.documents:
        profile = document.profile
        if profile.published and profile.published_span:
            source = Source(document, profile.published_span, Voice.UNATTRIBUTED, profile.title)
            lead = f"{force_of(document)}'s document is dated {said(profile.published)}"
            claims.append(Claim(f"{lead}: {quoted(plain(material.quote(source)))}", (source,)))
    return answered(claims[:_BESIDE])


def _known_label(fact: Fact, material: Material) -> bool:
    """Say whether the question asks for what this label is known to name (``labels.toml``)."""
    label, question = fact.label.lower().strip(" :*"), material.query.question.lower()
    return any(row.asked.search(question) and row.written.search(label) for row in _labels())


def _in_words(fact: Fact, material: Material) -> bool:
    """Say whether the question holds all the words of a column's label (or, asking for a field, of a form's)."""
    if fact.finding is None and material.query.intent is not Intent.METADATA:
        return False
    meant = {stem(word) for word in words(fact.label) if word.lower() not in STOP_WORDS}
    return len(meant) >= 2 and meant <= {stem(word) for word in words(material.query.question)}


def _narrowed(found: list[tuple[HeldDocument, Fact]], material: Material) -> list[tuple[HeldDocument, Fact]]:
    """Keep the facts of the finding that the question names or is about, where facts belong to findings."""
    of_rows = [(d, f) for d, f in found if f.finding]
    chosen = named(material) if material.query.findings else on_topic(material)
    if not of_rows or not chosen:
        return [(d, f) for d, f in found if not f.finding]
    return [(d, f) for d, f in of_rows if f.finding and same(f.finding, chosen[0].finding)]


def _claim(material: Material, document: HeldDocument, fact: Fact, *, narrow: bool = False) -> Claim:
    """Return the statement of a field, cited with its whole row (``narrow``: with the value alone)."""
    value = plain(fact.value.of(material.texts.text(document.id)))
    span = fact.value if narrow else fact.evidence
    source = Source(document, span, Voice.UNATTRIBUTED, document.profile.title, fact.finding)
    dated = date_of(document)
    when = f" ({said(dated)})" if dated else ""
    label = plain(fact.label).rstrip(" :")
    of = about(fact.finding) + _which(material, document, fact)
    return Claim(f"{force_of(document)}'s document{when}{of}, under ‘{label}’: {quoted(value)}", (source,))


def _which(material: Material, document: HeldDocument, fact: Fact) -> str:
    """Return the finding's wording, if it is short, where another finding has the same number."""
    finding = fact.finding
    if finding is None or finding.span is None:
        return ""
    alike = {f.key for d in material.documents for f in d.profile.findings if f.key[1:] == finding.key[1:]}
    wording = plain(finding.span.of(material.texts.text(document.id)))
    return f" (‘{wording}’)" if len(alike) > 1 and len(wording.split()) <= _SHORT else ""


def _blank(document: HeldDocument, fact: Fact) -> Claim:
    label = plain(fact.label).rstrip(" :")
    text = f"The field ‘{label}’ in {force_of(document)}'s document is blank: nothing is stated there."
    return Claim(text, (Source(document, fact.evidence, Voice.UNATTRIBUTED, document.profile.title),))


def report_date(material: Material) -> Draft | None:
    """Return when the inspection's report was published, from the words that say so."""
    if not re.search(r"\bpublish|\bissued|\breleased|\bdate\b", material.query.question.lower()):
        return None
    claims = []
    for source, date in report_dates(material):
        title = source.document.profile.inspections[0].title
        words_there = quoted(plain(material.quote(source)))
        lead = f"‘{title}’ was published on {said(date)}, as {force_of(source.document)}'s document says"
        claims.append(Claim(f"{lead}: {words_there}", (source,)))
    return answered(claims[:1])


def report_dates(material: Material) -> Iterator[tuple[Source, datetime.date]]:
    """Yield the publication date of each document's main inspection with the words that state it."""
    for document in material.documents:
        inspection = document.profile.inspections[0] if document.profile.inspections else None
        if not inspection or not inspection.published:
            continue
        fields = (f for f in document.profile.facts if _PUBLISHED.search(f.label.lower().strip(" :*")))
        field = next(fields, None)
        span = field.evidence if field else inspection.span
        if span:
            yield Source(document, span, Voice.UNATTRIBUTED, document.profile.title), inspection.published
