"""A long article in parts: nothing lost, nothing twice, borders that stay."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from annotations.models.articles import Article
from annotations.models.users import User
from annotations.selectors.blocks import blocks_of
from annotations.selectors.claims import ClaimCard
from annotations.selectors.parts import MOST_CLAIMS, PART_TEXT, ids_in_short, part_at, parts_of
from annotations.selectors.review import part_seen, review_of
from annotations.services.claims import claim_split
from annotations.services.judgements import judgement_record
from tests.story import NOON, MakeArticle, claims_of, person, sentences

LONG = MOST_CLAIMS + 140


def card(number: int, start: int, end: int) -> ClaimCard:
    """A claim as far as parts care."""
    rest: dict[str, Any] = dict.fromkeys(ClaimCard.__slots__)
    return ClaimCard(
        **rest | {"n": number, "start": start, "end": end, "uid": f"{number}", "label": "", "stale": False}
    )


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=60), st.integers(0, 10**6))
def test_every_block_and_every_claim_is_in_one_part(lengths: list[int], place: int) -> None:
    text = "\n\n".join("x" * length for length in lengths)
    starts = [sum(lengths[:i]) + 2 * i for i in range(len(lengths))]
    cards = [card(i + 1, start, start + lengths[i]) for i, start in enumerate(starts)]
    blocks = blocks_of(text, [], cards)
    parts = parts_of(blocks, cards, MOST_CLAIMS * 10**6)
    assert [block for part in parts for block in part.blocks] == blocks
    assert [n for part in parts for n in range(part.first, part.last + 1)] == [one.n for one in cards]
    for part in parts:
        assert all(part.start <= cards[n - 1].start < part.end for n in range(part.first, part.last + 1))
    found = part_at(parts, place)
    assert found.start <= place < found.end or found in (parts[0], parts[-1])
    assert len(parts) == 1 or all(part.end - part.start >= PART_TEXT for part in parts[:-1])


@given(st.lists(st.uuids(), min_size=1, max_size=20), st.integers(1, 4))
def test_ids_in_short_are_still_all_there(ids: list[UUID], alike: int) -> None:
    names = [one.hex[:31] + f"{digit}" for one in ids for digit in range(alike)]
    short = ids_in_short(names)
    heads = [head for head, count in short["runs"] for _ in range(count)]
    assert [head + short["columns"][at :: len(names)] for at, head in enumerate(heads)] == names
    assert len(short["runs"]) <= len(ids)


@pytest.mark.django_db
def test_a_short_article_is_one_part(make_article: MakeArticle, ana: User) -> None:
    review = review_of(make_article(claims=MOST_CLAIMS), ana)
    assert (len(review.parts), len(review.claims), "long" in review.page_data) == (1, MOST_CLAIMS, False)


@pytest.fixture
def article(make_article: MakeArticle) -> Article:
    """One that is too long for one page."""
    return make_article(claims=LONG)


@pytest.mark.django_db
def test_a_long_article_brings_the_part_of_the_claim_that_is_asked_for(article: Article, ana: User) -> None:
    claims = claims_of(article)
    review = review_of(article, ana, current=str(claims[150].uid))
    assert review.current is not None
    assert review.current.n == 151
    assert review.here is not None
    assert [one.n for one in review.claims] == list(range(review.here.first, review.here.last + 1))
    assert len(review.claims) < LONG
    assert review.total == LONG
    assert len(review.page_data["long"]["states"]) == LONG


@pytest.mark.django_db
def test_the_parts_together_are_the_page(article: Article, ana: User) -> None:
    review = review_of(article, ana)
    seen = [part_seen(article, ana, at=part.start) for part in review.parts]
    assert [one.uid for part in seen if part for one in part.claims] == [str(one.uid) for one in claims_of(article)]
    assert {part.version for part in seen if part} == {review.page_data["long"]["version"]}
    words = "".join(piece.text for part in seen if part for block in part.part.blocks for piece in block.pieces)
    assert "".join(words.split()) == "".join((article.text or "").split())


@pytest.mark.django_db
def test_splitting_a_claim_moves_no_border_and_gives_the_claims_another_name(article: Article, ana: User) -> None:
    before = review_of(article, ana)
    third = claims_of(article)[2]
    claim_split(actor=person(ana), claim=third, points=[third.start + 4], at=NOON)
    after = review_of(article, ana)
    assert [part.start for part in after.parts] == [part.start for part in before.parts]
    assert after.page_data["long"]["version"] != before.page_data["long"]["version"]


@pytest.mark.django_db
def test_the_outline_says_how_each_claim_stands(article: Article, ana: User) -> None:
    claims = claims_of(article)
    for number, label in ((0, "sourced"), (199, "unresolved")):
        judgement_record(actor=person(ana), claim=claims[number], label=label, at=NOON)
    data = review_of(article, ana).page_data
    assert data["long"]["states"] == "s" + "o" * 198 + "q"
    assert data["trail"] == [1, 199]


@pytest.mark.django_db
@pytest.mark.parametrize("look", [review_of, lambda article, reader: part_seen(article, reader, at=0)])
def test_a_long_article_costs_as_many_queries_as_a_longer_one(
    make_article: MakeArticle, ana: User, look: Callable[[Article, User], object]
) -> None:
    made = [make_article(sentences(claims, about=f"port of {claims}")) for claims in (3, LONG, 2 * LONG, 4)]
    costs = []
    for one in made[1:3]:
        article = Article.objects.select_related("project").get(pk=one.pk)
        with CaptureQueriesContext(connection) as captured:
            look(article, ana)
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.django_db
def test_a_hidden_suggestion_is_not_in_a_part(article: Article, ana: User) -> None:
    seen = part_seen(article, ana, at=0)
    assert seen is not None
    assert any(one.has_suggestion and one.suggestion is None for one in seen.claims)
