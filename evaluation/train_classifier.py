"""Make ``src/inspectqa/ingest/classifier.csv`` from paragraphs whose speaker is known.

uv run --group train python evaluation/train_classifier.py [--check]

``evaluation/paragraphs.jsonl`` holds a paragraph a line: the set of documents that it is from, its voice, whether it is
about a report in general, and its words. All of them are from documents that we wrote. What is printed is measured on
sets that were left out of the training, all of a set at once: documents of one author are alike.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from inspectqa.ingest.classifier import BIAS, VOICES, features

_HERE = Path(__file__).parent
_PARAGRAPHS = _HERE / "paragraphs.jsonl"
_WEIGHTS = _HERE.parent / "src" / "inspectqa" / "ingest" / "classifier.csv"
_SEEN = 4  # texts in which a feature must stand
_FOLDS = 6
_DOUBTED = 0.05


def main() -> int:
    """Train on all paragraphs and write the weights; with ``--check`` only measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="measure, write nothing")
    options = parser.parse_args()
    rows = [json.loads(line) for line in _PARAGRAPHS.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows]
    sets = np.array([row["set"] for row in rows])
    voices = np.array([row["voice"] for row in rows])
    general = np.array([row["general"] for row in rows])
    _measure(texts, sets, voices, general)
    if not options.check:
        _write(texts, voices, general)
    return 0


def _words() -> CountVectorizer:
    return CountVectorizer(analyzer=features, min_df=_SEEN, binary=True)


def _regression() -> LogisticRegression:
    """Return a regression that gives most features no weight, so that the file of weights stays short."""
    return LogisticRegression(C=1.0, l1_ratio=1, solver="saga", tol=3e-3, max_iter=300, random_state=0)


def _measure(texts: list[str], sets: NDArray[np.str_], voices: NDArray[np.str_], general: NDArray[np.bool_]) -> None:
    """Print how often the likeliest is right, and how often what is right would be doubted, on sets left out."""
    for name, wanted in (("voice", voices), ("general", general)):
        folds = GroupKFold(_FOLDS)
        model = make_pipeline(_words(), _regression())
        guessed = cross_val_predict(model, texts, wanted, groups=sets, cv=folds, method="predict_proba")
        classes = np.unique(wanted)
        own = guessed[np.arange(len(wanted)), np.searchsorted(classes, wanted)]
        right = float((classes[guessed.argmax(axis=1)] == wanted).mean())
        doubted = float((own < _DOUBTED).mean())
        print(f"{name}: right {right:.3f}, right but below {_DOUBTED}: {doubted:.3f} of {len(texts)}")


def _write(texts: list[str], voices: NDArray[np.str_], general: NDArray[np.bool_]) -> None:
    """Write a feature a line, with the weight for each voice and for being general; an empty field is 0."""
    words = _words()
    counted = words.fit_transform(texts)
    speaker = _regression().fit(counted, voices)
    broad = _regression().fit(counted, general)
    if [*speaker.classes_] != [voice.value for voice in VOICES]:
        raise ValueError(f"the paragraphs have the voices {[*speaker.classes_]}, and not {[*VOICES]}")
    weights = np.vstack([speaker.coef_, broad.coef_]).round(2).T
    bias = np.append(speaker.intercept_, broad.intercept_).round(2)
    kept = [(name, row) for name, row in zip(words.get_feature_names_out(), weights, strict=True) if row.any()]
    with _WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["feature", *(voice.value for voice in VOICES), "general"])
        for name, row in [(BIAS, bias), *sorted(kept, key=lambda one: str(one[0]))]:
            out.writerow([name, *(f"{one:g}" if one else "" for one in row)])
    print(f"{len(kept)} features to {_WEIGHTS}")


if __name__ == "__main__":
    sys.exit(main())
