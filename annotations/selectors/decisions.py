"""The team's own decisions as something a model can learn from, or be held against: only those that were made before
the suggestion was seen. The others may be the suggestion's echo."""

import json
from collections.abc import Iterator

from annotations.exports.rows import lines_of
from annotations.models.judgements import Judgement
from annotations.models.projects import Project
from annotations.models.releases import Release
from annotations.selectors.blobs import blob_pieces

Row = tuple[str, str, str, str]
"""Article uid, claim uid, the claim's words, the label."""


def blind_decisions(project: Project) -> Iterator[Row]:
    """Current decisions about the words claims have now, made without a suggestion on screen, in articles the English
    models can read. One query, streamed."""
    rows = (
        Judgement.objects.current()
        .fresh()
        .filter(claim__article__project=project, claim__article__archived_at=None, claim__withdrawn_at=None)
        .filter(suggestion_visible=False, claim__article__language__in=["", "en"])
        .order_by("pk")
    )
    columns = ("claim__article__uid", "claim__uid", "claim__quote", "label")
    for article, claim, words, label in rows.values_list(*columns).iterator(2_000):
        yield str(article), str(claim), words, label


def blind_decisions_in(release: Release) -> Iterator[Row]:
    """The same from the frozen rows of a release. Memory: one row."""
    for line in lines_of(blob_pieces(release.sha256)):
        row = json.loads(line)
        if row["language"] not in ("", "en"):
            continue
        for judgement in row["judgements"]:
            if not judgement["suggestion_visible"] and not judgement["stale"]:
                yield row["article_id"], row["claim_id"], row["quote"], judgement["label"]
