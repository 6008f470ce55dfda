"""What is out of sight: archived articles and withdrawn claims, and the way back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.policy import Action, role_in, role_may
from annotations.selectors import access
from annotations.selectors.batches import archived_in, with_archiving, with_withdrawal, withdrawn_in
from annotations.selectors.paging import page_of
from annotations.web.article_rows import shown_title
from annotations.web.gate import PageRequest

PAGE = 30


@require_safe
def archive(request: PageRequest, slug: str) -> HttpResponse:
    """Archived articles, or with `show=claims` withdrawn claims; last gone first."""
    project = access.project_for(request.user, slug)
    claims = request.GET.get("show") == "claims"
    cursor, role = request.GET.get("cursor", ""), role_in(request.user, project)
    context = {"project": project, "tab": "activity", "part": "archive", "show": "claims" if claims else "articles"}
    if claims:
        of_claims = page_of(withdrawn_in(project), cursor=cursor, size=PAGE, by="withdrawn_at")
        context |= {"rows": with_withdrawal(of_claims.rows), "next_cursor": of_claims.next_cursor}
    else:
        of_articles = page_of(archived_in(project), cursor=cursor, size=PAGE, by="archived_at")
        rows = [(gone, shown_title(gone.thing)) for gone in with_archiving(of_articles.rows)]
        context |= {"rows": rows, "next_cursor": of_articles.next_cursor}
    context["may_restore"] = role_may(role, Action.MARK if claims else Action.ARCHIVE)
    return render(request, "activity/archive.html", context)
