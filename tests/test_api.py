"""The public surface, and who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

import geoevents

PACKAGE = Path(geoevents.__file__).parent
Run = Callable[..., subprocess.CompletedProcess[str]]

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "assets" not in path.parts)
HEAVY = ("pandas", "geopandas", "folium", "pyarrow", "pyogrio", "shapely", "dask", "typer", "rich")

# Each room of the house and the rooms below that it may use; it may always use itself.
BELOW = {
    "errors": (),
    "release": (),
    "model": ("errors",),
    "documents": ("model", "errors"),
    "contract": ("model", "errors"),
    "language": ("model", "errors"),
    "gazetteer": ("language", "model", "errors"),
    "geoparse": ("gazetteer", "language", "model", "errors"),
    "coding": ("gazetteer", "language", "model", "errors"),
    "publish": ("release", "model", "errors"),
    "parsing": ("geoparse", "coding", "gazetteer", "language", "model", "errors"),
    "linked": ("coding", "publish", "model"),
    "collection": (
        "parsing",
        "linked",
        "geoparse",
        "coding",
        "gazetteer",
        "language",
        "documents",
        "publish",
        "model",
        "errors",
    ),
    "geocode": ("language", "model", "errors"),
    "tables": ("geocode", "geoparse", "gazetteer", "language", "publish", "model", "errors"),
    "evaluation": ("documents", "geoparse", "gazetteer", "model", "errors"),
    "cli": (
        "tables",
        "evaluation",
        "geoparse",
        "collection",
        "contract",
        "documents",
        "gazetteer",
        "publish",
        "release",
        "model",
        "errors",
    ),
    "__main__": ("cli",),
    "__init__": (
        "tables",
        "geocode",
        "evaluation",
        "geoparse",
        "collection",
        "contract",
        "documents",
        "gazetteer",
        "release",
        "model",
        "errors",
    ),
}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """The modules of ours that a module imports, anywhere in it, with their lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: a relative import"
            names = [node.module or ""]
            if node.module == "geoevents":
                names = [f"geoevents.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] == "geoevents")


def test_the_public_names_are_sorted_and_there() -> None:
    assert geoevents.__all__ == sorted(geoevents.__all__)
    assert {name for name in geoevents.__all__ if not hasattr(geoevents, name)} == set()
    assert set(geoevents.__all__) <= set(dir(geoevents))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = geoevents.nonsense


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_uses_only_rooms_below_it(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    wrong = [
        f"{path.name}:{line}: {module}"
        for line, module in imports_of(path)
        if room_of(module) not in (room, *BELOW[room])
    ]
    assert wrong == []


def test_every_module_says_what_it_offers_and_offers_it() -> None:
    for path in MODULES:
        if path.name == "__main__.py" or not path.read_text("utf-8").strip():
            continue
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = import_module(".".join(part for part in parts if part != "__init__"))
        assert {name for name in module.__all__ if not hasattr(module, name)} == set(), path


def test_importing_the_package_is_light(run: Run) -> None:
    program = f"import sys, geoevents; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = run([sys.executable, "-c", program])
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


def test_looking_up_a_place_needs_no_tables_and_no_maps(run: Run) -> None:
    program = (
        "import sys, geoevents.cli, geoevents.gazetteer.store; "
        "print([name for name in ('pandas', 'geopandas', 'folium') if name in sys.modules])"
    )
    ran = run([sys.executable, "-c", program])
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")
