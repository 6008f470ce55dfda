"""The last step of every reader: raw text and metadata become a Document."""

from collections.abc import Iterable

from annotations.extract.limits import Limits
from annotations.extract.metadata import Metadata
from annotations.extract.text import article_text, replaced_warning
from annotations.extract.types import Document, ExtractionWarning


def document(
    raw: str,
    metadata: Metadata,
    *,
    limits: Limits,
    source_url: str = "",
    warnings: Iterable[ExtractionWarning | None] = (),
    replaced: int = 0,
) -> Document:
    """Give the document with its text normalised. `replaced` counts characters that were replaced before.

    Raises ExtractionFailed `text_too_long` or `empty_text`.
    """
    article = article_text(raw, limits)
    given = [warning for warning in warnings if warning is not None]
    if article.replaced + replaced:
        given.append(replaced_warning(article.replaced + replaced))
    return Document(
        text=article.text,
        title=metadata.title,
        byline=metadata.byline,
        published_at=metadata.published_at,
        source_name=metadata.source_name,
        source_url=source_url,
        language=metadata.language,
        warnings=tuple(given),
    )
