"""Parts: what formats are made of, trees of XML and files in an archive, read within limits."""
