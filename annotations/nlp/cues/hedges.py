"""Caution: the text leaves it open how sure it is."""

from .lexicon import lexicon

HEDGES = (
    lexicon(
        "hedge",
        """may, might, could, perhaps, possibly, probably, maybe, apparently, seemingly, seems, seem, seemed, appears,
        appear, appeared, tends to, tend to, in some cases, to some extent, more or less, presumably, potentially,
        conceivably, it is possible, thought to, understood to, believed to be""",
    ),
    # Somebody says so, and nobody is named.
    lexicon("vague_source", "reportedly, rumoured, rumored, is said to, are said to, was said to, said to be"),
)

IGNORED = ""
"""The cue of phrases that only keep the words inside them from being taken for something else."""

LOOKALIKES = (
    lexicon(
        IGNORED,
        """rather than, quite a few, high court, will of, just in case, far from, best known, best-known, good friday,
        as well, but also, not only, all but, anything but, must-see, as yet, may day, no better than, bad weather,
        fair trade, wrong side, best selling, best-selling, cut off, claimed the lives, claimed the life, claimed
        responsibility, claim to fame, declined to comment, declined to say, met office, cost of living, cut short,
        lost and found, personal best, world record, record label, criminal record, the first minister, the last of,
        by the way, evidently wrong, demonstrably wrong, wrong number, wrong way""",
    ),
    # A subject after "should" makes a condition, not advice: "should the vote fail".
    lexicon(
        IGNORED,
        """should the, should a, should an, should he, should she, should they, should it, should we, should you,
        should this, should any, should anyone, should anything""",
    ),
)
