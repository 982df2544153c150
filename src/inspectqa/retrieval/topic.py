"""The topic of a question: what remains when forces, findings and question words are taken out."""

import re
from collections.abc import Sequence

from inspectqa.documents import Span
from inspectqa.index.terms import STOP_WORDS, stem, words
from inspectqa.retrieval.refs import without_findings

# Words that ask rather than tell: they say which kind of answer is wanted, not what it is about.
_ASKING = """
about according actually originally changed change
supposed action actions activities actual actually answer answered ask asked areas area briefing brief case
cases chief chiefs comment comments commissioner commissioners compare compared constable constables constabulary
constabularies covered covering cover covers corpus current currently date dates deadline deadlines describe detail
differ difference differences document documents due exact exactly expect expected expects explain find force forces
four give happened item items know latest list main mayor mean means meant mention mentioned mentions name named
national nationally number opinion own pcc pfcc people person phrase points police policing position progress progres promise
promised quotation quote rank rate reason recommendation recommendations recommends reply respond responded responses
response says section short show side six stage stand stands state stated states statement status still
summarise summarize summary talk tell text thing things think three time title told two type updates verbatim versus
want wanted wants way word wording words work write wrote year years yet deputy acting comment so far hmicfrs
inspectorate sum outline give done do doing wot wat please question questions really long many much percentage
percent figure figures against opposed collection
""".split()
# Words for doing: they are the topic only where nothing else is ("what has X delivered?").
_DOING = frozenset(
    stem(word) for word in "delivered provided undertaken carried introduced place run running taken".split()
)
ASKING = frozenset(stem(word) for word in _ASKING)
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:(?:{_MONTH}) )?(?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\b",
    re.IGNORECASE,
)


def topic_of(question: str, named: Sequence[Span]) -> str:
    """Return the words of ``question`` that say what it is about, in order.

    ``named`` are the spans of the forces that it names: they are a filter, not a topic.
    """
    kept = list(question)
    for span in named:
        kept[span.start : span.end] = " " * (span.end - span.start)
    rest = without_findings("".join(kept))
    rest = _DATED.sub(" ", rest)
    telling = [word for word in words(rest) if word.lower() not in STOP_WORDS and stem(word) not in ASKING]
    strong = [word for word in telling if stem(word) not in _DOING]
    return " ".join(strong or telling)
