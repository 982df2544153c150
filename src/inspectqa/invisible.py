"""Characters that a reader can't see but a program reads: directions, tags, controls. Documents and questions hide
words in them, so they are left out of everything that is built, asked or shown.

The canonical text of a plain-text file keeps them, because quotations count its code points.
"""

import re

# Controls but tab and line feed; soft hyphen and zero width; directions; tags and the selectors that carry data.
# The joiners U+200C and U+200D stay: words of some languages and many emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_HALVES = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """Return ``text`` without what can't be seen; carriage returns and form feeds become line feeds."""
    return _HALVES.sub("\ufffd", _INVISIBLE.sub("", re.sub("\r\n?|\f", "\n", text)))


def visible_name(name: str) -> str:
    """Return a file's name as it may be shown: on one line, nothing in it hidden or turned round."""
    return " ".join(visible(name).split()) or "unnamed"
