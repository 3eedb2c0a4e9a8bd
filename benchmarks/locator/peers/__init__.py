"""What else answers whose a point is; each behind the same interface."""
