"""Which lines of a plain text are headings, judged by their form and a few words of the trade."""

import re

_LONGEST = 90
_MOST_WORDS = 12
_FINDING = re.compile(
    r"(?:recommendations?|areas? for improvement|AFIs?|causes? of concern)\b"
    r"(?:\s+[\w./-]{1,12})?(?:\s*\([^)]{1,30}\))?",
    re.IGNORECASE,
)
_VOICE = re.compile(
    r"(?:[\w’',&() -]*\b)?(?:response|responses|comment|comments|view|views|reply|position|statement)\b"
    r"(?: (?:to|on|from|of|by) [\w’',&() -]{1,60})?:?"
)
_TOPIC = re.compile(
    r"\b(?:summary|introduction|background|recommendations?|responses?|comments?|conclusions?|findings?|overview|"
    r"context|actions?|progress|updates?|improvements?|concerns?|next steps|views?|appendix|annex|governance|"
    r"contents|purpose|position|reports?|evidence|themes?|statement|accountability|scrutiny)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"(?:dear|yours|kind regards|regards|sincerely|copy to|cc|tel|telephone|email|e-mail|by email|signed|ref)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:I|we|they|it|this|these|that|is|are|was|were|has|have|had|will|would|should|welcome|accept|see|no)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\s+\d{4}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_FUNCTION_WORDS = {
    "a",
    "an",
    "and",
    "at",
    "by",
    "for",
    "from",
    "in",
    "of",
    "on",
    "or",
    "the",
    "to",
    "with",
    "de",
    "von",
}


def stands_for_a_heading(line: str) -> bool:
    """Say whether a line is a heading even when text follows at once: "Recommendation 4", "Force response:"."""
    bare = line.strip().rstrip(":").strip()
    if not bare or len(bare) > _LONGEST or not bare[0].isupper():
        return False
    if _FINDING.fullmatch(bare):
        return True
    return len(bare.split()) <= 8 and bool(_VOICE.fullmatch(bare)) and not _CLAUSE.search(bare)


def is_heading(line: str, follows: str) -> bool:
    """Say whether a line that stands alone is a heading of the text that ``follows``.

    A lone name ("Dan Price"), address line, date, salutation or "label: value" line is not.
    """
    line = line.strip()
    if follows and is_numbered_capitals(line):
        return True
    if not follows or _LETTER.match(line) or len(line) > _LONGEST or len(line.split()) > _MOST_WORDS:
        return False
    if stands_for_a_heading(line):
        return True
    return _has_form(line, follows) and (bool(_TOPIC.search(line)) or _has_common_word(line))


def is_numbered_capitals(line: str) -> bool:
    """Say whether a line is such as "3. STALKING: A THEMATIC INSPECTION (published 9 December 2025)"."""
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", line)
    numbered = re.match(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+[A-Z]{2}", bare)
    return bool(numbered) and bare.isupper() and len(line) < 2 * _LONGEST and not bare.endswith((".", ";", ","))


def _has_form(line: str, follows: str) -> bool:
    """Say whether punctuation and case allow a heading; an introduction to a list ends with a colon."""
    if line.rstrip("”\"’'").endswith((".", ",", ";", "!")) or re.search(r"www\.|@|https?:", line) or _DATE.search(line):
        return False
    if line.endswith(":") and (len(line.split()) > 6 or re.match(r"[-*•◦▪‣·]\s", follows)):
        return False
    if ":" in line.rstrip(":"):
        return bool(_FINDING.match(line))
    return bool(re.match(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?[A-Z\"“‘']", line))


def _has_common_word(line: str) -> bool:
    """Say whether a word in lower case shows that this is a phrase and not a name or an address."""
    words = re.findall(r"[^\W\d_][\w’'-]*", line)
    return any(word[0].islower() and len(word) > 3 and word not in _FUNCTION_WORDS for word in words[1:])


def is_bold_heading(line: str) -> bool:
    """Say whether a line set apart in type is a heading: a phrase, not a sentence, a label with a value or a date."""
    line = line.strip()
    if not line or len(line) > 2 * _LONGEST or line.rstrip("”\"’'").endswith((".", ",", ";")) or _LETTER.match(line):
        return False
    label, colon, value = line.partition(": ")
    return any(char.isalpha() for char in line) and (
        not colon or bool(_FINDING.match(label)) or value[:1].islower() or len(label.split()) > 4
    )
