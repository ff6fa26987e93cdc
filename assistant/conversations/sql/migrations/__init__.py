"""The history of the tables, one step per file, run by Alembic when the store is opened."""
