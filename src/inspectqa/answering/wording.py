"""How a statement is worded: who speaks for which force, about what, with the quotation in quotation marks."""

import datetime
import re
from collections.abc import Sequence

from inspectqa.answering.material import Claim, Material, Source, date_of, plain
from inspectqa.documents import Finding, HeldDocument, Voice

_LINK = re.compile(
    r"!?\[[^\]]{0,200}\](?:\([^)]{0,500}\)|\[[^\]]{0,200}\]|:)|<[^<>]{0,500}>|(?:\b[a-z][a-z0-9+.-]{1,15}:)?//[^\s“”\"']+|\b(?:www\.|mailto:|javascript:|data:|tel:)"
    r"[^\s“”\"']*|[\w.+-]+@[\w-]+\.[\w.-]*\w",
    re.IGNORECASE,
)
_LEFT_OUT = "[link left out]"


def said(date: datetime.date) -> str:
    """Return a date as people write it: ``24 October 2025``."""
    return f"{date.day} {date:%B %Y}"


def listed(items: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    return ", ".join(items[:-1]) + (" and " if len(items) > 1 else "") + items[-1] if items else ""


def quoted(words: str) -> str:
    """Return the words in typographic quotation marks; marks inside become single ones.

    A link is left out, and said so: what somebody wrote into a document must not lead a reader anywhere.
    """
    told = [_in_marks(part.strip()) for part in _LINK.split(words) if re.search(r"\w", part)]
    return f" {_LEFT_OUT} ".join(told) + ("" if _LINK.search(words) is None or len(told) > 1 else f" {_LEFT_OUT}")


def _in_marks(words: str) -> str:
    return "“" + words.replace("“", "‘").replace("”", "’").replace('"', "'") + "”"


def force_of(document: HeldDocument) -> str:
    """Return the name of the force that a document is from, else of its file: a title is the document's own words."""
    return document.profile.force.name if document.profile.force else f"‘{document.file}’"


def speaker(source: Source) -> str:
    """Return who speaks, with the force where the speaker's name doesn't hold it."""
    force = source.force
    if source.voice is Voice.INSPECTORATE:
        return source.speaker or "The inspectorate"
    name = source.speaker
    if not name:
        return f"{force_of(source.document)}'s document"
    short = force.short_name if force else ""
    return name if not short or short.lower() in name.lower() else f"{name} ({force_of(source.document)})"


def about(finding: Finding | None) -> str:
    """Return ``, on recommendation 6`` for a finding, ``""`` for none."""
    return f", on {finding.label}" if finding and finding.label else ""


def which(material: Material, finding: Finding | None) -> str:
    """Return the year of a finding's report, else its title, where the documents have another one so numbered."""
    if finding is None or finding.inspection is None:
        return ""
    alike = {f.key: f for d in material.documents for f in d.profile.findings if f.key[1:] == finding.key[1:]}
    named = [f.inspection for f in alike.values() if f.inspection and f.inspection.id != finding.inspection.id]
    year = finding.inspection.year
    if not named or (year is None) != all(other.year is None for other in named):
        return ""  # of a report without a year nobody knows whether it is another
    return f" ({year})" if year and all(other.year != year for other in named) else f" of ‘{finding.inspection.title}’"


def claim(material: Material, source: Source, *, dated: bool = False, context: Sequence[Source] = ()) -> Claim:
    """Return the statement that quotes ``source`` and says who speaks; ``context`` is cited beside it."""
    when = date_of(source.document) if dated else None
    lead = (
        speaker(source) + (f" ({said(when)})" if when else "") + about(source.finding) + which(material, source.finding)
    )
    return Claim(f"{lead}: {quoted(plain(material.quote(source)))}", (source, *context))
