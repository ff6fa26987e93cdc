"""Sources, notes and own documents, and how they are drawn."""
