"""Draft -> Answer: every citation is checked before it is shown; what fails is dropped and counted.

A claim stands when its sources quote the canonical text exactly, every quotation in it occurs in a source, every
number outside its quotations is known from its sources, and no source is from a force that the question excludes.
"""

import re
import uuid
from collections.abc import Iterable

from inspectqa.answering.material import Claim, Draft, Material, Source, plain
from inspectqa.answers import Answer, Citation, Nearest, Statement, Status, Understood, source_url
from inspectqa.documents import Voice, page_number
from inspectqa.retrieval.query import Query

_QUOTED = re.compile(r"“([^”]*)”")
_NUMBER = re.compile(r"\d+")
_SHOWN = 3


def verify(draft: Draft, material: Material) -> Answer:
    """Return the answer that ``draft`` becomes once every claim that fails its check is dropped."""
    statements, citations, dropped = _cited(draft, material)
    status = draft.status
    if status is Status.ANSWERED and not statements:
        status = Status.NO_EVIDENCE
    notices = (
        *draft.notices,
        *([f"{dropped} statement(s) failed the check and were left out."] if dropped else []),
    )
    near = _nearest(material) if status in {Status.NO_EVIDENCE, Status.NEEDS_CLARIFICATION} else ()
    return Answer(
        id=uuid.uuid4().hex,
        status=status,
        text=_text_of(statements) or draft.text or status.sentence,
        statements=statements,
        citations=citations,
        understood=_understood(material.query),
        held=draft.held,
        nearest=near,
        notices=notices,
        answerer="generative" if draft.model else "extractive",
        model=draft.model,
    )


def supported(claim: Claim, material: Material) -> bool:
    """Say whether a claim is borne out by its sources."""
    if not claim.sources:
        return False
    quotes = [material.quote(source) for source in claim.sources]
    texts = [re.sub(r"[“”‘’\"']", "'", plain(quote)) for quote in quotes]
    said = [re.sub(r"[“”‘’\"']", "'", words) for words in _QUOTED.findall(claim.text)]
    return (
        all(quote.strip() for quote in quotes)
        and all(any(words in text for text in texts) for words in said)
        and _numbers_known(claim, quotes)
        and all(_of_force(source, material.query) and _of_voice(source, material.query) for source in claim.sources)
    )


def _numbers_known(claim: Claim, quotes: list[str]) -> bool:
    known = {number.lstrip("0") for quote in quotes for number in _NUMBER.findall(quote)} | {str(len(claim.sources))}
    for source in claim.sources:
        profile = source.document.profile
        dates = [profile.published, profile.updated, *(i.published for i in profile.inspections)]
        told = [str(date) for date in dates if date] + [i.title for i in profile.inspections] + [profile.title]
        told += [f"{f.number} {f.due} {f.inspection.year if f.inspection else ''}" for f in profile.findings]
        told += [str(i.year) for i in profile.inspections] + [source.speaker, claim.sources[0].document.file]
        known |= {number.lstrip("0") for text in told for number in _NUMBER.findall(text)}
    outside = _NUMBER.findall(_QUOTED.sub("", claim.text))
    return all(number.lstrip("0") in known for number in outside)


def _of_force(source: Source, query: Query) -> bool:
    force = source.force
    return (
        not query.forces
        or source.voice is Voice.INSPECTORATE
        or force is None
        or force.id in {f.id for f in query.forces}
    )


def _of_voice(source: Source, query: Query) -> bool:
    """Say whether the caller's filter lets this voice speak; whose words a table's field is, nobody says."""
    return not query.filters.voices or source.voice in {*query.filters.voices, Voice.UNATTRIBUTED}


_Cited = tuple[str, int, int, tuple[str, str, str] | None]


def _cited_as(source: Source) -> _Cited:
    """Return what makes a citation another one: its place, and the finding where one text answers several."""
    return (source.document.id, *source.span, source.finding.key if source.finding else None)


def _cited(draft: Draft, material: Material) -> tuple[tuple[Statement, ...], tuple[Citation, ...], int]:
    """Return the statements and numbered citations of the claims that stand, and how many were dropped."""
    standing = [claim for claim in draft.claims if supported(claim, material)]
    numbers: dict[_Cited, int] = {}
    citations: list[Citation] = []
    statements = []
    for claim in standing:
        for source in claim.sources:
            key = _cited_as(source)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(_citation(numbers[key], source, material))
        marks = tuple(dict.fromkeys(numbers[_cited_as(source)] for source in claim.sources))
        statements.append(Statement(claim.text, marks))
    return tuple(statements), tuple(citations), len(draft.claims) - len(standing)


def _citation(number: int, source: Source, material: Material) -> Citation:
    document = source.document
    force = None if source.voice is Voice.INSPECTORATE else source.force
    return Citation(
        number=number,
        document_id=document.id,
        file=document.file,
        title=document.profile.title,
        page=page_number(document.pages, source.span.start),
        span=source.span,
        quote=material.quote(source),
        force_id=force.id if force else None,
        force=force.name if force else None,
        voice=source.voice,
        speaker=source.speaker or _publisher(source),
        finding=source.finding,
        published=document.profile.published,
    )


def _publisher(source: Source) -> str:
    inspections = source.document.profile.inspections
    if source.voice is Voice.INSPECTORATE:
        return inspections[0].inspectorate if inspections else "HMICFRS"
    return source.document.profile.title


def _text_of(statements: Iterable[Statement]) -> str:
    """Return the statements as one text with their citation markers; a speaker who goes on is named once."""
    told = []
    before = ""
    for statement in statements:
        lead, colon, words = statement.text.partition(": “")
        goes_on = bool(colon) and lead == before
        told.append(("“" + words if goes_on else statement.text) + " " + "".join(f"[{n}]" for n in statement.citations))
        before = lead if colon else ""
    return " ".join(told)


def _understood(query: Query) -> Understood:
    """Return how the question was read."""
    return Understood(
        standalone_question=query.standalone,
        intent=query.intent.value,
        forces=tuple(force.id for force in query.forces),
        findings=tuple(ref.label for ref in query.findings),
        voices=tuple(voice.value for voice in query.voices),
        topic=query.topic,
    )


def _nearest(material: Material) -> tuple[Nearest, ...]:
    """Return the passages that came nearest, for an answer that could not be given."""
    found = []
    for evidence in material.evidence[:_SHOWN]:
        passage = evidence.passage
        document = material.document(passage.document_id)
        first = passage.sentences[0] if passage.sentences else passage.span
        quote = first.of(material.texts.text(document.id))
        found.append(Nearest(document.id, document.profile.title, passage.page, quote, source_url(document.id, first)))
    return tuple(found)
