"""What the tests share: no internet, the checkout as a command line, and the real programs.

Sockets are blocked but for the loopback (``--allow-hosts`` in ``pyproject.toml``); child processes get
proxies that lead nowhere, so that what they fetch by accident fails too.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def child_environment() -> dict[str, str]:
    """The environment of child processes: the checkout importable, no way to the internet."""
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOWHERE)
    return {**os.environ, **proxies, "PYTHONPATH": str(ROOT), "no_proxy": "127.0.0.1,localhost"}


@pytest.fixture(scope="session")
def run(child_environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a program to its end and give what it wrote; options as for ``subprocess.run``."""

    def run_program(command: Sequence[object], **options: Any) -> subprocess.CompletedProcess[str]:
        given = {"capture_output": True, "encoding": "utf-8", "timeout": 600, "env": child_environment}
        return subprocess.run([str(part) for part in command], check=False, **(given | options))

    return run_program


@pytest.fixture(scope="session")
def geoevents(run: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., Any]:
    """Run the command line as a user does."""

    def run_command(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        return run([sys.executable, "-m", "geoevents", *arguments], **options)

    return run_command


def demand(what: str, is_there: bool) -> None:
    """Skip a test whose program is missing, and say so; where all must run, fail."""
    if is_there:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI is set: every test must run (make programs)")
    pytest.skip(f"{what} is not installed (make programs)")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    demand("Chromium", bool(found))
    return found


@pytest.fixture(scope="session")
def qgis_python() -> str:
    """A Python that has QGIS: Debian's lives outside our environment."""
    python = "/usr/bin/python3"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        probe = subprocess.run(
            [python, "-c", "import qgis.core"], check=False, env=environment, capture_output=True, timeout=120
        )
        has_qgis = probe.returncode == 0
    except FileNotFoundError:
        has_qgis = False
    demand("QGIS for Python (python3-qgis)", has_qgis)
    return python
