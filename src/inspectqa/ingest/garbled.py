"""Is a text made of words? A font without a map, or a wrong encoding, gives signs that nobody can search or quote."""

import re
import unicodedata

from inspectqa.documents import Document
from inspectqa.errors import RefusedFile

_WORD = re.compile(r"[^\W\d_]{3,}")
_VOWEL = re.compile("[aeiouyw]")
# Words without which a page of English or Welsh is hardly written.
_COMMON = frozenset("the and for that with are was this from have has not will been our yn yr mae ar wedi gan".split())
_NO_LETTERS = frozenset({"Co", "Cn", "Cs"})
_LOOKED_AT = 200_000  # characters
_FEWEST_WORDS = 50
_MOST_UNKNOWN = 0.1
_MOST_WITHOUT_VOWEL = 0.25
_FEWEST_COMMON = 0.01


def refuse_garbled(document: Document) -> None:
    """Do nothing for a text of words.

    Raises:
        RefusedFile: ``garbled_text`` when a tenth of its characters stand for nothing, or its words have no vowels.
    """
    sample = document.text[:_LOOKED_AT]
    signs = [char for char in sample if not char.isspace()]
    unknown = sum(char == "\ufffd" or unicodedata.category(char) in _NO_LETTERS for char in signs)
    if unknown > _MOST_UNKNOWN * len(signs):
        raise _garbled(document, f"{unknown:,} of its first {len(signs):,} characters stand for nothing")
    words = [_plain(word) for word in _WORD.findall(sample)]
    latin = [word for word in words if word.isascii()]
    if len(latin) < _FEWEST_WORDS or sum(word in _COMMON for word in latin) > _FEWEST_COMMON * len(latin):
        return
    without = sum(not _VOWEL.search(word) for word in latin)
    if without > _MOST_WITHOUT_VOWEL * len(latin):
        raise _garbled(document, f"{without:,} of its {len(latin):,} words have no vowel")


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(char))


def _garbled(document: Document, found: str) -> RefusedFile:
    reason = f"the text of {document.file} can't be read ({found}); export it again with its fonts, or as text."
    return RefusedFile("garbled_text", reason)
