"""A word list with a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases that all give the same cue. `cue` is a row of the weights table, or a reporting cue."""

    cue: str
    phrases: tuple[str, ...]


def lexicon(cue: str, phrases: str) -> Lexicon:
    """A lexicon from phrases separated by commas, broken over lines as it suits; curly apostrophes are added."""
    listed = [" ".join(phrase.split()) for phrase in phrases.split(",") if phrase.strip()]
    return Lexicon(cue, tuple(dict.fromkeys([*listed, *(phrase.replace("'", "’") for phrase in listed)])))
