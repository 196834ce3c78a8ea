"""What became of those that a quantity counts: killed, injured, detained, displaced, returned…"""

from functools import cache

from geoevents.language.lexicon import load
from geoevents.language.tokens import Tokens, tokenize
from geoevents.model import Quantity

__all__ = ["role_of"]

BEFORE = 90  # characters before a quantity in which its verb is looked for: about a clause
AFTER = 40
_OF_PEOPLE = frozenset({"persons", "families"})


@cache
def _roles(language: str) -> dict[tuple[str, ...], str]:
    roles = load(language, "quantities").inverted("roles")
    return {tuple(phrase.split()): role for phrase, role in roles.items()}


def _role_at(words: list[str], at: int, language: str) -> str:
    roles = _roles(language)
    for length in (2, 1):
        phrase = tuple(words[at : at + length])
        if len(phrase) < length:
            continue
        for first in (
            phrase[0],
            phrase[0][1:],
            phrase[0].removeprefix("ال"),
            phrase[0][1:].removeprefix("ال"),
        ):
            role = roles.get((first, *phrase[1:]))
            if role:
                return role
    return ""


def role_of(quantity: Quantity, text: str, *, language: str) -> str:
    """Return what became of those counted: a key of ``[roles]`` in quantities.toml, "" if no word tells.

    The counted noun itself tells («قتيل»), else the words after it, else the nearest before it in the clause.

    >>> from geoevents.language.quantities import find_quantities
    >>> text = "The blast killed 12 people and injured at least 30."
    >>> [role_of(quantity, text, language="en") for quantity in find_quantities(text, language="en")]
    ['killed', 'injured']
    """
    if quantity.unit not in _OF_PEOPLE:
        return ""
    own = list(tokenize(quantity.what, language=language).words)
    for at in range(len(own)):
        if role := _role_at(own, at, language):
            return role
    after = _words_until_mark(
        tokenize(text[quantity.end : quantity.end + AFTER], language=language), language
    )
    skipped = len(own) if text[quantity.end :].lstrip().startswith(quantity.what) else 0
    for at in range(skipped, min(skipped + 2, len(after))):
        if role := _role_at(after, at, language):
            return role
    before = tokenize(text[max(0, quantity.start - BEFORE) : quantity.start], language=language)
    return _nearest_before(list(before.words), language)


def _words_until_mark(tokens: Tokens, language: str) -> list[str]:
    """The words up to a mark, or up to what a conjunction adds."""
    words: list[str] = []
    conjunctions = load(language, "quantities").words("and")
    attached = bool(load(language, "dates").words("conjunctions"))
    for word in tokens.words:
        if not word[0].isalpha() or word in conjunctions or (attached and word.startswith(conjunctions)):
            break
        words.append(word)
    return words


def _nearest_before(words: list[str], language: str) -> str:
    for at in range(len(words) - 1, -1, -1):
        if words[at] in ";\n":
            return ""
        if role := _role_at(words, at, language):
            return role
    return ""
