"""The cards of the models in this package. Light to import: no spaCy, no weights."""

import json
from functools import cache
from pathlib import Path
from typing import Any

CARD = Path(__file__).parent / "model" / "card.json"
ENCODER_CARD = CARD.with_name("encoder_card.json")
ENCODER_MODEL = CARD.with_name("encoder.bin")


@cache
def shipped_card() -> dict[str, Any]:
    """Version, tier, data with licences, and the figures of docs/model-card.md with their intervals."""
    card: dict[str, Any] = json.loads(CARD.read_text(encoding="utf-8"))
    return card


@cache
def encoder_card() -> dict[str, Any]:
    """The same of the encoder, which scores only in projects that registered it; figures of docs/encoder-card.md."""
    card: dict[str, Any] = json.loads(ENCODER_CARD.read_text(encoding="utf-8"))
    return card
