"""Questions flow out: question -> Query -> scored evidence."""
