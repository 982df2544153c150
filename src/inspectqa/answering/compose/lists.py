"""Lists: the findings that are covered, the forces that are held, and lists that a document itself makes."""

import re
from collections.abc import Iterable, Iterator

from inspectqa.answering.alignment import Worded, named, unworded
from inspectqa.answering.compose.choosing import claims_from
from inspectqa.answering.compose.facts import status_of
from inspectqa.answering.material import Claim, Draft, Material, Source, answered, plain, source_of
from inspectqa.answering.scope import covered, main_findings
from inspectqa.answering.sentences import Sentence, own_voice, rank
from inspectqa.answering.wording import claim, force_of, quoted, said, speaker
from inspectqa.documents import Finding, FindingKind, HeldDocument, Passage, Span, Voice
from inspectqa.index.terms import terms

COLOURS = re.compile(r"\b(?:RAG|colou?rs?|status(?:es)?|red|amber|green)\b", re.IGNORECASE)
_KINDS = {
    FindingKind.RECOMMENDATION: r"\brec(?:ommendation)?s?\b",
    FindingKind.AREA_FOR_IMPROVEMENT: r"\bafis?\b|\bareas? for improvement\b",
    FindingKind.CAUSE_OF_CONCERN: r"\bcauses? of concern\b",
}
_INTRODUCED = 0.5
_MOST_ITEMS = 12
_NOUN = re.compile(
    r"\b(action|priority|objective|commitment|step|measure|milestone|task|decision)(?:s|ies)?\b", re.IGNORECASE
)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)


def findings(material: Material) -> Draft | None:
    """Return which findings each document covers or, where a number is named, which findings have it."""
    if material.query.findings:
        return answered([*described(named(material)), *_only_numbered(material)])
    if COLOURS.search(material.query.question):
        return answered(c for d in about_same(material) for f in _of_kind(d, material) for c in status_of(material, f))
    claims = [c for document in about_same(material) if (c := _coverage(document))]
    counted = []
    if _HOW_MANY.search(material.query.question):
        counted = claims_from(material, [s for s in rank(material) if s.fits and s.coverage >= _INTRODUCED][:1])
    return answered([*counted, *claims])


def described(found: Iterable[Worded]) -> Iterator[Claim]:
    """Yield a claim per finding with its inspection and its wording."""
    for row in found:
        inspection = row.finding.inspection
        of = f" of ‘{inspection.title}’" if inspection and inspection.title else ""
        year = f" ({inspection.year})" if inspection and inspection.year else ""
        source = Source(row.document, row.finding.span or Span(0, 0), Voice.INSPECTORATE, "", row.finding)
        yield Claim(f"{row.finding.label.capitalize()}{of}{year}: {quoted(row.wording)}", (source,))


def _of_kind(document: HeldDocument, material: Material) -> list[Finding]:
    """Return the findings of a document of the kind that the question names; all where it names none."""
    question = material.query.question.lower()
    kinds = {kind for kind, pattern in _KINDS.items() if re.search(pattern, question)}
    return [f for f in document.profile.findings if not kinds or f.kind in kinds]


def _only_numbered(material: Material) -> Iterator[Claim]:
    """Yield a claim per finding that is only named by its number, with the first words said under it."""
    for document, finding in unworded(material):
        passage = next(
            (p for p in material.texts.passages_of(document.id) if p.finding and p.finding.key == finding.key), None
        )
        if passage:
            source = source_of(material, passage, passage.sentences[0])
            of = f" of ‘{finding.inspection.title}’" if finding.inspection and finding.inspection.title else ""
            year = f" ({finding.inspection.year})" if finding.inspection and finding.inspection.year else ""
            words = quoted(plain(material.quote(source)))
            text = f"{finding.label.capitalize()}{of}{year}; {speaker(source)} says under it: {words}"
            yield Claim(text, (source,))


def _coverage(document: HeldDocument) -> Claim | None:
    held = [f for f in main_findings(document) if f.span]
    if not held:
        return None
    inspection = document.profile.inspections[0] if document.profile.inspections else None
    to = f" on ‘{inspection.title}’" if inspection and inspection.title else ""
    sources = tuple(Source(document, f.span, Voice.INSPECTORATE, "", f) for f in held if f.span)
    all_printed = len(held) == len(main_findings(document))  # only what is cited is counted
    count = f"{len(held)} finding{'s' if len(held) > 1 else ''}: " if all_printed else ""
    return Claim(f"{force_of(document)}'s document{to} covers {count}{covered((document,))}.", sources)


def about_same(material: Material) -> tuple[HeldDocument, ...]:
    """Return the documents whose inspection's title holds the topic best; all when none does."""
    if material.query.inspections:
        return material.documents
    asked = set(material.query.terms)
    titles = {d.id: " ".join(i.title for i in d.profile.inspections[:1]) or d.profile.title for d in material.documents}
    scores = {key: len(asked & set(terms(title))) for key, title in titles.items()}
    best = max(scores.values(), default=0)
    return tuple(d for d in material.documents if best == 0 or scores[d.id] >= max(1, best - 1))


def forces(material: Material) -> Draft | None:
    """Return which forces have a document on the inspection asked about, with what proves it."""
    documents = about_same(material)
    claims = []
    for document in documents:
        span = document.profile.title_span or next((f.evidence for f in document.profile.facts), None)
        if document.profile.force is None or span is None:
            continue
        dated = f", dated {said(document.profile.published)}" if document.profile.published else ""
        inspection = document.profile.inspections[0].title if document.profile.inspections else document.profile.title
        text = f"{force_of(document)}: a document is held on ‘{inspection}’{dated}."
        claims.append(Claim(text, (Source(document, span, document.profile.publisher),)))
    return answered(claims)


def labelled(material: Material) -> Draft | None:
    """Return the items that carry the name asked for and a number: "Action 23a ...", "Priority 2: ..."."""
    noun = _NOUN.search(material.query.question)
    if not noun:
        return None
    within = [ref.number for ref in material.query.findings if ref.kind is None]
    label = re.compile(
        rf"{re.escape(noun[1])}\s+({'|'.join(within) if within else '[0-9]+'})[a-z0-9.]*\b", re.IGNORECASE
    )
    items = [s for s in own_voice(rank(material), material.query) if label.match(s.text)]
    return answered(claims_from(material, sorted(items, key=lambda s: (s.passage.document_id, s.span))[:_MOST_ITEMS]))


def introduced(material: Material) -> Draft | None:
    """Return the items of the list that a sentence on the topic introduces ("The following are on-going:")."""
    leads = [s for s in own_voice(rank(material), material.query) if s.introduces and s.coverage >= _INTRODUCED]
    if not leads or not material.query.terms:
        return None
    lead = leads[0]
    items = _items(material, lead)
    if len(items) < 2:
        return None
    context = source_of(material, lead.passage, lead.span)
    claims = [claim(material, source_of(material, passage, span), context=(context,)) for passage, span in items]
    return answered(claims[:_MOST_ITEMS])


def _items(material: Material, lead: Sentence) -> list[tuple[Passage, Span]]:
    """Return the sentences behind ``lead``, to the end of its section or the next introduction."""
    text = material.texts.text(lead.passage.document_id)
    behind = [
        (passage, span)
        for passage in material.texts.passages_of(lead.passage.document_id)
        if (passage.voice, passage.finding, passage.headings)
        == (lead.passage.voice, lead.passage.finding, lead.passage.headings)
        for span in passage.sentences
        if span.start >= lead.span.end
    ]
    items = []
    for passage, span in behind:
        if span.of(text).rstrip().endswith(":"):
            break
        items.append((passage, span))
    return _marked(text, items)


def _marked(text: str, items: list[tuple[Passage, Span]]) -> list[tuple[Passage, Span]]:
    """Keep the items up to the first line without a list mark, where the text marks its items at all."""
    marks = [
        bool(
            re.search(r"(?:^|\n)[ \t]*(?:[-*•·–]|\d+[.)]|\(?[a-z]\))[ \t]+[*_]*$", text[max(0, s.start - 24) : s.start])
        )
        for _, s in items
    ]
    if not marks or not marks[0]:
        return items
    kept: list[tuple[Passage, Span]] = []
    for item, marked in zip(items, marks, strict=True):
        same_line = "\n" not in text[kept[-1][1].end : item[1].start] if kept else False
        if not marked and not same_line:
            break
        kept.append(item)
    return kept
