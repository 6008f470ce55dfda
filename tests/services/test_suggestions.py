"""What the pipeline found is stored once, and never in the way of human work."""

from collections.abc import Callable

import pytest

from annotations.errors import NotPermitted
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.jobs import Job
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerEvent
from annotations.models.suggestions import NlpRun, Reveal, Suggestion
from annotations.models.users import User
from annotations.nlp.types import Analysis
from annotations.selectors.suggestions import suggestion_card
from annotations.selectors.track_record import Records
from annotations.selectors.verification import ledger_verdict
from annotations.services.actor import Actor
from annotations.services.claims import claim_flag, claim_mark, claim_resize, claim_skip, claim_withdraw
from annotations.services.evidence import evidence_add
from annotations.services.jobs import LeaseLost, job_claim
from annotations.services.judgements import judgement_record, judgement_undo
from annotations.services.notes import note_draft_save, note_write
from annotations.services.projects import project_change
from annotations.services.suggestions import suggestion_reveal, suggestions_store
from tests.story import FERRY, NOON, PIPELINE, MakeArticle, analysis_of, claims_of, minutes, person

MACHINE = Actor.system("hand")


def store(article: Article, analysis: Analysis) -> LedgerEvent | None:
    return suggestions_store(actor=MACHINE, article=article, analysis=analysis, at=minutes(5))


def test_a_first_run_gives_claims_and_their_suggestions(make_article: MakeArticle) -> None:
    article = make_article(FERRY, ready=False)
    event = store(article, analysis_of(FERRY))
    article.refresh_from_db()
    claims = claims_of(article)
    assert event is not None
    assert (article.status, article.language, len(claims)) == ("ready", "en", 4)
    assert all(FERRY[claim.start : claim.end] == claim.quote and claim.origin == "pipeline" for claim in claims)
    labels = Suggestion.objects.order_by("claim__start").values_list("label", flat=True)
    assert list(labels) == ["sourced", "disputed", "opinion", ""]
    first = Suggestion.objects.order_by("claim__start").first()
    assert first is not None
    assert first.attribution is not None
    assert first.attribution["source"] == FERRY[claims[0].start : claims[0].start + 4]
    kinds = [unit["kind"] for unit in NlpRun.objects.get().units]
    assert kinds == ["heading", "claim", "claim", "claim", "claim"]


def test_the_same_run_twice_changes_nothing(article: Article) -> None:
    before = list(Claim.objects.values_list()), Suggestion.objects.count(), LedgerEvent.objects.count()
    assert store(article, analysis_of(FERRY)) is None
    assert (list(Claim.objects.values_list()), Suggestion.objects.count(), LedgerEvent.objects.count()) == before


def test_a_newer_run_withdraws_only_what_it_does_not_repeat(article: Article) -> None:
    old = claims_of(article)
    store(article, analysis_of(FERRY, version="hand-2", drop=[1]))
    assert [claim.uid for claim in claims_of(article)] == [old[0].uid, old[2].uid, old[3].uid]
    gone = Claim.objects.get(pk=old[1].pk)
    assert (gone.state, gone.withdrawn_at) == ("withdrawn", minutes(5))
    assert Suggestion.objects.filter(claim=old[0]).count() == 2
    assert ledger_verdict().intact


def words(claim: Claim, user: User) -> None:
    """Resize it: its words are a person's now."""
    claim_resize(actor=person(user), claim=claim, start=claim.start + 5, end=claim.end, at=NOON)


def undone(claim: Claim, user: User) -> None:
    judgement_record(actor=person(user), claim=claim, label="sourced", at=NOON)
    judgement_undo(actor=person(user), claim=claim, at=NOON)


WORK: dict[str, Callable[[Claim, User], object]] = {
    "decided": lambda c, u: judgement_record(actor=person(u), claim=c, label="sourced", at=NOON),
    "decided and undone": undone,
    "evidence": lambda c, u: evidence_add(actor=person(u), claim=c, stance="context", reference="Log", at=NOON),
    "flagged": lambda c, u: claim_flag(actor=person(u), claim=c, at=NOON),
    "noted": lambda c, u: note_write(actor=person(u), claim=c, body="See the log.", at=NOON),
    "a note begun": lambda c, u: note_draft_save(actor=person(u), claim=c, body="See th", at=NOON),
    "looked at": lambda c, u: suggestion_reveal(actor=person(u), claim=c, at=NOON),
    "resized": words,
}


@pytest.mark.parametrize("work", WORK)
def test_a_claim_somebody_worked_on_stays_whatever_a_newer_run_finds(ana: User, article: Article, work: str) -> None:
    claim = claims_of(article)[1]
    WORK[work](claim, ana)
    before = Claim.objects.values_list().get(pk=claim.pk)
    labels = list(Judgement.objects.values_list())
    store(article, analysis_of(FERRY, version="hand-2", drop=[1]))
    assert Claim.objects.values_list().get(pk=claim.pk) == before
    assert list(Judgement.objects.values_list()) == labels


def test_a_claim_that_was_only_skipped_is_replaced(ana: User, article: Article) -> None:
    claim = claims_of(article)[1]
    claim_skip(actor=person(ana), claim=claim, at=NOON)
    store(article, analysis_of(FERRY, version="hand-2", drop=[1]))
    assert Claim.objects.get(pk=claim.pk).state == "withdrawn"


def test_a_newer_run_marks_nothing_across_a_persons_claim(ana: User, make_article: MakeArticle) -> None:
    article = make_article(FERRY, ready=False)
    sentence = analysis_of(FERRY).claims[0]
    own, _event = claim_mark(actor=person(ana), article=article, start=sentence.start, end=sentence.start + 10, at=NOON)
    store(article, analysis_of(FERRY))
    claims = claims_of(article)
    assert [claim.uid for claim in claims if claim.start < sentence.end] == [own.uid]
    assert len(claims) == 4


def test_a_persons_claim_with_the_runs_own_span_gets_its_suggestion(ana: User, make_article: MakeArticle) -> None:
    article = make_article(FERRY, ready=False)
    sentence = analysis_of(FERRY).claims[0]
    own, _event = claim_mark(actor=person(ana), article=article, start=sentence.start, end=sentence.end, at=NOON)
    store(article, analysis_of(FERRY))
    assert Suggestion.objects.get(claim=own).label == "sourced"
    assert Claim.objects.get(pk=own.pk).origin == "person"


def test_a_claim_withdrawn_by_hand_is_not_in_the_way_of_a_newer_run(ana: User, article: Article) -> None:
    """People withdraw a claim, not the words: a newer run may find them again."""
    claim = claims_of(article)[1]
    claim_withdraw(actor=person(ana), claim=claim, at=NOON)
    store(article, analysis_of(FERRY, version="hand-2"))
    assert len(claims_of(article)) == 4
    assert ledger_verdict().intact


def test_a_late_twin_keeps_nothing(make_article: MakeArticle) -> None:
    article = make_article(FERRY, ready=False)
    late = job_claim(uid=Job.objects.get(article=article).uid, at=NOON)
    assert late is not None
    first = job_claim(uid=late.job.uid, at=minutes(1))
    before = LedgerEvent.objects.count()
    with pytest.raises(LeaseLost):
        suggestions_store(actor=MACHINE, article=article, analysis=analysis_of(FERRY), at=minutes(2), claimed=late)
    assert (Claim.objects.count(), NlpRun.objects.count(), LedgerEvent.objects.count()) == (0, 0, before)
    suggestions_store(actor=MACHINE, article=article, analysis=analysis_of(FERRY), at=minutes(3), claimed=first)
    assert (Claim.objects.count(), Job.objects.get().state) == (4, "done")


def test_a_run_without_claims_leaves_a_ready_article(make_article: MakeArticle) -> None:
    article = make_article(FERRY, ready=False)
    store(article, Analysis(pipeline_version=PIPELINE, language="und", units=()))
    article.refresh_from_db()
    assert (article.status, article.language) == ("ready", "")


def test_looking_at_a_suggestion_is_noted_once(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    assert suggestion_reveal(actor=person(ana), claim=claim, at=NOON) is not None
    assert suggestion_reveal(actor=person(ana), claim=claim, at=minutes(1)) is None
    assert Reveal.objects.get().revealed_at == NOON


def test_a_reason_outside_a_resized_claim_is_left_out(ana: User, article: Article) -> None:
    """Its words are no part of the claim any more; a slice with a negative start would show others."""
    claim = claims_of(article)[0]
    claim, _event = claim_resize(actor=person(ana), claim=claim, start=claim.start + 11, end=claim.end, at=NOON)
    suggestion = Suggestion.objects.select_related("run").get(claim=claim)
    card = suggestion_card(suggestion, claim, Records())
    assert card is not None
    assert card["for"] is None


def test_in_a_blind_project_nobody_looks_before_deciding_whatever_the_door(
    ana: User, mia: User, article: Article
) -> None:
    project_change(actor=person(mia), project=article.project, suggestion_mode="blind", at=NOON)
    before = LedgerEvent.objects.count()
    with pytest.raises(NotPermitted):
        suggestion_reveal(actor=person(ana), claim=claims_of(article)[0], at=NOON)
    assert (Reveal.objects.count(), LedgerEvent.objects.count()) == (0, before)
