"""What a text may not be given to, whatever a heading or label above it says: to nobody, then.

A chief constable does not hold the chief constable to account; no force asks something of all forces; a question is its
asker's; what introduces "What inspectors found" is not what they found.
"""

import re

from inspectqa.documents import Document, Finding, Profile, Voice
from inspectqa.ingest.frames import Frame
from inspectqa.ingest.handed import handed_to
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.quoted import is_statement, is_wording_of
from inspectqa.ingest.recognise.demands import is_dated_wording, is_demand, is_wording
from inspectqa.ingest.recognise.leads import unnumbered
from inspectqa.ingest.rows import Run
from inspectqa.ingest.turn import Turn
from inspectqa.ingest.unlabelled import is_instruction

_LABELLED = re.compile(
    r"\A(?:recommendation|rec|AFI|area for improvement) \w{1,3} \((?=.*\)\Z)", re.IGNORECASE | re.DOTALL
)
_INSPECTS = r"\b(?:at the time of|during|since|after|before) our (?:inspection|fieldwork|visit)\b|\bour inspectors\b"
_CONTRADICTS = {
    Voice.FORCE: re.compile(
        rf"{_INSPECTS}|\Athere (?:are|were) (?:\w+ ){{0,2}}other (?:recommendations|areas for improvement)\b"
        r"|\basked (?:me|us) to (?:pass|include|print|add|record|share)\b"
        r"|(?-i:\b(?:I|[Mm]y)\b[^.]{1,60}\b[Tt]he Chief Constable\b)|"
        r"\AThe (?:\w+ )?chief constable has asked that (?:his|her|their|the|these)\b[^.]{0,30}\b"
        r"(?:comments|words|following|remarks|reply|response)\b|"
        r"\AThe (?:group|panel|board|committee|members) (?:\w+ )?(?:noted|agreed|resolved|asked|thanked|heard"
        r"|met|was|has|is)\b"
        r"|\AThe (?:Police )?(?:Authority|Panel|Board|Committee) (?:is|was|welcomes?|supports?|notes?|considers?"
        r"|believes?|expects?|asks?)\b"
        r"|\A(?:the|this|these) (?:\w+ ){0,3}?(?:table|text|section|part|column|appendix|comments)\b[^.]{0,60}"
        r"\b(?:supplied|provided|written|sent) by\b|"
        r"\bI (?:reproduce|print|set out|attach|enclose)\b[^.]{0,40}\b(?:chief constable|force|constabulary)\b|"
        r"\b(?:chief constable|force|constabulary)\b[^.]{0,40}\b(?:wrote|told|tells|writes|said|replied) to? ?me\b|"
        r"\bI (?:have |will |shall )?(?:\w+ )?(?:asked?|hold|challenge|expect|scrutinise"
        r"|told) the (?:acting |temporary )?"
        r"(?:chief constable|force|constabulary)|\bhold the (?:acting |temporary )?chief constable to account"
        r"|\bAs (?:the |your )?(?:deputy )?(?:police[\w, ]*crime commissioner|p?f?cc\b|mayor)"
        r"|\bmy (?:police and crime plan|office of the police)",
        re.IGNORECASE,
    ),
    Voice.INSPECTORATE: re.compile(
        r"\A(?:(?:[Nn]ot|[Pp]artly|[Pp]artially) )?(?:[Aa]ccepted|[Aa]greed)\b"
        r"|\A[Rr]ecommendations? [\d, and&-]+ (?:is|are) (?:for|addressed|directed|aimed|made)\b"
        r"|\A(?:[Tt]here (?:are|were) )?(?:\w+ ){1,3}(?:recommendations|areas for improvement)"
        r"(?: were made|, of which| and \w+ (?:areas|causes)|\. )"
        r"|\A(?i:the )?(?:HMICFRS|[Ii]nspectors|[Ii]nspectorate) (?:visited|found|looked|inspected|graded|rated"
        r"|judged|made|makes|identified)\b"
        r"|\bOPCC\b|\b[Tt]he (?:Police and Crime )?Commissioner (?:has|is|was|regards|will|asked|wants|thinks"
        r"|accepts|welcomes|expects|believes|says|does|did)\b"
        r"|\b[Tt]he report (?:makes|made|contains|has)\b|\bI\b(?!\.)|\b[Mm]y (?:office|view|comments?|response|force)\b"
    ),
    Voice.COMMISSIONER: re.compile(
        rf"\bAs (?:the |your )?(?:acting |temporary )?chief constable\b|{_INSPECTS}"
        r"|\basked (?:me|us) to (?:pass|include|print|add|record|share)\b",
        re.IGNORECASE,
    ),
}


_OF_ITSELF = re.compile(r"[Tt]he (?:force|constabulary) (?:should|must)\b")  # no force writes so of itself


def contradicts(voice: Voice, text: str) -> bool:
    """Say whether a text can't be in this voice: a chief constable does not hold the chief constable to account."""
    pattern = _CONTRADICTS.get(voice)
    return bool(pattern and pattern.search(text))


def asks(document: Document, turn: Turn, voice: Voice) -> bool:
    """Say whether a text asks what only a finding asks: of all forces, or in minutes of anybody."""
    bare = plain(unnumbered(document.text, turn.rest).of(document.text))
    bare = _LABELLED.sub("", bare).lstrip("\"“‘'")
    demands = is_demand(bare) or (voice is Voice.PANEL and is_wording(bare))
    demands = demands or (voice is Voice.FORCE and bool(_OF_ITSELF.match(bare)))
    return voice is not Voice.INSPECTORATE and demands


_CONCLUDES = re.compile(r"(?:finally|lastly|in conclusion|to conclude|in closing)\b", re.IGNORECASE)
_SAYS_I = re.compile(r"\bI(?:['’]\w+)? (?!\.)[a-z]")
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")
_OF_OTHERS = re.compile(
    r"\A(?:the )?recommendations? [\d, and&-]+(?: (?:of|in) (?:this|the) report)? (?:is|are|was|were)"
    r" (?:\w+ )?(?:for|addressed|directed|aimed|made|matters? for)\b",
    re.IGNORECASE,
)


def is_withheld(
    document: Document, profile: Profile, turn: Turn, spoken: tuple[Voice, Frame | None, Finding | None]
) -> bool:
    """Say whether a text is nobody's; ``spoken`` is its voice so far, the frame that gives it, and its finding."""
    voice, frame, finding = spoken
    if voice is not profile.publisher and frame is not None:
        said = plain(turn.rest.of(document.text))
        if _OF_OTHERS.match(said) or _CONCLUDES.match(said) or handed_to(said, profile) is voice:
            return True  # what is said of recommendations for others, or introduces their words, is the publisher's
    words = plain(turn.rest.of(document.text))
    asked = turn.anchor is not None and turn.anchor.lead.asks  # a question is its asker's
    label = frame.wording if frame else None
    beside = label is not None and not is_wording_of(turn, label, document)
    summary = voice is Voice.INSPECTORATE and frame is not None and finding is None and not is_statement(words)
    summary = summary or (voice is Voice.PANEL and bool(_SAYS_I.search(_QUOTATION.sub("", words))))  # minutes do not
    return asked or beside or summary or turn.note or is_instruction(words) or contradicts(voice, words)


def is_withheld_in_row(document: Document, run: Run) -> bool:
    """Say whether a cell is nobody's: its voice cannot be so, or it sums up a report without asking for anything."""
    words = plain(unnumbered(document.text, run.span).of(document.text))
    asking = is_wording(words) or is_dated_wording(words)
    summary = run.voice is Voice.INSPECTORATE and run.finding is None and not asking
    return summary or contradicts(run.voice, words)
