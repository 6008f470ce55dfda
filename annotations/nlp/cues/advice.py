"""What ought to be: advice and demands. No evidence settles them."""

from .lexicon import lexicon

ADVICE = (
    lexicon(
        "advice",
        """should, shouldn't, ought to, ought not, must, mustn't, need to, needs to, needn't, need not, have to, has
        to, had better, it is time, it's time, let's, let us, deserve, deserves, it is vital that, it is essential
        that, it is important that, cannot afford to, can't afford to, has no business, have no business, is obliged
        to, owe it to, owes it to, there is no excuse, would do well to""",
    ),
)
