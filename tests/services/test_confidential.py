"""Evidence made confidential, and open again: what goes along, what stays apart, and taking it back."""

from typing import Any

import pytest

from annotations.errors import EvidenceRepeated, NotFound, NotPermitted, NotUndoable, VersionConflict
from annotations.models.articles import Article
from annotations.models.batches import Batch
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.snapshots import Snapshot
from annotations.models.users import User
from annotations.selectors import access
from annotations.selectors.confidential import redacted
from annotations.selectors.snapshots import snapshots_of
from annotations.selectors.verification import ledger_verdict
from annotations.services.claims import claim_merge
from annotations.services.confidential import evidence_set_confidential
from annotations.services.evidence import evidence_add, evidence_restore, evidence_withdraw
from annotations.services.snapshots import snapshot_attach
from annotations.services.sources import Attachment
from annotations.services.undoing import batch_undo
from tests.snapshots import snapshot_kept
from tests.story import NOON, claims_of, minutes, person

LINK = "https://harbour.example/log"
FILE = Attachment(b"The harbour master's own list.", "list.txt", "text/plain")


@pytest.fixture
def claims(article: Article) -> list[Claim]:
    return claims_of(article)


def added(by: User, claim: Claim, *, url: str = LINK, quote: str = "two ships", confidential: bool = False) -> Evidence:
    """A link on a claim."""
    words: dict[str, Any] = {"url": url, "quote": quote, "stance": "supports"}
    return evidence_add(actor=person(by), claim=claim, at=NOON, confidential=confidential, **words)[0]


def made(by: User, piece: Evidence, *, confidential: bool = True) -> Evidence:
    """The piece, confidential or open from now on."""
    return evidence_set_confidential(
        actor=person(by), evidence=piece, confidential=confidential, at=minutes(9), row_version=None
    )[0]


def kept_of(piece: Evidence) -> list[str]:
    """What is kept of its source, newest first."""
    piece = Evidence.objects.select_related("claim__article__project").get(pk=piece.pk)
    return [seen.snapshot.filename or seen.snapshot.url for seen in snapshots_of(piece)]


def test_what_is_kept_of_it_goes_along_and_comes_back(ana: User, claims: list[Claim]) -> None:
    piece = added(ana, claims[0])
    snapshot_kept(piece, b"They ordered two ships.")
    snapshot_attach(actor=person(ana), evidence=piece, attachment=FILE, at=NOON)
    before = piece.source_key
    assert made(ana, piece).source_key != before
    assert kept_of(piece) == ["list.txt", LINK]
    assert not Snapshot.objects.filter(source_key=before).exists()
    assert made(ana, piece, confidential=False).source_key == before
    assert kept_of(piece) == ["list.txt", LINK]
    assert ledger_verdict().intact


def test_a_document_comes_back_under_its_own_fingerprint(ana: User, claims: list[Claim]) -> None:
    piece, _event = evidence_add(actor=person(ana), claim=claims[0], stance="context", attachment=FILE, at=NOON)
    before = piece.source_key
    made(ana, piece)
    assert made(ana, piece, confidential=False).source_key == before
    assert kept_of(piece) == ["list.txt"]


def test_a_page_that_other_evidence_rests_on_stays_there_and_the_own_file_does_not(
    ana: User, ben: User, claims: list[Claim]
) -> None:
    theirs, mine = added(ben, claims[1]), added(ana, claims[0])
    snapshot_kept(theirs, b"They ordered two ships.")
    snapshot_attach(actor=person(ana), evidence=mine, attachment=FILE, at=NOON)
    made(ana, mine)
    assert kept_of(theirs) == [LINK]
    assert kept_of(mine) == ["list.txt"]


def test_the_same_link_of_somebody_who_does_not_see_it_is_a_piece_of_its_own(
    ana: User, ben: User, claims: list[Claim]
) -> None:
    secret = added(ben, claims[0], confidential=True)
    snapshot_kept(secret, b"They ordered two ships.")
    mine = added(ana, claims[0])
    assert mine.pk != secret.pk
    assert [seen.snapshot.status for seen in snapshots_of(mine)] == ["queued"]


def test_words_added_to_it_by_who_sees_it_are_as_confidential(ben: User, eva: User, claims: list[Claim]) -> None:
    secret = added(ben, claims[0], confidential=True)
    again = added(eva, claims[0], quote="on Monday")
    assert (again.pk, again.confidential, again.quote) == (secret.pk, True, "two ships\n\non Monday")


def test_confidential_words_never_go_into_an_open_piece(ben: User, claims: list[Claim]) -> None:
    open_ = added(ben, claims[0])
    secret = added(ben, claims[0], quote="on Monday", confidential=True)
    open_.refresh_from_db()
    assert (secret.pk == open_.pk, secret.confidential, open_.quote) == (False, True, "two ships")


def test_it_is_not_opened_beside_the_same_source(ben: User, claims: list[Claim]) -> None:
    added(ben, claims[0])
    secret = added(ben, claims[0], quote="on Monday", confidential=True)
    with pytest.raises(EvidenceRepeated):
        made(ben, secret, confidential=False)


def test_it_stays_confidential_while_it_is_off_its_claim(ben: User, ana: User, claims: list[Claim]) -> None:
    secret = added(ben, claims[0], confidential=True)
    evidence_withdraw(actor=person(ben), evidence=secret, at=NOON)
    with pytest.raises(NotFound):
        access.evidence_for(ana, secret.uid)
    evidence_restore(actor=person(ben), evidence=secret, at=NOON)
    secret.refresh_from_db()
    assert (secret.confidential, secret.withdrawn_at) == (True, None)


def test_the_same_source_on_claims_that_were_joined_goes_along(ana: User, ben: User, claims: list[Claim]) -> None:
    one, two = added(ana, claims[0]), added(ben, claims[1], quote="on Monday")
    merged, _event = claim_merge(actor=person(ana), claims=claims[:2], at=minutes(1))
    made(ana, Evidence.objects.get(claim=merged))
    assert set(Evidence.objects.values_list("confidential", flat=True)) == {True}
    with pytest.raises(NotFound):
        access.evidence_for(ben, one.uid)
    assert access.evidence_for(ben, two.uid) == two  # his own words
    made(ana, Evidence.objects.get(claim=merged), confidential=False)
    assert set(Evidence.objects.values_list("confidential", "source_key")) == {(False, one.source_key)}
    assert ledger_verdict().intact


@pytest.mark.parametrize("who", ["ana", "vic"])
def test_only_who_sees_it_then_may_make_it_confidential(
    ben: User, claims: list[Claim], who: str, request: pytest.FixtureRequest
) -> None:
    piece = added(ben, claims[0])
    with pytest.raises(NotPermitted):
        access.evidence_to_hide(request.getfixturevalue(who), piece.uid)


@pytest.mark.parametrize("who", ["ben", "eva", "mia"])
def test_its_adder_adjudicators_and_managers_may(
    ben: User, claims: list[Claim], who: str, request: pytest.FixtureRequest
) -> None:
    piece = added(ben, claims[0])
    assert access.evidence_to_hide(request.getfixturevalue(who), piece.uid) == piece


def test_making_it_confidential_can_be_undone_and_the_undo_too(ben: User, eva: User, claims: list[Claim]) -> None:
    piece = added(ben, claims[0])
    snapshot_kept(piece, b"They ordered two ships.")
    made(ben, piece)
    batch_undo(actor=person(eva), batch=Batch.objects.latest("id"), at=minutes(10))
    piece.refresh_from_db()
    assert (piece.confidential, kept_of(piece)) == (False, [LINK])
    batch_undo(actor=person(ben), batch=Batch.objects.latest("id"), at=minutes(11))
    piece.refresh_from_db()
    assert (piece.confidential, kept_of(piece)) == (True, [LINK])
    assert ledger_verdict().intact


def test_nobody_undoes_what_hides_it_from_them(ben: User, ana: User, claims: list[Claim]) -> None:
    piece = made(ben, added(ben, claims[0]))
    with pytest.raises(NotUndoable):
        batch_undo(actor=person(ana), batch=Batch.objects.latest("id"), at=minutes(10))
    piece.refresh_from_db()
    assert piece.confidential


def test_a_newer_change_is_not_overwritten(ben: User, claims: list[Claim]) -> None:
    piece = added(ben, claims[0])
    seen = piece.row_version
    made(ben, piece)
    with pytest.raises(VersionConflict):
        evidence_set_confidential(
            actor=person(ben), evidence=piece, confidential=False, at=minutes(10), row_version=seen
        )


def test_what_is_left_of_it_leads_nowhere(ben: User, claims: list[Claim]) -> None:
    left = redacted(added(ben, claims[0], confidential=True))
    told = {name: value for name, value in vars(left).items() if value and not name.startswith("_")}
    assert set(told) == {"uid", "claim_id", "confidential", "row_version"}
    assert not hasattr(left, "use")
