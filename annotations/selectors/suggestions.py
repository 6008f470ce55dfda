"""What a reviewer may see of the pipeline's opinion, and when."""

import hashlib
import hmac
from typing import Any

from django.conf import settings

from annotations.models.claims import Claim, Label
from annotations.models.projects import Project, SuggestionMode
from annotations.models.suggestions import Suggestion
from annotations.models.users import User
from annotations.selectors.cue_words import sentence_for
from annotations.selectors.preferences import own_mode
from annotations.selectors.track_record import Records

MEANING = {
    Label.SOURCED.value: "The text names its source",
    Label.DISPUTED.value: "The text presents it as contested",
    Label.OPINION.value: "The text gives an opinion",
    "": "The text gives no clear sign",
}


def mode_for(project: Project, user: User) -> SuggestionMode:
    """When this reviewer sees suggestions in this project: as the project says, or, where it lets them, as they chose.
    Blind is never theirs to change. No query."""
    mode = SuggestionMode(project.suggestion_mode)
    if mode == SuggestionMode.BLIND or not project.reviewers_choose_mode:
        return mode
    return SuggestionMode(own_mode(user) or mode)


def in_measured_sample(project: Project, claim: Claim) -> bool:
    """Whether the claim's suggestion is open from the start, so that its pull can be measured. The same answer every
    time, for everybody; nobody can work it out without the site's ledger key; a larger sample holds the smaller one.
    Only in decide-first projects. No query."""
    if project.suggestion_mode != SuggestionMode.DECIDE_FIRST:
        return False
    words = f"measured sample {project.uid} {claim.uid}".encode()
    digest = hmac.digest(settings.LEDGER_KEY.encode(), words, hashlib.sha256)
    return int.from_bytes(digest[:8], "big") * 100 < project.measured_sample << 64


def is_measured(project: Project, claim: Claim, user: User) -> bool:
    """Whether this reviewer is shown the claim's suggestion early because it is in the sample. No query."""
    return mode_for(project, user) == SuggestionMode.DECIDE_FIRST and in_measured_sample(project, claim)


def is_shown(project: Project, claim: Claim, user: User, *, decided: bool, revealed: bool) -> bool:
    """Whether this reviewer may see the claim's suggestion now. Pages, the API and `ops/` all ask here."""
    mode = mode_for(project, user)
    if decided or mode == SuggestionMode.SHOWN:
        return True
    return mode == SuggestionMode.DECIDE_FIRST and (revealed or in_measured_sample(project, claim))


def newest_suggestions(claims: list[Claim]) -> dict[int, Suggestion]:
    """Each claim's suggestion from the newest run that has one, by the claim's key. One query."""
    rows = Suggestion.objects.filter(claim__in=claims).select_related("run").order_by("run__ran_at", "run_id")
    return {suggestion.claim_id: suggestion for suggestion in rows}


def suggestion_card(suggestion: Suggestion | None, claim: Claim, records: Records) -> dict[str, Any] | None:
    """A suggestion as screens and the API show it: label, words, scores, one reason for and one against, cue spans, and
    how often the model was right here when it was as sure. The claim's project has to be loaded."""
    if suggestion is None:
        return None
    label = suggestion.label
    strongest = max(suggestion.sourced, suggestion.disputed, suggestion.opinion)
    pipeline = suggestion.run.pipeline_version
    return {
        "label": label or None,
        "text": MEANING[label],
        "scores": {
            "sourced": float(suggestion.sourced),
            "disputed": float(suggestion.disputed),
            "opinion": float(suggestion.opinion),
        },
        "checkworthy": float(suggestion.checkworthy),
        "for": reason_sentence(suggestion, claim, side="for"),
        "against": reason_sentence(suggestion, claim, side="against"),
        "cues": [[reason["start"], reason["end"]] for reason in suggestion.reasons if reason["label"] == label],
        "reasons": suggestion.reasons,
        "record": records.of(claim.article.project, pipeline, float(strongest)),
        "pipeline": pipeline,
        "attribution": suggestion.attribution
        and {"source": suggestion.attribution["source"], "cue": suggestion.attribution["cue"]},
    }


def reason_sentence(suggestion: Suggestion, claim: Claim, *, side: str) -> str | None:
    """One sentence for the strongest reason on this side, with the words it rests on; None without one."""
    label = suggestion.label or max(
        ("sourced", "disputed", "opinion"), key=lambda name: float(getattr(suggestion, name))
    )
    for reason in suggestion.reasons:
        if reason["start"] < claim.start or reason["end"] > claim.end:
            continue  # the claim was resized since, and these are no longer its words
        speaks_for = reason["label"] == label and reason["side"] == "for"
        speaks_against = (reason["label"] == label and reason["side"] == "against") or (
            reason["label"] not in ("", label) and reason["side"] == "for"
        )
        if speaks_for if side == "for" else speaks_against:
            words = claim.quote[reason["start"] - claim.start : reason["end"] - claim.start]
            return sentence_for(reason["cue"], words)
    return None
