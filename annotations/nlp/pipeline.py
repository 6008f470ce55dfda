"""The one way into this room: a text in, an `Analysis` out. Loading takes a fraction of a second and no network."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from .claims import score_units
from .components import CUTTING, ORDER, SCORER, evidence_in
from .doc import know_text, text_of
from .language import detect, reads_as_english
from .scorer import Evidence
from .scoring_models import ScoringModel
from .text import require_storable, trimmed
from .tokenizer import BoundedTokenizer
from .types import Analysis, Paragraph, Unit, UnitKind
from .version import PIPELINE_VERSION

# spaCy's limit guards the memory of its parser and entity recogniser. This pipeline has neither.
_MAX_LENGTH = 100_000_000

# spaCy works a word out once and then knows it. It keeps that until it knows about this many
# (at most some 40 MB), and learns from ordinary texts only: one text of rubbish must not fill the memory.
_MOST_WORDS = 40_000
_LONGEST_LESSON = 40_000  # code points
_LONGEST_WORD = 30
_known: set[str] = set()  # what stands between blanks and was taken apart

Report = Callable[[int, int], None]  # so much done, of so much

_one_at_a_time = threading.Lock()  # spaCy's memory zones do not nest


@cache
def load() -> Language:
    """The pipeline as a spaCy `Language`, built once a process: `spacy.blank("en")` and our own components."""
    nlp = spacy.blank("en")
    nlp.tokenizer.max_cache_size = _MOST_WORDS  # type: ignore[union-attr]  # spaCy's own; only its C code is typed
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    nlp.max_length = _MAX_LENGTH
    for name in ORDER:
        nlp.add_pipe(name)
    return nlp


def analyse(
    text: str,
    *,
    language: str | None = None,
    model: ScoringModel | None = None,
    report: Report | None = None,
) -> Analysis:
    """Every unit of `text` with its kind; claims with scores, reasons and attribution. Offsets are code points.

    `language` is ISO 639-1 where the caller knows it; else it is guessed. Texts in other languages than English are
    split too, but scored without cues (`scored` is False). `model` scores instead of the shipped one.
    `report(done, of)` is called as the work goes on, in characters; what it raises ends the work.
    Deterministic; cost linear in the length (1 MB in under 3 s on one core).
    ValueError where the text holds NUL or lone surrogates: `normalise_newlines_and_controls` comes first.
    """
    require_storable(text)
    guessed = language or detect(text)
    return _analysis(text, guessed, model, whole=False, report=report)


def analyse_one(text: str, *, model: ScoringModel | None = None) -> Analysis:
    """`text` as exactly one claim, trimmed and not split; no unit at all where it is blank. Errors as `analyse`."""
    require_storable(text)
    guessed = detect(text)
    return _analysis(text, guessed, model, whole=True)


def evidence_of(text: str) -> Evidence | None:
    """What is known about `text` taken as one English claim, before any scoring: what a model learns from.

    None where it is blank. Errors as `analyse`.
    """
    require_storable(text)
    nlp = load()
    with _memory_for(nlp, text):
        doc = _doc_of(nlp, text, "en")
        _preset_one_claim(doc)
        doc = nlp(doc, disable=(*CUTTING, SCORER))
        return next((evidence for _, evidence in evidence_in(doc)), None)


def _analysis(
    text: str, language: str, model: ScoringModel | None, *, whole: bool, report: Report | None = None
) -> Analysis:
    version = model.pipeline if model else PIPELINE_VERSION
    units = _run(text, language, model, whole=whole, report=report or _silence)
    return Analysis(version, language, units, scored=reads_as_english(language, text))


def _silence(done: int, of: int) -> None:
    """Nobody wants to know."""


def _run(text: str, language: str, model: ScoringModel | None, *, whole: bool, report: Report) -> tuple[Unit, ...]:
    nlp = load()
    with _memory_for(nlp, text):
        doc = _doc_of(nlp, text, language)
        if whole:
            _preset_one_claim(doc)
        left_out = {*(CUTTING if whole else ()), *([SCORER] if model else ())}
        parts = [part for name, part in nlp.pipeline if name not in left_out]
        steps = len(parts) + bool(model)
        for done, part in enumerate(parts, 1):
            doc = part(doc)
            report(len(text) * done // steps, len(text))
        if model is None:
            units: tuple[Unit, ...] = doc._.units
            return units
        return tuple(_told(score_units(evidence_in(doc), model.scorer), text, len(parts) / steps, report))


def _told(units: Iterator[Unit], text: str, begun: float, report: Report) -> Iterator[Unit]:
    """The units as they are scored, the last part of the work told as far as they reach."""
    for unit in units:
        yield unit
        report(int(len(text) * begun + unit.end * (1 - begun)), len(text))


def _doc_of(nlp: Language, text: str, language: str) -> Doc:
    doc = nlp.make_doc(text)
    know_text(doc, text)
    doc._.language = language
    return doc


@contextmanager
def _memory_for(nlp: Language, text: str) -> Iterator[None]:
    """The pipeline for one text and nobody else. New words stay known while there is room for them; after that they
    are forgotten with the text, so a process that reads for months does not grow."""
    with _one_at_a_time:
        if len(text) <= _LONGEST_LESSON and len(nlp.vocab) < _MOST_WORDS:
            _learn(nlp, text)
            yield
        else:
            with nlp.memory_zone():
                yield


def _learn(nlp: Language, text: str) -> None:
    """Have spaCy take apart each new word by itself: within a text it remembers nothing after the first contraction."""
    new = {word for word in text.split() if len(word) <= _LONGEST_WORD} - _known
    for word in new:
        nlp.make_doc(word)
    _known.update(new)


def _preset_one_claim(doc: Doc) -> None:
    start, end = trimmed(text_of(doc), 0, len(text_of(doc)))
    if start < end:
        doc._.paragraphs = (Paragraph(0, start, end),)
        doc._.units = (Unit(start, end, UnitKind.CLAIM, 0),)
