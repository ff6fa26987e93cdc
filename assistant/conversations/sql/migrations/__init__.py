"""How the tables came to be, one step per file, run by Alembic when the store is opened."""
