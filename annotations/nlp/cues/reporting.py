"""Verbs and phrases that hand a statement to somebody. They become attributions where a source is found."""

from .lexicon import lexicon

SAY = "reporting_verb"  # almost always reports what somebody said
TELL = "telling_verb"  # the person told stands between verb and content
FIND = "finding_verb"  # reports only with "that", a quotation, or a source that can find things out
ACCORDING = "according_to"

REPORTING = (
    lexicon(
        SAY,
        """said, says, saying, stated, states, announced, announces, claimed, claims, argued, argues, insisted,
        insists, explained, explains, acknowledged, acknowledges, admitted, admits, conceded, concedes, emphasized,
        emphasizes, emphasised, emphasises, stressed, stresses, asserted, asserts, alleged, alleges, testified,
        testifies, tweeted, confirmed, confirms, declared, declares, disclosed, denied, denies, complained,
        complains, cautioned, cautions, remarked, remarks, commented, replied, replies, recalled, reiterated,
        reiterates, maintained, contended, contends, quipped, joked, predicted, predicts, told reporters, told
        journalists, promised, promises, pledged, vowed, vows, boasted, lamented, asked, retorted, proclaimed,
        affirmed, underlined, underscored, rejected, rejects, dismissed, dismisses, disputed, disputes, disagreed,
        countered, counters, say, put it, expect, expects, forecasts, warned, warns, deny, dispute, disagree, accused,
        accuses, accuse, blamed, blames, objected, doubts, doubted, criticised, criticises, criticized, criticizes,
        asks, ruled out, rules out, declined to comment, refused to comment, spoke of, speaks of, pointed to,
        points to, refers to, referred to, complain, reckons, reckoned""",
    ),
    lexicon(TELL, "told, tells, reassured, informed, assured, reminded, notified, advised, urged"),
    lexicon(
        FIND,
        """found, finds, shows, showed, shown, suggested, suggests, suggest, indicated, indicates, indicate, revealed,
        reveals, reveal, reported, reports, report, concluded, concludes, conclude, estimated, estimates, estimate,
        noted, notes, note, added, adds, wrote, writes, write, posted, believes, believe, believed, thinks, think,
        states, argue, claim, warn, insist, expected, forecast, calculated, calculates, pointed out, points out,
        continued, observed, charged, maintains, hopes, fears, agreed, agrees, show, find, acknowledge, confirm,
        predict, recommended, recommends, ruled, rules, proposed, hinted, described, describes, called, calls,
        made clear, signalled, signaled, puts, put""",
    ),
    lexicon(
        ACCORDING,
        """according to, in the words of, as reported by, as stated by, as quoted by, citing, cited by, told by,
        described by, reported by, confirmed by, quoted by, data from, figures from, in a statement by""",
    ),
)
REPORTING_CUES = frozenset({SAY, TELL, FIND, ACCORDING})
