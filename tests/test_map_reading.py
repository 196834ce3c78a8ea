"""Reading the map: what lies on one spot, how long it took, why it is there, and taking it along on paper."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geoevents.model import TimeSpan
from geoevents.publish.frames import Frames, to_frames
from geoevents.publish.map import save_map
from tests import map_browser
from tests.map_browser import BADIYA, CAMP, COUNTRY, MOSUL, SWEEP, TALKS, VISIT, Open, place, report, told

browser, frames, opened = map_browser.browser, map_browser.frames, map_browser.opened  # fixtures

I18N = Path(__file__).parents[1] / "geoevents/publish/map/assets/src/i18n"
FAN = "p => p.marks.hits.filter(hit => hit.kind === 'fan').map(hit => [hit.x, hit.y])"


def test_records_of_one_spot_fan_out_beside_their_list(opened: Open) -> None:
    with opened(to_frames([report("r", TALKS, TALKS, VISIT)])) as seen:
        seen.go(33.51, 36.29, 8)
        seen.click_at(33.5102, 36.2913)
        assert seen.page.locator(".leaflet-popup .ge-stack li").count() == 3
        spots = seen.ask(FAN)
        assert len({(round(x), round(y)) for x, y in spots}) == 3
        box = seen.page.locator(".leaflet-popup").bounding_box()
        x, y = seen.on_screen(*spots[1])
        assert y > box["y"] + box["height"] - 12, "the list must not hide the fan"
        seen.page.mouse.click(x, y)
        seen.page.wait_for_selector(".leaflet-popup .ge-card")
        assert seen.ask("p => p.store.id(p.marks.selected)") == seen.page.locator(
            ".leaflet-popup .ge-card"
        ).get_attribute("data-record")
        assert len(seen.ask(FAN)) == 3, "the others stay within reach"
        seen.page.keyboard.press("Escape")
        assert seen.ask(FAN) == []
        seen.assert_calm()


def test_many_records_fan_out_in_a_spiral_and_more_are_a_list(opened: Open) -> None:
    with opened(to_frames([report("r", *[TALKS] * 20)])) as seen:
        seen.go(33.51, 36.29, 8)
        seen.click_at(33.5102, 36.2913)
        spots = seen.ask(FAN)
        assert len(spots) == 20
        for i, (x, y) in enumerate(spots):
            for other_x, other_y in spots[i + 1 :]:
                assert (x - other_x) ** 2 + (y - other_y) ** 2 > 24**2, "symbols must not lie on each other"
    with opened(to_frames([report("r", *[TALKS] * 60)])) as seen:
        seen.go(33.51, 36.29, 8)
        seen.click_at(33.5102, 36.2913)
        assert seen.ask(FAN) == []
        assert seen.page.locator(".leaflet-popup .ge-stack li").count() == 60


def test_the_timeline_tells_what_lasted_from_what_happened_within(opened: Open) -> None:
    days = (date(2024, 12, 1), date(2024, 12, 20))
    lasted = told("دام الاشتباك في الموصل.", ("site", MOSUL, "الموصل"), time=TimeSpan(*days, "range"))
    within = told("وقع ذلك في الموصل.", ("site", MOSUL, "الموصل"), time=TimeSpan(*days, "month"))
    with opened(to_frames([report("r", lasted, within, SWEEP)])) as seen:
        bars = seen.page.locator(".ge-intervals rect")
        assert bars.count() == 2, "a day is no interval"
        assert seen.page.locator(".ge-intervals rect.ge-possible").count() == 1
        assert "On some day between" in " ".join(seen.texts(".ge-key"))
        bars.first.click()
        seen.page.wait_for_selector(".leaflet-popup .ge-card")
        seen.search("12 مطلوبا")
        assert bars.count() == 0, "what does not pass the filters has no bar"
        seen.assert_calm()


def doubtful() -> Frames:
    """A record whose place was chosen among several."""
    other = place("gn:1", "Mosul Village", "قرية الموصل", "village", 30.0, 31.0, countries=("EG",))
    parsed = report("r", SWEEP)
    [event] = parsed.events
    [where] = event.locations
    mention = replace(
        where.mention,
        candidates=(MOSUL, other),
        reason="of 2 places of this name: salience, country focus; no camp of this name is known",
    )
    return to_frames(
        [replace(parsed, events=(replace(event, locations=(replace(where, mention=mention),)),))]
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["the best known", "the report speaks of its country", "no camp of", "Mosul Village", "gn:1"]),
        ("ar", ["هو الأشهر", "التقرير يتحدث عن بلده", "مخيم", "قرية الموصل", "أماكن أخرى بهذا الاسم"]),
    ],
)
def test_a_popup_says_why_this_place_and_which_others(opened: Open, language: str, said: list[str]) -> None:
    with opened(doubtful(), language=language) as seen:
        seen.page.click(".ge-row >> nth=0")
        seen.unfold_reasons()
        [text] = seen.texts(".ge-popup .ge-why")
        for words in said:
            assert words in text
        assert "salience" not in text


def test_every_reason_that_parsing_gives_has_its_arabic_words(root: Path, opened: Open) -> None:
    import geoevents

    found = geoevents.collect(root / "seeds")
    reasons = {*found.locations["place_reason"].dropna(), *found.unresolved["reason"].dropna()}
    assert reasons
    with opened(to_frames([]), language="ar") as seen:
        told_in_arabic = seen.ask(f"p => {json.dumps(sorted(reasons))}.map(one => p.words.reason(one))")
    for reason, arabic in zip(sorted(reasons), told_in_arabic, strict=True):
        assert re.search("[\u0621-\u064a]", arabic), f"{reason!r} is not translated"


def test_both_languages_have_the_same_words_and_the_page_uses_each() -> None:
    english, arabic = (json.loads((I18N / f"{one}.json").read_text(encoding="utf-8")) for one in ("en", "ar"))
    assert english.keys() == arabic.keys()
    assert len(english) > 100
    source = "".join(path.read_text(encoding="utf-8") for path in I18N.parent.glob("*.js"))
    plain = [key for key in english if "." not in key and key != "notebook"]
    assert [key for key in plain if not re.search(rf"[\"'`]{key}[\"'`]|window_\$|\(key\)", source)] == []
    holes = re.compile(r"\{\w+\}")
    for key, text in english.items():
        assert sorted(holes.findall(text)) == sorted(holes.findall(arabic[key])), key


def test_coordinates_follow_the_pointer_and_stay_left_to_right(opened: Open, frames: Frames) -> None:
    with opened(frames, language="ar") as seen:
        seen.go(33.5, 36.3, 9)
        assert seen.texts(".ge-coordinates") == ["33.500, 36.300"]
        box = seen.page.locator(".ge-stage .leaflet-container").bounding_box()
        seen.page.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + 40)
        seen.wait_until("() => document.querySelector('.ge-coordinates').textContent !== '33.500, 36.300'")
        latitude, longitude = map(float, seen.texts(".ge-coordinates")[0].split(","))
        assert latitude > 33.5
        assert longitude > 36.3


def test_full_screen_and_back(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.page.click(".ge-fullscreen")
        seen.page.wait_for_function("document.fullscreenElement?.classList.contains('ge-app')")
        assert seen.page.locator(".ge-fullscreen").get_attribute("aria-pressed") == "true"
        seen.page.click(".ge-fullscreen")
        seen.page.wait_for_function("!document.fullscreenElement")
        seen.assert_calm()


def test_a_link_opens_the_record_that_its_sender_had_open(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.page.click('.ge-row[data-record="r1-0"]')
        seen.page.wait_for_selector(".leaflet-popup .ge-card")
        link = seen.page.url
        seen.page.goto("about:blank")
        seen.page.goto(link)
        seen.page.wait_for_selector('.leaflet-popup .ge-card[data-record="r1-0"]')
        seen.page.goto("about:blank")
        seen.page.goto(link.split("#")[0] + "#record=unknown&at=x/y/z&days=1&no_status=%7B")
        seen.page.wait_for_selector(".ge-app[data-ready]")
        assert seen.page.locator(".leaflet-popup").count() == 0
        seen.assert_calm()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_light_shows_the_map_first_and_the_whole_list(opened: Open, scheme: str) -> None:
    many = to_frames([report("r", *[TALKS] * 200)])
    with opened(many, scheme=scheme, title="للطباعة") as seen:
        before = seen.ask("p => [p.map.getCenter().lat, p.map.getZoom()]")
        seen.page.emulate_media(media="print")
        seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert seen.page.locator(".ge-row").count() == 200
        title, stage, row = (
            seen.page.locator(one).first.bounding_box()["y"] for one in (".ge-title", ".ge-stage", ".ge-row")
        )
        assert title < stage < row
        assert not seen.page.locator(".ge-controls").is_visible()
        paper = seen.page.locator(".ge-app").evaluate("app => getComputedStyle(app).backgroundColor")
        assert paper == "rgb(255, 255, 255)"
        assert seen.ask("p => p.theme.land") == "#f6f4ee"
        seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
        seen.page.emulate_media(media="screen")
        assert seen.ask("p => [p.map.getCenter().lat, p.map.getZoom()]") == pytest.approx(before)
        pages = seen.page.pdf(format="A4", print_background=True)
        assert pages.startswith(b"%PDF")
        seen.assert_calm()


def test_a_name_keeps_clear_of_the_symbols(opened: Open, frames: Frames) -> None:
    with opened(frames) as seen:
        seen.go(36.3, 42.0, 8)
        boxes = seen.ask("p => p.ground.written.map(one => [one.text, ...one.box])")
        marks = seen.ask("p => p.marks.hits.filter(h => h.radius).map(h => [h.x, h.y, h.radius])")
        assert {"al-Hol camp", "Mosul"} <= {box[0] for box in boxes}
        for _, west, north, east, south in boxes:
            for x, y, radius in marks:
                assert not (
                    west < x + radius and x - radius < east and north < y + radius and y - radius < south
                )


def test_the_saved_page_has_what_a_screen_reader_needs(frames: Frames, tmp_path: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(save_map(frames, tmp_path / "map.html", language="ar").as_uri())
    page.wait_for_selector(".ge-app[data-ready]")
    named = page.locator("main, aside, section, [role=application], [role=slider]")
    assert named.count() >= 5
    for i in range(named.count()):
        assert named.nth(i).get_attribute("aria-label") or named.nth(i).evaluate("n => n.tagName") == "MAIN"
    page.close()


def test_the_camp_is_named_in_both_scripts(opened: Open) -> None:
    stock = told("يقيم في مخيم الهول كثيرون.", ("site", CAMP, "مخيم الهول"))
    with opened(to_frames([report("r", stock)])) as seen:
        seen.go(36.37, 41.15, 9)
        assert seen.ask("p => p.ground.written.map(one => one.text)") == ["al-Hol camp"]


def test_a_title_that_tells_no_more_than_the_rest_gives_way_to_the_sentence(opened: Open) -> None:
    where, sentence = ("site", MOSUL, "الموصل"), "ضُبطت أسلحة في الموصل."
    of_the_place, of_the_sentence, telling = "ضبط: الموصل …", "ضبط: ضُبطت أسلحة …", "ضبط: رشاشات وذخيرة"
    records = [told(sentence, where, title=title) for title in (of_the_place, of_the_sentence, telling)]
    with opened(to_frames([report("r", *records)])) as seen:
        assert seen.texts(".ge-row-title") == [sentence, sentence, telling]
        for number, titles in enumerate(([], [], [telling])):
            seen.page.click(f".ge-row >> nth={number}")
            seen.page.wait_for_selector(f'.ge-popup .ge-card[data-record="r-{number}"]')
            assert seen.texts(".ge-popup h2") == titles


def test_many_records_of_an_area_or_a_country_never_look_like_those_of_a_town(opened: Open) -> None:
    records = [
        *[told("في الموصل.", ("site", MOSUL, "الموصل"))] * 2,
        *[told("في البادية.", ("area", BADIYA, "البادية"))] * 2,
        *[told("في سوريا.", ("area", COUNTRY, "سوريا"))] * 2,
    ]
    precisions = "p => p.marks.hits.filter(hit => hit.properties).map(hit => hit.properties.precision).sort()"
    with opened(to_frames([report("r", *records)])) as seen:
        seen.go(35, 40, 7)
        assert seen.ask(precisions) == ["area", "country", "exact"]
        seen.go(35, 40, 3)
        assert seen.ask(precisions) == ["area", "exact"], "a cluster of both stands somewhere in an area"


def test_symbols_of_areas_make_room_for_those_of_towns(opened: Open) -> None:
    around = place("x:g", "Around Mosul", "حول الموصل", "governorate", 36.34, 43.12, countries=("IQ",))
    both = [told("في الموصل.", ("site", at, "الموصل")) for at in (MOSUL, around)]
    with opened(to_frames([report("r", *both)])) as seen:
        (x, y, radius), (other_x, other_y, other_radius) = seen.ask(
            "p => p.marks.hits.filter(hit => hit.at).map(hit => [hit.x, hit.y, hit.radius])"
        )
        assert (x - other_x) ** 2 + (y - other_y) ** 2 >= (radius + other_radius) ** 2 - 1e-6
        town = seen.ask("p => p.marks.hits.find(hit => hit.place?.location === 'Mosul')")
        spot = seen.ask(
            "p => { const corner = p.marksLayer._canvas.getBoundingClientRect(),"
            " box = p.map.getContainer().getBoundingClientRect(),"
            f" at = p.map.latLngToContainerPoint([{MOSUL.latitude}, {MOSUL.longitude}]);"
            " return [at.x + box.x - corner.x, at.y + box.y - corner.y] }"
        )
        assert [town["x"], town["y"]] == pytest.approx(spot, abs=2), "the town stays where it is"


def test_the_legend_explains_the_signs_that_occur_and_no_others(opened: Open, frames: Frames) -> None:
    near = place("x:n", "30 km north", "شمالاً", "area", 36.6, 43.1, countries=("IQ",), radius_km=10)
    with opened(frames) as seen:
        legend = " ".join(seen.texts(".ge-legend"))
        assert "its direction" in legend
        assert "in this circle" not in legend
    with opened(to_frames([report("r", told("شمالاً.", ("site", near, "شمالاً")))])) as seen:
        legend = " ".join(seen.texts(".ge-legend"))
        assert "its direction" not in legend
        assert "in this circle" in legend
