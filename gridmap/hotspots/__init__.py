"""Where trouble gathers: one method a file, pure computing on arrays."""
