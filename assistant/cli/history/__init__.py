"""The commands about time: `changes`, `lineage` and `calendar`."""
