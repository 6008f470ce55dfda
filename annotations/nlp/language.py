"""Which language a text is in: a light guess from its script and its commonest words."""

import re
from collections import Counter

UNDETERMINED = "und"
_SAMPLE = 20_000  # code points; an article does not change its language after that
_ENOUGH_LETTERS = 10
_MIN_HITS = 2

_WORD = re.compile(r"[^\W\d_]+")

_STOP_WORDS = {
    "en": "the of and to in that is was for with on are by from have has had his her they this which their would been "
    "were not be it he she we but said will an at as or who what there about after more when into",
    "de": "der die das und ist nicht ein eine mit von den dem des auf sich auch für wird werden sind zu im bei nach "
    "wie aus hat haben dass als oder aber wurde einer einem über noch nur vor",
    "fr": "le la les des et est une un dans que qui pour pas sur au aux avec par du ne se ce cette il elle sont plus "
    "été ont nous vous mais leur été ces selon entre après",
    "es": "el la los las de que y en un una por con no se su para es del al lo como más pero sus fue ha este esta han "
    "son entre también según sobre desde cuando",
    "it": "il la di che è e un una per non con del della dei delle sono gli alla nel nella si da come più anche ha ma "
    "dal questo questa sono stato stata hanno dopo secondo",
    "pt": "o a os as de que e do da em um uma para com não no na por mais se dos das ao foi são como mas pelo pela "
    "também seu sua está segundo entre após ter",
    "nl": "de het een en van is dat niet in op te zijn met voor die er aan ook als bij door naar maar om werd heeft "
    "worden nog wordt hebben uit over zij hun deze",
    "sv": "och att det som en är på för av med den till inte har de ett om var men från vid han hon sig kan ska efter "
    "enligt också när eller",
    "pl": "i w na z do się nie że jest to o jak po co od za ale przez dla tym był która który są oraz według jego już "
    "może przed",
}
_PROFILES = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}

# One script, one guess. Persian and Urdu share the Arabic script and are told apart by letters Arabic lacks.
_SCRIPTS = (
    ("el", re.compile("[\u0370-\u03ff]+")),
    ("he", re.compile("[\u0590-\u05ff]+")),
    ("hi", re.compile("[\u0900-\u097f]+")),
    ("th", re.compile("[\u0e00-\u0e7f]+")),
    ("ja", re.compile("[\u3040-\u30ff]+")),
    ("ko", re.compile("[\uac00-\ud7af]+")),
    ("zh", re.compile("[\u4e00-\u9fff]+")),
    ("ar", re.compile("[\u0600-\u06ff]+")),
    ("ru", re.compile("[\u0400-\u04ff]+")),
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_NOT_ARABIC = re.compile("[پچژگٹڈڑے]")
_UKRAINIAN = re.compile("[іїєґ]")


def detect(text: str) -> str:
    """ISO 639-1 code of the text's language, or "und" where nothing speaks clearly. Looks at the first 20,000 code
    points only, so the cost does not grow with the text."""
    sample = text[:_SAMPLE]
    if not sample.isascii():
        script, letters = max(((code, _letters(shape, sample)) for code, shape in _SCRIPTS), key=lambda pair: pair[1])
        if letters > _letters(_LATIN, sample) and letters >= _ENOUGH_LETTERS:
            return _by_script(script, sample, letters)
    return _by_stop_words(sample)


def reads_as_english(language: str, text: str) -> bool:
    """Whether English cues may be looked for: the language is English, or unknown and written in Latin letters."""
    if language != UNDETERMINED:
        return language == "en"
    sample = text[:_SAMPLE]
    return 2 * _letters(_LATIN, sample) >= sum(character.isalpha() for character in sample)


def _letters(shape: re.Pattern[str], sample: str) -> int:
    """How many letters of this shape there are. Runs of them are looked for: one at a time costs ten times as much."""
    return sum(map(len, shape.findall(sample)))


def _by_script(script: str, sample: str, letters: int) -> str:
    if script in ("zh", "ja") and _letters(_SCRIPTS[4][1], sample) > letters // 20:
        return "ja"
    if script == "ar" and len(_NOT_ARABIC.findall(sample)) > letters // 100:
        return UNDETERMINED
    if script == "ru" and len(_UKRAINIAN.findall(sample)) > letters // 100:
        return "uk"
    return script


def _by_stop_words(sample: str) -> str:
    counts = Counter(map(str.lower, _WORD.findall(sample)))
    hits = {language: sum(counts[word] for word in words) for language, words in _PROFILES.items()}
    ranked = sorted(hits, key=lambda language: (-hits[language], language))
    best, second = ranked[0], ranked[1]
    if hits[best] < _MIN_HITS or hits[best] * 10 < counts.total() or hits[best] * 4 < hits[second] * 5:
        return UNDETERMINED
    return best
