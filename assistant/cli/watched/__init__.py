"""Commands on watched questions: keep one, see what changed, tell everybody."""
