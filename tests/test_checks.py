"""Start-up checks find what was forgotten."""

import pytest
from django.template import TemplateDoesNotExist

from annotations import checks, tasks
from annotations.models.jobs import JobKind
from annotations.services.verbs import Verb


def test_nothing_is_forgotten() -> None:
    assert checks.every_verb_has_a_sentence() == []
    assert checks.every_job_has_a_task() == []


def test_a_verb_without_a_sentence_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        if "claim_marked" in name:
            raise TemplateDoesNotExist(name)

    monkeypatch.setattr(checks, "get_template", missing)
    found = checks.every_verb_has_a_sentence()
    assert [(message.id, message.msg) for message in found] == [
        ("annotations.E001", f"No sentence for {Verb.CLAIM_MARKED.value}.")
    ]


def test_work_without_a_task_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(tasks.WORK, JobKind.FREEZE_RELEASE)
    assert [message.msg for message in checks.every_job_has_a_task()] == ["No task for freeze_release."]


@pytest.mark.django_db
def test_guards_are_looked_for_only_where_databases_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "guards_missing", lambda using: ["claimdesk_guard_x"])
    assert checks.every_guard_is_in_place(databases=None) == []
    assert [message.id for message in checks.every_guard_is_in_place(databases=["default"])] == ["annotations.W003"]
    monkeypatch.setattr(checks, "ledger_is_there", lambda using: False)
    assert checks.every_guard_is_in_place(databases=["default"]) == [], "never migrated, nothing to guard"
