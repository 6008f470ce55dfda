"""Where a reviewer goes on: an article whose claims want them, the one of their last decision first."""

from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.articles import next_article_for
from annotations.selectors.projects import continue_with
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from tests.story import NOON, MakeArticle, claims_of, minutes, person


def test_it_is_the_article_of_the_last_decision_with_what_is_left(
    desk: Project, ana: User, make_article: MakeArticle
) -> None:
    old = make_article(claims=3)
    make_article(claims=2, at=minutes(5))
    judgement_record(actor=person(ana), claim=claims_of(old)[0], label="sourced", at=minutes(6))
    assert continue_with(ana, [desk]) == (old, 2)


def test_a_finished_one_gives_way_to_the_newest_with_claims(
    desk: Project, ana: User, make_article: MakeArticle
) -> None:
    make_article(claims=2)
    newest = make_article(claims=2, at=minutes(5))
    make_article(claims=1, judged_by=(ana,), at=minutes(6))
    assert continue_with(ana, [desk]) == (newest, 2)


def test_claims_that_have_all_the_reviewers_they_want_call_nobody(
    desk: Project, ana: User, ben: User, make_article: MakeArticle
) -> None:
    here = make_article(claims=1, judged_by=(ana,))
    make_article(claims=2, judged_by=(ben,), at=minutes(5))
    assert continue_with(ana, [desk]) is None
    assert next_article_for(ana, here) is None


def test_where_two_are_wanted_the_second_is_called(
    desk: Project, mia: User, ana: User, ben: User, make_article: MakeArticle
) -> None:
    project_change(actor=person(mia), project=desk, at=NOON, reviewers_per_claim=2)
    here = make_article(claims=1, judged_by=(ana,))
    waiting = make_article(claims=2, judged_by=(ben,), at=minutes(5))
    assert continue_with(ana, [desk]) == (waiting, 2)
    assert next_article_for(ana, here) == waiting


def test_only_the_given_projects_count(desk: Project, ana: User, make_article: MakeArticle) -> None:
    make_article(claims=2)
    assert continue_with(ana, []) is None
