"""What a force's other documents say of the same thing: a promise and what became of it, a figure corrected."""

import datetime
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from inspectqa.answering.asked import stems_of, strength
from inspectqa.answering.material import Material, date_of
from inspectqa.answering.sentences import Sentence
from inspectqa.documents import Voice
from inspectqa.kinds import Kind
from inspectqa.retrieval.query import Intent
from inspectqa.retrieval.refs import findings_named

# The share of the better-known sentence's words, by rarity, that another document's must hold to be about the same.
_ALIKE = 0.3
_UNDATED = datetime.date.min
_BEFORE = re.compile(
    r"\b(?:announced|promised?|planned|plan|meant|supposed|expected|earlier|originally|previous(?:ly)?|before|used to"
    r"|chang(?:e|ed|es)|different|remember|became|trend|over time|since|compared?)\b",
    re.IGNORECASE,
)


def counterparts(chosen: Sequence[Sentence], pool: Sequence[Sentence], material: Material) -> list[Sentence]:
    """Return, for the best of ``chosen``, the sentence of each other document of its force that is about the same.

    Newer ones always, for they supersede it; older ones where the question is about what was said before.
    """
    if not chosen:
        return []
    looks_back = material.query.intent in {Intent.CHANGE, Intent.COMPARE} or _BEFORE.search(material.query.question)
    best = chosen[0]
    ours = material.document(best.passage.document_id)
    told = {s.passage.document_id for s in chosen}
    weight = _rarity(pool)
    found = []
    for document in material.documents:
        newer = (date_of(document) or _UNDATED) > (date_of(ours) or _UNDATED)
        other = document.id not in told and document.profile.force == ours.profile.force
        if not other or date_of(document) == date_of(ours) or not (newer or looks_back):
            continue
        rows = [
            (_alike(best, s, weight), s) for s in pool if s.passage.document_id == document.id and _comparable(best, s)
        ]
        if looks_back:  # "Did she begin on the day announced?": what holds the question holds the earlier word too
            rows = [(max(alike, s.own), s) for alike, s in rows]
        alike, nearest = max(rows, key=lambda row: row[0], default=(0.0, best))
        found += [nearest] if alike >= _ALIKE else []
    return found


def corrections(chosen: Sequence[Sentence], pool: Sequence[Sentence]) -> list[Sentence]:
    """Return what a document says to correct the sentences chosen from it: beside them, or naming their finding."""
    in_order = sorted(pool, key=lambda s: (s.passage.document_id, s.span))
    found: list[Sentence] = []
    for place, s in enumerate(in_order):
        before = in_order[place - 1] if place and in_order[place - 1].passage.id == s.passage.id else None
        if s.kind is Kind.CORRECTION and (_corrects(s, chosen) or (before and (before in found or before in chosen))):
            found.append(s)
    return [s for s in found if s not in chosen]


def _corrects(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    """Say whether a correction names the finding under which a chosen sentence of its document stands."""
    refs = findings_named(sentence.text)
    here = [s.passage.finding for s in chosen if s.passage.document_id == sentence.passage.document_id]
    return any(f is not None and ref.number == f.number and ref.kind in {None, f.kind} for f in here for ref in refs)


def _comparable(one: Sentence, other: Sentence) -> bool:
    first, second = one.passage.finding, other.passage.finding
    if other.introduces or other.passage.voice is Voice.INSPECTORATE:
        return False
    return first is None or second is None or (first.kind, first.number) == (second.kind, second.number)


def _rarity(pool: Sequence[Sentence]) -> Mapping[str, float]:
    count = Counter(stem for s in pool for stem in stems_of(s.text))
    return {stem: math.log((len(pool) + 1) / times) for stem, times in count.items()}


def _alike(one: Sentence, other: Sentence, weight: Mapping[str, float]) -> float:
    """Return the weighted share of the shorter sentence's words, and of the question's, that both hold."""
    first, second = stems_of(one.text), stems_of(other.text)
    shorter, longer = (first, second) if len(first) <= len(second) else (second, first)
    total = sum(weight.get(s, 0.0) for s in shorter) or 1.0
    return sum(weight.get(s, 0.0) * strength(longer, s) for s in shorter) / total
