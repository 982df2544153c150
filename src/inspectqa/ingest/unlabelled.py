"""Whose a text is that no label gives to anybody: its publisher's, where that is certain enough.

A commissioner says "I", a force "we"; a signed letter is its signatory's throughout; what introduces or concludes a
response is its publisher's. A quotation, an instruction of a form and what may be a finding's own wording are nobody's.
"""

import re

from inspectqa.documents import BlockKind, Document, Finding, Profile, Voice
from inspectqa.ingest.announced import under_each
from inspectqa.ingest.classifier import likelihood
from inspectqa.ingest.frames import Stack, finding_of
from inspectqa.ingest.pieces import DEAR, plain
from inspectqa.ingest.quoted import QUOTATION
from inspectqa.ingest.recognise.leads import paragraph_number
from inspectqa.ingest.recognise.scopes import STRUCTURING
from inspectqa.ingest.speakers import named_body
from inspectqa.ingest.turn import Turn
from inspectqa.ingest.voices import named_in

_I = re.compile(r"\b(?:I|I['’](?:m|ve|ll|d)|[Mm]y|[Mm]e)\b")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s)\b")
_PROSE = re.compile(r"\A[A-Z“\"‘'].*\s\S+\s.*[.!?][”\"’')]?\Z", re.DOTALL)
_FURNITURE = re.compile(
    r"\A(?:(?:B?RAG|status|colour)? ?key\b|legend\b|contact\b|published\b|version\b|note:|source:|reference\b)"
    r"|@|\|| https?:|\bwww\.|\btelephone\b|\bPage \d",
    re.IGNORECASE,
)
_OF_REPORT = re.compile(  # what an introduction or a conclusion speaks of
    r"\b(?:reports?|HMICFRS|HMIC|inspect\w+|(?:super-)?complaints?|responses?|repl(?:y|ies)|comments?|recommendations?"
    r"|areas? for improvement|AFIs?|causes? of concern|findings?|commissioner|deputy mayor|mayor|p(?:f|fr)?cc"
    r"|chief constable|this (?:page|document|table|plan|paper|letter|form|tracker|register)|section 55|home secretary"
    r"|publish\w*)\b",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(  # headings under which whoever publishes a response introduces or concludes it
    rf"\b(?:{STRUCTURING}|preface|purpose|context|scope|inspection|reports?|overall|general|further|publication|contact"
    r"|why|when|this|my|our|other|any|monitoring|scrutiny|next)\b",
    re.IGNORECASE,
)
_CHIEF = re.compile(r"\b[Tt]he (?:acting |temporary )?[Cc]hief [Cc]onstable\b(?! (?:and|['’]s (?:team|office)) )")
_HEAD, _LINE = 3, 14  # pieces, words
_COUNTED = 5  # paragraphs
_SENTENCES, _MOST = 20, 0.4  # words of prose; the share of it that has numbers where others' text stands between
_LIKELY, _EVEN = 0.9, 0.4
_LEAST = 0.4  # of a text, outside of quotation marks
_UNREAD_LABEL = re.compile(r"[A-Z][\w’'&-]+(?: [\w’'&-]+){0,2}: (?=\w)")  # "Health: ...": somebody, perhaps
_TYPESET = re.compile(
    r"\b(?:set|printed|shown|given|reproduced|are|is|appear) in (?:italics?|bold|blue|grey|a different|another)\b"
    r"|\b(?:set out|shown|given|printed|reproduced|appear|are)\b[^.]{0,20}\b(?:indented|inset)\b",
    re.IGNORECASE,
)
_MET = re.compile(
    r"(?:the |members of the )?(?:group|panel|board|committee|members|chair\w*) (?:\w+ )?\w+ed\b", re.IGNORECASE
)
_INSTRUCTS = re.compile(  # what a form asks of those who fill it in
    r"(?:please|use one|use this|copy the|complete (?:one|this|each|all|the|a)|enter (?:the|your|a)|insert"
    r"|attach|tick|delete as|this (?:form|return) (?:will|is|has)"
    r"|return (?:this|the|your) |do not (?:shorten|alter|use)|this (?:form|section|part|box) (?:is|should"
    r"|must) (?:to )?be)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:I|I['’]\w+|we|we['’]\w+|us|our|my|me|have (?:\w+ed|been|now)|has been|had|now|since|yet|still"
    r"|completed|done|began|begun|started|will"
    r"|introduced|accept\w*|agreed?|noted|this recommendation|this area)\b|\d\d|\d ?%",
    re.IGNORECASE,
)


def is_instruction(text: str) -> bool:
    """Say whether a text is what a form asks of those who fill it in."""
    return bool(_INSTRUCTS.match(text))


class Unlabelled:
    """The publisher of a document, and what its text has told so far of who speaks where nothing says so."""

    def __init__(self, document: Document, profile: Profile, found: dict[int, Turn]) -> None:
        self._document, self._profile, self._turns = document, profile, found
        self._replies = False  # the publisher has told that below each finding stands the force's reply
        first = next((number for number in sorted(found) if found[number].finding), 0)
        self._labelled_inside = any(one.label and not one.level for number, one in found.items() if number > first)
        self._quoting = False
        self._typeset = False  # the writer has told that somebody else's words are set in another type
        self._heads: dict[str, frozenset[Voice]] = {}  # whom each heading names
        self._numbers = self._has_numbers()
        self._letter = any(DEAR.match(one.piece.span.of(document.text)) for one in found.values())
        self._shared = profile.publisher is Voice.FORCE and any(map(self._of_another, found.values()))

    def voice(self, turn: Turn, stack: Stack, default: Voice, *, over: bool) -> Voice:
        """Return the voice of a text; ``default`` is that of a document in one voice, which may be ``over``."""
        line = self._document.text.rfind("\n", 0, turn.piece.span.start) + 1
        if ">" in self._document.text[line : turn.piece.span.start]:
            return Voice.UNATTRIBUTED  # a quotation of nobody knows whom
        words = plain(turn.rest.of(self._document.text))
        self._replies = self._replies or self._announces(words, stack)
        named = turn.anchor is not None and turn.anchor.lead.subject  # a sentence of the publisher's on a finding
        if self._replies and finding_of(stack) and not (self._labelled_inside or named):
            if _I.search(words):  # a chief constable says "I", too, and does not speak of the chief constable
                told = _CHIEF.search(words) and likelihood(words).of(Voice.COMMISSIONER) > _LIKELY
                return Voice.COMMISSIONER if told else Voice.UNATTRIBUTED
            return Voice.FORCE
        if default in (Voice.PANEL, Voice.INSPECTORATE):
            return Voice.UNATTRIBUTED if words[:1] in '“"' else default
        self._typeset = self._typeset or bool(_TYPESET.search(words))
        if not over and finding_of(stack) is None and self._sounds_so(words):
            return self._profile.publisher
        if self._is_anothers(turn, words, stack, default):
            return Voice.UNATTRIBUTED
        sounds = likelihood(words).of(self._profile.publisher)
        if default is not Voice.UNATTRIBUTED or over:
            fits = self._fits(default, words, stack, letter=True) or sounds > _LIKELY
            return default if fits else Voice.UNATTRIBUTED
        if _MET.match(words) or _UNREAD_LABEL.match(words) or self._under_unknown(stack):
            return Voice.UNATTRIBUTED
        its = self._is_publishers(words, stack) or sounds > _LIKELY
        return self._profile.publisher if its and sounds > _EVEN else Voice.UNATTRIBUTED

    def _sounds_so(self, words: str) -> bool:
        """Say whether a text speaks of the report as a whole, and as its publisher does; a quotation need not be."""
        sounds = likelihood(words)
        own = sounds.of(self._profile.publisher) > _LIKELY and sounds.is_general
        prose = bool(_PROSE.search(words)) and words[:1] not in "“\"‘'" and not _FURNITURE.search(words)
        return own and prose and self._profile.publisher in (Voice.COMMISSIONER, Voice.FORCE)

    def _is_anothers(self, turn: Turn, words: str, stack: Stack, default: Voice) -> bool:
        """Say whether a text may be somebody else's than its publisher's: quoted, introduced, set apart."""
        if self._in_quotation(turn) or self._introduced(turn):
            return True
        if len(QUOTATION.sub("", words)) < _LEAST * len(words):
            return True  # little but a quotation, of somebody whom no rule knows
        if turn.number < _HEAD and len(words.split()) <= _LINE and not _PROSE.search(words):
            return True  # a name or a date in the head is nobody's statement
        numbered = self._is_numbered(turn)
        if default is not Voice.UNATTRIBUTED and self._typeset and not numbered:
            return True  # what is in italics is another's, and type is not told from type here
        under = finding_of(stack) is not None or any(frame.several for frame in stack)
        if self._numbers and under and not numbered:
            return True  # the writer numbers what is his own: what is set between is another's
        told = default is Voice.FORCE and (_I.search(words) or _WE.search(words))
        return default is not Voice.UNATTRIBUTED and not (told or self._letter) and self._under_unknown(stack)

    def _is_publishers(self, words: str, stack: Stack) -> bool:
        """Say whether a text of a document in several voices is its publisher's: by its place, or by "I" or "we"."""
        if self._of_publisher(stack) and _PROSE.search(words) and not _FURNITURE.search(words):
            return self._fits(self._profile.publisher, words, stack, letter=False)
        first = {Voice.COMMISSIONER: _I, Voice.FORCE: _WE}.get(self._profile.publisher)
        head = next((frame.heading for frame in reversed(stack) if frame.heading and not frame.finding), "")
        others = head != self._profile.title and self._names_another(head, alone=True)
        return bool(first is not None and not others and first.search(QUOTATION.sub("", words)))

    def _under_unknown(self, stack: Stack) -> bool:
        """Say whether a text stands below a heading that tells neither a party nor a part of a response."""
        head = next((frame for frame in reversed(stack) if frame.heading), None)
        if head is None or head.finding or head.several or head.heading == self._profile.title:
            return False
        words = head.heading.lower()
        named = any(one.title and one.title.lower() in words for one in self._profile.inspections)
        return not (named or _STRUCTURE.search(words) or self._profile.publisher in self._named(head.heading))

    def _fits(self, voice: Voice, words: str, stack: Stack, *, letter: bool) -> bool:
        """Say whether nothing in a text without a label speaks against its publisher: "we" is seldom a commissioner.

        A text without "I" or "we" is the publisher's where it introduces or concludes: it speaks of the report.
        """
        said = QUOTATION.sub("", words)
        if voice is Voice.COMMISSIONER:
            own, other = _I.search(said), _WE.search(said)
        elif voice is Voice.FORCE:
            own, other = _WE.search(said), _I.search(said)
            own, other = (own or other, None) if letter else (own, other)
        else:
            return True
        under = finding_of(stack) is not None or any(frame.several for frame in stack)
        if letter and under and voice is Voice.FORCE:
            return True  # a chief constable's letter answers finding by finding, often of the force alone
        if not self._letter:
            return bool(own)
        return bool(own) or not (other or (under and voice is Voice.COMMISSIONER) or not _OF_REPORT.search(said))

    def may_be_wording(self, turn: Turn, finding: Finding | None) -> bool:
        """Say whether a text right below the heading of a finding may be its wording: it tells nothing as an answer."""
        above = self._turns.get(turn.number - 1)
        below = above is not None and above.finding is not None and not (above.has_text or above.label)
        unworded = finding is not None and finding.span is None
        if not (below and unworded) or turn.label or turn.piece.kind is BlockKind.LIST_ITEM:
            return False
        return not _TELLS.search(plain(turn.rest.of(self._document.text)))

    def _in_quotation(self, turn: Turn) -> bool:
        """Say whether a text stands in a quotation of several paragraphs; keeps in mind whether it has ended."""
        around = self._document.text[max(0, turn.piece.span.start - 1) : turn.piece.span.end + 1]
        within = self._quoting or around.lstrip()[:1] == "“"
        self._quoting = within and "”" not in around[around.rfind("“") + 1 :]
        return within

    def _is_numbered(self, turn: Turn) -> bool:
        """Say whether a paragraph has a number, as the writer's own have where somebody else's stand between."""
        item = turn.piece.kind is BlockKind.LIST_ITEM
        return item or bool(paragraph_number(self._document.text, turn.piece.span))

    def _has_numbers(self) -> bool:
        """Say whether the paragraphs of a document are numbered throughout, from the first."""
        prose = [one for one in self._turns.values() if one.piece.kind is BlockKind.PARAGRAPH and not one.level]
        numbers = [paragraph_number(self._document.text, one.piece.span).strip(".") for one in prose]
        counted = [number for number in numbers if number.isdigit()]
        words = [plain(one.piece.span.of(self._document.text)).split() for one in prose]
        long = [number for told, number in zip(words, numbers, strict=True) if len(told) > _SENTENCES]
        through = sum(map(bool, long)) >= _MOST * len(long)  # else it is a list in an annex
        return through and len(counted) >= _COUNTED and counted == [str(n) for n in range(1, len(counted) + 1)]

    def _introduced(self, turn: Turn) -> bool:
        """Say whether a paragraph follows a colon: what is introduced is a quotation as often as not."""
        above = self._turns.get(turn.number - 1)
        if above is None or above.label or turn.piece.kind is not BlockKind.PARAGRAPH:
            return False
        return plain(above.piece.span.of(self._document.text)).endswith(":")

    def _announces(self, words: str, stack: Stack) -> bool:
        """Say whether the publisher tells that what stands below each finding is the force's: "Under each is ..."."""
        return (
            self._profile.publisher is Voice.COMMISSIONER
            and finding_of(stack) is None
            and under_each(words, self._profile) is Voice.FORCE
        )

    def _of_another(self, turn: Turn) -> bool:
        """Say whether a label gives the word to somebody else than the force that seems to publish the document."""
        label = turn.label
        return label is not None and (
            Voice.COMMISSIONER in label.voices or bool(named_body(label.words, self._profile))
        )

    def _of_publisher(self, stack: Stack) -> bool:
        """Say whether a text stands where its publisher introduces or concludes: under no finding and no name."""
        if self._profile.publisher not in (Voice.COMMISSIONER, Voice.FORCE) or self._profile.others or self._shared:
            return False
        if finding_of(stack) or any(frame.several for frame in stack) or not stack:
            return False
        heads = [frame.heading for frame in stack if frame.heading and frame.heading != self._profile.title]
        return not any(map(self._names_another, heads))

    def _names_another(self, heading: str, *, alone: bool = False) -> bool:
        """Say whether a heading names somebody besides the publisher, or (``alone``) in its place."""
        named = self._named(heading)
        if alone and self._profile.publisher in named:
            return False
        return bool(named - {self._profile.publisher, *((Voice.INSPECTORATE,) if alone else ())})

    def _named(self, heading: str) -> frozenset[Voice]:
        if heading not in self._heads:
            self._heads[heading] = named_in(heading, self._profile)
        return self._heads[heading]
