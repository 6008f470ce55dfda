"""Speech that names its speaker outside the sentence: transcript labels, and quotations that go on."""

import re
from collections import Counter
from dataclasses import dataclass

from .attribution import Finding
from .doc import Sentence
from .quotes import Quote
from .types import Attribution, Paragraph, TextSpan
from .wordlists import words

_LABEL = re.compile(r"([A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3})(:)\s+(?=\S)")
_NOT_A_SPEAKER = words(
    "q a question answer note update updated correction photo image video caption warning source sources breaking "
    "analysis opinion watch read more related fact claim verdict conclusion background summary date time location"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's label at the head of a paragraph, and its colon."""

    name: TextSpan
    colon: TextSpan
    end: int


def speaker_labels(text: str, paragraphs: tuple[Paragraph, ...]) -> dict[int, Label]:
    """Paragraph number -> label, for labels that come back: a transcript repeats its speakers, a heading does not."""
    found: dict[int, Label] = {}
    names: Counter[str] = Counter()
    for paragraph in paragraphs:
        match = _LABEL.match(text, paragraph.start, paragraph.end)
        if paragraph.kind is None and match and match.group(1).lower() not in _NOT_A_SPEAKER:
            found[paragraph.index] = Label(TextSpan(*match.span(1)), TextSpan(*match.span(2)), match.end())
            names[match.group(1)] += 1
    return {index: label for index, label in found.items() if names[text[label.name.start : label.name.end]] > 1}


def spoken(sentence: Sentence, label: Label) -> Finding | None:
    """The attribution of a sentence to the speaker whose label opens its paragraph."""
    start = max(sentence.start, label.end)
    if start >= sentence.end:
        return None
    said = Attribution(label.name, label.colon, TextSpan(start, sentence.end), direct=True)
    return Finding(said, "speaker_label")


def continued(sentence: Sentence, before: Finding | None, quotes: list[Quote]) -> Finding | None:
    """The speaker of the sentence before, where this sentence is wholly inside quotation marks and names none."""
    if before is None or not before.attribution.direct:
        return None
    quote = next((quote for quote in quotes if quote.start <= sentence.start and sentence.end <= quote.end), None)
    if quote is None:
        return None
    start, end = max(sentence.start, quote.inner[0]), min(sentence.end, quote.inner[1])
    if start >= end:
        return None
    said = Attribution(before.attribution.source, before.attribution.cue, TextSpan(start, end), direct=True)
    return Finding(said, before.source_cue)
