"""Query and evidence -> Draft: which composers answer which intent, in which order.

Each composer returns a draft or None; the first draft stands. Adding a kind of answer is a function and a row here.
"""

from collections.abc import Callable
from dataclasses import replace

from inspectqa.answering import scope
from inspectqa.answering.asked import needs_kind
from inspectqa.answering.compose import (
    deadlines,
    definitions,
    facts,
    lists,
    mentions,
    order,
    overview,
    people,
    positions,
    premises,
    quoting,
)
from inspectqa.answering.compose.indirect import by_meaning, by_position, by_wording, national
from inspectqa.answering.compose.statements import (
    on_the_topic,
    under_finding,
)
from inspectqa.answering.material import Draft, Material, answered
from inspectqa.answers import Status
from inspectqa.retrieval.query import Intent

Composer = Callable[[Material], Draft | None]

_FIRST: tuple[Composer, ...] = (
    scope.unknown_name,
    scope.unlisted,
    order.before_or_after,
    premises.borrowed_figure,
    positions.taken,
    premises.unsupported_act,
)
_LAST: tuple[Composer, ...] = (
    under_finding,
    on_the_topic,
    by_position,
    premises.denied,
    by_wording,
    by_meaning,
    national,
)
# With a force and nothing else, these ask for its position on everything.
_OPEN = frozenset({Intent.WHAT_DONE, Intent.STATUS, Intent.LOOKUP, Intent.BRIEFING})
_ROUTES: dict[Intent, tuple[Composer, ...]] = {
    Intent.OFFICE_HOLDER: (people.holders,),
    Intent.DEFINITION: (definitions.expand, facts.key, facts.stated),
    Intent.DEADLINE: (facts.stated, deadlines.stated_dates, deadlines.due),
    Intent.DUE_BY: (deadlines.due_by,),
    Intent.LIST_FINDINGS: (lists.findings,),
    Intent.LIST_FORCES: (lists.forces,),
    Intent.METADATA: (facts.stated, facts.dates),
    Intent.QUOTE: (quoting.wording,),
    Intent.COMPARE: (overview.compare,),
    Intent.BRIEFING: (overview.brief,),
    Intent.MENTION: (mentions.mention,),
    Intent.LIST: (facts.valued, lists.labelled, lists.introduced),
    Intent.STATUS: (facts.with_words,),
    Intent.LOOKUP: (facts.stated, facts.valued),
}


def draft(material: Material) -> Draft:
    """Return the draft for a query: of its parts one by one where it has several, else of the whole."""
    parts = [_one(replace(material, query=part)) for part in material.query.parts]
    claims = [claim for part in parts if part.status is Status.ANSWERED for claim in part.claims]
    return answered(claims) or _one(material)


def _one(material: Material) -> Draft:
    query = material.query
    open_ended = query.forces and query.intent in _OPEN and not needs_kind(query.question)
    if open_ended and (len(query.findings) > 1 or not (query.terms or query.findings)):
        return overview.brief(material) or _silent(material)
    for composer in (*_FIRST, *_ROUTES.get(material.query.intent, ()), *_LAST):
        found = composer(material)
        if found:
            return found
    return _silent(material)


def _silent(material: Material) -> Draft:
    """Return that documents are held and do not say, naming whose were searched."""
    names = {d.profile.force.name for d in material.documents if d.profile.force}
    whose = f" from {', '.join(sorted(names)[:6])}" if names else ""
    return Draft(Status.NO_EVIDENCE, text=f"The documents held{whose} do not say.")
