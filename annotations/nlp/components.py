"""The pipeline's parts as spaCy factories, in the order in which they run. Each says what it needs and what it leaves.

The rules themselves live in modules without spaCy; here they are only carried to and from the Doc (see `doc.py`).
"""

from collections.abc import Callable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from .attribution import Finding, find_attribution
from .blocks import classify
from .claims import gather_evidence, score_units
from .doc import CLAIMS, Sentence, register_extensions, text_of
from .language import reads_as_english
from .linear_scorer import default_linear_scorer
from .matching import CueMatcher
from .paragraphs import split_paragraphs
from .quotes import pair_quotes
from .scorer import CueScorer, Evidence, Scorer
from .sentences import MAX_SENTENCE, split_sentences
from .speakers import continued, speaker_labels, spoken
from .types import Unit, UnitKind
from .units import block_unit, sentence_kind, sentence_units
from .walk import Window

Component = Callable[[Doc], Doc]

PARAGRAPHS = "claimdesk_paragraphs"
BOILERPLATE = "claimdesk_boilerplate"
SENTENCES = "claimdesk_sentences"
CUES = "claimdesk_cues"
ATTRIBUTION = "claimdesk_attribution"
CLAIM_UNITS = "claimdesk_claim_units"
SCORER = "claimdesk_scorer"

ORDER = (PARAGRAPHS, BOILERPLATE, SENTENCES, CUES, ATTRIBUTION, CLAIM_UNITS, SCORER)
CUTTING = (PARAGRAPHS, BOILERPLATE, CLAIM_UNITS)  # left out where the caller has cut the text already

CUE_SCORER = "claimdesk.cue_scorer.v1"
LINEAR_SCORER = "claimdesk.linear_scorer.v1"
_STARTS = 1
_GOES_ON = 2**64 - 1  # -1 as spaCy's arrays hold it

register_extensions()
registry.misc.register(CUE_SCORER, func=CueScorer)
registry.misc.register(LINEAR_SCORER, func=default_linear_scorer)


@Language.factory(PARAGRAPHS, assigns=["doc._.paragraphs"])
def create_paragraphs(nlp: Language, name: str) -> Component:
    """Cuts the text at blank lines and newlines, joining hard-wrapped lines."""

    def paragraphs(doc: Doc) -> Doc:
        doc._.paragraphs = split_paragraphs(text_of(doc))
        return doc

    return paragraphs


@Language.factory(BOILERPLATE, requires=["doc._.paragraphs"], assigns=["doc._.paragraphs"])
def create_boilerplate(nlp: Language, name: str) -> Component:
    """Marks headings, furniture of the page, captions and tables; what is left is prose."""

    def boilerplate(doc: Doc) -> Doc:
        doc._.paragraphs = classify(text_of(doc), doc._.paragraphs)
        return doc

    return boilerplate


@Language.factory(
    SENTENCES,
    requires=["doc._.paragraphs"],
    assigns=["doc._.sentences", "doc._.quotes", "token.is_sent_start"],
    default_config={"max_sentence": MAX_SENTENCE},
)
def create_sentences(nlp: Language, name: str, max_sentence: int) -> Component:
    """Splits prose into sentences and tells spaCy's tokens where they begin."""

    def sentences(doc: Doc) -> Doc:
        text = text_of(doc)
        prose = [paragraph for paragraph in doc._.paragraphs if paragraph.kind is None]
        doc._.quotes = tuple(
            quote for prose_one in prose for quote in pair_quotes(text, prose_one.start, prose_one.end)
        )
        doc._.sentences = tuple(
            Sentence(start, end, paragraph.index, sentence_kind(text, start, end))
            for paragraph in prose
            for start, end in split_sentences(text, paragraph.start, paragraph.end, max_sentence)
        )
        mark_sentence_starts(doc)
        return doc

    return sentences


@Language.factory(CUES, requires=["doc._.sentences", "token.is_sent_start"], assigns=["doc._.cue_hits"])
def create_cues(nlp: Language, name: str) -> Component:
    """Finds the cues of English texts; leaves other languages without."""
    matcher = CueMatcher(nlp)

    def cues(doc: Doc) -> Doc:
        doc._.cue_hits = matcher(doc) if reads_as_english(doc._.language, text_of(doc)) else ()
        return doc

    return cues


@Language.factory(
    ATTRIBUTION, requires=["doc._.paragraphs", "doc._.sentences", "doc._.cue_hits"], assigns=["doc._.attributions"]
)
def create_attribution(nlp: Language, name: str) -> Component:
    """Pairs statements with their sources, sentence by sentence."""

    def attribution(doc: Doc) -> Doc:
        doc._.attributions = find_attributions(doc) if doc._.cue_hits else {}
        return doc

    return attribution


@Language.factory(CLAIM_UNITS, requires=["doc._.paragraphs", "doc._.sentences"], assigns=["doc._.units"])
def create_claim_units(nlp: Language, name: str) -> Component:
    """Turns blocks and sentences into units, and cuts sentences that make several claims."""

    def claim_units(doc: Doc) -> Doc:
        text, quotes = text_of(doc), Window(doc._.quotes)
        units = [block_unit(paragraph) for paragraph in doc._.paragraphs if paragraph.kind is not None]
        for sentence in doc._.sentences:
            units.extend(sentence_units(text, sentence, quotes.touching(sentence.start, sentence.end)))
        doc._.units = tuple(sorted(units, key=lambda unit: unit.start))
        return doc

    return claim_units


@Language.factory(
    SCORER,
    requires=["doc._.units", "doc._.cue_hits", "doc._.attributions"],
    assigns=["doc._.units", "doc.spans", "span._.unit"],
    default_config={"scorer": {"@misc": LINEAR_SCORER}},
)
def create_scorer(nlp: Language, name: str, scorer: Scorer) -> Component:
    """Scores the claims and lays them out as `doc.spans["claims"]`. Another scorer plugs in by its registered name."""

    def score(doc: Doc) -> Doc:
        doc._.units = tuple(score_units(evidence_in(doc), scorer))
        spans = []
        for unit in doc._.units:
            if unit.kind is UnitKind.CLAIM:
                span = doc.char_span(unit.start, unit.end, label="claim", alignment_mode="expand")
                if span is not None:  # never for a unit that is not blank; spaCy's types cannot know
                    span._.unit = unit
                    spans.append(span)
        doc.spans[CLAIMS] = spans
        return doc

    return score


def evidence_in(doc: Doc) -> Iterator[tuple[Unit, Evidence | None]]:
    """Every unit of `doc` with what is known about it, once all components before the scorer have run."""
    text = text_of(doc)
    readable = reads_as_english(doc._.language, text)
    return gather_evidence(
        text,
        doc._.units,
        doc._.sentences,
        doc._.cue_hits,
        doc._.attributions,
        doc._.quotes,
        readable=readable,
    )


def mark_sentence_starts(doc: Doc) -> None:
    """Tell spaCy's tokens where sentences and blocks begin, so that `doc.sents` agrees with `doc._.sentences`."""
    starts = {sentence.start for sentence in doc._.sentences}
    starts.update(paragraph.start for paragraph in doc._.paragraphs)
    # Through the array: the setter of a single token looks over the whole Doc, so a loop of them is quadratic.
    offsets = doc.to_array("IDX")
    marks: Any = doc.to_array("SENT_START")  # spaCy's types take its own arrays for floats
    for index, offset in enumerate(offsets.tolist()):
        marks[index] = _STARTS if index == 0 or offset in starts else _GOES_ON
    doc.from_array(["SENT_START"], marks)


def find_attributions(doc: Doc) -> dict[int, Finding]:
    """Sentence start -> who says it. Speech that goes on within its paragraph keeps its speaker."""
    text = text_of(doc)
    hits, quotes = Window(doc._.cue_hits), Window(doc._.quotes)
    labels = speaker_labels(text, doc._.paragraphs)
    found: dict[int, Finding] = {}
    before: Finding | None = None
    paragraph = -1
    for sentence in doc._.sentences:
        if sentence.paragraph != paragraph:
            paragraph, before = sentence.paragraph, None
        here = quotes.touching(sentence.start, sentence.end)
        own = find_attribution(text, sentence, hits.inside(sentence.start, sentence.end), here)
        if own is None and paragraph in labels:
            own = spoken(sentence, labels[paragraph])
        before = own or continued(sentence, before, here)
        if before is not None:
            found[sentence.start] = before
    return found
