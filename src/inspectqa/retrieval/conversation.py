"""Follow-up questions: one slot changes, the others are carried over from the conversation."""

import re
from dataclasses import replace

from inspectqa.documents import Voice
from inspectqa.retrieval.cues import intent_of
from inspectqa.retrieval.query import Intent, Query

_OPENING = re.compile(
    r"^\s*(?:and|or|but|also|ok(?:ay)?|so|then|no|yes|sorry|what about|how about|same for|i meant?|is that"
    r"|anything else)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:that|it|its|they|their|theirs|them|this|these|those|he|she|his|her|him|there|one|ones|same|else|so far)\b",
    re.IGNORECASE,
)
_SAME_AGAIN = re.compile(
    r"\s*(?:and )?(?:who|what|when|where|which) (?:is|was|are|were) (?:it|that|they|he|she)\b", re.IGNORECASE
)
_DEEDS = re.compile(r"\bwhat (?:has|have|had|did) \w+ (?:\w+ )?(?:done|do)\b", re.IGNORECASE)
# Intents that an elliptical question has only because it says so little.
_WEAK = frozenset({Intent.LOOKUP, Intent.VAGUE, Intent.STATUS, Intent.WHAT_DONE})


def leans(query: Query) -> bool:
    """Say whether a question needs the conversation to make sense ("and Staffordshire?", "when is that due?")."""
    pointing = bool(
        _POINTING.search(
            re.sub(r"\b(?:said|say|says|saying|is it|was it|are there|is there)\b(?: that)?", " ", query.question)
        )
    )
    bare = not query.terms and not query.findings and query.intent not in {Intent.LIST_FORCES, Intent.LIST_FINDINGS}
    return bool(_OPENING.match(query.question)) or pointing or bare


def _asked_for(query: Query) -> Intent:
    """Return what a question asks for by its own words: one that is vague alone ("when is it due?") says that much."""
    return intent_of(query.question.lower().replace("’", "'")) if query.intent is Intent.VAGUE else query.intent


def _elliptical(query: Query) -> bool:
    return bool(_OPENING.match(query.question)) and len(query.question.split()) <= 9


def carry(earlier: Query, query: Query) -> Query:
    """Return ``query`` with the slots that it leaves open filled from ``earlier``."""
    short = _elliptical(query)
    pointing = bool(_POINTING.search(query.question))
    topic_carried = not query.findings and (not query.terms or (pointing and not query.forces and len(query.terms) < 3))
    findings = query.findings or (earlier.findings if topic_carried else ())
    terms = (*query.terms, *(t for t in earlier.terms if t not in query.terms)) if topic_carried else query.terms
    forces = query.forces or (() if query.national or query.unknown_force else earlier.forces)
    voices = query.voices or (earlier.voices if short and not query.terms and Voice.PANEL not in earlier.voices else ())
    same = short or not query.terms or bool(_SAME_AGAIN.match(query.question))
    asked = _asked_for(query)
    deeds = asked is Intent.WHAT_DONE and bool(_DEEDS.search(query.question))
    intent = earlier.intent if asked in _WEAK and same and not deeds else asked
    return replace(
        query,
        intent=intent,
        forces=forces,
        unknown_force=query.unknown_force or ("" if query.forces or query.national else earlier.unknown_force),
        names=tuple(dict.fromkeys((*query.names, *(earlier.names if topic_carried else ())))),
        findings=findings,
        inspections=query.inspections or (earlier.inspections if not query.forces or short else ()),
        voices=voices,
        terms=terms,
        topic=" ".join(filter(None, (query.topic, earlier.topic if topic_carried else ""))),
        standalone=_told(query, earlier, forces_carried=not query.forces and bool(forces), topic_carried=topic_carried),
        earlier=(*earlier.earlier, earlier.question),
        years=query.years or (earlier.years if short else ()),
    )


def _told(query: Query, earlier: Query, *, forces_carried: bool, topic_carried: bool) -> str:
    """Return the question with what was carried over said in brackets."""
    carried = [force.name for force in earlier.forces] if forces_carried else []
    if topic_carried and not query.findings:
        carried += [ref.label for ref in earlier.findings] + ([earlier.topic] if earlier.topic else [])
    return f"{query.question} ({', '.join(carried)})" if carried else query.question
