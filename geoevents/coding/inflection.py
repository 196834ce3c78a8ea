"""The forms of verbs and nouns as they stand in folded texts, of Arabic and English."""

import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

__all__ = ["Tense", "arabic_noun", "arabic_verb", "english_noun", "english_verb"]

Tense: TypeAlias = Literal["perfect", "imperfect", "future", "noun"]

_PRONOUNS: Final = ("ه", "ها", "هم", "هما", "نا", "هن")
_VOWELS: Final = "aeiou"
_SHORTEST_APOCOPE: Final = 2
_HOLLOW: Final = 4  # letters that a hollow verb of the eighth stem has more than


def arabic_verb(stems: Sequence[str]) -> dict[str, Tense]:
    """Return perfect, imperfect and future of a verb, given as perfect or perfect/imperfect stem.

    >>> forms = arabic_verb(["قال", "قول"])
    >>> forms["قالت"], forms["يقولون"], forms["سيقول"]
    ('perfect', 'imperfect', 'future')
    >>> arabic_verb(["اعاد", "عيد"])["اعيدت"]
    'perfect'
    """
    perfect = stems[0]
    imperfect = stems[1] if len(stems) > 1 else perfect.removeprefix("ا") if len(perfect) > 3 else perfect
    forms: dict[str, Tense] = {}
    is_weak = perfect[-1] in "اي"
    short = perfect[:-1] if is_weak else perfect
    long = short + "ي" if is_weak else perfect
    endings = [perfect, short + "ت", short + "وا", short + "تا", long + "ا", long + "نا"]
    if not is_weak and len(perfect) > _SHORTEST_APOCOPE:  # "ضمن" is "within", "اثنين" is "two"
        endings.append(long + "ن")
    joined = [short + "ا" if is_weak else perfect, short + "ت", short + "و", long + "نا"]
    if is_weak:
        endings.append(long + "ت")  # "أُجليت": the passive, "أجلى" being active
    elif imperfect[-2:-1] == "ي" and perfect == "ا" + imperfect[:-2].removeprefix("ا") + "ا" + imperfect[-1]:
        passive = "ا" + imperfect.removeprefix("ا")  # "أُعيدت", "استُعيد"
        endings += [passive + end for end in ("", "ت", "وا", "تا", "ا")]
    elif perfect[0] == "ا" and len(perfect) > _HOLLOW and perfect[-2] == "ا":  # "اغتيل", "اقتيد"
        endings += [perfect[:-2] + "ي" + perfect[-1] + end for end in ("", "ت", "وا")]
    for form in endings + [base + pronoun for base in joined for pronoun in _PRONOUNS]:
        forms[form] = "perfect"
    weak = imperfect[:-1] if imperfect[-1] in "ايو" else imperfect
    for person in "يتن":  # "I" is rarely news, and "أسقط" is "brought down", not "I fall"
        present = [person + imperfect, person + imperfect + "ن"]
        if len(weak) > _SHORTEST_APOCOPE or weak == imperfect:  # "يصف" is "describes", not "liquidates"
            present.append(person + weak)
        present += [person + weak + end for end in ("ون", "وا", "ان", "ين", "ا")]
        bases = (imperfect, weak + "و", weak + "ون")
        present += [person + base + pronoun for base in bases for pronoun in _PRONOUNS]
        for form in present:
            forms.setdefault(form, "imperfect")
            forms["س" + form] = "future"
    return forms


def arabic_noun(stems: Sequence[str]) -> dict[str, Tense]:
    """Return a noun or participle with its sound plurals, duals and pronouns.

    >>> "غاراتهم" in arabic_noun(["غاره"])
    True
    """
    forms: dict[str, Tense] = {}
    for stem in stems:
        if stem.endswith("ه"):
            base = stem[:-1]
            ends = ["ه", "ات", "تان", "تين", "تا", *(f"ت{pronoun}" for pronoun in _PRONOUNS)]
            ends += [f"ات{pronoun}" for pronoun in _PRONOUNS]
        else:
            base = stem
            ends = ["", "ا", "ات", "ان", "ين", "ون", "ه", "ي", *_PRONOUNS]
            ends += [f"ات{pronoun}" for pronoun in _PRONOUNS]
        for end in ends:
            forms[base + end] = "noun"
    return forms


def english_verb(stems: Sequence[str]) -> dict[str, Tense]:
    """Return the forms of a verb; an irregular one is given as base, past and participle.

    >>> english_verb(["arrest"])
    {'arrest': 'imperfect', 'arrests': 'imperfect', 'arresting': 'imperfect', 'arrested': 'perfect'}
    """
    base = stems[0]
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    consonant_y = base.endswith("y") and base[-2] not in _VOWELS
    sibilant = base.endswith(("s", "x", "ch", "sh", "z", "o"))
    third = base[:-1] + "ies" if consonant_y else base + ("es" if sibilant else "s")
    doubled = _doubled(base)
    forms: dict[str, Tense] = {base: "imperfect", third: "imperfect"}
    forms.update(dict.fromkeys((stem + "ing", doubled + "ing"), "imperfect"))
    past = stems[1:] or [base[:-1] + "ied" if consonant_y else base.removesuffix("e") + "ed", doubled + "ed"]
    forms.update(dict.fromkeys(past, "perfect"))
    return forms


def _doubled(base: str) -> str:
    return base + base[-1] if re.search(r"(?:[^aeiou]|qu)[aeiou][^aeiouwxy]$", base) else base


def english_noun(stems: Sequence[str]) -> dict[str, Tense]:
    """Return singular and plural of a noun; an irregular plural stands second.

    >>> sorted(english_noun(["raid"]))
    ['raid', 'raids']
    """
    forms: dict[str, Tense] = dict.fromkeys(stems, "noun")
    base = stems[0]
    if base.endswith("y") and base[-2:-1] not in tuple(_VOWELS):
        forms[base[:-1] + "ies"] = "noun"
    else:
        forms[base + ("es" if re.search(r"(s|x|ch|sh|z)$", base) else "s")] = "noun"
    return forms
