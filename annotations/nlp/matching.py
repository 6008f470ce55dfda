"""Finding the cues of a Doc: word lists token by token, figures and names by their shape."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from .cues import IGNORED, LEXICONS, REPORTING_CUES, SHAPES
from .doc import CueHit, text_of

# Capitalised at the head of a sentence these are usually names: "May said", "Will Smith".
_NAME_LIKE = frozenset({"may", "will", "best", "might", "just"})
_ALWAYS_CAPITAL = frozenset({"i", "i'm", "i’m", "i've", "i’ve", "i'd", "i’d", "i'll", "i’ll"})


class CueMatcher:
    """All cue tables behind one spaCy PhraseMatcher. Building it takes some milliseconds, matching is linear."""

    def __init__(self, nlp: Language) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._cues: dict[int, str] = {}
        for number, lexicon in enumerate(LEXICONS):
            key = f"{number}:{lexicon.cue}"
            self._matcher.add(key, [nlp.make_doc(phrase) for phrase in lexicon.phrases])
            self._cues[nlp.vocab.strings[key]] = lexicon.cue

    def __call__(self, doc: Doc) -> tuple[CueHit, ...]:
        """Every cue in the sentences of `doc`, sorted by start. A phrase hides the shorter cues inside it."""
        text = text_of(doc)
        hits = list(self._words(doc))
        for sentence in doc._.sentences:
            for shape in SHAPES:
                hits.extend(CueHit(*found) for found in shape(text, sentence.start, sentence.end))
        return _without_covered(hits)

    def _words(self, doc: Doc) -> Iterator[CueHit]:
        for key, start, end in self._matcher(doc):
            span = doc[start:end]
            if not _is_part_of_a_name(span):
                yield CueHit(self._cues[key], span.start_char, span.end_char)


def _is_part_of_a_name(span: Span) -> bool:
    if len(span) > 1:
        return False
    token = span[0]
    text = token.text
    if not text[0].isupper() or text.lower() in _ALWAYS_CAPITAL:
        return False
    if not token.is_sent_start and not (token.i and token.nbor(-1).text in "\"“‘'(:—–"):
        return True
    following = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    return text.lower() in _NAME_LIKE and (following[:1].isupper() or following[:1].isdigit())


def _without_covered(hits: list[CueHit]) -> tuple[CueHit, ...]:
    """Drop cues that stand inside a longer phrase, and the phrases that only served to hide them."""
    kept: list[CueHit] = []
    cover = (-1, -1)
    for hit in sorted(set(hits), key=lambda hit: (hit.start, -hit.end, hit.cue)):
        if hit.cue in REPORTING_CUES:
            kept.append(hit)
            continue
        if hit.end <= cover[1] and (hit.start, hit.end) != cover:
            continue
        if hit.end > cover[1] and hit.cue != "name":
            cover = (hit.start, hit.end)
        if hit.cue != IGNORED:
            kept.append(hit)
    return tuple(kept)
