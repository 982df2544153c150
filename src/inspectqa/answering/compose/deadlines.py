"""When findings are due, and what is due by a date. A deadline is not a completion."""

from inspectqa.answering.alignment import Worded, named, on_topic, worded
from inspectqa.answering.compose.choosing import claims_from
from inspectqa.answering.material import Claim, Draft, Material, Source, answered
from inspectqa.answering.sentences import Sentence, own_voice, rank
from inspectqa.answering.wording import quoted, said
from inspectqa.documents import Span, Voice

_ENOUGH = 0.5
_MOST = 8


def _claim(found: Worded) -> Claim:
    """Return the statement of a finding's due date, quoting its wording."""
    finding = found.finding
    source = Source(found.document, finding.span or Span(0, 0), Voice.INSPECTORATE, "", finding)
    who = finding.inspection.inspectorate if finding.inspection else "The inspectorate"
    due = f"is due by {said(finding.due)}" if finding.due else "has no date in the documents"
    return Claim(f"{finding.label.capitalize()} {due}, in {who}'s words: {quoted(found.wording)}", (source,))


def due(material: Material) -> Draft | None:
    """Return the dates of the findings that the question names or is about."""
    found = named(material) if material.query.findings else on_topic(material)
    dated = [w for w in found if w.finding.due]
    return answered(_claim(w) for w in (dated or found)[:_MOST])


def stated_dates(material: Material) -> Draft | None:
    """Return what a force or its commissioner says of its own dates on the topic."""
    if not (material.query.forces or material.query.voices) or not material.query.terms:
        return None
    sentences = [s for s in own_voice(rank(material), material.query) if s.fits and s.coverage >= _ENOUGH]
    return answered(claims_from(material, _leading(sentences)))


def _leading(sentences: list[Sentence]) -> list[Sentence]:
    best = sentences[0].score if sentences else 0.0
    return [s for s in sentences if s.score >= 0.85 * best][:3]


def due_by(material: Material) -> Draft | None:
    """Return the findings due on the dates that the question names (else all by then), in order of date."""
    every = sorted((w for w in worded(material) if w.finding.due), key=lambda w: (str(w.finding.due), w.finding.number))
    dates = material.query.dates
    on_day = [w for w in every if w.finding.due in dates]
    before = [w for w in every if dates and w.finding.due and w.finding.due <= max(dates)]
    return answered(_claim(w) for w in (on_day or before or ([] if dates else every))[:_MOST])
