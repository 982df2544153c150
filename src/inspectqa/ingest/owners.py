"""Who is named in a heading or label: commissioner, force, panel, inspectorate, each put down as a mark.

``marked("Response of Chief Constable Ada Brock", profile)`` is ``"Response of @f"``.
"""

import re
from functools import cache

from inspectqa.documents import Profile, Voice

_COMMISSIONER = (
    r"(?:(?:deputy |acting |interim )?(?:[\w-]+ ){0,3}?police,?(?: and| &)?(?: fire)?,? ?(?:and|&)(?: rescue"
    r" and)? crime "
    r"commissioner(?: for [\w&-]+(?: (?:and|&) [\w-]+)?)?(?:['’]s office)?"
    r"|(?-i:(?:[A-Z][a-z]\w+(?: (?:and|&) [A-Z]\w+)? )?)o?p(?:f|fr)?cc|(?:deputy |acting )?commissioners?(?! of"
    r" police)(?: for (?-i:[A-Z][\w-]+(?: (?:and|&) [A-Z][\w-]+)?))?(?:['’]s office)?"
    r"|(?:deputy )?mayor(?: for policing(?:,? (?:and |& )?(?:crime|fire))*| of [\w ]+?)?"
    r"(?:['’]s office(?: for policing(?: and crime)?)?)?"
    r"|(?:y |[’'])?comisiynydd(?: heddlu a throseddu)?|mopac|local policing body|(?:city )?police authority(?: board)?"
    r"|office of the (?:police,?(?: fire)? and crime )?commissioner(?: for [\w&-]+(?: (?:and|&) [\w-]+)?)?"
    r"|office of the p(?:f|fr)?cc)"
)
_FORCE = (
    r"(?:(?:(?:acting|temporary|deputy|assistant|interim|the then) )*chief constable"
    r"(?: (?:of|for) (?-i:[A-Z][\w&'-]+(?: (?:and |& )?[A-Z][\w'-]+){0,2}))?"
    r"|(?:y )?prif gwnstabl|police (?:scotland|service of northern ireland)"
    r"|chief officers?(?: (?:team|group))?|(?:t/|a/)?[da]?cc"
    r"|(?:the )?force(?! liaison)(?: lead)?|(?:the )?constabulary"
    r"|(?:the )?police(?= (?:\w+ )?(?:response|comments?|reply|update|position|answer|view|statement|commentary"
    r"|says?|said|told us|tell us|wrote|write)$)"
    r"|(?:(?<=from )|(?<=by ))(?:the )?police(?=$)"
    r"|commissioner of police(?: (?:of|for) the (?:metropolis|city of london))?"
    r"|(?-i:(?:(?!Inspection|The|National|Response|Comments?|Report|What|How|Our|My|This|From|By|Is|Has|Of|Will|Did)"
    r"[A-Z][\w'&-]+ (?:and |& )?){1,3}(?:Police(?: Service)?|Constabulary|POLICE|CONSTABULARY)\b"
    r"(?! (?:and|&|AND|, Fire|Fire))))"
)
_INSPECTORATE = (
    r"(?:hmicfrs|hmics?|(?:the )?inspectorate|(?:the )?inspectors?|his majesty['’]s inspect\w+[\w &]*?|the report|hmi"
    r"|(?:the )?force liaison lead)"
)
_PANEL = (
    r"(?:(?:the )?(?-i:(?!Comments|Responses?|Views?)[A-Z]\w+ (?=Police))?"
    r"(?:(?:police|fire|and|&|crime|rescue|joint|independent|audit|scrutiny|strategic|performance|accountability|public"
    r"|ethics|youth|overview),? ){0,7}(?:panel|committee|scrutiny board|policing board|board(?= (?:members"
    r"|officials))))"
)
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Commissioner|PCC|PFCC|Mayor|Deputy Mayor|Chief Constable|CC|DCC|ACC)\.?"
_PERSONAL = re.compile(r"commissioner|mayor|p(?:f|fr)?cc$|chief constable|\b[da]?cc$", re.IGNORECASE)
_NAME = re.compile(
    r",? (?:(?:Mr|Mrs|Ms|Dr|Sir|Dame) )?(?:[A-Z][a-z'’-]+[A-Z]?[a-z]*|[A-Z]{2,}|[A-Z]\.)"
    r"(?: (?:[A-Z][a-zA-Z'’-]+|[A-Z]\.|de|van)){0,3}"
)
_KINDS = (
    (Voice.COMMISSIONER, "@c", re.compile(rf"(?<![\w@-]){_COMMISSIONER}(?![\w-])", re.IGNORECASE)),
    (Voice.PANEL, "@p", re.compile(rf"(?<![\w@-]){_PANEL}(?![\w-])", re.IGNORECASE)),
    (Voice.FORCE, "@f", re.compile(rf"(?<![\w@-]){_FORCE}(?![\w-])", re.IGNORECASE)),
    (Voice.INSPECTORATE, "@i", re.compile(rf"(?<![\w@-]){_INSPECTORATE}(?![\w-])", re.IGNORECASE)),
)
_VOICES = {mark: voice for voice, mark, _ in _KINDS}
_BESIDE = re.compile(r"(@\w)(?:['’]s?)?(?:(?:,| [-–—])? (?:the )?\(?\1\)?)+")


def marked(words: str, profile: Profile, known: frozenset[str] = frozenset()) -> str:
    """Return ``words`` with a mark for each owner: @c commissioner, @f force, @p panel, @i inspectorate.

    A name after an office goes with it, unless its words are among the ``known`` ones of labels.
    """
    words = _own_names(_people(words, profile), profile)
    chief = profile.force is not None and profile.force.chief_title == "Commissioner"
    for voice, mark, pattern in _KINDS:
        if voice is Voice.PANEL and "@c" in words:
            continue  # "the Commissioner's panel" is not the panel's
        whose = mark
        if (
            voice is Voice.COMMISSIONER
            and chief
            and not re.search(r"crime|pf?cc|mayor|mopac|authority", words, re.IGNORECASE)
        ):
            whose = "@f"
        words = _put(words, pattern, whose, known)
    return _BESIDE.sub(r"\1", " ".join(words.split()))


def voices_in(words: str) -> frozenset[Voice]:
    """Return the owners whose marks stand in ``words``."""
    return frozenset(voice for mark, voice in _VOICES.items() if mark in words)


def _put(words: str, pattern: re.Pattern[str], mark: str, known: frozenset[str]) -> str:
    made, at = [], 0
    for match in pattern.finditer(words):
        if match.start() < at:
            continue
        start, end = match.span()
        while end - start and (word := words[start:end].split(" ", 1))[0].lower() in known and len(word) == 2:
            start += len(word[0]) + 1
        name = _NAME.match(words, end) if _PERSONAL.search(match[0]) else None
        if name and not any(word.lower().strip(",") in known or "@" in word for word in name[0].split()):
            end = name.end()
        made += [words[at:start], mark]
        at = end
    return "".join([*made, words[at:]])


_OVERSIGHT = re.compile(_COMMISSIONER, re.IGNORECASE)  # our list has some as names of the force: "MOPAC"


_OWN_NAME = re.compile(r"[A-Z]{3,5}|.* of .* Police")  # what the pattern of any force does not read


def _own_names(words: str, profile: Profile) -> str:
    """Put a mark in the place of the force's initials or its name with "of": "MPS", "City of London Police"."""
    named = _pattern(profile.force.names) if profile.force else None
    return named.sub("@f", words) if named else words


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    own = [re.escape(name) for name in names if _OWN_NAME.fullmatch(name) and not _OVERSIGHT.fullmatch(name)]
    return re.compile(rf"(?<![\w@-])(?:{'|'.join(own)})(?![\w-])") if own else None


def _people(words: str, profile: Profile) -> str:
    """Put marks in the place of the document's own office holders."""
    marks = {voice: mark for mark, voice in _VOICES.items()}
    for person in profile.people:
        mark = marks.get(person.role, "")
        if mark and person.name.lower() in words.lower():
            words = re.sub(re.escape(person.name), mark, words, flags=re.IGNORECASE)
    for person in profile.people:
        last = person.name.split()[-1]
        titled = re.compile(rf"\b{_TITLES} {re.escape(last)}\b")
        same = {one.role for one in profile.people if one.name.split()[-1] == last}
        if len(same) == 1 and person.role in marks:
            words = titled.sub(marks[person.role], words)
    return words
