"""The answer with a model: extractive draft -> numbered sentences -> the model's statements -> checked draft.

The extractive draft decides: the model is asked only where that answers with quotations, and can choose, order and
shorten; it can't answer where the documents do not say, and leaves out neither a document nor the direct answer.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from inspectqa.answering.material import Claim, Draft, Material, Source, date_of
from inspectqa.answering.modelled.model import Message, Model, always_wanted
from inspectqa.answering.modelled.rendering import rendered
from inspectqa.answering.modelled.reply import Said, said_in
from inspectqa.answering.modelled.support import objection
from inspectqa.answering.modelled.tokens import Token, cited, tokens_of
from inspectqa.answering.verify import supported
from inspectqa.answering.wording import about, claim, said, speaker
from inspectqa.answers import Status
from inspectqa.errors import ModelFault
from inspectqa.prompts import prompt
from inspectqa.retrieval.query import Intent

_LOG = logging.getLogger(__name__)
_INSTEAD = "this is the extractive answer."
# Where an item that a model leaves out would be missed: these are answered by code alone.
_EVERY_ITEM = frozenset(
    {Intent.LIST, Intent.LIST_FINDINGS, Intent.LIST_FORCES, Intent.BRIEFING, Intent.COMPARE, Intent.QUOTE}
)
_EARLIER = 3
_LONGEST_EARLIER = 400
_TOKENS = 3  # of one statement


@dataclass(frozen=True, slots=True)
class Generative:
    """Rewords extractive drafts with a model. ``most`` is how many statements it may make."""

    model: Model
    most: int

    def reworded(
        self, draft: Draft, material: Material, earlier: Sequence[str], wanted: Callable[[], None] = always_wanted
    ) -> Draft:
        """Return ``draft`` as the model tells it, or itself with a notice when the model fails in any way.

        ``earlier`` are the person's own earlier questions; ``wanted`` raises when nobody waits any more.
        """
        quotations = [one for one in draft.claims if _is_quotation(one, material)]
        tokens = tokens_of(material, quotations) if quotations and _may_choose(draft, material) else ()
        if not tokens:
            return draft
        try:
            told = said_in(self.model.answer(_messages(material, tokens, earlier, self.most), wanted))
            return self._checked(told, tokens, draft, material)
        except ModelFault as fault:
            _LOG.warning("model %s: %s", self.model.name, fault)
            return replace(draft, notices=(*draft.notices, f"{fault}; {_INSTEAD}"))

    def _checked(self, told: tuple[Said, ...], tokens: tuple[Token, ...], draft: Draft, material: Material) -> Draft:
        """Return the draft of the statements that pass; a direct one that fails takes the others with it."""
        if not told:
            raise ModelFault("The model found no statement in the evidence")
        judged = [_judged(one, tokens, material) for one in told[: self.most]]
        if not judged[0]:
            raise ModelFault("The model's answer did not pass the check against the documents")
        failed = sum(not claims for claims in judged) + len(told[self.most :])
        reworded = tuple(claim for claims in judged for claim in claims)
        notice = f"{failed} of {len(told)} statements of the model did not pass the check and were left out."
        return replace(
            draft,
            claims=_complete(reworded, draft, material, trusted=not failed),
            notices=(*draft.notices, *([notice] if failed else [])),
            model=self.model.name,
        )


def _may_choose(draft: Draft, material: Material) -> bool:
    """Say whether a draft answers a question of which not every item counts."""
    return draft.status is Status.ANSWERED and material.query.intent not in _EVERY_ITEM


def _is_quotation(one: Claim, material: Material) -> bool:
    """Say whether a claim quotes a sentence and no more: such may be chosen, ordered and shortened."""
    source = one.sources[0] if one.sources else None
    return source is not None and one.text in {claim(material, source, dated=dated).text for dated in (True, False)}


def _messages(material: Material, tokens: Sequence[Token], earlier: Sequence[str], most: int) -> tuple[Message, ...]:
    """Return the rules, and the material: sentences and questions, each on one line so that none can pose as two."""
    folded = [" ".join(text.split())[:_LONGEST_EARLIER] for text in earlier[-_EARLIER:]]
    data = prompt("evidence").render(
        sentences="\n".join(token.line for token in tokens),
        earlier="\n".join(f"- {text}" for text in folded) or "(none)",
        question=" ".join(material.query.standalone.split()),
    )
    return Message("system", prompt("answer").render(most=str(most))), Message("user", data)


def _judged(one: Said, tokens: Sequence[Token], material: Material) -> tuple[Claim, ...]:
    """Return the claims that a statement becomes: in its own words, else as the sentences it cites; none if false."""
    resting = cited(one.tokens, tokens)[:_TOKENS]
    against = objection(one.text, resting, material.holdings)
    if against:
        _LOG.info("a statement was left out: %s", against)
        return ()
    own = _own_words(one, resting[0]) if len(resting) == 1 else None
    shown = (own,) if own else tuple(claim(material, token.source) for token in resting)
    return tuple(found for found in shown if supported(found, material))


def _own_words(one: Said, token: Token) -> Claim | None:
    text = rendered(one.text, token)
    source = token.source
    return Claim(f"{speaker(source)}{about(source.finding)}: {text}", (source,)) if text else None


def _complete(reworded: Sequence[Claim], draft: Draft, material: Material, *, trusted: bool) -> tuple[Claim, ...]:
    """Return what code composed itself, then the model's claims, then what the draft holds and these leave out.

    That is its direct answer, and the first words of each document that the model does not cite: a newer document, or
    another force's, can't be passed over. A model that said anything false is not ``trusted`` to leave out anything.
    """
    composed = [one for one in draft.claims if not _is_quotation(one, material)]
    kept = [*composed, *reworded]
    for place, one in enumerate(one for one in draft.claims if one.sources):
        told = {(source.document.id, source.span) for claim_ in kept for source in claim_.sources}
        documents = {document for document, _ in told}
        first = one.sources[0]
        said_already = (first.document.id, first.span) in told
        if first.document.id not in documents or (not said_already and (place == 0 or not trusted)):
            kept.append(one)
    unique = {(one.text, one.sources): one for one in kept}
    return tuple(_dated(_newest_first(tuple(unique.values()), len(composed), material), material))


def _newest_first(claims: tuple[Claim, ...], fixed: int, material: Material) -> tuple[Claim, ...]:
    """Return the claims behind the first ``fixed`` with each force's newer documents before its older ones."""
    age = {document.id: place for place, document in enumerate(material.documents)}
    forces: dict[str, int] = {}
    for one in claims[fixed:]:
        forces.setdefault(_force(one.sources[0]), len(forces))
    key = sorted(
        claims[fixed:], key=lambda c: (forces[_force(c.sources[0])], age.get(c.sources[0].document.id, len(age)))
    )
    return (*claims[:fixed], *key)


def _force(source: Source) -> str:
    return source.force.id if source.force else ""


def _dated(claims: Sequence[Claim], material: Material) -> Iterator[Claim]:
    """Yield the claims, each with its date where documents of different dates speak."""
    several = len({date_of(one.sources[0].document) for one in claims}) > 1
    for one in claims:
        source, when = one.sources[0], date_of(one.sources[0].document)
        lead = f"{speaker(source)}{about(source.finding)}: "
        if several and when and one.text.startswith(lead):
            dated = f"{speaker(source)} ({said(when)}){about(source.finding)}: "
            yield replace(one, text=dated + one.text.removeprefix(lead))
        else:
            yield one
