"""The answer worded with a model: it sees numbered sentences, replies with their tokens, and is checked throughout."""
