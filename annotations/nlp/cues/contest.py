"""Signs that the text itself presents something as contested."""

from .lexicon import lexicon

CONTEST = (
    lexicon(
        "denial",
        """denied, denies, deny, denying, denial, denials, rejected, rejects, rejecting, dismissed, dismisses,
        dismissing, disputed, disputes, dispute, disputing, refuted, refutes, rebutted, rebuts, rebuffed, contested,
        contests, disavowed, repudiated, pushed back, pushes back, hit back, countered, counters, contradicted,
        contradicts, contradict, took issue with, takes issue with, disagreed, disagrees, disagree, challenged the
        claim, challenged the claims, rejected the claim, said otherwise, say otherwise, says otherwise, tells a
        different story""",
    ),
    lexicon(
        "contradiction",
        """contrary to, at odds with, inconsistent with, in contrast to, despite claims, despite assurances, no
        evidence, without evidence, not supported by, unsupported by, no basis, without basis, not true, untrue,
        false claim, false claims, falsely, false, misleading, misled, inaccurate, inaccurately, incorrect,
        incorrectly, baseless, unfounded, unproven, unsubstantiated, unverified, debunked, discredited, disproved,
        disproven, hoax, myth, fabricated, conspiracy theory, conflicting, contradictory, not the case""",
    ),
    lexicon(
        "dispute_noun",
        """controversy, controversial, disagreement, disagreements, allegation, allegations, accusation, accusations,
        accused, accuses, accuse, accusing, objection, objections, doubts, sceptics, skeptics, doubters, detractors,
        critics, opponents, questioned whether, questions whether, called into question, cast doubt, casts doubt, in
        dispute, under dispute, a matter of debate, remains unclear, is unclear, dividing opinion, divided over,
        split over, in question, challenged""",
    ),
    lexicon(
        "distancing",
        """claimed, claims, claiming, alleged, alleges, alleging, allegedly, purported, purportedly, supposed,
        supposedly, so-called, ostensibly, self-styled, self-proclaimed, insisted, insists, insisting, professes,
        would have us believe""",
    ),
    lexicon(
        "concession", "however, but, although, though, yet, nevertheless, nonetheless, on the other hand, by contrast"
    ),
)
