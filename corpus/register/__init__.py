"""The register of policies: the notes, their checks, coverage and standing."""
