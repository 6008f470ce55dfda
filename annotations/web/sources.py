"""The sources of a project's evidence: the list, and a page for each."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from annotations.models.claims import Claim, Label
from annotations.models.sources import SourceKind
from annotations.policy import Action, may
from annotations.selectors import access
from annotations.selectors.claim_list import ClaimSeen, claims_seen
from annotations.selectors.paging import page_in_order, page_of
from annotations.selectors.source_register import (
    evidence_from,
    most_first,
    numbers_of,
    rating_of,
    source_history,
    sources_found,
)
from annotations.services.source_register import source_rate
from annotations.web.auth import actor_of
from annotations.web.claims import said_on_the_next_page
from annotations.web.gate import PageRequest

PAGE = 30


@require_safe
def source_list(request: PageRequest, slug: str) -> HttpResponse:
    """The domains the project's evidence is of, with how much of it; filtered and ordered by the address."""
    project = access.project_for(request.user, slug)
    chosen = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "kind", "order")}
    rows = sources_found(project, reader=request.user, q=chosen["q"], kind=chosen["kind"])
    cursor = request.GET.get("cursor", "")
    if chosen["order"] == "most":
        shown, following = most_first(rows, cursor=cursor, size=PAGE)
    else:
        page = page_in_order(rows, cursor=cursor, size=PAGE, order=["domain"])
        shown, following = page.rows, page.next_cursor
    kept = {name: value for name, value in chosen.items() if value}
    context = {
        "project": project,
        "tab": "sources",
        "rows": shown,
        "chosen": chosen,
        "filtered": bool(chosen["q"] or chosen["kind"]),
        "kinds": SourceKind.choices,
        "first_page": f"?{urlencode(kept)}" if cursor else "",
        "next_page": f"?{urlencode({**kept, 'cursor': following})}" if following else "",
    }
    return render(request, "sources/list.html", context)


@require_safe
def source_page(request: PageRequest, slug: str, domain: str) -> HttpResponse:
    """What rests on a source, how that was decided, and what the project says about it."""
    source = access.source_named(request.user, slug, domain)
    cursor = request.GET.get("cursor", "")
    page = page_of(evidence_from(source, reader=request.user), cursor=cursor, size=PAGE, by="added_at")
    seen = claims_seen_by_key(request, [piece.claim for piece in page.rows])
    numbers = numbers_of(source, reader=request.user)
    context = {
        "project": source.project,
        "tab": "sources",
        "source": source,
        "rating": rating_of(source),
        "numbers": numbers,
        "labels": [(label, Label(label).label, number) for label, number in sorted(numbers.by_label.items())],
        "rows": [(piece, seen[piece.claim_id]) for piece in page.rows],
        "history": source_history(source, reader=request.user),
        "kinds": SourceKind.choices,
        "may_rate": may(request.user, Action.JUDGE, source.project),
        "first_page": "?" if cursor else "",
        "next_page": f"?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "sources/source.html", context)


def claims_seen_by_key(request: PageRequest, claims: list[Claim]) -> dict[int, ClaimSeen]:
    """The claims as the reader may see them, by key."""
    unique = list({claim.pk: claim for claim in claims}.values())
    return {seen.claim.pk: seen for seen in claims_seen(unique, reader=request.user)}


@require_POST
def source_change(request: PageRequest, slug: str, domain: str) -> HttpResponse:
    """What kind of source it is, and how far to rely on it."""
    source = access.source_named(request.user, slug, domain, to=Action.JUDGE)
    version = request.POST.get("version", "")
    with said_on_the_next_page(request):
        source_rate(
            actor=actor_of(request),
            source=source,
            at=timezone.now(),
            row_version=int(version) if version.isdecimal() and len(version) < 10 else None,
            kind=request.POST.get("kind", ""),
            note=request.POST.get("note", ""),
        )
    return redirect("web:source", slug, domain)
