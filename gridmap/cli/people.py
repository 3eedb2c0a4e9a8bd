"""``gridmap people``: who may write, and their keys."""

from __future__ import annotations

from typing import Annotated

import typer

from gridmap.cli.output import Json, print_json, print_table, say

app = typer.Typer(help="People and systems that may write, and their keys.", no_args_is_help=True)


@app.command("add")
def add(name: Annotated[str, typer.Argument(help="Of a person or a system.")]) -> None:
    """Add somebody."""
    from gridmap.service import Service

    service = Service()
    service.people.add(name, service.now())
    say(f"Added {name}. Make a key with: gridmap people key {name}")


@app.command("key")
def key(
    name: Annotated[str, typer.Argument(help="Of a person or a system; added if new.")],
    json: Json = False,
) -> None:
    """Make a key for somebody and print it: once, for it is not kept."""
    from gridmap.service import Service

    service = Service()
    if name not in {person.name for person, _ in service.people.listed()}:
        service.people.add(name, service.now())
    made = service.people.issue_key(name, service.now())
    if json:
        print_json({"name": name, "key": made})
        return
    say("Keep it safe: it can't be shown again. Send it as: Authorization: Bearer KEY")
    typer.echo(made)


@app.command("list")
def list_people(json: Json = False) -> None:
    """List everybody, and the first characters of their keys."""
    from gridmap.service import Service

    rows: list[tuple[str, str | None, str]] = []
    for person, keys in Service().people.listed():
        rows += [(person.name, k.prefix, "revoked" if k.revoked_at else "valid") for k in keys]
        if not keys:
            rows.append((person.name, None, "no key"))
    if json:
        print_json([dict(zip(("name", "key", "state"), row, strict=True)) for row in rows])
        return
    print_table("", ("name", "key begins with", "state"), rows)


@app.command("revoke")
def revoke(prefix: Annotated[str, typer.Argument(help="First characters of the key.")]) -> None:
    """End a key for good."""
    from gridmap.service import Service

    service = Service()
    service.people.revoke(prefix, service.now())
    say(f"The key {prefix}… is revoked.")
