"""One file a subject, the same name as its journey."""
