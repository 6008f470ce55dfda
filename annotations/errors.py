"""What can go wrong, each with a code that UI, API and tests share. Doors render them; docs/api.md lists them."""

from collections.abc import Iterator
from typing import Any


class AnnotationError(Exception):
    """A refusal with a stable `code`, a `message` for people, a `hint` on what to do, and the HTTP `status` it means.

    `details` are extra members for the API's answer (for example the article that already has the text).
    """

    code = "error"
    message = "That cannot be done."
    hint = ""
    status = 400

    def __init__(self, message: str = "", *, hint: str = "", field: str = "", **details: Any) -> None:
        self.message = message or self.message
        self.hint = hint or self.hint
        self.field = field
        self.details = details
        super().__init__(self.message)


class InvalidValue(AnnotationError):
    """A field holds something it cannot hold; `field` names it."""

    code = "invalid"
    message = "This value cannot be used."


class InvalidCharacters(InvalidValue):
    """A text holds NUL or half of a surrogate pair, which no database keeps faithfully."""

    code = "invalid_characters"
    message = "The text holds characters that cannot be stored (NUL or a broken surrogate)."
    hint = "Remove them and send it again."


class EmptyText(AnnotationError):
    """An article without a visible character."""

    code = "empty_text"
    message = "The text is empty."
    hint = "Paste the article's words, or choose a file that has some."


class TextTooLong(AnnotationError):
    """More characters than an article may have."""

    code = "text_too_long"
    message = "The text is longer than 1,000,000 characters."
    hint = "Split it into several articles."
    status = 413


class FileTooLarge(AnnotationError):
    """More bytes than an upload may have."""

    code = "file_too_large"
    message = "The file is larger than 10 MB."
    hint = "Import its text instead, or split it."
    status = 413


class RowsRefused(AnnotationError):
    """A file of articles in which no row can be read."""

    code = "rows_unreadable"
    message = "No row of this file can be read."


class ImportTooLarge(AnnotationError):
    """More bytes than one import of many articles may have."""

    code = "import_too_large"
    message = "These rows are larger than 64 MB."
    hint = "Send them in several parts."
    status = 413


class TooManyRows(AnnotationError):
    """More rows than one import may have."""

    code = "too_many_rows"
    message = "These are more than 50,000 rows."
    hint = "Send them in several parts."
    status = 413


class ExtractionRefused(AnnotationError):
    """The bytes cannot become an article; `code` is the extractor's own."""

    code = "extraction_failed"

    def __init__(self, *, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class ExternalIdTaken(AnnotationError):
    """Another text of this project already has this external id."""

    code = "external_id_taken"
    message = "Another article of this project has this external id, with other text."
    hint = "Use a new external id, or correct the article it belongs to."
    status = 409


class ArticleNotReady(AnnotationError):
    """The article has no text or no claims yet."""

    code = "article_not_ready"
    message = "This article is still being worked on."
    status = 409


class ArticleNotReviewed(AnnotationError):
    """Only an article whose claims all have a label can be practice."""

    code = "article_not_reviewed"
    message = "Not every claim of this article has a label yet."
    hint = "Practice needs a reference answer for each claim, and nothing that still waits for a reviewer."
    status = 409


class PracticeOff(AnnotationError):
    """The practice article was turned off."""

    code = "practice_off"
    message = "This practice article is turned off."
    hint = "Choose another one on the practice page."
    status = 409


class PracticeThere(AnnotationError):
    """One article is practice once at a time."""

    code = "practice_there"
    message = "This article is practice already."
    hint = "Turn the other one off first."
    status = 409


class PracticeRoundOver(AnnotationError):
    """The answer is for a round that ended, or one that cannot have begun."""

    code = "practice_round_over"
    message = "This round of practice is over, so the answer was not taken."
    hint = "Open the practice article again."
    status = 409


class ArticleArchived(AnnotationError):
    """Archived articles take no more work until they are restored."""

    code = "article_archived"
    message = "This article is archived."
    hint = "Restore it first."
    status = 409


class SpanOutsideText(AnnotationError):
    """A span that is empty or reaches past the text."""

    code = "span_outside_text"
    message = "The span is empty or lies outside the article."
    hint = "start and end count Unicode code points: 0 <= start < end <= length of the text."


class SpanBlank(AnnotationError):
    """A span of white space only."""

    code = "span_blank"
    message = "The span holds no words."


class SpanOverlaps(AnnotationError):
    """Active claims of an article do not overlap."""

    code = "span_overlaps"
    message = "Another claim covers part of these words."
    hint = "Move the other claim first, or merge the two."
    status = 409


class QuoteMismatch(AnnotationError):
    """The caller's quote is not what the text has there. Offsets are never repaired."""

    code = "quote_mismatch"
    message = "The text at these offsets is not the quote that came with them."
    hint = "Count code points, not UTF-16 units, in the article's text as the API gives it."


class SplitPointInvalid(AnnotationError):
    """A cut has to lie inside the claim, in ascending order, with words on both sides."""

    code = "split_point_invalid"
    message = "A claim can only be cut between its words."


class MergeNotPossible(AnnotationError):
    """Claims to merge have to be neighbours in one article."""

    code = "merge_not_possible"
    message = "Only neighbouring claims of one article can be merged."


class ClaimWithdrawn(AnnotationError):
    """The claim was split, merged or withdrawn."""

    code = "claim_withdrawn"
    message = "This claim is no longer there: it was split, merged or withdrawn."
    hint = "Reload the article to see what took its place."
    status = 409


class VersionConflict(AnnotationError):
    """Someone changed the thing since the caller read it."""

    code = "version_conflict"
    message = "This was changed since you opened it."
    hint = "Look at the present state, then decide again."
    status = 412


class ClaimChanged(AnnotationError):
    """The claim's words were changed while somebody decided about the earlier ones."""

    code = "claim_changed"
    message = "The claim's words were changed while you decided."
    hint = "Look at the words it has now, then decide again."
    status = 409


class PreconditionMissing(AnnotationError):
    """A change without If-Match would overwrite what the caller has not seen."""

    code = "precondition_required"
    message = "Send If-Match with the ETag you read."
    status = 428


class NothingToUndo(AnnotationError):
    """The caller has no decision on this claim."""

    code = "nothing_to_undo"
    message = "There is nothing to undo here."
    status = 409


class NotUndoable(AnnotationError):
    """A page action that was undone before, cannot be, or that newer changes stand on."""

    code = "not_undoable"
    message = "This cannot be undone."
    hint = "What was done is in the history; the opposite can still be done by hand."
    status = 409


class EvidenceIncomplete(AnnotationError):
    """Evidence needs a link or a reference."""

    code = "evidence_incomplete"
    message = "Evidence needs a link or a reference."
    hint = "Give the address, a DOI, or the name of the document."


class EvidenceRepeated(AnnotationError):
    """The claim already rests on this very link and passage."""

    code = "evidence_repeated"
    message = "This evidence is already on the claim."
    status = 409


class EvidenceWithdrawn(AnnotationError):
    """A piece that is off its claim takes no more work."""

    code = "evidence_withdrawn"
    message = "This evidence was withdrawn."
    hint = "Put it back first."
    status = 409


class NothingToFetch(AnnotationError):
    """Only links can be fetched."""

    code = "nothing_to_fetch"
    message = "This evidence has no link, so there is nothing to fetch."
    hint = "Attach the document as a file."
    status = 409


class NoTextKept(AnnotationError):
    """The snapshot has no readable text: it is not there yet, could not be taken, or is a picture."""

    code = "no_text_kept"
    message = "There is no readable text in this snapshot."
    hint = "Download the file as it was kept, if there is one."
    status = 409


class NotPermitted(AnnotationError):
    """A member whose role does not allow this."""

    code = "permission_denied"
    message = "Your role in this project does not allow this."
    hint = "A manager of the project can change your role."
    status = 403


class NotFound(AnnotationError):
    """It is not there, or it is not for the caller to know."""

    code = "not_found"
    message = "There is nothing here for you."
    status = 404


class LastManager(AnnotationError):
    """A project keeps at least one manager."""

    code = "last_manager"
    message = "A project needs at least one manager."
    hint = "Make somebody else a manager first."
    status = 409


class NameTaken(AnnotationError):
    """Names are unique where they are used."""

    code = "name_taken"
    message = "This name is already in use here."
    status = 409


class EmailTaken(AnnotationError):
    """One account for each address."""

    code = "email_taken"
    message = "There is already an account with this address."
    status = 409


class PasswordRefused(AnnotationError):
    """The password is too weak to be used."""

    code = "password_refused"
    message = "This password is too easy to guess."


class LinkSpent(AnnotationError):
    """A one-time link works once, and only for a while."""

    code = "link_spent"
    message = "This link was used before or has expired."
    hint = "Ask for a new one."
    status = 410


class FirstRunOver(AnnotationError):
    """The first account exists; further ones come by invitation."""

    code = "first_run_over"
    message = "This site has accounts already."
    hint = "Sign in, or ask a manager for an invitation."
    status = 409


class CodeWrong(AnnotationError):
    """The one-time code printed at the start does not match."""

    code = "code_wrong"
    message = "That is not the code printed in the terminal."
    hint = "It is in the window where the site was started; “manage.py up” prints it again."


class JobNotRetryable(AnnotationError):
    """Only failed, cancelled or quarantined work can be tried again."""

    code = "job_not_retryable"
    message = "This work is not waiting for another try."
    status = 409


class JobNotCancellable(AnnotationError):
    """Finished work cannot be cancelled."""

    code = "job_not_cancellable"
    message = "This work is over and cannot be cancelled."
    status = 409


class ReleaseNotReady(AnnotationError):
    """The release's rows are still being written."""

    code = "release_not_ready"
    message = "This release is still being made."
    hint = "Try again in a few seconds."
    status = 409


class NothingToRelease(AnnotationError):
    """No row matches what was asked for."""

    code = "nothing_to_release"
    message = "There are no rows to release yet."
    hint = "Decide some claims first, or choose select=all."
    status = 409


class ModelUnreadable(AnnotationError):
    """A model's bytes are damaged, or were made for another version of the pipeline."""

    code = "model_unreadable"
    message = "The model cannot be read."
    hint = "Make another model live, or train it again."
    status = 409


class TooFewDecisions(AnnotationError):
    """Not enough decisions to learn from."""

    code = "too_few_decisions"
    message = "There are too few decisions to train a model on."
    hint = "Only decisions made before the suggestion was seen count. Come back when there are more."
    status = 409


class TrainingUnavailable(AnnotationError):
    """The training tools are not installed where the work is done."""

    code = "training_unavailable"
    message = "The tools for training are not installed on this site."
    hint = "Whoever runs the site installs them with: pip install scikit-learn. See docs/models.md."
    status = 409


class FormatUnknown(AnnotationError):
    """The format is not one this site writes."""

    code = "format_unknown"
    message = "This format is not offered."


class KeyReused(AnnotationError):
    """The same Idempotency-Key came with another body."""

    code = "idempotency_key_reused"
    message = "This Idempotency-Key was used with another request."
    hint = "Use a new key for a new request."
    status = 422


class LedgerRefused(AnnotationError):
    """The database refused a change that has no ledger event. This is a fault of ours, not of the caller."""

    code = "ledger_refused"
    message = "The change was refused because it would not have been in the audit trail."
    status = 500


class StorageFull(AnnotationError):
    """No room on the disk. Reading goes on."""

    code = "storage_full"
    message = "There is no room left to store this. Nothing was changed."
    hint = "Ask whoever runs the site to free some space."
    status = 507


class RequestNotUnderstood(AnnotationError):
    """A request that makes no sense."""

    code = "bad_request"
    message = "This request could not be understood."


class Broken(AnnotationError):
    """Something nobody foresaw."""

    code = "internal_error"
    message = "Something went wrong on our side. What was saved before is still saved."
    hint = "Try it again. If it stays, tell whoever runs the site and name the request."
    status = 500


def every_error() -> Iterator[type[AnnotationError]]:
    """All coded errors, for the table in docs/api.md."""
    found = list(AnnotationError.__subclasses__())
    while found:
        error = found.pop(0)
        yield error
        found.extend(error.__subclasses__())
