"""What is true: fields, constraints, chainable filters. Nothing here has a side effect."""

from annotations.models.access import ApiToken, AppliedOp, IdempotentReply, LinkPurpose, OneTimeLink
from annotations.models.articles import Article, ArticleOrigin, ArticleStatus
from annotations.models.base import Guarded, new_uid
from annotations.models.batches import Batch, BatchEvent
from annotations.models.blobs import Blob, BlobChunk
from annotations.models.claim_updates import ClaimUpdate
from annotations.models.claims import Claim, ClaimOrigin, ClaimState, Flag, FlagKind, Label, Skip
from annotations.models.evidence import Evidence, Stance
from annotations.models.guidelines import Guidelines, GuidelinesReading
from annotations.models.imports import ImportRow, ImportRun, RowStatus
from annotations.models.jobs import Job, JobKind, JobState, WorkerHeartbeat
from annotations.models.judgements import Judgement, Note, NoteDraft
from annotations.models.leases import Lease
from annotations.models.ledger import LedgerEvent, LedgerHead, LedgerPayload, LedgerTouch
from annotations.models.practice import PracticeAnswer, PracticeArticle, PracticeClaim, PracticeRound
from annotations.models.projects import EvidencePolicy, Membership, Project, Role, SuggestionMode
from annotations.models.reading_links import ReadingLink
from annotations.models.releases import Release, ReleaseSelect, ReleaseStatus
from annotations.models.saved_views import SavedView, ViewPage
from annotations.models.scoring_models import ScoringModel
from annotations.models.search import SearchEntry, SearchKind
from annotations.models.snapshots import Sighting, Snapshot, SnapshotOrigin, SnapshotStatus, WordsFound
from annotations.models.sources import Source, SourceKind, SourceRating, SourceUse
from annotations.models.statements import Statement
from annotations.models.suggestions import NlpRun, Reveal, Suggestion
from annotations.models.users import User

__all__ = [
    "ApiToken",
    "AppliedOp",
    "Article",
    "ArticleOrigin",
    "ArticleStatus",
    "Batch",
    "BatchEvent",
    "Blob",
    "BlobChunk",
    "Claim",
    "ClaimOrigin",
    "ClaimState",
    "ClaimUpdate",
    "Evidence",
    "EvidencePolicy",
    "Flag",
    "FlagKind",
    "Guarded",
    "Guidelines",
    "GuidelinesReading",
    "IdempotentReply",
    "ImportRow",
    "ImportRun",
    "Job",
    "JobKind",
    "JobState",
    "Judgement",
    "Label",
    "Lease",
    "LedgerEvent",
    "LedgerHead",
    "LedgerPayload",
    "LedgerTouch",
    "LinkPurpose",
    "Membership",
    "NlpRun",
    "Note",
    "NoteDraft",
    "OneTimeLink",
    "PracticeAnswer",
    "PracticeArticle",
    "PracticeClaim",
    "PracticeRound",
    "Project",
    "ReadingLink",
    "Release",
    "ReleaseSelect",
    "ReleaseStatus",
    "Reveal",
    "Role",
    "RowStatus",
    "SavedView",
    "ScoringModel",
    "SearchEntry",
    "SearchKind",
    "Sighting",
    "Skip",
    "Snapshot",
    "SnapshotOrigin",
    "SnapshotStatus",
    "Source",
    "SourceKind",
    "SourceRating",
    "SourceUse",
    "Stance",
    "Statement",
    "Suggestion",
    "SuggestionMode",
    "User",
    "ViewPage",
    "WordsFound",
    "WorkerHeartbeat",
    "new_uid",
]
