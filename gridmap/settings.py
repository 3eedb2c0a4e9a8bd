"""Every setting of an installation: from the environment, from ``gridmap.toml``, or its default.

``gridmap.toml`` is looked for in the folder that ``GRIDMAP_DATA_DIR`` names, then in the folder
a command runs in, then in the usual data folder; the first one found counts. The environment wins
over it. `docs/settings.md` lists the same settings.
"""

from __future__ import annotations

import os
import zoneinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from boundaries.errors import ExplainedError
from boundaries.positions import Extent
from gridmap.errors import SettingsError
from gridmap.model.level import DEFAULT_LEVELS, Level, parse_levels, parse_overlays

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

FILE_NAME = "gridmap.toml"


def _data_dir() -> Path:
    return Path(platformdirs.user_data_path("gridmap"))


def _home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # nobody is called that: it is a name like any other
        return path


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"there is no time zone called {name!r}, as Asia/Shanghai is") from None
    return name


def _extent(value: object) -> object:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list):
        return value
    try:
        return Extent(*(float(part) for part in parts))
    except (TypeError, ValueError):
        raise ValueError(f"write west,south,east,north in degrees, not {value!r}") from None
    except ExplainedError as error:
        raise ValueError(str(error)) from None


def _levels(value: object) -> object:
    return _parsed(value, parse_levels)


def _overlays(value: object) -> object:
    return _parsed(value, parse_overlays)


def _parsed(value: object, parse: Callable[[str], object]) -> object:
    text = value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        text = ",".join(value)
    if not isinstance(text, str):
        return value
    try:
        return parse(text)
    except ExplainedError as error:
        raise ValueError(error.what) from None


class Settings(BaseSettings):
    """The settings; make them with `read_settings`, which explains what is wrong."""

    model_config = SettingsConfigDict(
        env_prefix="GRIDMAP_", env_ignore_empty=True, extra="forbid", frozen=True
    )

    data_dir: Annotated[Path, AfterValidator(_home)] = Field(
        default_factory=_data_dir,
        description="Folder of the database and of all else that the service keeps.",
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy URL, as postgresql+psycopg://user@host/name; when empty, SQLite "
        "in the data folder.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the service listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port; 0 for any free one.")
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        default="UTC", description="Zone that times are shown in, and naive times are read in."
    )
    language: Literal["zh", "en"] = Field(
        default="en", description="Language where nobody chose one."
    )
    levels: Annotated[tuple[Level, ...], NoDecode, BeforeValidator(_levels)] = Field(
        default=DEFAULT_LEVELS,
        description="Levels coarse to fine: codes, or code:Chinese name:English name, by commas.",
    )
    overlays: Annotated[tuple[Level, ...], NoDecode, BeforeValidator(_overlays)] = Field(
        default=(),
        description="What people call overlays: code:Chinese name:English name, by commas.",
    )
    extent: Annotated[Extent | None, NoDecode, BeforeValidator(_extent)] = Field(
        default=None,
        description="west,south,east,north in degrees: points and boundary layers outside are "
        "refused; anywhere on earth when empty.",
    )
    categories: Annotated[Path, AfterValidator(_home)] | None = Field(
        default=None, description="A categories.toml of one's own; the default catalogue if empty."
    )
    grid_suffix: int = Field(
        default=3,
        ge=1,
        le=9,
        description="Digits that a grid's code has behind its village's, where grids are made.",
    )
    open_writes: bool = Field(
        default=False,
        description="Lets anybody who reaches the service write without a key: for a "
        "demonstration on one machine, never for a service.",
    )
    synthetic: bool = Field(
        default=False, description="Says wherever data shows that it is synthetic."
    )

    @property
    def layer_names(self) -> tuple[Level, ...]:
        """What people call levels and overlays."""
        return self.levels + self.overlays

    @property
    def zone(self) -> ZoneInfo:
        """The zone that times are shown in."""
        return ZoneInfo(self.timezone)

    @property
    def resolved_database_url(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'gridmap.sqlite'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        file = settings_file()
        if file is None:
            return init_settings, env_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)


def settings_file() -> Path | None:
    """The ``gridmap.toml`` in force, or ``None``."""
    stated = os.environ.get("GRIDMAP_DATA_DIR")
    folders = ([_home(Path(stated))] if stated else []) + [Path.cwd(), _data_dir()]
    return next((f / FILE_NAME for f in folders if (f / FILE_NAME).is_file()), None)


def read_settings() -> Settings:
    """The settings in force.

    Raises
    ------
    SettingsError
        Naming the setting, its value, and what it must be.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise _explained(error.errors()[0]) from None
    except (ValueError, OSError) as error:
        raise SettingsError(
            f"It can't be read as TOML: {error}.", where=str(settings_file())
        ) from error


def _explained(error: ErrorDetails) -> SettingsError:
    setting = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        return SettingsError(
            f"There is no setting {setting!r}.",
            where=str(settings_file()),
            remedy=f"There are {', '.join(Settings.model_fields)}.",
        )
    why = str(error["msg"]).removeprefix("Value error, ")
    return SettingsError(
        f"{why} (got {error['input']!r}).",
        where=f"GRIDMAP_{setting.upper()}",
        remedy="docs/settings.md lists them.",
    )
