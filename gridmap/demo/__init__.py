"""The demonstration district: a synthetic district with its requests, made from a seed."""
