"""The shipped model's card says what its documentation says."""

from pathlib import Path

from annotations.nlp.cards import shipped_card
from annotations.nlp.scoring_models import shipped_model
from annotations.nlp.version import SHIPPED_MODEL

PAGE = (Path(__file__).parents[2] / "docs" / "model-card.md").read_text(encoding="utf-8")


def test_the_card_is_of_the_model_in_the_package() -> None:
    card = shipped_card()
    assert (card["version"], card["tier"]) == (SHIPPED_MODEL, shipped_model().tier)
    assert sum(line["sentences"] for line in card["data"]) == sum(
        line["sentences"] for line in shipped_model().card["data"]
    )


def test_its_figures_are_those_of_the_documentation() -> None:
    for figure in shipped_card()["published"]:
        assert f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]" in PAGE
