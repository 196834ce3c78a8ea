"""What the tests of the map share: a small world of reports, and a real Chromium with the network off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString, Polygon

from geoevents.model import Actor, Document, Event, Location, Mention, Parsed, Place, Quantity, TimeSpan
from geoevents.publish.frames import Frames, to_frames
from geoevents.publish.map import save_map

# --- a small world ---------------------------------------------------------------------------------


def place(id: str, name: str, name_ar: str, kind: Any, lat: float, lon: float, **more: Any) -> Place:
    return Place(id, name, name_ar, kind, lat, lon, **{"countries": ("SY",), **more})


BORDER_LINE = LineString([(42.35, 37.1), (41.4, 36.5), (41.2, 34.8), (38.8, 33.4)])
DESERT = Polygon([(37.3, 34.9), (39.8, 35.2), (40.2, 34.2), (38.9, 33.5), (37.0, 34.2)])
SYRIA = Polygon([(35.7, 32.3), (36.0, 36.8), (42.3, 37.1), (41.2, 34.4), (38.8, 33.4)])

CAMP = place("ge:camp", "al-Hol camp", "مخيم الهول", "camp", 36.3756, 41.1497)
MOSUL = place("gn:99072", "Mosul", "الموصل", "city", 36.335, 43.1189, countries=("IQ",))
DAMASCUS = place("gn:170654", "Damascus", "دمشق", "city", 33.5102, 36.2913)
BORDER = place(
    "border:IQ-SY",
    "Iraq–Syria border",
    "الحدود العراقية السورية",
    "border",
    35.2,
    41.25,
    countries=("IQ", "SY"),
    outline=BORDER_LINE,
    radius_km=300,
)
BADIYA = place(
    "ge:badiya", "Syrian Desert", "البادية السورية", "desert", 34.4, 38.6, outline=DESERT, radius_km=120
)
COUNTRY = place("country:SY", "Syria", "سوريا", "country", 35.0, 38.5, outline=SYRIA, radius_km=400)

DAY = TimeSpan(date(2024, 12, 26), date(2024, 12, 26), "day", "2024-12-26", "deictic", "أمس الخميس")
MONTH = TimeSpan(date(2025, 1, 1), date(2025, 1, 31), "month", "2025-01", "deictic", "الشهر المقبل")


def report(id: str, *told: Callable[[str, int], tuple[str, Event]], **more: Any) -> Parsed:
    """A document put together from its sentences, each of which tells an event."""
    text, events = "", []
    for number, tell in enumerate(told):
        sentence, event = tell(f"{id}-{number}", len(text))
        events.append(replace(event, document=id))
        text += sentence + " "
    given = {
        "language": "ar",
        "published": date(2024, 12, 27),
        "source": "وكالة",
        "url": "https://example.org/a?b=1&c=2",
    }
    return Parsed(Document(id, text, **(given | more)), events=tuple(events))


def told(
    sentence: str,
    *where: tuple[str, Place, str],
    time: TimeSpan = DAY,
    kind: str = "event",
    category: str = "meeting",
    status: str = "occurred",
    **more: Any,
) -> Callable[[str, int], tuple[str, Event]]:
    def tell(id: str, start: int) -> tuple[str, Event]:
        locations = []
        for role, at, name in where:
            begin = start + sentence.index(name)
            mention = Mention(
                begin, begin + len(name), name, place=at, score=0.91, reason="named with its country"
            )
            locations.append(Location(role, at, mention))  # type: ignore[arg-type]
        event = Event(
            id,
            kind,
            category,
            status,
            time,
            start,
            start + len(sentence),
            sentence,
            "",  # type: ignore[arg-type]
            locations=tuple(locations),
            confidence=0.8,
            **more,
        )
        return sentence, event

    return tell


SWEEP = told(
    "ألقت القوات القبض على 12 مطلوباً في الموصل أمس الخميس.",
    ("site", MOSUL, "الموصل"),
    category="arrest",
    title="القبض على مطلوبين",
    actors=(Actor("Forces (Iraq)", "القوات العراقية", "IQ"),),
    quantities=(Quantity(12, 12, 12, "exact", "persons", "مطلوباً", 0, 2, "12 مطلوباً"),),
    injured=0,
)
JOURNEY = told(
    "نُقل 500 نازح من مخيم الهول إلى الموصل.",
    ("origin", CAMP, "مخيم الهول"),
    ("destination", MOSUL, "الموصل"),
    kind="movement",
    category="repatriation",
    title="نقل نازحين",
)
STOCK = told(
    "يقيم في مخيم الهول نحو 30 ألف شخص.",
    ("site", CAMP, "مخيم الهول"),
    kind="observation",
    category="population_stock",
    time=TimeSpan(),
    status="ongoing",
)
PATROL = told(
    "سُيّرت دوريات على الحدود العراقية السورية.",
    ("area", BORDER, "الحدود العراقية السورية"),
    category="coordination",
)
THREAT = told(
    "تنشط خلايا في البادية السورية.", ("area", BADIYA, "البادية السورية"), category="threat_presence"
)
PROTEST = told("شهدت سوريا احتجاجات.", ("area", COUNTRY, "سوريا"), category="protest", status="rumoured")
VISIT = told(
    "يزور الوزير دمشق الشهر المقبل.",
    ("site", DAMASCUS, "دمشق"),
    time=MONTH,
    category="visit",
    status="planned",
)
TALKS = told("اجتمع الوفد في دمشق.", ("venue", DAMASCUS, "دمشق"))
NOWHERE = told("وقع هجوم.", category="attack", title="هجوم بلا مكان")


@pytest.fixture(scope="module")
def frames() -> Frames:
    lost = Mention(0, 4, "كفرة", reason="two places of this name are equally likely")
    first = report("r1", SWEEP, JOURNEY, STOCK, PATROL, THREAT)
    second = report("r2", PROTEST, VISIT, TALKS, NOWHERE, url="javascript:alert(1)")
    return to_frames([replace(first, mentions=(lost,)), second])


# --- a browser without a network -------------------------------------------------------------------

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 180_000  # ms: a browser takes its time on a machine whose cores are busy
FIND = "Object.values(window).find(value => value && value.geoevents && value.setZoom).geoevents"
COLOURS = """page => {
  const { width, height } = page.groundLayer._canvas;
  const { data } = page.groundLayer._canvas.getContext("2d").getImageData(0, 0, width, height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4000) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
  return [...seen];
}"""
STILL = """() => {
  const { x, y, height } = document.querySelector(".leaflet-popup").getBoundingClientRect();
  const at = `${x} ${y} ${height}`;
  still = { at, frames: at === still.at ? still.frames + 1 : 0 };
  return still.frames > 10;
}"""
WATCH = """
window.ran = 0;
window.run = () => { ran += 1 };
window.broken = [];
addEventListener("securitypolicyviolation", event => broken.push(event.violatedDirective));
"""


@dataclass
class Opened:
    """A page, and all that it complained about or asked for."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def assert_calm(self) -> None:
        assert self.complaints == []
        assert self.requests == []
        assert self.page.evaluate("broken") == []

    def ask(self, script: str) -> Any:
        """Evaluate a function of the page object of geoevents."""
        return self.page.evaluate(f"() => ({script})({FIND})")

    def texts(self, selector: str) -> list[str]:
        return [str(text) for text in self.page.locator(selector).all_inner_texts()]

    def wait_until(self, script: str) -> None:
        """Wait until a function of the page object says yes."""
        self.page.wait_for_function(f"() => ({script})({FIND})")

    def unfold_reasons(self) -> None:
        """Open why the place of a popup is that; the map moves to a popup, and again when it grows."""
        self._rest()
        self.page.click(".ge-popup .ge-why summary >> nth=0")
        self.page.wait_for_selector(".ge-popup .ge-why[open]")
        self._rest()

    def _rest(self) -> None:
        """Wait until the popup has stood still for some frames."""
        self.page.evaluate("window.still = { at: '', frames: 0 }")
        self.page.wait_for_function(STILL)

    def search(self, words: str) -> None:
        """Type into the search field and wait until it has been heard."""
        self.page.fill(".ge-search", words)
        self.wait_until(f"p => p.filter.query === {json.dumps(words)}")

    def on_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the canvas lies in the window."""
        where = self.ask(
            "p => { const box = p.marksLayer._canvas.getBoundingClientRect(); return [box.x, box.y] }"
        )
        return where[0] + x, where[1] + y

    def click_at(self, latitude: float, longitude: float) -> None:
        """Click the map where a place lies."""
        x, y = self.ask(
            f"p => {{ const at = p.map.latLngToContainerPoint([{latitude}, {longitude}]),"
            " box = p.map.getContainer().getBoundingClientRect(); return [at.x + box.x, at.y + box.y] }"
        )
        self.page.mouse.click(x, y)
        self.page.wait_for_timeout(500)

    def go(self, latitude: float, longitude: float, zoom: float) -> None:
        self.page.evaluate("document.activeElement.blur()")
        self.ask(
            f"p => p.map.closePopup().setView([{latitude}, {longitude}], {zoom}, {{animate: false}}) && 0"
        )
        self.page.wait_for_timeout(300)  # a popup takes its time to fade


Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Open:
    """Save what is given and open it from disk."""

    @contextmanager
    def open_page(
        drawn: Any, *, width: int = 1400, height: int = 900, scheme: str = "light", **options: Any
    ) -> Iterator[Opened]:
        path = save_map(drawn, tmp_path / "map.html", **options)
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        seen = Opened(page)
        page.on(
            "console",
            lambda message: (
                seen.complaints.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith(("file:", "data:", "blob:")) else seen.requests.append(asked.url)
            ),
        )
        page.on("dialog", lambda dialog: (seen.complaints.append("a dialog opened"), dialog.dismiss()))
        page.add_init_script(WATCH)
        page.goto(path.as_uri())
        page.wait_for_selector(".ge-app[data-ready]")
        yield seen
        context.close()

    return open_page
