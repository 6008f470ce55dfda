"""An article as a line of the list: the words and numbers its row shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.models.articles import Article, ArticleStatus
from annotations.models.users import User
from annotations.selectors.articles import status_of
from annotations.selectors.evidence_policy import needing_in
from annotations.selectors.own_progress import own_labels_in
from annotations.web.progress import Bar, bar_of

STATUSES = (
    ("", "Any status"),
    ("to_do", "To do for me"),
    ("queued", "Queued"),
    ("processing", "Splitting"),
    ("in_review", "In review"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("duplicate", "Already here"),
)
WORDS = {
    ArticleStatus.QUEUED: "Queued",
    ArticleStatus.PROCESSING: "Splitting",
    ArticleStatus.FAILED: "Failed",
    ArticleStatus.DUPLICATE: "Already here",
}
UNTITLED = "Without a title"
BUSY = (ArticleStatus.QUEUED, ArticleStatus.PROCESSING)


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line. `status` is the machine's word for it, `word` the one people read; `busy`: it will change by itself."""

    article: Article
    title: str
    status: str
    word: str
    busy: bool
    bar: Bar
    total: int
    to_do: int
    flags: int
    needing: int


def shown_title(article: Article) -> str:
    """What to call an article, also while its text is not read yet."""
    return article.title or article.original_name or article.source_url or UNTITLED


def rows_of(articles: Iterable[Article], *, reader: User, judges: bool) -> list[ArticleRow]:
    """Lines for articles that came from articles_in. The bar is the reader's own work or, for somebody who does not
    judge, how many claims anybody decided: numbers, never colleagues' labels. Two queries at most."""
    articles = list(articles)
    mine = own_labels_in(articles, reader) if judges else None
    needing = needing_in(articles, reader if judges else None)
    return [row_of(article, mine, needing.get(article.pk, 0)) for article in articles]


def row_of(article: Article, mine: dict[int, dict[str, int]] | None, needing: int) -> ArticleRow:
    """One line, from an article with its counts."""
    status = status_of(article)
    counts = vars(article)  # claims_total, claims_decided and to_do come with the query
    total, decided = counts["claims_total"], counts["claims_decided"]
    return ArticleRow(
        article=article,
        title=shown_title(article),
        status=status,
        word=WORDS.get(ArticleStatus(status)) or ready_word(total, decided),
        busy=status in BUSY and article.archived_at is None,
        bar=bar_of({"": decided} if mine is None else mine.get(article.pk, {}), total),
        total=total,
        to_do=counts["to_do"],
        flags=counts["flags_open"],
        needing=needing,
    )


def ready_word(total: int, decided: int) -> str:
    """How far people have come with an article the machine is done with."""
    if not total:
        return "No claims"
    if not decided:
        return "Ready"
    return "Done" if decided == total else "In review"
