"""The queue's page, as it works without a script: one claim, decided, the next one; a round, and its end."""

import json
import re

import pytest

from annotations.models.articles import Article
from annotations.models.judgements import Judgement
from annotations.models.leases import Lease
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.queue import Wish
from annotations.selectors.queue_page import ROUND
from annotations.services.claims import claim_resize
from annotations.services.judgements import judgement_record
from annotations.services.leases import lease_take
from annotations.services.projects import project_change
from tests.story import NOON, MakeArticle, claims_of, minutes, person
from tests.web.conftest import SignIn, address
from tests.web.test_query_counts import queries_of


@pytest.fixture
def queue(desk: Project, mia: User) -> str:
    """The address of the desk's queue. No suggestion is open from the start, so that nothing hangs on luck."""
    project_change(actor=person(mia), project=desk, at=NOON, measured_sample=0)
    return address("queue", desk.slug)


def data_of(page: str) -> dict[str, object]:
    """The page's JSON."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    told: dict[str, object] = json.loads(found[1])
    return told


def test_the_page_holds_one_claim_with_its_surroundings(
    sign_in: SignIn, ana: User, queue: str, article: Article
) -> None:
    page = sign_in(ana).get(queue).content.decode()
    claim = claims_of(article)[0]
    assert claim.quote in page
    assert "They will cost 41 million" in page, "the rest of its paragraph"
    assert "Drivers say the old ones" in page, "the paragraph behind it"
    assert Lease.objects.get().claim == claim
    assert data_of(page)["size"] == 4


def test_two_people_see_different_claims(sign_in: SignIn, ana: User, ben: User, queue: str, article: Article) -> None:
    first, second = claims_of(article)[:2]
    assert data_of(sign_in(ana).get(queue).content.decode())["current"] == str(first.uid)
    assert data_of(sign_in(ben).get(queue).content.decode())["current"] == str(second.uid)


def test_a_form_decides_and_leads_to_the_next(sign_in: SignIn, ana: User, queue: str, article: Article) -> None:
    claim = claims_of(article)[0]
    form = {"label": "sourced", "screen": "queue", "n": "0", "order": "text"}
    answer = sign_in(ana).post(address("claim-judge", claim.uid), form)
    assert answer["Location"] == f"{queue}?order=text&n=1"
    assert Judgement.objects.get().label == "sourced"


@pytest.mark.parametrize("step", ["claim-undo", "claim-flag", "claim-reveal"])
def test_other_steps_stay_on_their_claim(sign_in: SignIn, ana: User, queue: str, article: Article, step: str) -> None:
    claim = claims_of(article)[0]
    answer = sign_in(ana).post(address(step, claim.uid), {"screen": "queue", "n": "3", "on": "1"})
    assert answer["Location"] == f"{queue}?n=3&claim={claim.uid}"


PANEL_FORMS = (
    ("evidence-add", {"stance": "supports", "source": "Port report"}),
    ("claim-note", {"text": "Look at page 3."}),
    ("claim-statement", {"wording": "In other words."}),
)


@pytest.mark.parametrize(("name", "data"), PANEL_FORMS)
def test_what_the_panel_sends_without_a_script_comes_back_to_the_claim_in_the_queue(
    sign_in: SignIn, ana: User, queue: str, article: Article, name: str, data: dict[str, str]
) -> None:
    claim, client = claims_of(article)[0], sign_in(ana)
    page = client.get(queue, {"claim": str(claim.uid), "n": "3", "order": "text"}).content.decode()
    form = page[page.index(f'action="{address(name, claim.uid)}"') :].partition("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    hidden.pop("csrfmiddlewaretoken", None)
    answer = client.post(address(name, claim.uid), hidden | data)
    assert answer["Location"] == f"{queue}?order=text&n=3&claim={claim.uid}"


def test_skipping_goes_on(sign_in: SignIn, ana: User, queue: str, article: Article) -> None:
    claim = claims_of(article)[0]
    client = sign_in(ana)
    answer = client.post(address("claim-skip", claim.uid), {"screen": "queue", "n": "0"})
    assert answer["Location"] == f"{queue}?n=1"
    assert data_of(client.get(queue).content.decode())["current"] == str(claims_of(article)[1].uid)


def test_a_decision_taken_back_is_on_the_page_again(sign_in: SignIn, ana: User, queue: str, article: Article) -> None:
    claim = claims_of(article)[2]
    page = sign_in(ana).get(queue, {"claim": str(claim.uid), "n": "1"}).content.decode()
    assert data_of(page)["current"] == str(claim.uid)
    assert "Claim <span" in page
    assert Lease.objects.get().claim == claim


@pytest.mark.parametrize("uid", ["nonsense", "019a0000-0000-7000-8000-000000000000"])
def test_a_claim_that_is_not_there_gives_way_to_the_next(
    sign_in: SignIn, ana: User, queue: str, article: Article, uid: str
) -> None:
    page = sign_in(ana).get(queue, {"claim": uid}).content.decode()
    assert data_of(page)["current"] == str(claims_of(article)[0].uid)


def test_a_round_ends_with_a_choice_and_takes_nothing(sign_in: SignIn, ana: User, queue: str, article: Article) -> None:
    page = sign_in(ana).get(queue, {"n": str(ROUND)}).content.decode()
    assert "Round done" in page
    assert "Another round" in page
    assert "Stop here" in page
    assert not Lease.objects.exists()


@pytest.mark.parametrize("said", ["-1", "x", "9999", "1.5", "٣"])
def test_a_number_that_makes_no_sense_begins_a_round(
    sign_in: SignIn, ana: User, queue: str, article: Article, said: str
) -> None:
    assert sign_in(ana).get(queue, {"n": said}).status_code == 200


def test_where_nothing_waits_it_says_what_waits_for_others(
    sign_in: SignIn, mia: User, ana: User, desk: Project, queue: str, make_article: MakeArticle
) -> None:
    project_change(actor=person(mia), project=desk, at=NOON, reviewers_per_claim=2)
    make_article(claims=3, judged_by=(ana,))
    page = sign_in(ana).get(queue).content.decode()
    assert "Nothing waits for you. 3 claims wait for second reviewers." in page
    assert "queue.js" not in page


def test_the_second_reviewers_page_says_nothing_of_the_first(
    sign_in: SignIn, mia: User, ana: User, ben: User, desk: Project, queue: str, make_article: MakeArticle
) -> None:
    project_change(actor=person(mia), project=desk, at=NOON, reviewers_per_claim=2)
    claim = claims_of(make_article(claims=1))[0]
    judgement_record(actor=person(ana), claim=claim, label="disputed", note="Two sides", at=NOON)
    page = sign_in(ben).get(queue).content.decode()
    told = data_of(page)
    assert told["claims"][0]["label"] is None  # type: ignore[index]
    assert told["claims"][0]["suggestion"] is None  # type: ignore[index]
    assert "Two sides" not in page
    assert "Ana " not in page


def test_words_that_changed_are_said_to_have(sign_in: SignIn, ana: User, queue: str, article: Article) -> None:
    claim = claims_of(article)[0]
    judgement_record(actor=person(ana), claim=claim, label="opinion", at=NOON)
    claim_resize(actor=person(ana), claim=claim, start=claim.start, end=claim.end - 1, at=minutes(1))
    page = sign_in(ana).get(queue).content.decode()
    assert "The words changed since you decided." in page


def test_signing_out_gives_everything_back(
    sign_in: SignIn, ana: User, ben: User, desk: Project, article: Article
) -> None:
    client = sign_in(ana)
    client.get(address("queue", desk.slug))
    lease_take(actor=person(ben), project=desk, wish=Wish(), at=NOON)
    client.post(address("sign-out"))
    assert [lease.user for lease in Lease.objects.all()] == [ben]


def test_looking_for_the_head_alone_takes_nothing(sign_in: SignIn, ana: User, queue: str, article: Article) -> None:
    assert sign_in(ana).head(queue).status_code == 200
    assert not Lease.objects.exists()


def test_the_page_costs_the_same_however_much_waits(
    sign_in: SignIn, ana: User, queue: str, make_article: MakeArticle
) -> None:
    client = sign_in(ana)
    make_article(claims=1, judged_by=(ana,))
    make_article(claims=2, at=minutes(1))
    queries_of(client, queue)
    few = queries_of(client, queue)
    for number in range(6):
        make_article(claims=6, at=minutes(2 + number), judged_by=(ana,) if number % 2 else ())
    assert few == queries_of(client, queue) <= 40
