"""Takes the pictures of docs/images from a server over the demonstration district."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "gridmap-data" / "demo"
IMAGES = ROOT / "docs" / "images"
PORT = 8917
ADDRESS = f"http://127.0.0.1:{PORT}"
FLAGS = ("--no-sandbox", "--disable-background-networking", "--enable-unsafe-swiftshader")
VIEWS = (
    # file, path, width, height, colour scheme, language
    ("console.png", "/", 1366, 768, "light", "zh-CN"),
    ("console-dark-en.png", "/", 1366, 768, "dark", "en-GB"),
    ("console-phone.png", "/", 390, 844, "light", "zh-CN"),
    ("heatmap-page.png", "/maps/heatmap", 1366, 768, "light", "zh-CN"),
)
_SETTLE_MS = 4000


def main(chromium: str) -> None:
    """Make the district where it is missing, serve it, and take every picture."""
    gridmap = str(Path(sys.executable).with_name("gridmap"))
    subprocess.run([gridmap, "demo", "--folder", str(DEMO), "--no-serve"], check=True)
    environment = os.environ | {"GRIDMAP_DATA_DIR": str(DEMO)}
    server = subprocess.Popen([gridmap, "serve", "--port", str(PORT)], env=environment)
    try:
        wait_until_ready()
        take_pictures(chromium)
    finally:
        server.terminate()
        server.wait()


def wait_until_ready() -> None:
    """Wait for the first answer, at most half a minute."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{ADDRESS}/readyz"):  # noqa: S310  our own server
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not get ready")


def take_pictures(chromium: str) -> None:
    """One picture a view, in a browser context of its own."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for name, path, width, height, scheme, locale in VIEWS:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale=locale,
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(ADDRESS + path)
            page.wait_for_timeout(_SETTLE_MS)
            page.screenshot(path=IMAGES / name)
            context.close()
            print(f"docs/images/{name}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
