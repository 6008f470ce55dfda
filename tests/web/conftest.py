"""What tests of pages share: signed-in browsers, and the addresses of things."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.models.access import LinkPurpose
from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim
from annotations.models.projects import Membership, Project
from annotations.models.releases import Release
from annotations.models.users import User
from annotations.services.articles import article_archive
from annotations.services.evidence import evidence_add
from annotations.services.import_runs import Rows, import_request
from annotations.services.judgements import judgement_record
from annotations.services.links import invitation_send, link_issue
from annotations.services.reading_links import reading_link_issue
from annotations.services.releases import release_freeze, release_request
from annotations.services.saved_views import saved_view_save
from tests.practice import practice_written
from tests.snapshots import snapshot_kept
from tests.story import NOON, claims_of, person

SignIn = Callable[[User], Client]
NO_SUCH_UID = "019a0000-0000-7000-8000-000000000000"
Things = dict[str, Callable[[], list[Any]]]


@pytest.fixture(autouse=True)
def _quick_settings(settings: Any) -> None:
    """Style sheets by their plain names, since nothing is collected for a test; passwords hashed at once."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def sign_in() -> SignIn:
    """A browser in which this person is signed in."""

    def made(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return made


@pytest.fixture
def claim(article: Article) -> Claim:
    """The article's first claim."""
    return claims_of(article)[0]


@pytest.fixture
def things(desk: Project, article: Article, claim: Claim, ben: User, mia: User) -> Things:
    """What addresses are about, by the words the tables of pages use; made when asked for."""

    def release() -> Release:
        judgement_record(actor=person(ben), claim=claim, label="sourced", at=NOON)
        made, _job, _event = release_request(actor=person(mia), project=desk, name="April", select="all", at=NOON)
        release_freeze(actor=person(mia), release=made, at=NOON)
        return made

    def evidence() -> object:
        return evidence_add(
            actor=person(ben), claim=claims_of(article)[1], stance="context", reference="Log book", at=NOON
        )[0].uid

    def batch() -> Batch:
        article_archive(actor=person(mia), article=article, at=NOON)
        return Batch.objects.latest("id")

    def snapshot() -> list[object]:
        link, claim_ = "https://harbour.example/log", claims_of(article)[1]
        piece, _event = evidence_add(
            actor=person(ben), claim=claim_, stance="context", url=link, quote="two ships", at=NOON
        )
        return [piece.uid, snapshot_kept(piece, b"They ordered two ships.").uid]

    def import_() -> object:
        body = b'{"text": "A tug sank."}'
        rows = Rows(pieces=lambda: [body], size=len(body))
        return import_request(actor=person(mia), project=desk, rows=rows, at=NOON)[1].uid

    def source() -> str:
        url = "https://www.harbour.example/log"
        evidence_add(actor=person(ben), claim=claims_of(article)[1], stance="context", url=url, at=NOON)
        return "harbour.example"

    return {
        "": list,
        "project": lambda: [desk.slug],
        "member": lambda: [desk.slug, Membership.objects.current().get(project=desk, user=ben).uid],
        "article": lambda: [article.uid],
        "claim": lambda: [claim.uid],
        "evidence": lambda: [evidence()],
        "snapshot": snapshot,
        "release": lambda: [release().uid],
        "source": lambda: [desk.slug, source()],
        "batch": lambda: [batch().uid],
        "reading link": lambda: [reading_link_issue(actor=person(mia), article=article, at=timezone.now())[0].uid],
        "reading": lambda: [reading_link_issue(actor=person(mia), article=article, at=timezone.now())[1]],
        "practice": lambda: [practice_written(mia, desk).uid],
        "view": lambda: [
            saved_view_save(actor=person(mia), project=desk, page="claims", name="Mine", query="", at=NOON).uid
        ],
        "import": lambda: [import_()],
        "job": lambda: [article.jobs.latest("id").uid],
        "link": lambda: [link_issue(actor=person(mia), user=ben, purpose=LinkPurpose.RESET, at=timezone.now())],
        "invitation": lambda: [
            invitation_send(actor=person(mia), project=desk, role="viewer", email="", at=timezone.now())[1]
        ],
    }


def address(name: str, *args: object, **query: str) -> str:
    """The address of a page by its name in the web namespace."""
    return reverse(f"web:{name}", args=args, query=query or None)
