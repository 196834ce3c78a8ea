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
    return f"{mention.role}: {place.id}"


# Text; then what is expected of each span: its words → role: id. Spans not listed must not be literal.
SENTENCES = [
    ("وصلت قافلة مساعدات إلى مخيم الهول", {"مخيم الهول": "literal: ge:al-hol-camp"}),
    ("قتل شخصان في بلدة الهول شرق الحسكة", {
        "بلدة الهول": "literal: ge:al-hol", "شرق الحسكة": "literal: ge:al-hasakah#east"}),
    ("أغلقت السلطات منفذ القائم الحدودي أمس", {
        "منفذ القائم الحدودي": "literal: ge:al-qaim-crossing"}),
    ("تضرر آلاف السكان في قضاء سنجار وناحية تل تمر", {
        "قضاء سنجار": "literal: ge:sinjar#district", "وناحية تل تمر": "literal: ge:tal-tamr#subdistrict"}),
    ("الوضع القائم لا يمكن أن يستمر", {}),
    ("They shelled the villages of Alqarusiyah, Maraazal and Umm Zweitina, a monitor said.", {
        "villages of Alqarusiyah": "literal: ?", "Maraazal": "literal: ?", "Umm Zweitina": "literal: ?"}),
    ("Protesters gathered at Tahrir Square in central Baghdad", {
        "Tahrir Square": "literal: ge:tahrir-square-baghdad", "central Baghdad": "literal: ge:baghdad"}),
    ("The disease spread from Uganda to neighbouring Rwanda", {
        "Uganda": "literal: country:UG", "Rwanda": "literal: country:RW"}),
    ("سيطر التنظيم على الموصل وشن هجوما على كركوك", {  # not Ali of Mosul
        "الموصل": "literal: ge:mosul", "كركوك": "literal: ge:kirkuk"}),
    ("قال علي الموصل إنه سيغادر", {}),
    ("عاد النازحون من القصير بريف حمص", {
        "القصير": "literal: ge:al-qusayr-homs", "بريف حمص": "literal: SY-HI#countryside"}),
    ("اجتماع بين بغداد ودمشق بشأن المياه", {
        "بغداد": "metonymic: ge:baghdad", "ودمشق": "metonymic: ge:damascus"}),
    ("سافر الوزير إلى بغداد أمس", {"بغداد": "literal: ge:baghdad"}),
    ("أعلن فيلق القدس عن مقتل ضابط", {"القدس": "embedded: gn:281184"}),
    ("انفجار في الحسكة", {"الحسكة": "literal: ge:al-hasakah"}),
    ("سيطرت القوات على محافظتي نينوى والأنبار", {
        "محافظتي نينوى": "literal: IQ-NI", "والأنبار": "literal: IQ-AN"}),
    ("اعتقالات في ريف إدلب الشمالي", {"ريف إدلب الشمالي": "literal: SY-ID#countryside#north"}),
    ("غارات على شمال غربي سوريا", {"شمال غربي سوريا": "literal: ge:north-west-syria"}),
    ("دوريات على الحدود بين العراق وسوريا", {"الحدود بين العراق وسوريا": "literal: border:IQ-SY"}),
    ("دوريات على الحدود السورية التركية", {"الحدود السورية التركية": "literal: border:SY-TR"}),
    ("قال حميد الشطري إن الأمن مستتب", {}),
    # What stands somewhere is there; what only has a name is not.
    ("تظاهر طلاب جامعة بيرزيت ضد القرار", {"جامعة بيرزيت": "literal: ge:birzeit#facility"}),
    ("قصف الطيران مستشفى درعا الوطني", {"مستشفى درعا": "literal: ge:daraa#facility"}),
    ("طال القصف مستشفى القدس في حلب بسوريا", {
        "مستشفى القدس": "embedded: gn:281184#facility", "حلب": "literal: ge:aleppo",
        "بسوريا": "literal: country:SY"}),
    ("قالت صحيفة « الخليج » إن السعر ارتفع", {"الخليج": "embedded: ge:persian-gulf"}),
    ("وصل أحمد من الفلوجة إلى رام الله", {
        "الفلوجة": "literal: ge:al-fallujah", "رام الله": "literal: ge:ramallah"}),
    ("تعهد بمضاعفة المساعدات لقارة أفريقيا وفي أفريقيا نفسها", {"أفريقيا": "literal: ge:africa"}),
    ("نزاع على أراض في لواء الرمثا", {"لواء الرمثا": "literal: ge:ramtha#district"}),
    # Distances in digits and words, with and without a compass point; a noun for each of a list.
    ("غارة على بعد ثلاثين كيلومترا شمال شرقي تدمر", {
        "ثلاثين كيلومترا شمال شرقي تدمر": "literal: ge:palmyra#30km-northeast"}),
    ("سقط صاروخ على بعد كيلومترين غرب سنجار", {"كيلومترين غرب سنجار": "literal: ge:sinjar#2km-west"}),
    ("يقع الحقل على بعد نحو 40 كم إلى الشرق من دير الزور", {
        "40 كم إلى الشرق من دير الزور": "literal: ge:deir-ez-zor#40km-east"}),
    ("A drone fell some twenty-five kilometres to the north-east of Palmyra.", {
        "twenty-five kilometres to the north-east of Palmyra": "literal: ge:palmyra#25km-northeast"}),
    ("A drone fell 40 miles from Palmyra.", {"40 miles from Palmyra": "literal: ge:palmyra#64.36km"}),
    ("قصف على ريفي حلب وإدلب", {
        "ريفي حلب": "literal: SY-HL#countryside", "وإدلب": "literal: SY-ID#countryside"}),
    ("Cells remain active in the Homs and Syrian deserts.", {
        "Homs": "literal: ge:homs-badiya", "Syrian deserts": "literal: ge:syrian-desert"}),
    ("سيطر الجيش على جبلي الأكراد والتركمان", {
        "جبلي الأكراد": "literal: ge:jabal-al-akrad", "والتركمان": "literal: ge:jabal-al-turkman"}),
    ("The bank cut its forecast.", {}),
    ("توصل الباحثون إلى لقاح فعال ضد المرض", {}),
    # A common word is a place where the text says what it lies by; a side belongs to the countryside.
    ("انفجار في الباب شرقي حلب", {"الباب": "literal: ge:al-bab", "شرقي حلب": "literal: ge:aleppo#east"}),
    ("طرق رجال الأمن الباب قبل الفجر", {}),
    ("صور من صور جنوبي لبنان", {"صور": "literal: ge:tyre", "جنوبي لبنان": "literal: ge:south-lebanon"}),
    ("Shells hit the northern Aleppo countryside and the western outskirts of Hama.", {
        "northern Aleppo countryside": "literal: SY-HL#countryside#north",
        "western outskirts of Hama": "literal: ge:hama#outskirts"}),
    ("The base lies 12 miles (19 km) south of Kirkuk.", {
        "12 miles (19 km) south of Kirkuk": "literal: ge:kirkuk#19km-south"}),
    # Namesakes, told apart by the adjective or the possessor of the country.
    ("عاد إلى مدينة طرابلس اللبنانية", {"مدينة طرابلس": "literal: ge:tripoli-lebanon"}),
    ("الحرب في العاصمة الليبية طرابلس", {"طرابلس": "literal: gn:2210247"}),
    ("Lebanon's second city Tripoli is calm.", {"city Tripoli": "literal: ge:tripoli-lebanon"}),
    ("Clashes erupted in Tripoli, the Libyan capital.", {"Tripoli": "literal: gn:2210247"}),
    ("The Baghdad Dialogue opened on Sunday.", {"Baghdad": "embedded: ge:baghdad"}),
    ("Michael Jordan visited Amman.", {"Amman": "literal: ge:amman"}),
    # A name that nobody knows is seen behind a type word, an adjective or a verb is not.
    ("شهادة عن قرية زعتورة المدمرة", {"قرية زعتورة": "literal: ?"}),
    ("نزحوا من قرية أم السنابل إلى الجنوب", {"قرية أم السنابل": "literal: ?"}),
    ("تسكن في قرية نائية قرب حمص", {"حمص": "literal: ge:homs"}),
    ("وصلوا إلى بلدة تبعد ساعة عن حمص", {"حمص": "literal: ge:homs"}),
    ("Troops left the village of Umm Zoweitra on Monday.", {"village of Umm Zoweitra": "literal: ?"}),
    ("انتقل المهرجان إلى مدينة زرتيون في الجبل", {"مدينة زرتيون": "literal: ?"}),
    ("زار الوفد عاصمة الإقليم ووقف عند بوابة المتحف", {}),
    # A club bears the name of its city; a country's adjective and a word with its clitic are no places.
    ("خسر دينامو كييف مباراته في بوخارست", {"كييف": "embedded: gn:703448", "بوخارست": "literal: gn:683506"}),
    ("فاز العداء البوروندي في السباق", {}),
    ("انتشرت قوات تركية وبريطانية هناك", {
        "تركية": "demonym: country:TR", "وبريطانية": "demonym: country:GB"}),
    ("تسارعت وتيرة البناء ومولت بنوك المشروع", {}),
    # Letters tell a foreign name from an Arabic word, be it never so little known.
    ("افتتح المعرض في شتوتغارت", {"شتوتغارت": "literal: gn:2825297"}),
    ("A blast hit Aleppo, Syria, on Monday.", {
        "Aleppo": "literal: ge:aleppo", "Syria": "literal: country:SY"}),
    ("Fighting spread along the Iraqi-Syrian border.", {"Iraqi-Syrian border": "literal: border:IQ-SY"}),
    ("A convoy was hit 30 km north of Palmyra.", {
        "30 km north of Palmyra": "literal: ge:palmyra#30km-north"}),
    ("Washington said it would send aid.", {"Washington": "metonymic: gn:4140963"}),
    ("ASTANA - Russia, Iran and Turkey signed a memorandum.", {"ASTANA": "literal: gn:1526273"}),
    ("شن الطيران غارة قرب الرقة والطبقة", {
        "الرقة": "literal: ge:al-raqqa", "والطبقة": "literal: ge:al-tabqa"}),
    ("خلايا في باديتي حمص والشام", {
        "باديتي حمص": "literal: ge:homs-badiya", "والشام": "literal: ge:syrian-desert"}),
    ("Cells grew in eastern and northeastern Syria.", {
        "eastern": "literal: country:SY#east", "northeastern Syria": "literal: country:SY#northeast"}),
    ("They fled to the Idlib countryside.", {"Idlib countryside": "literal: SY-ID#countryside"}),
    ("The car stopped on the road to Paris, Texas, near the courthouse in Paris.", {
        "Paris": "literal: gn:4717560", "Texas": "literal: US-TX"}),
    # The label of an item, the other end of a road, a dateline; places vouch for a doubtful one among them.
    ("دير الزور\n- الميادين: انفجرت عبوة ناسفة.\n- ملاحظة: لا ضحايا.", {
        "دير الزور": "literal: ge:deir-ez-zor", "الميادين": "literal: ge:al-mayadin"}),
    ("قطعت السيول طريق دير الزور – تدمر", {
        "دير الزور": "literal: ge:deir-ez-zor", "تدمر": "literal: ge:palmyra"}),
    ("بغداد / قالت القيادة إن العملية مستمرة", {"بغداد": "literal: ge:baghdad"}),
    ("عمّان/ الأناضول افتتح الوزير المعرض", {
        "عمّان": "literal: ge:amman", "الأناضول": "embedded: ge:anatolia"}),
    ("وصل جنود إلى الرمادي والفلوجة، وأقيم حاجز بين هيت والرمادي", {
        "الرمادي": "literal: ge:ramadi", "والفلوجة": "literal: ge:al-fallujah", "هيت": "literal: ge:hit",
        "والرمادي": "literal: ge:ramadi"}),
    # The bank of a river, a border of provinces, the borders with two neighbours, a capital by its country.
    ("نزح سكان الضفة الشرقية لنهر الفرات", {"لنهر الفرات": "literal: ge:euphrates"}),
    ("تسللوا على الحدود بين محافظتي ديالى وصلاح الدين", {
        "محافظتي ديالى": "literal: IQ-DI", "وصلاح الدين": "literal: IQ-SD"}),
    ("قال وزير عراقي إن الحدود مع سوريا وإيران مغلقة", {
        "الحدود مع سوريا": "literal: border:IQ-SY", "وإيران": "literal: border:IQ-IR"}),
    ("هبطت الطائرة في العاصمة السورية ثم في العاصمة العراقية بغداد", {
        "العاصمة السورية": "literal: ge:damascus", "بغداد": "literal: ge:baghdad"}),
    ("Envoys meet in the Egyptian capital after a raid on Syrian territory.", {
        "Egyptian capital": "literal: gn:360630", "Syrian territory": "literal: country:SY"}),
    # A region says which country a report speaks of.
    ("وصل جنود من روسيا إلى بلدة بوريم شمال مالي.", {
        "روسيا": "literal: country:RU", "بلدة بوريم": "literal: gn:2459657",
        "شمال مالي": "literal: ge:azawad"}),
    ("Police in Aden said the inquiry continues.", {"Aden": "literal: gn:415189"}),
    ("South African medics and the Sri Lankan navy came to Aden.", {
        "South African": "demonym: country:ZA", "Sri Lankan": "demonym: country:LK",
        "Aden": "literal: gn:415189"}),
    # Organs and organisations that bear the name of a place.
    ("نفت مديرية مكافحة متفجرات ديالى في العراق الخبر", {
        "ديالى": "embedded: IQ-DI", "العراق": "literal: country:IQ"}),
    ("عاد أهالي دوما السورية والنازحون من تدمر، في بلد يعيش حربا.", {
        "دوما": "literal: ge:douma-syria", "السورية": "demonym: country:SY", "تدمر": "literal: ge:palmyra"}),
    ("شهدت أبين اشتباكات عنيفة. وقالت شرطة ديالى إن رجلا قتل.", {
        "أبين": "literal: YE-AB", "ديالى": "metonymic: IQ-DI"}),
    ("أعلنت الإدارة الذاتية لشمال وشرق سوريا ذلك", {"لشمال وشرق سوريا": "embedded: ge:north-east-syria"}),
    ("Manbij Military Council denied it, as did the UN Interim Force in Lebanon.", {
        "Manbij": "embedded: ge:manbij", "Lebanon": "embedded: country:LB"}),
    ("Two died, Gaza's health ministry said.", {"Gaza": "metonymic: gn:281133"}),
    # Which part is meant, and of which units.
    ("They hit Iraq's southern Wasit province.", {"Wasit province": "literal: IQ-WA"}),
    ("Villages in the countryside of Syria's Homs province were hit.", {
        "countryside of Syria's Homs province": "literal: SY-HI#countryside"}),
    ("A raid in the northern West Bank failed.", {"West Bank": "literal: PS-WBK"}),
    ("Floods hit Hajjah, Ma'rib and Lahj governorates in Yemen.", {
        "Hajjah": "literal: YE-HJ", "Ma'rib": "literal: YE-MA", "Lahj governorates": "literal: YE-LA",
        "Yemen": "literal: country:YE"}),
    # English tells names from words by capitals; a greater place goes before what is only called so too.
    ("Aid reached Palmyra and Makhmur.", {
        "Palmyra": "literal: ge:palmyra", "Makhmur": "literal: ge:makhmur"}),
    ("Quebec and Vermont share a border.", {
        "Quebec": "literal: gn:6325494", "Vermont": "literal: US-VT"}),
    # What no table has, what lies elsewhere than the text says, and hamlets of lands not spoken of.
    ("عاد السكان إلى أحياء الزرياب والكرنفال في الموصل", {
        "أحياء الزرياب": "literal: ?", "والكرنفال": "literal: ?", "الموصل": "literal: ge:mosul"}),
    ("نزحوا من قرية زورا القمر إلى إقليم كاندوستان", {
        "قرية زورا القمر": "literal: ?", "إقليم كاندوستان": "literal: ?"}),
    ("A car hit a tree on Hutcheson Road near Wadi Zumruq.", {
        "Hutcheson Road": "literal: ?", "Wadi Zumruq": "literal: ?"}),
    ("Raids hit the Syrian villages of Stockholm and Oslo.", {
        "villages of Stockholm": "literal: ?", "Oslo": "literal: ?"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_gives_its_places(text: str, expected: dict[str, str], gazetteer: Gazetteer) -> None:
    found = {m.text: shown(m) for m in mentions(text, gazetteer)}
    assert {words: found.get(words) for words in expected} == expected
    assert {words for words, what in found.items() if what.startswith("literal")} <= set(expected)


@pytest.mark.parametrize(("text", "expected", "line"), [
    ("قطع محتجون الطريق بين بغداد وكركوك", "Road between Baghdad and Kirkuk", True),
    ("دوى انفجار على طريق دمشق حلب الدولي", "Road between Damascus and Aleppo", True),
    ("A convoy was hit on the Homs-Palmyra highway.", "Road between Homs and Palmyra", True),
    ("هجمات على امتداد نهر الفرات بين الرقة والبوكمال", "Euphrates between al-Raqqa and al-Bukamal", True),
    ("خلايا في المنطقة الواقعة بين حلب وحماة وإدلب", "Between Aleppo, Hama and Idlib", False),
    ("Cells hide in the desert between Homs, Palmyra and Salamiyah.",
     "Between Homs, Palmyra and Salamiyah", False),
])  # fmt: skip
def test_what_lies_between_places_is_drawn(
    text: str, expected: str, line: bool, gazetteer: Gazetteer
) -> None:
    found = [m for m in mentions(text, gazetteer) if m.between is not None]
    assert len(found) > 1
    for mention in found:
        assert mention.between is not None
        assert mention.between.name == expected
        assert (mention.between.geometry.geom_type == "LineString") is line


def test_governments_bound_no_land(gazetteer: Gazetteer) -> None:
    found = mentions("اتفاق بين بغداد ودمشق", gazetteer)
    assert [m.between for m in found] == [None, None]


def test_a_district_is_wider_than_the_town_that_it_is_named_after(gazetteer: Gazetteer) -> None:
    (town,) = mentions("انفجار في مدينة منبج", gazetteer)
    (district,) = mentions("انفجار في منطقة منبج", gazetteer)
    assert town.place is not None
    assert district.place is not None
    assert (town.place.kind, district.place.kind) == ("city", "district")
    assert district.place.radius_km > 4 * town.place.radius_km
    assert "lacks the bounds" in district.place.note


def test_a_quarter_called_a_district_stays_a_quarter(gazetteer: Gazetteer) -> None:
    (quarter, _) = mentions("A bomb went off in the Karrada district of Baghdad.", gazetteer)
    assert quarter.place is not None
    assert (quarter.place.kind, quarter.place.radius_km < 10) == ("neighbourhood", True)


def test_a_word_that_is_certainly_a_place_once_is_one_again_where_no_adjective_can_stand(
    gazetteer: Gazetteer,
) -> None:
    found = mentions("وصلوا إلى منفذ القائم الحدودي. النزاع القائم طويل. عاد الجنود إلى القائم.", gazetteer)
    assert [(m.text, m.place and m.place.id) for m in found] == [
        ("منفذ القائم الحدودي", "ge:al-qaim-crossing"),
        ("القائم", "ge:al-qaim"),
    ]
    assert found[1].start > 40


def test_three_borders_meet_at_a_place(gazetteer: Gazetteer) -> None:
    for text in (
        "شوهدت طائرات عند المثلث الحدودي السوري العراقي الأردني.",
        "A drone crashed in the tri-border area of Syria, Iraq and Jordan.",
    ):
        (corner,) = mentions(text, gazetteer)
        assert corner.place is not None
        assert corner.place.id == "tripoint:IQ-JO-SY"
        assert abs(corner.place.latitude - 33.37) < 0.05
        assert abs(corner.place.longitude - 38.79) < 0.05


def test_three_countries_that_do_not_meet_have_no_such_place(gazetteer: Gazetteer) -> None:
    (corner,) = mentions("التقى الوفد عند المثلث الحدودي السوري الكويتي المصري.", gazetteer)
    assert corner.place is None
    assert "three borders" in corner.reason


def test_the_strip_and_the_kingdom_refer_back(gazetteer: Gazetteer) -> None:
    found = mentions("قصف على غزة. ودخلت شاحنات إلى القطاع. ويعاني القطاع الصحي.", gazetteer)
    assert [(m.text, m.place and m.place.id) for m in found][1:] == [("القطاع", "ge:gaza-strip")]
    found = mentions("The Jordanian army shot down a drone. It had entered the kingdom at night.", gazetteer)
    assert [(m.text, m.place and m.place.id) for m in found][1:] == [("the kingdom", "country:JO")]


def test_a_bearing_behind_a_name_tells_where_that_lies(gazetteer: Gazetteer) -> None:
    found = mentions("Police seized rockets near Salman Pak, 30 kilometers southeast of Baghdad.", gazetteer)
    assert [(m.place and m.place.name, m.role) for m in found] == [
        ("al-Madain", "literal"),
        ("Baghdad", "literal"),
    ]
    far, aleppo = mentions("انفجرت سيارة في مدينة الباب شرقي حلب.", gazetteer)
    assert far.place is not None
    assert aleppo.place is not None
    assert (far.place.name, aleppo.place.name) == ("al-Bab", "Eastern Aleppo")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Jets struck the military airport in Hama.", "ge:hama-air-base"),
        ("استهدفت الغارات المطار العسكري في حماة.", "ge:hama-air-base"),
        ("نقل السجناء إلى السجن المركزي في حماة.", "ge:hama-central-prison"),
    ],
)
def test_a_noun_before_in_makes_a_name_whole(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert [m.place and m.place.id for m in mentions(text, gazetteer)] == [place]


def test_a_list_vouches_for_a_doubtful_name_in_it(gazetteer: Gazetteer) -> None:
    text = "انتشرت القوات العراقية في الرمادي وهيت وحديثة وعنه وراوة."
    found = [m for m in mentions(text, gazetteer) if m.role == "literal"]
    assert [m.place and m.place.name for m in found] == [
        "Ramadi", "Hit", "Haditha", "Anah", "Rawa",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("عاد النازحون إلى منازلهم في حمص ودمشق.", "literal"),
        ("The Damascus-Daraa highway reopened.", "literal"),
        ("أعيد افتتاح معبر نصيب مع الأردن.", "literal"),
        ("قالت دمشق إنها ترفض الاتفاق.", "metonymic"),
        ("اتفقت بغداد وأربيل على تصدير النفط.", "metonymic"),
    ],
)
def test_what_makes_a_capital_a_place(text: str, role: str, gazetteer: Gazetteer) -> None:
    spoken = [m for m in mentions(text, gazetteer) if m.place and m.place.id in _SPEAKERS]
    assert {m.role for m in spoken} == {role}


_SPEAKERS = {"ge:damascus", "country:JO", "ge:baghdad", "ge:erbil"}
