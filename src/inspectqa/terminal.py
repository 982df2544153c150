"""Answers and lists as a person reads them on a terminal: text in, text out, wrapped to a width."""

import datetime
import textwrap
from collections.abc import Iterable, Sequence

from inspectqa.answers import Answer, Citation, Nearest, Status
from inspectqa.assistant import Found
from inspectqa.doctor import Check
from inspectqa.documents import HeldDocument
from inspectqa.ingest.recognised import Recognised
from inspectqa.prompts import Prompt

NOTHING_HELD = "No documents are held. Run: inspectqa ingest samples"
_WIDEST = 100
_LONGEST_LIST = 20


def wrapped(text: str, width: int, indent: str = "", mark: str = "") -> str:
    """Wrap ``text`` to ``width`` columns (at most 100) behind ``indent``, its first line behind ``mark`` too."""
    columns = max(40, min(width, _WIDEST))
    first, later = indent + mark, indent + " " * len(mark)
    lines = (
        textwrap.fill(line, columns, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
        for line in printable(text).splitlines()
    )
    return "\n".join(lines)


def printable(text: str) -> str:
    """Return ``text`` without control characters: a document must not steer a terminal."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\n" or char.isprintable():
        return char
    return " " if char.isspace() else ""


def answer_text(answer: Answer, width: int) -> str:
    """Return an answer with its sources, or what is known instead of one."""
    parts = [wrapped(answer.text or answer.status.sentence, width)]
    if answer.citations:
        parts.append("\n".join(["Sources", *(_source(one, width) for one in answer.citations)]))
    if answer.status is not Status.ANSWERED and answer.held:
        parts.append(_bulleted("Held", answer.held, width))
    if answer.status is not Status.ANSWERED and answer.nearest:
        parts.append("\n".join(["Nearest passages", *(_nearest(one, width) for one in answer.nearest)]))
    parts.extend(wrapped(f"Note: {notice}", width) for notice in answer.notices)
    return "\n\n".join(parts)


def _source(citation: Citation, width: int) -> str:
    force = citation.force or ""
    about = [
        citation.speaker or citation.voice.value,
        force if force not in citation.speaker else "",
        citation.finding.label if citation.finding else "",
        f"{citation.published:%-d %B %Y}" if citation.published else "undated",
        f"{citation.file}, page {citation.page}",
    ]
    head = wrapped(" · ".join(filter(None, about)), width, "  ", f"[{citation.number}] ")
    return f"{head}\n{wrapped(f'“{one_line(citation.quote)}”', width, '      ')}"


def _nearest(nearest: Nearest, width: int) -> str:
    head = wrapped(f"{nearest.title}, page {nearest.page}", width, "  ", "- ")
    return f"{head}\n{wrapped(f'“{one_line(nearest.quote)}”', width, '      ')}"


def _bulleted(title: str, lines: Sequence[str], width: int) -> str:
    shown = [wrapped(line, width, "  ", "- ") for line in lines[:_LONGEST_LIST]]
    more = [f"  and {len(lines) - _LONGEST_LIST} more"] if len(lines) > _LONGEST_LIST else []
    return "\n".join([title, *shown, *more])


def one_line(text: str) -> str:
    """Return ``text`` without control characters, on one line."""
    return " ".join(printable(text).split())


def search_text(found: Sequence[Found], width: int) -> str:
    """Return the passages of a search, best first, each with where it stands."""
    return "\n\n".join(_found(one, width) for one in found) or "No passage is near."


def _found(found: Found, width: int) -> str:
    passage = found.passage
    about = [
        passage.speaker or passage.voice.value,
        passage.finding.label if passage.finding else "",
        f"{found.document.file}, page {passage.page}",
    ]
    head = wrapped(" · ".join(filter(None, about)), width, mark=f"{found.score:.2f} ")
    return f"{head}\n{wrapped(one_line(found.quote), width, '     ')}"


def checks_text(checks: Iterable[Check]) -> str:
    """Return a line per check of the set-up."""
    return table([("ok" if check.sound else "WRONG", check.name, one_line(check.found)) for check in checks])


def prompt_text(prompt: Prompt) -> str:
    """Return a prompt with its name, its version and its holes, its wording as it stands in its file."""
    holes = f", holes: {', '.join(prompt.holes)}" if prompt.holes else ""
    return f"{prompt.name} (version {prompt.version}{holes})\n\n{prompt.text.rstrip()}"


def documents_text(documents: Iterable[HeldDocument]) -> str:
    """Return a line per document: force, date, pages, title, file."""
    rows = [
        (
            held.profile.force.short_name if held.profile.force else "-",
            f"{held.profile.published:%Y-%m-%d}" if held.profile.published else "undated",
            f"{len(held.pages)} p",
            held.file,
            one_line(held.profile.title),
        )
        for held in documents
    ]
    return table(sorted(rows)) if rows else NOTHING_HELD


def recognised_text(found: Recognised, width: int) -> str:
    """Return what was recognised in a document, with the rules, and what is left open, a line each."""
    profile = found.profile
    about = [
        ("title", profile.title),
        ("force", profile.force.name if profile.force else "not recognised"),
        ("publisher", profile.publisher.value),
        ("published", _date(profile.published)),
        ("updated", _date(profile.updated) if profile.updated else ""),
        *(("inspection", f"{one.title} ({_date(one.published)})") for one in profile.inspections),
        *(("person", f"{one.name}, {one.office}") for one in profile.people),
        ("pages", f"{found.pages}, {found.pages_by_ocr} by OCR" if found.pages_by_ocr else str(found.pages)),
        ("findings", ", ".join(one.label for one in profile.findings) or "none"),
        ("without response", ", ".join(one.label for one in found.without_response) or "none"),
        ("passages", ", ".join(f"{count} {voice.value}" for voice, count in sorted(found.by_voice.items()))),
    ]
    parts = [found.file, table([(f"  {name}", one_line(value)) for name, value in about if value])]
    for title, lines in (
        ("Rules", profile.rules),
        ("Warnings", found.warnings),
        ("Passages without a voice", [f"{one.body[:100]}" for one in found.without_voice]),
    ):
        if lines:
            parts.append(_bulleted(title, lines, width))
    return "\n".join(parts)


def _date(date: datetime.date | None) -> str:
    return f"{date:%-d %B %Y}" if date else "undated"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as left-aligned columns, two spaces apart."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return printable("\n".join(lines))
