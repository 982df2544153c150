"""Which forces a question names: by name, alias or area, with typing errors forgiven."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from inspectqa.documents import Span
from inspectqa.forces import Force
from inspectqa.index.terms import stem

# A name this short is matched as written only: "ASP" is a force, "asp" a snake.
_SHORT = 3
# A name this long is found inside a longer word.
_LONG = 5
# Words that a typing error could turn into no force's name: never read as one.
_NEVER = frozenset("response responses resource police policing force forces commissioner constable".split())


_LONGER_BEFORE = re.compile(
    r"\b(?:New|Fort|Port|Lake|Saint|St|Duke|Lord|Lady|Earl|Sir|Dame|Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor) $"
)
_LONGER_BEHIND = re.compile(r"-[A-Z]")


class Named(NamedTuple):
    """A force and where the question names it."""

    force: Force
    span: Span


def _spelling(name: str) -> str:
    body = r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", name)).replace(r"\&", "(?:&|and)")
    return body if len(name) <= _SHORT else f"(?i:{body})"


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name.lower().replace("&", "and"))


@lru_cache(maxsize=8)
def _finder(forces: tuple[Force, ...]) -> tuple[re.Pattern[str], dict[str, Force]]:
    """Return one pattern for all names, the longest first, and the force of each name."""
    names = {name: force for force in reversed(forces) for name in force.names}
    ordered = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(_spelling, ordered)) or '(?!)'})(?!\w)")
    return pattern, {_plain(name): force for name, force in names.items()}


def _allowance(word: str) -> int:
    """Return how many letters of a name may be wrong."""
    return 0 if len(word) < 6 else 1 if len(word) < 8 else 2


def forces_named(question: str, forces: Sequence[Force]) -> list[Named]:
    """Return the forces that ``question`` names exactly, in order; the longest name wins where names overlap.

    A name within a longer one is no force's: "New South Wales", "Duke Kent-Brown".
    """
    pattern, force_of = _finder(tuple(forces))
    return [
        Named(force_of[_plain(match.group())], Span(*match.span()))
        for match in pattern.finditer(question)
        if not (_LONGER_BEFORE.search(question[: match.start()]) or _LONGER_BEHIND.match(question[match.end() :]))
    ]


def _near(word: str, forces: Iterable[Force]) -> Force | None:
    """Return the one force whose name is a typing error away from ``word``; None when two are as near."""
    distances = [
        (OSA.distance(word.lower(), name.lower()), force)
        for force in forces
        for name in _single(force)
        if name[:1].lower() == word[:1].lower() and OSA.distance(word.lower(), name.lower()) <= _allowance(name)
    ]
    best = min((distance for distance, _ in distances), default=0)
    nearest = {force.id: force for distance, force in distances if distance == best}
    return next(iter(nearest.values())) if len(nearest) == 1 else None


def _single(force: Force) -> set[str]:
    """Return the names of a force that are one word."""
    return {name for name in (force.short_name, *force.aliases) if " " not in name} - set(force.ambiguous_aliases)


def _glued(word: str, forces: Iterable[Force]) -> Force | None:
    """Return the one force whose name is written together with another word: "inNorthmoor"."""
    lower = word.lower()
    found = [force for force in forces if any(len(n) >= _LONG and n.lower() in lower for n in _single(force))]
    return found[0] if len(found) == 1 else None


def forces_misspelt(question: str, held: Sequence[Force], known: Sequence[Force]) -> list[Named]:
    """Return the forces that a word of ``question`` means despite a typing error; held ones are preferred."""
    found = []
    for match in re.finditer(r"[A-Za-z][A-Za-z-]{5,}", question):
        word = re.sub(r"['’]s$", "", match.group())
        if word.lower() in _NEVER:
            continue
        force = _glued(word, held) or _near(word, held) or _glued(word, known) or _near(word, known)
        if force:
            found.append(Named(force, Span(*match.span())))
    return found


_BODY_WORDS = r"(?:Police|Constabulary|PCC|PFCC|Commissioner|force|commissioner)"
_OF_A_BODY = (
    r"(?:police|constabulary|force|officers?|response|responses|commissioner|pcc|pfcc|chief|mayor|recommendations?|afis?|action"
    r"|progress|plan|tracker|rag|status|letter|comments|position|answer|inspection|peel|target|figure|rate)"
)
_NAME = r"((?:[A-Z][a-z]+[ -](?:and )?)*[A-Z][a-z]{2,})"
_IN_A_FORCES_PLACE = (
    re.compile(rf"\b{_NAME}(?: {_BODY_WORDS}\b|['’]s (?:\w+ )?{_OF_A_BODY}\b)"),
    re.compile(rf"\b(?:[Hh]as|[Hh]ave|[Dd]id|[Dd]oes|[Ii]s|[Ww]ill) {_NAME}(?= [a-z])"),
    re.compile(rf"\b(?:for|by|in|at|from|about|of|and|And|to) {_NAME}(?=\W|$)"),
)
_DEED = (
    r"(?:done|do|doing|say|said|says|respond|responded|answer|answered|agree|agreed|reject|rejected|plan|promise"
    r"|promised|got)"
)
_IN_LOWER_CASE = (
    re.compile(r"\b([a-z]{4,}) (?:constabulary|police)\b(?! (?:force|officer|system|record|area|and))"),
    re.compile(rf"\b(?:has|have|did|does|will|is) ([a-z]{{4,}}) {_DEED}\b"),
    re.compile(r"\b([a-z]{5,})['’]s (?:response|commissioner|chief|progress|position|answer|plan|target)\b"),
    re.compile(r"\b(?:in|at|from) (?!\w+ing\b)([a-z]{5,})\s*\??$"),
)
_NO_FORCE_STEMS = frozenset(
    stem(word)
    for word in """about among anybody anyone been british counter county armed being both each either every everybody
    everyone force forces full general here inspectors local military national neither nobody nothing office other
    others panel people person policing progress railway regional report roads somebody someone state their them
    there these they this those traffic transport under what which whose within would could should mayor deputy chief
    commissioner commissioners constable constables inspectorate police across between where total detail short summary
    response responses child children practice place""".split()
)
_CAPITALISED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b|\b[A-Z]{3,}\b")
# The first word of a question is a name only in front of something that no sentence begins with.
_FIRST_WORD = re.compile(
    r"[A-Z][a-z]{3,}(?= (?:rec(?:ommendation)?s?|AFI|item|cause|area|progress|response|on|and|[A-Z]))"
)
_NO_NAME = frozenset(
    """january february march april may june july august september october november december home office
    operation police constabulary commissioner chief constable acting deputy mayor panel recommendation
    recommendations what which who when why how the parliament government secretary department education programme
    hmicfrs england wales area areas improvement cause concern crime fire inspection inspectorate section
    report act majesty his her north south east west county council which does have were with many much list tell give
    show please quote compare rank summarise summarize write brief name describe explain status update updates progress
    deadline after before under when where whose there these those about regarding tell short""".split()
)


def names_in(question: str, named: Sequence[Named]) -> tuple[str, ...]:
    """Return the capitalised words of ``question`` that may be names beside the forces found in it."""
    first = _FIRST_WORD.match(question)
    found = [
        match.group()
        for match in ([first] if first else []) + list(_CAPITALISED.finditer(question))
        if match.group().lower() not in _NO_NAME
        and not any(row.span.start <= match.start() < row.span.end for row in named)
    ]
    return tuple(dict.fromkeys(found))


def unknown_force(question: str) -> str:
    """Return a capitalised name standing where a force's name stands ("has Wexholme done ..."), or ``""``."""
    for pattern in _IN_LOWER_CASE:
        for match in pattern.finditer(question):
            if stem(match.group(1)) not in _NO_FORCE_STEMS:
                return match.group(1).capitalize()
    for pattern in _IN_A_FORCES_PLACE:
        for match in pattern.finditer(question):
            if not any(word.lower() in _NO_NAME for word in re.split(r"[ -]", match.group(1))):
                return match.group(1)
    return ""
