"""Long work says how far it is while it goes on, and stops where it was cancelled."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from annotations import tasks
from annotations.engine import snapshots
from annotations.extract.types import Document, Fetched, Look
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.jobs import Job
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.nlp.pipeline import analyse
from annotations.nlp.scoring_models import read_model
from annotations.services.articles import Source, article_import
from annotations.services.evidence import evidence_add
from annotations.services.jobs import ClaimedJob, LeaseLost, job_cancel, job_claim, job_progress
from annotations.services.scoring_models import project_reannotate
from annotations.services.search_index import search_rebuild
from tests.nlp.models import made_model
from tests.services.test_scoring_models import register, switch
from tests.story import FERRY, NOON, MakeArticle, claims_of, person

TEXT = " ".join(f"Rents in district {n} rose by 4 %, the council said." for n in range(60))
Told = list[tuple[int, int]]


def held(kind: str, told: Told) -> ClaimedJob:
    """The one job of this kind, taken, with its reports kept in `told`."""
    claimed = job_claim(uid=Job.objects.get(kind=kind).uid, at=NOON)
    assert claimed is not None
    return replace(claimed, report=lambda done, of: told.append((done, of)))


def goes_on(told: Told) -> bool:
    """Several steps, none of them back, none past the end."""
    steps = [done for done, _of in told]
    return len(steps) > 1 and all(a <= b for a, b in pairwise(steps)) and all(done <= of for done, of in told)


@pytest.mark.parametrize("own", [False, True])
def test_splitting_and_scoring_are_told_in_characters(own: bool) -> None:
    told: Told = []
    model = read_model(made_model("linear-made-1", opinion=3.0)) if own else None
    found = analyse(TEXT, model=model, report=lambda done, of: told.append((done, of)))
    assert goes_on(told)
    assert told[-1] == (len(TEXT), len(TEXT))
    assert found == analyse(TEXT, model=model), "watching changes nothing"
    assert len(told) > 60 or not own, "a model of one's own is told claim by claim"


def test_splitting_stops_where_it_is_told_to() -> None:
    def stop(done: int, of: int) -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        analyse(TEXT, report=stop)


def test_an_articles_work_hands_its_progress_on(make_article: MakeArticle) -> None:
    make_article(TEXT, ready=False)
    told: Told = []
    tasks.preannotate_article(held("preannotate_article", told))
    assert goes_on(told)
    assert Claim.objects.exists()


def test_a_page_is_told_in_bytes_as_it_comes(ana: User, desk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetched(url: str, *, allow_hosts: object, report: Any) -> Fetched:
        report(10, 40)
        report(40, 40)
        return Fetched(url=url, status=200, media_type="text/plain", charset="", headers={}, body=b"Nine ships came.")

    monkeypatch.setattr(tasks, "fetch", fetched)
    monkeypatch.setattr(tasks, "extract_in_child", lambda body, **about: Document(text="Nine ships came."))
    source = Source(url="https://harbour.example/log")
    article_import(actor=person(ana), project=desk, source=source, at=NOON)
    told: Told = []
    tasks.extract_article(held("extract_article", told))
    assert told == [(10, 40), (40, 40)]


def test_a_snapshot_is_told_in_bytes_and_then_in_pieces(
    ana: User, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    link: dict[str, Any] = {"url": "https://harbour.example/log", "quote": "two ships", "stance": "supports"}
    for claim in claims_of(article)[:2]:
        evidence_add(actor=person(ana), claim=claim, at=NOON, **link)

    def looked(url: str, *, allow_hosts: object, report: Any) -> Look:
        report(22, 22)
        return Look(body=b"They ordered two ships.", text="They ordered two ships.")

    monkeypatch.setattr(snapshots, "look_at", looked)
    told: Told = []
    snapshots.take_snapshot(held("take_snapshot", told))
    assert told == [(22, 22), (0, 2), (1, 2)]


def test_reading_again_after_a_switch_stops_when_it_is_cancelled(
    desk: Project, mia: User, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.services.scoring_models.AT_ONCE", 1)
    for n in range(3):
        make_article(f"{FERRY} {n}")
    Job.objects.all().update(state="done")
    switch(desk, mia, register(desk, mia))
    claimed = held("reannotate_project", [])
    steps: Told = []

    def told_then_cancelled(**given: Any) -> bool:
        steps.append((given["progress"], given["total"]))
        if len(steps) == 2:
            job_cancel(actor=person(mia), job=claimed.job, at=NOON)
        return job_progress(**given)

    monkeypatch.setattr("annotations.services.scoring_models.job_progress", told_then_cancelled)
    with pytest.raises(LeaseLost):
        project_reannotate(claimed=claimed, pipeline="another", at=NOON)
    assert steps == [(1, 3), (2, 3)]
    assert Job.objects.filter(kind="preannotate_article", state="queued").count() == 2, "what was queued stays"


def test_search_is_made_anew_entry_by_entry(article: Article) -> None:
    told: Told = []
    count = search_rebuild(report=lambda done, of: told.append((done, of)))
    assert goes_on(told)
    assert told[-1] == (count, count)
