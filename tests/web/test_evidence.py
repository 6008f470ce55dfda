"""Evidence, added and withdrawn from the review screen, with htmx and without."""

import pytest
from django.test import Client

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.users import User
from tests.web.conftest import SignIn, address

HTMX = {"HX-Request": "true"}


def screen(claim: Claim) -> str:
    """The review screen's address, standing on a claim."""
    return address("article-review", claim.article.uid, claim=str(claim.uid))


@pytest.mark.parametrize(
    ("source", "url", "reference"),
    [
        ("https://port.example/report", "https://port.example/report", ""),
        ("Port report 2025", "", "Port report 2025"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182", ""),
        ("10.1000/182", "https://doi.org/10.1000/182", ""),
    ],
)
def test_evidence_is_a_link_or_a_reference(
    sign_in: SignIn, ana: User, article: Article, claim: Claim, source: str, url: str, reference: str
) -> None:
    sent = {"stance": "contradicts", "source": source, "quote": "two ships", "locator": "p. 3"}
    answer = sign_in(ana).post(address("evidence-add", claim.uid), sent)
    piece = Evidence.objects.get()
    assert (piece.url, piece.reference, piece.stance) == (url, reference, "contradicts")
    assert (piece.quote, piece.locator, piece.added_by) == ("two ships", "p. 3", ana)
    assert answer.headers["Location"] == screen(claim)


def test_htmx_gets_the_panel_with_the_new_evidence(sign_in: SignIn, ana: User, claim: Claim) -> None:
    sent = {"stance": "supports", "source": "Port report 2025"}
    answer = sign_in(ana).post(address("evidence-add", claim.uid), sent, headers=HTMX)
    assert answer.status_code == 200
    assert answer.content.decode().startswith(f'<div id="details" data-claim="{claim.uid}" data-evidence="1">')
    assert "Port report 2025" in answer.content.decode()


def test_refused_evidence_comes_back_with_what_was_typed(sign_in: SignIn, ana: User, claim: Claim) -> None:
    sent = {"stance": "supports", "source": "", "quote": "two ships"}
    browser = sign_in(ana)
    answer = browser.post(address("evidence-add", claim.uid), sent, headers=HTMX)
    assert answer.status_code == 422
    assert "two ships" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    plain = browser.post(address("evidence-add", claim.uid), sent, follow=True)
    assert "Evidence needs a link, a reference or a file." in plain.content.decode()
    assert not Evidence.objects.exists()


def test_the_same_evidence_twice_is_refused(sign_in: SignIn, ana: User, claim: Claim) -> None:
    browser, sent = sign_in(ana), {"stance": "supports", "source": "Port report 2025"}
    browser.post(address("evidence-add", claim.uid), sent)
    answer = browser.post(address("evidence-add", claim.uid), sent, headers=HTMX)
    assert answer.status_code == 422
    assert "This evidence is already on the claim." in answer.content.decode()
    assert Evidence.objects.count() == 1


def test_withdrawn_evidence_is_off_the_panel_and_stays_in_the_history(sign_in: SignIn, ana: User, claim: Claim) -> None:
    browser = sign_in(ana)
    browser.post(address("evidence-add", claim.uid), {"stance": "supports", "source": "Port report 2025"})
    piece = Evidence.objects.get()
    answer = browser.post(address("evidence-withdraw", piece.uid), headers=HTMX)
    assert 'data-evidence="0"' in answer.content.decode()
    piece.refresh_from_db()
    assert piece.withdrawn_at is not None
    again = browser.post(address("evidence-withdraw", piece.uid))
    assert again.headers["Location"] == screen(claim)


def test_signed_out_in_the_middle_htmx_is_told_and_nothing_is_lost(client: Client, ana: User, claim: Claim) -> None:
    sent = {"stance": "supports", "source": "Port report 2025"}
    answer = client.post(address("evidence-add", claim.uid), sent, headers=HTMX)
    assert answer.status_code == 401
    assert "You are signed out" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_tick_makes_new_evidence_confidential(sign_in: SignIn, ana: User, ben: User, claim: Claim) -> None:
    sent = {"stance": "supports", "source": "Port report 2025", "confidential": "1"}
    mine = sign_in(ana).post(address("evidence-add", claim.uid), sent, headers=HTMX).content.decode()
    theirs = sign_in(ben).get(address("claim-panel", claim.uid)).content.decode()
    assert ("Port report 2025" in mine, "Port report 2025" in theirs) == (True, False)
    assert "<b>Confidential evidence</b>" in theirs


def test_evidence_is_made_confidential_and_open_again_with_an_undo(sign_in: SignIn, ana: User, claim: Claim) -> None:
    browser = sign_in(ana)
    browser.post(address("evidence-add", claim.uid), {"stance": "supports", "source": "Port report 2025"})
    piece = Evidence.objects.get()
    path = address("evidence-confidential", piece.uid)
    plain = browser.post(path, {"on": "1"}, follow=True).content.decode()
    assert "Confidential now." in plain
    assert "/undo/" in plain
    piece.refresh_from_db()
    assert piece.confidential
    panel = browser.post(path, {"on": "0"}, headers=HTMX).content.decode()
    assert "Make confidential" in panel
    piece.refresh_from_db()
    assert not piece.confidential
