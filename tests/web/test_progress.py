"""Bars and ages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from annotations.models.claims import Label
from annotations.templatetags.humantime import age, ago
from annotations.web.progress import bar_of


@given(st.dictionaries(st.sampled_from(Label.values), st.integers(0, 50)), st.integers(0, 300))
def test_the_pieces_of_a_bar_lie_side_by_side_and_never_reach_past_it(labels: dict[str, int], rest: int) -> None:
    total = sum(labels.values()) + rest
    bar = bar_of(labels, total)
    edge = 0.0
    for segment in bar.segments:
        assert segment.x == pytest.approx(edge, abs=0.01)
        assert segment.width > 0
        edge = segment.x + segment.width
    assert edge <= 100.01
    assert bar.per_cent == (100 if total and not rest else bar.done * 100 // total if total else 0)


def test_the_two_exits_share_one_piece() -> None:
    assert [one.kind for one in bar_of({"not_a_claim": 1, "unresolved": 1, "sourced": 1}, 4).segments] == [
        "sourced",
        "other",
    ]


AGES = [(-5, "just now"), (0, "just now"), (59, "just now"), (60, "1 min ago"), (3599, "59 min ago")]
LONGER_AGES = [(3600, "1 h ago"), (86399, "23 h ago"), (86400, "1 d ago"), (29 * 86400, "29 d ago")]


@pytest.mark.parametrize(("seconds", "words"), [*AGES, *LONGER_AGES])
def test_an_age_is_told_in_its_largest_unit(seconds: int, words: str) -> None:
    assert age(seconds) == words


def test_what_is_older_than_a_month_is_told_as_a_date() -> None:
    at = timezone.now() - timedelta(days=40)
    assert f">{at.day} " in ago(at)
    assert at.isoformat() in ago(at)
