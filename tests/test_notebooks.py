"""Every notebook runs from top to bottom in a real kernel, as it does for an analyst."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted(Path(__file__).parents[1].glob("notebooks/*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_committed_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not [cell.source for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_shows_its_map(
    path: Path, root: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copytree(root / "seeds", tmp_path / "seeds")
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute(env=child_environment)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    warnings = [output["text"] for output in outputs if output.get("name") == "stderr"]
    assert not warnings
    pages = [output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    assert any("geoevents_map" in page or "data-geoevents-map" in page for page in pages)
