"""Whether the rows are what the ledger says they are."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import ForeignKey, Prefetch, QuerySet

from annotations.chain.links import state_digest
from annotations.chain.verify import Fault
from annotations.models.articles import Article
from annotations.models.base import Guarded
from annotations.models.claims import Claim, ClaimState, state_from
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerTouch
from annotations.models.projects import Project

AT_ONCE = 2_000


@dataclass
class Count:
    """How many rows were looked at."""

    seen: int = 0


def scope_of(model: type[Guarded], project: Project | None) -> dict[str, Any]:
    """The filter that keeps a model's rows to one project."""
    if project is None:
        return {}
    paths = {
        "claim": "article__project",
        "judgement": "claim__article__project",
        "evidence": "claim__article__project",
        "statement": "claim__article__project",
        "source_rating": "source__project",
        "sighting": "snapshot__project",
        "practice_claim": "practice__project",
        "practice_round": "practice__project",
        "practice_answer": "round__practice__project",
    }
    if model is Project:
        return {"pk": project.pk}
    return {paths.get(model.OBJECT_TYPE, "project"): project}


def row_faults(count: Count, model: type[Guarded], project: Project | None) -> Iterator[Fault]:
    """Rows that no event vouches for in their present state. A few queries for each 2,000 rows."""
    rows: QuerySet[Any] = model._default_manager.filter(**scope_of(model, project))
    rows = rows.prefetch_related(*uids_of_related(model))
    if model is Article:
        rows = rows.defer("text")  # up to a million characters each, and not in the state
    after = 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        after = batch[-1].pk
        count.seen += len(batch)
        digests = newest_touches(model, batch)
        for row in batch:
            yield from row_fault(row, digests.get(row.uid))


def uids_of_related(model: type[Guarded]) -> list["Prefetch[Any]"]:
    """The uids of what a model's rows refer to, fetched apart: a join would leave out rows that refer to nothing."""
    return [
        Prefetch(field.name, queryset=field.related_model._base_manager.only("uid"))
        for field in model._meta.fields
        if isinstance(field, ForeignKey) and field.name in model.LEDGER_FIELDS
    ]


def newest_touches(model: type[Guarded], batch: list[Guarded]) -> dict[object, tuple[int, str]]:
    """The last version and digest the ledger has of each row. One query."""
    touches = LedgerTouch.objects.filter(object_type=model.OBJECT_TYPE, object_id__in=[row.uid for row in batch])
    rows = touches.order_by("object_version").values_list("object_id", "object_version", "state_digest")
    return {uid: (version, digest) for uid, version, digest in rows}


def row_fault(row: Guarded, newest: tuple[int, str] | None) -> Iterator[Fault]:
    """What is wrong with one row."""
    where = f"{row.OBJECT_TYPE}:{row.uid}"
    if newest is None:
        yield Fault("row_without_event", where, "No event ever made this row.")
    elif newest[0] != row.row_version:
        yield Fault("row_version_wrong", where, f"The row is at version {row.row_version}, the ledger at {newest[0]}.")
    elif digest_of(row) != newest[1]:
        yield Fault("row_changed", where, f"The row is not what version {row.row_version} was.")


def digest_of(row: Guarded) -> str:
    """The digest of the row's state, "" where it has none: what it refers to is gone, or it has no canonical form."""
    try:
        return state_digest(row.ledger_state())
    except (ObjectDoesNotExist, AttributeError, ValueError):
        return ""


def lost_rows(model: type[Guarded], project: Project | None) -> Iterator[Fault]:
    """Objects the ledger knows and the table does not. A project's check leaves this to the whole site's."""
    if project is not None:
        return
    known = LedgerTouch.objects.filter(object_type=model.OBJECT_TYPE, object_version=1)
    for (uid,) in known.exclude(object_id__in=model._default_manager.values("uid")).values_list("object_id"):
        yield Fault("row_missing", f"{model.OBJECT_TYPE}:{uid}", "The ledger has it, the table does not.")


def derived_faults(project: Project | None) -> Iterator[Fault]:
    """Texts that do not match their fingerprint, quotes that are not in their text, states nobody decided."""
    articles = Article.objects.filter(**scope_of(Article, project)).exclude(text=None, text_sha256="").order_by("pk")
    for article in articles.iterator(50):
        text = article.text or ""
        if hashlib.sha256(text.encode()).hexdigest() != article.text_sha256:
            yield Fault("text_changed", f"article:{article.uid}", "The text does not match its fingerprint.")
        for claim in Claim.objects.active().filter(article=article):
            if text[claim.start : claim.end] != claim.quote:
                yield Fault("quote_drifted", f"claim:{claim.uid}", "The claim's words are not in the text there.")
        yield from state_faults(article)


def state_faults(article: Article) -> Iterator[Fault]:
    """Claims whose stored state is not what their judgements make of it. Two queries."""
    labels: dict[int, list[str]] = defaultdict(list)
    current = Judgement.objects.current().fresh().filter(claim__article=article)
    for claim_id, label in current.values_list("claim_id", "label"):
        labels[claim_id].append(label)
    for claim in Claim.objects.filter(article=article).exclude(state=ClaimState.SETTLED):
        withdrawn = claim.withdrawn_at is not None
        expected = state_from(labels[claim.pk], wanted=claim.reviewers_wanted, withdrawn=withdrawn)
        if (claim.state, claim.label) != expected:
            yield Fault(
                "state_drifted", f"claim:{claim.uid}", f"Its state is {claim.state}, it should be {expected[0]}."
            )
