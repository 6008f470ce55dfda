"""The part of the review screen about one claim: evidence, notes, history. The server writes it, htmx swaps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from annotations.models.claims import Claim, FlagKind
from annotations.models.evidence import Evidence
from annotations.models.sources import Source
from annotations.models.users import User
from annotations.policy import Action, role_in, role_may
from annotations.selectors.claims import card_of
from annotations.selectors.review import Panel, panel_of
from annotations.selectors.snapshots import Standing
from annotations.web.forms.evidence import EvidenceForm
from annotations.web.gate import PageRequest


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence as the panel shows it."""

    uid: UUID
    url: str
    reference: str
    quote: str
    locator: str
    stance: str
    added_by: User | None
    added_at: datetime
    may_withdraw: bool
    stands: Standing
    source: Source | None
    confidential: bool
    hidden: bool
    may_hide: bool


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An event as the panel shows it: `who` stands in the sentence already."""

    text: SafeString
    at: datetime
    human: bool
    who: str = ""


def panel_context(panel: Panel, *, may_judge: bool, form: EvidenceForm | None = None) -> dict[str, Any]:
    """The names partials/_claim_panel.html uses, besides the claim."""
    return {
        "said": panel.said,
        "evidence": [
            evidence_line(
                piece,
                panel.standings.get(piece.pk, Standing()),
                may_withdraw=may_judge and not piece.hidden,
                may_hide=may_judge and piece.pk in panel.hideable,
            )
            for piece in panel.evidence
        ],
        "evidence_busy": any(standing.busy for standing in panel.standings.values()),
        "withdrawn": panel.withdrawn if may_judge else [],
        "evidence_form": form or EvidenceForm(),
        "notes": panel.notes,
        "flags": panel.flags,
        "may_resolve": panel.may_resolve and may_judge,
        "flag_kinds": FlagKind.choices,
        "note_draft": panel.draft,
        "history": [HistoryEntry(text=line.sentence, at=line.at, human=line.by_person) for line in panel.history],
    }


def evidence_line(piece: Evidence, stands: Standing, *, may_withdraw: bool, may_hide: bool) -> EvidenceLine:
    """One line. Whoever may decide may take evidence off again; its history stays."""
    source = piece.use.source if hasattr(piece, "use") else None
    copied = ("uid", "url", "reference", "quote", "locator", "stance", "added_at", "confidential", "hidden")
    return EvidenceLine(
        **{name: getattr(piece, name) for name in copied},
        added_by=None if piece.hidden else piece.added_by,
        may_withdraw=may_withdraw,
        may_hide=may_hide,
        stands=stands,
        source=source,
    )


def panel_response(
    request: PageRequest, claim: Claim, *, form: EvidenceForm | None = None, status: int = 200
) -> HttpResponse:
    """The panel of one claim as a fragment."""
    card = card_of(claim, reader=request.user)
    project = claim.article.project
    role = role_in(request.user, project)
    may_judge = role_may(role, Action.JUDGE) and claim.article.archived_at is None
    panel = panel_of(card, request.user, role)
    context = panel_context(panel, may_judge=may_judge, form=form)
    context |= {"claim": card, "project": project, "article": claim.article, "may_judge": may_judge}
    return render(request, "partials/_claim_panel.html", context, status=status)
