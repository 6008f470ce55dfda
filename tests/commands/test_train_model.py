"""Training on a release: only what was decided without the suggestion, and nothing goes live by itself."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotations.engine import training
from annotations.models.articles import Article
from annotations.models.jobs import Job
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.scoring_models import ScoringModel
from annotations.models.users import User
from annotations.nlp.training import decisions, fit
from annotations.nlp.version import SHIPPED_MODEL
from annotations.selectors.decisions import blind_decisions, blind_decisions_in
from annotations.services.claims import claim_resize, claim_withdraw
from annotations.services.judgements import judgement_record
from annotations.services.projects import project_change
from annotations.services.releases import release_freeze, release_request
from annotations.services.scoring_models import model_request
from annotations.tasks import run_job
from tests.nlp.test_training_on_decisions import FACT, VIEW
from tests.story import NOON, MakeArticle, claims_of, minutes, person

WorkOff = Callable[[], int]


def frozen(desk: Project, mia: User, name: str = "May") -> None:
    release, _job, _event = release_request(actor=person(mia), project=desk, name=name, select="all", at=NOON)
    release_freeze(actor=person(mia), release=release, at=minutes(1))


@pytest.fixture(autouse=True)
def blind_desk(desk: Project, mia: User) -> None:
    """Nobody sees a suggestion early, not even in the measured sample."""
    project_change(actor=person(mia), project=desk, suggestion_mode="blind", at=NOON)


@pytest.fixture
def decided(desk: Project, make_article: MakeArticle, ana: User, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Enough decisions, with fewer asked for than a real site needs."""
    monkeypatch.setattr(decisions, "MIN_CLAIMS", 40)
    monkeypatch.setattr(fit, "MIN_OF_EACH", 2)
    for number in range(12):
        article = make_article("\n\n".join(kind.format(number, n) for n in (2, 3) for kind in (FACT, VIEW)))
        for claim in claims_of(article):
            label = "opinion" if claim.quote.startswith("Verily") else "sourced"
            judgement_record(actor=person(ana), claim=claim, label=label, at=NOON)
    return desk


def test_decisions_made_with_the_suggestion_or_about_other_words_teach_nothing(
    desk: Project, make_article: MakeArticle, ana: User, ben: User, mia: User
) -> None:
    article = make_article(claims=4)
    plain, seen, stale, withdrawn = claims_of(article)
    for claim in (plain, stale, withdrawn):
        judgement_record(actor=person(ana), claim=claim, label="sourced", at=NOON)
    judgement_record(actor=person(ana), claim=seen, label="sourced", suggestion_visible=True, at=NOON)
    claim_resize(actor=person(ben), claim=stale, start=stale.start + 4, end=stale.end, at=minutes(1))
    claim_withdraw(actor=person(ben), claim=withdrawn, at=minutes(1))
    rows = list(blind_decisions(desk))
    blind = {row[1] for row in rows}
    assert str(plain.uid) in blind
    assert not blind & {str(seen.uid), str(stale.uid), str(withdrawn.uid)}
    release, _job, _event = release_request(actor=person(mia), project=desk, name="May", select="all", at=NOON)
    release_freeze(actor=person(mia), release=release, at=minutes(2))
    release.refresh_from_db()
    assert list(blind_decisions_in(release)) == rows


def test_a_release_becomes_a_registered_model_that_is_not_live(decided: Project, mia: User, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    frozen(decided, mia)
    out = io.StringIO()
    flags = ("--release", "May", "--project", decided.slug, "--output", str(tmp_path), "--register")
    call_command("train_model", *flags, stdout=out)
    model = ScoringModel.objects.get()
    assert (model.version, model.tier, model.project) == ("linear-city-desk-1", "linear", decided)
    assert (tmp_path / "linear.npz").stat().st_size == model.weights.size
    assert f"begun with {SHIPPED_MODEL}" in out.getvalue()
    assert "not live" in out.getvalue()
    decided.refresh_from_db()
    assert decided.scoring_model is None


def test_the_worker_trains_on_the_decisions_as_they_are(decided: Project, mia: User) -> None:
    pytest.importorskip("sklearn")
    job, _event = model_request(actor=person(mia), project=decided, at=minutes(3))
    again, _event = model_request(actor=person(mia), project=decided, at=minutes(3))
    assert again == job
    run_job(job.kind, job.uid)
    model = ScoringModel.objects.get()
    assert (model.created_by, model.card["base"]) == (mia, SHIPPED_MODEL)
    assert Job.objects.get(pk=job.pk).state == "done"


@pytest.mark.parametrize(
    ("error", "code"), [(fit.ToolsMissing, "training_unavailable"), (fit.TooFew, "too_few_decisions")]
)
def test_training_that_cannot_be_done_says_why(
    error: type[Exception], code: str, desk: Project, mia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise error("opinion: 3 sentences of one kind")

    monkeypatch.setattr(training, "train_on_decisions", refuse)
    job, _event = model_request(actor=person(mia), project=desk, at=minutes(3))
    run_job(job.kind, job.uid)
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", code)
    assert LedgerEvent.objects.filter(verb="model.failed").count() == 1


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        (["--release", "May", "--output", "x"], "--project"),
        (["--data", "x.jsonl"], "--output"),
        (["--release", "June", "--project", "city-desk", "--register"], "no ready release called 'June'"),
        (["--release", "May", "--project", "night-desk", "--register"], "no project 'night-desk'"),
    ],
)
def test_what_is_missing_is_named(flags: list[str], why: str, article: Article) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("train_model", *flags)


def test_a_release_with_too_few_decisions_is_refused(article: Article, desk: Project, mia: User) -> None:
    frozen(desk, mia)
    with pytest.raises(CommandError, match="0 claims in 0 articles") as refused:
        call_command("train_model", "--release", "May", "--project", "city-desk", "--register")
    assert refused.value.returncode == 2
    assert not ScoringModel.objects.exists()
