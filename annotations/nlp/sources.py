"""Who a statement is handed to: finding the noun phrase of a source, and saying what kind of source it is."""

import re

from .verbs import AUXILIARIES, finite_verb
from .wordlists import words

MAX_SOURCE_WORDS = 28

_ROLES = (
    "official officials officer officers spokesman spokeswoman spokesperson spokespeople minister ministers "
    "ministry  government governments president premier chancellor mayor governor senator senators lawmaker "
    "lawmakers mp mps  councillor councillors council congressman congresswoman secretary ambassador envoy "
    "diplomat diplomats police  sheriff chief commander general army military prosecutor prosecutors judge judges "
    "court courts tribunal lawyer  lawyers attorney attorneys agency agencies department bureau office authority "
    "authorities commission committee  regulator regulators watchdog bank company firm manufacturer airline "
    "operator union unions association federation  institute university charity organisation organization group "
    "party coroner inspector inspectors director  chairman chairwoman chair executive executives ceo manager "
    "managers head leader leaders adviser advisers advisor  aide aides analyst analysts economist economists "
    "scientist scientists researcher researchers professor academic  academics historian doctor doctors nurse "
    "nurses teacher teachers author authors witness witnesses resident  residents neighbour neighbours neighbor "
    "neighbors owner owners farmer farmers engineer engineers expert experts  journalist reporter reporters "
    "editor team representative representatives delegate delegates pope bishop archbishop  king queen prince "
    "campaigner campaigners activist activists organiser organisers organizer organizers forecaster  forecasters "
    "statistician statisticians auditor auditors coach captain survivor survivors family parents mother  father "
    "daughter son brother sister widow husband wife employee employees worker workers student students patient "
    "patients board trust assembly administration parliament congress senate pentagon kremlin"
)
_DOCUMENTS = (
    "report reports study studies survey surveys poll polls data figures statistics statement document documents paper "
    "review audit analysis research census letter memo email filing filings lawsuit complaint indictment affidavit "
    "ruling judgment verdict records record minutes article newspaper magazine agency outlet broadcaster website "
    "index estimate estimates results findings evidence investigation inquiry dataset chart map model bulletin"
)
_VAGUE = (
    "critics some many others people sources source observers insiders opponents supporters detractors sceptics "
    "skeptics  commentators pundits everyone everybody most it rumours rumors anyone somebody someone they say"
)
_PRONOUNS = words("he she they we i who")
_DETERMINERS = words(
    "the a an his her its their our my this that these those one two three four five six several many few both each",
    "another",
)
_VAGUE_HEADS = words("people sources source insiders observers critics opponents supporters")
_NO_SOURCE = words("what there here this that let let’s")
_MAX_DESCRIPTION = 8  # words of a source that is neither a name nor a known role ("the fish market")
_ROLE_WORDS = words(_ROLES)
_DOCUMENT_WORDS = words(_DOCUMENTS)
_VAGUE_WORDS = words(_VAGUE)

_WORD = re.compile(r"[\w’'.&-]*\w")
_LEADING = re.compile(
    r"(?:and|but|or|so|yet|while|as|when|because|although|though|that|however|also|then|later|meanwhile|still|whereas|"
    r"after|before|since|in|on|at|by|for|during|separately|just|only|even|"
    r"(?:(?:earlier|late|early)\s+)?(?:last|this|next)\s+(?:week|month|year|night|summer|winter|spring|autumn|[A-Z][a-z]+day)|earlier|today|yesterday|tonight|if|[a-z]+ly)\s+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s+(?:has|have|had|also|later|then|previously|reportedly|would|will|could|did|does|do|once|still|now|again|"
    r"all|both|too|who|which|(?:(?:on|last|late|early|this|earlier)\s+)+(?:[A-Z][a-z]+day|week|month|year|morning|afternoon|evening|night)|(?!family|only|july)[a-z]+ly|earlier|today|"
    r"yesterday|tonight|himself|herself|themselves)$",
    re.IGNORECASE,
)
_OPPOSED = re.compile(r"(?:contrary|despite|unlike|regardless|notwithstanding)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[;:()]|\s[—–-]\s|—")
_CONNECTIVE = re.compile(r"\b(?:and|but|while|as|because|when|if|after|whereas|although|that)\s+")
_RELATIVE = re.compile(r",?\s+(?:who|which|whose|where|when|while|as|but|after|because|although)\b")
_SOURCE_END = re.compile(
    r"[;:()“\"]|\s[—–-]\s|—|,\s+(?=who\b|which\b|whose\b|while\b|but\b|and\b|as\b|after\b|when\b|with\b)"
)


def source_kind(phrase: str) -> str | None:
    """The cue name of a source ("named_source", "role_source", ...), or None where the phrase can be none."""
    words = [word.group() for word in _WORD.finditer(phrase)]
    if not words or len(words) > MAX_SOURCE_WORDS:
        return None
    lowered = [word.lower() for word in words]
    head = _RELATIVE.split(phrase)[0]
    heads = {word.group().lower() for word in _WORD.finditer(head)}
    if len(words) == 1 and lowered[0] in _PRONOUNS:
        return "pronoun_source"
    if lowered[0] in _VAGUE_WORDS or (len(words) <= 2 and lowered[-1] in _VAGUE_WORDS):
        return "vague_source"
    if heads & _ROLE_WORDS:
        return "role_source"
    if heads & _DOCUMENT_WORDS:
        return "document_source"
    names = [word for word in words if word[0].isupper()]
    determined = lowered[0] in _DETERMINERS
    if determined:
        names = [word for word in words[1:] if word[0].isupper()]
    if heads & _VAGUE_HEADS:
        return "vague_source"
    if names and lowered[0] not in _NO_SOURCE:
        return "named_source"
    return "other_source" if determined and len(words) <= _MAX_DESCRIPTION else None


def states(phrase: str) -> bool:
    """Whether the words make a statement of their own, so that they are no mere noun phrase."""
    head = _RELATIVE.split(phrase)[0]
    return finite_verb(head, 0, len(head)) is not None


def subject_before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the source that ends at `end`, right before a reporting verb; the clause began at or after `start`.

    Copes with an opening adverbial ("On Monday, the mayor"), an apposition ("Ana Ruiz, the mayor,"), a clause before
    ("rents rose and the mayor") and adverbs or auxiliaries before the verb.
    """
    for boundary in _CLAUSE_END.finditer(text, start, end):
        start = boundary.end()
    tail = text[start:end].rstrip()
    while found := _TRAILING.search(tail):
        tail = tail[: found.start()].rstrip()
    apposition = tail.endswith(",")
    tail = tail.rstrip(", ")
    candidates = _apposition_starts(tail) if apposition else [tail.rfind(", ") + 2 if ", " in tail else 0]
    for offset in candidates:
        span = _strip(text, start + offset, start + len(tail), adverbs=not apposition)
        span = span and _agent(text, *span)
        if span and source_kind(text[span[0] : span[1]]) and not _OPPOSED.match(text, span[0]):
            return span
    return None


def phrase_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of a source that begins at or after `start`, up to a clause boundary, or None."""
    boundary = _SOURCE_END.search(text, start, end)
    stop = boundary.start() if boundary else end
    first = start
    while first < stop and text[first].isspace():
        first += 1
    if first < stop and text[first] in ",.!?;:…":
        return None
    last = first + len(text[first:stop].rstrip(" ,.!?;:…"))
    return (first, last) if first < last else None


def _apposition_starts(tail: str) -> list[int]:
    """Where the noun before an apposition may begin: "..., Ana Ruiz, the mayor" -> before Ana, then at the start."""
    commas = [match.end() for match in re.finditer(r",\s+", tail)]
    if not commas:
        return [0]
    return [commas[-2] if len(commas) > 1 else 0, commas[-1]]


def _agent(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Of "the plan was drawn up by Ana Ruiz, who" only Ana Ruiz; None where a statement hides no such agent."""
    relative = _RELATIVE.search(text, start, end)
    head_end = relative.start() if relative else end
    if not any(word.group().lower() in AUXILIARIES for word in _WORD.finditer(text, start, head_end)):
        return (start, end)
    agent = text.rfind(" by ", start, head_end)
    return (agent + 4, end) if agent >= 0 else None


def _strip(text: str, start: int, end: int, *, adverbs: bool) -> tuple[int, int] | None:
    while end > start and text[end - 1].isspace():
        end -= 1
    while adverbs and (found := _TRAILING.search(text[start:end])):
        end = start + found.start()
    for connective in _CONNECTIVE.finditer(text, start, end):
        if finite_verb(text, start, connective.start()) is not None:
            start = connective.end()
    while found := _LEADING.match(text, start, end):
        start = found.end()
    while start < end and (text[start].isspace() or text[start] in "\"“”'‘’,"):
        start += 1
    return (start, end) if start < end else None
