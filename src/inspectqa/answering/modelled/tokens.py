"""Numbered sentences: what a model is given instead of documents, and the way back from its tokens to sources.

A model never sees a URL, an identifier or a file name, so it can invent none. A token that was not given out leads
nowhere. A sentence that speaks to its reader or holds markup is not given out at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inspectqa.answering.material import Claim, Material, Source, date_of, plain, source_of
from inspectqa.answering.modelled.deciding import speaks_to_reader
from inspectqa.answering.sentences import own_voice, rank
from inspectqa.answering.wording import about, force_of, said, speaker
from inspectqa.documents import Span, Voice

_SOMETHING = 0.3  # of what was asked, by weight: as in ``statements``
_MOST = 24
_BESIDE = 300  # characters before and after
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n")
_LONGEST = 600  # characters; more is a table or a list, not a sentence


@dataclass(frozen=True, slots=True)
class Token:
    """A sentence with its token (``S3``) and its labels, as a model sees them.

    ``dated`` is the date of its document as written in the label, ``labels`` all labels in one line.
    """

    name: str
    source: Source
    text: str
    dated: str
    labels: str

    @property
    def line(self) -> str:
        """The line that a model reads; no bar in a sentence can pose as the end of a label."""
        return f"{self.name} | {self.labels} | {_barless(self.text)}"


def tokens_of(material: Material, claims: Sequence[Claim]) -> tuple[Token, ...]:
    """Return the sentences that may answer, with tokens.

    Those that ``claims`` quote, others on the topic, and those that stand beside the quoted ones, in the voices and of
    the forces that the question asks for, newest document first, in reading order.
    """
    ranked = [s for s in own_voice(rank(material), material.query) if s.coverage >= _SOMETHING]
    found = [claim.sources[0] for claim in claims]
    found += [source_of(material, s.passage, s.span) for s in ranked]
    found += _beside(found[: len(claims)], material)
    unique: dict[tuple[str, Span], Source] = {}
    for source in found:
        unique.setdefault((source.document.id, source.span), source)
    fit = [source for source in unique.values() if _fit(source, material)][:_MOST]
    age = {document.id: place for place, document in enumerate(material.documents)}
    fit.sort(key=lambda source: (age.get(source.document.id, len(age)), source.span))
    return tuple(_token(f"S{number}", source, material) for number, source in enumerate(fit, 1))


def _beside(quoted: Sequence[Source], material: Material) -> list[Source]:
    """Return the other sentences of the passages that are quoted: "Twenty-nine had been trained." names no topic."""
    return [
        source_of(material, evidence.passage, span)
        for evidence in material.evidence
        if any(
            source.document.id == evidence.passage.document_id and evidence.passage.span.holds(source.span)
            for source in quoted
        )
        for span in evidence.passage.sentences
    ]


def _fit(source: Source, material: Material) -> bool:
    """Say whether a sentence may be given out: what stands beside an instruction may be a part of it."""
    whole = material.texts.text(source.document.id)
    start, end = source.span
    beside = _SENTENCE_END.split(whole[max(0, start - _BESIDE) : start] + "\n" + whole[end : end + _BESIDE])
    quote = material.quote(source)
    return 0 < len(plain(quote)) <= _LONGEST and not any(map(speaks_to_reader, (quote, *map(plain, (quote, *beside)))))


def _token(name: str, source: Source, material: Material) -> Token:
    dated = date_of(source.document)
    when = said(dated) if dated else "undated"
    finding = about(source.finding).removeprefix(", on ") or "no finding"
    force = "forces in general" if source.voice is Voice.INSPECTORATE else force_of(source.document)
    labels = " | ".join(map(_barless, (force, f"{speaker(source)} ({source.voice.value})", finding, when)))
    return Token(name, source, plain(material.quote(source)), when, labels)


def _barless(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def cited(names: Sequence[str], given: Sequence[Token]) -> tuple[Token, ...]:
    """Return the sentences of the tokens that were given out, each once; unknown tokens are dropped."""
    by_name = {token.name: token for token in given}
    return tuple(by_name[name] for name in dict.fromkeys(names) if name in by_name)
