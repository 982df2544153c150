"""One module per kind of answer: each takes a Material and returns a Draft, or None when it has nothing to say."""
