"""For everybody: axe-core finds nothing serious, the keyboard reaches everything, nothing spills over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geoevents.publish.frames import Frames
from tests import map_browser
from tests.conftest import demand
from tests.map_browser import Open

browser, frames, opened = map_browser.browser, map_browser.frames, map_browser.opened  # fixtures


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The checker of Deque's, which ``hatch_build.py`` installs beside what it bundles."""
    script = root / "build/map/node_modules/axe-core/axe.min.js"
    demand("axe-core (python hatch_build.py)", script.is_file())
    return script.read_text(encoding="utf-8")


def faults(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    return [
        f"{one['impact']}: {one['id']} at {[node['target'] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious(
    opened: Open, frames: Frames, axe: str, language: str, scheme: str
) -> None:
    with opened(frames, language=language, scheme=scheme, title="تقارير Reports") as seen:
        assert faults(seen.page, axe) == []
        seen.page.click(".ge-filter-box summary")
        seen.page.click(".ge-layers summary")
        seen.page.click(".ge-legend details summary")
        seen.page.click(".ge-row >> nth=1")
        seen.unfold_reasons()
        assert faults(seen.page, axe) == []
        seen.page.click(".ge-tabs button >> nth=1")
        assert faults(seen.page, axe) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious_on_a_phone(opened: Open, frames: Frames, axe: str, language: str) -> None:
    with opened(frames, language=language, width=360, height=740) as seen:
        assert faults(seen.page, axe) == []
        seen.page.click(".ge-panel-button")
        assert faults(seen.page, axe) == []
        seen.page.click(".ge-row >> nth=1")
        seen.page.wait_for_selector(".ge-sheet .ge-card")
        assert faults(seen.page, axe) == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1400, 768, 360])
def test_nothing_spills_over_at_any_width(opened: Open, frames: Frames, width: int, language: str) -> None:
    with opened(frames, language=language, width=width, height=740) as seen:
        page = seen.page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        spilling = page.locator(
            ".ge-controls button, .ge-legend, .ge-timeline, .ge-coordinates, .ge-credits"
        ).evaluate_all(
            "all => all.filter(one => one.offsetParent)"
            ".map(one => [one.className, one.getBoundingClientRect()])"
            ".filter(([, box]) => box.left < 0 || box.right > innerWidth || box.bottom > innerHeight)"
        )
        assert spilling == []
        controls, coordinates, legend = (
            page.locator(one).bounding_box() for one in (".ge-controls", ".ge-coordinates", ".ge-legend")
        )
        assert controls["y"] + controls["height"] <= coordinates["y"], "controls end above the coordinates"
        overlap = min(legend["x"] + legend["width"], coordinates["x"] + coordinates["width"]) - max(
            legend["x"], coordinates["x"]
        )
        assert overlap <= 0, "legend and coordinates stand beside each other"
        seen.assert_calm()


def test_tab_walks_through_the_page_and_focus_is_seen(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        reached = []
        for _ in range(40):
            seen.page.keyboard.press("Tab")
            name, outline = seen.page.evaluate(
                "(() => { const one = document.activeElement, style = getComputedStyle(one);"
                " return [one.className || one.tagName, style.outlineStyle + style.outlineWidth] })()"
            )
            reached.append(str(name))
            assert outline != "none0px", f"focus is not seen on {name}"
        walked = " ".join(reached)
        for part in (
            "ge-search",
            "SUMMARY",
            "ge-row",
            "leaflet-container",
            "ge-panel-button",
            "ge-fullscreen",
        ):
            assert part in walked


def test_arrow_keys_move_the_map_and_the_window_of_time(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        before = seen.ask("p => p.map.getCenter().lng")
        seen.page.focus(".leaflet-container")
        seen.page.keyboard.press("ArrowRight")
        seen.wait_until(f"p => p.map.getCenter().lng > {before}")
        seen.page.focus(".ge-handle-to")
        seen.page.keyboard.press("PageDown")
        assert seen.page.locator(".ge-link").is_visible(), "the way back to all days"


def test_who_wants_no_motion_gets_none(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.page.emulate_media(reduced_motion="reduce")
        seen.ask("p => (p.map.setZoom(4, {animate: false}), 0)")
        moved = seen.ask("p => { p.fit(); return p.map.getZoom() }")
        assert moved > 4, "the map is there at once"
        assert seen.page.locator(".ge-panel").evaluate("n => getComputedStyle(n).transitionDuration") == "0s"
