"""Snapshots of evidence through the API."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.jobs import Job
from annotations.models.users import User
from tests.api.callers import Caller, caller
from tests.snapshots import snapshot_kept
from tests.story import claims_of

LINK = {"url": "https://harbour.example/log", "quote": "two ships", "stance": "supports"}


def first(article: Article) -> Claim:
    return claims_of(article)[0]


def test_evidence_answers_with_its_snapshot(api_ana: Caller, article: Article) -> None:
    added = api_ana.post(f"claims/{first(article).uid}/evidence/", LINK)
    assert added.status_code == 201
    assert (added.json()["snapshot"]["state"], added.json()["snapshot"]["sha256"]) == ("queued", None)
    piece = Evidence.objects.get()
    snapshot_kept(piece, b"They ordered two ships.")
    [seen] = api_ana.get(f"claims/{first(article).uid}/evidence/").json()["results"]
    assert seen["snapshot"]["state"] == "kept"
    assert seen["snapshot"]["sha256"] == hashlib.sha256(b"They ordered two ships.").hexdigest()
    assert (seen["snapshot"]["quote"]["found"], seen["snapshot"]["error"]) == ("found", None)
    assert api_ana.get(f"evidence/{piece.uid}/").json() == seen


def test_the_same_address_again_is_200_with_the_words_of_both(api_ana: Caller, article: Article) -> None:
    path = f"claims/{first(article).uid}/evidence/"
    one = api_ana.post(path, LINK)
    again = api_ana.post(path, LINK | {"url": LINK["url"] + "?utm_source=x#p", "quote": "on Monday"})
    assert (again.status_code, again.json()["id"]) == (200, one.json()["id"])
    assert again.json()["quote"] == "two ships\n\non Monday"


def test_a_page_is_checked_again_and_compared(api_ana: Caller, api_vic: Caller, article: Article) -> None:
    api_ana.post(f"claims/{first(article).uid}/evidence/", LINK)
    piece = Evidence.objects.get()
    earlier = snapshot_kept(piece, b"They ordered two ships. It rained.")
    none_yet = api_vic.get(f"evidence/{piece.uid}/diff/")
    assert (none_yet.status_code, none_yet.json()["code"]) == (409, "no_text_kept")
    asked = api_ana.post(f"evidence/{piece.uid}/check/")
    assert asked.status_code == 202
    assert api_ana.get(asked["Location"]).json()["kind"] == "take_snapshot"
    later = snapshot_kept(piece, b"They ordered three ships. It rained.")
    told = api_vic.get(f"evidence/{piece.uid}/diff/").json()
    assert (told["earlier"], told["later"], told["same"]) == (str(earlier.uid), str(later.uid), False)
    assert ["new", "three"] in told["changes"][0]["pieces"]
    wrong = api_vic.get(f"evidence/{piece.uid}/diff/?from=nothing")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid")
    listed = api_vic.get(f"evidence/{piece.uid}/snapshots/").json()["results"]
    assert [one["id"] for one in listed] == [str(later.uid), str(earlier.uid)]
    assert [one["quote"]["found"] for one in listed] == ["missing", "found"]


def test_text_and_bytes_are_given_without_being_run(api_vic: Caller, api_ana: Caller, article: Article) -> None:
    api_ana.post(f"claims/{first(article).uid}/evidence/", LINK)
    body = b"<script>alert(1)</script> two ships"
    snapshot = snapshot_kept(Evidence.objects.get(), body)
    path = f"evidence/{Evidence.objects.get().uid}/snapshots/{snapshot.uid}"
    assert api_vic.get(f"{path}/text/").json()["text"] == body.decode()
    file = api_vic.get(f"{path}/file/")
    assert file.getvalue() == body
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"


def test_a_file_comes_in_a_form(api_ana: Caller, article: Article) -> None:
    form = {"stance": "supports", "quote": "two ships", "file": SimpleUploadedFile("log.txt", b"two ships")}
    added = api_ana.upload(f"claims/{first(article).uid}/evidence/", form)
    assert added.status_code == 201, added.content
    assert (added.json()["reference"], added.json()["snapshot"]["state"]) == ("log.txt", "queued")
    more = api_ana.upload(f"evidence/{added.json()['id']}/file/", {"file": SimpleUploadedFile("b.txt", b"ships")})
    assert more.status_code == 202
    assert Job.objects.filter(kind="take_snapshot").count() == 2
    empty = api_ana.upload(f"evidence/{added.json()['id']}/file/", {"file": SimpleUploadedFile("c.txt", b"")})
    assert (empty.status_code, empty.json()["code"]) == (400, "invalid")


def test_withdrawn_evidence_is_put_back(api_ana: Caller, article: Article) -> None:
    added = api_ana.post(f"claims/{first(article).uid}/evidence/", LINK).json()
    api_ana.delete(f"evidence/{added['id']}/")
    refused = api_ana.post(f"evidence/{added['id']}/check/")
    assert (refused.status_code, refused.json()["code"]) == (409, "evidence_withdrawn")
    back = api_ana.post(f"evidence/{added['id']}/restore/")
    assert (back.status_code, back.json()["withdrawn_at"]) == (200, None)
    nothing = api_ana.post(f"claims/{first(article).uid}/evidence/", {"reference": "Log", "stance": "context"}).json()
    assert nothing["snapshot"]["state"] == "none"
    assert api_ana.post(f"evidence/{nothing['id']}/check/").json()["code"] == "nothing_to_fetch"


@pytest.mark.parametrize(("scope", "status"), [("review", 200), ("import", 403)])
def test_work_on_a_snapshot_is_stopped_with_the_scope_that_adds_evidence(
    ana: User, article: Article, scope: str, status: int
) -> None:
    caller(ana, "review").post(f"claims/{first(article).uid}/evidence/", LINK)
    job = Job.objects.get(kind="take_snapshot")
    api = caller(ana, scope)
    assert api.post(f"jobs/{job.uid}/cancel/").status_code == status
    assert api.post(f"jobs/{job.uid}/retry/").status_code == (202 if status == 200 else 403)
