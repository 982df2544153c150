"""Tables that are turned: a column for each finding, a row for each speaker.

|                  | Recommendation 1 | Recommendation 2 |
| HMICFRS said     | wording          | wording          |
| Force response   | answer           | answer           |
"""

import re

from inspectqa.documents import Document, Span
from inspectqa.ingest.columns import Role, Table, role_of
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.leads import Lead, lead_of

_WORDED = re.compile(
    r"^(?:the )?(?:hmicfrs|hmic|inspectorate|inspectors?|recommendations?|findings?|requirement|wording|text)\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"\b(?:response|reply|comments?|position|progress|update|action|doing|done)\b", re.IGNORECASE)


def columns_of(document: Document, table: Table) -> dict[int, Lead]:
    """Return the finding that heads each column but the first, by the column's number; none unless all have one."""
    leads = {}
    for number, column in enumerate(table.columns[1:], 1):
        lead = lead_of(document.text, column.span)
        if lead is None or not lead.number or lead.subject:
            return {}
        leads[number] = lead
    first = table.columns[0] if table.columns else None
    return leads if first is not None and lead_of(document.text, first.span) is None else {}


def is_wording_row(label: str) -> bool:
    """Say whether a row with this label holds the findings' own words."""
    return bool(_WORDED.match(label) or role_of(label) is Role.WORDING) and not _ANSWERED.search(label)


def wordings_of(document: Document, table: Table) -> dict[int, Span]:
    """Return the cell with each finding's own words, by the column's number."""
    for at in table.rows:
        cells = document.blocks[at].cells
        if cells and is_wording_row(plain(cells[0].of(document.text))):
            return {number: cell for number, cell in enumerate(cells) if number and cell.start < cell.end}
    return {}
