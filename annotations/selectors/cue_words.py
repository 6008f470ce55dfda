"""How a cue's name reads to a reviewer."""

WORDS: dict[str, str] = {}


def sentence_for(cue: str, words: str) -> str:
    """One sentence: what the cue is, and the words it was seen in."""
    name = WORDS.get(cue) or cue.replace("_", " ").capitalize()
    short = words if len(words) <= 80 else f"{words[:80].rpartition(' ')[0]} …"
    return f"{name}: “{short}”." if short else f"{name}."
