"""Practice through the API."""

from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.users import User
from tests.api.callers import Caller
from tests.practice import practice_written


def test_the_reference_comes_with_the_answer_and_not_before(
    api_ana: Caller, api_ben: Caller, desk: Project, mia: User
) -> None:
    path = f"practice/{practice_written(mia, desk).uid}/"
    assert "A log is a document." not in api_ana.get(path).content.decode()
    reply = api_ana.post(f"{path}answers/", {"claim": 1, "round": 1, "label": "opinion"})
    body = reply.json()
    assert reply.status_code == 201
    assert (body["reference"], body["right"], body["reason"]) == ("sourced", False, "A log is a document.")
    claims = api_ana.get(path).json()["claims"]
    assert [claim["answer"] and claim["answer"]["reference"] for claim in claims] == ["sourced", None, None]
    assert "A log is a document." not in api_ben.get(path).content.decode()


def test_the_first_answer_stands_and_is_no_second_event(api_ana: Caller, desk: Project, mia: User) -> None:
    path = f"practice/{practice_written(mia, desk).uid}/answers/"
    api_ana.post(path, {"claim": 1, "round": 1, "label": "opinion"})
    events = LedgerEvent.objects.count()
    reply = api_ana.post(path, {"claim": 1, "round": 1, "label": "sourced"})
    assert (reply.status_code, reply.json()["label"]) == (200, "opinion")
    assert LedgerEvent.objects.count() == events


def test_the_list_says_where_the_caller_stands(api_ana: Caller, desk: Project, mia: User) -> None:
    path = f"practice/{practice_written(mia, desk).uid}/answers/"
    for number, label in enumerate(("sourced", "opinion", "opinion"), start=1):
        reply = api_ana.post(path, {"claim": number, "round": 1, "label": label})
    assert reply.json()["finished_at"]
    row = api_ana.get(f"projects/{desk.slug}/practice/").json()["results"][0]
    assert (row["round"], row["answered"], row["claims_total"]) == (2, 0, 3)
    assert (row["last_result"]["right"], row["last_result"]["total"]) == (2, 3)
    reply = api_ana.post(path, {"claim": 1, "round": 1, "label": "sourced"})
    assert reply.status_code == 200  # it was answered in that round
    reply = api_ana.post(path, {"claim": 1, "round": 5, "label": "sourced"})
    assert (reply.status_code, reply.json()["code"]) == (409, "practice_round_over")


def test_who_only_looks_can_read_and_not_answer(api_vic: Caller, desk: Project, mia: User) -> None:
    path = f"practice/{practice_written(mia, desk).uid}/"
    assert api_vic.get(path).status_code == 200
    assert api_vic.post(f"{path}answers/", {"claim": 1, "round": 1, "label": "sourced"}).status_code == 403


def test_a_claim_the_article_does_not_have_is_a_404(api_ana: Caller, desk: Project, mia: User) -> None:
    path = f"practice/{practice_written(mia, desk).uid}/answers/"
    reply = api_ana.post(path, {"claim": 4, "round": 1, "label": "sourced"})
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
