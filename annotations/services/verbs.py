"""Everything that can happen, a closed list. Each has a sentence in templates/sentences/ (a system check looks)."""

from enum import StrEnum


class Verb(StrEnum):
    """The past participle of what was done to the subject."""

    ACCOUNT_CREATED = "account.created"
    ACCOUNT_PASSWORD_SET = "account.password_set"  # noqa: S105  a verb, not a password
    ACCOUNT_SIGNED_IN = "account.signed_in"
    ACCOUNT_DEACTIVATED = "account.deactivated"
    LINK_ISSUED = "link.issued"
    TOKEN_CREATED = "token.created"  # noqa: S105
    TOKEN_REVOKED = "token.revoked"  # noqa: S105
    PROJECT_CREATED = "project.created"
    PROJECT_CHANGED = "project.changed"
    MEMBERSHIP_GIVEN = "membership.given"
    MEMBERSHIP_CHANGED = "membership.changed"
    MEMBERSHIP_ENDED = "membership.ended"
    INVITATION_SENT = "invitation.sent"
    ARTICLE_IMPORTED = "article.imported"
    ARTICLE_EXTRACTED = "article.extracted"
    ARTICLE_FAILED = "article.failed"
    ARTICLE_RETRIED = "article.retried"
    ARTICLE_ARCHIVED = "article.archived"
    ARTICLE_RESTORED = "article.restored"
    SUGGESTIONS_STORED = "suggestions.stored"
    SUGGESTION_REVEALED = "suggestion.revealed"
    CLAIM_MARKED = "claim.marked"
    CLAIM_RESIZED = "claim.resized"
    CLAIM_SPLIT = "claim.split"
    CLAIM_MERGED = "claim.merged"
    CLAIM_WITHDRAWN = "claim.withdrawn"
    CLAIM_FLAGGED = "claim.flagged"
    CLAIM_UNFLAGGED = "claim.unflagged"
    CLAIM_SKIPPED = "claim.skipped"
    NOTE_WRITTEN = "note.written"
    JUDGEMENT_RECORDED = "judgement.recorded"
    JUDGEMENT_UNDONE = "judgement.undone"
    JUDGEMENT_WITHDRAWN = "judgement.withdrawn"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_WITHDRAWN = "evidence.withdrawn"
    RELEASE_REQUESTED = "release.requested"
    RELEASE_FROZEN = "release.frozen"
    RELEASE_FAILED = "release.failed"
    RELEASE_DOWNLOADED = "release.downloaded"
    JOB_RETRIED = "job.retried"
    JOB_CANCELLED = "job.cancelled"
