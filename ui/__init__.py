"""The face: draws answers and policies, and decides nothing."""
