"""What is kept, and only that: one database through SQLAlchemy Core."""
