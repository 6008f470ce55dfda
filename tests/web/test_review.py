"""The review screen without a script: deciding, evidence, notes; and what it keeps to itself."""

import json
import re

import pytest
from django.test import Client

from annotations.models.articles import Article
from annotations.models.claims import Claim, Flag, Label, Skip
from annotations.models.evidence import Evidence
from annotations.models.judgements import Judgement, Note
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.suggestions import Reveal
from annotations.models.users import User
from annotations.services.articles import Source, article_archive, article_import
from annotations.services.claims import claim_resize
from annotations.services.judgements import judgement_record
from annotations.services.notes import note_write
from annotations.services.projects import project_change
from tests.story import NOON, MakeArticle, claims_of, minutes, person
from tests.web.conftest import NO_SUCH_UID, SignIn, address

HTMX = {"HX-Request": "true"}


def screen(article: Article, claim: Claim | None = None) -> str:
    """The review screen's address, standing on a claim."""
    return address("article-review", article.uid, **({"claim": str(claim.uid)} if claim else {}))


def data_in(page: str) -> dict[str, object]:
    """What the page hands to its script."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])  # type: ignore[no-any-return]


def label_of(claim: Claim, user: User) -> str:
    """Somebody's present label on a claim, "" for none."""
    return Judgement.objects.current().filter(claim=claim, reviewer=user).values_list("label", flat=True).first() or ""


# --- Deciding ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", Label.values)
def test_a_button_decides_and_leads_to_the_next_open_claim(
    sign_in: SignIn, ana: User, article: Article, label: str
) -> None:
    first, second, *_ = claims_of(article)
    answer = sign_in(ana).post(address("claim-judge", first.uid), {"label": label, "base_version": "1"})
    assert answer.headers["Location"] == screen(article, second)
    assert label_of(first, ana) == label


def test_after_the_last_claim_the_first_open_one_follows(sign_in: SignIn, ana: User, article: Article) -> None:
    first, *_, last = claims_of(article)
    answer = sign_in(ana).post(address("claim-judge", last.uid), {"label": "opinion"})
    assert answer.headers["Location"] == screen(article, first)


def test_when_all_are_decided_one_stays_where_one_is(sign_in: SignIn, ana: User, make_article: MakeArticle) -> None:
    (claim,) = claims_of(make_article(claims=1))
    answer = sign_in(ana).post(address("claim-judge", claim.uid), {"label": "opinion"}, follow=True)
    assert answer.redirect_chain[-1][0] == screen(claim.article, claim)
    assert "decided" in answer.content.decode()


def test_a_label_that_is_none_is_refused_and_said(sign_in: SignIn, ana: User, claim: Claim) -> None:
    answer = sign_in(ana).post(address("claim-judge", claim.uid), {"label": "true"}, follow=True)
    assert "It has to be one of" in answer.content.decode()
    assert label_of(claim, ana) == ""


def test_a_decision_about_words_that_changed_is_refused_and_said(
    sign_in: SignIn, ana: User, ben: User, claim: Claim
) -> None:
    claim_resize(actor=person(ben), claim=claim, start=claim.start, end=claim.end - 1, at=NOON)
    answer = sign_in(ana).post(
        address("claim-judge", claim.uid), {"label": "opinion", "base_version": "1"}, follow=True
    )
    assert "The claim&#x27;s words were changed while you decided." in answer.content.decode()
    assert label_of(claim, ana) == ""


def test_undo_puts_back_what_was_before(sign_in: SignIn, ana: User, article: Article, claim: Claim) -> None:
    browser = sign_in(ana)
    browser.post(address("claim-judge", claim.uid), {"label": "opinion"})
    browser.post(address("claim-judge", claim.uid), {"label": "sourced"})
    answer = browser.post(address("claim-undo", claim.uid))
    assert answer.headers["Location"] == screen(article, claim)
    assert label_of(claim, ana) == "opinion"
    browser.post(address("claim-undo", claim.uid))
    assert label_of(claim, ana) == ""
    assert (
        "There is nothing to undo here." in browser.post(address("claim-undo", claim.uid), follow=True).content.decode()
    )


def test_a_flag_goes_up_and_down(sign_in: SignIn, ana: User, claim: Claim) -> None:
    browser = sign_in(ana)
    browser.post(address("claim-flag", claim.uid), {"on": "1", "reason": "Ask the editor"})
    assert Flag.objects.get(claim=claim, cleared_at=None).reason == "Ask the editor"
    browser.post(address("claim-flag", claim.uid), {"on": "0"})
    assert not Flag.objects.filter(claim=claim, cleared_at=None).exists()


def test_skipping_leads_on_and_decides_nothing(sign_in: SignIn, ana: User, article: Article) -> None:
    first, second, *_ = claims_of(article)
    assert sign_in(ana).post(address("claim-skip", first.uid)).headers["Location"] == screen(article, second)
    assert Skip.objects.filter(claim=first, user=ana).exists()
    assert label_of(first, ana) == ""


@pytest.mark.parametrize(("text", "notes"), [("See page 3.", ["See page 3."]), ("  ", [])])
def test_a_note_is_kept_unless_it_says_nothing(
    sign_in: SignIn, ana: User, claim: Claim, text: str, notes: list[str]
) -> None:
    answer = sign_in(ana).post(address("claim-note", claim.uid), {"text": text}, follow=True)
    assert list(Note.objects.values_list("body", flat=True)) == notes
    assert ("The note is saved." in answer.content.decode()) == bool(notes)


def test_in_an_archived_article_nothing_changes_and_the_page_says_so(
    sign_in: SignIn, ana: User, mia: User, article: Article, claim: Claim
) -> None:
    article_archive(actor=person(mia), article=article, at=NOON)
    answer = sign_in(ana).post(address("claim-judge", claim.uid), {"label": "opinion"}, follow=True)
    assert "This article is archived." in answer.content.decode()
    assert label_of(claim, ana) == ""


@pytest.mark.parametrize(
    "name", ["claim-judge", "claim-undo", "claim-flag", "claim-skip", "claim-note", "claim-reveal", "evidence-add"]
)
def test_looking_at_a_door_opens_nothing(sign_in: SignIn, ana: User, claim: Claim, name: str) -> None:
    assert sign_in(ana).get(address(name, claim.uid)).status_code == 405
    assert not Judgement.objects.exists()
    assert not Evidence.objects.exists()


def test_a_claim_is_withdrawn_with_a_reason(sign_in: SignIn, ana: User, claim: Claim) -> None:
    sign_in(ana).post(address("claim-withdraw", claim.uid), {"reason": "Twice in the text"})
    claim.refresh_from_db()
    assert claim.withdrawn_at is not None
    assert LedgerEvent.objects.get(verb="claim.withdrawn").reason == "Twice in the text"


def test_a_script_hears_why_a_claim_could_not_be_withdrawn(sign_in: SignIn, ana: User, claim: Claim) -> None:
    browser = sign_in(ana)
    first, second = [
        browser.post(address("claim-withdraw", claim.uid), headers={"accept": "application/json"}) for _ in range(2)
    ]
    assert first.status_code == 204
    assert second.json()["code"] == "claim_withdrawn"


def test_the_script_knows_which_version_of_a_claim_it_changes(sign_in: SignIn, ana: User, claim: Claim) -> None:
    page = sign_in(ana).get(screen(claim.article)).content.decode()
    assert f'"row_version": {claim.row_version}' in json.dumps(data_in(page)["claims"])


# --- The screen --------------------------------------------------------------------------------------------------


def test_the_text_stands_on_the_page_verbatim(sign_in: SignIn, ana: User, make_article: MakeArticle) -> None:
    article = make_article("A <b>bold</b> & brave crew saved 3 ships 🚢.")
    page = sign_in(ana).get(screen(article)).content.decode()
    assert "A &lt;b&gt;bold&lt;/b&gt; &amp; brave crew saved 3 ships 🚢." in page
    assert "<b>bold</b>" not in page


def test_a_viewer_reads_without_buttons(sign_in: SignIn, vic: User, ana: User, article: Article) -> None:
    assert 'name="label"' not in sign_in(vic).get(screen(article)).content.decode()
    assert 'name="label"' in sign_in(ana).get(screen(article)).content.decode()


@pytest.mark.parametrize("claim_uid", ["nonsense", NO_SUCH_UID, ""])
def test_a_claim_that_is_not_there_is_the_first_open_one(
    sign_in: SignIn, ana: User, article: Article, claim: Claim, claim_uid: str
) -> None:
    page = sign_in(ana).get(address("article-review", article.uid, claim=claim_uid)).content.decode()
    assert data_in(page)["current"] == str(claim.uid)


def test_an_article_without_text_yet_says_that_it_waits(sign_in: SignIn, ana: User, make_article: MakeArticle) -> None:
    article = make_article("Tides\n\nThe tide rose 2 m.", ready=False)
    browser = sign_in(ana)
    assert "Waiting to be split." in browser.get(screen(article)).content.decode()
    fragment = browser.get(address("article-status", article.uid)).content.decode()
    assert f'data-poll="{address("article-status", article.uid)}"' in fragment


def test_the_status_of_a_ready_article_asks_for_no_more(sign_in: SignIn, ana: User, article: Article) -> None:
    fragment = sign_in(ana).get(address("article-status", article.uid)).content.decode()
    assert 'data-status="ready"' in fragment
    assert "data-poll" not in fragment


@pytest.mark.parametrize("at", ["", "0", "8000", "999999999", "-1", "x", "٣", "1" * 30])
def test_a_long_article_answers_for_every_place(sign_in: SignIn, ana: User, make_article: MakeArticle, at: str) -> None:
    article = make_article(claims=200)
    for name in ("article-review", "article-part"):
        answer = sign_in(ana).get(address(name, article.uid, at=at))
        assert answer.status_code == 200
        assert 'class="part"' in answer.content.decode()


def test_an_article_whose_text_has_not_come_yet_is_shown_and_has_no_parts(
    sign_in: SignIn, ana: User, desk: Project
) -> None:
    source = Source(url="https://example.org/tides")
    article = article_import(actor=person(ana), project=desk, source=source, at=NOON).article
    assert article.text is None
    assert "Waiting to be split." in sign_in(ana).get(screen(article)).content.decode()
    assert sign_in(ana).get(address("article-part", article.uid)).status_code == 204


# --- What it keeps to itself -------------------------------------------------------------------------------------


def pages_about(browser: Client, article: Article, claim: Claim, desk: Project) -> str:
    """Everything a reviewer can open about a claim before deciding it."""
    addresses = [
        "/",
        address("article-list", desk.slug),
        address("article-rows", desk.slug, ids=str(article.uid)),
        screen(article, claim),
        address("claim-panel", claim.uid),
        address("article-status", article.uid),
    ]
    return "".join(browser.get(where).content.decode() for where in addresses)


def test_no_page_shows_a_colleagues_label_or_note_before_ones_own(
    sign_in: SignIn, ana: User, ben: User, desk: Project, article: Article, claim: Claim
) -> None:
    project_change(actor=person(ana), project=desk, reviewers_per_claim=2, at=NOON)
    before = pages_about(sign_in(ben), article, claim, desk)
    judgement_record(actor=person(ana), claim=claim, label="unresolved", note="The log is lost", at=NOON)
    note_write(actor=person(ana), claim=claim, body="Ask the pilot", at=NOON)
    after = pages_about(sign_in(ben), article, claim, desk)
    for secret in ("The log is lost", "Ask the pilot", "marked it could not establish"):
        assert secret not in after
    counted = re.compile(r"seg-other|L-unresolved")
    assert len(counted.findall(after)) == len(counted.findall(before))
    judgement_record(actor=person(ben), claim=claim, label="opinion", at=minutes(1))
    decided = sign_in(ben).get(address("claim-panel", claim.uid)).content.decode()
    assert "Ask the pilot" in decided
    assert "marked it could not establish" in decided


def test_a_hidden_suggestion_is_nowhere_on_the_page(
    sign_in: SignIn, ana: User, mia: User, desk: Project, article: Article, claim: Claim
) -> None:
    project_change(actor=person(mia), project=desk, suggestion_mode="blind", at=NOON)
    browser = sign_in(ana)
    page = browser.get(screen(article, claim)).content.decode()
    assert "The text names its source" not in page
    assert all(one["suggestion"] is None for one in data_in(page)["claims"])  # type: ignore[attr-defined]
    browser.post(address("claim-judge", claim.uid), {"label": "opinion"})
    assert "The text names its source" in browser.get(screen(article, claim)).content.decode()


def test_showing_a_suggestion_early_is_recorded(sign_in: SignIn, ana: User, article: Article, claim: Claim) -> None:
    browser = sign_in(ana)
    browser.post(address("claim-reveal", claim.uid))
    assert Reveal.objects.filter(claim=claim, user=ana).count() == 1
    assert "The text names its source" in browser.get(screen(article, claim)).content.decode()
    browser.post(address("claim-judge", claim.uid), {"label": "opinion"})
    assert Judgement.objects.get(claim=claim).suggestion_visible
