"""The writer or speaker steps forward."""

from .lexicon import lexicon

FIRST_PERSON = (
    lexicon(
        "first_person_opinion",
        """i think, i believe, i feel, i hope, i wish, i doubt, i suspect, i fear, i love, i hate, i like, i prefer, i
        want, i'd argue, i would argue, i would say, i'd say, i guess, i suppose, i am convinced, i'm convinced, i
        agree, i disagree, i do not believe, i don't believe, i don't think, i do not think, i support, i oppose, we
        think, we believe, we hope, we feel, we want, we must, we should, we need, we cannot, we ought, we deserve,
        in my opinion, in our opinion, in my view, in our view, to my mind, if you ask me, it seems to me, as i see
        it, for my part, personally, i for one""",
    ),
    lexicon(
        "first_person", "i, i'm, i've, i'd, i'll, my, me, mine, we're, we've, we'll, we, our, ours, ourselves, myself"
    ),
)
