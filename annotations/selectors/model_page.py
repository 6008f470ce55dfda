"""What the model page shows: which model is live, what it was worth when it was made, and what it is worth here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotations.models.claims import Label
from annotations.models.jobs import Job, JobKind
from annotations.models.ledger import LedgerEvent
from annotations.models.projects import Project
from annotations.models.scoring_models import ScoringModel
from annotations.nlp.cards import encoder_card, shipped_card
from annotations.selectors.jobs import time_left
from annotations.selectors.scoring_models import articles_to_read_again, live_pipeline, models_of
from annotations.selectors.track_record import Cell, Share, cells_of, share_of

MOST_MODELS = 50  # the newest; a project that trains weekly fills them in a year
HEADS = {"checkworthy": "Worth checking", "opinion": "Opinion"}
MEASURES = {"positive_f1": "F1", "macro_f1": "macro F1"}
SUGGESTED = (Label.SOURCED, Label.DISPUTED, Label.OPINION)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure with its 95 % interval. `gain`: how much more it is than the shipped model's on the same
    claims, None where that was not measured."""

    head: str
    where: str
    measure: str
    sentences: int
    value: float
    low: float
    high: float
    gain: dict[str, float] | None = None


@dataclass(frozen=True, slots=True)
class ModelLine:
    """A model in the list. `uid` is "" for the shipped one. `data`: what it learned from; `kept`: what it took over."""

    uid: str
    name: str
    version: str
    tier: str
    live: bool
    made_at: datetime | None
    made_by: str
    figures: list[Figure]
    data: list[dict[str, Any]]
    decisions: dict[str, int]
    kept: list[str]


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One label: how often the model was right when it put it forward, and how many of those decided it found."""

    label: str
    word: str
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True)
class Here:
    """The live model on the team's own blind decisions. `agreement`: among claims it put a label on."""

    decisions: int
    agreement: Share
    labels: list[LabelLine]
    enough: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What the machine is doing: articles still to be read with the live model, of `total` since it was switched, the
    seconds that takes at the rate so far (None before there is one), and the newest training."""

    left: int
    training: Job | None
    total: int = 0
    seconds: float | None = None

    @property
    def done(self) -> int:
        """Articles that are read."""
        return max(0, self.total - self.left)

    @property
    def busy(self) -> bool:
        """Something will change by itself."""
        return bool(self.left) or (self.training is not None and self.training.state in ("queued", "running"))


@dataclass(frozen=True, slots=True)
class ModelPage:
    """The page. `since` and `by` are None and "" where nobody ever switched. `encoder_missing`: the encoder that
    comes with Claimdesk is not among them."""

    live: ModelLine
    since: datetime | None
    by: str
    here: Here
    models: list[ModelLine]
    work: Work
    encoder_missing: bool


def model_page_of(project: Project, *, at: datetime) -> ModelPage:
    """Everything on the page. Six queries at most."""
    lines = [line_of(row, live=row == project.scoring_model) for row in models_of(project)[:MOST_MODELS]]
    lines.append(shipped_line(project))
    switches = LedgerEvent.objects.filter(stream=f"project:{project.uid}", verb="model.switched")
    switched = switches.order_by("-seq").first()
    live = next((line for line in lines if line.live), None)
    if live is None and project.scoring_model is not None:  # older than the newest fifty
        live = line_of(project.scoring_model, live=True)
    return ModelPage(
        live=live or lines[-1],
        since=switched.at if switched else None,
        by=switched.actor_label if switched else "",
        here=here_of(cells_of(project, live_pipeline(project))),
        models=lines,
        work=work_of(project, at=at),
        encoder_missing=all(line.version != encoder_card()["version"] for line in lines),
    )


def work_of(project: Project, *, at: datetime) -> Work:
    """What is under way. Four queries at most."""
    training = Job.objects.filter(project=project, kind=JobKind.TRAIN_MODEL).order_by("-created_at", "-id").first()
    left = articles_to_read_again(project, live_pipeline(project)).count() if reads_again(project) else 0
    if not left:
        return Work(left=0, training=training)
    jobs = Job.objects.filter(project=project, kind=JobKind.REANNOTATE_PROJECT).order_by("-created_at", "-id")
    switch = jobs.first()
    total = max(left, switch.total) if switch else left
    since = switch.started_at if switch else None
    return Work(left, training, total, time_left(total - left, total, since=since, at=at))


def reads_again(project: Project) -> bool:
    """Whether articles are being read again: after a switch, not because an update brought another pipeline. One
    query."""
    unfinished = Job.objects.filter(project=project, state__in=["queued", "running"])
    again = unfinished.filter(kind=JobKind.REANNOTATE_PROJECT) | unfinished.filter(
        kind=JobKind.PREANNOTATE_ARTICLE, dedupe_key__contains=":"
    )
    return again.exists()


def here_of(cells: list[Cell]) -> Here:
    """The figures in counted decisions. Pure."""
    put = [cell for cell in cells if cell.suggested]
    labels = [label_line(cells, label) for label in SUGGESTED]
    decisions = share_of(cells, lambda cell: True)
    agreement = share_of(put, lambda cell: cell.suggested == cell.label)
    return Here(decisions=decisions.of, agreement=agreement, labels=labels, enough=decisions.enough)


def label_line(cells: list[Cell], label: Label) -> LabelLine:
    """One label's two shares. Pure."""
    return LabelLine(
        label=label.value,
        word=label.label,
        precision=share_of((cell for cell in cells if cell.suggested == label), lambda cell: cell.label == label),
        recall=share_of((cell for cell in cells if cell.label == label), lambda cell: cell.suggested == label),
    )


def shipped_line(project: Project) -> ModelLine:
    """The model in the package. No query."""
    card = shipped_card()
    return ModelLine(
        uid="",
        name=card["name"],
        version=card["version"],
        tier=card["tier"],
        live=project.scoring_model_id is None,
        made_at=None,
        made_by="",
        figures=[published(line) for line in card["published"]],
        data=card["data"],
        decisions={},
        kept=[],
    )


def published(line: dict[str, Any]) -> Figure:
    """A figure of the shipped card."""
    return Figure(**line | {"head": HEADS[line["head"]], "measure": MEASURES[line["measure"]]})


def line_of(model: ScoringModel, *, live: bool) -> ModelLine:
    """A model of the project's own. No query where its maker is loaded."""
    card = model.card
    return ModelLine(
        uid=str(model.uid),
        name=model.name,
        version=model.version,
        tier=model.tier,
        live=live,
        made_at=model.created_at,
        made_by=str(model.created_by) if model.created_by else "",
        figures=[
            *(published(line) for line in card.get("published", [])),
            *(held_out_figure(report) for report in card.get("figures", []) if report.get("differences")),
        ],
        data=card.get("data", []),
        decisions=card.get("decisions", {}),
        kept=list(card.get("kept", {}).values()),
    )


def held_out_figure(report: dict[str, Any]) -> Figure:
    """What a model trained here got on the articles it never saw."""
    figure = report["measures"]["macro_f1"]
    return Figure(
        head=HEADS.get(report["head"], report["head"]),
        where=f"{report['articles']} articles it never saw",
        measure=MEASURES["macro_f1"],
        sentences=report["sentences"],
        value=figure["value"],
        low=figure["low"],
        high=figure["high"],
        gain=report["differences"]["macro_f1"],
    )
