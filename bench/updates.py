"""What a page of claims by their last change costs among 50,000 claims, beside two references in the same run: a page
by the claims' own keys, and the times worked out from each claim's rows, as it was before they were kept.

Run from the repository: `python -m bench.updates [CLAIMS] [--plan]`. Fills a database of its own, as `bench.search`
does. Prints milliseconds for a page of 50, the median of 9, and the ratio to the page by keys; `--plan`: how the
database goes about it.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.search import fill, ms

PAGE = 50


def main() -> None:
    """Fill, ask, print."""
    numbers = [word for word in sys.argv[1:] if word.isdecimal()]
    wanted = int(numbers[0]) if numbers else 50_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'updates.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
        os.environ.setdefault("CLAIMDESK_HOME", folder)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(wanted, plan="--plan" in sys.argv)


def measure(wanted: int, *, plan: bool) -> None:
    """Milliseconds of the first page, of one in the middle, and of the references."""
    from django.db import connection

    from annotations.models.claim_updates import ClaimUpdate
    from annotations.models.claims import Claim
    from annotations.models.projects import Project
    from annotations.selectors.claim_list import ClaimFilter, claims_found, claims_of_updates, updates_found

    reader, took = fill(wanted)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    project = Project.objects.get()
    middle = ClaimUpdate.objects.order_by("at", "uid")[wanted // 2]
    half = Claim.objects.order_by("pk")[wanted // 2].pk
    everywhere, within = updates_found(reader, ClaimFilter()), updates_found(reader, ClaimFilter(project=project))
    since = updates_found(reader, ClaimFilter(project=project, updated_since=middle.at))
    by_keys = claims_found(reader, ClaimFilter(project=project)).filter(pk__gt=half).order_by("pk")
    pages: list[tuple[str, Any]] = [
        ("a page by keys", by_keys),
        ("the first by time", within.order_by("at", "uid")),
        ("the newest", within.order_by("-at", "-uid")),
        ("since the middle", since.order_by("at", "uid")),
        ("in all projects", everywhere.order_by("at", "uid")),
        ("worked out from rows", worked_out(by_keys.model.objects.filter(article__project=project))),
    ]
    print(f"{connection.vendor}, {Claim.objects.count():,} claims, filled in {took:.0f} s")
    reference = 0.0
    for name, rows in pages:

        def page(rows: Any = rows) -> list[Any]:
            found = list(rows[:PAGE])
            return claims_of_updates(found) if rows.model is ClaimUpdate else found

        cost = ms(page)
        reference = reference or cost
        print(f"{name:24}{cost:9.1f} ms{cost / reference:9.1f} x")
        if plan:
            print(rows[:PAGE].explain())


def worked_out(rows: Any) -> Any:
    """The claims by their last change, from their events, decisions and evidence."""
    from django.db.models import DateTimeField, F, Max, OuterRef, Subquery
    from django.db.models.functions import Coalesce, Greatest

    from annotations.models.evidence import Evidence
    from annotations.models.judgements import Judgement
    from annotations.models.ledger import LedgerTouch

    def latest(model: Any, field: str) -> Subquery:
        found = model._default_manager.filter(claim=OuterRef("pk")).order_by().values("claim")
        return Subquery(found.annotate(latest=Max(field)).values("latest"), output_field=DateTimeField())

    touched = LedgerTouch.objects.filter(object_type="claim", object_id=OuterRef("uid")).order_by("-object_version")
    moments = [
        Subquery(touched.values("event__at")[:1], output_field=DateTimeField()),
        latest(Judgement, "decided_at"),
        latest(Judgement, "superseded_at"),
        latest(Evidence, "added_at"),
        latest(Evidence, "withdrawn_at"),
        latest(Evidence, "changed_at"),
    ]
    moved = rows.annotate(moved=Greatest(*(Coalesce(moment, F("created_at")) for moment in moments)))
    return moved.select_related("article__project").defer("article__text").order_by("moved", "uid")


if __name__ == "__main__":
    main()
