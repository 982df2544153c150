"""The read path on one screen: question -> query -> evidence -> draft -> verified answer."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from inspectqa.answering.draft import draft
from inspectqa.answering.material import Material
from inspectqa.answering.modelled.generative import Generative
from inspectqa.answering.scope import before_search
from inspectqa.answering.verify import verify
from inspectqa.answers import Answer
from inspectqa.documents import HeldDocument, Passage
from inspectqa.errors import QuestionError
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.search import Index
from inspectqa.invisible import visible
from inspectqa.retrieval.fusion import fuse
from inspectqa.retrieval.holdings import Holdings, holdings_of
from inspectqa.retrieval.query import Filters
from inspectqa.retrieval.retrieve import retrieve
from inspectqa.retrieval.understand import Turn, asked_by, understand
from inspectqa.settings import Settings

_MOST_EVIDENCE = 40
_UNRESTRICTED = Filters()


class Step(StrEnum):
    """What is being done for a question: told to who watches, before it begins."""

    UNDERSTAND = "understand"
    SEARCH = "search"
    DRAFT = "draft"
    MODEL = "model"
    CHECK = "check"


# Told each step, and None while a step goes on; what it raises ends the work.
Watch = Callable[[Step | None], None]


def _unwatched(_: Step | None) -> None:
    return


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a search found: its fused score (0 to about 1), its document, and its words as they stand."""

    score: float
    passage: Passage
    document: HeldDocument
    quote: str


class Assistant:
    """Answers questions from what is held, with a model where there is one. May be used by many threads at once."""

    def __init__(
        self, index: Index, catalogue: Catalogue, settings: Settings, generative: Generative | None = None
    ) -> None:
        self._index = index
        self._catalogue = catalogue
        self._settings = settings
        self._generative = generative
        self._holdings: tuple[int, Holdings] | None = None

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters = _UNRESTRICTED,
        watch: Watch = _unwatched,
    ) -> Answer:
        """Return the answer to ``question``, asked after ``history`` and restricted to ``filters``.

        Raises:
            QuestionError: the question is empty or longer than the limit; names the limit.
        """
        began = time.perf_counter()
        watch(Step.UNDERSTAND)
        holdings = self.holdings()
        history = [turn._replace(content=visible(turn.content)) for turn in history]
        query = understand(self._checked(question), history, holdings, filters)
        early = before_search(query, holdings)
        watch(Step.SEARCH)
        evidence = () if early else retrieve(query, self._index, holdings, _MOST_EVIDENCE)
        watch(Step.DRAFT)
        material = Material(query, evidence, holdings, self._catalogue, self._similar)
        drafted = early or draft(material)
        if self._generative and not early:
            watch(Step.MODEL)
            drafted = self._generative.reworded(drafted, material, asked_by(history), partial(watch, None))
        watch(Step.CHECK)
        answer = verify(drafted, material)
        return replace(answer, elapsed_ms=1000 * (time.perf_counter() - began))

    def check(self, question: str) -> None:
        """Raise what ``ask`` would raise for a question that can't be asked.

        Raises:
            QuestionError: the question is empty or longer than the limit; names the limit.
        """
        self._checked(question)

    def search(self, text: str, limit: int) -> tuple[Found, ...]:
        """Return the passages nearest to ``text``, best first, without reading it as a question.

        Raises:
            QuestionError: the text is empty or longer than the limit; names the limit.
        """
        best = fuse(self._index.search(self._checked(text), limit))[:limit]
        passages = self._catalogue.passages([passage_id for passage_id, _ in best])
        return tuple(self._found(score, passages[id_]) for id_, score in best if id_ in passages)

    def holdings(self) -> Holdings:
        """Return what is held now, read again only when the catalogue has changed."""
        generation = self._catalogue.generation
        known = self._holdings
        if known is None or known[0] != generation:
            known = (generation, holdings_of(self._catalogue.documents()))
            self._holdings = known
        return known[1]

    def _similar(self, text: str, others: Sequence[str]) -> Sequence[float]:
        vectors = self._index.embedder.embed([text, *others])
        return [float(value) for value in vectors[1:] @ vectors[0]]

    def _found(self, score: float, passage: Passage) -> Found:
        document = self._catalogue.document(passage.document_id)
        return Found(score, passage, document, passage.span.of(self._catalogue.text(document.id)))

    def _checked(self, question: str) -> str:
        longest = self._settings.max_question_length
        if not question.strip():
            raise QuestionError("the question is empty; ask about the documents that are held")
        if any("\ud800" <= char <= "\udfff" for char in question):
            raise QuestionError("the question holds half a character (a lone surrogate); send whole ones")
        if len(question) > longest:
            raise QuestionError(f"the question has {len(question)} characters; the limit is {longest}")
        return visible(question)
