"""The forms of a nationality adjective, from its masculine singular."""

from collections.abc import Iterator

from geoevents.gazetteer.curated import CuratedDemonym
from geoevents.language import lexicon
from geoevents.language.fold import fold

__all__ = ["inflected"]


def inflected(demonym: CuratedDemonym) -> Iterator[str]:
    """Yield all folded forms of a demonym: gender and number, in Arabic with and without the article.

    >>> forms = set(inflected(CuratedDemonym("country:IQ", "ar", ("عراقي",))))
    >>> {"عراقي", "العراقيه", "العراقيين", "عراقيات"} <= forms
    True
    >>> [*inflected(CuratedDemonym("country:FR", "en", ("Frenchman",)))]
    ['frenchman', 'frenchmen']
    """
    rules = lexicon.load(demonym.language, "spelling").table("demonyms")
    for form in map(fold, demonym.form):
        words = form.split()
        for inflected_words in _inflections(words, rules):
            yield " ".join(inflected_words)
            if rules["article"]:
                first, *others = inflected_words
                # الكوري الشمالي agrees in all its words, الجنوب أفريقي in none but the first.
                yield " ".join([_definite(first, rules), *others])
                if others:
                    yield " ".join(_definite(word, rules) for word in inflected_words)


def _inflections(words: list[str], rules: lexicon.Lexicon) -> Iterator[list[str]]:
    yield words
    for old, new in rules["replaced"].items():
        if words[-1].endswith(old):
            yield [*words[:-1], words[-1].removesuffix(old) + new]
            return
    inflecting = rules.words("inflecting", optional=True)
    for ending in rules.words("endings"):
        if inflecting:
            inflected_words = [word + ending if word.endswith(inflecting) else word for word in words]
            if inflected_words != words:
                yield inflected_words
        elif not words[-1].endswith(rules["unchanged"]):
            yield [*words[:-1], words[-1] + ending]


def _definite(word: str, rules: lexicon.Lexicon) -> str:
    article: str = rules["article"]
    return word if word.startswith(article) else article + word
