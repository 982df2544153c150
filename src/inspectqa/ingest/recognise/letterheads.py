"""Whose name stands in the head of a document: a commissioner's office, a force's, an overseer's."""

import re
from dataclasses import dataclass

from inspectqa.documents import BlockKind, Document, Person, Voice
from inspectqa.ingest.pieces import Piece, plain

OFFICE_OF_COMMISSIONER = re.compile(
    r"crime\s+commissioner|\b(?:mayoral |combined )+authority\b|\bpf?cc['’]?s?\b|\b(?:deputy )?mayor(?: of"
    r"| for|['’]s)\b",
    re.IGNORECASE,
)
_COMMISSIONER_S = re.compile(
    r"^(?:the )?commissioner['’]s? (?:response|comments|reply|update|statement|annual)", re.IGNORECASE
)
_FORCE_S = re.compile(
    r"(?:\b(?!Response|The|Comments?|To|On|Chief)[A-Z][\w'’&-]+ (?:and |& )?)(?:Police Service|Police|Constabulary)\b"
    r"(?!,? (?:and|&|Fire|Service and))|\b[A-Z'’&-]{3,} (?:POLICE|CONSTABULARY)\b(?!,? (?:AND|&|FIRE))"
    r"|\bPolice (?:Scotland|Service of Northern Ireland)\b"
)
_OF_OTHERS = re.compile(
    r"\b(?:report|review|findings) (?:of|by|from) (?:the )?(?![^.]*\bcommissioner)[^.:;]{0,80}"
    r"\b(?:panel|committee|group|board)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:police|constabulary) and (?:the )?(?:office of|police)", re.IGNORECASE)
JOINT = re.compile(r"\bjoint\b", re.IGNORECASE)
_OVERSEER = re.compile(r"\b(?:policing board|police authority|accountability board)\b", re.IGNORECASE)
_BY_FORCE = re.compile(
    r"(?:report|paper|update|briefing|presented)\b[^:]{0,12}?(?: (?:by|of|from)|:) "
    r".*\b(?:chief constable|constabulary|police)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"(?:to|for|copy|cc|for the attention of)\s*:", re.IGNORECASE)
_BANNER_NAME = re.compile(r"(?:[A-Z][\w'’-]+ (?:and |& )?){1,3}(?:Police(?: Service)?|Constabulary)")
_INSPECTED_BODY = re.compile(r"\binspection of\b|\bpanel\b|\bcommittee\b|\bboard\b", re.IGNORECASE)
BANNER = 8  # words of a cell


@dataclass(frozen=True, slots=True)
class Publisher:
    """The one voice of a document (UNATTRIBUTED when it has several or none) and the rule that found it.

    ``whole`` says that all of it is in that voice where nothing says otherwise; if not, only what its publisher
    says as "I" or "my" and under labels such as "Our response".
    """

    voice: Voice
    rule: str = ""
    whole: bool = False


def letterhead(document: Document, pieces: tuple[Piece, ...], signed: Person | None) -> Publisher:
    """Return whose name stands in the head of a document: a commissioner's office, or a force's alone."""
    text = document.text
    head = [piece for piece in pieces[:8] if piece.kind is not BlockKind.ROW or _stands_alone(document, piece)]
    lines = [plain(piece.span.of(text)) for piece in head[:6]]
    lines = [re.split(r"\. (?=Published|Issued|Version)", line)[0] for line in lines]
    lines = [line for line in lines if len(line.split()) <= 28 and not re.search(r"[.!?] \w", line)]
    lines = [line for line in lines if not _ADDRESSED.match(line)]
    lines += [*document.properties.get("running", "").splitlines(), document.properties.get("title", "")]
    offices = [line for line in lines if OFFICE_OF_COMMISSIONER.search(line) or _COMMISSIONER_S.search(line)]
    titled = next((at for at, line in enumerate(lines) if _FORCE_S.search(_without_office(line))), len(lines))
    offices = [
        line for line in offices if lines.index(line) <= titled or not line.endswith(".")
    ]  # a sentence tells of it
    bodies = [line for line in lines if _FORCE_S.search(_without_office(line)) and not _INSPECTED_BODY.search(line)]
    if any(map(_OF_OTHERS.search, lines[:3])):
        return Publisher(Voice.UNATTRIBUTED)
    if any(map(JOINT.search, [*offices, *bodies])) or any(map(_BOTH.search, offices)):
        return Publisher(Voice.UNATTRIBUTED)
    if offices and not (signed and signed.role is Voice.FORCE):
        return Publisher(Voice.COMMISSIONER, "publisher: a commissioner's office in the head")
    by_force = any(_BY_FORCE.match(line) for line in lines)
    if bodies and not by_force and any(_OVERSEER.search(line) for line in lines[:2]):
        return Publisher(Voice.UNATTRIBUTED)  # a board, committee or authority writes about the force
    if bodies and not offices and not (signed and signed.role is Voice.COMMISSIONER):
        return Publisher(Voice.FORCE, "publisher: a force's name in the head")
    return Publisher(Voice.UNATTRIBUTED)


def _stands_alone(document: Document, piece: Piece) -> bool:
    """Say whether a cell in the head is all that it says: a body's name, not the value of a label beside it."""
    cells = [plain(cell.of(document.text)) for cell in document.blocks[piece.block].cells]
    return all(len(cell.split()) <= BANNER and not cell.endswith(":") for cell in cells) and bool(
        _BANNER_NAME.fullmatch(plain(piece.span.of(document.text)))
    )


def _without_office(line: str) -> str:
    return re.sub(
        r"police(?:,? fire)?,? (?:and|&) (?:rescue and )?crime\s+(?:commissioner|panel)", "", line, flags=re.IGNORECASE
    )
