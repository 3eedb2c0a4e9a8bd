"""People and their keys in the database: a key is kept as its hash alone."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa

from gridmap.errors import NotFoundError, RefusedError
from gridmap.model.person import Key, Person
from gridmap.store.connection import read_transaction, write_transaction
from gridmap.store.tables import keys, people

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Engine

_KEY_BYTES = 32
_PREFIX = 12
"""Characters of a key by which people tell it from others."""


class PeopleStore:
    """Reads and writes people and keys."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, now: datetime) -> Person:
        """A new person or system.

        Raises
        ------
        RefusedError
            When the name is blank or taken.
        """
        if not name.strip():
            raise RefusedError("A name must not be blank.")
        with write_transaction(self._engine) as connection:
            if connection.execute(sa.select(people.c.id).where(people.c.name == name)).first():
                raise RefusedError(f"There is somebody called {name!r} already.")
            new = connection.execute(
                sa.insert(people).values(name=name, created_at=now).returning(people.c.id)
            ).scalar_one()
        return Person(new, name, now)

    def listed(self) -> list[tuple[Person, tuple[Key, ...]]]:
        """Everybody, with their keys, by name."""
        with read_transaction(self._engine) as connection:
            found = connection.execute(sa.select(people).order_by(people.c.name)).all()
            owned = connection.execute(sa.select(keys).order_by(keys.c.id)).all()
        return [
            (
                Person(p.id, p.name, p.created_at),
                tuple(
                    Key(k.id, p.name, k.prefix, k.created_at, k.revoked_at)
                    for k in owned
                    if k.person_id == p.id
                ),
            )
            for p in found
        ]

    def issue_key(self, name: str, now: datetime) -> str:
        """A new key for a person; it is not stored and can't be shown again.

        Raises
        ------
        NotFoundError
            When nobody is called that.
        """
        key = "gm_" + secrets.token_urlsafe(_KEY_BYTES)
        with write_transaction(self._engine) as connection:
            person = connection.execute(sa.select(people.c.id).where(people.c.name == name))
            owner = person.scalar()
            if owner is None:
                raise NotFoundError(
                    f"Nobody is called {name!r}.", remedy="Run gridmap people add NAME first."
                )
            connection.execute(
                sa.insert(keys).values(
                    person_id=owner, prefix=key[:_PREFIX], hash=_hash(key), created_at=now
                )
            )
        return key

    def revoke(self, prefix: str, now: datetime) -> None:
        """End a key for good.

        Raises
        ------
        NotFoundError
            When no key that holds begins so.
        """
        with write_transaction(self._engine) as connection:
            ended = connection.execute(
                sa.update(keys)
                .values(revoked_at=now)
                .where(keys.c.prefix == prefix, keys.c.revoked_at.is_(None))
            )
            if ended.rowcount == 0:
                raise NotFoundError(f"No valid key begins with {prefix!r}.")

    def owner(self, key: str) -> str | None:
        """Name of the person whose valid key this is, or ``None``."""
        with read_transaction(self._engine) as connection:
            return connection.execute(
                sa.select(people.c.name)
                .join(keys, keys.c.person_id == people.c.id)
                .where(keys.c.hash == _hash(key), keys.c.revoked_at.is_(None))
            ).scalar()


def _hash(key: str) -> str:
    """SHA-256: a key is 256 random bits, which no slow hash makes safer."""
    return hashlib.sha256(key.encode()).hexdigest()
