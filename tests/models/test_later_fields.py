"""A field that came to a guarded model later changes nothing that the ledger said about its rows before."""

import json

import pytest

from annotations.models.ledger import LedgerPayload
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.projects import project_change
from tests.story import minutes, person


@pytest.fixture(autouse=True)
def _guidelines_came_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Project, "LEDGER_LATER", {**Project.LEDGER_LATER, "guidelines": ""})


def test_it_is_no_part_of_the_state_while_it_has_its_first_value(desk: Project, mia: User) -> None:
    assert "guidelines" not in desk.ledger_state()
    changed, _event = project_change(actor=person(mia), project=desk, guidelines="Ask twice.", at=minutes(1))
    assert changed.ledger_state()["guidelines"] == "Ask twice."


def test_its_event_tells_both_values_also_when_it_goes_back(desk: Project, mia: User) -> None:
    changed, _event = project_change(actor=person(mia), project=desk, guidelines="Ask twice.", at=minutes(1))
    _changed, event = project_change(actor=person(mia), project=changed, guidelines="", at=minutes(2))
    assert event is not None
    told = json.loads(LedgerPayload.objects.get(event=event).body)["objects"]
    moved = next(one for one in told if one["type"] == "project")
    assert (moved["before"]["guidelines"], moved["after"]["guidelines"]) == ("Ask twice.", "")
