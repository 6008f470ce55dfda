"""The shape every format starts from: one claim with everything decided about it.

Offsets are code points, half-open; times are UTC text; annotators are pseudonyms unless names were asked for. Nothing
in a row depends on the database it came from, so SQLite and PostgreSQL give the same bytes.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

OFFSET_UNIT = "code_point"
CONTEXT = 32  # characters of the text kept on each side of the quote


class OffsetsDrifted(ValueError):
    """A claim's quote is not what its article has at its offsets. Nothing is exported."""


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One reviewer's current decision. `stale`: the claim's words changed after it was made. `guidelines_version`: of
    the text in force when it was made, 0 for none."""

    annotator: str
    label: str
    decided_at: str
    suggestion_visible: bool
    suggestion_version: str
    confidence: int | None
    active_ms: int | None
    note: str
    stale: bool
    guidelines_version: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence. Where a snapshot of its source is kept: the SHA-256 of the bytes, when they were taken,
    the address in the end, and whether the quoted words are in it (found, near, missing; None where nobody looked). Of
    a confidential piece there is its time and nothing else."""

    url: str
    reference: str
    quote: str
    locator: str
    stance: str | None
    added_at: str
    snapshot_sha256: str | None = None
    snapshot_at: str | None = None
    snapshot_url: str | None = None
    quote_found: str | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """What the pipeline thought. Never a decision."""

    pipeline: str
    label: str | None
    sourced: float
    disputed: float
    opinion: float


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim. `label` is the final one, None while there is none. `speaker_origin`: whose word the speaker is,
    "person", "model" or None. `normalized_claim`: the claim in a sentence of its own, "" where nobody wrote one for the
    words it has now."""

    article_id: str
    article_external_id: str
    article_title: str
    article_url: str
    article_version: int
    language: str
    published_at: str | None
    text_sha256: str
    claim_id: str
    claim_version: int
    start: int
    end: int
    offset_unit: str
    quote: str
    before: str
    after: str
    speaker: str
    speaker_origin: str | None
    reported_to: str
    first_appearance: str
    appearances: list[str]
    normalized_claim: str
    state: str
    label: str | None
    checkworthy: float | None
    suggestion: SuggestionRow | None
    judgements: list[JudgementRow]
    evidence: list[EvidenceRow]


def context_of(text: str, start: int, end: int, quote: str) -> tuple[str, str]:
    """The characters before and after the slice. Raises OffsetsDrifted unless the slice is the quote."""
    if text[start:end] != quote:
        raise OffsetsDrifted(f"text[{start}:{end}] is not the claim's quote")
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def row_line(row: ClaimRow) -> bytes:
    """The row as one canonical JSON line: sorted keys, no blanks, UTF-8, LF."""
    text = json.dumps(asdict(row), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def lines_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines from bytes cut anywhere. Memory: one piece and one line."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest
