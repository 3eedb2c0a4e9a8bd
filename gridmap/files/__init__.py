"""Files that people bring and take: reading and writing, nothing else."""
