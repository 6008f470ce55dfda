"""Snapshots of evidence: one address is one piece, one look serves everybody for a while, words are looked for once."""

from typing import Any

import pytest

from annotations.errors import (
    EvidenceRepeated,
    EvidenceWithdrawn,
    FileTooLarge,
    InvalidValue,
    NothingToFetch,
)
from annotations.extract.types import ExtractionFailed
from annotations.models.articles import Article
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.jobs import Job
from annotations.models.ledger import LedgerEvent
from annotations.models.snapshots import Sighting, Snapshot
from annotations.models.users import User
from annotations.selectors.snapshots import compared, snapshots_of, standings_of, text_of
from annotations.selectors.verification import ledger_verdict
from annotations.services.claims import claim_merge
from annotations.services.evidence import evidence_add, evidence_restore, evidence_withdraw
from annotations.services.jobs import LeaseLost, job_cancel, job_claim, job_retry
from annotations.services.projects import project_create
from annotations.services.snapshots import snapshot_attach, snapshot_keep, snapshot_request, snapshot_search
from annotations.services.sources import Attachment
from tests.selectors.attacks import sql
from tests.snapshots import MACHINE, page, snapshot_failed, snapshot_kept, sought_in, waiting
from tests.story import NOON, MakeArticle, claims_of, minutes, person

LINK = "https://harbour.example/log"
GONE = ExtractionFailed("page_gone", "There is no page at this address (404).", "Look for a copy.")


@pytest.fixture
def claim(article: Article) -> Claim:
    return claims_of(article)[0]


def add(user: User, claim: Claim, *, minute: float = 0, **given: Any) -> Evidence:
    given = {"url": LINK, "stance": "supports"} | given
    return evidence_add(actor=person(user), claim=claim, at=minutes(minute), **given)[0]


def standing(piece: Evidence) -> Any:
    piece = Evidence.objects.get(pk=piece.pk)
    return standings_of([piece], piece.claim.article.project)[piece.pk]


# --- One address, one piece -------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", [LINK + "#top", LINK + "?utm_source=mail", "HTTPS://HARBOUR.example:443/log"])
def test_the_same_address_again_adds_its_words_to_the_piece(ana: User, ben: User, claim: Claim, spelling: str) -> None:
    first = add(ana, claim, quote="two ships", locator="p. 1")
    piece, event = evidence_add(
        actor=person(ben), claim=claim, at=minutes(1), url=spelling, quote="on Monday", locator="p. 3", stance="context"
    )
    assert (piece.pk, event.verb) == (first.pk, "evidence.extended")
    piece.refresh_from_db()
    assert (piece.quote, piece.locator, piece.stance) == ("two ships\n\non Monday", "p. 1; p. 3", "context")
    assert (piece.url, piece.added_by, piece.changed_at) == (LINK, ana, minutes(1))
    assert Evidence.objects.count() == 1
    assert ledger_verdict().intact


def test_the_same_address_with_nothing_new_is_refused(ana: User, claim: Claim) -> None:
    first = add(ana, claim, quote="two ships on Monday")
    events = LedgerEvent.objects.count()
    with pytest.raises(EvidenceRepeated) as caught:
        add(ana, claim, quote="two ships", url=LINK + "#p2")
    assert caught.value.details == {"evidence": str(first.uid)}
    assert LedgerEvent.objects.count() == events


def test_words_that_would_become_too_long_together_are_refused(ana: User, claim: Claim) -> None:
    add(ana, claim, quote="a" * 9_990)
    with pytest.raises(InvalidValue) as caught:
        add(ana, claim, quote="b" * 20)
    assert caught.value.field == "quote"


@pytest.mark.parametrize("given", [{"reference": "doi:10.1000/182"}, {"url": "10.1000/182", "reference": ""}])
def test_a_doi_becomes_its_link(ana: User, claim: Claim, given: dict[str, Any]) -> None:
    piece = add(ana, claim, **({"url": ""} | given))
    assert (piece.url, piece.reference) == ("https://doi.org/10.1000/182", "")
    assert Snapshot.objects.get().url == "https://doi.org/10.1000/182"


def test_other_claims_of_the_project_share_a_snapshot_for_an_hour(
    ana: User, ben: User, article: Article, make_article: MakeArticle
) -> None:
    first, second = claims_of(article)[:2]
    elsewhere = claims_of(make_article())[0]
    piece = add(ana, first, quote="two ships")
    add(ben, second, minute=1)
    assert Snapshot.objects.count() == Job.objects.filter(kind="take_snapshot").count() == 1
    snapshot_kept(piece, b"They ordered two ships.", at=minutes(2))
    shared = add(ben, elsewhere, minute=61, quote="They ordered")
    assert Snapshot.objects.count() == 1
    assert Job.objects.get(kind="seek_words").snapshot == standing(shared).kept
    add(ana, claims_of(article)[2], minute=63)
    assert Snapshot.objects.count() == 2


def test_another_project_has_snapshots_of_its_own(
    ana: User, mia: User, claim: Claim, make_article: MakeArticle
) -> None:
    other, _event = project_create(actor=person(mia), name="Night desk", at=NOON)
    add(ana, claim)
    add(mia, claims_of(make_article(project=other, by=mia))[0])
    assert Snapshot.objects.count() == 2
    assert len({snapshot.project_id for snapshot in Snapshot.objects.all()}) == 2


# --- What is kept -----------------------------------------------------------------------------------------------


def test_a_page_is_kept_with_its_words_found(ana: User, claim: Claim) -> None:
    piece = add(ana, claim, quote="two  ships\n\nby a Tuesday in May")
    snapshot = snapshot_kept(piece, b"They ordered two ships. It rained.", at=minutes(1))
    assert (snapshot.status, snapshot.http_status, snapshot.taken_at) == ("kept", 200, minutes(1))
    assert (snapshot.final_url, snapshot.headers) == ("https://harbour.example/final", {"content-type": "text/plain"})
    assert text_of(snapshot) == "They ordered two ships. It rained."
    stands = standing(piece)
    assert (stands.state, stands.busy, stands.changed) == ("kept", False, None)
    assert stands.sighting.found == "missing"
    assert [(one["found"], one["start"], one["end"]) for one in stands.sighting.passages] == [
        ("found", 13, 22),
        ("missing", 0, 0),
    ]
    event = LedgerEvent.objects.latest("id")
    assert (event.verb, event.stream) == ("snapshot.kept", f"project:{claim.article.project.uid}")
    assert ledger_verdict().intact


def test_a_dead_link_says_so_and_keeps_what_was_kept(ana: User, claim: Claim) -> None:
    piece = add(ana, claim, quote="two ships")
    kept = snapshot_kept(piece, b"two ships", at=minutes(1))
    snapshot_request(actor=person(ana), evidence=piece, at=minutes(2))
    failed = snapshot_failed(piece, GONE, at=minutes(3))
    assert (failed.status, failed.error_code) == ("failed", "page_gone")
    stands = standing(piece)
    assert (stands.state, stands.newest, stands.kept, stands.sighting.found) == ("failed", failed, kept, "found")
    assert ledger_verdict().intact


def test_a_page_checked_again_tells_whether_it_changed(ana: User, claim: Claim) -> None:
    piece = add(ana, claim, quote="two ships")
    first = snapshot_kept(piece, b"They ordered two ships. It rained.", at=minutes(1))
    snapshot_request(actor=person(ana), evidence=piece, at=minutes(2))
    second = snapshot_kept(piece, b"They ordered three ships. It rained.", at=minutes(3))
    stands = standing(piece)
    assert (stands.changed, stands.before, stands.sighting.found) == (True, first, "missing")
    told = compared(second, first)
    assert (told.earlier, told.later, told.same) == (first, second, False)
    assert ("gone", "two") in told.changes[0].pieces
    assert [one.sighting and one.sighting.found for one in snapshots_of(piece)] == ["missing", "found"]
    snapshot_request(actor=person(ana), evidence=piece, at=minutes(4))
    snapshot_kept(piece, b"They ordered three ships. It  rained.", text="They ordered three ships. It rained.")
    assert standing(piece).changed is False


def test_a_page_that_is_waited_for_is_not_asked_for_twice(ana: User, claim: Claim) -> None:
    piece = add(ana, claim)
    events = LedgerEvent.objects.count()
    snapshot, job, event = snapshot_request(actor=person(ana), evidence=piece, at=minutes(1))
    assert (event, job.snapshot, Snapshot.objects.count()) == (None, snapshot, 1)
    assert LedgerEvent.objects.count() == events


def test_words_added_while_the_worker_was_busy_are_looked_for_next(ana: User, ben: User, claim: Claim) -> None:
    piece = add(ana, claim, quote="two ships")
    snapshot, held = waiting(piece)
    seen_then = [sought_in("They ordered two ships.", piece)]
    add(ben, claim, quote="They ordered")
    look = page(b"They ordered two ships.")
    snapshot_keep(actor=MACHINE, snapshot=snapshot, look=look, sought=seen_then, at=minutes(1), claimed=held)
    stands = standing(piece)
    assert (stands.sighting, stands.seeking) == (None, True)
    again = job_claim(uid=Job.objects.get(kind="seek_words").uid, at=minutes(2))
    assert again is not None
    sought = [sought_in("They ordered two ships.", Evidence.objects.get(pk=piece.pk))]
    snapshot_search(actor=MACHINE, snapshot=snapshot, sought=sought, at=minutes(2), claimed=again)
    assert (standing(piece).sighting.found, standing(piece).busy) == ("found", False)
    assert Job.objects.filter(state="queued", snapshot=snapshot).count() == 0
    assert Sighting.objects.count() == 2


def test_a_late_twin_of_the_worker_keeps_nothing(ana: User, claim: Claim) -> None:
    piece = add(ana, claim)
    snapshot, held = waiting(piece)
    Job.objects.filter(pk=held.job.pk).update(token="another")
    with pytest.raises(LeaseLost):
        snapshot_keep(actor=MACHINE, snapshot=snapshot, look=page(b"x"), sought=[], at=NOON, claimed=held)
    assert Snapshot.objects.get().status == "queued"
    assert ledger_verdict().intact


def test_cancelled_work_can_be_tried_again(ana: User, claim: Claim) -> None:
    piece = add(ana, claim)
    job = Job.objects.get(kind="take_snapshot")
    job_cancel(actor=person(ana), job=job, at=minutes(1))
    assert (Snapshot.objects.get().status, Snapshot.objects.get().error_code) == ("failed", "cancelled")
    job_retry(actor=person(ana), job=job, at=minutes(2))
    assert snapshot_kept(piece, b"Words").status == "kept"
    assert ledger_verdict().intact


# --- Files ------------------------------------------------------------------------------------------------------


def test_a_file_stands_in_for_a_page_that_cannot_be_fetched(ana: User, claim: Claim) -> None:
    piece = add(ana, claim, quote="two ships")
    snapshot_failed(piece, GONE)
    file = Attachment(body=b"They ordered two ships.", filename="page.txt", media_type="text/plain")
    snapshot_attach(actor=person(ana), evidence=piece, attachment=file, at=minutes(1))
    kept = snapshot_kept(piece, file.body)
    assert (kept.origin, kept.filename, kept.url) == ("upload", "page.txt", LINK)
    assert standing(piece).sighting.found == "found"


def test_a_file_alone_is_evidence_and_the_same_file_is_the_same_piece(ana: User, ben: User, article: Article) -> None:
    file = Attachment(body=b"They ordered two ships.", filename="log.txt")
    first, second = claims_of(article)[:2]
    piece = add(ana, first, url="", attachment=file)
    assert (piece.url, piece.reference) == ("", "log.txt")
    snapshot_kept(piece, file.body)
    elsewhere = add(ben, second, url="", quote="two ships", attachment=file)
    assert standing(elsewhere).newest.filename == "log.txt"
    again = add(ben, first, url="", attachment=Attachment(body=file.body, filename="copy.txt"), quote="ordered")
    assert (again.pk, again.quote) == (piece.pk, "ordered")


@pytest.mark.parametrize(("body", "error"), [(b"", InvalidValue), (b"x" * (10 * 1024 * 1024 + 1), FileTooLarge)])
def test_a_file_that_cannot_be_kept_says_why(ana: User, claim: Claim, body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        add(ana, claim, url="", attachment=Attachment(body=body, filename="log.pdf"))
    assert not Evidence.objects.exists()


# --- Withdrawn, put back ----------------------------------------------------------------------------------------


def test_a_withdrawn_piece_can_be_put_back(ana: User, claim: Claim) -> None:
    piece = add(ana, claim, quote="two ships")
    evidence_withdraw(actor=person(ana), evidence=piece, at=minutes(1))
    with pytest.raises(EvidenceWithdrawn):
        snapshot_request(actor=person(ana), evidence=piece, at=minutes(2))
    event = evidence_restore(actor=person(ana), evidence=piece, at=minutes(2))
    assert event is not None
    piece.refresh_from_db()
    assert (piece.withdrawn_at, piece.changed_at, event.verb) == (None, minutes(2), "evidence.restored")
    assert evidence_restore(actor=person(ana), evidence=piece, at=minutes(3)) is None
    assert ledger_verdict().intact


def test_a_piece_is_not_put_back_beside_its_twin(ana: User, claim: Claim) -> None:
    piece = add(ana, claim)
    evidence_withdraw(actor=person(ana), evidence=piece, at=minutes(1))
    twin = add(ana, claim, minute=2)
    assert twin.pk != piece.pk
    with pytest.raises(EvidenceRepeated):
        evidence_restore(actor=person(ana), evidence=piece, at=minutes(3))


def test_a_mere_reference_has_nothing_to_fetch(ana: User, claim: Claim) -> None:
    piece = add(ana, claim, url="", reference="Log of 1932")
    assert not Snapshot.objects.exists()
    with pytest.raises(NothingToFetch):
        snapshot_request(actor=person(ana), evidence=piece, at=minutes(1))


def test_merged_claims_keep_their_evidence_with_its_snapshot(ana: User, article: Article) -> None:
    claims = claims_of(article)[:2]
    snapshot_kept(add(ana, claims[0], quote="two ships"), b"two ships")
    add(ana, claims[1], quote="on Monday")
    merged, _event = claim_merge(actor=person(ana), claims=claims, at=minutes(2))
    piece = Evidence.objects.get(claim=merged)
    assert piece.quote == "two ships\n\non Monday"
    assert standing(piece).kept is not None
    assert standing(piece).seeking
    assert ledger_verdict().intact


def test_evidence_from_before_snapshots_can_have_one(ana: User, claim: Claim) -> None:
    """Rows of earlier versions have no key; their digests stay what they were."""
    piece = add(ana, claim, url="", reference="old")
    assert "source_key" not in piece.ledger_state()
    linked = add(ana, claim)
    assert linked.ledger_state()["source_key"]


def test_stored_bytes_that_were_swapped_are_found(ana: User, claim: Claim) -> None:
    snapshot = snapshot_kept(add(ana, claim), b"They ordered two ships.")
    sql(
        "UPDATE annotations_blobchunk SET data = %s WHERE blob_id = %s",
        b"They ordered six ships!",
        snapshot.body_sha256,
    )
    faults = {(fault.code, fault.where) for fault in ledger_verdict().faults}
    assert ("snapshot_changed", f"snapshot:{snapshot.uid}") in faults
