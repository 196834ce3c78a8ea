"""The wheel: what a user gets is whole, and nothing else."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

LARGEST = 20_000_000  # bytes


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_gazetteer_and_no_tests_or_examples(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    data = {name.removeprefix("geoevents/_gazetteer/") for name in names if "/_gazetteer/" in name}
    assert {
        "curated/places.csv", "curated/names.csv", "curated/shapes.geojson", "curated/demonyms.csv",
        "curated/nonplaces.csv", "world/places.parquet", "world/units.parquet", "world/borders.parquet",
        "README.md",
    } <= data  # fmt: skip
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"geoevents"}
    assert "geoevents/py.typed" in names
    assert any(name.startswith("geoevents/language/ar/") for name in names)
    assert not [name for name in names if "node_modules" in name or name.endswith((".pyc", ".ipynb"))]
    assert wheel.stat().st_size < LARGEST


def test_an_installed_wheel_knows_its_places_from_any_folder(
    wheel: Path, tmp_path: Path, child_environment: dict[str, str], run: Run
) -> None:
    site = tmp_path / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
    ]
    subprocess.run([*pip, str(wheel)], check=True, timeout=300)
    program = (
        "import geoevents; from geoevents.publish.map import event_map; "
        "from geoevents.publish.frames import to_frames; "
        "print(geoevents.__file__); print(geoevents.Gazetteer.load().lookup('الحسكة')[0].place.name); "
        "print(len(event_map(to_frames([])).get_root().render()) > 100_000)"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = child_environment | {"PYTHONPATH": str(site), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    ran = run([sys.executable, "-c", program], cwd=elsewhere, env=environment)
    assert ran.returncode == 0, ran.stderr
    file, place, has_page = ran.stdout.split("\n")[:3]
    assert Path(file).is_relative_to(site)
    assert "asakah" in place
    assert has_page == "True"
