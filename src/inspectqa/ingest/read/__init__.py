"""One reader per format; each turns bytes into a typed Document."""

from inspectqa.ingest.read.file import SUFFIXES, read_file

__all__ = ["SUFFIXES", "read_file"]
