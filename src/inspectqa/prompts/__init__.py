"""The wording to the model: one file per prompt with named holes, written ``{{name}}``.

A hole that is not filled, and a value that has no hole, are refused: a prompt that lacks its evidence would be
answered from memory.
"""

import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files

from inspectqa.errors import PromptError

_HOLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as it stands in its file. ``version`` changes with every change of the wording."""

    name: str
    text: str

    @property
    def version(self) -> str:
        """The first eight digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:8]

    @property
    def holes(self) -> tuple[str, ...]:
        """The names of the holes, in order, each once."""
        return tuple(dict.fromkeys(_HOLE.findall(self.text)))

    def render(self, **values: str) -> str:
        """Return the text with its holes filled; what looks like a hole inside a value is left as it is.

        Raises:
            PromptError: a hole has no value, or a value has no hole; names the prompt and them.
        """
        missing, unknown = set(self.holes) - set(values), set(values) - set(self.holes)
        if missing or unknown:
            wrong = [f"no value for {name!r}" for name in sorted(missing)]
            wrong += [f"no hole for {name!r}" for name in sorted(unknown)]
            raise PromptError(f"prompt {self.name!r}: {'; '.join(wrong)}; its holes are {', '.join(self.holes)}")
        return _HOLE.sub(lambda match: values[match[1]], self.text)


def prompts() -> tuple[Prompt, ...]:
    """Return all prompts in order of name."""
    found = (file for file in files(__name__).iterdir() if file.name.endswith(".md"))
    return tuple(Prompt(file.name[:-3], file.read_text("utf-8")) for file in sorted(found, key=lambda file: file.name))


def prompt(name: str) -> Prompt:
    """Return the prompt with this name.

    Raises:
        PromptError: there is no such prompt; names those that there are.
    """
    known = {one.name: one for one in prompts()}
    if name not in known:
        raise PromptError(f"there is no prompt {name!r}; there are {', '.join(known)}")
    return known[name]
