"""The map inside other programs: a notebook in JupyterLab, trusted or not, and viewers that use a frame."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from geoevents.publish.frames import Frames
from geoevents.publish.map import event_map, save_map
from tests import map_browser
from tests.conftest import demand

browser, frames = map_browser.browser, map_browser.frames  # fixtures

# What a viewer lets a page do: VS Code's preview, a bare sandbox, and none at all.
SANDBOXES = [
    'sandbox="allow-scripts allow-same-origin allow-forms allow-pointer-lock allow-downloads"',
    'sandbox="allow-scripts"',
    "",
]


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """Open a page around the map and collect what it complains about."""
    context = browser.new_context(offline=True, viewport={"width": 1100, "height": 800})
    context.set_default_timeout(map_browser.PATIENCE)

    def show(page_text: str) -> tuple[Any, list[str]]:
        around = tmp_path / "around.html"
        around.write_text(f"<!DOCTYPE html><meta charset=utf-8>{page_text}", encoding="utf-8")
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(around.as_uri())
        return page, complaints

    yield show
    context.close()


def try_out(frame: Any) -> None:
    """Use the map in a frame: open a record, search, and filter."""
    frame.locator(".ge-app[data-ready]").wait_for(timeout=map_browser.PATIENCE)
    frame.locator('.ge-row[data-record="r1-0"]').click()
    frame.locator(".ge-card").wait_for()
    assert "القبض على مطلوبين" in frame.locator(".ge-card").inner_text()
    frame.locator(".ge-search").fill("الموصل")
    frame.locator(".ge-count", has_text=re.compile("^2 ")).wait_for()


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_a_viewer_that_puts_the_page_into_a_frame(shown: Any, frames: Frames, sandbox: str) -> None:
    text = html.escape(event_map(frames).get_root().render())
    page, complaints = shown(f'<iframe srcdoc="{text}" {sandbox} style="width:1000px;height:700px"></iframe>')
    try_out(page.frame_locator("iframe"))
    assert complaints == []


def test_a_viewer_that_loads_the_file_into_a_frame(shown: Any, frames: Frames, tmp_path: Path) -> None:
    address = save_map(frames, tmp_path / "map.html").as_uri()
    page, complaints = shown(f'<iframe src="{address}" {SANDBOXES[1]} width=1000 height=700></iframe>')
    try_out(page.frame_locator("iframe"))
    assert complaints == []


@pytest.mark.parametrize(("language", "said"), [("en", "trust the notebook"), ("ar", "وثِّق الدفتر")])
def test_a_notebook_shows_a_frame_below_a_line_of_text(
    shown: Any, frames: Frames, language: Any, said: str
) -> None:
    drawn = event_map(frames, title="تقارير <b>{{7*7}}", language=language)._repr_html_()
    page, complaints = shown(drawn)
    try_out(page.frame_locator("iframe"))
    line = page.locator("p").inner_text()
    assert said in line
    assert "تقارير <b>{{7*7}} (9)" in line
    assert complaints == []


NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
}


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def jupyterlab(
    frames: Frames, tmp_path_factory: pytest.TempPathFactory, child_environment: dict[str, str]
) -> Iterator[tuple[str, Path]]:
    """A running JupyterLab with one notebook whose cell has the map as its output."""
    demand("JupyterLab", shutil.which("jupyter-lab", path=str(Path(sys.executable).parent)) is not None)
    folder = tmp_path_factory.mktemp("lab")
    output = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/html": event_map(frames)._repr_html_(), "text/plain": "a map"},
    }
    cell = {
        "cell_type": "code", "id": "a", "execution_count": 1, "metadata": {},
        "source": "found.map()", "outputs": [output],
    }  # fmt: skip
    notebook = folder / "map.ipynb"
    notebook.write_text(json.dumps({**NOTEBOOK, "cells": [cell]}), encoding="utf-8")
    port = free_port()
    environment = {
        **child_environment,
        **{f"JUPYTER_{name}_DIR": str(folder / ".jupyter" / name) for name in ("CONFIG", "DATA", "RUNTIME")},
        "HOME": str(folder),
    }
    log = (folder / "log").open("w")
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
            "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password=",
            f"--ServerApp.root_dir={folder}", "--LabApp.news_url=", "--LabApp.check_for_updates_class=",
        ],
        env=environment, stdout=log, stderr=log, cwd=folder,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(360):
            try:
                with urlopen(f"{address}/api", timeout=5):
                    break
            except OSError:
                assert server.poll() is None, (folder / "log").read_text()
                time.sleep(0.5)
        yield address, notebook
    finally:
        server.terminate()
        server.wait(timeout=120)
        log.close()


def trust(notebook: Path, environment: dict[str, str]) -> None:
    folder = notebook.parent
    where = {f"JUPYTER_{name}_DIR": str(folder / ".jupyter" / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", str(notebook)],
        check=True, capture_output=True, env={**os.environ, **environment, **where, "HOME": str(folder)},
    )  # fmt: skip


def test_jupyterlab_says_how_to_see_the_map_and_shows_it_once_trusted(
    browser: Any, jupyterlab: tuple[str, Path], child_environment: dict[str, str]
) -> None:
    address, notebook = jupyterlab
    page = browser.new_page(viewport={"width": 1900, "height": 900})
    page.set_default_timeout(map_browser.PATIENCE)  # JupyterLab takes its time to start on a busy machine
    try:
        page.goto(f"{address}/doc/tree/{notebook.name}")
        line = page.locator(".jp-OutputArea-output p")
        line.wait_for(timeout=map_browser.PATIENCE)
        assert "trust the notebook" in line.inner_text()
        assert page.locator(".jp-OutputArea-output iframe").count() == 0, "what is not trusted is left out"
        trust(notebook, child_environment)
        page.goto(f"{address}/doc/tree/{notebook.name}?reset")
        page.locator(".jp-OutputArea-output iframe").wait_for(timeout=map_browser.PATIENCE)
        try_out(page.frame_locator(".jp-OutputArea-output iframe"))
    finally:
        page.close()
