"""What only the passages tell of a document: wordings printed below the heading that names them, further bodies."""

from collections.abc import Sequence
from dataclasses import replace

from inspectqa.documents import Passage, Profile, Voice


def with_speakers(profile: Profile, made: Sequence[Passage]) -> Profile:
    """Return ``profile`` with the further bodies that answer in the passages, each once, in order."""
    own = profile.force.id if profile.force else ""
    others = {p.force.id: p.force for p in made if p.force and p.force.id != own}
    return replace(profile, others=tuple(others.values()))


def with_wordings(profile: Profile, made: Sequence[Passage]) -> Profile:
    """Return ``profile`` with the span of its wording for each finding whose own line only names it."""
    printed = {p.finding.key: p.span for p in reversed(made) if p.finding and p.voice is Voice.INSPECTORATE}
    return replace(
        profile,
        findings=tuple(f if f.span else replace(f, span=printed.get(f.key)) for f in profile.findings),
    )
