"""What an acronym stands for: from the documents first, else from our own list, said as such."""

import re
from collections.abc import Iterator

from inspectqa.answering.material import Claim, Draft, Material, answered, plain, source_of
from inspectqa.answering.wording import quoted, speaker
from inspectqa.answers import Status
from inspectqa.documents import Passage
from inspectqa.forces import known_acronyms

_SMALL = frozenset("a an and for in into of on or the to".split())
_WRITTEN = re.compile(r"\b(?=[A-Za-z0-9/&-]*[A-Z0-9])[A-Z0-9][A-Za-z0-9/&-]{1,9}\b")
_ANY = re.compile(r"\b[A-Za-z0-9][A-Za-z0-9/&-]{1,9}\b")


def asked_acronym(question: str) -> str:
    """Return the acronym that a question asks about, as written there, or ``""``."""
    written = [w for w in _WRITTEN.findall(question) if sum(c.isupper() or c.isdigit() for c in w) >= 2]
    known = [
        w for w in _ANY.findall(question) if w.upper() in known_acronyms() and w.lower() not in _SMALL and len(w) > 2
    ]
    return next(iter(written or known), "")


def expand(material: Material) -> Draft | None:
    """Return the expansion of the acronym asked about; None when the question names none."""
    acronym = asked_acronym(material.query.question)
    if not acronym:
        return None
    passages = [evidence.passage for evidence in material.evidence]
    spelt_out = list(_expansions(material, passages, acronym))
    if spelt_out:
        return answered(spelt_out[:2])
    return _from_list(material, passages, acronym)


def _expansions(material: Material, passages: list[Passage], acronym: str) -> Iterator[Claim]:
    seen = set()
    for passage in passages:
        for span in passage.sentences:
            source = source_of(material, passage, span)
            expansion = expansion_in(plain(material.quote(source)), acronym)
            if expansion and expansion.lower() not in seen:
                seen.add(expansion.lower())
                yield Claim(f"{speaker(source)} gives {acronym} as {quoted(expansion)}.", (source,))


def expansion_in(sentence: str, acronym: str) -> str:
    """Return how a sentence spells out an acronym: ``Force Intelligence Bureau (FIB)`` or ``3A (Adopt/...)``."""
    for match in re.finditer(rf"\(['‘\"“]?{re.escape(acronym)}['’\"”]?s?\)", sentence, re.IGNORECASE):
        words = list(re.finditer(r"[A-Za-z0-9'’/&-]+", sentence[: match.start()]))
        firsts = range(len(words) - 1, max(-1, len(words) - 13), -1)
        for small in (False, True):  # "Independent Inquiry into Child Sexual Abuse" before "Inquiry into ..."
            for first in firsts:
                if _spells(acronym, [word.group() for word in words[first:]], small=small):
                    return sentence[words[first].start() : match.start()].strip()
    behind = re.search(rf"\b{re.escape(acronym)}\b(?: [a-z]+)?\s*\(([^()]{{4,120}})\)", sentence)
    return behind.group(1).strip() if behind and not behind.group(1).isdigit() else ""


def _spells(acronym: str, words: list[str], *, small: bool) -> bool:
    """Say whether the initials of ``words`` are the acronym; ``small`` counts "of" and "into" too."""
    letters = re.sub(r"[^a-z0-9]", "", acronym.lower())
    every = [part for word in words for part in re.split(r"[-/&]", word.lower()) if part]
    initials = "".join(word[0] for word in every if small or word not in _SMALL)
    return words[0].lower() not in _SMALL and letters == initials


def _from_list(material: Material, passages: list[Passage], acronym: str) -> Draft | None:
    known = known_acronyms().get(acronym.upper())
    if not known:
        return None
    listed_as = f"In inspectqa's own list, {known.acronym} stands for {known.expansion}"
    for passage in passages:
        for span in passage.sentences:
            source = source_of(material, passage, span)
            words = plain(material.quote(source))
            if re.search(rf"\b{re.escape(acronym)}\b", words):
                text = f"{listed_as}; the documents use it without spelling it out: {quoted(words)}"
                return Draft(Status.ANSWERED, (Claim(text, (source,)),))
    return Draft(Status.NO_EVIDENCE, text=f"The documents do not use {acronym}. {listed_as}.")
