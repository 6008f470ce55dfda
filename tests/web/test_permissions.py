"""Who may do what, page by page. A page that is not in the table fails the first test by its name."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from annotations.web.urls import urlpatterns
from tests.web.conftest import SignIn, Things

SIGN_IN = 302
ROLES = ("anonymous", "oto", "vic", "ana", "eva", "mia")  # nobody, stranger, viewer, reviewer, adjudicator, manager


@dataclass(frozen=True)
class Line:
    """A page: its name, how it is asked, what it is about, and the answer each of ROLES gets."""

    name: str
    method: str
    about: str
    answers: tuple[int, ...]
    data: dict[str, str] = field(default_factory=dict)


MEMBERS = (SIGN_IN, 404, 200, 200, 200, 200)
REVIEWERS_POST = (SIGN_IN, 404, 403, 302, 302, 302)
ADJUDICATORS_POST = (SIGN_IN, 404, 403, 403, 302, 302)
ANYBODY = (200,) * 6
SIGNED_IN = (SIGN_IN, 200, 200, 200, 200, 200)

MATRIX = [
    Line("home", "get", "", SIGNED_IN),
    Line("first-run", "get", "", (302,) * 6),
    Line("sign-in", "get", "", (200, 302, 302, 302, 302, 302)),
    Line("sign-out", "post", "", (302,) * 6),
    Line("link", "get", "link", ANYBODY),
    Line("password-forgotten", "get", "", ANYBODY),
    Line("password-set", "get", "", SIGNED_IN),
    Line("invitation-accept", "get", "invitation", ANYBODY),
    Line("preferences", "get", "", SIGNED_IN),
    Line("preferences", "post", "", (SIGN_IN, *(302,) * 5), {"article_size": "130", "interface_size": "100"}),
    Line("preferences-keys", "post", "", (302,) * 6, {"reset": "all"}),
    Line("preferences-set", "post", "", (SIGN_IN, *(204,) * 5), {"theme": "dark"}),
    Line("token-list", "get", "", SIGNED_IN),
    Line("project-create", "get", "", SIGNED_IN),
    Line("article-list", "get", "project", MEMBERS),
    Line("article-rows", "get", "project", MEMBERS),
    Line("article-bulk", "post", "project", ADJUDICATORS_POST, {"do": "archive"}),
    Line("claim-bulk", "post", "project", REVIEWERS_POST, {"do": "withdraw"}),
    Line("claim-choose", "get", "article", MEMBERS),
    Line("change-list", "get", "project", MEMBERS),
    Line("job-list", "get", "project", MEMBERS),
    Line("job-cancel", "post", "job", REVIEWERS_POST),
    Line("job-retry", "post", "job", REVIEWERS_POST),
    Line("import-rows", "get", "import", MEMBERS),
    Line("trash", "get", "project", MEMBERS),
    Line("batch-undo", "post", "batch", ADJUDICATORS_POST),
    Line("claim-list", "get", "project", MEMBERS),
    Line("search-project", "get", "project", MEMBERS),
    Line("search", "get", "", SIGNED_IN),
    Line("view-save", "post", "project", (SIGN_IN, 404, 302, 302, 302, 302), {"page": "claims", "name": "Mine"}),
    Line("view-change", "post", "view", (SIGN_IN, 404, 404, 404, 404, 302), {"name": "Ours"}),
    Line("view-remove", "post", "view", (SIGN_IN, 404, 404, 404, 404, 302)),
    Line("view-restore", "post", "view", (SIGN_IN, 404, 404, 404, 404, 302)),
    Line("article-import", "get", "project", (SIGN_IN, 404, 403, 200, 200, 200)),
    Line("member-list", "get", "project", MEMBERS),
    Line("member-invite", "post", "project", (SIGN_IN, 404, 403, 403, 403, 200), {"role": "reviewer"}),
    Line("member-change", "post", "member", (SIGN_IN, 404, 403, 403, 403, 302), {"role": "viewer"}),
    Line("member-account", "post", "member", (SIGN_IN, 404, 403, 403, 403, 403)),
    Line("member-reset", "post", "member", (SIGN_IN, 404, 403, 403, 403, 200)),
    Line("release-list", "get", "project", MEMBERS),
    Line("release-list", "post", "project", (SIGN_IN, 404, 403, 403, 403, 302), {"name": "May", "select": "all"}),
    Line("release-download", "get", "release", (SIGN_IN, 404, 403, 403, 403, 200)),
    Line("queue", "get", "project", (SIGN_IN, 404, 403, 200, 200, 200)),
    Line("guidelines", "get", "project", MEMBERS),
    Line("guidelines-known", "post", "project", (SIGN_IN, 404, 302, 302, 302, 302)),
    Line("practice-list", "get", "project", MEMBERS),
    Line("practice-make", "post", "project", (SIGN_IN, 404, 403, 403, 403, 302)),
    Line("practice-results", "get", "project", (SIGN_IN, 404, 403, 403, 403, 200)),
    Line("practice", "get", "practice", (SIGN_IN, 404, 403, 200, 200, 200)),
    Line("practice-answer", "post", "practice", REVIEWERS_POST, {"claim": "1", "round": "1", "label": "opinion"}),
    Line("practice-switch", "post", "practice", (SIGN_IN, 404, 403, 403, 403, 302), {"on": "0"}),
    Line("model", "get", "project", MEMBERS),
    Line("model-live", "post", "project", (SIGN_IN, 404, 403, 403, 403, 302), {"model": "shipped"}),
    Line("model-encoder", "post", "project", (SIGN_IN, 404, 403, 403, 403, 302)),
    Line("model-train", "post", "project", (SIGN_IN, 404, 403, 403, 403, 302)),
    Line("project-settings", "get", "project", MEMBERS),
    Line(
        "project-settings",
        "post",
        "project",
        (SIGN_IN, 404, 403, 403, 403, 302),
        {
            "name": "Desk",
            "suggestion_mode": "shown",
            "evidence_policy": "optional",
            "reviewers_per_claim": "2",
            "queue_order": "newest",
            "measured_sample": "5",
        },
    ),
    Line("article-review", "get", "article", MEMBERS),
    Line("article-part", "get", "article", MEMBERS),
    Line("article-print", "get", "article", MEMBERS),
    Line("reading-links", "get", "article", (SIGN_IN, 404, 403, 403, 200, 200)),
    Line("reading-links", "post", "article", (SIGN_IN, 404, 403, 403, 200, 200), {"days": "7"}),
    Line("reading-link-revoke", "post", "reading link", ADJUDICATORS_POST),
    Line("reading", "get", "reading", ANYBODY),
    Line("article-status", "get", "article", MEMBERS),
    Line("article-archive", "post", "article", ADJUDICATORS_POST),
    Line("article-restore", "post", "article", ADJUDICATORS_POST),
    Line("article-retry", "post", "article", REVIEWERS_POST),
    Line("claim-show", "get", "claim", (SIGN_IN, 404, 302, 302, 302, 302)),
    Line("claim-panel", "get", "claim", MEMBERS),
    Line("claim-judge", "post", "claim", REVIEWERS_POST, {"label": "opinion"}),
    Line("claim-undo", "post", "claim", REVIEWERS_POST),
    Line("claim-flag", "post", "claim", REVIEWERS_POST, {"on": "1"}),
    Line("claim-flags-resolve", "post", "claim", ADJUDICATORS_POST, {"note": "Seen"}),
    Line("claim-skip", "post", "claim", REVIEWERS_POST),
    Line("claim-note", "post", "claim", REVIEWERS_POST, {"text": "Look at page 3."}),
    Line("claim-reveal", "post", "claim", REVIEWERS_POST),
    Line("claim-withdraw", "post", "claim", REVIEWERS_POST, {"reason": "Twice in the text"}),
    Line("source-list", "get", "project", MEMBERS),
    Line("source", "get", "source", MEMBERS),
    Line("source-rate", "post", "source", REVIEWERS_POST, {"kind": "official"}),
    Line("claim-statement", "post", "claim", REVIEWERS_POST, {"wording": "In other words."}),
    Line("evidence-add", "post", "claim", REVIEWERS_POST, {"stance": "supports", "source": "Port report"}),
    Line("evidence", "get", "evidence", MEMBERS),
    Line("evidence-withdraw", "post", "evidence", REVIEWERS_POST),
    Line("evidence-restore", "post", "evidence", REVIEWERS_POST),
    Line("evidence-confidential", "post", "evidence", ADJUDICATORS_POST, {"on": "1"}),
    Line("evidence-check", "post", "evidence", REVIEWERS_POST),
    Line("evidence-attach", "post", "evidence", REVIEWERS_POST),
    Line("snapshot-text", "get", "snapshot", MEMBERS),
    Line("snapshot-file", "get", "snapshot", MEMBERS),
    Line("engine-banner", "get", "", SIGNED_IN),
    Line("styleguide", "get", "", (404,) * 6),
    Line("healthz", "get", "", ANYBODY),
    Line("readyz", "get", "", (503,) * 6),
    Line("robots", "get", "", ANYBODY),
    Line("favicon", "get", "", (302,) * 6),
]


def names_in(patterns: list[Any]) -> set[str]:
    """Every name in a list of addresses."""
    return {pattern.name for pattern in patterns if isinstance(pattern, URLPattern) and pattern.name}


def test_every_page_is_in_the_table() -> None:
    assert names_in(urlpatterns) == {line.name for line in MATRIX}


def test_every_page_has_a_name() -> None:
    assert all(isinstance(pattern, URLPattern) and pattern.name for pattern in urlpatterns)


@pytest.mark.parametrize("line", MATRIX, ids=lambda line: f"{line.name}-{line.method}")
@pytest.mark.parametrize("who", ROLES)
def test_each_page_answers_each_role_as_the_table_says(
    line: Line,
    who: str,
    things: Things,
    sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    person_ = None if who == "anonymous" else request.getfixturevalue(who)
    client = Client() if person_ is None else sign_in(person_)
    address = reverse(f"web:{line.name}", args=things[line.about]())
    answer = getattr(client, line.method)(address, line.data)
    assert answer.status_code == line.answers[ROLES.index(who)]
    if who == "anonymous" and answer.status_code == SIGN_IN and line.about in {"project", "article", "claim"}:
        assert answer.url.startswith("/sign-in/?next=")
