"""What the components leave on a spaCy Doc for the ones after them, and the names under which they leave it.

| extension            | set by                 | holds                                                        |
|----------------------|------------------------|--------------------------------------------------------------|
| `doc._.language`     | the caller             | ISO 639-1 or "und"; cues are sought only in English          |
| `doc._.paragraphs`   | paragraphs, boilerplate| tuple of `Paragraph`, in text order; the second sets `kind`  |
| `doc._.sentences`    | sentences              | tuple of `Sentence`, in text order                           |
| `doc._.quotes`       | sentences              | tuple of `Quote`, in text order, none across paragraphs      |
| `doc._.cue_hits`     | cues                   | tuple of `CueHit`, sorted by start                           |
| `doc._.attributions` | attribution            | dict: sentence start -> `Finding`                            |
| `doc._.units`        | claim units, scorer    | tuple of `Unit`; the scorer fills the claims                 |
| `span._.unit`        | scorer                 | the `Unit` of a span in `doc.spans["claims"]`                |

All offsets are code points of `doc.text`, never token numbers: tokens serve the matching, characters are the truth.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from .types import UnitKind

_TEXT = "claimdesk_text"
CLAIMS = "claims"  # the key of doc.spans


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a prose paragraph, trimmed, numbered by its paragraph."""

    start: int
    end: int
    paragraph: int
    kind: UnitKind = UnitKind.CLAIM


@dataclass(frozen=True, slots=True)
class CueHit:
    """One cue found in the text; `cue` is the name of its row in the weights table."""

    cue: str
    start: int
    end: int


def text_of(doc: Doc) -> str:
    """`doc.text`, joined once: spaCy puts it together from its tokens at every call."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    text: str = doc.user_data[_TEXT]
    return text


def know_text(doc: Doc, text: str) -> None:
    """Tell the Doc the text it was made from, which saves joining its tokens. The tokenizer keeps it whole."""
    doc.user_data[_TEXT] = text


def register_extensions() -> None:
    """Make the extensions known to spaCy. May be called again without harm."""
    for name in ("paragraphs", "sentences", "quotes", "cue_hits", "units"):
        Doc.set_extension(name, default=(), force=True)
    Doc.set_extension("language", default="und", force=True)
    Doc.set_extension("attributions", default=None, force=True)
    Span.set_extension("unit", default=None, force=True)
