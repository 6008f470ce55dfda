"""Lines for machines: whether this process is up, whether the site can do its work; and the banner people see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from annotations.selectors.engine import engine_state
from annotations.selectors.readiness import Readiness, readiness
from annotations.web.gate import PageRequest


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is looked at, so that a slow database restarts nobody."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """A line for each part of the site; 503 where one it cannot do without is down."""
    lines = readiness(at=timezone.now())
    body = "".join(line_of(line) for line in lines)
    ready = all(line.ok or not line.needed for line in lines)
    return HttpResponse(body, status=200 if ready else 503, content_type="text/plain; charset=utf-8")


def line_of(part: Readiness) -> str:
    """One part as a line: `worker: ok, seen 2 s ago`."""
    return f"{part.part}: {'ok' if part.ok else 'down'}{f', {part.words}' if part.words else ''}\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon on pages that name none (a JSON answer, a text)."""
    return redirect(static("annotations/img/favicon.svg"))


@require_safe
def engine_banner(request: PageRequest) -> HttpResponse:
    """The banner about the machines as it stands now; empty while all is well."""
    return render(request, "partials/_engine_banner.html", {"engine": engine_state(at=timezone.now())})
