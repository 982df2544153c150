"""What tables of all formats share: whether a first row names the columns."""

import re
from collections.abc import Sequence

_COLUMN_NAME = re.compile(
    r"\b(?:ref|reference|no|number|recommendations?|responses?|comments?|actions?|owner|lead|status|rag|rating|grade|"
    r"due|deadline|target|date|update|updates|position|progress|source|item|finding|findings|report|inspection|title|"
    r"force|timescale|evidence|outcome|details?|description|addressee|accepted|next steps?|theme|area|type|page)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 60


def names_columns(first: Sequence[str], others: Sequence[Sequence[str]], *, marked: bool = False) -> bool:
    """Say whether the row ``first`` names the columns of the rows ``others``.

    ``marked`` says that the format sets the row apart (bold, shaded, a header cell) from the others. A row of a
    label/value form ("Force | Staffordshire") does not name columns, so two short cells alone are not enough.
    """
    names = [cell.strip() for cell in first]
    if not others or len(names) < 2 or sum(map(bool, names)) < 2 or not all(map(_short_name, names)):
        return False
    if _is_form([first, *others]):
        return False
    known = sum(1 for name in names if _COLUMN_NAME.search(name))
    return marked or known * 2 > len(names)


def _short_name(cell: str) -> bool:
    return len(cell) <= _LONGEST_NAME and not cell.endswith(".") and not re.search(r"\d{2}", cell)


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether two-column rows are labels with values: every label is short and no two are alike."""
    if any(len(row) != 2 for row in rows):
        return False
    labels = [row[0].strip() for row in rows]
    known = sum(1 for row in rows[:1] for cell in row if _COLUMN_NAME.search(cell))
    return known < 2 and all(0 < len(label) <= _LONGEST_NAME for label in labels)
