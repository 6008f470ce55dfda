"""A release is frozen at a position of the ledger: the same position, the same bytes."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from annotations.engine.lease import Watch
from annotations.errors import InvalidValue, NameTaken, NothingToRelease
from annotations.exports.rows import OffsetsDrifted
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.jobs import Job
from annotations.models.ledger import LedgerEvent, LedgerPayload
from annotations.models.projects import Project
from annotations.models.releases import Release
from annotations.models.users import User
from annotations.selectors.blobs import blob_bytes
from annotations.selectors.dataset import dataset_rows, heads_of, position_of
from annotations.selectors.verification import ledger_verdict
from annotations.services.actor import Actor
from annotations.services.articles import article_archive
from annotations.services.claims import claim_withdraw
from annotations.services.jobs import LeaseLost, job_claim
from annotations.services.judgements import judgement_record
from annotations.services.releases import release_download, release_freeze, release_request
from tests.selectors.attacks import without_guards
from tests.story import NOON, MakeArticle, claims_of, minutes, person

MACHINE = Actor.system("releases")


def frozen(mia: User, desk: Project, name: str, at: float = 60, **options: Any) -> Release:
    """A release made and frozen."""
    release, _job, _event = release_request(actor=person(mia), project=desk, name=name, at=minutes(at), **options)
    release_freeze(actor=MACHINE, release=release, at=minutes(at))
    return Release.objects.select_related("project").get(pk=release.pk)


def rows(release: Release) -> list[dict[str, Any]]:
    return [json.loads(line) for line in blob_bytes(release.sha256).splitlines()]


def test_two_releases_at_one_position_have_the_same_bytes(
    ana: User, mia: User, desk: Project, make_article: MakeArticle
) -> None:
    for _ in range(3):
        make_article(claims=5, judged_by=(ana,))
    first, second = frozen(mia, desk, "One"), frozen(mia, desk, "Two", at=90)
    assert (first.position, first.sha256, first.row_count) == (second.position, second.sha256, 15)
    make_article(claims=1, judged_by=(ana,))
    third = frozen(mia, desk, "Three", at=120)
    assert third.position != first.position
    assert third.row_count == 16
    assert blob_bytes(third.sha256).count(b"\n") == 16
    assert rows(first) == rows(second), "what was frozen stays"


def test_a_release_names_the_position_it_was_taken_at(mia: User, ana: User, article: Article) -> None:
    judgement_record(actor=person(ana), claim=claims_of(article)[0], label="sourced", at=NOON)
    release = frozen(mia, article.project, "One")
    assert release.heads == heads_of(article.project)
    assert release.position == position_of(release.heads)
    assert release.sha256 == hashlib.sha256(blob_bytes(release.sha256)).hexdigest()
    detail = json.loads(LedgerPayload.objects.latest("event_id").body)["detail"]
    assert detail == {"rows": 1, "sha256": release.sha256, "position": release.position}


def test_settled_takes_final_labels_and_all_takes_every_active_claim(ana: User, mia: User, article: Article) -> None:
    claims = claims_of(article)
    judgement_record(actor=person(ana), claim=claims[0], label="sourced", at=NOON)
    claim_withdraw(actor=person(ana), claim=claims[3], at=NOON)
    assert [row["label"] for row in rows(frozen(mia, article.project, "One"))] == ["sourced"]
    everything = rows(frozen(mia, article.project, "Two", select="all"))
    assert [row["label"] for row in everything] == ["sourced", None, None]


def test_rows_come_by_article_and_place(ana: User, mia: User, desk: Project, make_article: MakeArticle) -> None:
    articles = [make_article(claims=3) for _ in range(4)]
    found = [(row["article_id"], row["start"]) for row in rows(frozen(mia, desk, "One", select="all"))]
    assert found == sorted(found)
    assert {uid for uid, _start in found} == {str(article.uid) for article in articles}


def test_an_archived_article_is_not_released(mia: User, desk: Project, make_article: MakeArticle) -> None:
    kept, hidden = make_article(claims=1), make_article(claims=1)
    article_archive(actor=person(mia), article=hidden, at=NOON)
    assert {row["article_id"] for row in rows(frozen(mia, desk, "One", select="all"))} == {str(kept.uid)}


def test_pseudonyms_are_stable_and_tell_no_names(ana: User, ben: User, mia: User, make_article: MakeArticle) -> None:
    article = make_article(claims=2, judged_by=(ana, ben))
    first, second = frozen(mia, article.project, "One"), frozen(mia, article.project, "Two")
    names = {judgement["annotator"] for row in rows(first) for judgement in row["judgements"]}
    assert names == {judgement["annotator"] for row in rows(second) for judgement in row["judgements"]}
    assert len(names) == 2
    assert not any(word in blob_bytes(first.sha256).decode() for word in ("Ana", "Ben", str(ana.uid), "@"))
    named = rows(frozen(mia, article.project, "Three", pseudonyms=False))
    assert {judgement["annotator"] for row in named for judgement in row["judgements"]} == {"Ana", "Ben"}


def test_a_drifted_offset_stops_the_release(mia: User, article: Article) -> None:
    release, _job, _event = release_request(
        actor=person(mia), project=article.project, name="One", select="all", at=NOON
    )
    with without_guards():
        Claim.objects.filter(pk=claims_of(article)[1].pk).update(quote="Other words.")
    with pytest.raises(OffsetsDrifted):
        release_freeze(actor=MACHINE, release=release, at=NOON)
    release.refresh_from_db()
    assert (release.status, release.sha256) == ("queued", "")


def test_freezing_twice_freezes_once(mia: User, article: Article) -> None:
    release = frozen(mia, article.project, "One", select="all")
    before = LedgerEvent.objects.count()
    assert release_freeze(actor=MACHINE, release=release, at=minutes(99)) is None
    assert LedgerEvent.objects.count() == before


def test_a_worker_that_lost_its_lease_freezes_nothing(mia: User, article: Article) -> None:
    release, job, _event = release_request(
        actor=person(mia), project=article.project, name="One", select="all", at=NOON
    )
    late = job_claim(uid=job.uid, at=NOON)
    job_claim(uid=job.uid, at=minutes(1))
    with pytest.raises(LeaseLost):
        release_freeze(actor=MACHINE, release=release, at=minutes(2), claimed=late)
    release.refresh_from_db()
    assert release.status == "queued"
    assert Job.objects.get(pk=job.pk).state == "running"


def test_a_name_is_used_once_in_a_project(mia: User, article: Article) -> None:
    frozen(mia, article.project, "One", select="all")
    before = LedgerEvent.objects.count()
    with pytest.raises(NameTaken):
        frozen(mia, article.project, " One ", select="all")
    assert LedgerEvent.objects.count() == before
    assert ledger_verdict().intact


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "x" * 121}, {"select": "some"}])
def test_a_release_that_cannot_be_is_refused(mia: User, article: Article, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        release_request(actor=person(mia), project=article.project, at=NOON, **{"name": "One", **values})


def test_there_is_nothing_to_release_before_anything_is_decided(mia: User, article: Article) -> None:
    with pytest.raises(NothingToRelease):
        frozen(mia, article.project, "One")


def test_what_leaves_the_building_is_noted(mia: User, article: Article) -> None:
    release = frozen(mia, article.project, "One", select="all")
    event = release_download(actor=person(mia), release=release, format_="csv", at=minutes(70))
    detail = json.loads(LedgerPayload.objects.get(event=event).body)["detail"]
    assert detail == {"format": "csv", "rows": 4, "sha256": release.sha256}
    assert (event.actor_label, event.subject) == ("Mia", f"release:{release.uid}")


def test_many_articles_cost_a_few_queries_for_each_fifty(
    mia: User, desk: Project, make_article: MakeArticle, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        make_article(claims=10)
    release, _job, _event = release_request(actor=person(mia), project=desk, name="One", select="all", at=NOON)
    with django_assert_max_num_queries(8):
        assert len(list(dataset_rows(release))) == 40


def test_freezing_says_how_far_it_is_and_stops_where_it_was_cancelled(
    desk: Project, mia: User, make_article: MakeArticle
) -> None:
    make_article(claims=3)
    release, job, _event = release_request(actor=person(mia), project=desk, name="First", select="all", at=NOON)
    held = job_claim(uid=job.uid, at=NOON)
    assert held is not None
    said: list[tuple[int, int]] = []

    def report(done: int, of: int) -> None:
        said.append((done, of))
        if done == 2:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        release_freeze(actor=person(mia), release=release, at=NOON, claimed=replace(held, report=report))
    assert said == [(1, 3), (2, 3)]
    assert Release.objects.get(pk=release.pk).status == "queued"


def test_a_watch_that_lost_its_lease_stops_the_work_at_its_next_report() -> None:
    watch = Watch()
    watch.report(1, 2)
    watch.lost.set()
    with pytest.raises(LeaseLost):
        watch.report(2, 2)
