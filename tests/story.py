"""The words of the tests' story: times, texts, and a pipeline's answer made by hand, so that no model has to load."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.users import User
from annotations.nlp.types import (
    Analysis,
    Attribution,
    Reason,
    Scores,
    Side,
    SuggestedLabel,
    TextSpan,
    Unit,
    UnitKind,
)
from annotations.services.actor import Actor, Door

NOON = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)
PIPELINE = "hand-1.0.0"
SENTENCE = re.compile(r"[^\s.][^.\n]*\.")

FERRY = (
    "Ferry line orders two ships\n\n"
    "The county council ordered two ships on Monday. "
    "They will cost 41 million, according to the harbour office 🚢.\n\n"
    "Drivers say the old ones are still good enough. "
    "It was a foolish decision."
)

MakeArticle = Callable[..., Article]
"""`make_article(text="", *, claims=3, judged_by=(), label="sourced", project=desk, by=ana, at=NOON, ready=True,
external_id="")`: an article whose claims are there. Without a text, one with `claims` sentences of its own."""


def minutes(number: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=number)


def person(user: User, door: Door = Door.WEB, request_id: str = "req-12345678") -> Actor:
    """This person at a door."""
    return Actor.person(user, door=door, request_id=request_id)


def sentences(number: int, *, about: str = "harbour") -> str:
    """A text of so many sentences, each on a line of its own."""
    return "\n\n".join(f"The {about} counted {n * 7 + 3} ships in week {n}." for n in range(1, number + 1))


def analysis_of(text: str, *, version: str = PIPELINE, language: str = "en", drop: Iterable[int] = ()) -> Analysis:
    """Every sentence a claim, every other line a heading; `drop`: numbers of sentences the run does not find."""
    left_out = set(drop)
    units: list[Unit] = []
    number = 0
    for paragraph, line in enumerate(re.finditer(r"[^\n]+", text)):
        found = list(SENTENCE.finditer(text, line.start(), line.end()))
        if not found:
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            if line[0].strip():
                units.append(Unit(start, start + len(line[0].strip()), UnitKind.HEADING, paragraph))
            continue
        for match in found:
            if number not in left_out:
                units.append(claim_unit(match.start(), match.end(), paragraph, number))
            number += 1
    return Analysis(pipeline_version=version, language=language, units=tuple(units))


def claim_unit(start: int, end: int, paragraph: int, number: int) -> Unit:
    """A claim with scores that hang on its number alone: sourced, disputed, opinion, none, and so on."""
    labels = (SuggestedLabel.SOURCED, SuggestedLabel.DISPUTED, SuggestedLabel.OPINION, None)
    label = labels[number % 4]
    high = {name: 0.8125 if label and name == label.value else 0.25 for name in ("sourced", "disputed", "opinion")}
    attribution = None
    if label is SuggestedLabel.SOURCED and end - start > 12:
        attribution = Attribution(
            source=TextSpan(start, start + 4),
            cue=TextSpan(start + 5, start + 8),
            content=TextSpan(start, end),
            direct=False,
        )
    reasons = (Reason("according_to", start, min(start + 4, end), label, Side.FOR),) if label else ()
    return Unit(start, end, UnitKind.CLAIM, paragraph, 0.5, Scores(**high), label, attribution, reasons)


def claims_of(article: Article) -> list[Claim]:
    """The article's active claims as the reader meets them, each knowing its article."""
    return list(Claim.objects.active().filter(article=article).select_related("article__project").in_text_order())
