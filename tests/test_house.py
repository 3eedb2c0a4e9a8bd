"""What the project promises about itself: documents, names, sizes, and what starts fast."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import api
import boundaries
import gridmap
from gridmap.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("boundaries", "gridmap", "api")
SOURCES = sorted(
    path for folder in (*PACKAGES, "tests", "scripts") for path in (ROOT / folder).rglob("*.py")
)
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "core"}
LONGEST_FILE = 300


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_a_file_is_short_says_what_it_holds_and_has_a_telling_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.is_relative_to(ROOT / "tests") or len(text.splitlines()) <= LONGEST_FILE
    words = set(re.split(r"[_.]", path.stem.lower()))
    assert not words & VAGUE
    if text.strip():
        sentence = (ast.get_docstring(ast.parse(text)) or "").splitlines()
        assert sentence, "no docstring"
        assert sentence[0].endswith((".", ":", "?")), sentence[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_tests_lie_where_what_they_test_lies(package: str) -> None:
    tests = (ROOT / "tests" / package).rglob("test_*.py")
    tested = {path.parent.relative_to(ROOT / "tests") for path in tests}
    sources = {path.relative_to(ROOT) for path in ROOT.glob(f"{package}/**/*.py")}
    assert tested <= {path.parent for path in sources} | {path.with_suffix("") for path in sources}


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `GRIDMAP_([A-Z_]+)` \| ([^|]+) \|", text, re.MULTILINE))
    assert sorted(rows) == sorted(name.upper() for name in Settings.model_fields)
    for name, field in Settings.model_fields.items():
        assert field.description, name
        if isinstance(field.default, str | int) and field.default not in {"", True, False}:
            assert str(field.default) in rows[name.upper()], name


def test_every_setting_that_documents_speak_of_there_is() -> None:
    known = {f"GRIDMAP_{name.upper()}" for name in Settings.model_fields}
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("gridmap/**/*.py")]:
        named = set(re.findall(r"\bGRIDMAP_[A-Z][A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8")))
        named = {name for name in named if not name.startswith("GRIDMAP_TEST_")}
        assert named <= known | {"GRIDMAP_REAL_DATA"}, shown(path)


def test_every_module_can_be_imported_and_its_exports_are_there_and_sorted() -> None:
    for package in (boundaries, gridmap, api):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in found.name:
                continue  # run by Alembic, which makes what they need
            module = importlib.import_module(found.name)
            exported = getattr(module, "__all__", [])
            assert list(exported) == sorted(exported), found.name
            assert all(hasattr(module, name) for name in exported), found.name


SLOW = {
    "numpy", "shapely", "sqlalchemy", "fastapi", "folium", "pandas", "geopandas", "pyarrow",
    "pyproj", "sklearn", "scipy", "uvicorn", "alembic", "PIL", "pydantic_settings", "jinja2",
}  # fmt: skip
"""What takes long to import; `pydantic` by itself is Typer's own affair."""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"], ["--version"], ["requests", "--help"], ["requests", "import", "--help"],
        ["boundaries", "load", "--help"], ["hotspots", "find", "--help"], ["people", "--help"],
        ["locate", "--help"], ["assign", "--help"], ["heatmap", "--help"], ["serve", "--help"],
        ["demo", "--help"], ["boundaries", "grid", "--help"], ["doctor", "points", "--help"],
        ["boundaries", "check", "--help"], ["boundaries", "mend", "--help"],
        ["boundaries", "export", "--help"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_help_imports_nothing_slow(arguments: list[str]) -> None:
    code = (
        "import atexit, json, sys\n"
        "tell = lambda: json.dump([m.split('.')[0] for m in sys.modules], sys.stderr)\n"
        "atexit.register(tell)\n"
        "from gridmap.cli import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    imported = set(json.loads(done.stderr))
    assert "typer" in imported
    assert imported & SLOW == set()
    assert done.stdout


def test_nothing_to_be_done_is_left_in_the_sources() -> None:
    marks = re.compile(r"\b(TO" "DO|FIX" "ME|X" "XX|HACK)\b")
    for path in SOURCES:
        assert not marks.search(path.read_text(encoding="utf-8")), shown(path)
