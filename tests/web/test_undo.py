"""Undo on pages: the offer beside what was done, several at once, the changes and the archive."""

import re
from typing import Any

from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim
from annotations.models.judgements import Judgement
from annotations.models.projects import Membership, Project
from annotations.models.users import User
from annotations.services.articles import article_archive, article_restore
from annotations.services.bulk_claims import claims_dismiss
from annotations.services.claims import claim_split, claim_withdraw
from annotations.services.projects import membership_end
from tests.story import FERRY, NOON, MakeArticle, claims_of, minutes, person
from tests.web.conftest import NO_SUCH_UID, SignIn, address


def words(answer: Any) -> str:
    """The page as one string."""
    return str(answer.content.decode())


def offered(page: str) -> list[str]:
    """The undo addresses a page's messages offer."""
    return re.findall(r'class="undo" method="post" action="([^"]+)"', page)


def test_archiving_offers_its_undo_and_the_undo_offers_its_own(sign_in: SignIn, article: Article, eva: User) -> None:
    client = sign_in(eva)
    page = words(client.post(address("article-archive", article.uid), follow=True))
    (undo,) = offered(page)
    page = words(client.post(undo, follow=True))
    assert Article.objects.get(pk=article.pk).archived_at is None
    assert "Undone" in page
    assert len(offered(page)) == 1


def test_several_articles_are_archived_and_taken_back_as_a_whole(
    sign_in: SignIn, desk: Project, make_article: MakeArticle, eva: User
) -> None:
    made = [make_article(claims=1) for _ in range(3)]
    client = sign_in(eva)
    chosen = {"do": "archive", "chosen": [str(one.uid) for one in made]}
    page = words(client.post(address("article-bulk", desk.slug), chosen, follow=True))
    assert "3 articles archived." in page
    assert not Article.objects.present().exists()
    client.post(offered(page)[0])
    assert Article.objects.present().count() == 3


def test_what_is_left_as_it_was_is_named(sign_in: SignIn, desk: Project, article: Article, eva: User) -> None:
    page = words(
        sign_in(eva).post(address("article-bulk", desk.slug), {"do": "restore", "chosen": [article.uid]}, follow=True)
    )
    assert f"Left as it was: {article.title}: it is not archived." in page
    assert offered(page) == []


def test_uids_that_are_nothing_here_are_left_out(sign_in: SignIn, desk: Project, article: Article, mia: User) -> None:
    page = sign_in(mia).post(address("article-bulk", desk.slug), {"do": "archive", "chosen": [NO_SUCH_UID, "nothing"]})
    assert page.status_code == 302
    assert Article.objects.get(pk=article.pk).archived_at is None


def test_only_managers_set_how_many_reviewers_are_wanted(
    sign_in: SignIn, desk: Project, article: Article, eva: User, mia: User
) -> None:
    asked = {"do": "wanted", "wanted": "2", "chosen": [str(article.uid)]}
    assert sign_in(eva).post(address("article-bulk", desk.slug), asked).status_code == 403
    assert sign_in(mia).post(address("article-bulk", desk.slug), asked).status_code == 302
    assert {claim.reviewers_wanted for claim in claims_of(article)} == {2}


def test_an_unknown_action_or_number_is_refused_on_the_page(
    sign_in: SignIn, desk: Project, article: Article, mia: User
) -> None:
    for asked, said in (({"do": "burn"}, "There is no such action."), ({"do": "wanted", "wanted": "x"}, "from 1 to 9")):
        data = {**asked, "chosen": [str(article.uid)]}
        assert said in words(sign_in(mia).post(address("article-bulk", desk.slug), data, follow=True))


def test_several_claims_are_withdrawn_from_their_list(
    sign_in: SignIn, desk: Project, article: Article, ana: User
) -> None:
    client = sign_in(ana)
    claims = claims_of(article)
    assert claims[3].quote[:20] in words(client.get(address("claim-choose", article.uid)))
    data = {"do": "withdraw", "reason": "Not ours", "chosen": [str(claim.uid) for claim in claims[:2]]}
    page = words(client.post(address("claim-bulk", desk.slug), data, follow=True))
    assert "2 claims withdrawn." in page
    client.post(offered(page)[0])
    assert len(claims_of(article)) == 4


def test_not_a_claim_on_several_is_ones_own_decision(
    sign_in: SignIn, desk: Project, article: Article, ana: User
) -> None:
    data = {"do": "dismiss", "chosen": [str(claim.uid) for claim in claims_of(article)]}
    sign_in(ana).post(address("claim-bulk", desk.slug), data)
    assert set(Judgement.objects.values_list("reviewer", "label")) == {(ana.pk, "not_a_claim")}


def test_nobody_undoes_a_colleagues_decisions(sign_in: SignIn, article: Article, ana: User, ben: User) -> None:
    done = claims_dismiss(actor=person(ana), claims=claims_of(article)[:2], at=NOON)
    assert done.batch is not None
    assert sign_in(ben).post(address("batch-undo", done.batch.uid)).status_code == 403
    assert "not a claim" not in words(sign_in(ben).get(address("change-list", article.project.slug)))
    assert sign_in(ana).post(address("batch-undo", done.batch.uid)).status_code == 302


def test_the_changes_list_undoes_at_any_later_time(sign_in: SignIn, desk: Project, ana: User, mia: User) -> None:
    membership_end(actor=person(mia), membership=Membership.objects.get(user=ana), at=NOON)
    client = sign_in(mia)
    page = words(client.get(address("change-list", desk.slug)))
    assert "Took out Ana" in page
    batch = Batch.objects.latest("id")
    client.post(address("batch-undo", batch.uid))
    page = words(client.get(address("change-list", desk.slug)))
    assert "Let in Ana" in page
    assert "Undone" in page


def test_an_undo_that_comes_too_late_says_so(sign_in: SignIn, article: Article, eva: User) -> None:
    article_archive(actor=person(eva), article=article, at=NOON)
    batch = Batch.objects.latest("id")
    article_restore(actor=person(eva), article=article, at=minutes(1))
    page = words(sign_in(eva).post(address("batch-undo", batch.uid), follow=True))
    assert "changed again since" in page


def test_the_archive_says_who_and_restores_several(
    sign_in: SignIn, desk: Project, make_article: MakeArticle, eva: User
) -> None:
    made = [make_article(claims=1) for _ in range(2)]
    for one in made:
        article_archive(actor=person(eva), article=one, at=NOON)
    client = sign_in(eva)
    page = words(client.get(address("trash", desk.slug)))
    assert made[0].title in page
    assert '<td data-h="By">Eva</td>' in page
    client.post(address("article-bulk", desk.slug), {"do": "restore", "chosen": [str(one.uid) for one in made]})
    assert "No article is archived." in words(client.get(address("trash", desk.slug)))


def test_withdrawn_claims_can_be_put_back_but_not_those_that_were_split(
    sign_in: SignIn, desk: Project, article: Article, ana: User
) -> None:
    claims = claims_of(article)
    claim_withdraw(actor=person(ana), claim=claims[1], reason="Twice", at=NOON)
    claim_split(actor=person(ana), claim=claims[0], points=[FERRY.index("ordered")], at=NOON)
    client = sign_in(ana)
    page = words(client.get(address("trash", desk.slug, show="claims")))
    assert page.count('name="chosen"') == 1
    assert "Twice" in page
    client.post(address("claim-bulk", desk.slug), {"do": "restore", "chosen": [str(claims[1].uid)]})
    assert Claim.objects.get(pk=claims[1].pk).withdrawn_at is None


def test_viewers_see_the_changes_without_buttons_and_no_import_tab(
    sign_in: SignIn, desk: Project, article: Article, vic: User, eva: User
) -> None:
    article_archive(actor=person(eva), article=article, at=NOON)
    page = words(sign_in(vic).get(address("change-list", desk.slug)))
    assert "Archived “" in page
    assert "/undo/" not in page
    assert f'href="{address("article-import", desk.slug)}"' not in page
    assert f'href="{address("article-import", desk.slug)}"' in words(
        sign_in(eva).get(address("change-list", desk.slug))
    )
