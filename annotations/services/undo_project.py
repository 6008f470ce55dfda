"""How what was done to a project's settings and members is taken back."""

from annotations.errors import LastManager
from annotations.models.projects import Membership, Project, Role
from annotations.services.batches import Doing
from annotations.services.guidelines import add_version
from annotations.services.ledger import Entry
from annotations.services.projects import SETTINGS, keep_a_manager
from annotations.services.undone import SINCE, Undone


def settings_back(doing: Doing, undone: Undone) -> None:
    """The settings as they were. All of them, or none where one was changed again since."""
    entry = undone.entry(doing)
    project = Project.objects.get(pk=doing.project.pk)
    before = {name: value for name, value in undone.of("project")[str(project.uid)].items() if name in SETTINGS}
    if undone.stands(project.uid, *before):
        doing.leave("the settings", "They were changed again since.")
        return
    text = project.guidelines
    entry.change(project, **before)
    if project.guidelines != text:  # the earlier text in force again is a version of its own
        add_version(entry, project, before=text, author=doing.actor.user)
    record(doing, entry, undone, "the settings")


def member_out(doing: Doing, undone: Undone) -> None:
    """Who was added is taken out again."""
    change_member(doing, undone, removed_at=doing.at)


def member_back(doing: Doing, undone: Undone) -> None:
    """Who was taken out is back, with the role they had."""
    change_member(doing, undone, removed_at=None)


def role_back(doing: Doing, undone: Undone) -> None:
    """The member has the role they had."""
    (before,) = undone.of("membership").values()
    change_member(doing, undone, role=before["role"])


def change_member(doing: Doing, undone: Undone, **values: object) -> None:
    """Change the event's membership, where nothing newer stands on it and somebody is left to manage."""
    entry = undone.entry(doing)
    (uid,) = [*undone.of("membership"), *undone.made("membership")]
    membership = Membership.objects.select_related("project", "user").get(uid=uid)
    again = Membership.objects.current().filter(project=membership.project, user=membership.user)
    if undone.stands(uid) or again.exclude(pk=membership.pk).exists():
        doing.leave(str(membership.user), SINCE)
        return
    if membership.role == Role.MANAGER and values.get("removed_at", "") is not None:
        try:
            keep_a_manager(membership)
        except LastManager as error:
            doing.leave(str(membership.user), error.message)
            return
    entry.change(membership, **values)
    record(doing, entry, undone, str(membership.user))


def record(doing: Doing, entry: Entry, undone: Undone, name: str) -> None:
    """The event about it, if anything was changed."""
    if entry.changed:
        doing.record(entry, subject=undone.event.subject)
        doing.done.append(name)
