"""The gazetteer: what a text says is found, what a person types is found, what is unknown is not."""

import pickle
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geoevents.errors import GazetteerError, UnknownPlaceError
from geoevents.gazetteer.matching import CONJUNCTION, PREPOSITION
from geoevents.gazetteer.store import Gazetteer
from geoevents.language.fold import BREAK, fold, fold_text

# A small world with what makes names hard: articles, clitics that are also first letters, names within
# names, two names of one place, one name of two places.
PLACES = """id,name,name_ar,kind,country,latitude,longitude,population,names,use,geonames
own:hasakah,al-Hasakah,الحسكة,city,SY,36.5,40.75,188160,Hassakeh,,
own:bab,al-Bab,الباب,city,SY,36.37,37.51,63069,,context,
own:lebanon,Lebanon,لبنان,region,LB,33.9,35.9,5000000,,,
own:latakia,Latakia,اللاذقية,city,SY,35.53,35.78,340181,,,
own:deir,Deir ez-Zor,دير الزور,city,SY,35.33,40.14,211857,,,
own:deir-ali,Deir Ali,دير علي,village,SY,33.28,36.3,3000,,,
own:wadi,Wadi,وادي,village,SY,33.1,36.1,100,,,
own:balad,Balad,بلد,town,IQ,34.01,44.14,80000,,,
own:balad-west,Balad,بلد,village,SY,33.5,36.2,50,,,
own:al-qaim,al-Qaim,القائم,city,IQ,34.37,41.09,74100,,,
own:al-qaim-crossing,al-Qaim crossing,منفذ القائم,border_crossing,IQ|SY,34.39,41.01,,,,
own:paso,El Paso,,city,US,31.76,-106.49,678815,,,
"""
NAMES = """name,place,use
الجزيرة السورية,own:hasakah,
باب,,never
الباب,,context
"""
DEMONYMS = """place,language,form
own:lebanon,ar,لبناني
own:lebanon,en,Lebanese
"""
NONPLACES = """name,language,kind
بنك بلد,ar,organisation
"""
# Words that texts are made of: the names, parts of them, and other words.
WORDS = [
    "حسكه", "باب", "لبنان", "لاذقيه", "دير", "زور", "الزور", "علي", "وادي", "بلد", "قائم", "منفذ", "جزيره",
    "سوريه", "السوريه", "في", "من", "al", "hasakah", "el", "paso", "deir", "ez", "zor", "balad", "crossing",
    "qaim", "the",
]  # fmt: skip
FRONTS = ["", "و", "ف", "ب", "ل", "ك", "ال", "لل", "وال", "بال", "ولل", "فبال"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    for name, content in (
        ("places.csv", PLACES),
        ("names.csv", NAMES),
        ("demonyms.csv", DEMONYMS),
        ("nonplaces.csv", NONPLACES),
    ):
        (folder / name).write_text(content, "utf-8")
    return folder


@pytest.fixture(scope="module")
def small(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The places above and no others."""
    return Gazetteer.load(folder, shipped=False, cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    """The shipped gazetteer."""
    return Gazetteer.load()


def found(gazetteer: Gazetteer, text: str) -> dict[str, set[str]]:
    """The places that a text may name, by the part of the text that names them."""
    folded = fold_text(text)
    hits = gazetteer.match(folded)
    names: dict[str, set[str]] = {}
    for start, end, name in zip(hits.start, hits.end, hits.name, strict=True):
        ids = {gazetteer.place(entry.row).id for entry in gazetteer.entries(int(name))}
        names.setdefault(folded.text[start:end], set()).update(ids)
    return names


def test_a_name_is_found_behind_every_clitic(small: Gazetteer) -> None:
    for front in ("", "و", "ب", "وب", "ك", "ف"):
        assert found(small, f"{front}الحسكة") == {"الحسكه": {"own:hasakah"}}, front
    assert found(small, "للحسكة") == {"حسكه": {"own:hasakah"}}


def test_a_hit_tells_article_and_clitics_apart(small: Gazetteer) -> None:
    folded = fold_text("ثم وبالحسكة وللقائم")
    hits = small.match(folded)
    assert [folded.text[start:end] for start, end in zip(hits.start, hits.end, strict=True)] == [
        "الحسكه",
        "قايم",
    ]
    assert [folded.text[start : start + 2] for start in hits.word_start] == ["وب", "ول"]
    assert hits.article.tolist() == [True, True]
    assert hits.clitic.tolist() == [CONJUNCTION | PREPOSITION] * 2


def test_the_article_written_into_a_lam_is_known(small: Gazetteer) -> None:
    # ل + اللاذقية is written للاذقية, ل + لبنان is للبنان.
    for text, article in (("للاذقية", True), ("للبنان", False), ("باللاذقية", True), ("لبنان", False)):
        hits = small.match(fold_text(text))
        assert [(text, bool(flag)) for flag in hits.article] == [(text, article)]


def test_letters_that_look_like_clitics_belong_to_the_name(small: Gazetteer) -> None:
    assert found(small, "وادي") == {"وادي": {"own:wadi"}}
    assert found(small, "ببلد") == {"بلد": {"own:balad", "own:balad-west"}}


def test_the_longest_name_comes_first_and_those_within_it_follow(small: Gazetteer) -> None:
    folded = fold_text("منفذ القائم")
    hits = small.match(folded)
    assert [folded.text[start:end] for start, end in zip(hits.start, hits.end, strict=True)] == [
        "منفذ القايم",
        "القايم",
    ]


def test_no_name_runs_over_a_comma(small: Gazetteer) -> None:
    assert found(small, "دير الزور") == {"دير الزور": {"own:deir"}}
    assert found(small, "دير، الزور") == {}


def test_a_name_written_as_one_word_is_found(small: Gazetteer) -> None:
    assert found(small, "ديرالزور") == {"ديرالزور": {"own:deir"}}


def test_the_article_in_latin_letters(small: Gazetteer) -> None:
    assert found(small, "near al-Hasakah") == {
        "al hasakah": {"own:hasakah"},
        "hasakah": {"own:hasakah"},
    }
    # The Spanish article is none: "Paso" is not El Paso.
    assert found(small, "Paso") == {}
    assert found(small, "El Paso") == {"el paso": {"own:paso"}}


def test_how_a_name_is_used_depends_on_its_article(small: Gazetteer) -> None:
    assert small.match(fold_text("الباب")).use.tolist() == [1]
    assert small.match(fold_text("باب")).use.tolist() == [2]
    (entry,) = small.entries(int(small.match(fold_text("باب")).name[0]))
    assert (entry.use, entry.has_article, entry.is_primary) == (1, True, True)


def test_the_better_known_place_comes_first(small: Gazetteer) -> None:
    (name,) = small.match(fold_text("بلد")).name
    assert [small.place(entry.row).id for entry in small.entries(int(name))] == [
        "own:balad",
        "own:balad-west",
    ]


def test_an_empty_text_has_no_hits(small: Gazetteer) -> None:
    assert len(small.match(fold_text(""))) == 0
    assert len(small.match(fold_text("، \n ."))) == 0


def naive(gazetteer: Gazetteer, names: dict[str, int], text: str) -> Iterator[tuple[int, int, int]]:
    """Find names as a person would write it down: every word, behind each clitic, with each next word."""
    at = 0
    for passage in text.split(BREAK):
        words = passage.split(" ")
        starts = [at + len(" ".join(words[:number])) + bool(number) for number in range(len(words))]
        for first, last in product(range(len(words)), range(len(words))):
            if last < first or not words[first]:
                continue
            piece = " ".join(words[first : last + 1])
            is_arabic = "\u0600" <= piece[0] < "\u0700"
            for conjunction, preposition, article in product(
                ("", "و", "ف"), ("", "ب", "ل", "ك"), ("", "ال", "لل")
            ):
                front = conjunction + preposition + article
                if article == "لل" and preposition:
                    continue
                if front and not (is_arabic and len(words[first]) >= len(front) + 2):
                    continue
                name = names.get(piece.removeprefix(front)) if piece.startswith(front) else None
                if name is not None:
                    written = len(front) - 2 * (article == "ال")
                    yield starts[first] + written, starts[last] + len(words[last]), name
        at += len(passage) + 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(st.sampled_from(FRONTS), st.sampled_from(WORDS), st.sampled_from(["", " ", " ", ", "])),
        max_size=14,
    )
)
def test_matching_agrees_with_a_naive_search(small: Gazetteer, parts: list[tuple[str, str, str]]) -> None:
    text = "".join(front * (word[0] >= "\u0600") + word + gap for front, word, gap in parts)
    folded = fold_text(text)
    names = {small.names.text(name): name for name in range(len(small.names.bounds) - 1)}
    hits = small.match(folded)
    matched = set(zip(hits.start.tolist(), hits.end.tolist(), hits.name.tolist(), strict=True))
    assert matched == set(naive(small, names, folded.text))


def test_a_text_of_any_length_is_matched_as_its_parts_are(small: Gazetteer) -> None:
    sentence = "وصل من دير الزور إلى الحسكة، ثم عاد إلى لبنان. "
    once = small.match(fold_text(sentence))
    assert len(once) == 3
    many = small.match(fold_text(sentence * 6000))
    assert len(many) == 3 * 6000
    size = len(fold_text(sentence).codes)
    assert (many.start.reshape(6000, 3) % size == once.start).all()


def test_places_by_id(small: Gazetteer) -> None:
    place = small["own:deir"]
    assert (place.name, place.name_ar, place.kind, place.country) == (
        "Deir ez-Zor",
        "دير الزور",
        "city",
        "SY",
    )
    assert small["own:al-qaim-crossing"].countries == ("IQ", "SY")
    assert "own:deir" in small
    assert "own:nowhere" not in small
    assert len(small) == len(list(small)) == 12
    with pytest.raises(UnknownPlaceError, match="own:nowhere"):
        small["own:nowhere"]


def test_adjectives_of_nationality_in_all_their_forms(small: Gazetteer) -> None:
    for form in ("لبناني", "اللبنانية", "لبنانيين", "اللبنانيون", "لبنانيات", "Lebanese"):
        assert small.demonyms[fold(form)] == "own:lebanon"
    assert small.nonplaces == {fold("بنك بلد"): "organisation"}


def test_a_gazetteer_travels_to_another_process(small: Gazetteer) -> None:
    copy = pickle.loads(pickle.dumps(small))
    assert copy["own:deir"] == small["own:deir"]
    assert pickle.loads(pickle.dumps(small["own:deir"])) == small["own:deir"]


def test_ones_own_folder_lies_over_the_shipped_data(
    world: Gazetteer, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (tmp_path / "places.csv").write_text(
        "id,name,name_ar,kind,country,latitude,longitude,geonames\n"
        "own:hasakah,Hasakah of mine,حسكتي,city,SY,36.51,40.74,173811\n",
        "utf-8",
    )
    mine = Gazetteer.load(tmp_path, cache=tmp_path_factory.mktemp("cache"))
    assert len(mine) in (len(world), len(world) + 1)
    assert mine["gn:173811"].id == "own:hasakah"
    assert mine.lookup("حسكتي")[0].place.id == "own:hasakah"
    assert mine.version.startswith(world.version)
    assert mine.version != world.version


def test_a_folder_without_places_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"places\.csv"):
        Gazetteer.load(tmp_path)


# What follows asks the shipped data.


@pytest.mark.parametrize(
    ("names", "place"),
    [
        ("الحسكه الحسكة al-Hasakah Hassakeh Al_Hasaka Haseke Hasakeh Alhasakah للحسكة", "Hasakah"),
        ("دير_الزور ديرالزور Dayr_az_Zawr Deir_Ezzor Deir_ez-Zor Der_Zor", "Deir ez-Zor"),
        ("الرقة Raqqa ar-Raqqah Rakka", "Raqqa"),
        ("القامشلي Qamishli Kamishly Qamişlo Qamishly", "Qamishli"),
        ("دمشق Damascus Dimashq", "Damascus"),
    ],
)
def test_any_spelling_finds_the_city(world: Gazetteer, names: str, place: str) -> None:
    for name in names.split():
        (best, *_) = world.lookup(name.replace("_", " "))
        assert place in best.place.name, name
        assert best.place.country == "SY", name
        assert 0 < best.score <= 1


def test_type_words_say_what_kind_is_meant(world: Gazetteer) -> None:
    assert world.lookup("محافظة الحسكة")[0].place.id == "SY-HA"
    assert world.lookup("Hasakah Governorate")[0].place.id == "SY-HA"
    assert world.lookup("Governorate of Hasakah")[0].place.id == "SY-HA"
    assert world.lookup("مخيم الهول")[0].place.kind == "camp"
    assert world.lookup("al-Hol camp")[0].place.kind == "camp"


@pytest.mark.parametrize("name", ["", " ", "؟!", "Xqzzvwrk", "ضظغثخذ"])
def test_an_unknown_name_finds_nothing(world: Gazetteer, name: str) -> None:
    assert world.lookup(name) == ()


def test_lookup_can_be_narrowed(world: Gazetteer) -> None:
    assert world.lookup("الحسكة", kind="governorate")[0].place.id == "SY-HA"
    assert {match.place.country for match in world.lookup("Tripoli", country="LB")} == {"LB"}
    assert world.lookup("Tripoli", near=(34.4, 35.9))[0].place.country == "LB"
    assert world.lookup("Tripoli", near=(32.9, 13.2))[0].place.country == "LY"
    assert len(world.lookup("San Jose", limit=3)) == 3
    assert world.lookup("Hassakehh", fuzzy=False) == ()


def test_borders_and_neighbours(world: Gazetteer) -> None:
    border = world.border("SY", "IQ")
    assert border is not None
    assert border.id == "border:IQ-SY"
    assert border.length_km == pytest.approx(598.9, abs=1)
    assert world.border("SY", "FR") is None
    assert set(world.neighbours("SY")) >= {"IQ", "JO", "LB", "TR"}
    assert world.neighbours("MT") == ()


def test_outlines_come_with_their_places(world: Gazetteer) -> None:
    syria = world["country:SY"]
    assert syria.outline is not None
    assert syria.outline.contains(world.lookup("حمص")[0].place.geometry)


def test_the_data_says_what_it_is(world: Gazetteer, root: Path) -> None:
    assert world.version == (root / "gazetteer" / "VERSION").read_text("utf-8").strip()
    assert world.credits in (root / "gazetteer" / "README.md").read_text("utf-8")
    summary = world.summary()
    assert summary["places"] == len(world)
    assert summary["country"] > 200
