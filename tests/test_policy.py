"""Roles and what they may do: the whole table, said once more by hand."""

from itertools import pairwise

import pytest

from annotations.models.projects import Membership, Project, Role
from annotations.models.users import User
from annotations.policy import MAY, Action, may, role_in, role_may
from annotations.services.projects import membership_end
from tests.story import NOON, person

TABLE = {
    "viewer": {"view"},
    "reviewer": {"view", "judge", "mark", "import"},
    "adjudicator": {"view", "judge", "mark", "import", "adjudicate", "archive", "share", "confidential"},
    "manager": {
        "view",
        "judge",
        "mark",
        "import",
        "adjudicate",
        "archive",
        "share",
        "confidential",
        "export",
        "manage",
    },
}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("action", Action)
def test_a_role_may_do_what_the_table_says(role: str, action: Action) -> None:
    assert role_may(role, action) == (action.value in TABLE[role])


def test_each_role_includes_the_one_before() -> None:
    ladder = [MAY[role] for role in ("viewer", "reviewer", "adjudicator", "manager")]
    assert all(lower < higher for lower, higher in pairwise(ladder))


@pytest.mark.parametrize("role", ["", "owner", "Manager"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(role_may(role, action) for action in Action)


def test_a_stranger_may_not_even_look(oto: User, desk: Project) -> None:
    assert role_in(oto, desk) == ""
    assert not any(may(oto, action, desk) for action in Action)


def test_an_administrator_may_everything_everywhere(oto: User, desk: Project) -> None:
    oto.is_superuser = True
    assert all(may(oto, action, desk) for action in Action)


def test_who_was_taken_out_is_a_stranger(ana: User, mia: User, desk: Project) -> None:
    assert may(ana, Action.JUDGE, desk)
    membership_end(actor=person(mia), membership=Membership.objects.get(user=ana), at=NOON)
    assert not may(ana, Action.VIEW, desk)
