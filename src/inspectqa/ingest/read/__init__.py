"""One reader per format; each turns bytes into a typed Document."""
