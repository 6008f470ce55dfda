"""Which decisions a project wants evidence for, and which stand without any. They count all the same; the screens say
that something is missing."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q

from annotations.models.articles import Article
from annotations.models.claims import Claim, Label
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement
from annotations.models.projects import EvidencePolicy, Project
from annotations.models.users import User

NEEDING = {
    EvidencePolicy.OPTIONAL.value: frozenset[str](),
    EvidencePolicy.SOURCED.value: frozenset({Label.SOURCED.value}),
    EvidencePolicy.SOURCED_AND_DISPUTED.value: frozenset({Label.SOURCED.value, Label.DISPUTED.value}),
}


def needing(reader: User | None, *, final: bool = False) -> Q:
    """The claims without evidence whose label wants some in their project: the label of this reader, of anybody where
    `reader` is None. `final`: or the claim's own label, which everybody may see."""
    decided = Judgement.objects.current().fresh().filter(claim=OuterRef("pk"))
    if reader is not None:
        decided = decided.by(reader)
    wanted = Q(pk__in=[])
    for policy, labels in NEEDING.items():
        if not labels:
            continue
        labelled = Q(Exists(decided.filter(label__in=labels)))
        if final:
            labelled |= Q(label__in=labels)
        wanted |= Q(article__project__evidence_policy=policy) & labelled
    return wanted & ~Q(Exists(Evidence.objects.standing().filter(claim=OuterRef("pk"))))


def needing_in(articles: Iterable[Article], reader: User | None) -> dict[int, int]:
    """How many of the articles' claims have a decision of this reader, or of anybody, that wants evidence, by the
    article's key. One query."""
    rows = Claim.objects.active().filter(needing(reader), article__in=list(articles))
    return dict(rows.values_list("article").annotate(number=Count("pk")).order_by())


def needing_count(project: Project, reader: User | None = None) -> int:
    """How many claims of the project's articles do. One query, none where evidence is optional."""
    if not NEEDING[project.evidence_policy]:
        return 0
    rows = Claim.objects.active().filter(article__project=project, article__archived_at=None)
    return int(rows.filter(needing(reader, final=reader is None)).count())
