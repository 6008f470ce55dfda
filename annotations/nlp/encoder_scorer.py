"""The encoder tier: the linear tier's log-odds, and what the vector of the whole sentence adds to them."""

from collections.abc import Sequence
from functools import cached_property

from .encoder import Encoder
from .encoder_model import EncoderModel
from .linear_scorer import LinearScorer
from .scorer import Evidence, Verdict, cue_amounts


class EncoderScorer:
    """Scores with an `EncoderModel`: about two milliseconds a claim where there are many, four for a single one. Texts
    in languages it cannot read get what the cues alone would say."""

    def __init__(self, model: EncoderModel) -> None:
        self.version = model.linear.version
        self._model = model
        self._linear = LinearScorer(model.linear)

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder(self._model.encoder)

    def score(self, evidence: Evidence) -> Verdict:
        """The verdict on one claim; its reasons are the cues found in it."""
        return self.score_all([evidence])[0]

    def score_all(self, evidence: Sequence[Evidence]) -> list[Verdict]:
        """The verdicts in the order of the claims. The last of the four decimals may depend on what stands beside a
        claim, since the machine adds up in another order."""
        texts = [one.text for one in evidence if one.readable]
        added = iter((self._encoder.vectors(texts) @ self._model.vector.T).tolist() if texts else ())
        return [self._verdict(one, next(added)) if one.readable else self._linear.score(one) for one in evidence]

    def _verdict(self, evidence: Evidence, added: list[float]) -> Verdict:
        amounts = cue_amounts(evidence)
        linear = self._linear.log_odds(evidence, amounts)
        return self._linear.verdict(evidence, amounts, [one + more for one, more in zip(linear, added, strict=True)])
