"""What each cue is worth: one readable table of log-odds. Change a number, raise RULES_VERSION.

A probability is `1 / (1 + exp(-(bias + sum of weight * amount)))`, where `amount` grows slowly with how often the cue
is found (`saturated`). A positive number speaks for, a negative one against. All of it was set by hand.
"""

from typing import NamedTuple


class Weights(NamedTuple):
    """Log-odds a cue adds to check-worthiness and to each of the three labels."""

    checkworthy: float = 0.0
    sourced: float = 0.0
    disputed: float = 0.0
    opinion: float = 0.0


BIAS = Weights(checkworthy=-1.0, sourced=-2.4, disputed=-2.6, opinion=-1.2)

# fmt: off
WEIGHTS: dict[str, Weights] = {
    # who says it                      checkw.  sourced  disputed  opinion
    "named_source": Weights(             0.6,     3.2,     0.0,     -1.5),
    "role_source": Weights(              0.6,     3.0,     0.0,     -1.5),
    "document_source": Weights(          0.9,     3.0,     0.0,     -1.5),
    "other_source": Weights(             0.4,     2.6,     0.0,     -1.5),
    "pronoun_source": Weights(           0.2,     1.6,     0.0,     -1.0),
    "vague_source": Weights(             0.1,     0.9,     0.8,     -0.4),
    "speaker_label": Weights(            0.0,     2.5,     0.0,     -0.4),
    "direct_quote": Weights(             0.0,     0.6,     0.0,     -0.2),
    "quoted_words": Weights(             0.0,     0.3,     0.5,      0.2),
    # is it contested
    "denial": Weights(                   0.5,     0.0,     3.6,     -0.4),
    "contradiction": Weights(            0.5,     0.0,     3.3,      0.0),
    "dispute_noun": Weights(             0.2,     0.0,     1.7,      0.0),
    "distancing": Weights(               0.2,     0.0,     1.1,      0.0),
    "concession": Weights(               0.0,     0.0,     0.5,      0.3),
    # is it a judgement
    "advice": Weights(                  -0.9,    -0.3,     0.0,      2.1),
    "stance": Weights(                  -0.5,    -0.2,     0.0,      1.7),
    "first_person_opinion": Weights(    -1.1,    -0.4,     0.0,      2.4),
    "first_person": Weights(            -0.4,     0.0,     0.0,      0.6),
    "evaluative": Weights(              -0.3,    -0.1,     0.1,      1.5),
    "intensifier": Weights(             -0.3,     0.0,     0.1,      1.1),
    "exclamation": Weights(             -0.6,     0.0,     0.0,      1.2),
    "prediction": Weights(              -0.7,     0.0,     0.0,      0.8),
    "forecast": Weights(                 0.1,     0.1,     0.0,      0.1),
    "hedge": Weights(                   -0.3,     0.0,     0.1,      0.3),
    # can it be checked
    "percent": Weights(                  1.6,     0.1,     0.0,     -1.1),
    "money": Weights(                    1.5,     0.1,     0.0,     -0.9),
    "date": Weights(                     0.7,     0.1,     0.0,     -0.9),
    "number": Weights(                   1.0,     0.1,     0.0,     -0.5),
    "comparison": Weights(               0.8,     0.0,     0.0,     -0.2),
    "superlative": Weights(              0.6,     0.0,     0.0,      0.3),
    "absolute": Weights(                 0.4,     0.0,     0.1,      0.4),
    "change": Weights(                   0.9,     0.0,     0.0,     -0.5),
    "event": Weights(                    0.8,     0.0,     0.0,     -0.6),
    "name": Weights(                     0.5,     0.0,     0.0,     -0.3),
    "short": Weights(                   -1.2,     0.0,     0.0,      0.0),
}
# fmt: on

IN_REPORTED_SPEECH = 0.35
"""What a judging cue in somebody else's words is still worth for opinion: the judgement is theirs, not the text's."""

THRESHOLDS = Weights(sourced=0.5, disputed=0.5, opinion=0.5)

SPEAKS = 0.4
"""The least weight, either way, at which a cue is shown as a reason."""


def saturated(count: int) -> float:
    """How much `count` finds of one cue amount to: 1, 1.5, 1.8, then no more."""
    return (0.0, 1.0, 1.5, 1.8)[min(count, 3)]
