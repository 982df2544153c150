"""Small values for tests: each builder fills in what the test is not about."""

import datetime

from inspectqa.documents import Finding, FindingKind, HeldDocument, Inspection, Page, Person, Profile, Span, Voice
from inspectqa.forces import Force, known_forces
from inspectqa.retrieval.holdings import Holdings
from inspectqa.retrieval.query import Query
from inspectqa.retrieval.understand import Turn, understand

NORTHMOOR = Force("northmoor", "Northmoor Constabulary", "Northmoor", learnt=True)
CALDERMERE = Force("caldermere", "Caldermere Constabulary", "Caldermere", learnt=True)
CHESHIRE = next(force for force in known_forces() if force.id == "cheshire")
REPORT = Inspection("weapons-2025", "Inspection of weapons", datetime.date(2025, 3, 1), 2025)


def recommendation(number: str, inspection: Inspection = REPORT) -> Finding:
    return Finding(FindingKind.RECOMMENDATION, number, inspection, Span(0, 4), datetime.date(2026, 7, 31))


def held(force: Force | None = NORTHMOOR, *numbers: str, file: str = "a.txt") -> HeldDocument:
    person = Person(Voice.COMMISSIONER, "Police and Crime Commissioner", "Ellen Farrow", Span(0, 4))
    profile = Profile(
        "Response", force=force, inspections=(REPORT,), people=(person,), findings=tuple(map(recommendation, numbers))
    )
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    return HeldDocument(file, file, file, "text/plain", "0" * 64, (Page(1, 0, 10),), profile, (), now)


HOLDINGS = Holdings((held(NORTHMOOR, "1", "4"), held(CALDERMERE, "1", file="b.txt"), held(CHESHIRE, file="c.txt")))


def understood(question: str, *earlier: str, holdings: Holdings = HOLDINGS) -> Query:
    """Return how ``question`` is understood after the user's ``earlier`` questions."""
    return understand(question, [Turn("user", text) for text in earlier], holdings)
