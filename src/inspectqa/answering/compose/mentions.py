"""Does a document, or a speaker under a finding, mention a topic? Absence is said only of what was checked."""

from inspectqa.answering.compose.choosing import claims_from
from inspectqa.answering.material import Claim, Draft, Material, Source, source_of
from inspectqa.answering.sentences import Sentence, rank
from inspectqa.answering.wording import force_of, listed, speaker
from inspectqa.answers import Status
from inspectqa.retrieval.holdings import matches

_MENTIONED = 0.6
_SHOWN = 3


def mention(material: Material) -> Draft | None:
    """Return the sentences that mention the topic in what was asked about, or a checked statement of absence."""
    query = material.query
    if not query.terms:
        return None
    checked = [
        p
        for p in material.passages(voices=query.voices)
        if not query.findings or (p.finding and any(matches(p.finding, ref) for ref in query.findings))
    ]
    if not checked or not (query.forces or query.findings or query.voices):
        return None
    ranked = rank(material, checked)
    held = [s for s in ranked if s.own >= _MENTIONED]
    if held:
        return Draft(Status.ANSWERED, tuple(claims_from(material, held[:_SHOWN])))
    return Draft(Status.ANSWERED, tuple(_absence(material, ranked)))


def _absence(material: Material, ranked: list[Sentence]) -> list[Claim]:
    """Return the statement of absence, what is said there instead, and where the same voice mentions the topic."""
    shown = sorted(ranked, key=lambda s: s.span)[:_SHOWN]
    sources = tuple(source_of(material, s.passage, s.span) for s in shown)
    where = f"under {listed([ref.label for ref in material.query.findings])}, " if material.query.findings else ""
    claims = [Claim(f"No: {where}{_who(sources)} does not mention {material.query.topic}.", sources)]
    elsewhere = [s for s in rank(material, material.passages(voices=material.query.voices)) if s.own >= _MENTIONED]
    return [*claims, *claims_from(material, shown[:2]), *claims_from(material, elsewhere[:1])]


def _who(sources: tuple[Source, ...]) -> str:
    names = {speaker(source) for source in sources}
    return names.pop() if len(names) == 1 else f"{force_of(sources[0].document)}'s document"
