"""The SQL behind conversations: tables, migrations, reading and writing."""
