"""Questions that take something for granted which the documents do not say."""

import re

from inspectqa.answering.asked import needs_kind, stems_of
from inspectqa.answering.compose.choosing import ENOUGH, claims_from
from inspectqa.answering.material import Claim, Draft, Material, answered, plain, source_of
from inspectqa.answering.sentences import Sentence, own_voice, rank
from inspectqa.answering.wording import listed, quoted, speaker
from inspectqa.documents import Voice
from inspectqa.index.terms import stem, words

# Acts that a force would have to admit: when no passage says one, the question's premise is not borne out.
_ACTS = {
    stem(word): word
    for word in """reject rejected refuse refused abandon abandoned cancel cancelled withdraw withdrew scrap scrapped
    ban banned stop stopped deny denied ignore ignored drop dropped suspend suspended oppose opposed resign resigned
    sack sacked close closed miss missed""".split()
}
_FIGURE = re.compile(
    r"\b\d[\d,.]*\s?(?:%|per ?cent)|£\s?\d[\d,.]*|\b(?:a|one|two|three)[ -](?:quarters?|thirds?|fifths?|halves|half)\b"
    r"|\bhalf(?= (?:of|the))",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"\bnationally\b|\bacross (?:England|the country|all forces)|\ball forces\b", re.IGNORECASE)
_NEGATES = re.compile(r"\b(?:not|no|never|none|neither|yet to)\b|n['’]t\b", re.IGNORECASE)
_SOME = 0.2
_MOST_OF_IT = 0.6
_SETTLED = re.compile(
    r"\b(?:approv|accept|agree|adopt|support|welcom|endors|complet|implement|remain|continu)", re.IGNORECASE
)
_SHOWN = 3


def unsupported_act(material: Material) -> Draft | None:
    """Return that no passage says the act that the question presumes, and what is said on its subject."""
    presumed = next((word for word in words(material.query.question) if stem(word) in _ACTS), "")
    if not presumed or not re.match(r"\s*(?:why|when|how|where|who)\b", material.query.question, re.IGNORECASE):
        return None
    sentences = own_voice(rank(material), material.query)
    if any(stem(presumed) in stems_of(s.text) for s in sentences):
        return None
    rest = [s for s in sentences if s.passage.voice is not Voice.INSPECTORATE and not s.introduces]
    rest = sorted(rest, key=lambda s: (not (_SETTLED.search(s.text) and s.own), -s.score))
    aimed = [
        s for s in rest if s.passage.finding and s.passage.finding.number in {r.number for r in material.query.findings}
    ] or [s for s in rest if s.own and not material.query.findings]
    if not aimed:
        return None
    topic = " ".join(word for word in material.query.topic.split() if stem(word) != stem(presumed))
    subject = listed([ref.label for ref in material.query.findings]) or topic
    claims = claims_from(material, aimed[:_SHOWN])
    lead = Claim(
        f"The documents do not say that anybody did ‘{presumed}’ on {subject}; what they say follows.",
        claims[0].sources,
    )
    return answered([lead, *claims])


def borrowed_figure(material: Material) -> Draft | None:
    """Return that a figure which the question gives to a force is the inspectorate's national one."""
    figures = [re.sub(r"\s", "", figure) for figure in _FIGURE.findall(material.query.question)]
    if not figures or not material.query.forces:
        return None
    for sentence in rank(material):
        compact = re.sub(r"\s", "", sentence.text)
        of_all = sentence.passage.voice is Voice.INSPECTORATE or _OF_ALL.search(sentence.text)
        if of_all and any(figure.lower() in compact.lower() for figure in figures):
            source = source_of(material, sentence.passage, sentence.span)
            name = listed([force.name for force in material.query.forces])
            words_there = quoted(plain(material.quote(source)))
            text = f"{figures[0]} is a national figure, not {name}'s; {speaker(source)} says: {words_there}"
            return answered([Claim(text, (source,)), *claims_from(material, _own_figure(sentence, material))])
    return None


def _own_figure(sentence: Sentence, material: Material) -> list[Sentence]:
    """Return what goes on from a national figure to say that the force has none of its own."""
    here = sorted((s for s in rank(material) if s.passage.id == sentence.passage.id), key=lambda s: s.span)
    behind = [s for s in here if s.span > sentence.span][:1]
    return [s for s in behind if _NEGATES.search(s.text)]


def denied(material: Material) -> Draft | None:
    """Return the sentence that denies what the question takes for granted: "When did it join?", "It has not yet".

    Only where a fact is asked for; the sentence must hold the names in the question, or most of what was asked.
    """
    if not needs_kind(material.query.question):
        return None
    spoken = [s for s in own_voice(rank(material), material.query) if _NEGATES.search(s.text) and s.coverage >= ENOUGH]
    fitting = [s for s in spoken if s.named and s.own >= (_SOME if material.query.names else _MOST_OF_IT)]
    return answered(claims_from(material, fitting[:1]))
