"""What a hostile file is: a name, its bytes, and the outcomes that are right."""

from typing import NamedTuple

CODES = frozenset(
    "empty_file unsupported_type type_mismatch legacy_doc password_protected damaged_file too_large archive_bomb "
    "forbidden_xml too_complex not_text encoding_unknown no_text garbled_text resource_limit timeout parser_crash "
    "parser_error unreadable link bad_name".split()
)
DOCUMENT = frozenset({"document"})
ANY = CODES | DOCUMENT
"""A definite outcome, whichever: it ends within its limits, and what it was is named."""


class Hostile(NamedTuple):
    """One hostile file: ``right`` holds refusal codes, and ``document`` where it may be taken in."""

    name: str
    data: bytes
    right: frozenset[str] | set[str]
