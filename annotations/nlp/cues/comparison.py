"""Comparisons, changes and absolutes: what can be held against records."""

from .lexicon import lexicon

COMPARISON = (
    lexicon(
        "comparison",
        """more than, less than, fewer than, higher than, lower than, greater than, larger than, smaller than, faster
        than, slower than, worse than, better than, older than, younger than, cheaper than, compared with, compared
        to, as many as, as much as, twice as, twice the, half of, a third of, a quarter of, two thirds of,
        two-thirds of, a majority of, the majority of, most of, on average, per capita, per head, year on year,
        year-on-year, outnumber, outnumbers, outnumbered, times as many, times more""",
    ),
    lexicon(
        "superlative",
        """largest, biggest, highest, lowest, smallest, longest, shortest, fastest, slowest, oldest, youngest, richest,
        poorest, record, on record, all-time, the most, the least, the first, first ever, first-ever, the last, the
        only, for the first time, unprecedented, in history, leading cause, top ten, number one""",
    ),
    lexicon(
        "absolute",
        """never, always, every single, no one, nobody, none of, not a single, all of the, no longer, zero, without
        exception""",
    ),
    lexicon(
        "change",
        """rose, risen, rises, fell, fallen, falls, dropped, drops, grew, grown, grows, increased, increases,
        decreased, decreases, declined, declines, climbed, jumped, surged, plunged, soared, slumped, shrank, shrunk,
        doubled, tripled, quadrupled, halved, cut, slashed, raised, lowered, reduced, expanded, gained, lost, went
        up, went down, gone up, gone down, peaked, quintupled, widened, narrowed, accelerated, slowed""",
    ),
    lexicon(
        "event",
        """voted, signed, passed, approved, killed, injured, arrested, convicted, sentenced, charged, elected,
        appointed, resigned, fired, hired, opened, closed, launched, built, bought, sold, paid, spent, funded, cost,
        costs, earned, banned, introduced, created, proposed, founded, won, defeated, met, visited, died, born,
        invaded, attacked, vetoed, repealed, authorised, authorized, awarded, donated, merged, acquired, evacuated,
        destroyed, crashed""",
    ),
)
