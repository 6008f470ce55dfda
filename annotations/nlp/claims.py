"""Gathering what is known about each claim, and having it scored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .attribution import Finding
from .cues import REPORTING_CUES
from .doc import CueHit, Sentence
from .quotes import Quote
from .scorer import Evidence, Scorer, verdicts
from .types import TextSpan, Unit, UnitKind
from .walk import Window

_SHORT = 4  # words; fewer rarely make a statement
_SCARE_WORDS = 6  # a longer quotation reports speech, a shorter one may only keep its distance


def score_units(evidence: Iterable[tuple[Unit, Evidence | None]], scorer: Scorer) -> Iterator[Unit]:
    """The units with scores, label, attribution and reasons filled in for the claims."""
    gathered = list(evidence)
    found = iter(verdicts(scorer, [known for _, known in gathered if known is not None]))
    for unit, known in gathered:
        if known is None:
            yield unit
            continue
        verdict = next(found)
        yield replace(
            unit,
            checkworthy=verdict.checkworthy,
            scores=verdict.scores,
            label=verdict.label,
            attribution=known.attribution,
            reasons=verdict.reasons,
        )


def gather_evidence(
    text: str,
    units: Sequence[Unit],
    sentences: Sequence[Sentence],
    hits: Sequence[CueHit],
    findings: dict[int, Finding],
    quotes: Sequence[Quote],
    *,
    readable: bool,
) -> Iterator[tuple[Unit, Evidence | None]]:
    """Each unit with what is known about it, in order; None where it is no claim. `readable`: in a known language."""
    hit_window, sentence_window, quote_window = Window(hits), Window(sentences), Window(quotes)
    for unit in units:
        if unit.kind is not UnitKind.CLAIM:
            yield unit, None
            continue
        clipped = (
            clip(findings.get(sentence.start), unit) for sentence in sentence_window.touching(unit.start, unit.end)
        )
        finding = next(filter(None, clipped), None)
        inside = hit_window.inside(unit.start, unit.end)
        gathered: list[CueHit] = []
        if readable:
            gathered = claim_hits(text, unit, inside, finding, quote_window.inside(unit.start, unit.end))
        attribution = finding.attribution if finding else None
        yield unit, Evidence(text[unit.start : unit.end], gathered, attribution, readable)


def clip(finding: Finding | None, unit: Unit) -> Finding | None:
    """The finding with its content cut to the unit; None where the unit holds nothing of the content.

    The source may stand outside: in the clause before, or in the sentence that opened the quotation.
    """
    if finding is None:
        return None
    content = finding.attribution.content
    start, end = max(content.start, unit.start), min(content.end, unit.end)
    if start >= end:
        return None
    return replace(finding, attribution=replace(finding.attribution, content=TextSpan(start, end)))


def claim_hits(
    text: str, unit: Unit, inside: Sequence[CueHit], finding: Finding | None, quotes: Sequence[Quote]
) -> list[CueHit]:
    """Every cue of a claim, sorted by start: the words and shapes inside it, its source, and its manner."""
    hits = [hit for hit in inside if hit.cue not in REPORTING_CUES]
    if finding is not None:
        hits = [hit for hit in hits if not (hit.cue == "distancing" and _is_within(hit, finding.attribution.source))]
        hits.append(_source_hit(finding, unit))
        if finding.attribution.direct:
            hits.append(CueHit("direct_quote", finding.attribution.content.start, finding.attribution.content.end))
    else:
        hits.extend(_quoted_words(text, quotes))
    if text[unit.end - 1] == "!" and finding is None:
        hits.append(CueHit("exclamation", unit.end - 1, unit.end))
    if len(text[unit.start : unit.end].split(maxsplit=_SHORT)) < _SHORT:
        hits.append(CueHit("short", unit.start, unit.end))
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.cue))


def _source_hit(finding: Finding, unit: Unit) -> CueHit:
    """The source as a cue; where it stands outside the claim, the claim's words themselves are what it vouches for."""
    source: TextSpan = finding.attribution.source
    if unit.start <= source.start and source.end <= unit.end:
        return CueHit(finding.source_cue, source.start, source.end)
    return CueHit(finding.source_cue, finding.attribution.content.start, finding.attribution.content.end)


def _quoted_words(text: str, quotes: Sequence[Quote]) -> Iterator[CueHit]:
    for quote in quotes:
        words = text[quote.inner[0] : quote.inner[1]].split(maxsplit=_SCARE_WORDS)
        if len(words) <= _SCARE_WORDS and any(word[0].islower() for word in words):
            yield CueHit("quoted_words", quote.start, quote.end)


def _is_within(hit: CueHit, span: TextSpan) -> bool:
    return span.start <= hit.start and hit.end <= span.end
