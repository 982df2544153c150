"""Whose a text sounds like by its words alone: a second witness beside labels, columns and headings.

Two logistic regressions over words and pairs of words, trained on paragraphs whose speaker is known: which of the four
voices a text is likely to be, and whether it is about a report in general rather than about one finding. They see
nothing of a document's structure, so that they err on other texts than the rules do. ``classifier.csv`` holds the
weights, a feature a line; ``evaluation/train_classifier.py`` makes it.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp

from inspectqa.documents import Voice

VOICES = (Voice.COMMISSIONER, Voice.FORCE, Voice.INSPECTORATE, Voice.PANEL)
BIAS = "(bias)"  # a feature that every text has
_TOKEN = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+|[£%“]")
_GENERAL = 0.8
_OPENING = 3  # words whose place at the start of a text tells something
_KEPT = 20_000  # texts: several rules ask about the same one


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a text is each voice's (they sum to 1), and how likely it is about no finding in particular."""

    voices: dict[Voice, float]
    general: float

    @property
    def is_general(self) -> bool:
        """Whether the text speaks of a report as a whole, as what introduces and concludes a response does."""
        return self.general > _GENERAL

    def of(self, voice: Voice) -> float:
        """Return how likely the text is this voice's, 0 to 1; 1 for nobody's, which no text speaks against."""
        return self.voices.get(voice, 1.0)


def features(text: str) -> set[str]:
    """Return what the model sees of a text: its words, pairs of neighbours, and how it opens; digits are all 0."""
    words = ["0" if token.isdigit() else token for token in _TOKEN.findall(text.lower())]
    pairs = {f"{one} {two}" for one, two in pairwise(words)}
    return {*words, *pairs, *("^" + " ".join(words[: count + 1]) for count in range(_OPENING))}


@lru_cache(maxsize=_KEPT)
def likelihood(text: str) -> Likelihood:
    """Return whose a text sounds like; one of a few words tells next to nothing."""
    weights = _weights()
    rows = [weights[one] for one in (BIAS, *features(text)) if one in weights]
    *scores, general = (sum(column) for column in zip(*rows, strict=True))
    most = max(scores)
    raised = [exp(score - most) for score in scores]
    voices = {voice: one / sum(raised) for voice, one in zip(VOICES, raised, strict=True)}
    return Likelihood(voices, 1 / (1 + exp(-max(-_STEEPEST, min(_STEEPEST, general)))))


_STEEPEST = 50.0  # a score beyond which a float can't tell a likelihood from 0 or 1


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    """Return the weights of each feature: one for each of the voices, and one for being general."""
    text = files("inspectqa.ingest").joinpath("classifier.csv").read_text(encoding="utf-8")
    _, *rows = csv.reader(text.splitlines())
    return {feature: tuple(float(one or 0) for one in numbers) for feature, *numbers in rows}
