"""Who may do what, page by page. A page that is not in the table fails the first test by its name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from annotations.models.access import LinkPurpose
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.projects import Membership, Project
from annotations.models.releases import Release
from annotations.models.users import User
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.links import invitation_send, link_issue
from annotations.services.releases import release_freeze, release_request
from annotations.web.urls import urlpatterns
from tests.story import NOON, claims_of, person
from tests.web.conftest import SignIn

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
    Line("token-list", "get", "", SIGNED_IN),
    Line("project-create", "get", "", SIGNED_IN),
    Line("article-list", "get", "project", MEMBERS),
    Line("article-rows", "get", "project", MEMBERS),
    Line("article-import", "get", "project", (SIGN_IN, 404, 403, 200, 200, 200)),
    Line("member-list", "get", "project", MEMBERS),
    Line("member-invite", "post", "project", (SIGN_IN, 404, 403, 403, 403, 200), {"role": "reviewer"}),
    Line("member-change", "post", "member", (SIGN_IN, 404, 403, 403, 403, 302), {"role": "viewer"}),
    Line("member-reset", "post", "member", (SIGN_IN, 404, 403, 403, 403, 200)),
    Line("release-list", "get", "project", MEMBERS),
    Line("release-list", "post", "project", (SIGN_IN, 404, 403, 403, 403, 302), {"name": "May", "select": "all"}),
    Line("release-download", "get", "release", (SIGN_IN, 404, 403, 403, 403, 200)),
    Line("project-settings", "get", "project", MEMBERS),
    Line(
        "project-settings",
        "post",
        "project",
        (SIGN_IN, 404, 403, 403, 403, 302),
        {"name": "Desk", "suggestion_mode": "shown", "evidence_policy": "optional", "reviewers_per_claim": "2"},
    ),
    Line("article-review", "get", "article", MEMBERS),
    Line("article-status", "get", "article", MEMBERS),
    Line("article-archive", "post", "article", ADJUDICATORS_POST),
    Line("article-restore", "post", "article", ADJUDICATORS_POST),
    Line("article-retry", "post", "article", REVIEWERS_POST),
    Line("claim-panel", "get", "claim", MEMBERS),
    Line("claim-judge", "post", "claim", REVIEWERS_POST, {"label": "opinion"}),
    Line("claim-undo", "post", "claim", REVIEWERS_POST),
    Line("claim-flag", "post", "claim", REVIEWERS_POST, {"on": "1"}),
    Line("claim-skip", "post", "claim", REVIEWERS_POST),
    Line("claim-note", "post", "claim", REVIEWERS_POST, {"text": "Look at page 3."}),
    Line("claim-reveal", "post", "claim", REVIEWERS_POST),
    Line("evidence-add", "post", "claim", REVIEWERS_POST, {"stance": "supports", "source": "Port report"}),
    Line("evidence-withdraw", "post", "evidence", REVIEWERS_POST),
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


@pytest.fixture
def things(desk: Project, article: Article, claim: Claim, ben: User, mia: User) -> dict[str, Callable[[], list[Any]]]:
    """What addresses are about, made when asked for."""

    def release() -> Release:
        judgement_record(actor=person(ben), claim=claim, label="sourced", at=NOON)
        made, _job, _event = release_request(actor=person(mia), project=desk, name="April", select="all", at=NOON)
        release_freeze(actor=person(mia), release=made, at=NOON)
        return made

    def evidence() -> object:
        return evidence_add(
            actor=person(ben), claim=claims_of(article)[1], stance="context", reference="Log book", at=NOON
        )[0].uid

    return {
        "": list,
        "project": lambda: [desk.slug],
        "member": lambda: [desk.slug, Membership.objects.current().get(project=desk, user=ben).uid],
        "article": lambda: [article.uid],
        "claim": lambda: [claim.uid],
        "evidence": lambda: [evidence()],
        "release": lambda: [release().uid],
        "link": lambda: [link_issue(actor=person(mia), user=ben, purpose=LinkPurpose.RESET, at=timezone.now())],
        "invitation": lambda: [
            invitation_send(actor=person(mia), project=desk, role="viewer", email="", at=timezone.now())[1]
        ],
    }


@pytest.mark.parametrize("line", MATRIX, ids=lambda line: f"{line.name}-{line.method}")
@pytest.mark.parametrize("who", ROLES)
def test_each_page_answers_each_role_as_the_table_says(
    line: Line,
    who: str,
    things: dict[str, Callable[[], list[Any]]],
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
