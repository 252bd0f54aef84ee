"""Storage: the tables, and the questions we ask of them, on SQLite and PostgreSQL alike."""
