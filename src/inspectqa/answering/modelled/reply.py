"""The model's JSON -> statements with tokens, of which nothing is believed yet."""

import json
from typing import Any, NamedTuple

from inspectqa.errors import ModelFault

_MOST = 40


class Said(NamedTuple):
    """One sentence of the model and the tokens that it names; ``text`` is "" where it is not a sentence."""

    text: str
    tokens: tuple[str, ...]


def said_in(answer: str) -> tuple[Said, ...]:
    """Return the statements of a model's answer, in order; text around the JSON object is passed over.

    Raises:
        ModelFault: there is no JSON object with a list of statements.
    """
    start, end = answer.find("{"), answer.rfind("}")
    try:
        statements = json.loads(answer[start : end + 1])["statements"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ModelFault("The model did not answer in the form that was asked for") from error
    if not isinstance(statements, list):
        raise ModelFault("The model did not answer in the form that was asked for")
    return tuple(_said(row) for row in statements[:_MOST])


def _said(row: Any) -> Said:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return Said("", ())
    tokens = row.get("tokens")
    named = tokens if isinstance(tokens, list) else [tokens]
    known = tuple(token.strip() for token in named if isinstance(token, str))
    return Said(_unquoted(" ".join(row["text"].split())), known)


def _unquoted(text: str) -> str:
    """Return a sentence without the quotation marks that a model may put around it; those inside stay."""
    inner = text[1:-1]
    return inner.strip() if text[:1] in '"“' and text[-1:] in '"”' and not set(inner) & set('"“”') else text
