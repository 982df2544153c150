"""Which recommendations somebody accepted, or did not: the positions taken under each finding."""

import re

from inspectqa.answering.compose.choosing import claims_from
from inspectqa.answering.material import Draft, Material, answered
from inspectqa.answering.sentences import Sentence, rank
from inspectqa.documents import Voice
from inspectqa.kinds import Kind

_ASKED = re.compile(
    r"\b(?:which|what|any|how many)\b.{0,40}\b(?:recommendations?|afis?|areas for improvement|findings|items|points)\b"
    r".{0,80}\b(?:agree[ds]?|accept(?:s|ed)?|reject(?:s|ed)?|disagree[ds]?|refuse[ds]?|decline[ds]?|oppose[ds]?)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:not|n.t|never|partly|partial(?:ly)?|in part|reject\w*|disagree\w*|refus\w*|declin\w*|oppos\w*)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:agree|accept|reject|disagree|declin|oppos|refus)\w*", re.IGNORECASE)
_MOST = 12


def taken(material: Material) -> Draft | None:
    """Return each position of the kind asked for, for or against, with the finding that it is on."""
    question = material.query.question
    if not _ASKED.search(question) or material.query.findings:
        return None
    voices = material.query.voices or (Voice.FORCE,)
    against = bool(_AGAINST.search(question))
    passages = [p for p in material.passages(voices=voices) if p.finding]
    found = [s for s in rank(material, passages) if _is_position(s) and bool(_AGAINST.search(s.text)) is against]
    return answered(claims_from(material, sorted(found, key=lambda s: (s.passage.document_id, s.span))[:_MOST]))


def _is_position(sentence: Sentence) -> bool:
    return sentence.kind in {Kind.BARE, Kind.POSITION} and bool(_SAYS.search(sentence.text))
