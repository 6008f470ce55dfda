"""A model file becomes one of the project's; it is not live, and a file that is none changes nothing."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.scoring_models import ScoringModel
from annotations.models.suggestions import NlpRun
from annotations.models.users import User
from annotations.nlp.cards import encoder_card
from annotations.nlp.encoder_model import encoder_bytes
from annotations.nlp.version import pipeline_version
from annotations.services.projects import project_create
from annotations.services.scoring_models import model_switch
from tests.nlp.encoders import made_encoder, published
from tests.story import NOON, minutes, person


def registered(*flags: str, project: str = "city-desk") -> str:
    out = io.StringIO()
    call_command("register_model", "--project", project, *flags, stdout=out)
    return out.getvalue()


def test_the_encoder_of_the_package_is_registered_with_its_figures_and_not_made_live(desk: Project) -> None:
    assert f"Registered as {encoder_card()['version']}. It is not live" in registered()
    model = ScoringModel.objects.get(project=desk)
    assert (model.tier, model.name) == ("encoder", encoder_card()["name"])
    assert model.card["published"] == encoder_card()["published"]
    desk.refresh_from_db()
    assert desk.scoring_model is None
    assert LedgerEvent.objects.filter(verb="model.registered").count() == 1


def test_two_projects_can_have_the_same_model_and_one_has_it_once(desk: Project, mia: User, tmp_path: Path) -> None:
    project_create(actor=person(mia), name="Other desk", slug="other", at=NOON)
    path = tmp_path / "made.bin"
    path.write_bytes(encoder_bytes(made_encoder(tmp_path)))
    registered("--model", str(path))
    registered("--model", str(path), project="other")
    with pytest.raises(CommandError) as refused:
        registered("--model", str(path))
    assert refused.value.returncode == 2
    assert sorted(ScoringModel.objects.values_list("project__slug", "name")) == [
        ("city-desk", "made.bin"),
        ("other", "made.bin"),
    ]


def test_made_live_it_reads_the_articles_again(
    desk: Project, article: Article, mia: User, work_off: Callable[[], int], tmp_path: Path
) -> None:
    work_off()
    path = tmp_path / "made.bin"
    path.write_bytes(encoder_bytes(made_encoder(tmp_path)))
    registered("--model", str(path))
    model_switch(actor=person(mia), project=desk, model=ScoringModel.objects.get(), at=minutes(1))
    work_off()
    newest = NlpRun.objects.filter(article=article).order_by("-id")[0]
    assert newest.pipeline_version == pipeline_version("encoder-made-1")


def test_what_is_no_model_is_refused_and_nothing_is_kept(desk: Project, tmp_path: Path) -> None:
    path = tmp_path / "made.bin"
    path.write_bytes(b"claimdesk encoder 1\nand nothing else")
    with pytest.raises(CommandError, match=r"made\.bin: the model is no readable model") as refused:
        registered("--model", str(path))
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="There is no project 'nowhere'"):
        registered(project="nowhere")
    assert not ScoringModel.objects.exists()


def test_an_encoder_is_trained_from_a_published_folder_and_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    data = tmp_path / "data.jsonl"
    fact, view = "The rent of house {0} rose by 4 in 2019.", "Dear reader {0}, how lovely this sad song is."
    lines = [
        f'{{"text": "{text.format(number)}", "checkworthy": {checkworthy}, "opinion": {opinion}}}\n'
        for number in range(120)
        for text, checkworthy, opinion in ((fact, "true", "false"), (view, "false", "true"))
    ]
    data.write_text("".join(lines), encoding="utf-8")
    folder = published(tmp_path / "published")
    for name in ("a", "b"):
        call_command(
            *("train_model", "--data", str(data), "--encoder", str(folder), "--output", str(tmp_path / name)),
            stdout=io.StringIO(),
        )
    written = (tmp_path / "a" / "encoder.bin").read_bytes()
    assert written == (tmp_path / "b" / "encoder.bin").read_bytes()
    out = io.StringIO()
    call_command("evaluate_model", "--data", str(data), "--model", str(tmp_path / "a" / "encoder.bin"), stdout=out)
    assert len(re.findall(r"this model +F1 (?:0\.9|1\.0)", out.getvalue())) == 2


def test_a_folder_without_an_encoder_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text('{"text": "Rents rose.", "checkworthy": true}\n', encoding="utf-8")
    with pytest.raises(CommandError, match="safetensors") as refused:
        call_command("train_model", "--data", str(data), "--encoder", str(tmp_path), "--output", str(tmp_path))
    assert refused.value.returncode == 2
