"""What the README shows works as shown."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def blocks(root: Path, *languages: str) -> list[str]:
    text = (root / "README.md").read_text("utf-8")
    return [
        code
        for language, code in re.findall(r"^```(\w+)\n(.*?)^```", text, re.M | re.S)
        if language in languages
    ]


@pytest.fixture
def workplace(root: Path, tmp_path: Path) -> Path:
    """A folder with the example reports, as in a checkout."""
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    return tmp_path


def test_its_python_runs(root: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workplace)
    code = blocks(root, "python", "py")
    assert code
    names: dict[str, Any] = {"__name__": "readme"}
    for block in code:
        exec(compile(block, "README.md", "exec"), names)


def test_its_commands_run(root: Path, workplace: Path, geoevents: Run) -> None:
    lines = [
        line.removeprefix("$ ").split(" #")[0]
        for block in blocks(root, "sh", "bash", "shell", "console")
        for line in block.splitlines()
    ]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("geoevents ")]
    assert commands
    for command in commands:
        arguments = command[: command.index("|")] if "|" in command else command
        ran = geoevents(*arguments, cwd=workplace)
        assert ran.returncode == 0, (command, ran.stderr)
