"""Users' own documents: how they are read, and how well they answer when they are asked."""
