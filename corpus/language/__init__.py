"""Text primitives: words, sentences, numbers, dates, places, references. No policy knowledge beyond names."""
