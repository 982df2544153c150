"""Who speaks under a heading, a label or a column header, and how that speaker is named.

A label has a voice only when it names an owner and says that the words are theirs: "Commissioner's response",
"Comment of the Chief Constable", "Force position". Two owners are a joint label: nobody's alone.
"""

import re
from dataclasses import dataclass

from inspectqa.documents import Profile, Span, Voice
from inspectqa.ingest.pieces import plain, trimmed

_ADJECTIVE = (
    r"(?:initial|overall|final|further|detailed|formal|full|interim|updated|latest|summary|general|additional|written|key"
    r"|current|official|published|short|brief|joint|own|main|concluding|closing|opening|local|detailed)"
)
_SAYS = (
    r"(?:response|responses|comments?|commentary|reply|position|update|progress|views?|statement|feedback|observations?"
    r"|actions?|remarks|narrative|assessment|foreword|introduction|reaction|perspective|summary|evidence|activity|delivery"
    r"|next steps?|conclusions?|opinion|oversight|overview|message|scrutiny|monitoring|work|proposed action)"
)
_COMMISSIONER = (
    r"(?:(?:deputy |acting |interim )?(?:[\w-]+ ){0,3}?police,?(?: and| &)?(?: fire)?,? ?(?:and"
    r"|&)(?: rescue and)? crime "
    r"commissioner|o?p(?:f|fr)?cc|(?:deputy |acting )?commissioner(?! of police)"
    r"|(?:deputy )?mayor(?: for policing[\w ,&]*?| of [\w ]+?)?"
    r"|local policing body|commissioner['’]s office"
    r"|office of the (?:police,?(?: fire)? and crime )?commissioner[\w ]*?)"
)
_FORCE = (
    r"(?:(?:(?:acting|temporary|deputy|assistant|interim|the then) )*chief constable|chief officers?|(?:t/|a/)?[da]?cc"
    r"|(?:the )?force(?: lead)?|(?:the )?constabulary|(?:the )?police(?= (?:response|comments?|reply"
    r"|update|position)$)|commissioner of police[\w ]*?"
    r"|(?-i:(?:(?!Inspection|The|National|Response|Comments?|Report|What|How|Our|My|This|From)[A-Z][\w'&-]+ (?:and "
    r"|& )?){1,3}(?:Police(?: Service)?|Constabulary)))"
)
_INSPECTORATE = r"(?:hmicfrs|hmic|(?:the )?inspectorate|(?:the )?inspectors?|his majesty['’]s inspect\w+[\w ]*?)"
_PANEL = r"(?:(?:the )?(?:[\w-]+,? ){0,5}?(?:panel|committee|scrutiny board))"
_TAIL = re.compile(
    r"\s+(?:to|on|regarding|about|against|following|in respect of|as at|as of|for)\s+(?:the |this "
    r"|these |each |all |our |his |her )*"
    r"(?P<about>.*)$",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\s*(?:\([^()]*\)|[-–,]?\s*(?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?20\d\d)\s*$")
_ABOUT = re.compile(
    r"(?:\w+['’]s? )?(?:recommendations?|rec\b|afis?\b|areas? for improvement|causes? of concern"
    r"|findings?|(?:\w+ )?inspection|(?:\w+ )?report"
    r"|hmic|his majesty|hm inspect|inspect|above|chief constable|force|comments?|response|progress|actions?|\d)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"^(?:[A-HQ]\d{0,2}[.)] |\d{1,2}(?:\.\d{1,2})*[.)]?|[a-z][.)]|section \d+[:.]?)\s+", re.IGNORECASE
)
_SUMMARY = re.compile(
    rf"^(?:(?:executive )?summary of (?:the )?(?:inspection|report|findings|hmicfrs\b.*)|(?:report|inspection) summary"
    rf"|{_INSPECTORATE}(?:['’]s?)? (?:findings?|summary|recommendations?|wording|said|comments?)"
    rf"|what (?:did )?(?:{_INSPECTORATE}|the report) (?:found|find|said|says?|recommend(?:ed)?"
    rf"|asked(?: for)?)|(?:findings|conclusions) of (?:the )?"
    rf"(?:report|inspection|{_INSPECTORATE})|recommendations? (?:from|of|by) (?:the )?(?:report|{_INSPECTORATE})"
    rf"|what (?:it|they|this|the (?:recommendation|report|finding)|was|were we|we were)"
    rf" (?:says?|said|asks?|asked)(?: for)?(?: to do)?"
    rf"|what was (?:asked|recommended|found)(?: for| of us)?|(?:the )?recommendation (?:says|said)"
    rf"|(?:text|wording) of (?:the )?recommendation|overview of (?:the )?(?:report|inspection)"
    rf"|(?:about|background to) the report"
    rf"|recommendations?(?: text| wording)|areas? for improvement (?:text|wording))$",
    re.IGNORECASE,
)
_TEXT_ALONE = re.compile(r"(?:the )?(?:recommendation|finding|area for improvement|cause of concern)", re.IGNORECASE)
_CLOSING = re.compile(
    r"\b(?:overall|general|concluding|closing|conclusions?|my views?|my comments?|final (?:comment|remark)|summary)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a heading or label says about who speaks; ``closing`` ends the finding before it ("Overall comments").

    ``bare`` is a label such as "Recommendation", which is the inspectorate's only under a finding;
    ``said`` is one that a quotation follows ("The mayor said").
    """

    voices: frozenset[Voice]
    words: str
    mine: bool = False
    closing: bool = False
    bare: bool = False
    said: bool = False

    @property
    def voice(self) -> Voice:
        """The one voice of the label; a joint one is nobody's alone."""
        return next(iter(self.voices)) if len(self.voices) == 1 else Voice.UNATTRIBUTED


def _owners(words: str, voice: Voice, owner: str) -> tuple[frozenset[Voice], str]:
    pattern = re.compile(rf"(?<![\w-]){owner}(?![\w-])", re.IGNORECASE)
    found = pattern.search(words)
    return (frozenset({voice}), pattern.sub("@", words)) if found else (frozenset(), words)


_VERB = (
    r"(?:says|said|answers|answered|responds|responded|writes|wrote|commented|comments|replied|replies|adds|added"
    r"|explains|explained|states|stated|reports|reported|(?:has |have )?(?:told|tells) (?:me|us|the panel)"
    r"|has (?:said|written|answered|replied|responded))"
)
_DOING = (
    r"(?:doing|done|do|going to do|planning|planned)"
    r"(?: (?:about (?:it|this|them)|so far|now|next|to (?:improve|respond)|in response))*"
)
_GRAMMAR = re.compile(
    rf"(?:what (?:is|are|has|have|will|does|did) (?:the )?@ {_DOING}"
    rf"|what (?:the )?@ (?:is|are|has|have|will|did) {_DOING}"
    rf"|how (?:(?:is|are|has|have|will|did) (?:the )?@|(?:the )?@ (?:is|are|has|have|will)) respon(?:d|ding|ded)"
    rf"|(?:the )?@ {_VERB}"
    rf"|(?:a (?:word|note|letter) )?(?:from|by) (?:the )?@"
    rf"|what (?:(?:does|do|did|has|have) )?(?:the )?@ (?:says?|said|thinks?|told us"
    rf"|told the commissioner)(?: about it| about this)?"
    rf"|(?:the )?(?:{_ADJECTIVE} )*(?:@(?:['’]s?)?(?:,? (?:and|&|/) (?:the )?@(?:['’]s?)?)* )(?:{_ADJECTIVE} )*"
    rf"(?:inspection )?{_SAYS}(?:,? (?:and|&|/) (?:{_ADJECTIVE} )*{_SAYS})*"
    rf"|(?:{_ADJECTIVE} )*{_SAYS}(?: (?:and|&) (?:{_ADJECTIVE} )*{_SAYS})*(?: taken| made| provided"
    rf"| received)? (?:of|from|by) (?:the )?@(?:,? (?:and|&) (?:the )?@)*)"
    r"(?: @)?(?: \(?(?:continued|if any|where applicable)\)?)?",
    re.IGNORECASE,
)
_MINE = re.compile(
    rf"(?:my|our) (?:{_ADJECTIVE} )*{_SAYS}(?: (?:and|&) {_SAYS})*"
    rf"|what (?:we|i) (?:are|am|have|will|did|do) {_DOING}|what (?:are|am|have|will|did) (?:we|i) {_DOING}"
    r"|what (?:we|i) (?:think|say|said|did)"
    r"|(?:and )?(?:we|i) (?:say|answer|reply|respond|comment)|how (?:we|i) (?:are|am|have|will) respon(?:d|ding|ded)",
    re.IGNORECASE,
)
# Labels that name nobody: in what a force publishes about itself they are the force's.
_OF_A_LOG = re.compile(
    r"(?:(?:latest|current|our) )?(?:position|progress|updates?|entry|activity|delivery|narrative|commentary|actions?"
    r"|next steps|outcome)(?: (?:taken|to date|so far|since|planned))?|what (?:was|has been) done"
    r"|what (?:is|remains) (?:left|to do)"
    r"|what remains",
    re.IGNORECASE,
)
_AS_OFFICE = re.compile(rf"(?:my|our) (?:{_ADJECTIVE} )*{_SAYS} as (?:the |your )?@(?: @)*", re.IGNORECASE)
_OWNER_ALONE = re.compile(r"(?:the )?@", re.IGNORECASE)


def read_label(text: str, profile: Profile, *, alone: bool = False) -> Label | None:
    """Return who speaks under a heading or label, or None when it does not say.

    ``alone`` also takes an owner without a noun ("Chief Constable:").
    """
    whole = _WHEN.sub("", _NUMBERING.sub("", plain(text)).rstrip(" :–-?")).strip()
    words = _without_tail(whole)
    if not whole or len(whole.split()) > 14:
        return None
    if words and (_SUMMARY.match(words) or _TEXT_ALONE.fullmatch(words)):
        return Label(frozenset({Voice.INSPECTORATE}), words, bare=bool(_TEXT_ALONE.fullmatch(words)))
    if words and _MINE.fullmatch(words):
        return Label(frozenset({profile.publisher}), words, mine=True, closing=bool(_CLOSING.search(words)))
    if words and profile.publisher is Voice.FORCE and _OF_A_LOG.fullmatch(words):
        return Label(frozenset({Voice.FORCE}), words, mine=True)
    return (_owned(words, profile, alone) if words else None) or (
        _owned(whole, profile, alone) if "for" in whole else None
    )


def _owned(words: str, profile: Profile, alone: bool) -> Label | None:
    """Return the label that names an owner and says that the words are theirs."""
    marked = _named(words, profile)
    voices, rest = _everyone(*marked, profile)
    rest = re.sub(r"@(?:['’]s?)?(?:,? \(?@\)?)+", "@", " ".join(rest.split()))
    voices -= {Voice.INSPECTORATE}  # "HMICFRS responses" are the responses to it
    fits = _GRAMMAR.fullmatch(rest) or _AS_OFFICE.fullmatch(rest) or (alone and _OWNER_ALONE.fullmatch(rest))
    said = bool(re.search(rf"@ {_VERB}$", rest))
    return Label(voices, words, closing=bool(_CLOSING.search(words)), said=said) if voices and fits else None


def _everyone(voices: frozenset[Voice], words: str, profile: Profile) -> tuple[frozenset[Voice], str]:
    """Add the owners that ``words`` name and put a mark in their place."""
    first, rest = _owners(words, Voice.COMMISSIONER, _COMMISSIONER)
    chief = profile.force is not None and profile.force.chief_title == "Commissioner"
    if first and chief and not re.search(r"crime|pf?cc|mayor", words, re.IGNORECASE):
        first = frozenset({Voice.FORCE})
    panel, rest = _owners(rest, Voice.PANEL, _PANEL) if not first else (first, rest)
    second, rest = _owners(rest, Voice.FORCE, _FORCE)
    third, rest = _owners(rest, Voice.INSPECTORATE, _INSPECTORATE)
    return voices | first | panel | second | third, rest


def _without_tail(words: str) -> str:
    """Cut what a label is about ("... to recommendation 4"); a topic makes it none ("Police response to stalking")."""
    tail = _TAIL.search(words)
    if tail is None:
        return words.strip()
    return words[: tail.start()].strip() if _ABOUT.match(tail["about"]) else ""


_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Commissioner|PCC|PFCC|Mayor|Deputy Mayor|Chief Constable|CC|DCC|ACC)\.?"


def _named(words: str, profile: Profile) -> tuple[frozenset[Voice], str]:
    """Replace the names of the document's own people and force by a mark."""
    voices: frozenset[Voice] = frozenset()
    for person in profile.people:
        if person.name.lower() in words.lower():
            voices |= {person.role}
            words = re.sub(re.escape(person.name), "@", words, flags=re.IGNORECASE)
    for person in profile.people:
        titled = re.compile(rf"\b{_TITLE} {re.escape(person.name.split()[-1])}\b")
        same = {one.role for one in profile.people if one.name.split()[-1] == person.name.split()[-1]}
        if len(same) == 1 and titled.search(words):
            voices |= same
            words = titled.sub("@", words)
    return voices, words


def parties(text: str, profile: Profile) -> frozenset[Voice]:
    """Return everyone whom a heading names, whatever it says of them: "Recommendations and Constabulary response"."""
    words = plain(text)
    voices, _ = _everyone(*_named(words, profile), profile)
    return voices if re.search(rf"\b{_SAYS}\b", words, re.IGNORECASE) else frozenset()


def inline_label(text: str, span: Span, profile: Profile) -> tuple[Label, Span] | None:
    """Return the label that opens a paragraph ("Force comments: We have ...") and the text after it."""
    match = re.match(
        r"([^:\n.“\"]{3,90}?)(?:[*_]{0,3}|</\w+>)(?::|\n|\s[–-]\s|(?<=\?)(?=\s))(?:[*_]{0,3}|</\w+>)\s*", span.of(text)
    )
    if match is None or match.end() >= span.end - span.start:
        return None
    rest = Span(span.start + match.end(), span.end)
    words = plain(rest.of(text))
    sentence = words.endswith((".", "!", "?", ":", ";")) and len(words.split()) >= 4
    label = read_label(match[1], profile, alone=sentence and ":" in match[0])
    quoted = label is not None and label.said and re.match(r"[\"“‘']", words)  # see speech.py
    return (label, rest) if label and not quoted else None


_INNER = re.compile(r"(?<=[.!?”\"’)] )(?P<label>[A-Z][^.:!?“”\"]{2,60}):\s(?=\S)")


def inner_labels(text: str, span: Span, profile: Profile) -> list[tuple[int, Span, Label]]:
    """Return the labels inside a paragraph, where two items of a list were read as one: start, text after it, label."""
    words = re.sub(r"\s", " ", span.of(text))
    found = [(match, read_label(match["label"], profile)) for match in _INNER.finditer(words)]
    known = [(match, label) for match, label in found if label and not (label.said and words[match.end()] in "\"“‘'")]
    if not known:
        return []
    ends = [*(match.start() for match, _ in known[1:]), len(words)]
    return [
        (span.start + match.start(), trimmed(text, Span(span.start + match.end(), span.start + end)), label)
        for (match, label), end in zip(known, ends, strict=True)
    ]


_CONTRADICTS = {
    Voice.FORCE: re.compile(
        r"\bI (?:have |will |shall )?(?:\w+ )?(?:asked?|hold|challenge|expect|scrutinise"
        r"|told) the (?:acting |temporary )?"
        r"(?:chief constable|force|constabulary)|\bhold the (?:acting |temporary )?chief constable to account"
        r"|\bAs (?:the |your )?(?:deputy )?(?:police[\w, ]*crime commissioner|p?f?cc\b|mayor)"
        r"|\bmy (?:police and crime plan|office of the police)",
        re.IGNORECASE,
    ),
    Voice.INSPECTORATE: re.compile(
        r"\bI (?:am|have|will|welcome|write|accept|agree|support|expect)\b|\b[Mm]y office\b"
    ),
    Voice.COMMISSIONER: re.compile(r"\bAs (?:the |your )?(?:acting |temporary )?chief constable\b", re.IGNORECASE),
}


def contradicts(voice: Voice, text: str) -> bool:
    """Say whether a text can't be in this voice: a chief constable does not hold the chief constable to account."""
    pattern = _CONTRADICTS.get(voice)
    return bool(pattern and pattern.search(text))
