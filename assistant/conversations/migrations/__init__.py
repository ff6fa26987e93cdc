"""How the tables came to be, a step a file, run by Alembic when the store is opened."""
