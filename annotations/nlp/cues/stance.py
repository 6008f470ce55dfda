"""Adverbs and phrases in which the writer comments on what is being said."""

from .lexicon import lexicon

STANCE = (
    lexicon(
        "stance",
        """hopefully, interestingly, unfortunately, fortunately, sadly, happily, thankfully, luckily, regrettably,
        tragically, ironically, curiously, oddly, strangely, surprisingly, unsurprisingly, remarkably, shockingly,
        clearly, obviously, surely, certainly, undoubtedly, arguably, frankly, honestly, admittedly,
        predictably, understandably, rightly, wrongly, importantly, crucially, tellingly, to be fair, to be honest,
        of course, after all, all things considered, on top of that, make no mistake, needless to say, let's be
        clear, let us be clear, let's face it, the truth is, the fact is, the reality is, the bottom line, simply
        put, in short, at the end of the day, no wonder, small wonder, worse still, better still, if anything, no
        doubt, without a doubt, in truth, quite frankly, god knows, heaven forbid, enough is enough, more
        importantly, it is clear, it's clear, it is obvious, it is hard to, it's hard to, it is no surprise, it is a
        shame, what matters""",
    ),
)
