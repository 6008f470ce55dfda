"""Reading an article without an account, and printing it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.reading_links import ReadingLink
from annotations.models.users import User
from annotations.services.articles import article_archive
from annotations.services.evidence import evidence_add
from annotations.services.judgements import judgement_record
from annotations.services.links import sha256_of
from annotations.services.notes import note_write
from annotations.services.reading_links import reading_link_issue, reading_link_revoke
from annotations.services.statements import statement_change
from tests.story import NOON, MakeArticle, claims_of, minutes, person
from tests.web.conftest import SignIn, address


def made(article: Article, by: User, **more: bool) -> tuple[ReadingLink, str]:
    """A link and its secret."""
    link, secret, _event = reading_link_issue(actor=person(by), article=article, at=timezone.now(), **more)
    return link, secret


def worked_on(article: Article, ana: User) -> None:
    """Ana decides the first claim, with evidence and a note."""
    claim = claims_of(article)[0]
    judgement_record(actor=person(ana), claim=claim, label="disputed", note="Psst", at=NOON)
    evidence_add(
        actor=person(ana), claim=claim, stance="contradicts", reference="Council minutes", quote="One ship.", at=NOON
    )
    note_write(actor=person(ana), claim=claim, body="Call the mayor.", at=NOON)


def test_a_visitor_reads_the_text_the_labels_and_the_evidence(article: Article, ana: User, mia: User) -> None:
    worked_on(article, ana)
    answer = Client().get(address("reading", made(article, mia)[1]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The county council ordered two ships on Monday." in page
    assert re.search(r'<mark class="cl L-disputed"[^>]*data-n="1"', page)
    assert "Contradicts: Council minutes" in page
    assert "One ship." in page


@pytest.mark.parametrize("with_names", [True, False])
def test_people_are_named_only_where_the_link_says_so(article: Article, ana: User, mia: User, with_names: bool) -> None:
    worked_on(article, ana)
    page = Client().get(address("reading", made(article, mia, with_names=with_names)[1])).content.decode()
    assert ("Added by Ana" in page) is with_names
    assert ("Decided by Ana" in page) is with_names
    assert "Mia" not in page
    assert "desk.example" not in page
    assert "mayor" not in page, "notes stay in the project"
    assert "Psst" not in page
    assert "City desk" not in page


def test_nothing_keeps_or_finds_the_page(article: Article, mia: User) -> None:
    answer = Client().get(address("reading", made(article, mia)[1]))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in answer.content.decode()


def test_a_wrong_an_old_and_a_revoked_link_get_one_and_the_same_answer(
    article: Article, mia: User, eva: User, make_article: MakeArticle
) -> None:
    week_ago = timezone.now() - timedelta(days=7, seconds=1)
    _old, expired, _event = reading_link_issue(actor=person(mia), article=article, at=week_ago)
    revoked, gone = made(article, mia)
    reading_link_revoke(actor=person(mia), link=revoked, at=timezone.now())
    archived = make_article(claims=1)
    _link, away = made(archived, mia)
    article_archive(actor=person(eva), article=archived, at=minutes(9))
    events = LedgerEvent.objects.count()
    answers = []
    for secret in ("x", "x" * 43, expired, gone, away):
        answer = Client().get(address("reading", secret))
        answers.append((answer.status_code, re.sub(r"[0-9a-f]{32}|nonce[^ ;]+", "", answer.content.decode())))
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
    assert {status for status, _page in answers} == {404}
    pages = {re.sub(r'(content|nonce|value)="[^"]*"|"X-CSRFToken": "[^"]*"', "", page) for _status, page in answers}
    assert len(pages) == 1
    assert LedgerEvent.objects.count() == events


def test_an_opening_is_an_event_once_a_day(article: Article, mia: User) -> None:
    link, secret = made(article, mia)
    for _ in range(3):
        Client().get(address("reading", secret))
    opened = LedgerEvent.objects.filter(verb="reading_link.opened", subject=f"article:{article.uid}")
    assert [event.actor_label for event in opened] == ["visitor"]
    ReadingLink.objects.filter(pk=link.pk).update(last_opened_at=timezone.now() - timedelta(days=1))
    Client().get(address("reading", secret))
    assert opened.all().count() == 2


def test_the_secret_is_on_one_answer_and_its_fingerprint_in_the_database(
    sign_in: SignIn, article: Article, eva: User
) -> None:
    client = sign_in(eva)
    page = client.post(address("reading-links", article.uid), {"days": "30", "with_names": "on"}).content.decode()
    secret = re.search(r"/read/([\w-]{43})/", page)
    assert secret is not None
    link = ReadingLink.objects.get()
    assert (link.sha256, link.with_names) == (sha256_of(secret[1]), True)
    assert link.expires_at - link.issued_at == timedelta(days=30)
    assert secret[1] not in client.get(address("reading-links", article.uid)).content.decode()
    assert Client().get(address("reading", secret[1])).status_code == 200
    page = client.post(address("reading-link-revoke", link.uid), follow=True).content.decode()
    assert "The link is revoked and no longer works." in page
    assert "No links." in page
    assert Client().get(address("reading", secret[1])).status_code == 404


@pytest.mark.parametrize("days", ["0", "31", "x", ""])
def test_a_link_has_one_of_the_offered_lives(sign_in: SignIn, article: Article, eva: User, days: str) -> None:
    assert sign_in(eva).post(address("reading-links", article.uid), {"days": days}).status_code == 422
    assert not ReadingLink.objects.exists()


def test_paper_has_the_readers_own_labels_and_the_letters(
    sign_in: SignIn, desk: Project, article: Article, ana: User, ben: User
) -> None:
    worked_on(article, ana)
    assert "[D]</b>" in sign_in(ana).get(address("article-print", article.uid)).content.decode()
    page = sign_in(ben).get(address("article-print", article.uid)).content.decode()
    assert "[?]</b>" in page
    assert "[D]</b>" not in page
    assert page.count('class="cl L-open"') == 4


@pytest.mark.parametrize("page", ["reading", "paper"])
def test_a_long_article_costs_what_a_short_one_costs(
    sign_in: SignIn, make_article: MakeArticle, ana: User, mia: User, page: str
) -> None:
    costs = []
    for claims in (3, 30):
        article = make_article(claims=claims, judged_by=(ana,))
        there = address("article-print", article.uid) if page == "paper" else ""
        there = there or address("reading", made(article, mia, with_names=True)[1])
        with CaptureQueriesContext(connection) as captured:
            assert sign_in(ana).get(there).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 38


def test_a_claim_in_a_sentence_of_its_own_is_among_the_notes(
    article: Article, ana: User, mia: User, sign_in: SignIn
) -> None:
    claim, other = claims_of(article)[:2]
    statement_change(actor=person(ana), claim=claim, wording="Two ships were ordered by the county.", at=NOON)
    for page in (
        sign_in(ana).get(address("article-print", article.uid)).content.decode(),
        Client().get(address("reading", made(article, mia)[1])).content.decode(),
    ):
        notes = page.split('class="endnotes"')[1]
        assert "Two ships were ordered by the county." in notes
        assert claim.quote in notes
        assert other.quote not in notes
