"""Snapshots of evidence on the pages: how they stand, what they say, what changed; and nothing foreign runs here."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations.extract.types import ExtractionFailed
from annotations.models.claims import Claim
from annotations.models.evidence import Evidence
from annotations.models.snapshots import Snapshot
from annotations.models.users import User
from annotations.services.evidence import evidence_add
from tests.snapshots import snapshot_failed, snapshot_kept
from tests.story import NOON, minutes, person
from tests.web.conftest import SignIn, address
from tests.web.test_evidence import HTMX, screen

LINK = "https://harbour.example/log"
HOSTILE = b"<script>alert(1)</script> They ordered two ships."


def added(user: User, claim: Claim, quote: str = "two ships") -> Evidence:
    return evidence_add(actor=person(user), claim=claim, stance="supports", url=LINK, quote=quote, at=NOON)[0]


def panel(client: Client, claim: Claim) -> str:
    return client.get(address("claim-panel", claim.uid)).content.decode()


def test_the_panel_follows_a_snapshot_from_waiting_to_kept(sign_in: SignIn, ana: User, claim: Claim) -> None:
    client, piece = sign_in(ana), added(ana, claim)
    waiting = panel(client, claim)
    assert "The page waits to be kept." in waiting
    assert 'id="ev-list" data-busy="1"' in waiting
    kept = snapshot_kept(piece, b"They ordered two ships.", at=minutes(5))
    done = panel(client, claim)
    assert "Snapshot kept" in done
    assert kept.body_sha256 in done
    assert "The words are on the page." in done
    assert "data-busy" not in done


def test_the_panel_says_what_the_page_says_instead(sign_in: SignIn, ana: User, claim: Claim) -> None:
    piece = added(ana, claim, "They had ordered two ships by Monday")
    snapshot_kept(piece, b"The log: They ordered two ships by Monday. It rained.")
    assert "The page says it in other words." in panel(sign_in(ana), claim)
    assert "They ordered two ships by Monday" in panel(sign_in(ana), claim)


def test_a_dead_link_is_told_with_what_to_do(sign_in: SignIn, ana: User, claim: Claim) -> None:
    failure = ExtractionFailed("page_gone", "There is no page at this address (404).", "Look for an archived copy.")
    snapshot_failed(added(ana, claim), failure)
    told = panel(sign_in(ana), claim)
    assert "There is no page at this address (404). Look for an archived copy." in told
    assert "Attach a file" in told


def test_a_page_is_checked_again_and_its_change_shown(sign_in: SignIn, ana: User, claim: Claim) -> None:
    client, piece = sign_in(ana), added(ana, claim)
    first = snapshot_kept(piece, b"They ordered two ships. It rained.", at=minutes(1))
    answer = client.post(address("evidence-check", piece.uid), headers=HTMX)
    assert "The page waits to be kept." in answer.content.decode()
    second = snapshot_kept(piece, b"They ordered three ships. It rained.", at=minutes(2))
    assert "Changed since 4 March 2026" in panel(client, claim)
    shown = client.get(
        address("evidence", piece.uid, snapshot=str(second.uid), against=str(first.uid))
    ).content.decode()
    assert "<del>two</del><ins>three</ins>" in shown
    plain = client.post(address("evidence-check", piece.uid))
    assert plain.headers["Location"] == screen(claim)


def test_the_words_are_marked_in_the_text(sign_in: SignIn, ana: User, claim: Claim) -> None:
    piece = added(ana, claim)
    snapshot_kept(piece, HOSTILE)
    shown = sign_in(ana).get(address("evidence", piece.uid)).content.decode()
    assert "<mark>two ships</mark>" in shown
    assert "<script>alert" not in shown


def test_what_others_made_never_runs_here(sign_in: SignIn, ana: User, claim: Claim) -> None:
    piece = added(ana, claim)
    snapshot = snapshot_kept(piece, HOSTILE)
    client = sign_in(ana)
    words = client.get(address("snapshot-text", piece.uid, snapshot.uid))
    assert (words.headers["Content-Type"], words.content) == ("text/plain; charset=utf-8", HOSTILE)
    file = client.get(address("snapshot-file", piece.uid, snapshot.uid))
    assert file.getvalue() == HOSTILE
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["Content-Disposition"].startswith("attachment")
    for answer in (words, file):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_snapshot_is_reached_through_its_evidence_only(sign_in: SignIn, ana: User, claim: Claim) -> None:
    snapshot = snapshot_kept(added(ana, claim), b"Words")
    other, _event = evidence_add(actor=person(ana), claim=claim, stance="context", reference="Log", at=NOON)
    assert sign_in(ana).get(address("snapshot-text", other.uid, snapshot.uid)).status_code == 404


def test_a_file_is_attached_and_read_like_a_page(sign_in: SignIn, ana: User, claim: Claim) -> None:
    client = sign_in(ana)
    file = SimpleUploadedFile("log.txt", b"They ordered two ships.", content_type="text/plain")
    client.post(address("evidence-add", claim.uid), {"stance": "supports", "quote": "two ships", "file": file})
    piece = Evidence.objects.get()
    assert (piece.reference, Snapshot.objects.get().origin) == ("log.txt", "upload")
    more = SimpleUploadedFile("scan.png", b"\x89PNG\r\n\x1a\n", content_type="image/png")
    answer = client.post(address("evidence-attach", piece.uid), {"file": more})
    assert answer.headers["Location"] == screen(claim)
    assert Snapshot.objects.filter(filename="scan.png").exists()
    empty = SimpleUploadedFile("log.txt", b"")
    refused = client.post(address("evidence-attach", piece.uid), {"file": empty}, follow=True)
    assert "The file is empty." in refused.content.decode()


def test_withdrawn_evidence_is_put_back_from_the_panel(sign_in: SignIn, ana: User, claim: Claim) -> None:
    client, piece = sign_in(ana), added(ana, claim)
    client.post(address("evidence-withdraw", piece.uid))
    told = panel(client, claim)
    assert 'data-evidence="0"' in told
    assert "Withdrawn: 1" in told
    answer = client.post(address("evidence-restore", piece.uid), headers=HTMX)
    assert 'data-evidence="1"' in answer.content.decode()
