"""The map, opened in a real Chromium with the network off: what it shows, and what it must not do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import pytest

from geoevents.model import Actor, Document, Event, Location, Mention, Parsed, Place, Quantity
from geoevents.publish.frames import Frames, to_frames
from geoevents.publish.map import Label, event_map, save_map
from tests import map_browser
from tests.map_browser import COLOURS, DAY, Open

browser, frames, opened = map_browser.browser, map_browser.frames, map_browser.opened  # fixtures

# --- what one sees ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1400, "light", "en"), (768, "dark", "ar"), (360, "light", "ar")]
)
def test_the_page_opens_from_disk_and_asks_nothing_of_anyone(
    opened: Open, frames: Frames, width: int, scheme: str, language: str
) -> None:
    with opened(frames, width=width, scheme=scheme, title="تقارير", language=language) as seen:
        seen.assert_calm()
        assert seen.page.title() == "تقارير"
        assert seen.page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_real_folium_map_that_links_nothing(frames: Frames) -> None:
    drawn = event_map(frames, title="Events")
    page = drawn.get_root().render()
    assert isinstance(drawn, folium.Map)
    assert not re.search(r"<(script|link|img|iframe)\b[^>]*\b(src|href)=", page)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert "default-src &#x27;none&#x27;" in policy[1]


def test_the_users_own_folium_elements_come_along(opened: Open, frames: Frames) -> None:
    drawn = event_map(frames)
    folium.Marker([35.0, 40.0], popup="mine").add_to(drawn)
    folium.Circle([35.0, 40.0], radius=5000, tooltip="my circle").add_to(drawn)
    with opened(drawn) as seen:
        seen.assert_calm()
        assert seen.page.locator(".leaflet-marker-icon").count() == 1
        assert seen.page.locator("path.leaflet-interactive").count() == 1


def test_pins_stand_where_things_happened(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        hits = seen.ask("p => p.marks.hits.filter(h => h.at).map(h => [h.kind, h.at[1], h.at[0]])")
        marks = {(round(lat, 1), round(lon, 1)) for _, lat, lon in hits}
        assert {(36.4, 41.1), (36.3, 43.1), (33.5, 36.3)} <= marks
        kinds = seen.ask("p => p.marks.hits.map(h => h.kind)")
        assert kinds.count("line") == 1  # the border
        assert kinds.count("area") == 1  # the desert; a country is outlined only when it is asked for
        assert kinds.count("arc") == 1  # from the camp to Mosul


def test_a_popup_says_what_when_where_and_why(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.page.click('.ge-row[data-record="r1-0"]')
        seen.page.wait_for_selector(".leaflet-popup .ge-card")
        seen.unfold_reasons()
        [text] = seen.texts(".leaflet-popup .ge-card")
        for said in (
            "Arrest",
            "occurred",
            "26 Dec 2024",
            "أمس الخميس",
            "Mosul",
            "91%",
            "named with its country",
            "12 مطلوباً",
            "Forces (Iraq)",
            "Injured\n0",
        ):
            assert said in text
        assert seen.texts(".ge-popup mark") == ["الموصل"]
        link = seen.page.locator(".ge-popup .ge-source a")
        assert link.get_attribute("href") == "https://example.org/a?b=1&c=2"
        assert "noopener" in str(link.get_attribute("rel"))
        box = seen.page.locator(".leaflet-popup").bounding_box()
        assert box["y"] >= 0, "unfolding must not push the popup out of the window"
        seen.assert_calm()


def test_clicks_open_symbols_borders_areas_and_stacks(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.go(34.0, 39.85, 8)
        seen.click_at(34.1, 40.0)  # on the border, far from its symbol
        assert "Coordination" in seen.texts(".leaflet-popup .ge-card")[0]
        seen.go(34.4, 39.2, 8)
        seen.click_at(34.75, 39.4)  # in the desert
        assert "Presence of a threat" in seen.texts(".leaflet-popup .ge-card")[0]
        seen.go(33.51, 36.29, 8)
        seen.click_at(33.5102, 36.2913)  # two records at one spot: a list
        assert seen.page.locator(".leaflet-popup .ge-stack li").count() == 2
        seen.page.click(".leaflet-popup .ge-stack li button >> nth=0")
        assert seen.page.locator(".leaflet-popup .ge-card").count() == 1
        seen.page.click(".leaflet-popup .ge-back")
        assert seen.page.locator(".leaflet-popup .ge-stack li").count() == 2
        seen.assert_calm()


def test_a_record_without_a_place_points_nowhere(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.page.click('.ge-row[data-record="r2-3"]')
        assert "No place known" in seen.texts(".ge-sheet .ge-card")[0]
        assert seen.page.locator(".leaflet-popup").count() == 0
        seen.assert_calm()


def test_planned_events_and_situations_look_their_part(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        assert seen.page.locator('.ge-row[data-record="r2-1"] .ge-unreal').count() == 1
        assert seen.page.locator('.ge-row[data-record="r1-2"] rect.ge-body').count() == 1
        assert seen.page.locator('.ge-row[data-record="r1-0"] circle.ge-body').count() == 1


def test_the_ground_and_its_names_are_drawn(opened: Open, frames: Frames) -> None:
    labels = [Label("Aleppo", "حلب", 36.2, 37.16, population=2_000_000)]
    with opened(frames, labels=labels) as seen:
        seen.go(36.2, 37.2, 7)
        names = seen.ask("p => p.ground.names.filter(n => n.text === 'Aleppo').map(n => n.second)")
        assert names == ["حلب"]
        colours = seen.ask(COLOURS)
        assert {"220,230,236", "246,244,238"} <= set(colours), "water and land"


# --- what one can do -------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["الموصل", "ٱلمَوصل", "mosul", "MOSUL"])
def test_a_search_finds_a_name_however_it_is_written(opened: Open, frames: Frames, query: str) -> None:
    with opened(frames) as seen:
        seen.search(query)
        assert set(seen.page.locator(".ge-row").evaluate_all("rows => rows.map(r => r.dataset.record)")) == {
            "r1-0",
            "r1-1",
        }


def test_filters_the_timeline_and_the_link_agree(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        assert "9 of 9" in seen.texts(".ge-count")[0]
        seen.page.click(".ge-filter-box summary")
        seen.page.click(".ge-option:has-text('Arrest') input")
        assert "8 of 9" in seen.texts(".ge-count")[0]
        seen.page.uncheck(".ge-undated input")
        assert "7 of 9" in seen.texts(".ge-count")[0]
        seen.page.focus(".ge-handle-from")
        for _ in range(8):
            seen.page.keyboard.press("ArrowRight")
        assert "1 of 9" in seen.texts(".ge-count")[0], "only the visit of January is left"
        link = seen.page.url
        seen.page.goto("about:blank")
        seen.page.goto(link)
        seen.page.wait_for_selector(".ge-app[data-ready]")
        assert "1 of 9" in seen.texts(".ge-count")[0], "the link shows what its sender saw"
        seen.assert_calm()


def test_what_has_no_place_is_listed_with_its_reason(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.page.click(".ge-tabs button >> nth=1")
        text = " ".join(seen.texts(".ge-unplaced li"))
        assert "كفرة" in text
        assert "two places of this name are equally likely" in text
        assert "the sentence names no place" in text


def test_what_is_shown_can_be_taken_along(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.search("الموصل")
        with seen.page.expect_download() as taken:
            seen.page.click(".ge-foot button >> nth=0")
        collection = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))
        assert {one["properties"]["event_id"] for one in collection["features"]} == {"r1-0", "r1-1"}
        with seen.page.expect_download() as taken:
            seen.page.click(".ge-foot button >> nth=1")
        assert "القبض على مطلوبين" in Path(taken.value.path()).read_text(encoding="utf-8-sig")
        seen.assert_calm()


def test_arabic_mirrors_the_page_and_speaks_its_language(opened: Open, frames: Frames) -> None:
    with opened(frames, language="ar") as seen:
        panel = seen.page.locator(".ge-panel").bounding_box()
        assert panel["x"] > 700, "the panel stands on the right"
        seen.page.click('.ge-row[data-record="r1-0"]')
        [text] = seen.texts(".leaflet-popup .ge-card")
        for said in ("اعتقال", "وقع", "26 كانون الأول 2024", "الموصل", "لماذا هنا", "القوات العراقية"):
            assert said in text
        assert (
            seen.page.locator(".leaflet-popup .ge-card").evaluate("card => getComputedStyle(card).direction")
            == "rtl"
        )


def test_the_keyboard_reaches_everything_and_a_phone_shows_a_sheet(opened: Open, frames: Frames) -> None:
    with opened(frames, width=360, height=740) as seen:
        assert not seen.page.locator(".ge-panel").is_visible()
        seen.page.focus(".ge-panel-button")
        seen.page.keyboard.press("Enter")
        seen.page.focus(".ge-row >> nth=0")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector(".ge-sheet .ge-card")
        assert seen.page.locator(".ge-sheet").bounding_box()["width"] == 360
        seen.page.click(".ge-sheet .ge-close")
        assert not seen.page.locator(".ge-sheet").is_visible()
        seen.assert_calm()


def test_a_notebook_shows_it_in_a_frame_of_its_own(browser: Any, frames: Frames, tmp_path: Path) -> None:
    shown_in = tmp_path / "notebook.html"
    shown_in.write_text(
        f"<!DOCTYPE html><meta charset=utf-8>{event_map(frames)._repr_html_()}", encoding="utf-8"
    )
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(shown_in.as_uri())
    page.frame_locator("iframe").locator(".ge-app[data-ready]").wait_for(timeout=map_browser.PATIENCE)
    assert complaints == []
    page.close()


def test_online_tiles_wait_until_they_are_asked_for(opened: Open, frames: Frames) -> None:
    tiles = {"Streets": ("https://tiles.invalid/{z}/{x}/{y}.png", "© <b>Somebody</b>")}
    with opened(frames, tiles=tiles) as seen:
        assert seen.requests == []
        seen.page.click(".ge-layers summary")
        with seen.page.expect_request("https://tiles.invalid/**"):
            seen.page.click(".ge-option:has-text('Streets') input")
        assert "© <b>Somebody</b>" in seen.texts(".ge-tile-credit")[0]
        assert seen.page.evaluate("broken") == []
    with pytest.raises(ValueError, match="https"):
        event_map(frames, tiles={"Streets": ("javascript:alert(1)", "")})


# --- what it must not do ---------------------------------------------------------------------------

HOSTILE = [
    "{{ 7 * 7 }}",
    "{{cycler.__init__.__globals__.os.getpid()}}",
    "{% if %}",
    "{% for x in y %}",
    "{# hidden",
    "{%raw%}",
    "{{{{",
    "{{{% {{#",
    "<img src=x onerror=run()>",
    "</script><script>run()</script>",
    "<svg onload=run()>",
    "<!-- <script>",
    "]]>",
    "<a href='javascript:run()'>x</a>",
    "${run()}",
    "`run()`",
    "`${run()}`",
    "'-run()-'",
    '"-run()-"',
    "\\u003cscript\\u003e",
    "\\",
    "&lt;b&gt; &amp; &#x3c;",
    "javascript:run()",
    "a\u2028run()\u2029b",
    "\u202erun\u202c",
    "\u2066x",
    "\u0000run",
    "a\r\nb\tc",
    "__proto__",
    "constructor",
    "=run()",
    "%3Cscript%3E",
    "<iframe srcdoc='<script>run()</script>'>",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//x>",
    "{{ ''.__class__.__mro__ }}",
    "%}{{ 1 }}",
    "{{self}}",
    "<math><mtext></mtext><mglyph><style><img src onerror=run()>",
]


def shown(text: str) -> str:
    """A hostile text as the page must show it: half a character and NUL are no text, blanks fold together."""
    return " ".join(
        re.sub("[\0\ud800-\udfff]", "\ufffd", text).replace("\u2028", " ").replace("\u2029", " ").split()
    )


def hostile_report(hostile: str) -> Parsed:
    """A report that carries the text in every field that reaches the page."""
    evil = Place(hostile, hostile, hostile, "town", 36.0, 40.0, countries=("SY",), source=hostile)
    sentence = f"x {hostile} y"
    other = replace(evil, id=f"x:{len(hostile)}")
    mention = Mention(
        2, 2 + len(hostile), hostile, place=evil, score=0.5, reason=hostile, candidates=(evil, other)
    )
    event = Event(
        f"id {hostile}",
        "event",
        "other",
        "occurred",
        replace(DAY, text=hostile, edtf=hostile),
        0,
        len(sentence),
        sentence,
        hostile,
        locations=(Location("site", evil, mention),),
        actors=(Actor(hostile, hostile),),
        recipients=(Actor(hostile, hostile),),
        sources=(hostile,),
        quantities=(Quantity(1, 1, 1, "exact", hostile, hostile, 0, 1, hostile),),
        title=hostile,
    )
    document = Document(hostile, sentence, title=hostile, source=hostile, url=hostile)
    return Parsed(document, (mention, replace(mention, place=None)), events=(event,))


def test_hostile_texts_are_only_texts(opened: Open) -> None:
    assert len(HOSTILE) >= 40
    everything = " ".join(HOSTILE) + " \ud800"
    drawn = event_map(
        to_frames(map(hostile_report, HOSTILE)),
        title=everything,
        credits=HOSTILE,
        labels=[Label(hostile, hostile, 36.1, 40.1, population=9_000_000) for hostile in HOSTILE],
        tiles={hostile: ("https://tiles.invalid/{z}.png", hostile) for hostile in HOSTILE},
    )
    with opened(drawn) as seen:
        page = seen.page
        assert shown(everything) == shown(str(page.locator(".ge-title").text_content()))
        page.click(".ge-filter-box summary")
        assert page.locator(".ge-row").count() == len(HOSTILE)
        for number, hostile in enumerate(HOSTILE):
            page.click(f".ge-row >> nth={number}")
            page.wait_for_selector(".leaflet-popup .ge-card")
            page.click(".ge-popup .ge-why summary")
            wanted = shown(hostile)
            for selector in (
                "h2",
                ".ge-evidence mark",
                ".ge-place-name",
                ".ge-why p >> nth=1",
                ".ge-when q",
                "dd >> nth=0",
                ".ge-source",
            ):
                text = shown(str(page.locator(f".ge-popup {selector}").first.text_content()))
                assert wanted in text, (selector, hostile)
            if "; " not in hostile:  # which parts one candidate from the next
                named = page.locator(".ge-popup .ge-alternatives li bdi").all_text_contents()
                assert any(wanted in shown(name) for name in named), hostile
        page.click(".ge-tabs button >> nth=1")
        unplaced = [
            shown(str(text)) for text in page.locator(".ge-unplaced .ge-row-title").all_text_contents()
        ]
        assert unplaced == [shown(hostile) for hostile in HOSTILE]
        credit = shown(str(page.locator(".ge-credits").text_content()))
        assert all(shown(hostile) in credit for hostile in HOSTILE)
        page.click(".ge-layers summary")
        page.click(".ge-layers .ge-option input[type=radio] >> nth=9")
        links = page.locator(".ge-app a").evaluate_all("links => links.map(a => a.protocol)")
        assert set(links) <= {"http:", "https:", "file:"}  # file: is the popup's own close button
        assert page.evaluate("ran") == 0
        assert page.locator(".ge-panel :is(img, iframe, style, script, math)").count() == 0
        assert page.locator(".ge-popup :is(img, iframe, style, script, math)").count() == 0
        assert page.evaluate("broken") == []
        assert seen.complaints == [] or all(
            "ERR_INTERNET_DISCONNECTED" in one for one in seen.complaints
        )  # the tiles


# --- where it goes ---------------------------------------------------------------------------------


def test_a_place_to_write_that_is_none_is_an_error_of_ours(frames: Frames, tmp_path: Path) -> None:
    from geoevents.errors import OutputError

    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        save_map(frames, tmp_path / "file" / "map.html")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "file"]
