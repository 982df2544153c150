"""One case per line: a question, how it should end, and the facts that its answer must and must not hold."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from inspectqa.errors import SettingsError
from inspectqa.retrieval.understand import Turn


class Said(BaseModel):
    """One earlier message of a case's conversation."""

    role: Literal["user", "assistant"]
    content: str


class Proof(BaseModel):
    """A quotation that supports the right answer, and the file that holds it."""

    doc: str
    quote: str


class Case(BaseModel):
    """A question with what is asked of its answer.

    ``must_include`` is a list of groups: the answer holds at least one member of each. A member that begins with
    ``re:`` is a regular expression. ``behaviour`` is how the question should end.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    type: str
    behaviour: Literal["answer", "correct_premise", "abstain", "clarify", "refuse"]
    forces: list[str] = []
    must_include: list[list[str]] = []
    must_not_include: list[str] = []
    evidence: list[Proof] = []
    answer: str = ""
    history: list[Said] = []

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The conversation before the question."""
        return tuple(Turn(one.role, one.content) for one in self.history)


def read_cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file with one JSON object per line.

    Raises:
        SettingsError: the file can't be read, or a line is not a case; names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the cases {path} can't be read: {error}") from error
    return tuple(_case(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _case(path: Path, number: int, line: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"{path}, line {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise SettingsError(message) from error
