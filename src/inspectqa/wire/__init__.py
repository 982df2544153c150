"""The JSON of the contract: what clients send and receive, over HTTP and from ``--json`` alike.

Wire shapes are apart from the nouns, so that a noun can change without breaking a client:

    AskRequest ──question, turns(), filters──> assistant ──Answer──> answer_out() ──> AnswerOut
"""

from pydantic import BaseModel, ConfigDict


class Request(BaseModel):
    """What a client sends; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Response(BaseModel):
    """What a client receives."""

    model_config = ConfigDict(frozen=True)
