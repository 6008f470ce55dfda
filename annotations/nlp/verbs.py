"""Closed lists of English verb forms: enough grammar to tell a clause from a phrase without a parser."""

import re

from .wordlists import words

AUXILIARIES = words(
    "is are was were am has have had does do did will would can could may might shall should must isn't aren't "
    "wasn't  weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't cannot isn’t aren’t "
    "wasn’t weren’t  hasn’t haven’t hadn’t doesn’t don’t didn’t won’t wouldn’t can’t couldn’t"
)

# Finite forms that are neither nouns nor participles of another verb in most news prose.
PAST_FORMS = words(
    "said told rose fell grew went came took gave got became began ran saw made lost won left kept stood sat "
    "spoke wrote  found thought knew felt met held paid sent spent brought bought sold built led hit cut put set "
    "let broke chose drew  drove ate flew forgot froze hung hid wore withdrew overtook sank shrank sprang stole "
    "swore swam threw woke  announced approved rejected refused agreed argued claimed added denied confirmed "
    "reported voted decided dropped  climbed increased decreased declined doubled tripled halved remained stayed "
    "opened closed died killed arrested  signed passed moved called asked warned urged promised pledged launched "
    "started ended stopped continued  returned arrived visited attacked invaded resigned retired joined reached "
    "failed managed tried wanted needed  believed expected hoped accused blamed praised criticised criticized "
    "backed supported opposed proposed suggested  jumped surged plunged soared slumped gained earned employed "
    "served worked lived played turned showed happened"
)
PRESENT_FORMS = words(
    "says rises falls grows goes comes takes gives gets becomes begins runs sees makes loses wins leaves keeps stands "
    "wants needs believes expects argues claims adds denies shows means costs remains seems appears includes requires "
    "allows employs serves lives works plans hopes knows thinks says say reject rejects owns covers faces"
)

FINITE = AUXILIARIES | PAST_FORMS | PRESENT_FORMS

_WORD = re.compile(r"[\w’'-]+")


def finite_verb(text: str, start: int, end: int) -> int | None:
    """Where the first finite verb of `text[start:end]` begins, or None. "May" is taken for the month."""
    return next(
        (
            word.start()
            for word in _WORD.finditer(text, start, end)
            if word.group() != "May" and word.group().lower() in FINITE
        ),
        None,
    )
