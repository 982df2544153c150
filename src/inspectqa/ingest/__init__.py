"""Documents flow in: file -> Document -> Profile -> passages -> index."""
