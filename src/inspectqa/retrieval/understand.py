"""question -> Query: forces, findings, voices, dates, intent and topic, on one screen.

Rules and data, readable as such: the patterns stand in ``cues.toml``, the forces in ``forces.csv`` and in the
documents that are held.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from inspectqa.documents import HeldDocument, Inspection, Person, Voice
from inspectqa.forces import Force
from inspectqa.index.terms import stem, terms
from inspectqa.retrieval.conversation import carry, leans
from inspectqa.retrieval.cues import intent_of
from inspectqa.retrieval.holdings import Holdings
from inspectqa.retrieval.inspections import inspections_named, spelt, title_stems
from inspectqa.retrieval.names import Named, forces_misspelt, forces_named, names_in, unknown_force
from inspectqa.retrieval.query import Filters, Intent, Query
from inspectqa.retrieval.refs import dates_named, findings_named, mended, months_named, voices_asked, years_named
from inspectqa.retrieval.topic import DOING, topic_of

_MOST_TURNS = 6
_UNRESTRICTED = Filters()
_NEXT_PART = re.compile(
    r"(?:[,;?.]\s+(?:and\s+|or\s+)?|\s+and\s+)(?=(?:who|when|what|which|how|why|where)(?:[’']s)?\s+\w+\s+\w+|(?:did|has|have|is|was|does)\s+(?:it|that|they|he|she)\b)",
    re.IGNORECASE,
)
# Intents in which a voice that is named is what is asked for or about, never a restriction.
_VOICELESS = frozenset({Intent.WHO_SAID, Intent.OFFICE_HOLDER, Intent.LIST_FORCES, Intent.COMPARE})
# Anything else in front of a question only tells its setting: "The letter says 44 per cent. What is the target?"
_ASKS = re.compile(
    r"\?|\b(?:who|whose|whom|when|what|which|how|why|where|whether|if)\b"
    r"|^\W*(?:and |but |so |then |please |can you |could you )*(?:is|are|was|were|do|does|did|has|have|had|will|would"
    r"|can|could|should|give|list|quote|compare|summarise|summarize|name|tell|show|describe|explain|find|brief|set|rank|put"
    r"|outline|state)\b",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")  # "inNorthmoor"
_SETTING = re.compile(r"(?:for|in|about|on|at|under|regarding)\b", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:commissioner|pcc|pfcc|mayor)\b", re.IGNORECASE)
_REFUSED = frozenset({Intent.CHILD_AT_RISK, Intent.PERSONAL_DATA, Intent.INSTRUCTION, Intent.OPINION})


People = Sequence[tuple[HeldDocument, Person]]


class Turn(NamedTuple):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


def understand(question: str, history: Sequence[Turn], holdings: Holdings, filters: Filters = _UNRESTRICTED) -> Query:
    """Return what ``question`` means after ``history``, given what is held.

    Only what the person said is read from the history: an assistant's earlier words are data, not context.
    """
    query = _understood(question, asked_by(history)[-_MOST_TURNS:], holdings)
    query = _within(replace(query, filters=filters), holdings)
    if query.intent in _REFUSED:
        return query
    return replace(query, parts=_parts(query, holdings))


def asked_by(history: Sequence[Turn]) -> list[str]:
    """Return what the person said, oldest first: an assistant's words can be made up by whoever sends the history."""
    return [turn.content for turn in history if turn.role == "user"]


def _within(query: Query, holdings: Holdings) -> Query:
    """Return the query with the slots that the question leaves open filled from the caller's filters."""
    filters = query.filters
    forces = query.forces or tuple(force for force in holdings.nameable if force.id in filters.forces)
    findings = query.findings or filters.findings
    intent = Intent.WHAT_DONE if query.intent is Intent.VAGUE and (forces or findings) else query.intent
    return replace(query, forces=forces, findings=findings, voices=query.voices or filters.voices, intent=intent)


def _understood(question: str, earlier: Sequence[str], holdings: Holdings) -> Query:
    query = read(question, holdings)
    if not earlier or query.intent in _REFUSED or not leans(query):
        return query
    return carry(_understood(earlier[-1], earlier[:-1], holdings), query)


def read(question: str, holdings: Holdings) -> Query:
    """Return what ``question`` says by itself, without a conversation."""
    asked = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", question)).strip()
    text = mended(_GLUED.sub(" ", asked))
    named = _forces(text, holdings)
    findings = findings_named(text)
    inspections = inspections_named(text, holdings.inspections())
    people = holdings.people_named(text)
    topic = _without_titles(topic_of(text, [row.span for row in named]), inspections)
    topic = _without_names(topic, people)
    national = bool(
        re.search(r"\b(?:national|nationally|nationwide|all forces|every force|across the country)\b", text.lower())
    )
    intent = intent_of(text.lower().replace("’", "'"))
    query = Query(
        question=asked,
        standalone=asked,
        intent=intent,
        forces=tuple(
            {force.id: force for force in [*(row.force for row in named), *_forces_of(people, named)]}.values()
        ),
        unknown_force="" if named or people else unknown_force(text),
        names=names_in(text, named),
        findings=findings,
        inspections=tuple(inspection.id for inspection in inspections),
        voices=_voices(text, named) or _voices_of(people) if intent not in _VOICELESS else (),
        documents=tuple(document.id for document, _ in people),
        years=years_named(text),
        months=months_named(text),
        dates=dates_named(text),
        national=national,
        topic=topic,
        terms=tuple(dict.fromkeys(terms(topic))),
    )
    told = set(query.terms) - DOING
    empty = not (told or inspections or query.forces or query.findings or query.voices or query.dates or national)
    vague = empty and query.intent in {
        Intent.STATUS,
        Intent.LOOKUP,
        Intent.WHAT_DONE,
        Intent.DEADLINE,
        Intent.WHY,
        Intent.LIST,
    }
    return replace(query, intent=Intent.VAGUE) if vague else query


def _without_titles(topic: str, inspections: Sequence[Inspection]) -> str:
    """Return the topic without the words that name an inspection."""
    naming = {stem("report"), stem("inspection"), stem("review")}.union(*(title_stems(i) for i in inspections))
    return " ".join(word for word in topic.split() if not spelt(word) <= naming) if inspections else topic


def _without_names(topic: str, people: People) -> str:
    """Return the topic without the names of the office holders: whose words are asked for is no topic."""
    named = {word for _, person in people for word in person.name.split()}
    return " ".join(word for word in topic.split() if word not in named)


def _forces_of(people: People, named: Sequence[Named]) -> list[Force]:
    """Return the forces that the people named hold office for, where the question names no force itself."""
    return [] if named else [document.profile.force for document, _ in people if document.profile.force]


def _voices_of(people: People) -> tuple[Voice, ...]:
    return tuple(dict.fromkeys(person.role for _, person in people))


def _forces(text: str, holdings: Holdings) -> list[Named]:
    exact = forces_named(text, holdings.nameable)
    covered = [row.span for row in exact]
    near = [
        row
        for row in forces_misspelt(text, holdings.forces, holdings.nameable)
        if not any(span.touches(row.span) for span in covered)
    ]
    return sorted([*exact, *near], key=lambda row: row.span)


def _voices(text: str, named: Sequence[Named]) -> tuple[Voice, ...]:
    """Return whose words are asked for. At the Met and the City of London "the Commissioner" is the chief officer."""
    kept = list(text)
    for row in named:  # "Staffordshire Police" names the force; it doesn't ask for the police's words
        if not _OFFICE.search(row.span.of(text)):
            kept[row.span.start : row.span.end] = "x" * (row.span.end - row.span.start)
    voices = voices_asked("".join(kept))
    if Voice.COMMISSIONER in voices and named and all(row.force.chief_title == "Commissioner" for row in named):
        return tuple(dict.fromkeys(Voice.FORCE if voice is Voice.COMMISSIONER else voice for voice in voices))
    return voices


def _parts(query: Query, holdings: Holdings) -> tuple[Query, ...]:
    """Return the questions that a multi-part question consists of, each understood after the ones before it."""
    pieces = [piece.strip(" ,;") for piece in _NEXT_PART.split(query.question) if piece.strip(" ,;")]
    if len(pieces) > 1 and len(pieces[0].split()) < 5 and _SETTING.match(pieces[0]):  # "For Northmoor, who is ...?"
        pieces = [f"{pieces[0]}, {pieces[1]}", *pieces[2:]]
    if len(pieces) < 2 or query.intent is Intent.COMPARE or any(len(piece.split()) < 3 for piece in pieces):
        return ()
    parts = [replace(read(pieces[0], holdings), filters=query.filters)]
    for piece in pieces[1:]:
        part = replace(read(piece, holdings), filters=query.filters)
        said = tuple(dict.fromkeys(term for earlier in parts for term in earlier.terms))
        topic = " ".join(dict.fromkeys(earlier.topic for earlier in parts if earlier.topic))
        parts.append(carry(replace(parts[-1], terms=said, topic=topic), part))
    return tuple(part for part in parts if _ASKS.search(part.question)) or tuple(parts)
