"""Findings of one report that carry the same number, or none: which are one, and which are of two reports."""

from dataclasses import replace

from inspectqa.documents import Document, FindingKind, Inspection
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.row_anchors import Anchor


def with_number(found: list[Anchor]) -> list[Anchor]:
    """Return the anchors; one without a number is that of its kind and report which has a number, where one has."""
    numbers: dict[tuple[FindingKind, str], set[str]] = {}
    for anchor in found:
        numbers.setdefault(_series(anchor), set()).add(anchor.finding.number)
    alone = {series: max(those) for series, those in numbers.items() if len(those) == 2 and "" in those}
    return [
        replace(anchor, finding=replace(anchor.finding, number=alone[_series(anchor)]))
        if not anchor.finding.number and _series(anchor) in alone
        else anchor
        for anchor in found
    ]


def told_apart(document: Document, found: list[Anchor]) -> list[Anchor]:
    """Return the anchors; a number with two quite different wordings is of two reports, one of them not recognised.

    Then no report is named for either, and they are kept apart.
    """
    worded: dict[tuple[str, str, str], list[set[str]]] = {}
    parted: list[tuple[Anchor, int]] = []
    for anchor in found:
        several = worded.setdefault(anchor.finding.key, [])
        words = set(plain(anchor.wording.of(document.text)).lower().split()) if anchor.wording else set()
        if words and anchor.finding.number and (not several or _unlike(words, several[-1])):
            several.append(words)
        parted.append((anchor, len(several)))
    return [
        replace(anchor, finding=replace(anchor.finding, inspection=Inspection(f"unnamed-{number}", "")))
        if len(worded[anchor.finding.key]) > 1
        else anchor
        for anchor, number in parted
    ]


_ALIKE = 0.4  # share of the words of the shorter of two wordings that the other has, too


def _unlike(one: set[str], other: set[str]) -> bool:
    return len(one & other) < _ALIKE * min(len(one), len(other))


def _series(anchor: Anchor) -> tuple[FindingKind, str]:
    report = anchor.finding.inspection
    return anchor.finding.kind, report.id if report else ""
