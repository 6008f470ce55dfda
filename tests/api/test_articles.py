"""Articles through the API."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.models.articles import Article
from annotations.models.projects import Project
from annotations.tasks import WORK
from tests.api.callers import Caller, codes
from tests.story import FERRY, MakeArticle, claims_of

ARTICLES = "projects/city-desk/articles/"


def test_a_new_text_is_accepted_with_its_job(api_ana: Caller) -> None:
    reply = api_ana.post(ARTICLES, {"text": FERRY, "title": "Ferries", "external_id": "f-1", "metadata": {"a": 1.5}})
    assert reply.status_code == 202
    body = reply.json()
    assert body["status"] == "queued"
    assert body["text_sha256"] == hashlib.sha256(FERRY.encode()).hexdigest()
    assert body["metadata"] == {"a": 1.5}
    assert "text" not in body
    assert reply["Ledger-Receipt"].startswith(f"article:{body['id']}/1/")
    job = api_ana.get(reply["Location"]).json()
    assert (job["state"], job["kind"], job["project"]) == ("queued", "preannotate_article", "city-desk")


def test_the_text_comes_back_character_for_character(api_ana: Caller) -> None:
    uid = api_ana.post(ARTICLES, {"text": "A\r\nB\rC\u00a0🚢 \0 end."}).json()["id"]
    body = api_ana.get(f"articles/{uid}/").json()
    assert body["text"] == "A\nB\nC\u00a0🚢 \ufffd end."
    assert body["warnings"][0]["code"] == "characters_replaced"


def test_a_lone_surrogate_in_the_text_is_replaced_and_counted(api_ana: Caller) -> None:
    reply = api_ana.send("POST", ARTICLES, raw=b'{"text": "A \\ud83d ship sank."}')
    assert reply.status_code == 202
    assert api_ana.get(f"articles/{reply.json()['id']}/").json()["text"] == "A \ufffd ship sank."


def test_the_same_text_is_the_same_article(api_ana: Caller) -> None:
    first = api_ana.post(ARTICLES, {"text": FERRY})
    again = api_ana.post(ARTICLES, {"text": FERRY})
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json()["id"] == first.json()["id"]
    assert "Location" not in again


def test_an_external_id_with_other_text_is_refused_and_names_its_article(api_ana: Caller) -> None:
    first = api_ana.post(ARTICLES, {"text": FERRY, "external_id": "f-1"}).json()
    same = api_ana.post(ARTICLES, {"text": FERRY, "external_id": "f-1"})
    other = api_ana.post(ARTICLES, {"text": f"{FERRY} More.", "external_id": "f-1"})
    assert same.status_code == 200
    assert other.status_code == 409
    assert other.json()["code"] == "external_id_taken"
    assert other.json()["article"] == first["id"]


@pytest.mark.parametrize(
    "body",
    [
        {"html": "<html><body><p>Rents rose in May, the office said.</p></body></html>"},
        {"url": "https://example.org/news/1"},
    ],
    ids=["html", "url"],
)
def test_what_the_worker_reads_has_no_text_yet(api_ana: Caller, body: dict[str, str]) -> None:
    reply = api_ana.post(ARTICLES, body)
    assert reply.status_code == 202
    assert api_ana.get(reply["Location"]).json()["kind"] == "extract_article"
    assert api_ana.get(f"articles/{reply.json()['id']}/").json()["text"] is None


def test_a_file_becomes_an_article(api_ana: Caller, work_off: Callable[[], int], monkeypatch: Any) -> None:
    monkeypatch.setattr("annotations.tasks.WORK", _work_without_pipeline())
    file = SimpleUploadedFile("ferry.txt", FERRY.encode(), content_type="text/plain")
    reply = api_ana.upload(ARTICLES, {"file": file, "title": "Ferries", "metadata": '{"desk": "city"}'})
    assert reply.status_code == 202, reply.content
    work_off()
    body = api_ana.get(f"articles/{reply.json()['id']}/").json()
    assert body["text"] == FERRY
    assert (body["title"], body["metadata"]) == ("Ferries", {"desk": "city"})


def _work_without_pipeline() -> dict[str, Any]:
    return {**WORK, "preannotate_article": lambda claimed: None}


def test_a_file_over_the_limit_is_refused_before_it_is_read(api_ana: Caller) -> None:
    file = SimpleUploadedFile("big.txt", b"x" * (12 * 1024 * 1024))
    reply = api_ana.upload(ARTICLES, {"file": file})
    assert reply.status_code == 413
    assert reply.json()["code"] == "file_too_large"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "text", "invalid"),
        ({"text": "A.", "url": "https://example.org/"}, "text", "invalid"),
        ({"text": " \n "}, "text", "empty_text"),
        ({"text": 5}, "text", "invalid"),
        ({"url": "ftp://example.org/"}, "url", "invalid"),
        ({"text": "A.", "published_at": "yesterday"}, "published_at", "invalid"),
        ({"text": "A.", "metadata": [1]}, "metadata", "invalid"),
        ({"text": "A.", "title": "a\0b"}, "title", "invalid_characters"),
        ({"text": "A.", "title": "\ud83d"}, "title", "invalid_characters"),
        ({"text": "A.", "metadata": {"k": "a\0b"}}, "metadata", "invalid_characters"),
        ({"text": "A.", "metadata": {"\ud83d": 1}}, "metadata", "invalid_characters"),
        ({"text": "A.", "external_id": "x" * 201}, "external_id", "max_length"),
        ({"text": "A.", "colour": "red"}, "colour", "unknown_field"),
        ({"text": "A.", "imported_by": "me"}, "imported_by", "unknown_field"),
    ],
)
def test_what_cannot_be_an_article_says_which_field(
    api_ana: Caller, body: dict[str, object], field: str, code: str
) -> None:
    reply = api_ana.post(ARTICLES, body)
    assert reply.status_code == 400, reply.content
    assert codes(reply) == {field: code}


def test_a_text_that_is_too_long_is_refused(api_ana: Caller) -> None:
    reply = api_ana.post(ARTICLES, {"text": "x" * 1_000_001})
    assert (reply.status_code, reply.json()["code"]) == (413, "text_too_long")


def test_the_list_is_newest_first_and_pages_both_ways(api_ana: Caller, make_article: MakeArticle) -> None:
    made = [str(make_article(claims=1).uid) for _ in range(5)][::-1]
    first = api_ana.get(f"{ARTICLES}?page_size=2").json()
    second = api_ana.get(first["next"]).json()
    third = api_ana.get(second["next"]).json()
    back = api_ana.get(third["previous"]).json()
    assert [row["id"] for page in (first, second, third) for row in page["results"]] == made
    assert (first["previous"], third["next"]) == (None, None)
    assert back["results"] == second["results"]
    assert api_ana.get(back["previous"]).json()["results"] == first["results"]
    assert "text" not in first["results"][0]


def test_the_numbers_of_claims_follow_the_decisions(api_ana: Caller, make_article: MakeArticle) -> None:
    article = make_article(claims=3)
    assert (body := api_ana.get(f"articles/{article.uid}/").json())["claims_total"] == 3
    assert body["claims_decided"] == 0
    api_ana.post(f"claims/{claims_of(article)[0].uid}/judgements/", {"label": "opinion"})
    assert api_ana.get(f"articles/{article.uid}/").json()["claims_decided"] == 1


@pytest.mark.parametrize(
    ("query", "found"), [("q=ships+harb", 2), ("q=absent", 0), ("external_id=b", 1), ("status=ready", 2)]
)
def test_articles_are_found(api_ana: Caller, make_article: MakeArticle, query: str, found: int) -> None:
    make_article(claims=1, external_id="a")
    make_article(claims=1, external_id="b")
    assert len(api_ana.get(f"{ARTICLES}?{query}").json()["results"]) == found


def test_reprocessing_is_queued(api_ana: Caller, article: Article) -> None:
    reply = api_ana.post(f"articles/{article.uid}/reprocess/")
    assert reply.status_code == 202
    assert reply["Location"] == f"/api/v1/jobs/{reply.json()['id']}/"
    assert reply["Ledger-Receipt"].startswith(f"article:{article.uid}/")


@pytest.mark.parametrize("number", [3, 30])
def test_a_page_of_articles_costs_the_same(
    api_ana: Caller, make_article: MakeArticle, desk: Project, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_article(claims=1)
    api_ana.get("me/")
    with django_assert_max_num_queries(5):
        assert len(api_ana.get(f"{ARTICLES}?page_size=100").json()["results"]) == number
