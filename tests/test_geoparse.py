"""What the geoparser makes of sentences: each names its places, their roles and what must not be a place."""

import pytest

from geoevents.gazetteer.store import Gazetteer
from geoevents.geoparse import geoparse
from geoevents.model import Document, Mention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    found = geoparse(Document("t", text), gazetteer)
    assert all(text[m.start : m.end] == m.text for m in found)
    return found


def shown(mention: Mention) -> str:
    place = mention.place
    if place is None:
        return f"{mention.role}: ?"
    return f"{mention.role}: {place.name} ({place.kind})"


# Text; then what is expected of each span: its words → role: place (kind). Spans not listed must not be literal.
SENTENCES = [
    ("وصلت قافلة مساعدات إلى مخيم الهول", {"مخيم الهول": "literal: Al-Hol camp (camp)"}),
    ("قتل شخصان في بلدة الهول شرق الحسكة", {"بلدة الهول": "literal: Al-Hol (town)"}),
    ("أغلقت السلطات منفذ القائم الحدودي أمس", {"منفذ القائم الحدودي": "literal: Al-Qaim crossing (border_crossing)"}),
    ("الوضع القائم لا يمكن أن يستمر", {}),
    ("اجتماع بين بغداد ودمشق بشأن المياه", {"بغداد": "metonymic: Baghdad (city)", "ودمشق": "metonymic: Damascus (city)"}),
    ("سافر الوزير إلى بغداد أمس", {"بغداد": "literal: Baghdad (city)"}),
    ("أعلن فيلق القدس عن مقتل ضابط", {"القدس": "embedded: Jerusalem (city)"}),
    ("انفجار في الحسكة", {"الحسكة": "literal: Al Hasakah (city)"}),
    ("سيطرت القوات على محافظتي نينوى والأنبار", {
        "محافظتي نينوى": "literal: Nineveh (governorate)", "والأنبار": "literal: Al-Anbar (governorate)"}),
    ("اعتقالات في ريف إدلب الشمالي", {"ريف إدلب الشمالي": "literal: Northern Idlib countryside (area)"}),
    ("غارات على شمال غربي سوريا", {"شمال غربي سوريا": "literal: Northwestern Syria (region)"}),
    ("دوريات على الحدود بين العراق وسوريا", {"الحدود بين العراق وسوريا": "literal: Iraq–Syria border (border)"}),
    ("دوريات على الحدود السورية التركية", {"الحدود السورية التركية": "literal: Syria–Turkey border (border)"}),
    ("قال حميد الشطري إن الأمن مستتب", {}),
    ("A blast hit Aleppo, Syria, on Monday.", {
        "Aleppo": "literal: Aleppo (city)", "Syria": "literal: Syria (country)"}),
    ("Fighting spread along the Iraqi-Syrian border.", {"Iraqi-Syrian border": "literal: Iraq–Syria border (border)"}),
    ("A convoy was hit 30 km north of Palmyra.", {"30 km north of Palmyra": "literal: 30 km, north of Palmyra (area)"}),
    ("Washington said it would send aid.", {"Washington": "metonymic: Washington (city)"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_gives_its_places(text: str, expected: dict[str, str], gazetteer: Gazetteer) -> None:
    found = {m.text: shown(m) for m in mentions(text, gazetteer)}
    assert {words: found.get(words) for words in expected} == expected
    assert {words for words, what in found.items() if what.startswith("literal")} <= set(expected)
