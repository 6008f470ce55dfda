"""Every text of a project's guidelines stays, and each decision says under which it was made."""

import json

from annotations.models.guidelines import Guidelines
from annotations.models.judgements import Judgement
from annotations.models.ledger import LedgerPayload
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.selectors.guidelines import changed_since, version_with_its_past, versions_in
from annotations.selectors.verification import ledger_verdict
from annotations.services.claims import claim_merge
from annotations.services.guidelines import guidelines_read
from annotations.services.judgements import judgement_record, judgement_undo
from annotations.services.ledger import open_entry, stream_of, subject_of
from annotations.services.projects import project_change, project_create
from annotations.services.verbs import Verb
from tests.story import NOON, MakeArticle, claims_of, minutes, person


def written(desk: Project, mia: User, text: str, at: float = 0) -> Project:
    """The desk with these guidelines."""
    return project_change(actor=person(mia), project=desk, guidelines=text, at=minutes(at))[0]


def test_a_changed_text_is_a_new_version_with_who_and_when(desk: Project, mia: User) -> None:
    written(desk, mia, "Look twice.", at=1)
    changed = written(desk, mia, "Look three times.", at=2)
    rows = [(row.version, row.text, row.written_by, row.written_at) for row in versions_in(desk)]
    assert rows == [(2, "Look three times.", mia, minutes(2)), (1, "Look twice.", mia, minutes(1))]
    assert changed.guidelines_version == 2
    assert version_with_its_past(desk, 2) == (Guidelines.objects.get(version=2), "Look twice.")
    assert version_with_its_past(desk, 3) is None


def test_another_setting_is_no_new_version(desk: Project, mia: User) -> None:
    written(desk, mia, "Look twice.")
    project_change(actor=person(mia), project=desk, name="Night desk", guidelines="Look twice.", at=minutes(1))
    assert versions_in(desk).count() == 1


def test_a_project_can_begin_with_some(mia: User) -> None:
    project, _event = project_create(actor=person(mia), name="New", guidelines="Be fair.", at=NOON)
    assert project.guidelines_version == 1
    assert versions_in(project).get().text == "Be fair."
    assert ledger_verdict().faults == []


def test_the_event_of_the_change_vouches_for_the_text(desk: Project, mia: User) -> None:
    _project, event = project_change(actor=person(mia), project=desk, guidelines="Look twice.", at=NOON)
    assert event is not None
    objects = json.loads(LedgerPayload.objects.get(event=event).body)["objects"]
    assert {one["type"] for one in objects} == {"guidelines", "project"}
    assert ledger_verdict().faults == []


def test_a_text_from_before_versions_becomes_the_first(desk: Project, mia: User) -> None:
    entry = open_entry(actor=person(mia), stream=stream_of(desk), at=NOON)
    entry.change(desk, guidelines="As it ever was.")
    entry.record(verb=Verb.PROJECT_CHANGED, subject=subject_of(desk))
    changed = written(desk, mia, "As it is now.", at=1)
    assert changed.guidelines_version == 2
    assert [row.text for row in versions_in(desk)] == ["As it is now.", "As it ever was."]
    assert ledger_verdict().faults == []


def test_a_decision_remembers_the_version_in_force(
    desk: Project, mia: User, ana: User, make_article: MakeArticle
) -> None:
    first, second = claims_of(make_article(claims=2))
    judgement_record(actor=person(ana), claim=first, label="sourced", at=NOON)
    written(desk, mia, "Look twice.", at=1)
    judgement_record(actor=person(ana), claim=second, label="sourced", at=minutes(2))
    written(desk, mia, "Look three times.", at=3)
    judgement_record(actor=person(ana), claim=second, label="opinion", at=minutes(4))
    restored, _event = judgement_undo(actor=person(ana), claim=second, at=minutes(5))
    versions = Judgement.objects.order_by("pk").values_list("guidelines_version", flat=True)
    assert list(versions) == [0, 1, 2, 1], "what undo brings back was decided under the first"
    assert restored is not None
    assert ledger_verdict().faults == []


def test_a_merged_claims_label_counts_from_the_older_version(
    desk: Project, mia: User, ana: User, make_article: MakeArticle
) -> None:
    claims = claims_of(make_article("One ship came. Two ships left."))
    written(desk, mia, "Look twice.", at=1)
    judgement_record(actor=person(ana), claim=claims[0], label="sourced", at=minutes(2))
    written(desk, mia, "Look three times.", at=3)
    judgement_record(actor=person(ana), claim=claims[1], label="sourced", at=minutes(4))
    merged, _event = claim_merge(actor=person(ana), claims=claims, at=minutes(5))
    assert Judgement.objects.get(claim=merged).guidelines_version == 1


def test_who_worked_or_looked_before_is_told_once(
    desk: Project, mia: User, ana: User, ben: User, article: object
) -> None:
    desk = written(desk, mia, "Look twice.")
    guidelines_read(actor=person(ana), project=desk, version=1, at=minutes(1))
    assert not changed_since(ana, desk)
    desk = written(desk, mia, "Look three times.", at=2)
    assert changed_since(ana, desk)
    assert not changed_since(ben, desk), "he never worked here, so nothing changed for him"
    guidelines_read(actor=person(ana), project=desk, version=2, at=minutes(3))
    guidelines_read(actor=person(ana), project=desk, version=1, at=minutes(4))
    assert not changed_since(ana, desk), "an older page in another tab takes nothing back"


def test_who_decided_under_an_earlier_text_is_told(
    desk: Project, mia: User, ana: User, make_article: MakeArticle
) -> None:
    make_article(claims=1, judged_by=(ana,))
    assert not changed_since(ana, desk)
    assert changed_since(ana, written(desk, mia, "Look twice."))
