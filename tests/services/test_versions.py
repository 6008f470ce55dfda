"""Services that change what somebody read before: not over a colleague's change."""

import pytest

from annotations.errors import VersionConflict
from annotations.models.projects import Project, Role
from annotations.models.users import User
from annotations.services.projects import membership_give, project_change
from tests.story import NOON, person


@pytest.mark.parametrize(("version", "refused"), [(1, False), (2, True)])
def test_settings_change_only_over_the_version_that_was_read(
    desk: Project, mia: User, version: int, refused: bool
) -> None:
    def change() -> None:
        project_change(actor=person(mia), project=desk, name="Night desk", row_version=version, at=NOON)

    if refused:
        with pytest.raises(VersionConflict):
            change()
    else:
        change()
    desk.refresh_from_db()
    assert (desk.name == "Night desk") is not refused


@pytest.mark.parametrize(("version", "refused"), [(1, False), (2, True)])
def test_a_role_changes_only_over_the_version_that_was_read(
    desk: Project, mia: User, ben: User, version: int, refused: bool
) -> None:
    def change() -> None:
        membership_give(actor=person(mia), project=desk, user=ben, role=Role.ADJUDICATOR, row_version=version, at=NOON)

    if refused:
        with pytest.raises(VersionConflict):
            change()
    else:
        change()
    role = desk.memberships.get(user=ben).role
    assert (role == Role.ADJUDICATOR) is not refused
