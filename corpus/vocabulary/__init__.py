"""The curated vocabulary of corpus/texts/*.yaml: glossary, synonyms, events, aspects."""
