"""What a question means: a Query with its slots, shown to the person as ``understood``."""

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from inspectqa.documents import FindingKind, Voice
from inspectqa.forces import Force


class Intent(StrEnum):
    """What kind of answer the question asks for."""

    WHAT_DONE = "what_done"
    STATUS = "status"
    LOOKUP = "lookup"
    WHY = "why"
    MENTION = "mention"
    DEADLINE = "deadline"
    DUE_BY = "due_by"
    WHO_SAID = "who_said"
    OFFICE_HOLDER = "office_holder"
    COMPARE = "compare"
    LIST = "list"
    LIST_FINDINGS = "list_findings"
    LIST_FORCES = "list_forces"
    QUOTE = "quote"
    DEFINITION = "definition"
    METADATA = "metadata"
    BRIEFING = "briefing"
    CHANGE = "change"
    INSTRUCTION = "instruction"
    OPINION = "opinion"
    PERSONAL_DATA = "personal_data"
    CHILD_AT_RISK = "child_at_risk"
    VAGUE = "vague"


class FindingRef(NamedTuple):
    """A finding as a question names it: ``kind`` None stands for any, ``year`` None for any inspection."""

    kind: FindingKind | None
    number: str
    year: int | None = None

    @property
    def label(self) -> str:
        """``recommendation 6`` or, where the kind is not said, ``item 6``."""
        return f"{self.kind.label if self.kind else 'item'} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the caller restricts the answer to, beside the question; empty means no restriction."""

    forces: tuple[str, ...] = ()
    inspections: tuple[str, ...] = ()
    findings: tuple[FindingRef, ...] = ()
    voices: tuple[Voice, ...] = ()
    published_from: datetime.date | None = None
    published_to: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    ``standalone`` makes sense without the conversation; ``earlier`` are the questions that it leans on, oldest first.
    ``forces`` are the bodies named, held or not; ``unknown_force`` is a name that looks like a body's and is in no
    list and in no document; ``names`` are other capitalised words; ``documents`` are those that name a person the
    question names; ``inspections`` are ids. ``topic`` is what remains when the slots are taken out, ``terms`` its
    stems. ``parts`` are the questions of a multi-part one.
    """

    question: str
    standalone: str
    intent: Intent
    forces: tuple[Force, ...] = ()
    unknown_force: str = ""
    names: tuple[str, ...] = ()
    findings: tuple[FindingRef, ...] = ()
    inspections: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    years: tuple[int, ...] = ()
    months: tuple[tuple[int, int], ...] = ()
    dates: tuple[datetime.date, ...] = ()
    national: bool = False
    documents: tuple[str, ...] = ()
    topic: str = ""
    terms: tuple[str, ...] = ()
    filters: Filters = Filters()
    parts: tuple["Query", ...] = ()
    earlier: tuple[str, ...] = ()

    def of_force(self, force: Force) -> "Query":
        """Return the same query about one force."""
        return replace(self, forces=(force,), parts=())
