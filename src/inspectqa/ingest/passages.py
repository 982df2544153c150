"""The passages that are searched and quoted: one per section, long ones split between sentences."""

import datetime
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from inspectqa.documents import BlockKind, Document, Finding, Inspection, Passage, Profile, Section, Span, Voice
from inspectqa.forces import Force
from inspectqa.ingest.columns import Role, Table, tables
from inspectqa.ingest.pieces import Piece, pieces, plain
from inspectqa.ingest.recognise.forces import body_named
from inspectqa.ingest.recognise.leads import unnumbered
from inspectqa.ingest.rows import is_value
from inspectqa.ingest.sentences import sentence_spans
from inspectqa.ingest.speakers import named_body
from inspectqa.ingest.split import split
from inspectqa.ingest.statements import statement

_HEADER_WORDS = 14


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph, list item or cell of a section: its text for search and the sentences to quote."""

    span: Span
    body: str
    sentences: tuple[Span, ...]


def passages(
    document: Document, profile: Profile, sections: tuple[Section, ...], *, document_id: str, max_words: int
) -> tuple[Passage, ...]:
    """Return the passages of ``document`` in order, each of at most ``max_words`` words where sentences allow it.

    What is about several findings at once is a passage of each.
    """
    parts = pieces(document)
    grids = {table.number: table for table in tables(document)}
    found: list[Passage] = []
    for section in sections:
        lines = _lines(document, section, parts, grids)
        for about in (section.finding, *section.also):
            one = replace(section, finding=about)
            for group in _groups(document, lines, max_words):
                passage = _passage(document, profile, one, group, (document_id, len(found)))
                if passage.sentences:
                    found.append(passage)
    return tuple(found)


def _passage(
    document: Document, profile: Profile, section: Section, lines: list[_Line], name: tuple[str, int]
) -> Passage:
    span = Span(lines[0].span.start, lines[-1].span.end)
    sentences = tuple(sentence for line in lines for sentence in line.sentences)
    return Passage(
        id=f"{name[0]}-{document.sha256[:8]}-{name[1]}",
        document_id=name[0],
        ordinal=name[1],
        span=span,
        page=document.page_at(span.start),
        voice=section.voice,
        speaker=section.speaker,
        header=header(document, profile, section),
        body=" ".join(line.body for line in lines if line.body),
        sentences=sentences,
        force=_force(document, profile, section),
        finding=section.finding,
        headings=section.headings,
        statements=tuple(statement(plain(sentence.of(document.text))) for sentence in sentences),
    )


def _force(document: Document, profile: Profile, section: Section) -> Force | None:
    """Return whose passage it is: the document's force, unless the speaker is another's."""
    if section.voice is Voice.INSPECTORATE and not section.finding:
        return None
    if section.voice in (Voice.FORCE, Voice.COMMISSIONER) and named_body(section.speaker, profile):
        return body_named(section.speaker, document.text)
    return profile.force


def header(document: Document, profile: Profile, section: Section) -> str:
    """Return the context of a section: force | inspection, date | finding, due | speaker | headings."""
    finding, force = section.finding, _force(document, profile, section) or profile.force
    inspection = (finding.inspection if finding else None) or next(iter(profile.inspections), None)
    parts = (
        force.name if force else "",
        _inspection(inspection) if inspection else "",
        _finding(document, finding) if finding else "",
        f"{section.voice.value}: {section.speaker}" if section.speaker else section.voice.value,
        " > ".join(section.headings),
    )
    return " | ".join(part for part in parts if part)


def _inspection(inspection: Inspection) -> str:
    when = _day(inspection.published) if inspection.published else str(inspection.year or "")
    return ", ".join(part for part in (inspection.title, when) if part)


def _finding(document: Document, finding: Finding) -> str:
    words = plain(finding.span.of(document.text)).split() if finding.span else []
    short = " ".join(words[:_HEADER_WORDS]) + (" …" if len(words) > _HEADER_WORDS else "")
    named = f"{finding.label}: {short}" if short else finding.label
    return f"{named}, due {_day(finding.due)}" if finding.due else named


def _day(date: datetime.date) -> str:
    return f"{date:%d %B %Y}".lstrip("0")


def _lines(document: Document, section: Section, parts: tuple[Piece, ...], grids: dict[int, Table]) -> list[_Line]:
    lines = []
    first = bisect_right(parts, section.span.start, key=lambda piece: piece.span.end)
    for piece in takewhile(lambda piece: piece.span.start < section.span.end, islice(parts, first, None)):
        span = Span(max(piece.span.start, section.span.start), min(piece.span.end, section.span.end))
        if span.start < span.end:
            lines.append(_line(document, piece, span, grids))
    return lines


def _line(document: Document, piece: Piece, span: Span, grids: dict[int, Table]) -> _Line:
    words = plain(span.of(document.text))
    if piece.kind is not BlockKind.ROW or piece.cell is None:
        return _Line(span, words, tuple(sentence_spans(document.text, unnumbered(document.text, span))))
    block = document.blocks[piece.block]
    table = grids[block.table] if block.table is not None else None
    column = table.columns[piece.cell] if table and piece.cell < len(table.columns) else None
    speaks = column is not None and column.role in (Role.RESPONSE, Role.WORDING)
    if speaks or (not is_value(words) and (column is not None or piece.cell > 0 or len(words.split()) > 12)):
        return _Line(span, words, tuple(sentence_spans(document.text, unnumbered(document.text, span))))
    named = f"{column.label}: {words}." if column and column.label else f"{words}:" if piece.cell == 0 else f"{words}."
    return _Line(span, named, ())


def _groups(document: Document, lines: list[_Line], max_words: int) -> list[list[_Line]]:
    """Put lines together up to ``max_words``; a longer line is split between its sentences."""
    groups: list[list[_Line]] = []
    count = 0
    for line in (part for whole in lines for part in _split(document, whole, max_words)):
        size = len(line.body.split())
        if groups and count + size <= max_words:
            groups[-1].append(line)
            count += size
        else:
            groups.append([line])
            count = size
    return groups


def _split(document: Document, line: _Line, max_words: int) -> list[_Line]:
    if len(line.body.split()) <= max_words or len(line.sentences) < 2:
        return [line]
    parts: list[_Line] = []
    for chunk in split(line.span.of(document.text), max_words):
        start, end = line.span.start + chunk.start, line.span.start + chunk.end
        sentences = tuple(one for one in line.sentences if start <= one.start < end)
        span = Span(start, max([end, *(one.end for one in sentences)]))
        parts.append(_Line(span, plain(span.of(document.text)), sentences))
    return parts
