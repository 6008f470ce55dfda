"""Guidelines: a changed text is a new version; who looked at which is remembered on the side."""

from datetime import datetime

from django.db import transaction

from annotations.models.guidelines import Guidelines, GuidelinesReading
from annotations.models.projects import Project
from annotations.models.users import User
from annotations.services.actor import Actor
from annotations.services.ledger import Entry


def first_version(entry: Entry, project: Project, *, author: User | None) -> None:
    """The text a new project begins with, part of the entry that makes it."""
    project.guidelines_version = 1
    entry.add(Guidelines(project=project, version=1, text=project.guidelines, written_by=author, written_at=entry.at))


def add_version(entry: Entry, project: Project, *, author: User | None, before: str) -> None:
    """The project's present text as its next version, part of the entry that changed it. A text from before versions
    were counted becomes the first one, so that nothing people worked by is lost."""
    number = project.guidelines_version
    if number == 0 and before:
        number = 1
        entry.add(Guidelines(project=project, version=1, text=before, written_at=project.created_at))
    entry.change(project, guidelines_version=number + 1)
    entry.add(
        Guidelines(project=project, version=number + 1, text=project.guidelines, written_by=author, written_at=entry.at)
    )


@transaction.atomic
def guidelines_read(*, actor: Actor, project: Project, version: int, at: datetime) -> None:
    """Remember that the caller looked at this version, or does not want to be told of it again. An older one than
    they know changes nothing. No event: it says nothing about anything."""
    reading, made = GuidelinesReading.objects.get_or_create(
        project=project, user=actor.as_user(), defaults={"version": version, "read_at": at}
    )
    if not made and reading.version < version:
        GuidelinesReading.objects.filter(pk=reading.pk).update(version=version, read_at=at)
