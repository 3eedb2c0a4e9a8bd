"""A key opens the door for its owner until it is revoked, and can't be read from the database."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from gridmap.errors import NotFoundError, RefusedError
from gridmap.store.tables import metadata

if TYPE_CHECKING:
    from gridmap.service import Service

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_key_opens_the_door_for_its_owner_alone(service: Service) -> None:
    service.people.add("Chen", NOW)
    service.people.add("hotline", NOW)
    keys = {name: service.people.issue_key(name, NOW) for name in ("Chen", "hotline")}
    assert {service.people.owner(key): name for name, key in keys.items()} == {
        "Chen": "Chen", "hotline": "hotline",
    }  # fmt: skip
    for wrong in ("", "gm_", keys["Chen"][:-1], keys["Chen"] + "x", keys["Chen"].upper()):
        assert service.people.owner(wrong) is None


def test_nothing_in_the_database_holds_a_key(service: Service, database_url: str) -> None:
    service.people.add("Chen", NOW)
    key = service.people.issue_key("Chen", NOW)
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        stored = [
            str(value)
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table))
            for value in row
        ]
    engine.dispose()
    assert hashlib.sha256(key.encode()).hexdigest() in stored
    # All but the beginning by which people tell keys apart is 200 random bits and more.
    assert not any(key[12:24] in value for value in stored)
    assert len(key) - 12 >= 34


def test_keys_do_not_repeat(service: Service) -> None:
    service.people.add("Chen", NOW)
    keys = [service.people.issue_key("Chen", NOW) for _ in range(20)]
    assert len(set(keys)) == len({key[:12] for key in keys}) == 20
    assert {service.people.owner(key) for key in keys} == {"Chen"}


def test_a_revoked_key_opens_nothing_and_others_still_do(service: Service) -> None:
    service.people.add("Chen", NOW)
    lost, kept = (service.people.issue_key("Chen", NOW) for _ in range(2))
    service.people.revoke(lost[:12], NOW)
    assert service.people.owner(lost) is None
    assert service.people.owner(kept) == "Chen"
    ((person, keys),) = service.people.listed()
    assert person.name == "Chen"
    assert [(key.prefix, key.revoked_at) for key in keys] == [(lost[:12], NOW), (kept[:12], None)]


def test_a_key_is_revoked_once(service: Service) -> None:
    service.people.add("Chen", NOW)
    key = service.people.issue_key("Chen", NOW)
    service.people.revoke(key[:12], NOW)
    for prefix in (key[:12], "gm_", "", "%", key):
        with pytest.raises(NotFoundError, match="No valid key begins with"):
            service.people.revoke(prefix, NOW)


def test_names_are_not_blank_and_belong_to_one(service: Service) -> None:
    service.people.add("Chen", NOW)
    with pytest.raises(RefusedError, match="already"):
        service.people.add("Chen", NOW)
    for blank in ("", " \t"):
        with pytest.raises(RefusedError, match="blank"):
            service.people.add(blank, NOW)
    assert [person.name for person, _ in service.people.listed()] == ["Chen"]


def test_nobody_gets_no_key(service: Service) -> None:
    with pytest.raises(NotFoundError, match="Nobody is called 'Li'"):
        service.people.issue_key("Li", NOW)
    assert service.people.listed() == []
