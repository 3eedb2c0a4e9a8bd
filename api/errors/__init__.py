"""Errors over HTTP: problem answers (RFC 9457), as they are sent and as they are documented."""

from api.errors.handlers import install_errors, last_words
from api.errors.shape import Problem, problems

__all__ = ["Problem", "install_errors", "last_words", "problems"]
