"""What was recognised in a document, so that a person can check a new layout in a minute."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspectqa.documents import Finding, Page, Passage, Profile, Voice
from inspectqa.errors import RefusedFile
from inspectqa.ingest.discover import absolute, discover
from inspectqa.ingest.parcel import Job
from inspectqa.ingest.sandbox import Sandbox, limits_of
from inspectqa.settings import Settings

_ANSWERS = (Voice.COMMISSIONER, Voice.FORCE, Voice.PANEL)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A document's profile with counts: passages by voice, pages by OCR, and what was named but not answered."""

    file: str
    profile: Profile
    warnings: tuple[str, ...]
    pages: int
    pages_by_ocr: int
    passages: int
    by_voice: dict[Voice, int]
    without_response: tuple[Finding, ...]
    without_voice: tuple[Passage, ...]


def recognised(
    file: str, profile: Profile, warnings: Sequence[str], pages: Sequence[Page], passages: Sequence[Passage]
) -> Recognised:
    """Return what was recognised in a document, from what is held of it."""
    answered = {one.finding.key for one in passages if one.finding and one.voice in _ANSWERS}
    return Recognised(
        file=file,
        profile=profile,
        warnings=tuple(dict.fromkeys((*warnings, *profile.warnings))),
        pages=len(pages),
        pages_by_ocr=sum(page.source == "ocr" for page in pages),
        passages=len(passages),
        by_voice=dict(Counter(one.voice for one in passages)),
        without_response=tuple(one for one in profile.findings if one.key not in answered),
        without_voice=tuple(one for one in passages if one.voice is Voice.UNATTRIBUTED),
    )


def tried(paths: Iterable[Path], settings: Settings) -> Iterator[tuple[Path, Recognised | RefusedFile]]:
    """Read the files under ``paths`` and give what is recognised in each, or why it is refused; nothing is stored.

    Raises:
        InspectqaError: the process that reads files can't be started.
    """
    with Sandbox(1) as sandbox:
        for one in discover([absolute(Path(path)) for path in paths], settings.data_dir):
            yield one.path, one.refused or _tried(one.path, settings, sandbox)


def _tried(path: Path, settings: Settings, sandbox: Sandbox) -> Recognised | RefusedFile:
    job = Job(
        path, "trial", settings.max_file_bytes, settings.passage_words, limits_of(settings), settings.ocr == "auto"
    )
    try:
        parsed = sandbox.submit(job).result()
    except RefusedFile as refused:
        return refused
    document = parsed.document
    return recognised(document.file, parsed.profile, document.warnings, document.pages, parsed.passages)
