"""Judging words: whether something is good, wise or grave is not a matter of record."""

from .lexicon import lexicon

EVALUATION = (
    lexicon(
        "evaluative",
        """bad, terrible, awful, horrible, wonderful, brilliant, excellent, superb, outstanding, magnificent, stunning,
        remarkable, impressive, disappointing, disastrous, catastrophic, shameful, disgraceful, disgrace,
        scandalous, outrageous, appalling, shocking, ridiculous, absurd, foolish, stupid, naive, reckless,
        irresponsible, cowardly, brave, courageous, heroic, noble, wise, sensible, reasonable, unreasonable, unfair,
        unjust, immoral, moral, cruel, cynical, hypocritical, hypocrisy, dishonest, incompetent, inept, solid, bold,
        timid, arrogant, pathetic, laughable, tragic, tragedy, sad, happy, beautiful, ugly, boring, dull,
        fascinating, exciting, delightful, charming, elegant, clumsy, misguided, ill-conceived, short-sighted,
        futile, pointless, meaningless, worthless, worthwhile, valuable, precious, dangerous, toxic, poisonous,
        vicious, brutal, savage, barbaric, evil, wicked, despicable, deplorable, lamentable, regrettable,
        commendable, admirable, laudable, genuine, bellicose, lukewarm, hollow, flawed, failure, success, triumph,
        mess, farce, nonsense, madness, insanity, betrayal, folly, blunder, nightmare, joke, sham, charade, debacle,
        fiasco, capable, incapable, best, worst, better, worse, perfect, ideal, right thing, deeply, sorely, mere,
        merely, nothing but, lip service, warmonger, regime, elites, thugs, cronies, puppet, bloated, draconian,
        heavy-handed, half-baked, toothless, spineless, overdue, troubling, worrying, alarming, comforting,
        inspiring, heartbreaking, breathtaking, grotesque, obscene, obsession, hysteria""",
    ),
    lexicon(
        "intensifier",
        """very, extremely, incredibly, absolutely, totally, utterly, completely, truly, really, highly, hugely,
        wildly, insanely, rather, quite, so much, far too, all too, too much, too many, simply, purely, sheer,
        plainly, painfully, woefully, wholly, downright, nowhere near, more than ever, hardly, scarcely, flatly,
        blatantly, above all, ever so, nothing short of""",
    ),
)
