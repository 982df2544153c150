"""Whose words a document is as a whole: minutes, the inspectorate's report, a signed letter, or nobody's alone."""

import re
from itertools import pairwise

from inspectqa.documents import BlockKind, Document, Fact, Person, Voice
from inspectqa.forces import known_forces
from inspectqa.ingest.pieces import DEAR, Piece, plain
from inspectqa.ingest.recognise.heard_publisher import by_words
from inspectqa.ingest.recognise.letterheads import BANNER, JOINT, OFFICE_OF_COMMISSIONER, Publisher, letterhead

_MINUTES = re.compile(
    r"^(?:[\w,&'’ –:-]{0,80}\b)?(?:draft )?minutes(?:\W*$| of\b|[ ,:–-]+\w+)|\b(?:note|record) of (?:the|a) meeting\b",
    re.IGNORECASE,
)
_NOTES_OF = re.compile(
    r"^\W*(?:draft )?(?:notes?|record|minutes?)(?: and actions)? (?:of|from) (?:the|a|our)"
    r" (?:[\w-]+ ){0,5}(?:meeting|session)\b",
    re.IGNORECASE,
)
# "MO asked ...", "DL replied ...": people by their initials
_REPORTED = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*[.)]?\s+)?(?!HM|I\b)[A-Z]{2,3} (?:asked|said|reported|explained|noted"
    r"|observed|replied|introduced|added|opened|advised|confirmed|thanked)\b",
    re.MULTILINE,
)
_FEWEST_REPORTED = 4
_PANEL = re.compile(r"\b(?:panel|committee|board)\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(?:present|apologies|attendees|in attendance|declarations? of interests?)\b", re.IGNORECASE)
_ATTENDED = re.compile(
    r"^\W*(?:present|members present|attendees|attendance|in attendance|apologies)\b", re.IGNORECASE | re.MULTILINE
)
_HEAD = 1500  # characters
_ADDRESS = 20  # pieces before a letter's salutation
_BY_PANEL = re.compile(r"\b(?:crime panel|committee|scrutiny (?:panel|board)|policing board)\W*$", re.IGNORECASE)
_MET = re.compile(
    r"\b(?:notes?|record|minutes?|actions?|action log)\b[^.]{0,40}\bmeeting\b"
    r"|\bmeeting\b[^.]{0,40}\b(?:notes?|record|minutes?)\b"
    r"|\A(?:draft )?(?:notes?|actions?|record)(?: (?:and|&) (?:actions?|decisions?|notes?))?\Z|\bmeeting\Z",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^\W*(?:dear\b|yours (?:sincerely|faithfully|truly)|kind regards)", re.IGNORECASE | re.MULTILINE)
_AUTHOR = re.compile(
    r"\bI (?:write|publish|am writing|am publishing|set out (?:below )?my|submit|offer (?:these|my))\b"
)
_MINE = re.compile(r"\b(?:[Mm]y (?:office|public|reasons?|decision|view)|mine\b|I (?:will|have|expect|am|asked))\b")
_INSPECTORATE = re.compile(r"\bHMICFRS\b|\bHis Majesty['’]s Inspectorate\b|\bHM Inspector", re.IGNORECASE)
_INSPECTED = re.compile(
    r"\b(?:we inspected|our inspection|our inspectors|we found|we recommend|we visited|we graded|about us|our fieldwork"
    r"|terms of reference|we reviewed|we interviewed)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:panel|committee|board|group|council|authority|volunteers?)\b", re.IGNORECASE)
_AS_INSPECTORATE = re.compile(r"\b(?:our inspect(?:ors|ions?)|we inspected|we graded|our fieldwork)\b", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\bsection 55\b|\bresponse\b|\bcomments?\b|\bimprovement plan\b|\btracker\b|\bdear\b", re.IGNORECASE
)


_CLEAR, _CLEARER = 7.0, 9.0  # log odds: where no rule names a publisher, and where one names another
_CLOSE = re.compile(r"^\W*(?:yours (?:sincerely|faithfully|truly)|kind regards)", re.IGNORECASE)
_COPY = re.compile(r"^\W*(?:cc|copy to|copied to|c\.c\.)\b", re.IGNORECASE)
_FROM = re.compile(r"^(?:from|author|prepared by|report of|report by|written by|submitted by)$", re.IGNORECASE)
_SUBMITTED = re.compile(r"submitted by:? (?P<who>[^.:;]{3,80})", re.IGNORECASE)
_FOREWORD = re.compile(
    r"(?:\d+[.)]? )?(?:foreword|introduction|preface|message) (?:by|from) (?P<who>[^.:;]{3,80})", re.IGNORECASE
)
_GROUP = re.compile(
    r"(?:the )?(?:[\w-]+ ){0,4}(?:task (?:and|&) finish|scrutiny|working|review) (?:sub-?)?(?:group|panel|committee)\b",
    re.IGNORECASE,
)
_CHIEF = re.compile(r"\bchief constable\b", re.IGNORECASE)
_REPORT_OF = re.compile(
    r"(?:joint )?(?:report|paper|briefing|statement|note|update) (?:of|by|from) (?P<who>(?:the |[A-Z])[^.:;]{3,80}?)"
    r"(?: to [^.:;]{3,60})?",
    re.IGNORECASE,
)


def publisher(
    document: Document, pieces: tuple[Piece, ...], people: tuple[Person, ...], facts: tuple[Fact, ...] = ()
) -> Publisher:
    """Return the voice in which a document speaks where nothing in it says otherwise."""
    titled = _by_rules(document, pieces, people, facts)
    heard = by_words(document.text, pieces)
    if heard is None or titled.voice in (heard.voice, Voice.PANEL, Voice.INSPECTORATE):
        return titled
    needed = _CLEAR if titled.voice is Voice.UNATTRIBUTED else _CLEARER
    return Publisher(heard.voice, f"publisher: the words of {heard.texts} texts") if heard.margin > needed else titled


def _by_rules(
    document: Document, pieces: tuple[Piece, ...], people: tuple[Person, ...], facts: tuple[Fact, ...]
) -> Publisher:
    text = document.text
    head = [plain(piece.span.of(text)) for piece in pieces[:8]]
    short = [line for line in head if len(line.split()) <= 20]
    if any(map(_NOTES_OF.search, head)) or len(_REPORTED.findall(text)) >= _FEWEST_REPORTED:
        return Publisher(Voice.PANEL, "publisher: notes of a meeting", whole=True)
    if any(map(_MINUTES.search, short)) and (any(map(_PANEL.search, head)) or _MEETING.search(text)):
        return Publisher(Voice.PANEL, "publisher: minutes of a meeting", whole=True)
    if _ATTENDED.search(text[:_HEAD]) and any(_MET.search(line) for line in short):
        return Publisher(Voice.PANEL, "publisher: a meeting and who attended", whole=True)
    if head and _PANEL.search(head[0]) and _ATTENDED.search(text):
        return Publisher(Voice.PANEL, "publisher: a meeting and who attended", whole=True)
    dear = next((at for at, piece in enumerate(pieces[:_ADDRESS]) if DEAR.match(piece.span.of(text))), None)
    if dear and _BY_PANEL.search(head[0]) and len(head[0].split()) <= BANNER:
        return Publisher(Voice.PANEL, "publisher: a letter of a panel or committee", whole=True)
    if _is_report(text, head):
        return Publisher(Voice.INSPECTORATE, "publisher: the inspectorate's own words", whole=True)
    written = _written_by(text, facts, pieces) or _foreword(text, pieces) or (None if dear else _kept_by_force(head))
    if written:
        return written
    signed = _signatory(text, pieces, people)
    if signed and not dear and _signs_a_part(text, pieces, signed):
        signed = signed if letterhead(document, pieces, None).voice in (signed.role, Voice.UNATTRIBUTED) else None
    if signed and (_LETTER.search(text) or _AUTHOR.search(text)):
        return Publisher(signed.role, f"publisher: signed by {signed.name}, {signed.office}", whole=True)
    titled = _by_duty(text, facts) or letterhead(document, pieces, signed)
    mine = signed is not None and signed.role is Voice.COMMISSIONER and _MINE.search(text)
    if titled.voice is Voice.UNATTRIBUTED and signed and mine and _is_signature(text, pieces, signed):
        return Publisher(Voice.COMMISSIONER, f"publisher: signed by {signed.name}, {signed.office}")
    return titled


_KEPT = re.compile(
    r"(?:\b(?:kept|maintained|owned|prepared|produced|written) by\b|\bbelongs to\b|\bowner ?:)[^.:]{0,60}?"
    r"\b(?:chief constable|[da]cc|chief officer|constabulary|force)\b",
    re.IGNORECASE,
)


_PUBLISHES = re.compile(r"\b(?:commissioner|p(?:f|fr)?cc|mayor)\b[^.]{0,60}\b(?:publish\w*|issues?d?)\b", re.IGNORECASE)


def _kept_by_force(head: list[str]) -> Publisher | None:
    """Return the force as publisher of a plan or tracker that one of its officers keeps, whoever else writes in it."""
    keepers = [match[0] for line in head[:6] if (match := _KEPT.search(line))]
    kept = keepers and not any(map(OFFICE_OF_COMMISSIONER.search, keepers)) and not any(map(_PUBLISHES.search, head))
    return Publisher(Voice.FORCE, "publisher: kept by an officer of the force") if kept else None


def _by_duty(text: str, facts: tuple[Fact, ...]) -> Publisher | None:
    """Return the commissioner as publisher of comments under section 55 that name the local policing body alone."""
    labels = {fact.label.lower().strip(" :") for fact in facts}
    alone = "local policing body" in labels and labels.isdisjoint(_FORCE_FIELDS) and _DUTY.search(text[:_HEAD])
    return Publisher(Voice.COMMISSIONER, "publisher: label 'Local policing body'") if alone else None


_FORCE_FIELDS = {"force", "police force", "constabulary", "force name", "name of force", "chief constable"}
_DUTY = re.compile(r"\bsection 55\b|\bs\.? ?55\b", re.IGNORECASE)


def _foreword(text: str, pieces: tuple[Piece, ...]) -> Publisher | None:
    """Return whose document it is by who introduces it: "Foreword by the Deputy Chief Constable"."""
    for piece in pieces[:12]:
        match = _FOREWORD.fullmatch(plain(piece.span.of(text))) if piece.kind is BlockKind.HEADING else None
        if match and _CHIEF.search(match["who"]):
            return Publisher(Voice.FORCE, "publisher: a foreword by its chief officer")
        if match and OFFICE_OF_COMMISSIONER.search(match["who"]):
            return Publisher(Voice.COMMISSIONER, "publisher: a foreword by the commissioner")
    return None


def _signs_a_part(text: str, pieces: tuple[Piece, ...], person: Person) -> bool:
    """Say whether who signs does so below a heading of their own, late in a document: "Commissioner's reply"."""
    heads = [piece for piece in pieces if piece.kind is BlockKind.HEADING]
    above = [at for at, head in enumerate(heads) if head.span.start < person.span.start]
    last = plain(heads[above[-1]].span.of(text)) if len(above) > _HEADS else ""
    office = OFFICE_OF_COMMISSIONER if person.role is Voice.COMMISSIONER else _CHIEF
    named = office.search(last) or (
        person.role is Voice.COMMISSIONER and re.search(r"\bcommissioner\b", last, re.IGNORECASE)
    )
    return bool(named)


_HEADS = 3  # headings of a document's beginning


def _is_signature(text: str, pieces: tuple[Piece, ...], person: Person) -> bool:
    """Say whether a name near the end of a document stands alone, as a signature does, and not in a sentence."""
    lines = [plain(piece.span.of(text)) for piece in pieces[-5:] if piece.kind is not BlockKind.ROW]
    signs = [line for line in lines if plain(person.name) in line]
    return any(len(line.split()) <= BANNER + 6 and not re.search(r"[.”\"]$", line) for line in signs)


def _written_by(text: str, facts: tuple[Fact, ...], pieces: tuple[Piece, ...]) -> Publisher | None:
    """Return whose memo this is: its line "From: Chief Constable Ada Brock"."""
    alone = [
        ("From", plain(below.span.of(text)))
        for piece, below in pairwise(pieces[:12])
        if re.fullmatch(r"\W*from\W*", piece.span.of(text), re.IGNORECASE)
    ]
    lines = [plain(piece.span.of(text)) for piece in pieces[:12] if piece.kind is not BlockKind.ROW]
    submitted = [("submitted by", match["who"]) for line in lines if (match := _SUBMITTED.fullmatch(line))]
    titled = [  # what stands in a document more than once is a label in it
        ("report by", match["who"]) for line in lines if (match := _REPORT_OF.fullmatch(line)) and text.count(line) == 1
    ]
    if any(_GROUP.match(who) for _, who in titled):
        return Publisher(Voice.PANEL, "publisher: the report of a panel's group", whole=True)
    for label, words in [*((fact.label, plain(fact.value.of(text))) for fact in facts), *alone, *titled, *submitted]:
        if _FROM.match(label) and len(words.split()) <= 14 and not JOINT.search(words):
            chief = re.search(r"\b(?:chief constable|constabulary|police(?! (?:and|&|,)))\b", words, re.IGNORECASE)
            commissioner = OFFICE_OF_COMMISSIONER.search(words)
            if re.search(r"\bcommissioner\b.*\bchief constable\b", words, re.IGNORECASE) and not commissioner:
                continue  # both: "Statement of the Commissioner and comments of the Chief Constable"
            by_letters = not _FORCES_BY_LETTERS.isdisjoint(re.findall(r"\b[A-Z]{3,}\b", words))
            if (bool(chief) or by_letters) != bool(commissioner):
                voice = Voice.COMMISSIONER if commissioner else Voice.FORCE
                whole = not label.lower().startswith("submitted")  # others may have written in it since
                return Publisher(voice, f"publisher: label '{label}'", whole=whole)
    return None


_NOT_FORCES = {"MOPAC", "GMCA", "BTPA", "CNPA"}  # they oversee
_FORCES_BY_LETTERS = {
    name for force in known_forces() for name in (*force.aliases, force.short_name) if name.isupper()
} - _NOT_FORCES


def _is_report(text: str, head: list[str]) -> bool:
    first = " ".join(head)[:1500]
    speaks = len(_INSPECTED.findall(text))
    others = _OTHERS.search(first) and not _AS_INSPECTORATE.search(first)
    named = _INSPECTORATE.search(text) and _AS_INSPECTORATE.search(text)  # a scrutiny panel reviews and finds, too
    return bool(named) and speaks >= 2 and not (_ANSWERS.search(first) or others)


def _signatory(text: str, pieces: tuple[Piece, ...], people: tuple[Person, ...]) -> Person | None:
    """Return who signs: the office holder named after a letter's close or in the last lines, with no other role there.

    Those who get a copy do not sign.
    """
    lines = [piece for piece in pieces if piece.kind is not BlockKind.ROW]
    if not lines:
        return None
    closes = [number for number, piece in enumerate(lines) if _CLOSE.match(piece.span.of(text))]
    first = closes[-1] if closes else max(0, len(lines) - 8)
    copies = [number for number, piece in enumerate(lines) if number > first and _COPY.match(piece.span.of(text))]
    end = lines[copies[0]].span.start if copies else len(text)
    start = lines[first].span.start
    signed = plain(text[start:end])
    last = [
        person
        for person in people
        if (start <= person.span.start < end or (closes and plain(person.name) in signed))
        and person.role in (Voice.COMMISSIONER, Voice.FORCE)
    ]
    return last[-1] if len({person.role for person in last}) == 1 else None
