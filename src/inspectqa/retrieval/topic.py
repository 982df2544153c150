"""The topic of a question: what remains when forces, findings and question words are taken out."""

import re
from collections.abc import Sequence

from inspectqa.documents import Span
from inspectqa.index.terms import STOP_WORDS, stem, words
from inspectqa.retrieval.paraphrases import in_one_word
from inspectqa.retrieval.refs import without_findings

# Words that ask rather than tell: they say which kind of answer is wanted, not what it is about.
_ASKING = """
about according acting action actions activities actual actually against answer answered anybody
anyone anything area areas ask asked
brief briefing case cases change changed chief chiefs collection comment comments commissioner commissioners
compare compared constable constables constabularies constabulary corpus cover covered covering covers current
currently date dates deadline deadlines deputy describe detail differ difference differences do document
documents doing done due eight exact exactly expect expected expects explain far figure figures find five
force forces four give happened hello hi hmicfrs inspectorate item items know latest list long main many mayor
mean means meant mention mentioned mentions minutes much name named national nationally nine number ok okay
one opinion opposed originally outline own panel pcc people percent percentage person pfcc phrase please
points police policing position progres progress promise promised question questions quotation quote rank rate
really reason recommendation recommendations recommends reply respond responded response responses says
section seven short show side six so sorry stage stand stands state stated statement states status still sum
summarise summarize summary supposed talk tell ten text thank thanks thing things think three time title told
two type verbatim versus want wanted wants wat way word wording words work wot write wrote year years yet
""".split()
# Words for doing: they are the topic only where nothing else is ("what has X delivered?"), and no topic alone.
DOING = frozenset(
    stem(word) for word in "delivered provided undertaken carried introduced place run running taken update".split()
)
_NOT_ASKING = frozenset({"briefed"})  # a deed, though "brief me" asks
ASKING = frozenset(stem(word) for word in _ASKING)
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:(?:{_MONTH}) (?:(?:and|to|or) (?:{_MONTH}) )?)?(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\b",
    re.IGNORECASE,
)


# What somebody says of themselves or of the kind of answer: "I remember ...", "what share of ...".
_ASIDE = re.compile(
    r"\bI(?:['’](?:d|ve|m)| would| have| am)? (?:really |just )?(?:need|want|like|remember|recall|think|thought|wonder"
    r"|believe|heard|read|see|know|asking|looking)\b|\bsentences? (?:about|on)\b"
    r"|^\W*(?:please )?(?:set|put|lay|place|give|find)\b|\bside by side\b"
    r"|\b(?:what|which) (?:share|proportion|percentage|number|rate|amount) of\b",
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
    rest = in_one_word(_ASIDE.sub(" ", _DATED.sub(" ", rest)))
    telling = [
        word
        for word in words(rest)
        if word.lower() not in STOP_WORDS and (stem(word) not in ASKING or word.lower() in _NOT_ASKING)
    ]
    strong = [word for word in telling if stem(word) not in DOING]
    return " ".join(strong or telling)
