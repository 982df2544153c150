"""Is a model's statement borne out by what it cites? Numbers, names, negation, tense and state, force and finding.

Strict on purpose: fuzzy likeness takes a wrong year for the right one. What fails is dropped and counted. What passes
is still not shown in the model's words unless ``rendering`` finds them to be the document's own.
"""

import re
from collections.abc import Sequence

from inspectqa.answering.asked import stems_of
from inspectqa.answering.modelled.deciding import deciding, lower_words, marked_up, negated
from inspectqa.answering.modelled.figures import figures_in, same
from inspectqa.answering.modelled.tokens import Token
from inspectqa.documents import Voice
from inspectqa.index.terms import STOP_WORDS, stem, terms, words
from inspectqa.retrieval.holdings import Holdings, matches
from inspectqa.retrieval.names import forces_named
from inspectqa.retrieval.refs import findings_named, without_findings

_LONGEST = 400
_SHARED = 0.5  # of a statement's content words; measured on the gold answers, docs/adr/0008-generative.md
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]*")


def objection(statement: str, cited: Sequence[Token], holdings: Holdings) -> str:
    """Return why ``statement`` is not borne out by the sentences that it cites, "" when it is."""
    checks = {
        "form": bool(statement) and len(statement) <= _LONGEST and statement.isprintable() and not marked_up(statement),
        "tokens": bool(cited),
        "figures": _figures_known(statement, cited),
        "findings": _findings_agree(statement, cited),
        "names": _names_known(statement, cited) and _forces_agree(statement, cited, holdings),
        "negation": negated(statement) == any(negated(token.text) for token in cited),
        "state": _states_agree(statement, cited),
        "words": _words_shared(statement, cited),
    }
    return next((name for name, passed in checks.items() if not passed), "")


def _figures_known(statement: str, cited: Sequence[Token]) -> bool:
    """Every figure outside the name of a finding stands in the evidence; a date also as that of its document."""
    written = [figure for token in cited for figure in figures_in(token.text)]
    dates = [figure for token in cited for figure in figures_in(token.dated)]
    return all(any(same(told, one) for one in [*written, *dates]) for told in figures_in(without_findings(statement)))


def _findings_agree(statement: str, cited: Sequence[Token]) -> bool:
    held = [token.source.finding for token in cited if token.source.finding]
    written = {ref.label for token in cited for ref in findings_named(token.text)}
    return all(ref.label in written or any(matches(f, ref) for f in held) for ref in findings_named(statement))


def _names_known(statement: str, cited: Sequence[Token]) -> bool:
    known = {stem(word) for token in cited for word in words(f"{token.text} {token.labels}")}
    names = {name for name in _CAPITALISED.findall(statement) if name.lower() not in STOP_WORDS}
    return all(stem(word) in known for name in names for word in words(name) if stem(word))


def _forces_agree(statement: str, cited: Sequence[Token], holdings: Holdings) -> bool:
    """A force that is named is the one that speaks, or stands in the evidence."""
    speaking = [token.source for token in cited if token.source.voice is not Voice.INSPECTORATE]
    own = {source.force.id for source in speaking if source.force}
    written = {row.force.id for token in cited for row in forces_named(token.text, holdings.nameable)}
    return all(row.force.id in own | written for row in forces_named(statement, holdings.nameable))


def _states_agree(statement: str, cited: Sequence[Token]) -> bool:
    """Done is not due: each state told stands in the evidence, a plan stays one, and so do stance and direction."""
    told, written = set(lower_words(statement)), {word for token in cited for word in lower_words(token.text)}
    states = deciding().states.values()
    decisive = {stem(word) for word in told} & deciding().decisive
    return (
        all(words_of & written for words_of in states if words_of & told)
        and bool(deciding().states["planned"] & written) == bool(deciding().states["planned"] & told)
        and decisive <= {stem(word) for word in written}
    )


def _words_shared(statement: str, cited: Sequence[Token]) -> bool:
    told = set(terms(statement))
    written = {found for token in cited for found in stems_of(f"{token.text} {token.labels}")}
    own = {found for token in cited for found in stems_of(token.text)}
    return bool(told) and len(told & written) >= _SHARED * len(told) and len(told & own) >= min(2, len(told))
