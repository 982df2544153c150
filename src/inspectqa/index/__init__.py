"""Where documents and questions meet: the catalogue (truth), the vectors and keywords (copies), the embedding."""
