"""A setting comes from the environment, else from the file in force, else its default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import platformdirs
import pytest

from boundaries.positions import Extent
from gridmap.errors import SettingsError
from gridmap.model.level import DEFAULT_LEVELS, Level
from gridmap.model.wording import Names
from gridmap.service import Service
from gridmap.settings import Settings, read_settings, settings_file

GIVEN: dict[str, tuple[str, str, Any]] = {
    "data_dir": ("/somewhere/else", '"/somewhere/else"', Path("/somewhere/else")),
    "database_url": ("sqlite:///x.db", '"sqlite:///x.db"', "sqlite:///x.db"),
    "host": ("0.0.0.0", '"0.0.0.0"', "0.0.0.0"),  # noqa: S104  a value like any other
    "port": ("9000", "9000", 9000),
    "timezone": ("Asia/Shanghai", '"Asia/Shanghai"', "Asia/Shanghai"),
    "language": ("zh", '"zh"', "zh"),
    "levels": (
        "village,ward:选区:Ward",
        '["village", "ward:选区:Ward"]',
        (DEFAULT_LEVELS[2], Level("ward", Names("选区", "Ward"))),
    ),
    "overlays": (
        "police:警务区:Police beat",
        '"police:警务区:Police beat"',
        (Level("police", Names("警务区", "Police beat")),),
    ),
    "extent": ("119.3,29.7,120.4,30.4", "[119.3, 29.7, 120.4, 30.4]",
               Extent(119.3, 29.7, 120.4, 30.4)),
    "categories": ("/etc/categories.toml", '"/etc/categories.toml"', Path("/etc/categories.toml")),
    "grid_suffix": ("4", "4", 4),
    "open_writes": ("true", "true", True),
    "synthetic": ("1", "true", True),
}  # fmt: skip
"""Setting to its value in the environment, in TOML, and as it is understood."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, no settings in the environment, and nobody's data folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GRIDMAP_{name.upper()}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for folder in ("here", "data", "home"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def test_every_setting_is_tried_here() -> None:
    assert set(GIVEN) == set(Settings.model_fields)


@pytest.mark.parametrize("name", GIVEN)
def test_the_environment_sets_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, _, value = GIVEN[name]
    assert getattr(read_settings(), name) != value
    monkeypatch.setenv(f"GRIDMAP_{name.upper()}", text)
    assert getattr(read_settings(), name) == value


@pytest.mark.parametrize("name", GIVEN)
def test_a_file_here_sets_it(name: str, elsewhere: Path) -> None:
    _, text, value = GIVEN[name]
    (elsewhere / "here" / "gridmap.toml").write_text(f"{name} = {text}\n", encoding="utf-8")
    assert getattr(read_settings(), name) == value


@pytest.mark.parametrize("name", set(GIVEN) - {"data_dir"})
def test_a_file_in_the_data_folder_sets_it(
    name: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text, value = GIVEN[name]
    monkeypatch.setenv("GRIDMAP_DATA_DIR", str(elsewhere / "data"))
    (elsewhere / "data" / "gridmap.toml").write_text(f"{name} = {text}\n", encoding="utf-8")
    assert getattr(read_settings(), name) == value


def test_the_environment_wins_over_the_file(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "here" / "gridmap.toml").write_text('port = 9000\nlanguage = "zh"\n')
    monkeypatch.setenv("GRIDMAP_PORT", "9001")
    assert (read_settings().port, read_settings().language) == (9001, "zh")


def test_of_several_files_the_first_found_counts_and_no_other(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = platformdirs.user_data_path("gridmap")
    usual.mkdir(parents=True)
    assert settings_file() is None
    (usual / "gridmap.toml").write_text('port = 9001\nlanguage = "zh"\n')
    assert (read_settings().port, read_settings().language) == (9001, "zh")
    (elsewhere / "here" / "gridmap.toml").write_text("port = 9002\n")
    assert (read_settings().port, read_settings().language) == (9002, "en")
    monkeypatch.setenv("GRIDMAP_DATA_DIR", str(elsewhere / "data"))
    assert read_settings().port == 9002
    (elsewhere / "data" / "gridmap.toml").write_text("port = 9003\n")
    assert read_settings().port == 9003


@pytest.mark.parametrize("name", GIVEN)
def test_an_empty_variable_is_as_none_at_all(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = getattr(read_settings(), name)
    monkeypatch.setenv(f"GRIDMAP_{name.upper()}", "")
    assert getattr(read_settings(), name) == default


def test_without_any_setting_it_listens_to_nobody_else_and_needs_keys() -> None:
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert not settings.open_writes
    assert not settings.synthetic
    assert settings.levels == DEFAULT_LEVELS
    assert settings.resolved_database_url == f"sqlite:///{settings.data_dir / 'gridmap.sqlite'}"


def test_a_home_is_where_it_is(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDMAP_DATA_DIR", "~/city")
    (elsewhere / "home" / "city").mkdir()
    (elsewhere / "home" / "city" / "gridmap.toml").write_text("port = 9003\n")
    settings = read_settings()
    assert (settings.data_dir, settings.port) == (elsewhere / "home" / "city", 9003)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("port", "many", "valid integer"),
        ("port", "-1", "greater than or equal to 0"),
        ("port", "65536", "less than or equal to 65535"),
        ("timezone", "Mars/Olympus", "no time zone called 'Mars/Olympus'"),
        ("timezone", "Asia", "no time zone called 'Asia'"),
        ("timezone", "../etc/passwd", "no time zone called"),
        ("language", "fr", "'zh' or 'en'"),
        ("levels", ",", "at least one level"),
        ("levels", "village,village", "stand once"),
        ("levels", "Village", "lower-case letters"),
        ("overlays", "Police beat", "lower-case letters"),
        ("extent", "119,29,120", "west,south,east,north in degrees"),
        ("extent", "a,b,c,d", "west,south,east,north in degrees"),
        ("extent", "120,29,119,30", "west < east"),
        ("extent", "119,29,120,91", "within ±90"),
        ("extent", "nan,29,120,30", "west < east"),
        ("open_writes", "perhaps", "valid boolean"),
        ("synthetic", "2", "valid boolean"),
    ],
)
def test_a_value_that_can_not_be_is_explained_with_its_name(
    name: str, text: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"GRIDMAP_{name.upper()}", text)
    with pytest.raises(SettingsError, match=why) as refused:
        read_settings()
    assert refused.value.where == f"GRIDMAP_{name.upper()}"
    assert repr(text) in refused.value.what


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("port = ", "gridmap.toml", "can't be read as TOML"),
        ("port", "gridmap.toml", "can't be read as TOML"),
        ("prot = 8000", "gridmap.toml", "There is no setting 'prot'"),
        ("[server]\nport = 8000", "gridmap.toml", "There is no setting 'server'"),
        ('port = "x"', "GRIDMAP_PORT", "valid integer"),
        ("timezone = 8", "GRIDMAP_TIMEZONE", "valid string"),
        ("levels = [1, 2]", "GRIDMAP_LEVELS", "got 1"),
        ("levels = []", "GRIDMAP_LEVELS", "at least one level"),
        ("extent = [119, 29]", "GRIDMAP_EXTENT", "west,south,east,north"),
        ("extent = 5", "GRIDMAP_EXTENT", "got 5"),
    ],
)
def test_a_file_that_can_not_be_is_explained(
    text: str, where: str, why: str, elsewhere: Path
) -> None:
    (elsewhere / "here" / "gridmap.toml").write_text(text)
    with pytest.raises(SettingsError, match=why) as refused:
        read_settings()
    assert refused.value.where.endswith(where)


def test_a_file_in_another_encoding_is_explained(elsewhere: Path) -> None:
    (elsewhere / "here" / "gridmap.toml").write_bytes('language = "中"'.encode("gb18030"))
    with pytest.raises(SettingsError, match="can't be read as TOML"):
        read_settings()


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "can't be read"), (b"\xff", "can't be read"), (b"[[category]]", "lacks 'code'")],
)
def test_a_catalogue_that_can_not_be_read_is_explained_when_it_is_asked_for(
    content: bytes | None, why: str, elsewhere: Path
) -> None:
    path = elsewhere / "mine.toml"
    if content is not None:
        path.write_bytes(content)
    service = Service(Settings(data_dir=elsewhere / "data", categories=path))
    with pytest.raises(SettingsError, match=why):
        _ = service.catalogue
    service.close()
