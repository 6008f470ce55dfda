"""The model page: what is live, what it is worth here, and the way to another and back."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models.articles import Article
from annotations.models.jobs import Job
from annotations.models.projects import Project
from annotations.models.scoring_models import ScoringModel
from annotations.models.users import User
from annotations.nlp.cards import encoder_card
from annotations.nlp.version import SHIPPED_MODEL
from annotations.selectors.model_page import here_of
from annotations.selectors.track_record import Cell
from annotations.services.projects import project_create
from tests.services.test_scoring_models import register, switch
from tests.story import NOON, person
from tests.web.conftest import SignIn, address


def page(sign_in: SignIn, user: User, desk: Project) -> str:
    answer = sign_in(user).get(address("model", desk.slug))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_everybody_in_the_project_reads_what_is_live_and_what_it_is_worth(
    sign_in: SignIn, desk: Project, vic: User
) -> None:
    seen = page(sign_in, vic, desk)
    assert f"{SHIPPED_MODEL} is live" in seen
    assert "Live since the project began" in seen
    assert "Too few to say: 0 of 50 decisions." in seen
    assert "5232 claims, ClaimBuster" in seen
    assert "Make live" not in seen
    assert "Train on" not in seen


def test_a_manager_makes_a_model_live_and_switches_back(
    sign_in: SignIn, desk: Project, article: Article, mia: User, work_off: Callable[[], int]
) -> None:
    work_off()
    model = register(desk, mia)
    client = sign_in(mia)
    assert "Make live" in page(sign_in, mia, desk)
    client.post(address("model-live", desk.slug), {"model": str(model.uid)})
    during = page(sign_in, mia, desk)
    assert "linear-made-1 is live" in during
    assert "1 article still to be read with the live model" in during
    assert "data-poll" in during
    work_off()
    after = page(sign_in, mia, desk)
    assert "still to be read" not in after
    assert "by Mia" in after
    client.post(address("model-live", desk.slug), {"model": "shipped"})
    assert f"{SHIPPED_MODEL} is live" in page(sign_in, mia, desk)


def test_the_encoder_stands_beside_the_shipped_model_with_what_it_gains(
    sign_in: SignIn, desk: Project, mia: User
) -> None:
    before = page(sign_in, mia, desk)
    assert "Add the encoder" in before
    sign_in(mia).post(address("model-encoder", desk.slug))
    seen, (gained, *_) = page(sign_in, mia, desk), encoder_card()["published"]
    assert encoder_card()["version"] in seen
    assert f"{gained['sentences']} claims, {gained['where']}. Against the shipped model" in seen
    assert "Against the shipped model" not in before
    assert "Add the encoder" not in seen


def test_the_encoder_added_twice_is_there_once(sign_in: SignIn, desk: Project, mia: User) -> None:
    client = sign_in(mia)
    for _press in range(2):
        answer = client.post(address("model-encoder", desk.slug), follow=True)
    assert "is in the list below already" in answer.content.decode()
    assert ScoringModel.objects.filter(project=desk, tier="encoder").count() == 1


def test_another_projects_model_is_not_there(sign_in: SignIn, desk: Project, mia: User) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", at=NOON)
    theirs = register(other, mia)
    client = sign_in(mia)
    for wanted in (str(theirs.uid), "", "nonsense"):
        assert client.post(address("model-live", desk.slug), {"model": wanted}).status_code == 404
    desk.refresh_from_db()
    assert desk.scoring_model is None


def test_training_is_queued_once_and_says_why_it_could_not_be_done(
    sign_in: SignIn, desk: Project, mia: User, work_off: Callable[[], int]
) -> None:
    client = sign_in(mia)
    for _twice in range(2):
        client.post(address("model-train", desk.slug))
    assert Job.objects.filter(kind="train_model").count() == 1
    assert "A model is being trained." in page(sign_in, mia, desk)
    work_off()
    assert "0 claims in 0 articles were decided before the suggestion was seen" in page(sign_in, mia, desk)


def test_figures_here_by_hand() -> None:
    cells = [
        Cell(8, "sourced", "sourced", "sourced", 30),
        Cell(8, "sourced", "sourced", "opinion", 10),
        Cell(3, "sourced", "", "sourced", 20),
        Cell(3, "opinion", "", "not_a_claim", 5),
    ]
    here = here_of(cells)
    sourced = here.labels[0]
    assert (here.decisions, here.enough) == (65, True)
    assert (here.agreement.hits, here.agreement.of) == (30, 40)
    assert (sourced.precision.hits, sourced.precision.of, sourced.recall.hits, sourced.recall.of) == (30, 40, 30, 50)
    assert not here_of(cells[:1]).enough


@pytest.mark.parametrize("models", [2, 12])
def test_the_page_costs_the_same_however_many_models_there_are(
    sign_in: SignIn, desk: Project, mia: User, models: int
) -> None:
    for number in range(models):
        switch(desk, mia, register(desk, mia, f"linear-made-{number}", opinion=float(number)))
    client = sign_in(mia)
    with CaptureQueriesContext(connection) as captured:
        client.get(address("model", desk.slug))
    assert len(captured) <= 16
