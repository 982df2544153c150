"""Which inspection report the text at one point of a document is about."""

import re
from itertools import pairwise

from inspectqa.documents import Block, BlockKind, Document, Inspection, Span
from inspectqa.ingest.pieces import DEAR, plain, trimmed
from inspectqa.ingest.recognise.groups import opens_with
from inspectqa.ingest.recognise.leads import lead_of

_UNNAMED = Inspection("unnamed", "")  # a report that the document speaks of and no rule found
_KINDS = ("peel", "custody", "child protection", "joint targeted area", "crime data integrity", "super-complaint")
_A_BODY = re.compile(r"\b(?:police|constabulary|service|commissioner|authority)$")
STRUCTURING = (  # words of headings that structure a response to one report, whoever writes it
    r"recommend\w*|areas? for improvement|causes? of concern|findings?|responses?|respond\w*|repl(?:y|ies)"
    r"|comments?|views?|about|background|introduct\w*|summary|overview|conclu\w*|closing|foreword|progress|updates?"
    r"|actions?|next steps?|governance|oversight|what|how"
)
_STRUCTURE = re.compile(
    rf"\b(?:{STRUCTURING}|statement|position|this (?:inspection|report)|annex|appendix|part|section|themes?"
    r"|commissioner\S*|chief constable\S*|force\S*|constabulary\S*|inspectorate|inspectors|key|contacts?)\b"
)
_PEEL_AREA = re.compile(  # the questions that every PEEL report answers, as headings of a plan
    r"(?:preventing (?:and deterring )?crime|responding to the public|investigating crime|protecting vulnerable people"
    r"|managing (?:offenders|suspects)|(?:disrupting|tackling) serious|recording (?:data about )?crime"
    r"|(?:police )?powers? and|treatment of the public|(?:building|developing|supporting)\b.*\bworkforce"
    r"|leadership\b.*|(?:strategic )?planning\b.*|supporting victims)"
)
_OF_ANOTHER = re.compile(r"\b(?:inspect\w*|reports?|peel|reviews?|other)\b")
_ADDRESS = 15  # blocks above a letter's salutation
_DATED = re.compile(r" \((?:published |hmicfrs,? )*(?:on )?(?:\d{1,2} )?(?:[a-z]+ )?20\d\d\)(?: [–-] [a-z ]+)?$")
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*[.)]? |(?:part|section) [a-z\d]{1,2}\b[.:)]?\s*[–-]?\s*|[a-z][.)] )")
_FEWEST = 3  # words of a title
_TOPIC = 7  # words of a heading that structures a response; a longer one is as likely a title
_LINE = 250  # characters of a line that names a report for what is below it
_BESIDE = 70  # characters beside the title in a line that holds little else
_NEAR = 14  # characters before the title in a line that names it: a number, "Part B."


class Scopes:
    """The inspection that the headings passed so far put the text under."""

    def __init__(self, document: Document, inspections: tuple[Inspection, ...]) -> None:
        self._all = inspections
        self._text = document.text
        self._level = 0
        self._heading = 0
        self._main = _main(document, inspections)
        self._home = _home(document, self._main) if self._main else 0
        self._answered = False  # whether a finding has been passed
        self._letter = any(DEAR.match(block.span.of(document.text)) for block in document.blocks[:_ADDRESS])
        self.current = self._main

    def pass_by(self, block: Block) -> None:
        """Take note of a block: a heading may name another inspection, or end the one before."""
        here = next((one for one in self._all if one.span and block.span.holds(one.span)), None) or self._again(block)
        self._answered |= _names_finding(self._text, block)
        above, self._heading = self._heading, block.level if block.kind is BlockKind.HEADING else 0
        if here is None and (self._of_another(block) or self._beside_main(block) or self._dated_as_another(block)):
            self.current, self._level = _UNNAMED, block.level or 1
            return
        if block.kind is not BlockKind.HEADING:
            if here and self._heads_a_cell(block, here):
                self.current, self._level = here, 1
            apart = self._main is None and here is not None and _is_line_of(self._text, block, here)
            if here and (above or apart):
                self.current, self._level = here, above or 1  # a line that names the report for what is below it
            return
        if here:
            self.current, self._level = here, block.level
        elif block.level <= self._level and not opens_with(self._text, block.span):  # a finding's ends no report's
            self.current, self._level = self._main, 0

    def _of_another(self, block: Block) -> bool:
        """Say whether a heading, or a cell's first line, speaks of a kind of inspection that is not the present one."""
        if self.current is None or not self.current.title:
            return False
        heads = [block.span] if block.kind is BlockKind.HEADING else []
        heads += [cell for cell in block.cells if "\n" in cell.of(self._text)]
        lines = [_bare(head.of(self._text).split("\n")[0]) for head in heads]
        named = [line for line in lines if len(line) < _LINE and re.search(r"inspect|peel", line)]
        kinds = [kind for line in named for kind in _KINDS if kind in line]
        return bool(kinds) and not any(kind in _bare(self.current.title) for kind in kinds)

    def _heads_a_cell(self, block: Block, one: Inspection) -> bool:
        """Say whether a title stands in the first of several lines of a cell: an item of minutes in a table."""
        first = [cell.of(self._text).split("\n")[0] for cell in block.cells if "\n" in cell.of(self._text)]
        return any(_bare(one.title) in _bare(line) for line in first)

    def _beside_main(self, block: Block) -> bool:
        """Say whether a heading beside the one of the only report names a section on other inspections or findings."""
        if block.kind is not BlockKind.HEADING or not 0 < block.level <= self._home:
            return False
        words = _NUMBERING.sub("", _bare(block.span.of(self._text)))
        if self._letter and not _OF_ANOTHER.search(words):
            return False  # the subject of a letter is the report that all of it is about
        long = len(words.split()) > _TOPIC
        if not (long or self._answered):
            return False  # the report's own section has no findings: they stand in the one beside it
        topic = re.sub(r"\bresponses? to\b|: (?:how|why|the police|an?)\b.*", "", words) if long else words
        structure = _STRUCTURE.search(topic)
        return not (structure or _PEEL_AREA.match(words) or opens_with(self._text, block.span))

    def _dated_as_another(self, block: Block) -> bool:
        """Say whether a heading has a date as a report's does, below that of a report: "Nobody home (3 May 2026)"."""
        if block.kind is not BlockKind.HEADING or self.current is None or not self._heads_dated():
            return False
        words = _bare(block.span.of(self._text))
        dated = _DATED.search(words)
        topic = words[: dated.start()] if dated else ""
        formed = len(topic.split()) >= _FEWEST and not _STRUCTURE.search(topic)
        return formed and not opens_with(self._text, block.span)

    def _heads_dated(self) -> bool:
        """Say whether the present report's own heading ends with a date."""
        span = self.current.span if self.current else None
        line = self._text[span.start : span.end + _BESIDE].split("\n")[0] if span else ""
        return bool(_DATED.search(_bare(line)))

    def _again(self, block: Block) -> Inspection | None:
        """Return the inspection whose title a heading, or a line that opens with it, has again."""
        if self._main is not None or block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            return None
        head = re.sub(r"^\d+[.)]? ", "", _bare(block.span.of(self._text)))
        short = [one for one in self._all if ":" in one.title and _bare(one.title).split(":")[0] == head]
        short = [] if _A_BODY.search(head) else short
        if len(short) == 1 and block.kind is BlockKind.HEADING:
            return short[0]
        near = len(self._text) if block.kind is BlockKind.HEADING else _NEAR
        return next((one for one in self._all if one.title and 0 <= _at(self._text, block, one) < near), None)

    def named_after(self, span: Span) -> Inspection | None:
        """Return the inspection whose title, or its first part, stands after a finding's name."""
        words = _bare(self._text[span.start : min(span.end, span.start + _LINE)])
        opening = re.match(r"(?:[\w. ]{0,30}?\b)?(?:of|in|from) (?:the )?[“\"‘]?(?P<title>.*)", words)
        if opening is None:
            return None
        return next((one for one in self._all if opening["title"].startswith(_bare(one.title).split(":")[0])), None)

    def of_year(self, year: int) -> Inspection:
        """Return the inspection of this year; one that the document does not name has only its year."""
        same = [one for one in self._all if one.year == year]
        return same[0] if same else Inspection(f"unnamed-{year}", "", year=year)


def reports_of(document: Document, inspections: tuple[Inspection, ...]) -> list[Inspection | None]:
    """Return for each block the inspection that it stands under; None where that is not known."""
    scopes, found = Scopes(document, inspections), []
    for block in document.blocks:
        scopes.pass_by(block)
        found.append(scopes.current)
    return found


def _is_line_of(text: str, block: Block, inspection: Inspection) -> bool:
    """Say whether a line opens with the title of an inspection, or holds little else."""
    words, title = _bare(block.span.of(text)), _bare(inspection.title)
    return words.find(title) < _NEAR or len(words) - len(title) < _BESIDE


def _opens(text: str, block: Block, title: Span) -> bool:
    """Say whether a title opens a block, after a number at most, or stands in it in quotation marks."""
    return title.start - block.span.start < _NEAR or text[title.start - 1 : title.start] in ("“", '"')


def _at(text: str, block: Block, inspection: Inspection) -> int:
    """Return how far from the start of a block the title of an inspection stands in it, -1 where it does not."""
    return _bare(block.span.of(text)).find(_bare(inspection.title))


def _bare(words: str) -> str:
    return " ".join(plain(words).casefold().split())


def _main(document: Document, inspections: tuple[Inspection, ...]) -> Inspection | None:
    """Return the inspection that the whole document is about, None when it is one of several beside each other."""
    first = inspections[0] if inspections else None
    if first is not None and _comes_late(document, first):
        return _UNNAMED
    if first is not None and _share_a_sentence(document, inspections):
        return None
    if first is None or first.span is None or len(inspections) == 1:
        return first
    named = {block.table for block in document.blocks if block.column_headers}
    heads = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    levels = [block.level for block in heads for one in inspections if one.span and block.span.holds(one.span)]
    below = [
        head.level
        for head, block in pairwise(document.blocks)
        if head.kind is BlockKind.HEADING and block.kind is BlockKind.PARAGRAPH
        for one in inspections
        if one.span and block.span.holds(one.span)
    ]
    standing = [
        1
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
        for one in inspections
        if one.span and block.span.holds(one.span) and _opens(document.text, block, one.span)
        if len(block.span.of(document.text)) < _LINE
    ]
    levels += below if len(below) > 1 else standing if levels or len(standing) > 1 else []
    rows = [block for block in document.blocks if block.table in named and block.table is not None]
    apart = any(block.span.holds(first.span) for block in rows) or len(levels) > 1
    return None if apart and not _above(heads, levels, first) else first


def _home(document: Document, main: Inspection) -> int:
    """Return the level of the heading that names a report for the section below it; 0 where it heads the document."""
    heads = [at for at, block in enumerate(document.blocks) if block.kind is BlockKind.HEADING]
    for at in heads[1:]:
        below = document.blocks[at : at + 2]
        if main.span and any(block.kind is not BlockKind.ROW and block.span.holds(main.span) for block in below):
            return below[0].level
    return 0


def _share_a_sentence(document: Document, inspections: tuple[Inspection, ...]) -> bool:
    """Say whether the paragraph that names the first inspection names others too: the document is about all."""
    spans = [one.span for one in inspections if one.span]
    block = next((block for block in document.blocks if block.span.holds(spans[0])), None) if spans else None
    return block is not None and block.kind is BlockKind.PARAGRAPH and sum(map(block.span.holds, spans)) > 1


def _comes_late(document: Document, inspection: Inspection) -> bool:
    """Say whether an inspection heads a section after findings that stand in another: they are not its own."""
    span = inspection.span
    at = next((at for at, block in enumerate(document.blocks) if span and block.span.holds(span)), 0)
    block = document.blocks[at] if document.blocks else None
    if block is None or block.kind is BlockKind.ROW or len(block.span.of(document.text)) > _LINE:
        return False
    before, after = document.blocks[:at], document.blocks[at + 1 :]
    if block.kind is not BlockKind.HEADING and not any(_names_finding(document.text, one) for one in after):
        return False
    return any(_names_finding(document.text, one) for one in before)


def _names_finding(text: str, block: Block) -> bool:
    """Say whether a heading, or a cell, opens with the number of a finding."""
    spans = [block.span] if block.kind is BlockKind.HEADING else block.cells
    leads = (lead_of(text, trimmed(text, span)) for span in spans if span.start < span.end)
    return any(lead and lead.number for lead in leads)


def _above(heads: list[Block], levels: list[int], first: Inspection) -> bool:
    """Say whether the first inspection's heading is above those of the others."""
    level = next((block.level for block in heads if first.span and block.span.holds(first.span)), None)
    return level is not None and levels.count(level) == 1 and level == min(levels)
