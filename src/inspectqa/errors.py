"""Every exception that inspectqa raises on purpose.

InspectqaError
├── SettingsError         a setting is missing, unreadable or out of range
├── RefusedFile           one file can't be ingested; has a code and the rest goes on
├── DataFolderError       the data folder can't be made, read, written or is held by another writer
│   └── FolderInUse       another process is writing: wait, it will be free again
├── IndexUnusable         a copy (vectors, keywords) is unusable or made by another embedding model
├── EmbeddingError        the embedding weights are missing, altered, or the endpoint failed
├── ModelFault            the model failed to answer; the extractive answer is given instead
├── PromptError           a prompt is unknown, or its holes and values differ
├── Abandoned             nobody waits for the answer any more
├── UnknownDocument       no document has this id
└── QuestionError         the question is empty or too long

Messages name the thing, the value and the remedy. "No answer" is a Status, not an exception.
"""


class InspectqaError(Exception):
    """The base of all errors that a caller may show to a person as they are."""


class SettingsError(InspectqaError):
    """A setting is missing, unreadable or out of range."""


class RefusedFile(InspectqaError):
    """One file can't be ingested.

    Args:
        code: one of the codes in docs/architecture.md, such as ``empty_file`` or ``damaged_file``.
        reason: one sentence for a person, with the remedy.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class DataFolderError(InspectqaError):
    """The data folder can't be made, read or written, or another process is writing to it."""


class FolderInUse(DataFolderError):
    """Another process is writing to the data folder; it will be free again."""


class IndexUnusable(InspectqaError):
    """A copy of the catalogue (vectors or keywords) can't be used; the message says to run a rebuild."""


class EmbeddingError(InspectqaError):
    """The embedding weights are missing or altered, or the embedding endpoint failed."""


class ModelFault(InspectqaError):
    """The model failed to answer; the message says what happened in a clause ("The model could not be reached").

    Args:
        what: the clause.
        again: whether another try may help.
    """

    def __init__(self, what: str, *, again: bool = False) -> None:
        super().__init__(what)
        self.again = again


class PromptError(InspectqaError):
    """A prompt is unknown, or its holes and the values for them differ: a mistake in the installation."""


class Abandoned(InspectqaError):
    """Nobody waits for the answer any more: the work ends here, and nothing is wrong."""


class UnknownDocument(InspectqaError):
    """No document has this id."""


class QuestionError(InspectqaError):
    """The question is empty or longer than the limit."""
