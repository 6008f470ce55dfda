"""Languages by their English names, for sentences."""

_WORDS = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


def language_word(code: str) -> str:
    """The language's name; for one we have no word for, its code; where none is known, "this language"."""
    if code in ("", "und"):
        return "this language"
    return _WORDS.get(code.partition("-")[0].lower(), f"the language “{code}”")
