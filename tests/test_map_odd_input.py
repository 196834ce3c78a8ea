"""Input that is odd, empty, huge or broken: each gives a page that works and says what it could not show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geoevents.model import Actor, Document, Mention, Parsed, TimeSpan
from geoevents.publish.frames import Frames, to_frames
from tests import map_browser
from tests.map_browser import MOSUL, NOWHERE, SWEEP, TALKS, Open, place, report, told

browser, opened = map_browser.browser, map_browser.opened  # fixtures


def dated(frames: Frames, *days: str) -> Frames:
    """The frames with other days: ``datetime64`` knows those before our era, ``date`` does not."""
    when = np.array(days, dtype="datetime64[s]")
    events, locations = frames.events.copy(), frames.locations.copy()
    events["date_start"] = events["date_end"] = pd.Series(when, index=events.index)
    return replace(frames, events=events, locations=locations)


def test_a_map_of_nothing_says_so(opened: Open) -> None:
    with opened(to_frames([])) as seen:
        assert "There are no records to show." in seen.texts(".ge-empty")[0]
        assert not seen.page.locator(".ge-timeline").is_visible()
        seen.assert_calm()


def test_events_without_a_place_are_listed_and_told(opened: Open) -> None:
    with opened(to_frames([report("r", NOWHERE, NOWHERE)])) as seen:
        assert seen.page.locator(".ge-row").count() == 2
        seen.page.click(".ge-tabs button >> nth=1")
        assert seen.texts(".ge-unplaced .ge-reason") == ["the sentence names no place"] * 2
        seen.assert_calm()


def test_one_event_does_not_fill_the_window(opened: Open) -> None:
    with opened(to_frames([report("r", SWEEP)])) as seen:
        assert seen.ask("p => p.map.getZoom()") <= 9
        assert seen.ask("p => p.marks.hits.map(hit => hit.kind)") == ["mark"]
        seen.assert_calm()


def test_a_thousand_records_at_one_spot_open_as_a_list_that_says_how_many_it_leaves_out(opened: Open) -> None:
    with opened(to_frames([report("many", *[TALKS] * 1000)])) as seen:
        seen.go(33.5102, 36.2913, 9)
        seen.click_at(33.5102, 36.2913)
        assert "1,000" in seen.texts(".ge-stack-title")[0]
        assert seen.page.locator(".ge-stack li").count() == 300
        assert "700 more" in seen.texts(".ge-stack")[0]
        seen.assert_calm()


def test_days_before_1970_and_before_our_era(opened: Open) -> None:
    frames = dated(to_frames([report("r", SWEEP, TALKS, TALKS)]), "-0043-03-15", "1258-02-10", "1969-07-20")
    with opened(frames) as seen:
        listed = seen.texts(".ge-row-meta bdi")
        assert listed == ["20 Jul 1969", "10 Feb 1258", "15 Mar 44 BC"]
        assert "44 BC" in seen.texts(".ge-window")[0]
        seen.page.focus(".ge-handle-from")
        seen.page.keyboard.press("ArrowRight")
        assert "2 of 3" in seen.texts(".ge-count")[0]
        with seen.page.expect_download() as taken:
            seen.page.click(".ge-foot button >> nth=1")
        exported = Path(taken.value.path()).read_text(encoding="utf-8-sig")
        assert "1969-07-20" in exported
        assert "-000043-03-15" not in exported, "it is filtered out"
        seen.assert_calm()


def test_a_date_that_only_edtf_can_tell_is_shown_as_such(opened: Open) -> None:
    bare = told("بُنيت المدينة.", ("site", MOSUL, "المدينة"), time=TimeSpan(None, None, "unknown", "-0700"))
    with opened(to_frames([report("r", bare)])) as seen:
        seen.page.click(".ge-row")
        assert "-0700" in seen.texts(".ge-popup .ge-when")[0]


def test_a_title_of_100_kilobytes_is_cut_in_lists_and_scrolls_in_the_popup(opened: Open) -> None:
    words, one_word = "عنوان طويل " * 10_000, "ط" * 100_000
    long = [told("في الموصل.", ("site", MOSUL, "الموصل"), title=title) for title in (words, one_word)]
    with opened(to_frames([report("r", *long)]), title=one_word) as seen:
        assert seen.page.locator(".ge-row").last.bounding_box()["height"] < 200
        assert seen.page.locator(".ge-title").bounding_box()["height"] < 200
        for number in range(2):
            seen.page.click(f".ge-row >> nth={number}")
            seen.page.wait_for_selector(".leaflet-popup .ge-card")
            assert seen.page.locator(".leaflet-popup").bounding_box()["height"] < 800
            assert "+" in seen.texts(".leaflet-popup h2")[0], "says how much is left out"
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        seen.assert_calm()


def test_five_hundred_categories_are_all_in_the_filters_and_some_in_the_legend(opened: Open) -> None:
    frames = to_frames([report("r", *[SWEEP] * 500)])
    for table in (frames.events, frames.locations):
        table["category"] = [f"kind_{number}" for number in range(500)]
    with opened(frames) as seen:
        seen.page.click(".ge-filter-box summary")
        seen.page.wait_for_selector("fieldset .ge-option")  # they are made when the box opens
        assert seen.page.locator("fieldset >> nth=0 >> .ge-option").count() == 500
        seen.page.click(".ge-option:has-text('kind 77') input >> nth=0")
        assert "499 of 500" in seen.texts(".ge-count")[0]
        box = seen.page.locator(".ge-legend").bounding_box()
        seen.page.click(".ge-legend details summary")
        assert "460 more" in seen.texts(".ge-all-symbols")[0]
        assert box["y"] >= 0
        assert seen.page.locator(".ge-legend").bounding_box()["y"] >= 0
        seen.assert_calm()


def test_places_on_both_sides_of_the_antimeridian_can_all_be_reached(opened: Open) -> None:
    west, east = (
        place("x:w", "West", "", "town", 65.0, -179.9),
        place("x:e", "East", "", "town", 65.0, 179.9),
    )
    both = report("r", told("West", ("site", west, "West")), told("East", ("site", east, "East")))
    with opened(to_frames([both])) as seen:
        for number, longitude in ((0, -179.9), (1, 179.9)):
            seen.page.click(f".ge-row >> nth={number}")
            seen.page.wait_for_selector(".leaflet-popup .ge-card")
            assert seen.ask("p => p.map.getCenter().lng") == pytest.approx(longitude, abs=2)
        seen.go(65.0, 180.0, 6)
        spots = seen.ask("p => p.marks.hits.filter(hit => hit.kind !== 'area').length")
        assert spots >= 1, "what lies beyond the seam is drawn there too"
        seen.assert_calm()


def test_half_characters_and_nulls_never_break_the_page(opened: Open) -> None:
    torn = "a\ud83d b\udc00 \x00"
    document = Document("torn", f"{torn} الموصل", title=torn, source=torn)
    [event] = report(
        "torn", told("الموصل", ("site", MOSUL, "الموصل"), title=torn, actors=(Actor(torn),))
    ).events
    lost = Mention(0, 1, torn, reason=torn)
    with opened(to_frames([Parsed(document, (lost,), events=(event,))]), title=torn, credits=torn) as seen:
        seen.page.click(".ge-row")
        assert "\ufffd" in seen.texts(".ge-popup h2")[0]
        seen.assert_calm()


def in_bulk(count: int) -> Frames:
    """So many records that the page brings them packed, each at a spot and with a text of its own."""
    frames = to_frames([report("r", SWEEP, VISIT_TO_MOSUL)])
    rng = np.random.default_rng(5)
    ids = [f"event-{number}" for number in range(count)]
    tables = {}
    for name in ("events", "locations"):
        table = getattr(frames, name).iloc[np.zeros(count, dtype=int)].copy()
        table["event_id"] = table.index = ids
        table["title"] = [f"خبر رقم {number} {{{{ 7*7 }}}} </script>" for number in range(count)]
        table["confidence"] = rng.uniform(0, 1, count)
        table["date_start"] = pd.to_datetime("1960-01-01") + pd.to_timedelta(rng.integers(0, 900, count), "D")
        tables[name] = table
    located = tables["locations"]
    located["latitude"], located["longitude"] = rng.uniform(30, 37, count), rng.uniform(36, 48, count)
    located["place_id"] = [f"x:{number}" for number in range(count)]
    located["location"] = [f"Place {number}" for number in range(count)]
    return replace(frames, **tables)


VISIT_TO_MOSUL: Any = told("زيارة الموصل.", ("site", MOSUL, "الموصل"))


def test_a_large_map_is_packed_and_reads_the_same(opened: Open) -> None:
    frames = in_bulk(6000)
    with opened(frames) as seen:
        assert "6,000 of 6,000" in seen.texts(".ge-count")[0]
        events = frames.events
        ids = seen.ask("p => Array.from({length: p.store.size}, (_, record) => p.store.id(record))")
        for number in (0, 999, 1000, 5999):
            row = events.iloc[number]
            record = ids.index(row["event_id"])  # in the page, by day
            got = seen.ask(
                f"p => ['title', 'evidence', 'confidence'].map(name => p.store.get(name, {record}))"
                f".concat(p.store.id({record}), p.store.day('date_start', {record}))"
            )
            assert got[0] == row["title"]
            assert got[1] == row["evidence"]
            assert got[2] == pytest.approx(row["confidence"], abs=1e-5)
            assert got[3:] == [row["event_id"], f"{row['date_start']:%Y-%m-%d}"]
            at = seen.ask(
                f"p => p.store.linksOf({record}).map(link => [link.at.latitude, link.at.longitude])"
            )
            located = frames.locations.iloc[number]
            assert at == [pytest.approx([located["latitude"], located["longitude"]], abs=1e-5)]
        latest = events.sort_values("date_start", ascending=False, kind="stable").iloc[0]
        assert seen.page.locator(".ge-row").first.get_attribute("data-record") == latest["event_id"]
        seen.search("رقم 4321")
        assert seen.page.locator(".ge-row").count() == 1
        seen.page.click(".ge-row")
        assert "{{ 7*7 }} </script>" in seen.texts(".ge-popup h2")[0]
        seen.assert_calm()


OPEN_THE_LARGEST = """p => {
  const clusters = p.marks.hits.filter(hit => hit.kind === "cluster").sort((a, b) => b.radius - a.radius);
  if (!clusters.length) return null;
  const { zoom } = p.marks.open(clusters[0]);
  p.map.setView([...clusters[0].at].reverse(), zoom, { animate: false });
  return zoom;
}"""


def test_clusters_of_a_large_map_open_step_by_step_down_to_single_records(opened: Open) -> None:
    with opened(in_bulk(6000)) as seen:
        zooms = []
        while (zoom := seen.ask(OPEN_THE_LARGEST)) is not None:
            zooms.append(zoom)
        assert zooms == sorted(set(zooms)), "each step comes nearer"
        assert zooms[-1] >= 9, "beyond the zooms whose clusters are made at once"
        assert {"mark"} == set(seen.ask("p => p.marks.hits.map(hit => hit.kind)"))
        seen.assert_calm()


def test_dates_of_the_first_year_and_of_the_last(opened: Open) -> None:
    first, last = (TimeSpan(day, day, "day") for day in (date(1, 1, 1), date(9999, 12, 31)))
    at = ("site", MOSUL, "الموصل")
    with opened(
        to_frames([report("r", told("الموصل", at, time=first), told("الموصل", at, time=last))])
    ) as seen:
        assert seen.texts(".ge-row-meta bdi") == ["31 Dec 9999", "1 Jan 1"]
        seen.assert_calm()
