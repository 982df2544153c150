"""Are the answers right? Cases with the facts that an answer must hold, graded without a model."""
