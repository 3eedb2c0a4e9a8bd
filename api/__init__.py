"""The service over HTTP, and nothing else: a route parses, calls, serialises."""
