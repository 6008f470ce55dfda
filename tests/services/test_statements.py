"""Who said a claim, and its wording: a person's word over the pipeline's, and the way back."""

from typing import Any

import pytest

from annotations.errors import AnnotationError, InvalidCharacters, InvalidValue, VersionConflict
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.ledger import LedgerEvent
from annotations.models.users import User
from annotations.selectors.history import history_of
from annotations.selectors.statements import Said, said_of, statement_of
from annotations.selectors.suggestions import newest_suggestions
from annotations.selectors.verification import ledger_verdict
from annotations.services.actor import Actor
from annotations.services.claims import claim_merge, claim_resize, claim_split
from annotations.services.statements import statement_change
from annotations.services.suggestions import suggestions_store
from tests.story import analysis_of, claims_of, minutes, person

pytestmark = pytest.mark.django_db
READ = "The "  # what the story's pipeline takes for the speaker of every fourth claim


def said(claim: Claim) -> Said:
    return said_of(claim, statement_of(claim), newest_suggestions([claim]).get(claim.pk))


def change(by: User, claim: Claim, **changes: Any) -> LedgerEvent | None:
    return statement_change(actor=person(by), claim=claim, at=minutes(1), **changes)[1]


def sentence(claim: Claim, reader: User) -> str:
    return " ".join(str(history_of(claim, reader=reader)[0].sentence).split())


@pytest.fixture
def claim(article: Article) -> Claim:
    """A claim in which the pipeline reads a speaker."""
    return claims_of(article)[0]


@pytest.fixture
def plain(article: Article) -> Claim:
    """A claim in which it reads none."""
    return claims_of(article)[1]


def test_without_a_persons_word_the_pipelines_reading_counts(claim: Claim, plain: Claim) -> None:
    assert (said(claim).speaker, said(claim).speaker_origin) == (READ.strip(), "model")
    assert (said(plain).speaker, said(plain).speaker_origin) == ("", "")


def test_a_persons_word_counts_over_the_pipelines(ana: User, claim: Claim) -> None:
    change(ana, claim, speaker="Ida Holm")
    assert (said(claim).speaker, said(claim).speaker_origin, said(claim).speaker_by) == ("Ida Holm", "person", "Ana")
    assert said(claim).speaker_read == READ.strip()


def test_a_person_may_say_that_nobody_is_named(ana: User, claim: Claim) -> None:
    change(ana, claim, speaker="")
    assert (said(claim).speaker, said(claim).speaker_origin) == ("", "person")


def test_going_back_leaves_the_pipelines_reading_and_both_steps(ana: User, claim: Claim) -> None:
    change(ana, claim, speaker="Ida Holm")
    change(ana, claim, speaker=None)
    assert (said(claim).speaker, said(claim).speaker_origin) == (READ.strip(), "model")
    verbs = [line.event.verb for line in history_of(claim, reader=ana)]
    assert verbs[:2] == ["statement.changed"] * 2


@pytest.mark.parametrize(
    ("before", "again"),
    [
        ({}, {"speaker": READ}),
        ({}, {"speaker": None}),
        ({"speaker": "Ida Holm"}, {"speaker": " Ida  Holm "}),
        ({"wording": "Two ships."}, {"wording": "Two ships.\n"}),
        ({"appearances": ["a", "b"]}, {"appearances": [" a", "", "b", "a"]}),
        ({"reported_to": "The wire"}, {}),
    ],
)
def test_what_is_so_already_leaves_no_event(
    ana: User, claim: Claim, before: dict[str, Any], again: dict[str, Any]
) -> None:
    if before:
        change(ana, claim, **before)
    events = LedgerEvent.objects.count()
    assert change(ana, claim, **again) is None
    assert LedgerEvent.objects.count() == events


def test_somebody_elses_word_may_be_taken_over_by_the_same_name_only_as_theirs(
    ana: User, ben: User, claim: Claim
) -> None:
    change(ana, claim, speaker="Ida Holm")
    assert change(ben, claim, speaker="Ida Holm") is None
    assert said(claim).speaker_by == "Ana"


def test_a_wording_is_of_the_words_the_claim_had(ana: User, claim: Claim) -> None:
    change(ana, claim, wording="The county council ordered two ships on 2 March 2026.")
    assert not said(claim).wording_stale
    claim, _event = claim_resize(actor=person(ana), claim=claim, start=claim.start + 4, end=claim.end, at=minutes(2))
    assert said(claim).wording_stale
    change(ana, claim, wording="The county council ordered two ships on 2 March 2026.")
    assert not said(claim).wording_stale


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"speaker": "x" * 301}, InvalidValue),
        ({"reported_to": "x" * 301}, InvalidValue),
        ({"first_appearance": "x" * 2001}, InvalidValue),
        ({"wording": "x" * 1001}, InvalidValue),
        ({"appearances": ["x" * 2001]}, InvalidValue),
        ({"appearances": [str(n) for n in range(51)]}, InvalidValue),
        ({"appearances": "a place"}, InvalidValue),
        ({"wording": None}, InvalidValue),
        ({"speaker_read": "x"}, InvalidValue),
        ({"wording": "a\0b"}, InvalidCharacters),
        ({"appearances": ["a\ud800"]}, InvalidCharacters),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(
    ana: User, claim: Claim, changes: dict[str, Any], error: type[AnnotationError]
) -> None:
    with pytest.raises(error) as refused:
        change(ana, claim, **changes)
    assert refused.value.field == next(iter(changes))
    assert said(claim).version == 0


def test_the_longest_of_each_is_kept(ana: User, claim: Claim) -> None:
    change(ana, claim, speaker="x" * 300, first_appearance="y" * 2000, wording="z" * 1000)
    assert len(said(claim).wording) == 1000


def test_whoever_read_an_earlier_version_is_told(ana: User, ben: User, claim: Claim) -> None:
    change(ana, claim, row_version=0, wording="Two ships.")
    with pytest.raises(VersionConflict):
        change(ben, claim, row_version=0, wording="Three ships.")
    change(ben, claim, row_version=1, wording="Three ships.")
    assert said(claim).wording == "Three ships."


def test_only_the_field_that_was_changed_meanwhile_is_in_the_way(ana: User, ben: User, claim: Claim) -> None:
    change(ana, claim, wording="Two ships.")
    change(ben, claim, speaker="Ida Holm", seen={"speaker": READ})
    with pytest.raises(VersionConflict) as refused:
        change(ben, claim, wording="Three ships.", seen={"wording": ""})
    assert refused.value.field == "wording"
    assert (said(claim).speaker, said(claim).wording) == ("Ida Holm", "Two ships.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wording": "Two <b>ships</b>."}, "worded the claim: “Two &lt;b&gt;ships&lt;/b&gt;.”"),
        ({"speaker": "Ida Holm"}, "named who said it: Ida Holm"),
        ({"speaker": ""}, "said that nobody is named as the speaker"),
        ({"reported_to": "The wire"}, "noted to whom it was said: The wire"),
        ({"first_appearance": "Radio, 2 March"}, "noted where it first appeared: Radio, 2 March"),
        ({"appearances": ["A", "B"]}, "noted where else it appeared: A; B"),
    ],
)
def test_the_history_says_what_was_put_there(ana: User, claim: Claim, changes: dict[str, Any], words: str) -> None:
    change(ana, claim, **changes)
    assert sentence(claim, ana) == f"<b>You</b> {words}"


@pytest.mark.parametrize(
    ("before", "changes", "words"),
    [
        ({"wording": "Two ships."}, {"wording": ""}, "took the wording away"),
        ({"speaker": "Ida Holm"}, {"speaker": None}, "went back to the speaker read in the text"),
        ({"reported_to": "The wire"}, {"reported_to": ""}, "cleared what was noted about where it was said"),
    ],
)
def test_the_history_says_what_was_taken_away(
    ana: User, ben: User, claim: Claim, before: dict[str, Any], changes: dict[str, Any], words: str
) -> None:
    change(ana, claim, **before)
    change(ben, claim, **changes)
    assert sentence(claim, ana) == f"<b>Ben</b> {words}"


# --- Cut and joined ----------------------------------------------------------------------------------------------


def parts_of(by: User, claim: Claim) -> list[Claim]:
    third = claim.start + len(" ".join(claim.quote.split(" ")[:2])) + 1
    return claim_split(actor=person(by), claim=claim, points=[third], at=minutes(2))[0]


def test_who_said_it_goes_along_when_a_claim_is_cut_and_its_wording_does_not(ana: User, claim: Claim) -> None:
    change(ana, claim, speaker="Ida Holm", reported_to="The wire", appearances=["Radio"], wording="Two ships.")
    for part in parts_of(ana, claim):
        known = said(part)
        assert (known.speaker, known.speaker_by, known.reported_to) == ("Ida Holm", "Ana", "The wire")
        assert (known.appearances, known.wording) == (["Radio"], "")
        assert known.speaker_read == READ.strip()


def test_the_pipelines_reading_goes_along_when_a_claim_is_cut(ana: User, claim: Claim) -> None:
    for part in parts_of(ana, claim):
        assert (said(part).speaker, said(part).speaker_origin) == (READ.strip(), "model")
        for smaller in parts_of(ana, part) if part.quote.count(" ") > 2 else []:
            assert said(smaller).speaker_origin == "model"


def test_a_claim_nobody_said_is_cut_into_parts_nobody_said(ana: User, plain: Claim) -> None:
    assert [statement_of(part).row_version for part in parts_of(ana, plain)] == [0, 0]


def test_what_the_parts_have_in_common_is_true_of_the_whole(ana: User, claim: Claim, plain: Claim) -> None:
    change(ana, claim, speaker="Ida Holm", reported_to="The wire", wording="Two ships.")
    change(ana, plain, speaker="Ida Holm", reported_to="The gazette")
    merged, _event = claim_merge(actor=person(ana), claims=[claim, plain], at=minutes(3))
    assert (said(merged).speaker, said(merged).reported_to, said(merged).wording) == ("Ida Holm", "", "")


def test_parts_that_different_people_said_make_a_whole_nobody_said(ana: User, claim: Claim, plain: Claim) -> None:
    change(ana, claim, speaker="Ida Holm")
    change(ana, plain, speaker="Jo Berg")
    merged, _event = claim_merge(actor=person(ana), claims=[claim, plain], at=minutes(3))
    assert (said(merged).speaker, said(merged).speaker_origin) == ("", "")


def test_parts_of_one_claim_joined_again_have_its_speaker(ana: User, claim: Claim) -> None:
    merged, _event = claim_merge(actor=person(ana), claims=parts_of(ana, claim), at=minutes(3))
    assert (said(merged).speaker, said(merged).speaker_origin) == (READ.strip(), "model")


def test_a_newer_run_leaves_a_claim_with_a_statement_alone(ana: User, article: Article, plain: Claim) -> None:
    change(ana, plain, wording="They will cost 41 million.")
    newer = analysis_of(article.text or "", version="hand-2", drop=[0, 1])
    suggestions_store(actor=Actor.system("hand-2"), article=article, analysis=newer, at=minutes(4))
    starts = [claim.start for claim in claims_of(article)]
    assert plain.start in starts
    assert len(starts) == 3


def test_the_ledger_vouches_for_every_step(ana: User, ben: User, claim: Claim) -> None:
    change(ana, claim, speaker="Ida Holm", wording="Two ships.")
    change(ben, claim, wording="The council ordered two ships.", appearances=["Radio"])
    change(ana, claim, speaker=None)
    parts_of(ana, claim)
    assert ledger_verdict().faults == []
