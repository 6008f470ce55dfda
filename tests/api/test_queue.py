"""The queue over the API: the next claim with its surroundings, and nothing that another reviewer thought."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models.articles import Article
from annotations.models.leases import Lease
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change, project_create
from tests.api.callers import Caller, codes
from tests.story import NOON, MakeArticle, claims_of, person

NEXT, RENEW, RELEASE = (f"projects/city-desk/queue/{verb}/" for verb in ("next", "renew", "release"))


def test_the_next_claim_comes_with_its_surroundings(api_ana: Caller, article: Article) -> None:
    reply = api_ana.post(NEXT, {"order": "text"})
    claim = claims_of(article)[0]
    told = reply.json()
    assert reply.status_code == 200
    assert told["id"] == str(claim.uid)
    assert told["quote"] == "The county council ordered two ships on Monday."
    assert told["article_title"] == article.title
    assert told["context"] == {
        "before": "",
        "after": " They will cost 41 million, according to the harbour office 🚢.",
        "paragraph_before": "Ferry line orders two ships",
        "paragraph_after": "Drivers say the old ones are still good enough. It was a foolish decision.",
    }
    assert told["lease_until"] > told["created_at"]
    assert told["following"] == []
    assert reply["ETag"] == f'"{claim.row_version}"'


def test_the_words_around_it_are_the_texts_own(api_ana: Caller, article: Article) -> None:
    text = article.text or ""
    first = api_ana.post(NEXT, {"order": "text", "count": 4}).json()
    for told in (first, *first["following"]):
        around = told["context"]
        assert around["before"] + told["quote"] + around["after"] in text


def test_more_at_once_stand_behind_the_first(api_ana: Caller, article: Article) -> None:
    told = api_ana.post(NEXT, {"order": "text", "count": 3}).json()
    uids = [told["id"], *(other["id"] for other in told["following"])]
    assert uids == [str(claim.uid) for claim in claims_of(article)[:3]]
    assert Lease.objects.count() == 3


def test_where_nothing_waits_there_is_no_content(api_ana: Caller, desk: Project) -> None:
    reply = api_ana.post(NEXT)
    assert (reply.status_code, reply.content) == (204, b"")


def test_the_second_reviewer_sees_nothing_of_the_first(
    api_ben: Caller, desk: Project, mia: User, ana: User, make_article: MakeArticle
) -> None:
    project_change(actor=person(mia), project=desk, at=NOON, reviewers_per_claim=2, measured_sample=0)
    claim = claims_of(make_article(claims=1))[0]
    judgement_record(actor=person(ana), claim=claim, label="disputed", note="Two sides", at=NOON)
    reply = api_ben.post(NEXT)
    told = reply.json()
    assert told["id"] == str(claim.uid)
    assert (told["label"], told["my_label"]) == (None, None)
    assert "suggestion" not in told
    assert "Two sides" not in reply.content.decode()


def test_the_same_key_hands_out_the_same_claim(api_ana: Caller, article: Article) -> None:
    first = api_ana.post(NEXT, {"count": 1}, Idempotency_Key="round-1")
    again = api_ana.post(NEXT, {"count": 1}, Idempotency_Key="round-1")
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"


def test_what_is_excluded_stays_away(api_ana: Caller, article: Article) -> None:
    claims = claims_of(article)
    told = api_ana.post(NEXT, {"exclude": [str(claim.uid) for claim in claims[:2]]}).json()
    assert told["id"] == str(claims[2].uid)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"order": "luck"}, {"order": "invalid_choice"}),
        ({"count": 7}, {"count": "max_value"}),
        ({"count": 0}, {"count": "min_value"}),
        ({"exclude": ["nonsense"]}, {"exclude.0": "invalid"}),
        ({"article": "nonsense"}, {"article": "invalid"}),
    ],
)
def test_a_wish_that_makes_no_sense_is_named(
    api_ana: Caller, article: Article, body: dict[str, object], fault: dict[str, str]
) -> None:
    reply = api_ana.post(NEXT, body)
    assert reply.status_code == 400
    assert codes(reply) == fault


def test_an_article_of_another_project_is_not_there(
    api_mia: Caller, mia: User, desk: Project, make_article: MakeArticle
) -> None:
    other, _event = project_create(actor=person(mia), name="Other desk", at=NOON)
    theirs = make_article(project=other, by=mia)
    assert api_mia.post(NEXT, {"article": str(theirs.uid)}).status_code == 404
    ours = make_article()
    assert api_mia.post(NEXT, {"article": str(ours.uid)}).status_code == 200


def test_renewing_tells_what_is_still_held(api_ana: Caller, api_ben: Caller, article: Article) -> None:
    mine, his = api_ana.post(NEXT).json()["id"], api_ben.post(NEXT).json()["id"]
    held = api_ana.post(RENEW, {"claims": [mine, his]}).json()["claims"]
    assert [claim["id"] for claim in held] == [mine]
    assert held[0]["lease_until"]


def test_giving_back_lets_a_colleague_have_it(api_ana: Caller, api_ben: Caller, article: Article) -> None:
    mine = api_ana.post(NEXT).json()["id"]
    assert api_ana.post(RELEASE, {"claims": [mine]}).status_code == 204
    assert api_ben.post(NEXT).json()["id"] == mine


@pytest.mark.parametrize("path", [NEXT, RENEW, RELEASE])
def test_who_only_looks_has_no_queue(api_vic: Caller, article: Article, path: str) -> None:
    assert api_vic.post(path, {"claims": []} if path == RENEW else {}).status_code == 403


def test_six_cost_what_one_costs(api_ana: Caller, desk: Project, mia: User, make_article: MakeArticle) -> None:
    project_change(actor=person(mia), project=desk, at=NOON, measured_sample=0)  # nothing hangs on luck
    for number in range(3):
        make_article(claims=4, at=NOON.replace(minute=number))

    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert api_ana.post(NEXT, {"count": count}).status_code == 200
        return len(captured)

    cost(1)
    assert cost(6) == cost(1) <= 26
