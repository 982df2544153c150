"""The wording of a finding that is named in a heading and printed below it, in the inspectorate's words."""

from collections.abc import Sequence
from dataclasses import replace

from inspectqa.documents import Passage, Profile, Voice


def with_wordings(profile: Profile, made: Sequence[Passage]) -> Profile:
    """Return ``profile`` with the span of its wording for each finding whose own line only names it."""
    printed = {p.finding.key: p.span for p in reversed(made) if p.finding and p.voice is Voice.INSPECTORATE}
    return replace(
        profile,
        findings=tuple(f if f.span else replace(f, span=printed.get(f.key)) for f in profile.findings),
    )
