"""The register over time: what was known on a day, lineage, changes, dates to come."""
