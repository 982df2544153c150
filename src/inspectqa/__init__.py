"""inspectqa: questions about police inspection documents, answered with verified quotations."""

__version__ = "0.1.0"
