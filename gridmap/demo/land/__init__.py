"""The land: hills, river, people, and the areas that they are divided into."""
