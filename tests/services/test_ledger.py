"""The mechanics every service uses: open an entry, say what changes, record."""

import json

import pytest
from django.conf import settings
from django.db import IntegrityError

from annotations.chain.canonical import canonical_json
from annotations.chain.links import event_mac, key_id, payload_digest
from annotations.errors import LedgerRefused, VersionConflict
from annotations.models.articles import Article
from annotations.models.ledger import LedgerEvent, LedgerHead, LedgerPayload, LedgerTouch
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.actor import Actor, Door
from annotations.services.claims import claim_withdraw
from annotations.services.ledger import Entry, open_entry, refusal, stream_of, subject_of
from annotations.services.projects import project_change
from annotations.services.verbs import Verb
from tests.story import NOON, claims_of, minutes, person


def entry_of(article: Article, ana: User) -> Entry:
    return open_entry(actor=person(ana), stream=stream_of(article), at=NOON)


def test_what_was_before_and_what_is_after_is_in_the_payload(mia: User, desk: Project) -> None:
    _project, event = project_change(actor=person(mia), project=desk, name="Night desk", reviewers_per_claim=2, at=NOON)
    assert event is not None
    payload = LedgerPayload.objects.get(event=event)
    body = json.loads(payload.body)
    assert body["objects"] == [
        {
            "type": "project",
            "id": str(desk.uid),
            "version": 2,
            "before": {"name": "City desk", "reviewers_per_claim": 1},
            "after": {"name": "Night desk", "reviewers_per_claim": 2},
        }
    ]
    assert payload.body == canonical_json(body), "the text that is stored is the text that was hashed"
    assert event.payload_digest == payload_digest(payload.salt, payload.body)


def test_an_event_is_signed_with_the_sites_key(mia: User, desk: Project) -> None:
    _project, event = project_change(actor=person(mia), project=desk, name="Night desk", at=NOON)
    key = settings.LEDGER_KEY.encode()
    assert event is not None
    assert (event.mac, event.key_id) == (event_mac(key, event.hash), key_id(key))


def test_no_key_inside_leaves_the_house(article: Article, mia: User) -> None:
    """Payloads name other objects by their uids, so that two databases tell the same story."""
    for body in LedgerPayload.objects.values_list("body", flat=True):
        for told in json.loads(body)["objects"]:
            assert not {"pk", "article_id", "project_id", "row_version"} & set(told["after"])
            assert told["after"].get("project", str(article.project.uid)) == str(article.project.uid)


def test_events_of_a_stream_are_numbered_and_chained(article: Article) -> None:
    events = list(LedgerEvent.objects.filter(stream=stream_of(article)).order_by("seq"))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.prev_hash for event in events] == ["0" * 64, *(event.hash for event in events[:-1])]


def test_two_payloads_alike_have_different_salts(article: Article) -> None:
    assert LedgerPayload.objects.count() == LedgerPayload.objects.values("salt").distinct().count()


def test_who_read_an_older_version_does_not_overwrite_the_newer_one(ana: User, ben: User, article: Article) -> None:
    stale = claims_of(article)[0]
    claim_withdraw(actor=person(ben), claim=stale, at=NOON)
    entry = entry_of(article, ana)
    entry.change(stale, checkworthy=None)
    with pytest.raises(VersionConflict):
        entry.record(verb=Verb.CLAIM_RESIZED, subject=subject_of(stale))


def test_a_row_that_moved_without_an_event_of_its_own_is_a_conflict(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    claim.row_version = 7
    entry = entry_of(article, ana)
    entry.change(claim, checkworthy=None)
    with pytest.raises(VersionConflict):
        entry.record(verb=Verb.CLAIM_RESIZED, subject=subject_of(claim))


def test_a_guards_refusal_is_ours_to_answer_for_on_every_database(
    ana: User, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that would forget its touches: the database refuses, and the error has one name."""
    monkeypatch.setattr(LedgerTouch.objects, "bulk_create", lambda touches: list(touches))
    entry = entry_of(article, ana)
    entry.change(claims_of(article)[0], checkworthy=None)
    with pytest.raises(LedgerRefused) as refusal:
        entry.record(verb=Verb.CLAIM_RESIZED, subject="claim:x")
    assert (refusal.value.code, refusal.value.status) == ("ledger_refused", 500)


def test_what_is_as_it_was_is_no_change(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    entry = entry_of(article, ana)
    entry.change(claim, start=claim.start, end=claim.end)
    assert not entry.changed
    entry.change(claim, start=claim.start, end=claim.end - 1)
    assert entry.changed[claim]["end"] == claim.end + 1, "what it was is kept"


def test_two_changes_of_a_row_in_one_entry_are_one_version(ana: User, article: Article) -> None:
    claim = claims_of(article)[0]
    entry, end = entry_of(article, ana), claim.end
    entry.change(claim, end=claim.end - 1)
    entry.change(claim, end=claim.end - 1, quote=claim.quote[:-2])
    event = entry.record(verb=Verb.CLAIM_RESIZED, subject=subject_of(claim))
    assert [touch.object_version for touch in event.touches.all()] == [2]
    told = json.loads(LedgerPayload.objects.get(event=event).body)["objects"][0]
    assert told["before"] == {"end": end, "quote": (article.text or "")[claim.start : end]}


def test_a_new_stream_begins_with_nothing(ana: User, db: None) -> None:
    entry = open_entry(actor=person(ana), stream="project:new", at=NOON)
    assert (entry.head.seq, entry.head.hash) == (0, "0" * 64)
    assert LedgerHead.objects.filter(stream="project:new").exists()


def test_machines_are_actors_too_and_only_people_do_what_people_do() -> None:
    machine = Actor.system("cues 1")
    assert (machine.uid, machine.door, machine.label) == ("", Door.TASK, "cues 1")
    assert machine.through(Door.COMMAND).door is Door.COMMAND
    with pytest.raises(RuntimeError, match="machine"):
        machine.as_user()


def test_a_caller_that_acts_for_somebody_says_so(ana: User, desk: Project) -> None:
    actor = Actor.person(ana, door=Door.API, request_id="req-1", on_behalf_of="wire desk")
    _project, event = project_change(actor=actor, project=desk, name="Night desk", at=minutes(1))
    assert event is not None
    assert (event.on_behalf_of, event.actor_label, event.door) == ("wire desk", "Ana", "api")


def test_only_a_guards_words_are_a_refusal() -> None:
    error = IntegrityError("UNIQUE constraint failed")
    assert refusal(error) is error
