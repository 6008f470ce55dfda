"""How a cue's name reads to a reviewer."""

WORDS: dict[str, str] = {
    "according_to": "Says whose word it is",
    "named_source": "Names who says it",
    "role_source": "Gives the office of who says it",
    "document_source": "Rests on a document",
    "pronoun_source": "Refers to somebody named before",
    "vague_source": "Leaves the source vague",
    "speaker_label": "Names the speaker",
    "direct_quote": "Quotes word for word",
    "quoted_words": "Sets a few words in quotation marks",
    "reporting_verb": "Reports what somebody said",
    "denial": "Reports a denial",
    "contradiction": "Reports a contradiction",
    "dispute_noun": "Speaks of a dispute",
    "distancing": "Keeps its distance from what is said",
    "concession": "Makes a concession",
    "advice": "Says what should be done",
    "stance": "Shows where the writer stands",
    "first_person_opinion": "Gives the writer's own view",
    "first_person": "Speaks in the first person",
    "evaluative": "Judges",
    "intensifier": "Adds weight",
    "exclamation": "Exclaims",
    "prediction": "Predicts",
    "forecast": "Cites a forecast",
    "hedge": "Hedges",
    "percent": "Gives a percentage",
    "money": "Gives an amount of money",
    "date": "Gives a date",
    "number": "Gives a number",
    "comparison": "Compares",
    "superlative": "Claims an extreme",
    "absolute": "Claims an absolute",
    "change": "States a change",
    "event": "States an event",
    "name": "Names somebody or something",
    "short": "Is too short to check",
}


def sentence_for(cue: str, words: str) -> str:
    """One sentence: what the cue is, and the words it was seen in."""
    name = WORDS.get(cue) or cue.replace("_", " ").capitalize()
    short = words if len(words) <= 80 else f"{words[:80].rpartition(' ')[0]} …"
    return f"{name}: “{short}”." if short else f"{name}."
