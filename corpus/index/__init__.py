"""One edition of the index: texts, keywords, vectors, and how it is written and opened."""
