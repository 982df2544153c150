"""Who speaks under a heading, a label or a column header, and how that speaker is named.

A label has a voice only when it names an owner and says that the words are theirs: "Commissioner's response",
"Comment of the Chief Constable", "Force position". Two owners are a joint label: nobody's alone.
"""

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from inspectqa.documents import Profile, Span, Voice
from inspectqa.ingest.owners import marked, voices_in
from inspectqa.ingest.pieces import plain, trimmed

_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(files("inspectqa.ingest").joinpath("labels.toml").read_text("utf-8")).items()
}
KNOWN = _WORDS["says"] | _WORDS["verbs"] | _WORDS["filler"]
NOUNS = (_WORDS["says"] - _WORDS["verbs"]) | _WORDS["filler"] | _WORDS["people"]
_TAIL = re.compile(
    r"\s+(?:to|on|regarding|about|against|following|in respect of|as at|as of|for)\s+(?:the |this "
    r"|these |each |all |both |our |his |her )*"
    r"(?P<about>.*)$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\s*(?:\([^()]*\d[^()]*\)|[-–,]?\s*(?:\d{1,2} )?(?:[A-Z][A-Za-z]{2,8} )?20\d\d|\b(?:as )?(?:at|on|by|to)(?:"
    r" (?:the )?end of)?|\b(?:as )?(?:at|on|to) \d{1,2} [A-Z][a-z]{2,8}"
    r"|,? (?i:received|dated|sent|given|submitted)(?i: on)?)\s*$"
)
_ABOUT = re.compile(
    r"(?:\w+['’]s? )?(?:recommendations?|rec\b|afis?\b|areas?(?: for improvement|$)|causes? of concern"
    r"|findings?|(?:\w+ )?inspections?|(?:\w+ )?report|inclusion|publication|the purposes"
    r"|hmic|his majesty|hm inspect|inspect|above|chief constable|force\b|comments?|response|progress|actions?|\d"
    r"|(?:it|this|them|these|that|date|do|improve|respond|be done|come|each|follow|commissioner|p(?:f|fr)?cc)\b"
    r"(?: (?:now|next|so far|by .*|about .*))?$|$|section 55|s55|public\b)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"^(?:[A-HQ]\d{0,2}[.):] |(?-i:[B-H]\d{0,2}|A\d{1,2})(?=\s+(?-i:[A-Z]))|\d{1,2}(?:\.\d{1,2})*[.):]?|[a-z][.)]"
    r"|(?:annex|appendix)(?= ?[:–-])(?:[:.]| [-–])|(?:section|part|box"
    r"|annex|appendix|enclosure|attachment) (?:[\dA-H]+|one|two|three|four|five|six)[:.]?(?: [-–])?)\s+",
    re.IGNORECASE,
)
_INSPECTORATE = r"(?:hmicfrs|hmic|(?:the )?inspectorates?|(?:the )?inspectors?|his majesty['’]s inspect\w+[\w ]*?)"
_SUMMARY = re.compile(
    rf"^(?:(?:executive )?summary of (?:the )?(?:inspection|report|findings|hmicfrs\b.*)|(?:report|inspection) summary"
    rf"|{_INSPECTORATE}(?:['’]s?)? (?:findings?|summary|recommendations?|wording|said|stated|wrote|comments?)"
    rf"|what (?:did )?(?:{_INSPECTORATE}|the report) (?:found|find|said|says?|recommend(?:ed)?"
    rf"|asked(?: for)?)|(?:findings|conclusions) of (?:the )?"
    rf"(?:report|inspection|{_INSPECTORATE})|recommendations? (?:from|of|by) (?:the )?(?:report|{_INSPECTORATE})"
    rf"|what (?:it|they|this|the (?:recommendation|report|finding)|was|were we|we were)"
    rf" (?:says?|said|asks?|asked)(?: for)?(?: to do)?"
    rf"|what was (?:asked|recommended|found)(?: for| of us)?|(?:the )?recommendation (?:says|said)"
    rf"|(?:full )?(?:text|wording) of (?:the )?(?:recommendation|finding|afi|area for improvement)"
    rf"|overview of (?:the )?(?:report|inspection)|they (?:said|asked|found)"
    rf"|(?:about|background to) the report|(?:recommendation|finding|afi|area for improvement)[ -]+(?:text|wording)"
    rf"|recommendations?(?: text| wording)|areas? for improvement (?:text|wording))$",
    re.IGNORECASE,
)
_ASKED_OF = re.compile(
    r"\b(?:is|was|were|been|are|be) (?:being )?(?:asked|told|required|recommended|expected|found)\b"
    r"|\bshould\b|\bneeds? to\b|\bmust\b"
)
_FIELD = re.compile(r"(?:the )?(?P<who>@[cfp]) ?[:–-] ?(?P<of>[\w' ]+)")  # "Constabulary: still to do"
_TEXT_ALONE = re.compile(
    r"(?:the |full |exact |hmicfrs )*(?:recommendation|finding|area for improvement|cause of concern|wording|text"
    r"|requirement|expectation|issue)(?: (?:in full|\(?verbatim\)?|text|wording))?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:overall|general|concluding|closing|conclusions?|my views?|my comments?|final (?:comment|remark)|summary)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\b(?:force management statements?|annual statements?|statement of accounts)\b", re.IGNORECASE)
_TOKEN = re.compile(r"@\w|&|\w[\w/'’-]*")
_SAYING = re.compile(
    r"@[cf],? (?:(?:has|have|had|also) )*(?:said|says|saying|answered|responds|responded|writes|wrote|written|commented"
    r"|replied|replies|adds|added|explains|explained|states|stated|reported|told|tells)\b"
)
_ASKED = frozenset("what how where why when which actions steps measures".split())
_ASKING = frozenset(
    "@c @f @i @m was were asked told required recommended expected found should must need needs improve change happen"
    " do".split()
)
_FIRST = re.compile(r"(?<!@)\b(?:my|our|i|we|us|me)\b", re.IGNORECASE)
_ALONE = re.compile(r"(?:(?:[Ff]rom|[Bb]y) )?(?:(?:[Tt]he|THE) )?(?:[A-Z][a-z'’-]+ [A-Z][a-zA-Z'’-]+, )?@[cfp]")
_OBJECT = re.compile(r"(?:\bfor|\bto|\bup to|\bunder|\babout) (?:the )?@[cfp]\b(?! to\b)")
_TO_ANOTHER = re.compile(
    r"(?P<head>^(?:what|how|why|where|when)\b.*@[cfpm].*?) (?:(?:of|from|with|by) )?(?:the )?@[cfpi].*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a heading or label says about who speaks; ``closing`` ends the finding before it ("Overall comments").

    ``bare`` is a label such as "Recommendation", which is the inspectorate's only under a finding;
    ``said`` is one that a quotation follows ("The mayor said"); ``name`` one that only names somebody.
    """

    voices: frozenset[Voice]
    words: str
    mine: bool = False
    closing: bool = False
    bare: bool = False
    said: bool = False
    name: bool = False

    @property
    def voice(self) -> Voice:
        """The one voice of the label; a joint one is nobody's alone."""
        return next(iter(self.voices)) if len(self.voices) == 1 else Voice.UNATTRIBUTED


_CITED = re.compile(
    r"(?:the )?(?:HMICFRS|HMICS?|inspectorate),? (?:p|page|para|paragraph|section)\.? ?[\d.]+", re.IGNORECASE
)
_TO_COMPLETE = re.compile(
    r"\s*\((?:for )?(?P<who>[^()]{2,60}?)(?:,? (?:is |are )?to (?:complete|fill in|answer|provide|respond)"
    r"| use| only|)\)"
    r"(?P<rest>[ :]*)$"
)


_FROM_ME = re.compile(r"(?:from|by) me,? as (?:the )?@[cf]", re.IGNORECASE)
_STATED = re.compile(r" (?:said|stated|wrote)$", re.IGNORECASE)
_PARTS = re.compile(r"\b(?:part|section) (?:[A-H]|\d{1,2})\b", re.IGNORECASE)
_GRADED = re.compile(  # "Constabulary position: accepted, partly in place"
    r"(?P<label>[^:]{3,60}?)(?: ?:| [–-]) (?:(?:not|partly|partially|fully|yet|in|and|to|be|,) ?)*"
    r"(?:accepted|agreed|rejected|noted|complete[d]?|done|met|in place|progress|ongoing|on track|under ?way|open"
    r"|closed|started|green|amber|red|principle|part)\b[^.:]{0,40}",
    re.IGNORECASE,
)
_REPORT_OF = re.compile(r"(?:report|update) (?:of|by|from) (?:the )?@[cfp]", re.IGNORECASE)


def read_label(text: str, profile: Profile, *, alone: bool = False) -> Label | None:
    """Return who speaks under a heading or label, or None when it does not say.

    ``alone`` also takes an owner without a noun ("Chief Constable:").
    """
    halves = re.split(r"\s[/|]\s+", plain(text))
    if len(halves) == 2:  # in two languages, or two words for one thing
        read = [label for half in halves if (label := read_label(half, profile, alone=alone))]
        if read and len({label.voices for label in read}) == 1:
            return read[-1]
    asked = _TO_COMPLETE.search(plain(text))
    owner = voices_in(marked(asked["who"], profile, KNOWN)) if asked else frozenset()
    if asked and len(owner) == 1 and Voice.INSPECTORATE not in owner:  # "Action proposed (force to complete)"
        return Label(owner, plain(text), closing=bool(_CLOSING.search(plain(text))))
    if (graded := _GRADED.fullmatch(plain(text))) and (label := read_label(graded["label"], profile)):
        return label
    if plain(text).lower() in ("mine", "in mine", "and mine"):  # beside "In the Chief Constable's words"
        return Label(frozenset({profile.publisher}), plain(text), mine=True)
    if len(_PARTS.findall(plain(text))) > 1:
        return None  # "Part B - Areas for improvement and Part C - Commissioner's scrutiny": two parts, of two writers
    whole = _WHEN.sub("", _WHEN.sub("", _NUMBERING.sub("", plain(text)).rstrip(" :–-?"))).strip()
    if not whole or len(whole.split()) > 14 or _DOCUMENT.search(whole):
        return None
    words = _without_tail(whole)
    if _CITED.fullmatch(whole):
        return Label(frozenset({Voice.INSPECTORATE}), whole, bare=True)
    if _TEXT_ALONE.fullmatch(whole) or (words and _SUMMARY.match(words)):
        said = bool(_STATED.search(words)) and plain(text).endswith(":")
        return Label(frozenset({Voice.INSPECTORATE}), words, bare=bool(_TEXT_ALONE.fullmatch(whole)), said=said)
    if words and profile.publisher is Voice.FORCE and _is_entry(words):
        return Label(frozenset({Voice.FORCE}), words, mine=True)
    return (_owned(words, profile, alone=alone) if words else None) or (
        _owned(whole, profile, alone=alone) if " for " in f" {whole} " or _ASKED_OF.search(whole) else None
    )


def _owned(words: str, profile: Profile, *, alone: bool) -> Label | None:
    """Return the label that names an owner and says that the words are theirs."""
    marks = re.sub(r"(@\w)['’][sS]?(?!\w)", r"\1", marked(words, profile, KNOWN))
    if alone and (one := _ALONE.fullmatch(marks)):
        return Label(voices_in(one[0]), words, name=True)
    if _REPORT_OF.fullmatch(marks) or (alone and _FROM_ME.fullmatch(marks)):
        return Label(voices_in(marks), words)
    if (field := _FIELD.fullmatch(marks)) and {*field["of"].lower().split()} <= KNOWN | _WORDS["log"] | {"we", "i"}:
        return Label(voices_in(field["who"]), words)
    marks = _FIRST.sub("@m", re.sub(r"\b(told|tells?) (?:me|us)\b", r"\1", marks))
    other = _TO_ANOTHER.match(marks)
    marks = other["head"] if other else marks
    tokens = [re.sub(r"'s?$", "", word.lower().replace("’", "'")) for word in _TOKEN.findall(marks)]
    if _ASKED_OF.search(marks):
        asked = {*tokens} <= KNOWN | _WORDS["inspectorate"] | _ASKING
        return Label(frozenset({Voice.INSPECTORATE}), words, bare=True) if asked and "what" in tokens else None
    if "@i" in tokens and not {"@c", "@f", "@p", "@m"} & {*tokens}:
        said = {*tokens} - {"@i"}
        fits = said and said <= _WORDS["inspectorate"] | _WORDS["filler"] and said & _WORDS["inspectorate"]
        return Label(frozenset({Voice.INSPECTORATE}), words) if fits else None
    owners = voices_in(marks) - {Voice.INSPECTORATE}  # "HMICFRS responses" are the responses to it
    mine = "@m" in tokens
    if not (owners or mine) or (mine and "@i" in tokens) or not _is_utterance(tokens) or _OBJECT.search(marks):
        return None
    closing = bool(_CLOSING.search(words))
    if mine and (not owners or not re.search(r"\bas (?:the )?@", marks)):
        return None if owners else Label(frozenset({profile.publisher}), words, mine=True, closing=closing)
    return Label(owners, words, closing=closing, said=bool(_SAYING.search(marks)))


def _is_utterance(tokens: list[str]) -> bool:
    """Say whether the words of a label, besides owners, only tell that somebody says or does something."""
    others = [word for word in tokens if not word.startswith("@")]
    told = (
        tokens[0] in _ASKED
        or (len(tokens) < 4 and tokens[-1] in ("did", "does", "doing", "done"))
        or "@m" in tokens
        or bool(_SAYING.search(" ".join(tokens)))
    )
    spoken = any(word in _WORDS["says"] or (told and word in _WORDS["verbs"]) for word in others)
    return (spoken or tokens[0] == "where") and all(word in KNOWN or word == "&" for word in others)


def _is_entry(words: str) -> bool:
    """Say whether a label names nobody and heads an entry: "Where we are", "Progress so far", "What is left"."""
    tokens = [re.sub(r"['’]s?$", "", word) for word in _TOKEN.findall(words.lower())]
    own = _WORDS["log"] | _WORDS["filler"] | _WORDS["verbs"]
    entry = any(word in _WORDS["log"] for word in tokens) or tokens[:2] == ["where", "we"]
    return entry and all(word in own or word == "we" for word in tokens)


def _without_tail(words: str) -> str:
    """Cut what a label is about ("... to recommendation 4"); a topic makes it none ("Police response to stalking")."""
    tail = _TAIL.search(words)
    if tail is None:
        return words.strip()
    return words[: tail.start()].strip() if _ABOUT.match(tail["about"]) else ""


def parties(text: str, profile: Profile) -> frozenset[Voice]:
    """Return everyone whom a heading names, whatever it says of them: "Recommendations and Constabulary response"."""
    marks = marked(plain(text), profile, KNOWN)
    if len(_PARTS.findall(marks)) > 1:
        return frozenset()
    return voices_in(marks) if any(word in _WORDS["says"] for word in _TOKEN.findall(marks.lower())) else frozenset()


def named_in(text: str, profile: Profile) -> frozenset[Voice]:
    """Return every party that a text names, whatever it says of them or they say."""
    return voices_in(marked(plain(text), profile, KNOWN))


_A_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr|Sir|Dame|Cllr|Councillor) )?[A-Z][a-z'’-]+(?: [A-Z][a-zA-Z'’-]+){1,2}")
_OF_MEETING = re.compile(r"(?:decisions?|outcome|resolved|resolution|agreed action)s?", re.IGNORECASE)
_SAYS_I = re.compile(r"\b(?:I|my|My)\b")


_UNMARKED = re.compile(  # a label told only by its type, which is lost here: "OPCC note The Commissioner regards ..."
    r"((?:The )?(?:OPCC|PF?CC|Commissioner['’]s?|Force|Constabulary|Chief Constable['’]s?|HMICFRS) "
    r"(?:note|comment|view|response|reply|remark|update|position|observation|finding)s?)\s+(?=[A-Z“])"
)


def inline_label(text: str, span: Span, profile: Profile) -> tuple[Label, Span] | None:
    """Return the label that opens a paragraph ("Force comments: We have ...") and the text after it."""
    match = _UNMARKED.match(span.of(text)) or re.match(
        r"([^:\n.“\"]{2,90}?)(?:[*_]{0,3}|</\w+>)(?::|\n|\s[–-]\s| {3,}|(?<=\?)(?=\s)|\.(?=[*_]{2}\s|</(?:b|strong)>))"
        r"(?:[*_]{0,3}|</\w+>)\s*",
        span.of(text),
    )
    if match is None or match.end() >= span.end - span.start:
        return None
    rest = Span(span.start + match.end(), span.end)
    words = plain(rest.of(text))
    prose = len(words.split()) >= 4 or any(word.islower() for word in words.split())  # no name: "PCC: Ada Brock"
    sentence = words.endswith((".", "!", "?", ":", ";")) and prose
    label = read_label(match[1], profile, alone=sentence and "\n" not in match[0])
    if label is None and _OF_MEETING.fullmatch(plain(match[1])):
        label = Label(frozenset(), match[1])  # neither party's
    if label is None and sentence and ":" in match[0] and _A_NAME.fullmatch(plain(match[1])) and _SAYS_I.search(words):
        label = Label(frozenset(), match[1])  # somebody of whom the document gives no office: nobody else's words
    quoted = label is not None and label.said and re.match(r"[\"“‘']", words)  # see speech.py
    return (label, rest) if label and not quoted else None


_INNER = re.compile(
    r"(?<=[.!?”\"’)] )(?:[*_]{1,3}|<\w+>)?(?P<label>[A-Z][^.:!?“”\"<>]{1,60}):(?:[*_]{1,3}|</\w+>)?\s(?=\S)"
    r"|(?<=[.!?”\"’)] )(?:[*_]{1,3}|<\w+>)(?P<before>[A-Z][^.:!?“”\"<>]{1,60})(?:[*_]{1,3}|</\w+>):\s(?=\S)"
)


def inner_labels(text: str, span: Span, profile: Profile) -> list[tuple[int, Span, Label]]:
    """Return the labels inside a paragraph, where two items of a list were read as one: start, text after it, label."""
    words = re.sub(r"\s", " ", span.of(text))
    found = [
        (match, read_label(match["label"] or match["before"], profile, alone=True)) for match in _INNER.finditer(words)
    ]
    known = [(match, label) for match, label in found if label and not (label.said and words[match.end()] in "\"“‘'")]
    if not known:
        return []
    ends = [*(match.start() for match, _ in known[1:]), len(words)]
    return [
        (span.start + match.start(), trimmed(text, Span(span.start + match.end(), span.start + end)), label)
        for (match, label), end in zip(known, ends, strict=True)
    ]
