"""The queue hands each claim to as many people as it wants, for a while, and never stands in anybody's way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from annotations.errors import InvalidValue
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.leases import Lease
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.nlp.types import Scores, UnitKind
from annotations.selectors.queue import Wish, waiting_for, waiting_for_others
from annotations.selectors.verification import ledger_verdict
from annotations.services.actor import Actor
from annotations.services.claims import claim_flag, claim_resize, claim_skip, claim_split, claim_withdraw
from annotations.services.judgements import judgement_record, judgement_undo
from annotations.services.leases import LEASE, lease_release, lease_renew, lease_take, lease_take_one
from annotations.services.projects import project_change
from annotations.services.suggestions import suggestions_store
from tests.story import FERRY, NOON, MakeArticle, analysis_of, claims_of, minutes, person


def taken(user: User, desk: Project, *, at: float = 0, count: int = 1, **wish: object) -> list[Claim]:
    """What the queue hands this person."""
    wished = Wish(**wish)  # type: ignore[arg-type]
    leases = lease_take(actor=person(user), project=desk, wish=wished, at=minutes(at), count=count)
    return [lease.claim for lease in leases]


def two_wanted(desk: Project, mia: User) -> None:
    """Claims found from now on want two reviewers."""
    project_change(actor=person(mia), project=desk, at=NOON, reviewers_per_claim=2)


def test_two_people_get_different_claims(desk: Project, article: Article, ana: User, ben: User) -> None:
    claims = claims_of(article)
    assert taken(ana, desk) == claims[:1]
    assert taken(ben, desk) == claims[1:2]


def test_who_asks_again_gets_what_they_hold(desk: Project, article: Article, ana: User) -> None:
    assert taken(ana, desk) == taken(ana, desk, at=1) == claims_of(article)[:1]
    assert Lease.objects.get().until == minutes(1) + LEASE


def test_what_one_has_before_them_is_not_handed_out_twice(desk: Project, article: Article, ana: User) -> None:
    first, second = taken(ana, desk, count=2)
    assert [first, second] == claims_of(article)[:2]
    assert taken(ana, desk, exclude=[first.uid, second.uid]) == claims_of(article)[2:3]


def test_a_claim_that_wants_two_is_held_by_two_and_no_third(
    desk: Project, mia: User, ana: User, ben: User, eva: User, make_article: MakeArticle
) -> None:
    two_wanted(desk, mia)
    (claim,) = claims_of(make_article(claims=1))
    assert [taken(who, desk) for who in (ana, ben, eva)] == [[claim], [claim], []]


def test_one_decision_and_one_lease_are_two(
    desk: Project, mia: User, ana: User, ben: User, eva: User, make_article: MakeArticle
) -> None:
    two_wanted(desk, mia)
    (claim,) = claims_of(make_article(claims=1, judged_by=(ana,)))
    assert [taken(who, desk) for who in (ana, ben, eva)] == [[], [claim], []]


def test_a_lease_that_ran_out_lets_the_next_one_in(
    desk: Project, make_article: MakeArticle, ana: User, ben: User
) -> None:
    (claim,) = claims_of(make_article(claims=1))
    assert taken(ana, desk) == [claim]
    assert taken(ben, desk, at=9) == []
    assert taken(ben, desk, at=10) == [claim]
    assert [lease.user for lease in Lease.objects.all()] == [ben]


def test_renewing_keeps_a_claim_until_somebody_else_has_it(
    desk: Project, make_article: MakeArticle, ana: User, ben: User
) -> None:
    (claim,) = claims_of(make_article(claims=1))
    taken(ana, desk)

    def renewed(at: float) -> list[Claim]:
        held = lease_renew(actor=person(ana), project=desk, claims=[claim.uid], at=minutes(at))
        return [lease.claim for lease in held]

    assert renewed(8) == [claim]
    assert taken(ben, desk, at=17) == []
    assert renewed(30) == [claim], "it ran out, and nobody came"
    assert taken(ben, desk, at=41) == [claim]
    assert renewed(42) == []


def test_deciding_skipping_and_giving_back_free_a_claim(desk: Project, article: Article, ana: User) -> None:
    first, second, third, fourth = taken(ana, desk, count=4)
    judgement_record(actor=person(ana), claim=first, label="sourced", at=minutes(1))
    claim_skip(actor=person(ana), claim=second, at=minutes(1))
    lease_release(actor=person(ana), project=desk, claims=[third.uid])
    assert [lease.claim for lease in Lease.objects.all()] == [fourth]
    lease_release(actor=person(ana))
    assert not Lease.objects.exists()


def test_giving_back_touches_nobody_elses(desk: Project, article: Article, ana: User, ben: User) -> None:
    taken(ana, desk)
    (his,) = taken(ben, desk)
    lease_release(actor=person(ana), claims=[his.uid])
    assert Lease.objects.filter(user=ben).exists()


def test_a_decision_in_the_article_needs_no_lease_and_ends_the_others(
    desk: Project, article: Article, ana: User, ben: User
) -> None:
    (claim,) = taken(ana, desk)
    judgement_record(actor=person(ben), claim=claim, label="opinion", at=minutes(1))
    assert not Lease.objects.filter(claim=claim).exists()
    assert claim not in taken(ana, desk, at=2, count=6)
    judgement_record(actor=person(ana), claim=claim, label="sourced", at=minutes(3))
    assert Claim.objects.get(pk=claim.pk).state == "disputed"


def test_a_first_decision_leaves_the_second_reviewer_their_lease(
    desk: Project, mia: User, ana: User, ben: User, make_article: MakeArticle
) -> None:
    two_wanted(desk, mia)
    (claim,) = claims_of(make_article(claims=1))
    taken(ana, desk)
    taken(ben, desk)
    judgement_record(actor=person(ana), claim=claim, label="opinion", at=minutes(1))
    assert [lease.user for lease in Lease.objects.filter(claim=claim)] == [ben]


@pytest.mark.parametrize("how", ["withdraw", "split"])
def test_a_retired_claim_is_held_by_nobody(desk: Project, article: Article, ana: User, how: str) -> None:
    (claim,) = taken(ana, desk)
    if how == "withdraw":
        claim_withdraw(actor=person(ana), claim=claim, at=minutes(1))
    else:
        claim_split(actor=person(ana), claim=claim, points=[claim.start + 4], at=minutes(1))
    assert not Lease.objects.filter(claim=claim).exists()
    assert claim not in taken(ana, desk, at=2, count=6)


def test_words_that_changed_come_back_first_to_who_decided_about_them(
    desk: Project, article: Article, ana: User, ben: User
) -> None:
    claims = claims_of(article)
    judgement_record(actor=person(ana), claim=claims[2], label="opinion", at=minutes(1))
    claim_resize(actor=person(ben), claim=claims[2], start=claims[2].start, end=claims[2].end - 1, at=minutes(2))
    assert taken(ana, desk, at=3, count=2) == [claims[2], claims[0]]


def test_they_come_back_even_where_a_colleague_was_quicker(
    desk: Project, article: Article, ana: User, ben: User
) -> None:
    claim = claims_of(article)[2]
    judgement_record(actor=person(ana), claim=claim, label="opinion", at=minutes(1))
    claim_resize(actor=person(ben), claim=claim, start=claim.start, end=claim.end - 1, at=minutes(2))
    judgement_record(actor=person(ben), claim=claim, label="opinion", at=minutes(3))
    assert taken(ana, desk, at=4)[:1] == [claim]


def test_what_was_skipped_or_flagged_comes_last_longest_ago_first(
    desk: Project, article: Article, ana: User, ben: User
) -> None:
    one, two, three, four = claims_of(article)
    claim_skip(actor=person(ana), claim=one, at=minutes(1))
    claim_flag(actor=person(ana), claim=two, at=minutes(2))
    claim_skip(actor=person(ana), claim=three, at=minutes(3))
    assert taken(ana, desk, at=4, count=6) == [four, one, two, three]
    lease_release(actor=person(ana))
    assert taken(ben, desk, at=5, count=2) == [one, two], "a colleague's queue knows nothing of it"


def test_the_newest_article_comes_first_or_the_text_goes_on_in_its_order(
    desk: Project, make_article: MakeArticle, ana: User
) -> None:
    old, new = make_article(claims=1, at=minutes(0)), make_article(claims=1, at=minutes(5))
    in_text = [*claims_of(old), *claims_of(new)]
    assert taken(ana, desk, count=2) == in_text[::-1]
    assert taken(ana, desk, count=2, order="text") == in_text
    assert taken(ana, desk, count=2, article=old) == claims_of(old)


def test_the_projects_own_order_counts_where_nobody_wishes_another(
    desk: Project, ana: User, make_article: MakeArticle
) -> None:
    old, new = make_article(claims=1, at=minutes(0)), make_article(claims=1, at=minutes(5))
    desk.queue_order = "text"
    assert taken(ana, desk, count=2) == [*claims_of(old), *claims_of(new)]
    assert taken(ana, desk, count=2, order="newest") == [*claims_of(new), *claims_of(old)]


def test_what_is_most_worth_checking_or_least_sure_can_come_first(
    desk: Project, ana: User, make_article: MakeArticle
) -> None:
    claims = claims_of(make_article(claims=4))
    for order, field in (("checkworthy", "checkworthy"), ("uncertain", "uncertainty")):
        best_first = sorted(claims, key=lambda claim: (-(getattr(claim, field) or 0), claim.start))
        assert taken(ana, desk, count=4, order=order) == best_first


def test_coming_back_to_a_claim_holds_it_again_unless_it_went(
    desk: Project, article: Article, ana: User, ben: User
) -> None:
    claim = claims_of(article)[0]
    judgement_record(actor=person(ana), claim=claim, label="opinion", at=minutes(1))
    assert lease_take_one(actor=person(ana), claim=claim, at=minutes(2)) is None, "it is decided"
    judgement_undo(actor=person(ana), claim=claim, at=minutes(3))
    assert lease_take_one(actor=person(ana), claim=claim, at=minutes(4)) is not None
    assert lease_take_one(actor=person(ben), claim=claim, at=minutes(5)) is None


def test_a_queue_goes_by_the_models_scores_and_by_the_projects_own_order(
    desk: Project, mia: User, ana: User, article: Article
) -> None:
    scored = analysis_of(FERRY, version="hand-2")
    numbers = (0.2, 0.9, 0.4, 0.6)  # check-worthiness in the order of the text; sureness the other way round
    claims = iter(numbers)
    units = tuple(
        replace(unit, checkworthy=(score := next(claims)), scores=Scores(0.0, 0.0, score / 2))
        if unit.kind is UnitKind.CLAIM
        else unit
        for unit in scored.units
    )
    suggestions_store(actor=Actor.system("hand"), article=article, analysis=replace(scored, units=units), at=minutes(1))
    in_text = claims_of(article)
    best_first = [in_text[number] for number in (1, 3, 2, 0)]
    assert taken(ana, desk, count=4, order="checkworthy") == best_first
    assert taken(ana, desk, count=4, order="uncertain") == best_first, "nearest to a toss-up"
    assert taken(ana, desk, count=4) == in_text
    changed, _event = project_change(actor=person(mia), project=desk, queue_order="checkworthy", at=minutes(2))
    assert taken(ana, changed, count=4) == best_first
    assert ledger_verdict().faults == []


@pytest.mark.parametrize(("wish", "count", "field"), [(Wish(order="luck"), 1, "order"), (Wish(), 7, "count")])
def test_what_cannot_be_asked_is_refused_by_its_field(
    desk: Project, ana: User, wish: Wish, count: int, field: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        lease_take(actor=person(ana), project=desk, wish=wish, at=NOON, count=count)
    assert refused.value.field == field


def test_who_looks_at_what_leaves_no_event(desk: Project, article: Article, ana: User) -> None:
    before = LedgerEvent.objects.count()
    taken(ana, desk, count=3)
    lease_release(actor=person(ana))
    assert LedgerEvent.objects.count() == before
    assert ledger_verdict().faults == []


def test_the_queue_says_how_much_waits(
    desk: Project, mia: User, ana: User, ben: User, make_article: MakeArticle
) -> None:
    two_wanted(desk, mia)
    make_article(claims=3, judged_by=(ana,))
    make_article(claims=2, judged_by=(ana, ben))
    make_article(claims=4)
    now = NOON + timedelta(hours=1)
    assert waiting_for(ana, desk, at=now, most=40) == 4
    assert waiting_for(ana, desk, at=now, most=3) == 3
    assert waiting_for(ben, desk, at=now, most=40) == 7
    assert waiting_for_others(ana, desk) == 3
