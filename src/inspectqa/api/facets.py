"""What can be chosen beside a question, counted from what is held; and questions to begin or to go on with."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from inspectqa.api.rendering import VOICES
from inspectqa.documents import Finding, HeldDocument, Passage, Voice
from inspectqa.forces import Force
from inspectqa.index.catalogue import Catalogue
from inspectqa.retrieval.refs import findings_named
from inspectqa.wire.ask import AnswerOut

_MOST_FINDINGS = 60
_MOST_QUESTIONS = 4
_NEWEST = 3  # documents of a force that are looked through for a question
_VOICED = (Voice.FORCE, Voice.COMMISSIONER, Voice.INSPECTORATE, Voice.PANEL)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: what is sent, what is shown, and how many documents (of voices: passages) it has."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The filters of what is held; ``earliest`` and ``latest`` are the dates of its documents."""

    forces: tuple[Choice, ...] = ()
    inspections: tuple[Choice, ...] = ()
    findings: tuple[Choice, ...] = ()
    voices: tuple[Choice, ...] = ()
    earliest: date | None = None
    latest: date | None = None
    documents: int = 0


@dataclass(slots=True)
class Shelf:
    """The facets and first questions of a catalogue, counted again only when what is held has changed."""

    catalogue: Catalogue
    _counted: tuple[int, Facets, tuple[str, ...]] = field(default=(-1, Facets(), ()))

    def facets(self) -> Facets:
        """Return the filters of what is held now."""
        return self._now()[1]

    def examples(self) -> tuple[str, ...]:
        """Return questions that what is held now can answer."""
        return self._now()[2]

    def _now(self) -> tuple[int, Facets, tuple[str, ...]]:
        generation = self.catalogue.generation
        if self._counted[0] != generation:
            documents = self.catalogue.documents()
            voices = {voice: len(self.catalogue.passage_ids(voices=[voice])) for voice in Voice}
            asked = examples(documents, self.catalogue.passages_of)
            self._counted = (generation, facets(documents, voices), asked)
        return self._counted


def facets(documents: Sequence[HeldDocument], passages: dict[Voice, int]) -> Facets:
    """Return the filters of these documents; ``passages`` counts what each voice says."""
    days = sorted(held.profile.published for held in documents if held.profile.published)
    return Facets(
        forces=_choices(((force.id, force.name) for force in map(_force, documents) if force), _by_label),
        inspections=_choices(chain.from_iterable(map(_inspections, documents)), _by_label),
        findings=_choices(chain.from_iterable(map(_findings, documents)), _by_finding)[:_MOST_FINDINGS],
        voices=tuple(Choice(voice.value, VOICES[voice], passages[voice]) for voice in _VOICED if passages.get(voice)),
        earliest=days[0] if days else None,
        latest=days[-1] if days else None,
        documents=len(documents),
    )


def examples(documents: Sequence[HeldDocument], passages_of: Callable[[str], Sequence[Passage]]) -> tuple[str, ...]:
    """Return questions that these documents answer: of each force in turn, in forms that differ, newest first."""
    by_force: dict[str, list[HeldDocument]] = {}
    for held in sorted(documents, key=lambda one: one.profile.published or date.min, reverse=True):
        if force := _force(held):
            by_force.setdefault(force.id, []).append(held)
    choices = [
        [question for held in group[:_NEWEST] for question in _example(held, passages_of(held.id))]
        for group in islice(by_force.values(), _MOST_QUESTIONS)
    ]
    asked: list[str] = []
    for _ in range(2):
        forms: set[str] = set()
        for choice in choices:
            fresh = [one for one in choice if one not in asked]
            best = next((one for one in fresh if _form(one) not in forms), next(iter(fresh), None))
            if best:
                asked.append(best)
                forms.add(_form(best))
    return tuple(asked[:_MOST_QUESTIONS])


def _example(held: HeldDocument, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield questions about the last findings that a document speaks of, as far as it can answer them."""
    force = held.profile.force.short_name if held.profile.force else ""
    told = {one.finding.label: one for one in passages if one.finding and one.finding.number}
    for label, passage in reversed(told.items()):
        if passage.voice is Voice.FORCE:
            yield f"What has {force} done on {label}?"
        if passage.voice is Voice.COMMISSIONER:
            yield f"What did the commissioner for {force} say on {label}?"
        if passage.finding and passage.finding.due:
            yield f"When is {label} due for {force}?"


def _form(question: str) -> str:
    return " ".join(question.split()[:2])


def suggestions(answer: AnswerOut, documents: Sequence[HeldDocument]) -> tuple[str, ...]:
    """Return follow-up questions: the same about other forces, about its date, and of another speaker."""
    cited = answer.citations[0] if answer.citations else None
    if cited is None:
        return ()
    told = {one.force_id for one in answer.citations} | set(answer.understood.forces)
    others = {
        force.short_name: None
        for held in documents
        if (force := _force(held)) and force.id not in told and _speaks_of(held, answer)
    }
    asked: Iterator[str] = chain(
        (f"And {name}?" for name in islice(others, 2)),
        ["When is it due?"] if any(one.finding and one.finding.due for one in answer.citations) else [],
        _of_another(answer),
    )
    return tuple(islice(asked, _MOST_QUESTIONS))


def _of_another(answer: AnswerOut) -> Iterator[str]:
    voices = {one.voice for one in answer.citations}
    if Voice.COMMISSIONER not in voices:
        yield "What did the commissioner say?"
    if Voice.FORCE not in voices:
        yield "What did the chief constable say?"


def _speaks_of(held: HeldDocument, answer: AnswerOut) -> bool:
    """Say whether a document speaks of a finding that the answer cites; of any, where it cites none."""
    cited = {(one.finding.kind, one.finding.number) for one in answer.citations if one.finding}
    return not cited or bool(cited & {(one.kind, one.number) for one in held.profile.findings})


def _force(held: HeldDocument) -> Force | None:
    return held.profile.force


def _told(held: HeldDocument) -> list[Finding]:
    return [one for one in held.profile.findings if one.number and findings_named(one.label)]


def _inspections(held: HeldDocument) -> Iterator[tuple[str, str]]:
    for one in held.profile.inspections:
        title = one.title[:1].upper() + one.title[1:]
        yield one.id, f"{title} ({one.year})" if one.year else title


def _findings(held: HeldDocument) -> Iterator[tuple[str, str]]:
    labels = {f"{one.label} ({year})" if (year := _year(one)) else one.label for one in _told(held)}
    return ((label, label[:1].upper() + label[1:]) for label in labels)


def _year(finding: Finding) -> int | None:
    return finding.inspection.year if finding.inspection else None


def _choices(pairs: Iterable[tuple[str, str]], order: Callable[[Choice], tuple[str, ...]]) -> tuple[Choice, ...]:
    """Return each value once with its fullest label and how often it comes."""
    all_pairs = list(pairs)
    labels = dict(sorted(all_pairs, key=lambda pair: len(pair[1])))
    counted = Counter(value for value, _ in all_pairs)
    return tuple(sorted((Choice(value, labels[value], counted[value]) for value in labels), key=order))


def _by_label(choice: Choice) -> tuple[str, ...]:
    return (choice.label.casefold(),)


def _by_finding(choice: Choice) -> tuple[str, ...]:
    digits = "".join(char if char.isdigit() else " " for char in choice.label).split()
    year = digits[-1] if choice.label.endswith(")") else "0"
    kind = choice.label.split(digits[0])[0] if digits else choice.label
    return (str(9999 - int(year)).zfill(4), kind, digits[0].zfill(6) if digits else "", choice.label)
