"""Many at once, and taking it back as a whole: what can be undone is, what newer changes stand on is named."""

import pytest

from annotations.errors import ArticleArchived, InvalidValue, NotUndoable
from annotations.models.articles import Article, ArticleStatus
from annotations.models.batches import Batch
from annotations.models.claims import Claim, ClaimState
from annotations.models.jobs import Job, JobState
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Membership, Project, Role
from annotations.models.users import User
from annotations.selectors.verification import ledger_verdict
from annotations.services.articles import article_archive, article_reprocess, article_restore
from annotations.services.bulk import (
    articles_archive,
    articles_reprocess,
    articles_restore,
    articles_want_reviewers,
)
from annotations.services.bulk_claims import claims_dismiss, claims_restore, claims_withdraw
from annotations.services.claims import claim_mark
from annotations.services.judgements import judgement_record
from annotations.services.projects import membership_end, membership_give, project_change
from annotations.services.undoing import batch_undo
from tests.story import NOON, MakeArticle, claims_of, minutes, person


@pytest.fixture
def three(make_article: MakeArticle) -> list[Article]:
    """Three ready articles of the desk."""
    return [make_article(claims=2, at=minutes(n)) for n in range(3)]


def archived(articles: list[Article]) -> list[bool]:
    """Which of them are archived now."""
    rows = dict(Article.objects.values_list("pk", "archived_at"))
    return [rows[article.pk] is not None for article in articles]


def last() -> Batch:
    """The newest batch."""
    return Batch.objects.latest("id")


def test_many_articles_are_archived_with_an_event_in_each_stream_and_one_batch(three: list[Article], eva: User) -> None:
    done = articles_archive(actor=person(eva), articles=three, at=NOON)
    assert done.batch is not None
    events = LedgerEvent.objects.filter(batch_entry__batch=done.batch)
    assert {event.stream for event in events} == {f"article:{article.uid}" for article in three}
    assert all(str(done.batch.uid) in event.payload.body for event in events)
    assert (done.batch.about, done.done, archived(three)) == ("3 articles", 3, [True, True, True])


def test_one_that_is_archived_already_is_named_and_the_others_are_archived(three: list[Article], eva: User) -> None:
    article_archive(actor=person(eva), article=three[1], at=NOON)
    done = articles_archive(actor=person(eva), articles=three, at=minutes(1))
    assert [(left.name, left.why) for left in done.left] == [(three[1].title, "It is archived already.")]
    assert done.done == 2


def test_a_bulk_action_is_undone_as_a_whole_and_the_undo_undone_again(three: list[Article], eva: User) -> None:
    done = articles_archive(actor=person(eva), articles=three, at=NOON)
    assert done.batch is not None
    undone = batch_undo(actor=person(eva), batch=done.batch, at=minutes(90 * 24 * 60))
    assert archived(three) == [False] * 3
    assert undone.batch is not None
    assert (undone.batch.verb, undone.batch.undoes) == ("article.restored", done.batch)
    batch_undo(actor=person(eva), batch=undone.batch, at=minutes(90 * 24 * 60 + 1))
    assert archived(three) == [True] * 3
    assert ledger_verdict().intact


def test_what_newer_changes_stand_on_stays_and_is_named(three: list[Article], eva: User) -> None:
    done = articles_archive(actor=person(eva), articles=three, at=NOON)
    article_restore(actor=person(eva), article=three[0], at=minutes(1))
    article_archive(actor=person(eva), article=three[0], at=minutes(2))
    assert done.batch is not None
    undone = batch_undo(actor=person(eva), batch=done.batch, at=minutes(3))
    assert [left.name for left in undone.left] == [three[0].title]
    assert archived(three) == [True, False, False]


def test_an_undo_happens_once(three: list[Article], eva: User) -> None:
    done = articles_archive(actor=person(eva), articles=three, at=NOON)
    assert done.batch is not None
    batch_undo(actor=person(eva), batch=done.batch, at=minutes(1))
    with pytest.raises(NotUndoable, match="undone already"):
        batch_undo(actor=person(eva), batch=done.batch, at=minutes(2))


def test_an_undo_that_can_do_nothing_says_why_and_leaves_no_event(article: Article, eva: User) -> None:
    article_archive(actor=person(eva), article=article, at=NOON)
    batch = last()
    article_restore(actor=person(eva), article=article, at=minutes(1))
    before = LedgerEvent.objects.count()
    with pytest.raises(NotUndoable, match="changed again since"):
        batch_undo(actor=person(eva), batch=batch, at=minutes(2))
    assert LedgerEvent.objects.count() == before


@pytest.mark.parametrize("number", [0, 201])
def test_a_batch_takes_from_one_to_two_hundred(article: Article, eva: User, number: int) -> None:
    with pytest.raises(InvalidValue):
        articles_archive(actor=person(eva), articles=[article] * number, at=NOON)


def test_restoring_many_is_undone_by_archiving_them_again(three: list[Article], eva: User) -> None:
    articles_archive(actor=person(eva), articles=three, at=NOON)
    done = articles_restore(actor=person(eva), articles=three, at=minutes(1))
    assert done.batch is not None
    batch_undo(actor=person(eva), batch=done.batch, at=minutes(2))
    assert archived(three) == [True] * 3


def test_a_retry_is_undone_by_cancelling_it_while_it_waits(article: Article, ana: User) -> None:
    Job.objects.update(state=JobState.DONE)
    job, _event = article_reprocess(actor=person(ana), article=article, at=NOON)
    batch_undo(actor=person(ana), batch=last(), at=minutes(1))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert Article.objects.get(pk=article.pk).status == ArticleStatus.READY


def test_a_retry_that_is_over_cannot_be_undone(article: Article, ana: User) -> None:
    Job.objects.update(state=JobState.DONE)
    article_reprocess(actor=person(ana), article=article, at=NOON)
    Job.objects.update(state=JobState.DONE)
    with pytest.raises(NotUndoable, match="over already"):
        batch_undo(actor=person(ana), batch=last(), at=minutes(1))


def test_only_failed_ones_are_tried_again_where_that_is_asked(three: list[Article], ana: User) -> None:
    done = articles_reprocess(actor=person(ana), articles=three, at=NOON, failed_only=True)
    assert (done.done, {left.why for left in done.left}) == (0, {"It has not failed."})


def test_more_reviewers_send_agreed_claims_back_into_review_and_undo_agrees_them_again(
    make_article: MakeArticle, ana: User, mia: User
) -> None:
    article = make_article(claims=2, judged_by=(ana,))
    done = articles_want_reviewers(actor=person(mia), articles=[article], wanted=2, at=NOON)
    assert {claim.state for claim in claims_of(article)} == {ClaimState.IN_REVIEW}
    assert done.batch is not None
    batch_undo(actor=person(mia), batch=done.batch, at=minutes(1))
    assert {(c.state, c.label, c.reviewers_wanted) for c in claims_of(article)} == {(ClaimState.AGREED, "sourced", 1)}
    assert ledger_verdict().intact


def test_decisions_made_since_count_when_the_number_of_reviewers_is_put_back(
    article: Article, ana: User, ben: User, mia: User
) -> None:
    done = articles_want_reviewers(actor=person(mia), articles=[article], wanted=3, at=NOON)
    for user, label in ((ana, "sourced"), (ben, "opinion")):
        judgement_record(actor=person(user), claim=claims_of(article)[0], label=label, at=minutes(1))
    assert done.batch is not None
    batch_undo(actor=person(mia), batch=done.batch, at=minutes(2))
    assert [claim.state for claim in claims_of(article)] == ["disputed", "open", "open", "open"]
    assert ledger_verdict().intact


def test_claims_are_withdrawn_together_and_come_back_with_their_decisions(article: Article, ana: User) -> None:
    claims = claims_of(article)
    judgement_record(actor=person(ana), claim=claims[0], label="disputed", at=NOON)
    done = claims_withdraw(actor=person(ana), claims=claims[:2], reason="Not ours.", at=minutes(1))
    assert len(claims_of(article)) == 2
    assert done.batch is not None
    batch_undo(actor=person(ana), batch=done.batch, at=minutes(2))
    back = claims_of(article)
    assert [(claim.uid, claim.label) for claim in back[:2]] == [(claims[0].uid, "disputed"), (claims[1].uid, "")]
    assert ledger_verdict().intact


def test_a_claim_whose_words_another_covers_stays_withdrawn(article: Article, ana: User) -> None:
    claims = claims_of(article)
    claims_withdraw(actor=person(ana), claims=claims[:2], at=NOON)
    claim_mark(actor=person(ana), article=article, start=claims[0].start, end=claims[0].start + 10, at=minutes(1))
    done = claims_restore(actor=person(ana), claims=claims[:2], at=minutes(2))
    assert [left.why for left in done.left] == ["Another claim covers its words now."]
    assert Claim.objects.get(pk=claims[1].pk).withdrawn_at is None


def test_not_a_claim_on_several_is_the_callers_own_decision_and_undo_brings_the_earlier_one(
    article: Article, ana: User, ben: User
) -> None:
    claims = claims_of(article)
    judgement_record(actor=person(ana), claim=claims[0], label="opinion", at=NOON)
    done = claims_dismiss(actor=person(ana), claims=claims[:3], at=minutes(1))
    mine = Judgement.objects.current().by(ana)
    assert set(mine.values_list("label", flat=True)) == {"not_a_claim"}
    assert not Judgement.objects.by(ben).exists()
    assert done.batch is not None
    batch_undo(actor=person(ana), batch=done.batch, at=minutes(2))
    assert list(mine.values_list("claim", "label")) == [(claims[0].pk, "opinion")]
    assert ledger_verdict().intact


def test_a_decision_changed_since_is_not_touched_by_the_undo(article: Article, ana: User) -> None:
    claims = claims_of(article)
    done = claims_dismiss(actor=person(ana), claims=claims[:2], at=NOON)
    judgement_record(actor=person(ana), claim=claims[0], label="sourced", at=minutes(1))
    assert done.batch is not None
    undone = batch_undo(actor=person(ana), batch=done.batch, at=minutes(2))
    assert [left.why for left in undone.left] == ["You decided again since."]
    assert [claim.label for claim in claims_of(article)] == ["sourced", "", "", ""]


def test_claims_of_an_archived_article_do_not_change(article: Article, ana: User, eva: User) -> None:
    claims = claims_of(article)
    article_archive(actor=person(eva), article=article, at=NOON)
    with pytest.raises(ArticleArchived):
        claims_withdraw(actor=person(ana), claims=claims[:2], at=minutes(1))


def test_claims_of_two_articles_are_no_batch(make_article: MakeArticle, ana: User) -> None:
    claims = [claims_of(make_article())[0], claims_of(make_article())[0]]
    with pytest.raises(InvalidValue):
        claims_withdraw(actor=person(ana), claims=claims, at=NOON)


def test_settings_go_back_to_what_they_were(desk: Project, mia: User) -> None:
    project_change(actor=person(mia), project=desk, reviewers_per_claim=3, guidelines="Look twice.", at=NOON)
    batch_undo(actor=person(mia), batch=last(), at=minutes(1))
    project = Project.objects.get(pk=desk.pk)
    assert (project.reviewers_per_claim, project.guidelines) == (1, "")
    assert ledger_verdict().intact


def test_settings_changed_again_since_stay(desk: Project, mia: User) -> None:
    project_change(actor=person(mia), project=desk, reviewers_per_claim=3, at=NOON)
    batch = last()
    project_change(actor=person(mia), project=desk, reviewers_per_claim=4, at=minutes(1))
    with pytest.raises(NotUndoable):
        batch_undo(actor=person(mia), batch=batch, at=minutes(2))


def test_who_was_taken_out_is_back_with_their_role(desk: Project, ana: User, mia: User) -> None:
    membership_end(actor=person(mia), membership=Membership.objects.get(user=ana), at=NOON)
    batch_undo(actor=person(mia), batch=last(), at=minutes(1))
    assert Membership.objects.current().get(user=ana).role == Role.REVIEWER
    assert ledger_verdict().intact


def test_who_was_taken_out_and_invited_again_is_not_in_twice(desk: Project, ana: User, mia: User) -> None:
    membership_end(actor=person(mia), membership=Membership.objects.get(user=ana), at=NOON)
    batch = last()
    membership_give(actor=person(mia), project=desk, user=ana, role=Role.VIEWER, at=minutes(1))
    with pytest.raises(NotUndoable):
        batch_undo(actor=person(mia), batch=batch, at=minutes(2))
    assert Membership.objects.current().get(user=ana).role == Role.VIEWER


def test_a_changed_role_goes_back(desk: Project, ana: User, mia: User) -> None:
    membership_give(actor=person(mia), project=desk, user=ana, role=Role.VIEWER, at=NOON)
    batch_undo(actor=person(mia), batch=last(), at=minutes(1))
    assert Membership.objects.current().get(user=ana).role == Role.REVIEWER


def test_undoing_somebody_who_was_added_takes_them_out(desk: Project, oto: User, mia: User) -> None:
    membership_give(actor=person(mia), project=desk, user=oto, role=Role.VIEWER, at=NOON)
    batch_undo(actor=person(mia), batch=last(), at=minutes(1))
    assert not Membership.objects.current().filter(user=oto).exists()


def test_an_undo_leaves_no_project_without_a_manager(desk: Project, ana: User, mia: User) -> None:
    membership_give(actor=person(mia), project=desk, user=ana, role=Role.MANAGER, at=NOON)
    batch = last()
    membership_end(actor=person(mia), membership=Membership.objects.get(user=mia), at=minutes(1))
    with pytest.raises(NotUndoable, match="at least one manager"):
        batch_undo(actor=person(mia), batch=batch, at=minutes(2))
