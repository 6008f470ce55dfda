"""How far one reader has come, by their own labels. Colleagues' are not in it: lists are read before deciding."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.judgements import Judgement, JudgementQuerySet
from annotations.models.projects import Project
from annotations.models.users import User

Counts = dict[str, int]


def own_labels_in(articles: Iterable[Article], reader: User) -> dict[int, Counts]:
    """The reader's labels on each article's claims, {article key: {label: number}}. One query."""
    rows = standing(reader).filter(claim__article__in=list(articles))
    return by_owner(rows.values_list("claim__article", "label").annotate(number=Count("pk")).order_by())


def own_labels_by_project(projects: Iterable[Project], reader: User) -> dict[int, Counts]:
    """The reader's labels in each project, {project key: {label: number}}. One query."""
    rows = standing(reader).filter(claim__article__project__in=list(projects), claim__article__archived_at=None)
    return by_owner(rows.values_list("claim__article__project", "label").annotate(number=Count("pk")).order_by())


def next_open_claim(claim: Claim, reader: User) -> Claim:
    """The claim to stand on after this one: the next in the text that the reader has not decided, else the first such,
    else this one. One query."""
    decided = standing(reader).filter(claim__article=claim.article).values("claim")
    left = list(claim.article.claims.active().exclude(pk__in=decided).exclude(pk=claim.pk).in_text_order())
    behind = (other for other in left if (other.start, other.pk) > (claim.start, claim.pk))
    return next(behind, left[0] if left else claim)


def standing(reader: User) -> JudgementQuerySet:
    """The reader's decisions that hold, about the words the claims have now."""
    return Judgement.objects.current().fresh().by(reader).filter(claim__withdrawn_at=None)


def by_owner(rows: Iterable[tuple[int, str, int]]) -> dict[int, Counts]:
    """Rows of (owner, label, number) as a table of tables."""
    found: dict[int, Counts] = defaultdict(dict)
    for owner, label, number in rows:
        found[owner][label] = number
    return dict(found)
